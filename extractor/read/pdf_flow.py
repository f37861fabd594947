"""The order in which a page is read: columns of prose, and what stands between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.read.pdf_aligned import Aligned, cut, find_aligned, with_marker
from extractor.read.pdf_banded import find_banded
from extractor.read.pdf_contents import contents_lines, without_leader
from extractor.read.pdf_gutters import FEWEST, find_band
from extractor.read.pdf_rules import Line
from extractor.read.pdf_tables import Ruled
from extractor.read.pdf_tiles import parted, tiles_at
from extractor.read.pdf_words import Row, make_row
from extractor.types import Block, Box

class Thing(NamedTuple):
    """A table or picture that is already known: where it stands and what it gives."""

    box: Box
    content: Ruled | Aligned | tuple[Block, ...]


class Stretch(NamedTuple):
    """Rows of one column, read in one go."""

    rows: tuple[Row, ...]


Item = Thing | Stretch | Aligned


def ordered(rows: Sequence[Row], things: Sequence[Thing], rules: Sequence[Line]) -> list[Item]:
    """Everything on the page in reading order."""
    return _region([cut(row) for row in rows], list(things), rules)


def _region(lines: list[list[Row]], things: list[Thing], rules: Sequence[Line]) -> list[Item]:
    tables = find_banded(lines, rules)
    if tables:
        used = {k for run, _ in tables for k in range(run.first, run.last + 1)}
        lines = [parts for k, parts in enumerate(lines) if k not in used]
        things = [*things, *(Thing(table.box, table) for _, table in tables)]
    band = find_band(lines, [t.box for t in things]) if len(lines) >= FEWEST else None
    if band is None:
        return _column(lines, things, rules)
    top = min(part.top for part in lines[band.first])
    bottom = max(part.bottom for part in lines[band.last])
    above = [t for t in things if (t.box[1] + t.box[3]) / 2 < top]
    below = [t for t in things if (t.box[1] + t.box[3]) / 2 > bottom]
    beside = [t for t in things if t not in above and t not in below]
    inner = lines[band.first : band.last + 1]
    left = [with_marker(own) for parts in inner if (own := [p for p in parts if p.x0 < band.x])]
    right = [with_marker(own) for parts in inner if (own := [p for p in parts if p.x0 >= band.x])]
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
