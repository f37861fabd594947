"""The labels of one number, by how near they stand to it."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.model.fast_dataclass import fast_dataclass
from extractor.model.types import Label

#: Nearer words win. Headings are counted from the innermost outwards.
RANK = {
    "own": 0,
    "row": 1,
    "column": 1,
    "group": 2,
    "clause": 2,
    "sentence": 3,
    "corner": 4,
    "lead": 4,
    "caption": 5,
    "heading1": 6,
    "heading2": 7,
    "heading3": 8,
    "heading4": 9,
    "heading5": 10,
    "earlier": 16,
    "document": 20,
}
NEAR = 3


def rank(label: Label) -> int:
    """How far the words stand from the number; 0 is nearest."""
    return RANK.get(label.origin, 15)


@fast_dataclass
class Sense:
    """The labels of one number, ordered by nearness, with the questions one asks of them."""

    labels: tuple[Label, ...]
    by_facet: dict[str, list[tuple[int, Label]]]
    """The labels of each facet with their ranks."""

    @classmethod
    def of(cls, labels: Iterable[Label]) -> Sense:
        ordered = sorted(labels, key=rank)
        by_facet: dict[str, list[tuple[int, Label]]] = {}
        for label in ordered:
            by_facet.setdefault(label.facet, []).append((rank(label), label))
        return cls(tuple(ordered), by_facet)

    def all(self, facet: str, furthest: int = 99) -> list[Label]:
        return [label for at, label in self.by_facet.get(facet, ()) if at <= furthest]

    def nearest(self, facet: str, furthest: int = 99) -> Label | None:
        """The nearest label of a facet; the last one where several stand equally near."""
        best = None
        for at, label in self.by_facet.get(facet, ()):
            if at > furthest:
                break
            best, furthest = label, at
        return best

    def code(self, facet: str, furthest: int = 99) -> str:
        label = self.nearest(facet, furthest)
        return label.code if label else ""
