"""Figures of other councils, printed for comparison, are not the report's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from extractor.types import Claim, Document, Ignored, Place, Reading

_WORD = re.compile(r"[a-z]+")
_COMMON = frozenset(
    ("council", "county", "borough", "city", "district", "metropolitan", "london", "royal", "unitary")
    + ("authority", "the", "of", "and", "upon")
)


def without_others(
    pairs: Iterable[tuple[Place, Reading]], council: str, document: Document
) -> list[tuple[Place, Reading]]:
    """The readings less the rows that a table of councils prints for another one.

    `council` is the report's own; where it is not known, its titles and name stand in.
    """
    own = _telling(council) or _telling(" ".join((*document.titles, document.name)))
    return [(place, _own_only(reading, own)) for place, reading in pairs]


def _telling(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name.lower())) - _COMMON


def _own_only(reading: Reading, own: frozenset[str]) -> Reading:
    kept: list[Claim] = []
    dropped: list[Ignored] = []
    for claim in reading.claims:
        named = next((x.text for x in claim.labels if x.facet == "council"), "")
        if named and not _telling(named) & own:
            dropped.append(Ignored(claim.raw, "a figure of another council", claim.anchor, claim.evidence))
        else:
            kept.append(claim)
    if not dropped:
        return reading
    return replace(reading, claims=tuple(kept), ignored=(*reading.ignored, *dropped))
