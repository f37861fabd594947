"""Headers over several columns, where only their place says which columns they head."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.read.pdf_columns import CellLine
from extractor.read.pdf_page import hull
from extractor.read.pdf_words import Row
from extractor.types import Box

HeadCell = tuple[int, int, tuple[Row, ...]]
"""First column, last column and lines of a cell."""


def extents_of(lines: Sequence[CellLine], columns: int) -> list[tuple[float, float] | None]:
    """Left and right end of what stands in each column of the body."""
    found: list[tuple[float, float] | None] = [None] * columns
    for line in lines:
        for column, part in line.parts.items():
            if line.spans[column] == column:
                known = found[column]
                found[column] = (
                    (part.x0, part.x1) if known is None else (min(known[0], part.x0), max(known[1], part.x1))
                )
    return found


def spread(row: Sequence[HeadCell], extents: Sequence[tuple[float, float] | None]) -> list[HeadCell]:
    """A header row with its cells spread over the empty columns beside them that they head.

    A header set in the middle of several columns heads them all; where every
    header is followed by as many empty columns, each heads its own stretch.
    """
    starts = [first for first, _, _ in row]
    step = _stride(starts, len(extents))
    found: list[HeadCell] = []
    for index, (first, last, lines) in enumerate(row):
        low = row[index - 1][1] + 1 if index else 1
        high = starts[index + 1] - 1 if index + 1 < len(row) else len(extents) - 1
        box = hull([line.box for line in lines])
        best = _middle_span(box, first, last, (max(low, 1), high), extents) if first else None
        if best is None and step > 1 and first:
            best = first, min(first + step - 1, len(extents) - 1)
        if best is not None and (not found or best[0] > found[-1][1]):
            first, last = best
        found.append((first, last, lines))
    return found


def _stride(starts: Sequence[int], columns: int) -> int:
    """The even distance of headers that together head all columns but the first; 0 if uneven."""
    own = [s for s in starts if s > 0]
    if len(own) < 2 or own[0] != 1:
        return 0
    steps = {b - a for a, b in pairwise([*own, columns])}
    return steps.pop() if len(steps) == 1 else 0


def _middle_span(
    box: Box, first: int, last: int, limits: tuple[int, int], extents: Sequence[tuple[float, float] | None]
) -> tuple[int, int] | None:
    """The stretch of columns whose middle the header marks better than its own column's."""
    middle = (box[0] + box[2]) / 2

    def off(a: int, b: int) -> float:
        left, right = extents[a], extents[b]
        return abs(middle - (left[0] + right[1]) / 2) if left and right else 1e9

    spans = [(a, b) for a in range(limits[0], first + 1) for b in range(last, limits[1] + 1) if b > a]
    best = min(spans, key=lambda span: off(*span), default=None)
    if best is None or best == (first, last):
        return None
    return best if off(*best) < 6 and off(*best) < 0.4 * off(first, last) else None
