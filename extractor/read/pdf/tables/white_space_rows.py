"""Columns that only white space draws: gutters, and lines of cells put together to rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from extractor.read.pdf.text.leaders import without_leader
from extractor.read.pdf.text.words import Row, make_row, pieces

CHUNK_GAP = 0.75
"""In sizes: words further apart than this stand in different cells."""
LOOSEST = 1.7
"""In sizes: the widest space between the words of a justified line."""
EVEN = 0.6
"""Points by which the spaces of a justified line differ at most."""
FEWEST_LOOSE = 4
GUTTER = 0.55
"""In sizes: the narrowest white column between two columns of cells."""
HALF_LINE = 0.8
"""In sizes: figures in the middle of a label of two lines stand at most this far from either."""
_VALUE = re.compile(
    r"^[(<>~£€$+±≤≥-]{0,3}\s?[\d.,]*\d[\d.,\s]*%?\)?(?:(?:\s|(?<=%)|(?=\())\(?[<>~]?\d[\d.,]*%?\)?){0,3}[*†‡]{0,3}$"
)
_YEAR = re.compile(r"\(?(?:19|20)\d\d ?[/–-] ?(?:20)?\d\d\)?$")
_BLANK_VALUES = frozenset(
    ("-", "–", "—", "n/a", "na", "n.a.", "nil", "*", ":", "..", "...", "x", "c", "%", "n/k")
)


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


@lru_cache(maxsize=4096)
def is_value(text: str) -> bool:
    """A figure, or what stands in a cell for a missing one."""
    return _VALUE.match(text) is not None or text.lower() in _BLANK_VALUES


@lru_cache(maxsize=4096)
def counts(text: str) -> bool:
    """A figure, or a few words behind one: '12 complaints'."""
    first, _, rest = text.partition(" ")
    return is_value(text) or (rest.count(" ") < 2 and any(map(str.isdigit, first)) and is_value(first))


def is_year(text: str) -> bool:
    """A year alone, such as '2018/19' or '(2018-2019)'."""
    return _YEAR.match(text) is not None


def chunks(row: Row) -> list[Row]:
    """The parts of a row that may be cells of their own."""
    parts = [own for part in pieces(row, CHUNK_GAP) for own in _years_apart(part)]
    return _drawn_in(parts) if len(parts) > FEWEST_LOOSE else parts


def _years_apart(part: Row) -> list[Row]:
    """Years side by side head a column each, however near they stand."""
    if len(part.words) < 2 or not all(is_year(word.text) for word in part.words):
        return [part]
    return [make_row([word]) for word in part.words]


def _drawn_in(parts: list[Row]) -> list[Row]:
    """Words that a justified line sets far apart as one part: equal spaces between words of all lengths."""
    found: list[Row] = []
    start = 0
    while start < len(parts):
        end = start
        space = parts[start + 1].x0 - parts[start].x1 if start + 1 < len(parts) else 0.0
        while (
            end + 1 < len(parts)
            and len(parts[end].words) == len(parts[end + 1].words) == 1
            and abs(parts[end + 1].x0 - parts[end].x1 - space) < EVEN
            and space < LOOSEST * parts[end].size
        ):
            end += 1
        own = parts[start : end + 1]
        if end - start >= FEWEST_LOOSE and len({round(p.x1 - p.x0) for p in own}) >= FEWEST_LOOSE:
            found.append(make_row([word for part in own for word in part.words]))
            start = end + 1
        else:
            found.append(parts[start])
            start += 1
    return found


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
            if open_ and x - since >= GUTTER * min(size, 12):
                found.append(Gutter(since, x))
            open_ = False
    return found


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
