"""Figures of lines, tied to the points of the line, its colour in the legend and the labels below."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractor.read.pdf.charts.find import Chart
from extractor.read.pdf.charts.marks import (
    Entry,
    Figure,
    Point,
    figures_of,
    middle,
    names_below,
    on_one_scale,
)
from extractor.read.pdf.ink import Shape, hull
from extractor.read.pdf.text.words import Row, Word, rows_of

NEAR = 22.0
"""Points between a point of a line and its figure."""
SAME = 1.5
"""Points by which the points of two lines over one label may differ."""


def lines_of(chart: Chart) -> list[Shape]:
    """The lines of a chart that run from left to right; those drawn twice once."""
    found: list[Shape] = []
    for shape in chart.sectors:
        xs = [x for x, _ in shape.corners]
        rightwards = len(xs) > 1 and all(b > a + 1 for a, b in itertools.pairwise(xs))
        if not shape.filled and rightwards and all(shape.corners != other.corners for other in found):
            found.append(shape)
    return found


def of_lines(chart: Chart, entries: Sequence[Entry], rest: Sequence[Row]) -> tuple[Point, ...]:
    """The points of a line chart; () unless every point has its figure and all fit one scale."""
    lines = lines_of(chart)
    if not lines or len({line.colour for line in lines}) != len(lines):
        return ()
    area = hull([line.box for line in lines])
    columns: list[float] = []
    for x in sorted(x for line in lines for x, _ in line.corners):
        if not columns or x - columns[-1] > SAME:
            columns.append(x)
    words = [word for row in rest for word in row.words]
    foot, below = _labels(words, columns, area[3])
    rows = [row for row in rest if row.baseline < foot or not set(row.words) <= set(below)]
    figures = [f for f in figures_of(rows) if _inside(f, columns, area)]
    printed = {f.box for f in figures}
    names = names_below([w for w in below if w.box not in printed], columns, foot)
    series = {entry.colour: entry.text for entry in entries}
    if not names or (len(lines) > 1 and not {line.colour for line in lines} <= set(series)):
        return ()
    found: list[Point] = []
    checks: list[tuple[float, float]] = []
    for name, x in zip(names, columns, strict=True):
        own = sorted((y, line) for line in lines for cx, y in line.corners if abs(cx - x) <= SAME)
        near = sorted((f for f in figures if _column(f, columns) == x), key=lambda f: f.middle[1])
        if len(own) != len(near):
            return ()
        for (y, line), figure in zip(own, near, strict=True):
            if abs(figure.middle[1] - y) > NEAR:
                return ()
            checks.append((figure.value, y))
            found.append(Point(name, series[line.colour] if len(lines) > 1 else "", figure.text, figure.box))
    return tuple(found) if len(found) > 1 and on_one_scale(checks) else ()


def _column(figure: Figure, columns: Sequence[float]) -> float:
    return min(columns, key=lambda x: abs(x - figure.middle[0]))


def _inside(figure: Figure, columns: Sequence[float], area: tuple[float, float, float, float]) -> bool:
    """The figure stands over or under a point of a line, not on the scale."""
    x, y = figure.middle
    step = min((b - a for a, b in itertools.pairwise(columns)), default=NEAR)
    near = abs(_column(figure, columns) - x) < min(0.45 * step, NEAR)
    return near and area[1] - NEAR <= y <= area[3] + NEAR


def _labels(words: Sequence[Word], columns: Sequence[float], bottom: float) -> tuple[float, list[Word]]:
    """The words from the first row below the lines that has one for every point, and its top."""
    rows = rows_of((w for w in words if w.baseline > bottom - 2), marks=False)
    for index, row in enumerate(rows):
        near = {min(columns, key=lambda x: abs(x - middle(w.box)[0])) for w in row.words}
        if len(near) == len(columns):
            return row.top, [w for later in rows[index:] for w in later.words]
    return bottom, []
