"""Labels of one facet, parted by how far their words stand from the number."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model.sense import rank
from extractor.model.setting import Setting
from extractor.model.types import Label

_ORIGINS = {"own": "the number's own words", "sentence": "sentence before", "section": "section"}
_QUOTED = 70


def levels(found: Sequence[Label]) -> list[list[Label]]:
    """Labels in the order of their distance, those of one distance together, nearest first."""
    out: list[list[Label]] = []
    for label in found:
        if out and rank(out[-1][0]) == rank(label):
            out[-1].append(label)
        else:
            out.append([label])
    return out


def setting(facet: str, code: str, label: Label | None, others: Sequence[Label] = ()) -> Setting:
    """The decision that a label makes, with the nearest label that says something else."""
    if label is None:
        return Setting(facet, code, "default", "", 0.0)
    other = next((x for x in others if x.code != code), None)
    score = 1.0 if other is None else round(min(1.0, (rank(other) - rank(label)) / 4), 2)
    return Setting(
        facet,
        code,
        _ORIGINS.get(label.origin, label.origin),
        label.text[:_QUOTED],
        max(score, 0.0),
        other.code if other else "",
        other.text[:_QUOTED] if other else "",
    )
