"""The order in which a page is read: columns of prose, and what stands between them."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model.types import Box
from extractor.read.pdf.ink import holds
from extractor.read.pdf.regions.boxes import split_rows
from extractor.read.pdf.regions.columns import find_band
from extractor.read.pdf.regions.halves import find_halves
from extractor.read.pdf.regions.items import (
    Aside,
    Item,
    Stretch,
    Thing,
    below_paragraph,
    by_height,
    resumed,
    with_titles,
)
from extractor.read.pdf.regions.sides import FEWEST, strays
from extractor.read.pdf.tables.banded import find_banded
from extractor.read.pdf.tables.lines import Line
from extractor.read.pdf.tables.tiles import as_tile, parted, tiles_at, tiles_beside
from extractor.read.pdf.tables.white_space import Aligned, Run, cut, find_aligned, with_marker
from extractor.read.pdf.text.contents import contents_lines
from extractor.read.pdf.text.leaders import unleadered
from extractor.read.pdf.text.words import SAME_ROW, Row, make_row


def ordered(
    rows: Sequence[Row], things: Sequence[Thing], rules: Sequence[Line], boxes: Sequence[Box] = ()
) -> list[Item]:
    """Everything on the page in reading order; `boxes` with text of their own come largest first."""
    rest, others, asides = list(rows), list(things), list[Aside]()
    waiting = list(boxes)
    while waiting:
        box = waiting.pop(0)
        inner = [b for b in waiting if holds(box, b)]
        waiting = [b for b in waiting if b not in inner]
        own, rest = split_rows(rest, box)
        held = [t for t in others if holds(box, t.box)]
        others = [t for t in others if t not in held]
        if own:
            found = as_tile(own) if not held and not inner else None
            items = [Stretch(tuple(part)) for part in found] if found else ordered(own, held, rules, inner)
            asides.append(Aside(box, tuple(items)))
        else:
            others.extend(held)
    placed = _region([cut(row) for row in rest], [*others, *asides], rules)
    return [item for one in placed for item in (one.items if isinstance(one, Aside) else (one,))]


def _region(lines: list[list[Row]], things: list[Thing | Aside], rules: Sequence[Line]) -> list[Item | Aside]:
    tables = find_banded(lines, rules)
    if tables:
        tables = _winners(tables, find_aligned(lines, rules))
        used = {k for run, _ in tables for k in range(run.first, run.last + 1)}
        lines = [parts for k, parts in enumerate(lines) if k not in used]
        things = [*things, *(Thing(table.box, table) for _, table in tables)]
    boxes = [t.box for t in things]
    band = find_band(lines, boxes) if len(lines) >= FEWEST else None
    if band is not None:
        top = min(part.top for part in lines[band.first])
        bottom = max(part.bottom for part in lines[band.last])
        x, first, last = band.x, band.first, band.last + 1
    halves = find_halves(lines, boxes) if len(lines) >= FEWEST else None
    if halves is not None and (band is None or halves.bottom - halves.top > bottom - top):
        x, top, bottom, first, last = halves
    elif band is None:
        return _column(lines, things, rules)
    above = [t for t in things if (t.box[1] + t.box[3]) / 2 < top]
    below = [t for t in things if (t.box[1] + t.box[3]) / 2 > bottom]
    beside = [t for t in things if t not in above and t not in below]
    inner = lines[first:last]
    left = _level([own for parts in inner if (own := [p for p in parts if p.x0 < x])])
    right = _level([own for parts in inner if (own := [p for p in parts if p.x0 >= x])])
    return [
        *_region(lines[:first], above, rules),
        *_region(left, [t for t in beside if (t.box[0] + t.box[2]) / 2 < x], rules),
        *_region(right, [t for t in beside if (t.box[0] + t.box[2]) / 2 >= x], rules),
        *_region(lines[last:], below, rules),
    ]


def _winners(
    tables: Sequence[tuple[Run, Aligned]], rivals: Sequence[tuple[Run, Aligned]]
) -> list[tuple[Run, Aligned]]:
    """The tables, those that tell less apart than rivals for the same lines replaced by them."""
    found: list[tuple[Run, Aligned]] = []
    for run, table in tables:
        others = [one for one in rivals if run.meets(one[0]) and one not in found]
        best = table.score >= sum(rival.score for _, rival in others)
        found += [(run, table)] if best else others
    return found


def _level(lines: list[list[Row]]) -> list[list[Row]]:
    """The lines of one column; a bullet that kept step with the column beside it joins its text."""
    found: list[list[Row]] = []
    for parts in lines:
        above = found[-1] if found else []
        near = bool(above) and parts[0].baseline - above[0].baseline < SAME_ROW * parts[0].size
        if near and _is_mark(above) and above[0].x1 < parts[0].x0:
            found[-1] = with_marker([*above, *parts])
        elif near and _is_mark(parts) and parts[0].x1 < above[0].x0:
            found[-1] = with_marker([*parts, *above])
        else:
            found.append(with_marker(parts))
    return found


def _is_mark(parts: Sequence[Row]) -> bool:
    return len(parts) == 1 and len(parts[0].words) == 1


def _column(lines: list[list[Row]], things: list[Thing | Aside], rules: Sequence[Line]) -> list[Item | Aside]:
    """One column: tables found by white space, the rest as stretches of rows, by height."""
    lines, things = with_titles(lines, things)
    items: list[tuple[float, Item | Aside]] = by_height(things, lines)
    going_on = resumed(things, lines)
    used = contents_lines(lines)
    listed = set(used)
    lines = [parts if k in used else unleadered(parts) for k, parts in enumerate(lines)]
    floor = 0
    for index in range(len(lines)):
        if index in used:
            floor = index + 1
            continue
        keys = tiles_at(lines, index, floor) or tiles_beside(lines, index, floor)
        if keys is not None:
            floor = index + 1
            used.update(range(keys.first, keys.last + 1))
            items += [(lines[keys.first][0].top, Stretch(tuple(tile))) for tile in keys.tiles]
    for run, table in find_aligned(lines, rules, used):
        items += [(part.box[1], part) for part in parted(table)]
        used.update(range(run.first, run.last + 1))
    aside = strays(lines, used)
    if aside:
        lines = [[part for part in parts if part not in aside] for parts in lines]
        items += [(below_paragraph(part.box, lines), Stretch((part,))) for part in aside]
    tops = sorted(top for top, _ in items)
    stretch: list[Row] = []
    for index, parts in enumerate(lines):
        if not parts:
            continue
        row = parts[0] if len(parts) == 1 else make_row([w for part in parts for w in part.words])
        between = stretch and any(stretch[-1].top < top <= row.top + 2 for top in tops)
        if stretch and (index in used - listed or between):
            items.append((stretch[0].top, Stretch(tuple(stretch), going_on)))
            stretch = []
        if index not in used - listed:
            stretch.append(row)
    if stretch:
        items.append((stretch[0].top, Stretch(tuple(stretch), going_on)))
    items.sort(key=lambda item: item[0])
    return [item for _, item in items]
