"""The order in which a page is read: columns of prose, and what stands between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.read.pdf_aligned import Aligned, cut, find_aligned
from extractor.read.pdf_banded import find_banded
from extractor.read.pdf_columns import is_value
from extractor.read.pdf_contents import contents_lines, without_leader
from extractor.read.pdf_page import overlap
from extractor.read.pdf_rules import Line
from extractor.read.pdf_tables import Ruled
from extractor.read.pdf_tiles import parted, tiles_at
from extractor.read.pdf_words import Row, make_row
from extractor.types import Block, Box

FEWEST = 5
"""Lines that columns of prose must run side by side."""


class Thing(NamedTuple):
    """A table or picture that is already known: where it stands and what it gives."""

    box: Box
    content: Ruled | Aligned | tuple[Block, ...]


class Stretch(NamedTuple):
    """Rows of one column, read in one go."""

    rows: tuple[Row, ...]


Item = Thing | Stretch | Aligned


class _Band(NamedTuple):
    x: float
    first: int
    last: int


def ordered(rows: Sequence[Row], things: Sequence[Thing], rules: Sequence[Line]) -> list[Item]:
    """Everything on the page in reading order."""
    return _region([cut(row) for row in rows], list(things), rules)


def _region(lines: list[list[Row]], things: list[Thing], rules: Sequence[Line]) -> list[Item]:
    tables = find_banded(lines, rules)
    if tables:
        used = {k for run, _ in tables for k in range(run.first, run.last + 1)}
        lines = [parts for k, parts in enumerate(lines) if k not in used]
        things = [*things, *(Thing(table.box, table) for _, table in tables)]
    band = _columns(lines, things) if len(lines) >= FEWEST else None
    if band is None:
        return _column(lines, things, rules)
    top = min(part.top for part in lines[band.first])
    bottom = max(part.bottom for part in lines[band.last])
    above = [t for t in things if (t.box[1] + t.box[3]) / 2 < top]
    below = [t for t in things if (t.box[1] + t.box[3]) / 2 > bottom]
    beside = [t for t in things if t not in above and t not in below]
    inner = lines[band.first : band.last + 1]
    left = [part for parts in inner if (part := [p for p in parts if p.x0 < band.x])]
    right = [part for parts in inner if (part := [p for p in parts if p.x0 >= band.x])]
    return [
        *_region(lines[: band.first], above, rules),
        *_region(left, [t for t in beside if (t.box[0] + t.box[2]) / 2 < band.x], rules),
        *_region(right, [t for t in beside if (t.box[0] + t.box[2]) / 2 >= band.x], rules),
        *_region(lines[band.last + 1 :], below, rules),
    ]


def _column(lines: list[list[Row]], things: list[Thing], rules: Sequence[Line]) -> list[Item]:
    """One column: tables found by white space, the rest as stretches of rows, by height."""
    items: list[tuple[float, Item]] = [(t.box[1], t) for t in things]
    used = contents_lines(lines)
    listed = set(used)
    lines = [parts if k in used else _unleadered(parts) for k, parts in enumerate(lines)]
    for index in range(len(lines)):
        tiles = tiles_at(lines, index) if index not in used else None
        if tiles is not None:
            used.update(range(index, tiles[0] + 1))
            items += [(tile[0].top, Stretch(tuple(tile))) for tile in tiles[1]]
    for run, table in find_aligned(lines, rules, used):
        items += [(part.box[1], part) for part in parted(table)]
        used.update(range(run.first, run.last + 1))
    tops = sorted(top for top, _ in items)
    stretch: list[Row] = []
    for index, parts in enumerate(lines):
        row = parts[0] if len(parts) == 1 else make_row([w for part in parts for w in part.words])
        between = stretch and any(stretch[-1].top < top <= row.top + 2 for top in tops)
        if stretch and (index in used - listed or between):
            items.append((stretch[0].top, Stretch(tuple(stretch))))
            stretch = []
        if index not in used - listed:
            stretch.append(row)
    if stretch:
        items.append((stretch[0].top, Stretch(tuple(stretch))))
    items.sort(key=lambda item: item[0])
    return [item for _, item in items]


def _unleadered(parts: list[Row]) -> list[Row]:
    """A line whose label and figure are tied by dots, cut there."""
    if not any("..." in word.text for part in parts for word in part.words):
        return parts
    return [piece for part in parts for piece in without_leader(part)]


def _columns(lines: Sequence[Sequence[Row]], things: Sequence[Thing]) -> _Band | None:
    """The white gutter between two columns of prose with the most lines; None if there is none."""
    votes: dict[int, int] = {}
    for index, parts in enumerate(lines):
        below = lines[index + 1] if index + 1 < len(lines) else None
        if below and below[0].baseline - parts[0].baseline < 0.8 * below[0].size:
            parts = sorted((*parts, *below), key=lambda part: part.x0)  # columns set out of step
        for a, b in pairwise(parts):
            for step in range(int(a.x1 // 4) + 1, int(b.x0 // 4) + 1):
                votes[step] = votes.get(step, 0) + 1
    best: _Band | None = None
    seen = sorted(votes, key=lambda step: (-votes[step], step))[:12]
    for step in seen:
        if votes[step] < FEWEST - 1:
            break
        band = _band(lines, things, step * 4.0)
        if band and (best is None or band.last - band.first > best.last - best.first):
            best = band
    return best


def _band(lines: Sequence[Sequence[Row]], things: Sequence[Thing], x: float) -> _Band | None:
    """The longest run of lines that leave `x` white and are prose on both sides."""
    best: _Band | None = None
    first = 0
    for index in range(len(lines) + 1):
        if index < len(lines) and not _crosses(lines, index, first, things, x):
            continue
        run = lines[first:index]
        if len(run) >= FEWEST and _is_prose(run, x):
            trimmed = _trimmed(lines, first, index - 1, x)
            if best is None or trimmed.last - trimmed.first > best.last - best.first:
                best = trimmed
        first = index + 1
    return best


def _crosses(
    lines: Sequence[Sequence[Row]], index: int, first: int, things: Sequence[Thing], x: float
) -> bool:
    """A part of the line covers x, or a table or picture does between it and the line above."""
    if any(part.x0 < x < part.x1 for part in lines[index]):
        return True
    if index == first:
        return False
    top, bottom = lines[index - 1][0].baseline, lines[index][0].baseline
    return any(t.box[0] < x < t.box[2] and overlap(t.box[1], t.box[3], top, bottom) > 0 for t in things)


def _trimmed(lines: Sequence[Sequence[Row]], first: int, last: int, x: float) -> _Band:
    """Lines with text on one side only that stand apart from the columns stay out of them."""
    left = [i for i in range(first, last + 1) if lines[i][0].x0 < x]
    right = [i for i in range(first, last + 1) if lines[i][-1].x0 >= x]
    top, foot = max(left[0], right[0]), min(left[-1], right[-1])
    return _Band(x, _grown(lines, top, first, -1), _grown(lines, foot, last, 1))


def _grown(lines: Sequence[Sequence[Row]], index: int, limit: int, step: int) -> int:
    while index != limit:
        gap = abs(lines[index + step][0].baseline - lines[index][0].baseline)
        if gap > 2.2 * lines[index][0].size:
            break
        index += step
    return index


def _is_prose(run: Sequence[Sequence[Row]], x: float) -> bool:
    """Both sides hold words enough, and at least one of them is lines that fill their column."""
    sides = (
        [[p for p in parts if p.x1 <= x] for parts in run],
        [[p for p in parts if p.x0 >= x] for parts in run],
    )
    left, right = ([parts for parts in side if parts] for side in sides)
    if min(len(left), len(right)) < FEWEST - 1:
        return False
    filled = (_filled(left), _filled(right))
    return max(filled) >= 0.55 and all(_wordy(side) for side in (left, right)) and min(filled) >= 0.2


def _filled(side: Sequence[Sequence[Row]]) -> float:
    """Share of the lines that use most of the column's width."""
    width = max(parts[-1].x1 for parts in side) - min(parts[0].x0 for parts in side)
    return sum(1 for parts in side if parts[-1].x1 - parts[0].x0 > 0.75 * width) / len(side)


def _wordy(side: Sequence[Sequence[Row]]) -> bool:
    parts = [part for line in side for part in line]
    values = sum(1 for p in parts if is_value(p.text))
    letters = sum(len(p.text) for p in parts) / len(parts)
    return values < 0.3 * len(parts) and letters >= 16
