"""What is measured on the picture itself: how dark ink is, how far the page leans, ruling lines, boxes."""

from __future__ import annotations

from typing import NamedTuple

import numpy
from numpy.typing import NDArray
from PIL import Image

from extractor.ocr.engines import Grey

Ink = NDArray[numpy.bool_]

MOST_LEAN = 2.0
"""Degrees by which a page may lean and be set upright."""
COARSE, FINE = 0.1, 0.02
LEAST_LEAN = 0.04
"""Degrees: less is left as it is."""
MOST_POINTS = 120_000
MOST_ABREAST = 40
"""Dark runs of one row that are looked back at."""
FILLED = 0.6
"""Share of a dark area that is dark; the rest is light print on it."""
EDGE = 5
"""Dots along the sides of a dark area that are its own edge."""


class Stroke(NamedTuple):
    """A ruling line in dots, as the box of its ink."""

    x0: float
    top: float
    x1: float
    bottom: float


def inked(grey: Grey) -> Ink:
    """The dots that are ink: darker than the level that best parts the two kinds of dot."""
    counts = numpy.bincount(grey.ravel(), minlength=256).astype(numpy.float64)
    levels = numpy.arange(256)
    below, sums = numpy.cumsum(counts), numpy.cumsum(counts * levels)
    above = below[-1] - below
    with numpy.errstate(divide="ignore", invalid="ignore"):
        apart = sums / below - (sums[-1] - sums) / above
        between = numpy.nan_to_num(below * above * apart * apart)
    return grey <= int(numpy.argmax(between))


def lean(ink: Ink) -> float:
    """Degrees by which the lines of text fall to the right; 0 where the page has none."""
    feet = ink[:-1] & ~ink[1:]
    ys, xs = numpy.nonzero(feet)
    if len(ys) < 500:
        return 0.0
    step = len(ys) // MOST_POINTS + 1
    ys, xs = ys[::step].astype(numpy.float64), xs[::step].astype(numpy.float64) - ink.shape[1] / 2
    best = 0.0
    for width, around in ((COARSE, MOST_LEAN), (FINE, COARSE)):
        count = round(around / width)
        angles = [best + width * k for k in range(-count, count + 1)]
        best = max(angles, key=lambda angle: (_sharpness(xs, ys, angle), -abs(angle)))
    return best if abs(best) >= LEAST_LEAN else 0.0


def _sharpness(xs: NDArray[numpy.float64], ys: NDArray[numpy.float64], angle: float) -> float:
    """How much the feet of letters crowd into few rows when the page is turned back."""
    rows = (ys - xs * numpy.tan(numpy.radians(angle))).astype(numpy.int64)
    counts = numpy.bincount(rows - rows.min()).astype(numpy.float64)
    return float((counts * counts).sum())


def strokes(ink: Ink, shortest: float, piece: float, thickest: float) -> list[Stroke]:
    """Lines from left to right: long dark runs of dots, rows of them that touch taken together.

    `shortest` is the whole length of a line, `piece` of what must be unbroken,
    `thickest` its height, all in dots. For lines that go down give the ink transposed.
    """
    return [
        box for box in _dark(ink, piece) if box.x1 - box.x0 >= shortest and box.bottom - box.top <= thickest
    ]


def blocks(ink: Ink, smallest: float, piece: float) -> list[Stroke]:
    """Dark areas, such as headers with white letters and bars of charts; `smallest` their height in dots."""
    found: list[Stroke] = []
    for box in _dark(ink, piece):
        x0, top, x1, bottom = map(int, box)
        large = bottom - top >= smallest and x1 - x0 >= smallest
        if large and ink[top:bottom, x0:x1].mean() >= FILLED:
            found.append(box)
    return found


def _dark(ink: Ink, piece: float) -> list[Stroke]:
    """Where long dark runs lie row below row."""
    thick = ink.copy()
    thick[1:] |= ink[:-1]  # a line that leans by a dot stays whole
    thick[:-1] |= ink[1:]
    groups: list[list[tuple[int, int, int]]] = []
    near: list[list[tuple[int, int, int]]] = []
    row = -1
    for y, start, end in _runs(thick, int(piece)):
        if y != row:
            near = [g for g in near if g[-1][0] >= y - 1]
            row = y
        touching = [g for g in near if any(_meets(r, y, start, end) for r in g[-MOST_ABREAST:])]
        if not touching:
            groups.append([])
            near.append(groups[-1])
            touching = [groups[-1]]
        for other in touching[1:]:  # the run joins what stood apart above it
            touching[0].extend(other)
            touching[0].sort()
            other.clear()
        near = [g for g in near if g or g is touching[0]]
        touching[0].append((y, start, end))
    found: list[Stroke] = []
    for group in filter(None, groups):
        top, bottom = group[0][0] + 1, max(group[-1][0], group[0][0] + 1)
        found.append(Stroke(min(g[1] for g in group), top, max(g[2] for g in group), bottom))
    return found


def chained(lines: list[Stroke], gap: float) -> list[Stroke]:
    """Lines that go down, the pieces of one that stand below each other joined over small gaps."""
    found: list[Stroke] = []
    for line in sorted(lines, key=lambda s: (s.top, s.x0)):
        for k, above in enumerate(found):
            level = abs((above.x0 + above.x1) - (line.x0 + line.x1)) <= 6
            if level and -gap <= line.top - above.bottom <= gap:
                found[k] = Stroke(
                    min(above.x0, line.x0), above.top, max(above.x1, line.x1), max(above.bottom, line.bottom)
                )
                break
        else:
            found.append(line)
    return found


def inverted(grey: Grey, areas: list[Stroke]) -> Grey:
    """The picture with dark areas made light and what is light on them dark."""
    clean = grey.copy()
    paper = int(numpy.median(grey))
    for x0, top, x1, bottom in areas:
        place = slice(max(int(top) - 2, 0), int(bottom) + 2), slice(max(int(x0) - 2, 0), int(x1) + 2)
        part = clean[place].astype(numpy.int16)
        ground = int(numpy.median(part))
        turned = (paper - (part - ground) * paper // max(paper - ground, 1)).clip(0, paper)
        turned[part < ground] = paper
        for edge in (slice(None, EDGE), slice(-EDGE, None)):
            turned[edge] = paper
            turned[:, edge] = paper
        clean[place] = turned
    return clean


def _meets(run: tuple[int, int, int], y: int, start: int, end: int) -> bool:
    return run[0] >= y - 1 and run[1] <= end and run[2] >= start


def _runs(ink: Ink, shortest: int) -> list[tuple[int, int, int]]:
    """(row, start, end) of the dark runs of at least `shortest` dots, top to bottom, left to right."""
    edges = numpy.zeros((ink.shape[0], ink.shape[1] + 1), dtype=numpy.int8)
    edges[:, :-1] = ink
    edges[:, 1:] -= ink
    rows, starts = numpy.nonzero(edges == 1)
    _, ends = numpy.nonzero(edges == -1)
    long = ends - starts >= shortest
    return list(zip(rows[long].tolist(), starts[long].tolist(), ends[long].tolist(), strict=True))


def without(grey: Grey, lines: list[Stroke], margin: int = 2) -> Grey:
    """The picture with the lines painted over in the colour of the paper."""
    clean = grey.copy()
    paper = int(numpy.median(grey))
    for x0, top, x1, bottom in lines:
        clean[
            max(int(top) - margin, 0) : int(bottom) + margin + 1, max(int(x0) - margin, 0) : int(x1) + margin
        ] = paper
    return clean


def stroke_width(ink: Ink) -> float:
    """The mean length of the dark runs across letters, in dots; 0 without ink."""
    starts = ink.copy()
    starts[:, 1:] &= ~ink[:, :-1]
    count = int(starts.sum())
    return float(ink.sum()) / count if count else 0.0


def tight(ink: Ink, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
    """The box drawn in to the ink that it holds; the box itself where it holds none."""
    left, up = max(int(x0), 0), max(int(top), 0)
    part = ink[up : int(bottom) + 1, left : int(x1) + 1]
    rows, columns = numpy.flatnonzero(part.any(axis=1)), numpy.flatnonzero(part.any(axis=0))
    if not len(rows):
        return x0, top, x1, bottom
    return (
        float(left + columns[0]),
        float(up + rows[0]),
        float(left + columns[-1] + 1),
        float(up + rows[-1] + 1),
    )


def upright(grey: Grey, angle: float) -> Grey:
    """The picture turned so that lines that fall by `angle` degrees to the right lie level."""
    paper = int(numpy.median(grey))
    turned = Image.fromarray(grey).rotate(angle, Image.Resampling.BICUBIC, fillcolor=paper)
    return numpy.asarray(turned, dtype=numpy.uint8)
