"""Where a page draws a chart: sectors, bars or curves, with the words that belong to them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.model.types import Box
from extractor.read.pdf.charts.axes import lies, may_have_scale, measured, scales
from extractor.read.pdf.charts.keys import explained, legends
from extractor.read.pdf.charts.parts import (
    FEWEST_BARS,
    KEY_SIDE,
    MOST_PARTS,
    PAPER,
    bars_of,
    boxes_of,
    clusters,
    is_drawing,
    is_key,
    is_near,
    lines_together,
    strokes_of,
)
from extractor.read.pdf.charts.room import REACH, axes_beside, frame_around, with_words
from extractor.read.pdf.ink import Fill, PageInk, Shape, holds, hull, overlap
from extractor.read.pdf.text.pieces import chunks, is_value
from extractor.read.pdf.text.words import Word, rows_of

SMALLEST = 45.0
"""Points: a chart is at least this wide and high."""
TOUCH = 4.0
"""Points between the sectors of one pie."""


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
    sectors = [s for s in ink.shapes if is_drawing(s, ink)]
    bars = bars_of(_may_be_bars(ink, words), cells, ink.rules)
    drawn: list[Fill | Shape] = [*ink.fills, *ink.shapes, *strokes_of(ink)]
    used = {bar for row in bars for bar in row}
    small = [part for part in drawn if is_key(part) and part not in used]
    found: list[Chart] = []
    seeds = clusters([*lines_together(sectors), *bars])
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
        frame = frame_around(box, ink, words) if alone else None
        around = frame or hull([box, *axes_beside(box, own_sectors, own_bars, ink)])
        keys = [k for k in small if _beside(k.box, around) and any(part.colour == k.colour for part in parts)]
        keys = [k for k in keys if not any(_marks(k, s) for s in own_sectors)]
        if not _says_something(frame or box, keys, words):
            continue
        box, own_words = with_words(around, frame is not None, keys, words)
        mine = tuple(w for w in turned if is_near(w.box, box, REACH))
        if mine and frame is None:
            box = hull([box, *(w.box for w in mine)])
        found.append(Chart(box, own_sectors, own_bars, tuple(keys), tuple(own_words), mine))
    found += _by_legend(found, small, drawn, page)
    return _with_scales(found, ink, page, cells)


def _by_legend(
    charts: Sequence[Chart],
    small: Sequence[Fill | Shape],
    drawn: Sequence[Fill | Shape],
    words: Sequence[Word],
) -> list[Chart]:
    """Drawings that only their legend shows to be charts; squares with words in them are cells of a table."""
    taken = {key for chart in charts for key in chart.keys}
    found: list[Chart] = []
    for keys in legends([key for key in small if key not in taken]):
        box = explained(keys, drawn)
        if box is None or max(box[2] - box[0], box[3] - box[1]) < SMALLEST:
            continue
        if any(is_near(box, chart.box, 0) for chart in charts):
            continue
        if any(holds(key.box, word.box) for key in keys for word in words):
            continue
        box, own = with_words(box, False, keys, words)
        found.append(Chart(box, (), (), tuple(keys), tuple(own), ()))
    return found


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
        own = next((c for c in charts if is_near(c.box, box, KEY_SIDE)), None)
        if own is None:
            area = measured(scale, parts, ink, cells)
            if area is None:
                continue
            box, near = with_words(area, False, (), words)
            charts.append(Chart(box, (), (), (), (*near, *(t for t in ticks if t not in near)), ()))
        elif len(scale) > FEWEST_BARS and any(tick not in own.words for tick in ticks):
            charts.remove(own)
            missing = (tick for tick in ticks if tick not in own.words)
            charts.append(replace(own, box=hull([own.box, box]), words=(*own.words, *missing)))
    return charts


def _may_be_bars(ink: PageInk, words: Sequence[Word]) -> list[Fill]:
    """Boxes of some colour and no great size that hold two figures at most, and no other words."""
    boxes = [
        fill
        for fill in boxes_of(ink)
        if min(fill.colour) < PAPER
        and fill.x1 - fill.x0 <= 0.7 * ink.width
        and fill.bottom - fill.top <= 0.5 * ink.height
    ]
    if not boxes:
        return []
    middles = sorted(((w.top + w.bottom) / 2, (w.x0 + w.x1) / 2, w.text) for w in words)
    heights = [y for y, _, _ in middles]
    found: list[Fill] = []
    for fill in boxes:
        level = middles[bisect_left(heights, fill.top) : bisect_right(heights, fill.bottom)]
        inside = [text for _, x, text in level if fill.x0 <= x <= fill.x1]
        if len(inside) <= 2 and all(map(is_value, inside)):
            found.append(fill)
    return found


def _convincing(sectors: Sequence[Shape], bars: Sequence[Fill], box: Box, ink: PageInk) -> bool:
    """Bars, sectors of several colours about one middle, or a curve over lines."""
    if min(box[2] - box[0], box[3] - box[1]) < SMALLEST:
        return False
    if bars or any(not s.filled and s.x1 - s.x0 > 60 for s in sectors):
        return bool(bars) or len(ink.rules) >= 2
    filled = [s for s in sectors if s.filled]
    return any(a.colour != b.colour and is_near(a.box, b.box, TOUCH) for a in filled for b in filled)


def _says_something(box: Box, keys: Sequence[Fill | Shape], words: Sequence[Word]) -> bool:
    """A legend or figures belong to the drawing; a logo or an ornament has neither."""
    return len(keys) > 1 or sum(1 for w in words if is_value(w.text) and is_near(w.box, box, 2 * REACH)) > 1


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


def _marks(key: Fill | Shape, line: Shape) -> bool:
    """The small drawing marks a point of the line."""
    x, y = (key.x0 + key.x1) / 2, (key.top + key.bottom) / 2
    return not line.filled and any(abs(x - cx) < 3 and abs(y - cy) < 3 for cx, cy in line.corners)


def _beside(key: Box, box: Box) -> bool:
    """Near enough to belong to the chart's legend: further off at its sides than above and below."""
    return overlap(key[0], key[2], box[0], box[2]) > -150 and overlap(key[1], key[3], box[1], box[3]) > -45
