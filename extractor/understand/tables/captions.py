"""Captions that differ in one name only: 'Housing: complaints', 'Libraries: complaints', ...

Where several tables of a report are headed alike but for a name, the names are the slices
of one dimension, and each table's figures are of the slice that its caption names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from extractor.model.types import Label, Place, Reading, Table
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
