"""Pages and boxes of a report whose counted edition has none, from an edition that has: a PDF beside Word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from extractor.model import contract
from extractor.model.table import Row

_FIGURE = ("value", "unit")
_CODING = ("period", "procedure", "stage", "measure", *contract.DIMENSIONS)
KEYS = (
    (*_FIGURE, *_CODING, "evidence"),
    (*_FIGURE, "evidence"),
    (*_FIGURE, *_CODING, "source_kind"),
    (*_FIGURE, *_CODING),
)
"""What two rows must share to be one printed number, the surest first."""


def pages(mine: Sequence[Row], theirs: Sequence[Row]) -> dict[int, tuple[str, str]]:
    """For rows of one edition by their number, the page and box of the same printed number in another.

    Rows pair off in the order of print. Where the two editions do not have as many rows that
    share a key, nobody knows which is which, and those get no page.
    """
    found: dict[int, tuple[str, str]] = {}
    left, right = dict(enumerate(mine)), dict(enumerate(theirs))
    for key in KEYS:
        ours, others = _by(key, left), _by(key, right)
        for shared, numbers in ours.items():
            same = others.get(shared, ())
            if len(numbers) != len(same):
                continue
            for number, other in zip(numbers, same, strict=True):
                row = right.pop(other)
                found[number] = row["page"], row["bbox"]
                del left[number]
    return found


def _by(key: Iterable[str], rows: Mapping[int, Row]) -> dict[tuple[str, ...], list[int]]:
    grouped: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, row in rows.items():
        grouped[tuple(" ".join(row[name].split()).casefold() for name in key)].append(number)
    return grouped
