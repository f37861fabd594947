"""The unit of a number in a cell, and what the second of a pair counts."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.language.numbers import Number
from extractor.model.types import Label

_NEAREST = {"column": 0, "row": 0, "group": 1, "caption": 3, "heading1": 4, "lead": 3}
_UNITS = ("percent", "percentage_point", "ratio", "gbp", "working_days", "days", "count")


def unit_of(n: Number, labels: Iterable[Label], beside: int) -> str:
    """The unit: the number's own sign first, then the nearest header that prints one.

    `beside` is how many numbers stand in the cell: of several, a percentage has a sign of its own.
    """
    if n.unit and n.unit != "count":
        return n.unit
    if n.unit == "count" and beside > 1:
        return "count"
    named = [x for x in labels if x.facet == "unit" and x.code in _UNITS]
    if any(x.facet == "timeliness" and x.origin in ("row", "column", "group") for x in labels):
        named = [x for x in named if x.code != "working_days"]  # answers within so many days, no days
    for x in sorted(named, key=lambda x: _NEAREST.get(x.origin, 9)):
        if x.code != "percent" or beside == 1:
            return x.code
    return "count"


def in_percent(labels: Iterable[Label]) -> bool:
    """Does the label of a change say itself that it is a percentage, not only what has changed?"""
    told = list(labels)
    changes = {x.text for x in told if x.facet == "change"}
    return any(x.facet == "unit" and x.code == "percent" and x.text in changes for x in told)


def in_brackets(text: str, n: Number) -> bool:
    return text[: n.start].rstrip().endswith("(") and text[n.end :].lstrip().startswith(")")


def whole_of(labels: tuple[Label, ...]) -> tuple[Label, ...]:
    """What the second number of '6/10' counts: all that were decided, where the first are those upheld."""
    whole = {"outcome": "decided", "timeliness": "responded"}
    kept = [x for x in labels if x.facet not in whole]
    events = [Label("event", x.text, whole[x.facet], x.origin) for x in labels if x.facet in whole]
    return (*events[:1], *kept)
