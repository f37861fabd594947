"""Captions that differ in one name only: 'Housing: complaints', 'Libraries: complaints', ...

Where several tables of a report are headed alike but for a name, the names are the slices
of one dimension, and each table's figures are of the slice that its caption names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from extractor.language import periods
from extractor.model.types import Context, Label, Place, Reading, Table
from extractor.understand.tables.labels import Reader

_LEAST = 3
"""Captions that must be alike."""
_DIMENSIONS = ("service_area", "theme", "complainant", "channel")


def slices_in_captions(places: Iterable[Place], reader: Reader) -> dict[str, Label]:
    """The slice that each such caption names, by caption."""
    alike: dict[str, dict[str, str]] = defaultdict(dict)
    for place in places:
        name, mark, rest = place.context.caption.partition(": ")
        if mark and isinstance(place.block, Table) and not reader.fixed(reader.meaning(name)):
            alike[rest.strip().lower()].setdefault(name.strip(), place.context.caption)
    out: dict[str, Label] = {}
    for rest, captions in alike.items():
        if len(captions) < _LEAST or any(name[-1:].isdigit() for name in captions):
            continue
        names = list(captions)
        facet = reader.free_facet(names, "", rest, ())
        if facet in _DIMENSIONS:
            out.update({captions[name]: reader.label(facet, name, "caption") for name in names})
    return out


def with_slice(reading: Reading, label: Label) -> Reading:
    """The reading with the slice for each claim that has none of its dimension."""
    claims = tuple(
        c if any(x.facet == label.facet for x in c.labels) else replace(c, labels=(*c.labels, label))
        for c in reading.claims
    )
    return replace(reading, claims=claims)


def title_over(context: Context) -> str:
    """The caption, below its heading where it is no more than a year; else the last heading."""
    heading = context.headings[-1] if context.headings else ""
    if not context.caption or not heading:
        return context.caption or heading
    year = [found for found in periods.find(context.caption) if found.raw == context.caption.strip()]
    return f"{heading} – {context.caption}" if year else context.caption
