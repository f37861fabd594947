"""One table that lists several breakdowns, each below or beside its name: gender, age, ethnicity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from extractor.understand.tables.grid import Body
from extractor.understand.tables.labels import Reader
from extractor.understand.tables.slot import one_line

TOPICS = frozenset(
    (
        "sex",
        "age_band",
        "ethnicity",
        "disability",
        "religion",
        "channel",
        "complainant",
        "outcome",
        "timeliness",
    )
)
"""Dimensions whose name alone may head a breakdown."""
LONGEST = 4
"""Words of such a name."""
FEWEST = 2


def by_topic(body: Body, reader: Reader) -> Iterator[Body]:
    """The body, or one for each breakdown that it lists, `topic` being its name."""
    beside = not any(body.groups) and body.stub > 1
    names = [one_line(row[0]) for row in body.rows] if beside else list(body.groups)
    told = {name: _topic(name, reader) for name in names}
    if len(set(filter(None, told.values()))) < FEWEST:
        yield body
        return
    at = 0
    for name, run in groupby(names):
        last = at + len(list(run))
        rows, groups = body.rows[at:last], body.groups[at:last]
        if told[name]:
            yield replace(
                body, rows=rows, groups=("",) * len(rows), topic=name, loose=body.loose if not at else ()
            )
        else:
            yield replace(body, rows=rows, groups=groups, loose=body.loose if not at else ())
        at = last


def _topic(name: str, reader: Reader) -> str:
    """The dimension that a name announces and nothing else, or ''."""
    if not name or len(name.split()) > LONGEST:
        return ""
    hinted = reader.hint(name)
    return hinted if hinted in TOPICS and not reader.meaning(name).total else ""
