"""What is measured on the picture itself: how dark ink is, how far the page leans, ruling lines, boxes."""

from __future__ import annotations

from typing import NamedTuple

import numpy
from numpy.typing import NDArray
from PIL import Image

from extractor.read.ocr.engines import Grey

Ink = NDArray[numpy.bool_]
Floats = NDArray[numpy.float64]

MOST_LEAN = 2.0
"""Degrees by which a page may lean and be set upright."""
COARSE, FINE = 0.1, 0.02
LEAST_LEAN = 0.04
"""Degrees: less is left as it is."""
FEWEST_POINTS, MOST_POINTS = 500, 120_000
MOST_ABREAST = 40
"""Dark runs of one row that are looked back at."""
DARK_SIDE = 0.95
"""Share of the sides of a dark box that is dark."""
RAGGED = 4
"""Dots by which the ends of a bar's rows differ."""
SHADES = 32
EDGE = 5
"""Dots along the sides of a dark area that are its own edge."""


Run = tuple[int, int, int]
"""A dark run of dots: its row, its start and its end."""


class Stroke(NamedTuple):
    """A ruling line in dots, as the box of its ink."""

    x0: float
    top: float
    x1: float
    bottom: float


FAINT = 12
"""Shades by which a faint line is darker than the paper on both sides."""


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


def faint(grey: Grey, run: int, apart: int) -> Ink:
    """The dots of thin lines from left to right, however pale, on which grain leaves no unbroken run.

    On average over `run` dots they are darker than the paper, which shows `apart` dots above and below.
    """
    found = numpy.zeros(grey.shape, dtype=bool)
    if grey.shape[0] <= 2 * apart or grey.shape[1] <= run:
        return found
    sums = numpy.cumsum(grey, axis=1, dtype=numpy.int32)
    mean = (sums[:, run:] - sums[:, :-run]) / numpy.float32(run)
    paper = float(numpy.median(mean))
    beside = numpy.minimum(mean[: -2 * apart], mean[2 * apart :])
    dark = (beside - mean[apart:-apart] >= FAINT) & (beside >= paper - FAINT)
    found[apart:-apart, run // 2 : run // 2 + dark.shape[1]] = dark
    return found


def lean(ink: Ink) -> float:
    """Degrees by which the lines of text fall to the right; 0 where the page has none."""
    feet = ink[:-1] & ~ink[1:]
    rows, columns = numpy.nonzero(feet)
    if len(rows) < FEWEST_POINTS:
        return 0.0
    step = len(rows) // MOST_POINTS + 1
    ys: Floats = rows[::step].astype(numpy.float64)
    xs: Floats = columns[::step].astype(numpy.float64) - ink.shape[1] / 2
    best = 0.0
    for width, around in ((COARSE, MOST_LEAN), (FINE, COARSE)):
        count = round(around / width)
        angles = [best + width * k for k in range(-count, count + 1)]
        best = max(angles, key=lambda angle: (_sharpness(xs, ys, angle), -abs(angle)))
    return best if abs(best) >= LEAST_LEAN else 0.0


def _sharpness(xs: Floats, ys: Floats, angle: float) -> float:
    """How much the feet of letters crowd into few rows when the page is turned back."""
    rows = (ys - xs * numpy.tan(numpy.radians(angle))).astype(numpy.int64)
    counts = numpy.bincount(rows - rows.min()).astype(numpy.float64)
    return float((counts * counts).sum())


def strokes(ink: Ink, shortest: float, piece: float, thickest: float) -> list[Stroke]:
    """Lines from left to right: long dark runs of dots, rows of them that touch taken together.

    `shortest` is the whole length of a line, `piece` of what must be unbroken,
    `thickest` its height, all in dots. For lines that go down give the ink transposed.
    """
    boxes = map(_box, _dark(ink, piece))
    return [b for b in boxes if b.x1 - b.x0 >= shortest and b.bottom - b.top <= thickest]


class Block(NamedTuple):
    """A dark area in dots, in the shade of most of its dots."""

    box: Stroke
    shade: int
    framed: bool
    """It is a box with light print on it, or could be, as many headers of tables are."""


def without_blocks(grey: Grey, ink: Ink, smallest: float, piece: float) -> tuple[Grey, list[Block]]:
    """The picture with dark areas made light, and these areas.

    What is light on a dark box becomes dark; areas of another shape, such as the
    bars of charts, are painted over and given as the boxes that they consist of.
    `smallest` is the least height and width of an area in dots.
    """
    clean = grey.copy()
    paper = int(numpy.median(grey))
    found: list[Block] = []
    for runs in _dark(ink, piece):
        box = _box(runs)
        if min(box.bottom - box.top, box.x1 - box.x0) < smallest:
            continue
        if _is_box(ink, box):
            found.append(Block(box, _shade(grey, box), True))
            _invert(clean, box, paper)
        else:
            parts = [part for part in map(_box, _bars(runs)) if part.bottom - part.top >= smallest / 2]
            found += [Block(part, _shade(grey, part), False) for part in parts]
            for y, start, end in runs:
                clean[y, max(start - 2, 0) : end + 2] = paper
    return clean, found


def _bars(runs: list[Run]) -> list[list[Run]]:
    """Runs of one start and one end, together."""
    found: list[list[Run]] = []
    for run in runs:
        before = found[-1][-1] if found else None
        if before and abs(before[1] - run[1]) <= RAGGED and abs(before[2] - run[2]) <= RAGGED:
            found[-1].append(run)
        else:
            found.append([run])
    return found


def _shade(grey: Grey, box: Stroke) -> int:
    """Its grey, in few steps: areas of one colour differ by the grain of the picture."""
    x0, top, x1, bottom = map(int, box)
    return int(numpy.median(grey[top:bottom, x0:x1])) // SHADES * SHADES


def _is_box(ink: Ink, box: Stroke) -> bool:
    """All four sides of the area are dark from end to end."""
    x0, top, x1, bottom = map(int, box)
    part = ink[top:bottom, x0:x1]
    sides = (part[1:4], part[-4:-1], part[:, 1:4].T, part[:, -4:-1].T)
    return all(float(side.any(axis=0).mean()) >= DARK_SIDE for side in sides)


def _invert(grey: Grey, box: Stroke, paper: int) -> None:
    x0, top, x1, bottom = map(int, box)
    place = slice(max(top - 2, 0), bottom + 2), slice(max(x0 - 2, 0), x1 + 2)
    part = grey[place].astype(numpy.int32)
    ground = int(numpy.median(part))
    turned = (paper - (part - ground) * paper // max(paper - ground, 1)).clip(0, paper)
    turned[part < ground] = paper
    turned[:EDGE], turned[-EDGE:], turned[:, :EDGE], turned[:, -EDGE:] = paper, paper, paper, paper
    grey[place] = turned


def _box(runs: list[Run]) -> Stroke:
    top, bottom = runs[0][0] + 1, max(runs[-1][0], runs[0][0] + 1)
    return Stroke(min(r[1] for r in runs), top, max(r[2] for r in runs), bottom)


def _dark(ink: Ink, piece: float) -> list[list[Run]]:
    """Long dark runs that lie row below row, together, top to bottom."""
    thick = ink.copy()
    thick[1:] |= ink[:-1]  # a line that leans by a dot stays whole
    thick[:-1] |= ink[1:]
    groups: list[list[Run]] = []
    near: list[list[Run]] = []
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
    return [group for group in groups if group]


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


def _meets(run: Run, y: int, start: int, end: int) -> bool:
    return run[0] >= y - 1 and run[1] <= end and run[2] >= start


def _runs(ink: Ink, shortest: int) -> list[Run]:
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
