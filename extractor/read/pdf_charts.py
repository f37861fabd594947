"""Where a page draws a chart: sectors, bars or curves, with the words that belong to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.read.lines import is_caption
from extractor.read.pdf_axes import lies, may_have_scale, measured, scales
from extractor.read.pdf_columns import chunks, is_value
from extractor.read.pdf_page import Colour, Fill, PageInk, Shape, hull, overlap
from extractor.read.pdf_words import Row, Word, rows_of
from extractor.types import Box

SMALLEST = 45.0
"""Points: a chart is at least this wide and high."""
APART = 40.0
"""Points between parts of one chart."""
LARGEST_LABEL = 15.0
LONGEST_LABEL = 10
"""Words in one line: more are prose."""
KEY_SIDE = 12.0
"""Points: the coloured squares of a legend are at most this high."""
KEY_LENGTH = 26.0
"""Points: the bars and strokes that some legends have in their place are at most this long."""
REACH = 16.0
"""Points between a chart and a label that belongs to it."""
TOUCH = 4.0
"""Points between the sectors of one pie."""
FEWEST_BARS = 3
MOST_PARTS = 400
"""A drawing of more parts is taken as one; of ten times more, as no chart at all."""
FURTHEST = 150.0
"""Points between two lines of one chart."""
PAPER = 245


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart's drawing and words, before anybody has read its figures."""

    box: Box
    sectors: tuple[Shape, ...]
    bars: tuple[Fill, ...]
    keys: tuple[Fill | Shape, ...]
    """The small coloured squares of its legend."""
    words: tuple[Word, ...]
    turned: tuple[Word, ...]


def find_charts(
    ink: PageInk, words: Sequence[Word], turned: Sequence[Word], cells: Sequence[Box]
) -> list[Chart]:
    """The charts of a page; `cells` are the boxes of ruled cells, whose shading is no bar."""
    if not (ink.shapes or ink.fills or ink.rules) or len(ink.fills) > 10 * MOST_PARTS:
        return []
    sectors = [s for s in ink.shapes if _is_drawing(s, ink)]
    bars = _bars([f for f in _boxes(ink) if _may_be_bar(f, ink, words)], cells)
    drawn: list[Fill | Shape] = [*ink.fills, *ink.shapes, *_strokes(ink)]
    used = {bar for row in bars for bar in row}
    small = [part for part in drawn if _is_key(part) and part not in used]
    found: list[Chart] = []
    seeds = _clusters([*_lines_together(sectors), *bars])
    walls = _walls(words) if seeds else []
    page = words
    for parts, left, right in (part for seed in seeds for part in _parted(seed, walls, 0.0, ink.width)):
        alone = left == 0.0 and right == ink.width
        words = page if alone else [w for w in page if left <= (w.x0 + w.x1) / 2 <= right]
        own_sectors = tuple(p for p in parts if isinstance(p, Shape))
        own_bars = tuple(p for p in parts if isinstance(p, Fill))
        box = hull([p.box for p in parts])
        if not _convincing(own_sectors, own_bars, box, ink):
            continue
        frame = _frame(box, ink, words) if alone else None
        around = frame or hull([box, *_axes(box, own_sectors, ink)])
        keys = [k for k in small if _beside(k.box, around) and _coloured_as(k.colour, parts)]
        keys = [k for k in keys if not any(_marks(k, s) for s in own_sectors)]
        if not _says_something(frame or box, keys, words):
            continue
        box, own_words = _with_words(around, frame is not None, keys, words)
        mine = tuple(w for w in turned if _near(w.box, box, REACH))
        if mine and frame is None:
            box = hull([box, *(w.box for w in mine)])
        found.append(Chart(box, own_sectors, own_bars, tuple(keys), tuple(own_words), mine))
    return _with_scales(found, ink, page, cells)


def _with_scales(
    charts: list[Chart], ink: PageInk, words: Sequence[Word], cells: Sequence[Box]
) -> list[Chart]:
    """The charts with the scales at their sides; a scale beside other drawing is a chart, too."""
    if not may_have_scale(words):
        return charts
    parts = [part for row in rows_of(words) for part in chunks(row)]
    for scale in scales(parts):
        ticks = tuple(word for tick in scale for word in tick.words)
        box = hull([tick.box for tick in scale])
        own = next((c for c in charts if _near(c.box, box, KEY_SIDE)), None)
        if own is None:
            area = measured(scale, parts, ink, cells)
            if area is None:
                continue
            box, near = _with_words(area, False, (), words)
            charts.append(Chart(box, (), (), (), (*near, *(t for t in ticks if t not in near)), ()))
        elif len(scale) > FEWEST_BARS and any(tick not in own.words for tick in ticks):
            charts.remove(own)
            missing = (tick for tick in ticks if tick not in own.words)
            charts.append(replace(own, box=hull([own.box, box]), words=(*own.words, *missing)))
    return charts


def _is_drawing(shape: Shape, ink: PageInk) -> bool:
    wide, high = shape.x1 - shape.x0, shape.bottom - shape.top
    if max(wide, high) < 14 or wide > 0.97 * ink.width or high > 0.8 * ink.height:
        return False
    return shape.points >= 4 and (min(wide, high) > 3) and (not shape.filled or min(shape.colour) < PAPER)


def _may_be_bar(fill: Fill, ink: PageInk, words: Sequence[Word]) -> bool:
    wide, high = fill.x1 - fill.x0, fill.bottom - fill.top
    if min(fill.colour) >= PAPER or wide > 0.7 * ink.width or high > 0.5 * ink.height:
        return False
    inside = [w for w in words if _holds(fill.box, (w.x0 + w.x1) / 2, (w.top + w.bottom) / 2)]
    return len(inside) <= 2 and all(is_value(w.text) for w in inside)


def _boxes(ink: PageInk) -> list[Fill]:
    """Filled boxes, those as thin as a line included: a bar for a small figure is one."""
    colours = {f.colour for f in ink.fills}
    thin = [
        Fill(r.x0 - 0.3, r.top - 0.3, r.x1 + 0.3, r.bottom + 0.3, r.colour)
        for r in ink.rules
        if r.colour in colours and min(r.colour) < PAPER and max(r.colour) > 60
    ]
    return [*ink.fills, *(t for t in thin if not any(_edges(t, fill) for fill in ink.fills))]


def _edges(thin: Fill, fill: Fill) -> bool:
    """The thin box is a side of the other one, as its outline draws it."""
    if abs(thin.x0 - fill.x0) < 2.5 and abs(thin.x1 - fill.x1) < 2.5:
        return min(abs(thin.top - fill.top), abs(thin.bottom - fill.bottom)) < 2
    upright = abs(thin.top - fill.top) < 2.5 and abs(thin.bottom - fill.bottom) < 2.5
    return upright and min(abs(thin.x0 - fill.x0), abs(thin.x1 - fill.x1)) < 2


def _bars(fills: Sequence[Fill], cells: Sequence[Box]) -> list[list[Fill]]:
    """Rows of boxes of one thickness that rise from one line: at least three, of different lengths.

    Boxes of only two lengths must not be the shading of ruled cells.
    """
    found: list[list[Fill]] = []
    for upright in (True, False):
        groups: dict[int, list[int]] = {}
        for index, fill in enumerate(fills):
            groups.setdefault(round((fill.bottom if upright else fill.x0) / 2), []).append(index)
        for members in groups.values():
            across = [_sides(fills[i], upright)[0] for i in members]
            usual = sorted(across)[len(across) // 2]
            own = [i for i, side in zip(members, across, strict=True) if abs(side - usual) < 1.3]
            lengths = {round(_sides(fills[i], upright)[1]) for i in own}
            if len(own) < FEWEST_BARS or len(lengths) < 2 or usual <= 2 or max(lengths) <= KEY_SIDE:
                continue
            if len(lengths) > 2 or not any(_shades(fills[i], cells) for i in own):
                found.append(_stacked([fills[i] for i in own], fills, upright))
    return found


def _stacked(bars: list[Fill], fills: Sequence[Fill], upright: bool) -> list[Fill]:
    """The bars and the boxes as thick as they are that stand on their ends."""
    found = list(bars)
    ends = list(bars)
    while ends:
        ends = [f for f in fills if f not in found and any(_stands_on(f, bar, upright) for bar in ends)]
        found += dict.fromkeys(ends)
    return found


def _stands_on(fill: Fill, bar: Fill, upright: bool) -> bool:
    if upright:
        return (
            abs(fill.x0 - bar.x0) < 1.3 and abs(fill.x1 - bar.x1) < 1.3 and abs(fill.bottom - bar.top) < 1.6
        )
    return (
        abs(fill.top - bar.top) < 1.3 and abs(fill.bottom - bar.bottom) < 1.3 and abs(fill.x0 - bar.x1) < 1.6
    )


def _strokes(ink: PageInk) -> list[Fill]:
    """Short coloured strokes as boxes: how the legend of a line chart shows a line."""
    return [
        Fill(r.x0, r.top - 1.2, r.x1, r.bottom + 1.2, r.colour)
        for r in ink.rules
        if r.horizontal and KEY_SIDE / 2 < r.x1 - r.x0 <= KEY_LENGTH and min(r.colour) < PAPER
        if not any(_edges(Fill(*r), fill) for fill in ink.fills)
    ]


def _shades(fill: Fill, cells: Sequence[Box]) -> bool:
    """The box fills a ruled cell from side to side."""
    middle = ((fill.x0 + fill.x1) / 2, (fill.top + fill.bottom) / 2)
    return any(abs(c[0] - fill.x0) < 4 and abs(c[2] - fill.x1) < 4 for c in cells if _holds(c, *middle))


def _sides(fill: Fill, upright: bool) -> tuple[float, float]:
    """Thickness and length of a bar."""
    wide, high = fill.x1 - fill.x0, fill.bottom - fill.top
    return (wide, high) if upright else (high, wide)


def _is_key(part: Fill | Shape) -> bool:
    wide, high = part.x1 - part.x0, part.bottom - part.top
    return 2 < wide <= KEY_LENGTH and 2 < high <= KEY_SIDE and min(part.colour) < PAPER


def _clusters(seeds: Sequence[Sequence[Fill | Shape]]) -> list[list[Fill | Shape]]:
    """Seeds that stand near each other together; the bars of one axis are one seed."""
    if len(seeds) > MOST_PARTS:
        return [[part for seed in seeds for part in seed]]
    groups: list[list[Fill | Shape]] = []
    for seed in seeds:
        near = [g for g in groups if any(_near(a.box, b.box, APART) for a in seed for b in g)]
        merged = [*seed, *(p for g in near for p in g)]
        groups = [g for g in groups if g not in near]
        groups.append(merged)
    return groups


def _convincing(sectors: Sequence[Shape], bars: Sequence[Fill], box: Box, ink: PageInk) -> bool:
    """Bars, sectors of several colours about one middle, or a curve over lines."""
    if min(box[2] - box[0], box[3] - box[1]) < SMALLEST:
        return False
    if len(bars) >= FEWEST_BARS or any(not s.filled and s.x1 - s.x0 > 60 for s in sectors):
        return bool(bars) or len(ink.rules) >= 2
    filled = [s for s in sectors if s.filled]
    return any(a.colour != b.colour and _near(a.box, b.box, TOUCH) for a in filled for b in filled)


def _says_something(box: Box, keys: Sequence[Fill | Shape], words: Sequence[Word]) -> bool:
    """A legend or figures belong to the drawing; a logo or an ornament has neither."""
    return len(keys) > 1 or sum(1 for w in words if is_value(w.text) and _near(w.box, box, 2 * REACH)) > 1


def _walls(words: Sequence[Word]) -> list[Box]:
    """The boxes of upright scales: each begins a chart of its own."""
    if not may_have_scale(words):
        return []
    found = scales([part for row in rows_of(words) for part in chunks(row)])
    return [hull([tick.box for tick in scale]) for scale in found if not lies(scale)]


def _parted(
    parts: list[Fill | Shape], walls: Sequence[Box], start: float, end: float
) -> list[tuple[list[Fill | Shape], float, float]]:
    """Bars on both sides of a scale as two charts, each with the stretch of the page that is its own."""
    for wall in walls:
        left = [p for p in parts if p.x1 <= wall[0]]
        right = [p for p in parts if p.x0 >= wall[2]]
        beside = overlap(wall[1], wall[3], *hull([p.box for p in parts])[1::2]) > 0
        if beside and min(len(left), len(right)) >= FEWEST_BARS and len(left) + len(right) == len(parts):
            return [*_parted(left, walls, start, wall[0]), *_parted(right, walls, wall[0], end)]
    return [(parts, start, end)]


def _lines_together(shapes: Sequence[Shape]) -> list[list[Shape]]:
    """Shapes as seeds; the lines of one chart, over the same stretch of its axis, are one."""
    seeds: list[list[Shape]] = []
    for shape in shapes:
        own = next((s for s in seeds if _runs_with(s[-1], shape)), None)
        if own is None:
            seeds.append([shape])
        else:
            own.append(shape)
    return seeds


def _runs_with(a: Shape, b: Shape) -> bool:
    lines = not a.filled and not b.filled and min(a.x1 - a.x0, b.x1 - b.x0) > 60
    level = overlap(a.top, a.bottom, b.top, b.bottom) > -FURTHEST
    return lines and level and abs(a.x0 - b.x0) < 3 and abs(a.x1 - b.x1) < 3


def _marks(key: Fill | Shape, line: Shape) -> bool:
    """The small drawing marks a point of the line."""
    x, y = (key.x0 + key.x1) / 2, (key.top + key.bottom) / 2
    return not line.filled and any(abs(x - cx) < 3 and abs(y - cy) < 3 for cx, cy in line.corners)


def _axes(box: Box, sectors: Sequence[Shape], ink: PageInk) -> list[Box]:
    """The lines along the chart's sides that are about as long as it is; a line may begin off them."""
    step = max((_first_step(s) for s in sectors if not s.filled), default=0.0)
    sides = _sides_of(box, max(REACH, 0.75 * step), ink)
    return sides if not step else [*sides, *_sides_of(hull([box, *sides]), REACH, ink)]


def _first_step(line: Shape) -> float:
    return abs(line.corners[1][0] - line.corners[0][0]) if len(line.corners) > 1 else 0.0


def _sides_of(box: Box, reach: float, ink: PageInk) -> list[Box]:
    wide, high = box[2] - box[0], box[3] - box[1]
    near = [r for r in ink.rules if _near((r.x0, r.top, r.x1, r.bottom), box, reach)]
    return [
        (r.x0, r.top, r.x1, r.bottom)
        for r in near
        if (0.5 * wide < r.x1 - r.x0 < 1.5 * wide + reach)
        or (0.5 * high < r.bottom - r.top < (1.5 if reach == REACH else 4) * high + reach)
    ]


def _frame(box: Box, ink: PageInk, words: Sequence[Word]) -> Box | None:
    """The smallest box drawn around the chart, if it is not the page nor a panel with prose in it."""
    area = (box[2] - box[0]) * (box[3] - box[1])
    drawn: list[Fill | Shape] = [*ink.fills, *ink.shapes]
    frames = [
        f.box
        for f in drawn
        if f.x0 <= box[0] + 1 and f.top <= box[1] + 1 and f.x1 >= box[2] - 1 and f.bottom >= box[3] - 1
    ]
    frames = [
        f
        for f in frames
        if 1.15 * area < (f[2] - f[0]) * (f[3] - f[1]) < 9 * area and f[3] - f[1] < 0.6 * ink.height
    ]
    frames = [f for f in frames if not _is_plot(f, box, words) and _holds_words(f, words)]
    frame = min(frames, key=lambda f: (f[2] - f[0]) * (f[3] - f[1]), default=None)
    if frame is None:
        return None
    inside = rows_of(w for w in words if _holds(frame, (w.x0 + w.x1) / 2, (w.top + w.bottom) / 2))
    prose = any(len(part.words) > LONGEST_LABEL for row in inside for part in chunks(row))
    return None if prose else frame


def _holds_words(frame: Box, words: Sequence[Word]) -> bool:
    inside = (w for w in words if _holds(frame, (w.x0 + w.x1) / 2, (w.top + w.bottom) / 2))
    return any(not is_value(w.text) for w in inside)


def _is_plot(frame: Box, box: Box, words: Sequence[Word]) -> bool:
    """The frame is drawn around bars or lines alone: they stand on it, or the scale is outside it."""
    if abs(frame[3] - box[3]) < 4 or abs(frame[0] - box[0]) < 4:
        return True
    beside = [w for w in words if is_value(w.text) and -2 < frame[0] - w.x1 < REACH]
    return sum(1 for w in beside if frame[1] - 5 < (w.top + w.bottom) / 2 < frame[3] + 5) >= FEWEST_BARS


def _beside(key: Box, box: Box) -> bool:
    """Near enough to belong to the chart's legend: further off at its sides than above and below."""
    return overlap(key[0], key[2], box[0], box[2]) > -150 and overlap(key[1], key[3], box[1], box[3]) > -45


def _coloured_as(colour: Colour, parts: Sequence[Fill | Shape]) -> bool:
    return any(part.colour == colour for part in parts)


def _with_words(
    box: Box, framed: bool, keys: Sequence[Fill | Shape], words: Sequence[Word]
) -> tuple[Box, list[Word]]:
    """The words in the chart's box; without a frame, also the labels around it."""
    if framed:
        return box, [w for w in words if _holds(box, (w.x0 + w.x1) / 2, (w.top + w.bottom) / 2)]
    rows = [part for row in rows_of(words) for part in chunks(row)]
    wide = box[2] - box[0]
    own: list[Row] = []
    free = [row for row in rows if not _is_prose(row, wide)]
    if keys:
        box = hull([box, *(k.box for k in keys)])
        own = [row for row in free if any(_names(key, row) for key in keys)]
        free = [row for row in free if row not in own]
        box = hull([box, *(row.box for row in own)])
    core = box
    for _ in range(3):
        near = [row for row in free if _near(row.box, box, REACH) and _near(row.box, core, 70.0)]
        if not near:
            break
        own.extend(near)
        free = [row for row in free if row not in near]
        box = hull([box, *(row.box for row in near)])
    return box, [word for row in own for word in row.words]


def _names(key: Fill | Shape, row: Row) -> bool:
    """The row stands behind the coloured square, or in front of it."""
    return (0 <= row.x0 - key.x1 < 15 or 0 <= key.x0 - row.x1 < 90) and abs(
        (row.top + row.bottom) / 2 - (key.top + key.bottom) / 2
    ) < row.size


def _is_prose(row: Row, wide: float) -> bool:
    """Too long, too large or too heavy for a label; or a caption."""
    return (
        len(row.words) > 7
        or row.x1 - row.x0 > max(0.8 * wide, 200.0)
        or is_caption(row.text)
        or row.bold
        or row.size > LARGEST_LABEL
    )


def _near(a: Box, b: Box, distance: float) -> bool:
    return overlap(a[0], a[2], b[0], b[2]) > -distance and overlap(a[1], a[3], b[1], b[3]) > -distance


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
