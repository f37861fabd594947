"""What of a page's drawing may be part of a chart: bars, sectors, curves, keys of a legend."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model.types import Box
from extractor.read.pdf.ink import Fill, PageInk, Rule, Shape, covers, hull, overlap

APART = 40.0
"""Points between parts of one chart."""
KEY_SIDE = 12.0
"""Points: the coloured squares of a legend are at most this high."""
KEY_LENGTH = 26.0
"""Points: the bars and strokes that some legends have in their place are at most this long."""
FEWEST_BARS = 3
MOST_PARTS = 400
"""A drawing of more parts is taken as one; of ten times more, as no chart at all."""
FURTHEST = 150.0
"""Points between two lines of one chart."""
PAPER = 245
AT = 2.5
"""Points between what stands on a line and the line."""


def is_drawing(shape: Shape, ink: PageInk) -> bool:
    wide, high = shape.x1 - shape.x0, shape.bottom - shape.top
    if max(wide, high) < 14 or wide > 0.97 * ink.width or high > 0.8 * ink.height:
        return False
    return shape.points >= 4 and (min(wide, high) > 3) and (not shape.filled or min(shape.colour) < PAPER)


def boxes_of(ink: PageInk) -> list[Fill]:
    """Filled boxes, those as thin as a line included: a bar for a small figure is one."""
    colours = {f.colour for f in ink.fills}
    thin = [
        Fill(r.x0 - 0.3, r.top - 0.3, r.x1 + 0.3, r.bottom + 0.3, r.colour)
        for r in ink.rules
        if r.colour in colours and min(r.colour) < PAPER and max(r.colour) > 60
    ]
    if not thin:
        return list(ink.fills)
    return [*ink.fills, *(t for t in thin if not any(_edges(t, fill) for fill in ink.fills))]


def _edges(thin: Fill, fill: Fill) -> bool:
    """The thin box is a side of the other one, as its outline draws it."""
    if abs(thin.x0 - fill.x0) < 2.5 and abs(thin.x1 - fill.x1) < 2.5:
        return min(abs(thin.top - fill.top), abs(thin.bottom - fill.bottom)) < 2
    upright = abs(thin.top - fill.top) < 2.5 and abs(thin.bottom - fill.bottom) < 2.5
    return upright and min(abs(thin.x0 - fill.x0), abs(thin.x1 - fill.x1)) < 2


def bars_of(fills: Sequence[Fill], cells: Sequence[Box], rules: Sequence[Rule]) -> list[list[Fill]]:
    """Rows of boxes of one thickness that rise from one line: at least three, of different lengths.

    Two are enough where axes are drawn. Boxes of only two lengths must not be the shading of ruled cells.
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
            if len(own) < 2 or len(lengths) < 2 or usual <= 2 or max(lengths) <= KEY_SIDE:
                continue
            few = len(own) < FEWEST_BARS
            if few and not _on_axes([fills[i] for i in own], rules, upright):
                continue
            if few or len(lengths) > 2 or not any(_shades(fills[i], cells) for i in own):
                found.append(_stacked([fills[i] for i in own], fills, upright))
    return found


def _on_axes(bars: Sequence[Fill], rules: Sequence[Rule], upright: bool) -> bool:
    """A line runs along the feet of the bars and past them; on it stands another, or more run beside it."""
    first, last, foot, end = _extent(bars, upright)
    lying = [_along(rule, upright) for rule in rules if rule.horizontal == upright]
    axis = [
        line for line in lying if abs(line[2] - foot) < AT and line[0] < first - AT and line[1] > last + AT
    ]
    if not axis:
        return False
    start, stop, level = axis[0]
    grid = {
        round(y) for a, b, y in lying if abs(a - start) < AT and abs(b - stop) < AT and abs(y - level) > AT
    }
    standing = [_along(rule, not upright) for rule in rules if rule.horizontal != upright]
    stands = any(
        min(abs(a - foot), abs(b - foot)) < AT
        and start - AT <= x <= stop + AT
        and b - a >= 0.8 * abs(end - foot)
        for a, b, x in standing
    )
    beside = any(start - AT <= x <= stop + AT for _, _, x in standing)
    return (stands and len(standing) <= FEWEST_BARS) or (len(grid) > 1 and not beside)


def _along(rule: Rule, lies: bool) -> tuple[float, float, float]:
    """Where a rule begins and ends, and at which height or width it runs."""
    return (rule.x0, rule.x1, rule.top) if lies else (rule.top, rule.bottom, rule.x0)


def _extent(bars: Sequence[Fill], upright: bool) -> tuple[float, float, float, float]:
    """From the first bar to the last, the line where they stand, and the end of the longest."""
    x0, top, x1, bottom = hull([bar.box for bar in bars])
    return (x0, x1, bottom, top) if upright else (top, bottom, x0, x1)


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


def strokes_of(ink: PageInk) -> list[Fill]:
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
    return any(abs(c[0] - fill.x0) < 4 and abs(c[2] - fill.x1) < 4 for c in cells if covers(c, *middle))


def _sides(fill: Fill, upright: bool) -> tuple[float, float]:
    """Thickness and length of a bar."""
    wide, high = fill.x1 - fill.x0, fill.bottom - fill.top
    return (wide, high) if upright else (high, wide)


def is_key(part: Fill | Shape) -> bool:
    wide, high = part.x1 - part.x0, part.bottom - part.top
    return 2 < wide <= KEY_LENGTH and 2 < high <= KEY_SIDE and min(part.colour) < PAPER


def clusters(seeds: Sequence[Sequence[Fill | Shape]]) -> list[list[Fill | Shape]]:
    """Seeds that stand near each other together; the bars of one axis are one seed."""
    if len(seeds) > MOST_PARTS:
        return [[part for seed in seeds for part in seed]]
    groups: list[list[Fill | Shape]] = []
    for seed in seeds:
        near = [g for g in groups if any(is_near(a.box, b.box, APART) for a in seed for b in g)]
        merged = [*seed, *(p for g in near for p in g)]
        groups = [g for g in groups if g not in near]
        groups.append(merged)
    return groups


def lines_together(shapes: Sequence[Shape]) -> list[list[Shape]]:
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


def is_near(a: Box, b: Box, distance: float) -> bool:
    return overlap(a[0], a[2], b[0], b[2]) > -distance and overlap(a[1], a[3], b[1], b[3]) > -distance
