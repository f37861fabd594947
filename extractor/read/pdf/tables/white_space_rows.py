"""Columns that only white space draws: gutters, and lines of cells put together to rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.read.pdf.text.leaders import without_leader
from extractor.read.pdf.text.pieces import is_value
from extractor.read.pdf.text.words import Row

GUTTER, CLOSE = 0.55, 0.38
"""In sizes: the narrowest white column between two columns of cells, and between two of figures."""
FEWEST_CLOSE = 3
"""Lines in which figures stand on either side of a white column that is narrower than others."""
HALF_LINE = 0.8
"""In sizes: figures in the middle of a label of two lines stand at most this far from either."""


class Gutter(NamedTuple):
    """A white column between x0 and x1."""

    x0: float
    x1: float

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


class CellLine(NamedTuple):
    """One row of the page cut into cells: what stands in which column."""

    row: Row
    parts: dict[int, Row]
    """By first column; a part that reaches over more columns has its last in `spans`."""
    spans: dict[int, int]


def gutters(lines: Sequence[Sequence[Row]], crossing: int = 0) -> list[Gutter]:
    """White columns that at most `crossing` lines cross and that have text on both sides."""
    events: list[tuple[float, int]] = []
    for parts in lines:
        for part in parts:
            events.append((part.x0, 1))
            events.append((part.x1, -1))
    if not events:
        return []
    events.sort(key=lambda item: (item[0], -item[1]))
    size = max(part.size for parts in lines for part in parts)
    found: list[Gutter] = []
    count, since = 0, events[0][0]
    open_ = False
    for x, step in events:
        before = count
        count += step
        if before > crossing >= count:
            since, open_ = x, True
        elif before <= crossing < count:
            wide = x - since if open_ else 0.0
            if wide >= GUTTER * min(size, 12) or (
                wide >= CLOSE * min(size, 12) and _figures_beside(lines, Gutter(since, x)) >= FEWEST_CLOSE
            ):
                found.append(Gutter(since, x))
            open_ = False
    return found


def _figures_beside(lines: Sequence[Sequence[Row]], gutter: Gutter) -> int:
    """How many lines have figures on both sides of a white column, that to the left close to it."""
    return sum(
        gutter.x0 - left.size < left.x1 <= gutter.middle <= right.x0
        and is_value(left.text)
        and is_value(right.text)
        for parts in lines
        for left, right in pairwise(parts)
    )


def sides(lines: Sequence[Sequence[Row]], gutter: Gutter) -> int:
    """How many lines have text on both sides of a gutter and none across.

    A label beside which figures stand half a line higher or lower counts with them.
    """
    x = gutter.middle
    count = 0
    for index, parts in enumerate(lines):
        if any(p.x0 < x < p.x1 for p in parts):
            continue
        left, right = parts[0].x1 <= x, parts[-1].x0 >= x
        if right and not left and index:
            above = lines[index - 1]
            near = parts[0].baseline - above[0].baseline < HALF_LINE * parts[0].size
            left = near and above[-1].x1 <= x
        count += left and right
    return count


def cell_lines(lines: Sequence[Sequence[Row]], cuts: Sequence[Gutter]) -> list[CellLine]:
    """Every line's parts put into the columns between the gutters."""
    found: list[CellLine] = []
    for parts in lines:
        cells: dict[int, Row] = {}
        spans: dict[int, int] = {}
        for part in (one for whole in parts for one in without_leader(whole, 1)):
            first = column_at(part.x0, part.x1, cuts)
            last = last_column(part, cuts, first)
            if first in cells:
                cells[first] = _together(cells[first], part)
                spans[first] = max(spans[first], last)
            else:
                cells[first], spans[first] = part, last
        found.append(CellLine(_together(parts[0], *parts[1:]), cells, spans))
    return found


def _together(first: Row, *rest: Row) -> Row:
    if not rest:
        return first
    words = tuple(sorted((w for part in (first, *rest) for w in part.words), key=lambda w: w.x0))
    top, bottom = min(p.top for p in (first, *rest)), max(p.bottom for p in (first, *rest))
    return Row(
        words,
        words[0].x0,
        top,
        max(w.x1 for w in words),
        bottom,
        first.baseline,
        first.size,
        all(p.bold for p in (first, *rest)),
    )


def column_at(x0: float, x1: float, cuts: Sequence[Gutter]) -> int:
    """The column in which something begins: the first that it covers in good part."""
    for index, cut in enumerate(cuts):
        if x0 < cut.middle and (x1 <= cut.x1 + 1 or cut.x0 - x0 > 2):
            return index
    return len(cuts)


def last_column(part: Row, cuts: Sequence[Gutter], first: int) -> int:
    """The last column that something reaches."""
    last = first
    for index in range(first, len(cuts)):
        if part.x1 > cuts[index].x1 + 1:
            last = index + 1
    return last
