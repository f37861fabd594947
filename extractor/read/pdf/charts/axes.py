"""Scales of charts: figures at even distances that rise by even steps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.model.types import Box
from extractor.read.pdf.ink import PageInk, hull, overlap
from extractor.read.pdf.text.words import Row, Word, make_row

FEWEST = 4
"""Figures that make a scale; one fewer will do where the scale begins at nought."""
_TICK = re.compile(r"[-–]?£?\d[\d,]*(?:\.\d+)?%?$")
_CLEAN = str.maketrans({"£": "", ",": "", "%": "", "–": "-"})
NEAREST = 60.0
"""Points between a scale and the drawing that it measures."""


def may_have_scale(words: Sequence[Word]) -> bool:
    """Whether figures stand at even distances at all, before anything dearer is tried."""
    ticks = [make_row((word,)) for word in words if _TICK.match(word.text)]
    return len(ticks) >= FEWEST - 1 and bool(scales(ticks))


def scales(parts: Sequence[Row]) -> list[list[Row]]:
    """The scales among the parts of a page, those of upright axes and those of lying ones."""
    ticks = [part for part in parts if len(part.words) == 1 and _TICK.match(part.text)]
    found: list[list[Row]] = []
    for upright in (True, False):
        groups: dict[int, list[Row]] = {}
        for tick in ticks:
            groups.setdefault(round((tick.x1 if upright else tick.baseline) / 3), []).append(tick)
        for group in groups.values():
            group.sort(key=lambda t: _place(t, upright))
            found.extend(_runs(group, upright))
    return found


def _place(tick: Row, upright: bool) -> float:
    return tick.baseline if upright else (tick.x0 + tick.x1) / 2


def _runs(group: Sequence[Row], upright: bool) -> list[list[Row]]:
    """The stretches of a line of figures that rise or fall by one step at one distance."""
    found: list[list[Row]] = []
    run: list[Row] = []
    for tick in group:
        if len(run) > 1 and not _goes_on(run, tick, upright):
            found.append(run)
            run = run[-1:]
        run.append(tick)
    found.append(run)
    return [r for r in found if len(r) >= FEWEST or (len(r) == FEWEST - 1 and 0 in map(_value, r))]


def _goes_on(run: Sequence[Row], tick: Row, upright: bool) -> bool:
    step = _value(run[1]) - _value(run[0])
    apart = _place(run[1], upright) - _place(run[0], upright)
    next_step = _value(tick) - _value(run[-1])
    next_apart = _place(tick, upright) - _place(run[-1], upright)
    even = abs(next_apart - apart) < 0.08 * apart + 0.8
    return even and step != 0 and abs(next_step - step) < 1e-6 + 0.01 * abs(step)


def _value(tick: Row) -> float:
    return float(tick.text.translate(_CLEAN))


def lies(scale: Sequence[Row]) -> bool:
    """The scale runs from left to right."""
    return all(abs(a.baseline - b.baseline) < 2 for a, b in pairwise(scale))


def measured(scale: Sequence[Row], parts: Sequence[Row], ink: PageInk, cells: Sequence[Box]) -> Box | None:
    """The box of an upright scale and of the drawing beside it; None where it measures nothing.

    A line of figures inside a ruled table, or beside other words in every row,
    is a column of a table.
    """
    box = hull([tick.box for tick in scale])
    middle = ((box[0] + box[2]) / 2, (scale[0].top + scale[0].bottom) / 2)
    if lies(scale) or any(c[0] < middle[0] < c[2] and c[1] < middle[1] < c[3] for c in cells):
        return None
    beside = {round(p.baseline) for p in parts if p not in scale and abs(p.x0 - box[2]) < 6 * NEAREST}
    rows = sum(
        1
        for tick in scale
        if not beside.isdisjoint(range(round(tick.baseline) - 1, round(tick.baseline) + 2))
    )
    if rows > len(scale) / 3:
        return None
    drawn = [(r.x0, r.top, r.x1, r.bottom) for r in ink.rules]
    drawn += [p.box for p in ink.fills if p.x1 - p.x0 < 0.9 * ink.width]
    drawn += [p.box for p in ink.shapes if p.x1 - p.x0 < 0.9 * ink.width]
    near = _touching(box, [p for p in drawn if p[1] > box[1] - 10 and p[3] < box[3] + 10])
    if len(near) < FEWEST:
        return None
    area = hull([box, *near])
    return area if min(area[2] - area[0], area[3] - area[1]) > NEAREST else None


def _touching(box: Box, parts: Sequence[Box]) -> list[Box]:
    """Parts that can be reached from the scale in steps of at most NEAREST points."""
    found: list[Box] = []
    left = list(parts)
    area = box
    while True:
        near = [
            p
            for p in left
            if overlap(p[0], p[2], area[0], area[2]) > -NEAREST
            and overlap(p[1], p[3], area[1], area[3]) > -NEAREST / 2
        ]
        if not near:
            return found
        found += near
        left = [p for p in left if p not in near]
        area = hull([area, *near])
