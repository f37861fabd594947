"""Figures of bars, upright or lying, single, in groups or stacked, tied to their labels."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model.types import Box
from extractor.read.pdf.charts.find import Chart
from extractor.read.pdf.charts.marks import (
    Entry,
    Figure,
    Point,
    figures_of,
    middle,
    names_below,
    names_left,
    on_one_scale,
)
from extractor.read.pdf.ink import Fill, hull, once
from extractor.read.pdf.text.words import Row, Word

BESIDE = 16.0
"""Points between the end of a bar and its figure."""
SHORT = 4.0
"""Points: a bar this short may go without its figure, as one of nought does."""
TOTAL = "Total"


def of_bars(chart: Chart, entries: Sequence[Entry], rest: Sequence[Row]) -> tuple[Point, ...]:
    """The points of a bar chart; () unless every bar has its figure and every figure its bar."""
    bars = once(chart.bars, 0.8)
    for upright in (True, False):
        found = _read(chart, _lying(bars, upright), entries, rest, upright)
        if found:
            return found
    return ()


def _lying(bars: Sequence[Fill], upright: bool) -> list[list[Fill]]:
    """The stacks of a chart along its axis, each from the axis outwards; one bar makes a stack, too."""
    stacks: list[list[Fill]] = []
    for bar in sorted(bars, key=lambda b: b.x0 if upright else b.top):
        own = next((s for s in stacks if abs(_at(s[0], upright) - _at(bar, upright)) < 1.5), None)
        if own is None:
            stacks.append([bar])
        else:
            own.append(bar)
    for stack in stacks:
        stack.sort(key=lambda b: -b.bottom if upright else b.x0)
    return stacks


def _at(bar: Fill, upright: bool) -> float:
    return (bar.x0 + bar.x1) / 2 if upright else (bar.top + bar.bottom) / 2


def _read(
    chart: Chart, stacks: list[list[Fill]], entries: Sequence[Entry], rest: Sequence[Row], upright: bool
) -> tuple[Point, ...]:
    area = hull([bar.box for stack in stacks for bar in stack])
    inside = [f for f in figures_of(rest) if _within(f, area, upright)]
    tied, totals = _tied(stacks, inside, upright)
    if not tied or len(tied) + len(totals) != len(inside):
        return ()
    if not on_one_scale([(figure.value, _length(bar, upright)) for bar, figure in tied.items()]):
        return ()
    colours = {bar.colour for stack in stacks for bar in stack}
    series = {entry.colour: entry.text for entry in entries}
    groups = _groups(stacks, upright, len(colours))
    places = [_place(group, upright) for group in groups]
    names = _names(chart, rest, places, area, upright)
    if not names and len(series) == len(colours) == len(tied) and colours <= set(series):
        return tuple(Point(series[bar.colour], "", f.text, f.box) for bar, f in tied.items())
    many = len(colours) > 1 and any(len(group) > 1 or len(group[0]) > 1 for group in groups)
    if not names or (many and not colours <= set(series)):
        return ()
    found: list[Point] = []
    for name, group in zip(names, groups, strict=True):
        for bar in (bar for stack in group for bar in stack if bar in tied):
            figure = tied[bar]
            found.append(Point(name, series[bar.colour] if many else "", figure.text, figure.box))
        for stack in group:
            if (total := totals.get(stack[0])) is not None:
                found.append(Point(name, TOTAL, total.text, total.box))
    return tuple(found) if len({(p.category, p.series) for p in found}) == len(found) else ()


def _within(figure: Figure, area: Box, upright: bool) -> bool:
    """The figure stands among the bars or at their ends, not on the scale."""
    x, y = figure.middle
    if upright:
        return area[0] - 2 <= x <= area[2] + 2 and area[1] - BESIDE - 6 <= y <= area[3] + 1
    return area[1] - 2 <= y <= area[3] + 2 and area[0] - 1 <= x <= area[2] + 2 * BESIDE + 6


def _tied(
    stacks: Sequence[Sequence[Fill]], figures: Sequence[Figure], upright: bool
) -> tuple[dict[Fill, Figure], dict[Fill, Figure]]:
    """Bar to figure, and the first bar of a stack to the figure of the whole stack; {} in doubt."""
    tied: dict[Fill, Figure] = {}
    totals: dict[Fill, Figure] = {}
    for stack in stacks:
        own = [f for f in figures if _beside(f, stack[0], upright)]
        if len(stack) == 1:
            near = [f for f in own if _off_end(f, stack[0], upright) <= BESIDE]
            if len(near) != len(own) or len(own) > 1 or (not own and _length(stack[0], upright) > SHORT):
                return {}, {}
            if own:
                tied[stack[0]] = own[0]
            continue
        for figure in own:
            at = figure.middle[1 if upright else 0]
            holder = next((b for b in stack if _spans(b, at, upright)), None)
            if holder is not None and holder not in tied:
                tied[holder] = figure
            elif holder is None and stack[0] not in totals:
                totals[stack[0]] = figure
            else:
                return {}, {}
        bare = [b for b in stack if b not in tied and _length(b, upright) > 2 * SHORT]
        total = totals.get(stack[0])
        if bare or (total and abs(total.value - sum(tied[b].value for b in stack if b in tied)) > 0.6):
            return {}, {}
    return tied, totals


def _beside(figure: Figure, bar: Fill, upright: bool) -> bool:
    x, y = figure.middle
    return bar.x0 - 2 <= x <= bar.x1 + 2 if upright else bar.top - 2 <= y <= bar.bottom + 2


def _spans(bar: Fill, at: float, upright: bool) -> bool:
    return bar.top <= at <= bar.bottom if upright else bar.x0 <= at <= bar.x1


def _off_end(figure: Figure, bar: Fill, upright: bool) -> float:
    """Points from the end of the bar to the figure beyond it; 0 for one inside the bar."""
    return bar.top - figure.box[3] if upright else figure.box[0] - bar.x1


def _length(bar: Fill, upright: bool) -> float:
    return bar.bottom - bar.top if upright else bar.x1 - bar.x0


def _groups(stacks: Sequence[list[Fill]], upright: bool, colours: int) -> list[list[list[Fill]]]:
    """Stacks that stand closely side by side, each of other colours, are one group."""
    groups: list[list[list[Fill]]] = []
    for stack in stacks:
        last = groups[-1] if groups else None
        if last is not None and colours > 1 and len(stack) == 1 and len(last[-1]) == 1:
            before, bar = last[-1][0], stack[0]
            gap = bar.x0 - before.x1 if upright else bar.top - before.bottom
            thick = bar.x1 - bar.x0 if upright else bar.bottom - bar.top
            if gap < 0.3 * thick and all(bar.colour != s[0].colour for s in last):
                last.append(stack)
                continue
        groups.append([stack])
    return groups


def _place(group: Sequence[Sequence[Fill]], upright: bool) -> float:
    box = hull([bar.box for stack in group for bar in stack])
    return middle(box)[0 if upright else 1]


def _names(chart: Chart, rest: Sequence[Row], places: Sequence[float], area: Box, upright: bool) -> list[str]:
    words = [word for row in rest for word in row.words]
    if not upright:
        return names_left(words, places, area[0])
    below = [word for word in words if word.top >= area[3] - 3]
    if not below and chart.turned:
        return _slanted(chart.turned, places, area)
    return names_below(below, places, area[3])


def _slanted(words: Sequence[Word], places: Sequence[float], area: Box) -> list[str]:
    """Slanted or upended names: words of one baseline are one name; it ends below its bars."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        if word.box[1] >= area[3] - 12:
            lines.setdefault(round(word.baseline), []).append(word)
    ends: list[tuple[float, str]] = []
    for line in lines.values():
        line.sort(key=lambda w: w.x0)
        box = line[-1].box
        at = middle(box)[0] if line[-1].style.angle in (90, 270, -90) else box[2]
        ends.append((at, " ".join(w.text for w in line)))
    if len(ends) != len(places):
        return []
    return [min(ends, key=lambda end: abs(end[0] - place))[1] for place in places]
