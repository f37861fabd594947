"""Lines of text found on the ink of a page, cell by cell, before an engine reads them.

Engines look for columns of prose and lose small cells that stand alone; here the
page is cut at its white, across and down by turns, until single lines are left.
"""

from __future__ import annotations

import numpy
from numpy.typing import NDArray

from extractor.read.ocr.engines import Segment
from extractor.read.ocr.picture import Ink

GUTTER = 9.0
"""Points of white that part two cells of a line; words of a sentence stand closer."""
LEADING = 0.5
"""Points of white that part two lines."""
DOT = 2.0
"""Points: a band as low as this is a dot or an accent of the line next to it."""
SMALLEST, HIGHEST = 2.2, 60.0
"""Points: what is lower is dirt, what is higher is no line of text."""
TWO_LINES = 1.75
"""How many times as high as most lines what holds two of them that touch is."""
DEEPEST = 12
LEADER_DOT = 1.9
"""Points: a dot of a row of dots is no wider and no higher."""
FEWEST_DOTS = 6


def cleaned(ink: Ink) -> Ink:
    """The ink without single dots of dirt."""
    counts = numpy.zeros(ink.shape, dtype=numpy.uint8)
    padded = numpy.pad(ink, 1).astype(numpy.uint8)
    for down in range(3):
        for right in range(3):
            counts += padded[down : down + ink.shape[0], right : right + ink.shape[1]]
    return ink & (counts >= 4)


def segments(ink: Ink, dots: float) -> list[Segment]:
    """The lines of a page, top to bottom; `dots` to the point. Ruling lines must have been taken out."""
    found: list[Segment] = []
    _cut(ink, Segment(0, 0, ink.shape[1], ink.shape[0]), dots, 0, found)
    fit = [s for s in found if SMALLEST * dots <= max(s.bottom - s.top, s.x1 - s.x0)]
    fit = [s for s in fit if s.bottom - s.top <= HIGHEST * dots]
    usual = _usual(fit)
    lines = [line for s in fit for line in _parted(ink, s, usual)]
    return sorted(lines, key=lambda s: (s.top, s.x0))


def leaders(ink: Ink, box: Segment, dots: float) -> list[Segment]:
    """Rows of dots in a line, as lists of contents have them."""
    part = ink[box.top : box.bottom, box.x0 : box.x1]
    found: list[Segment] = []
    run: list[tuple[int, int]] = []
    limit = LEADER_DOT * dots
    for start, end in [*_stretches(_any(part, 0), 1), (part.shape[1], part.shape[1] + 10_000)]:
        rows = numpy.flatnonzero(part[:, start:end].any(axis=1))
        small = end - start <= limit and len(rows) > 0 and rows[-1] - rows[0] < limit
        if small and (not run or start - run[-1][1] <= 3 * limit):
            run.append((start, end))
            continue
        if len(run) >= FEWEST_DOTS:
            found.append(box._replace(x0=box.x0 + run[0][0], x1=box.x0 + run[-1][1]))
        run = [(start, end)] if small else []
    return found


def around(box: Segment, holes: list[Segment]) -> list[Segment]:
    """What of a line is left beside its rows of dots."""
    edges = [box.x0, *(x for hole in holes for x in (hole.x0, hole.x1)), box.x1]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [box._replace(x0=left, x1=right) for left, right in pairs if right - left > 1]


def _cut(ink: Ink, box: Segment, dots: float, depth: int, found: list[Segment]) -> None:
    part = ink[box.top : box.bottom, box.x0 : box.x1]
    bands = _bands(_any(part, 1), LEADING * dots, DOT * dots)
    for top, bottom in bands:
        columns = _stretches(_any(part[top:bottom], 0), GUTTER * dots)
        for left, right in columns:
            one = Segment(box.x0 + left, box.top + top, box.x0 + right, box.top + bottom)
            if depth < DEEPEST and len(columns) > 1:
                _cut(ink, one, dots, depth + 1, found)
            else:
                found.append(one)


def _any(ink: Ink, axis: int) -> NDArray[numpy.bool_]:
    """The rows (axis 1) or columns (axis 0) in which there is ink."""
    return numpy.asarray(ink.any(axis=axis))


def _stretches(filled: NDArray[numpy.bool_], gap: float) -> list[tuple[int, int]]:
    """Where something stands, as (start, end), stretches nearer than `gap` taken together."""
    edges = numpy.flatnonzero(numpy.diff(numpy.concatenate(([False], filled, [False])).astype(numpy.int8)))
    found: list[tuple[int, int]] = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if found and start - found[-1][1] < gap:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _bands(filled: NDArray[numpy.bool_], gap: float, dot: float) -> list[tuple[int, int]]:
    """Stretches down the page; a dot goes with the line below it, else above, that it nearly touches."""
    found: list[tuple[int, int]] = []
    for start, end in _stretches(filled, gap):
        if found and min(end - start, found[-1][1] - found[-1][0]) <= dot and start - found[-1][1] <= dot:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _usual(lines: list[Segment]) -> float:
    """The height of most lines, each counted by its length."""
    if not lines:
        return 0.0
    heights = numpy.array([s.bottom - s.top for s in lines])
    order = numpy.argsort(heights, kind="stable")
    lengths = numpy.array([s.x1 - s.x0 for s in lines])[order].cumsum()
    return float(heights[order][int(numpy.searchsorted(lengths, lengths[-1] / 2))])


def _parted(ink: Ink, box: Segment, usual: float) -> list[Segment]:
    """A box as high as several lines cut where it holds least ink; large print is left whole."""
    height = box.bottom - box.top
    if height < TWO_LINES * usual or box.x1 - box.x0 < 4 * usual:
        return [box]
    counts = ink[box.top : box.bottom, box.x0 : box.x1].sum(axis=1)
    first, last = int(0.35 * height), int(0.65 * height)
    if height > 2.6 * usual:
        first, last = int(0.6 * usual), int(1.4 * usual)
    at = first + int(numpy.argmin(counts[first:last]))
    if counts[at] > 0.25 * counts.max():
        return [box]
    above, below = box._replace(bottom=box.top + at), box._replace(top=box.top + at)
    return [above, *_parted(ink, below, usual)]
