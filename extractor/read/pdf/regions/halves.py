"""Two columns of a page that tables and pictures share with the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.model.types import Box
from extractor.read.pdf.ink import hull, overlap
from extractor.read.pdf.regions.sides import ASIDE_WRAPS, Lines, wrapped
from extractor.read.pdf.text.pieces import is_value

EVEN = 0.8
"""Columns are as wide as each other: the narrower at least this share of the other."""
FULL = 0.75
"""Share of its column's width that a full line takes up."""
SIDE_BY_SIDE = 0.3
"""Share of the shorter column beside which the other stands."""
SAME = 3.0
"""Points by which boxes of one row may differ at their top and foot."""
NARROWEST = 6.0
"""Points of white between two columns."""


class Halves(NamedTuple):
    """Two columns to the left and right of x, between two heights; lines first..last (exclusive)."""

    x: float
    top: float
    bottom: float
    first: int
    last: int


def find_halves(lines: Lines, boxes: Sequence[Box]) -> Halves | None:
    """The tallest pair of columns of equal width that nothing crosses; None where there is none.

    `boxes` are tables and pictures. One column holds text that fills it, one a table or picture.
    """
    found: Halves | None = None
    for x in sorted({round(edge) for box in boxes for edge in (box[0] - NARROWEST, box[2] + NARROWEST)}):
        for top, bottom in _clear(lines, boxes, x):
            halves = _halves(lines, boxes, x, top, bottom)
            if halves and (found is None or halves.bottom - halves.top > found.bottom - found.top):
                found = halves
    return found


def _clear(lines: Lines, boxes: Sequence[Box], x: float) -> Iterator[tuple[float, float]]:
    """The heights between what crosses x."""
    crossed = [(part.top, part.bottom) for parts in lines for part in parts if part.x0 < x < part.x1]
    crossed += [(box[1], box[3]) for box in boxes if box[0] < x < box[2]]
    ends = [(float("-inf"), float("-inf")), *sorted(crossed), (float("inf"), float("inf"))]
    reached = float("-inf")
    for (_, bottom), (top, _) in pairwise(ends):
        reached = max(reached, bottom)
        if top > reached:
            yield reached, top


def _halves(lines: Lines, boxes: Sequence[Box], x: float, top: float, bottom: float) -> Halves | None:
    inner = [
        k for k, parts in enumerate(lines) if parts and top <= (parts[0].top + parts[0].bottom) / 2 <= bottom
    ]
    held = [box for box in boxes if top <= (box[1] + box[3]) / 2 <= bottom]
    if not inner or not held:
        return None
    sides = []
    for is_left in (True, False):
        own = [[p for p in lines[k] if (p.x1 <= x) == is_left] for k in inner]
        text = [parts for parts in own if parts]
        sides.append((text, [box for box in held if (box[2] <= x) == is_left]))
    hulls = []
    for text, things in sides:
        drawn = [*(part.box for parts in text for part in parts), *things]
        if not drawn:
            return None
        hulls.append(hull(drawn))
    left, right = hulls
    if any(abs(a[1] - b[1]) < SAME and abs(a[3] - b[3]) < SAME for a in sides[0][1] for b in sides[1][1]):
        return None  # tiles in rows
    widths = sorted((left[2] - left[0], right[2] - right[0]))
    beside = overlap(left[1], left[3], right[1], right[3])
    if (
        right[0] - left[2] < NARROWEST
        or widths[0] < EVEN * widths[1]
        or beside < SIDE_BY_SIDE * min(left[3] - left[1], right[3] - right[1])
        or not any(_fills(text, box) for (text, _), box in zip(sides, hulls, strict=True))
        or not all(things or _fills(text, box) for (text, things), box in zip(sides, hulls, strict=True))
    ):
        return None
    return Halves(x, min(left[1], right[1]), max(left[3], right[3]), inner[0], inner[-1] + 1)


def _fills(text: Lines, column: Box) -> bool:
    """Running text whose full lines reach from one side of the column to the other."""
    full = sum(
        1
        for parts in text
        if len(parts) == 1
        and not is_value(parts[0].text)
        and parts[0].x1 - parts[0].x0 > FULL * (column[2] - column[0])
    )
    return full >= ASIDE_WRAPS and wrapped(text) >= ASIDE_WRAPS
