"""Figures of pies and rings, tied to sectors by angle, and to labels by colour or by angle."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from extractor.model.types import Box
from extractor.read.pdf.charts.find import Chart
from extractor.read.pdf.charts.marks import Entry, Figure, Point, figures_of, middle
from extractor.read.pdf.ink import Shape, hull, once
from extractor.read.pdf.text.paragraphs import joined
from extractor.read.pdf.text.words import Row

OFF = 14.0
"""Degrees by which a figure may stand outside its sector."""
OUT = 1.15
"""How far the points that steer an arc stand out, in radii, at the most."""
WRONG = 4.0
"""Degrees by which a sector's width may differ from its figure's share."""


class Sector(NamedTuple):
    """A sector: where its arc begins and how wide it is, in degrees clockwise."""

    shape: Shape
    start: float
    width: float

    @property
    def middle(self) -> float:
        return (self.start + self.width / 2) % 360


def of_sectors(chart: Chart, entries: Sequence[Entry], rest: Sequence[Row], title: str) -> tuple[Point, ...]:
    """The points of a pie; () unless every sector has its figure and its label, and the widths agree."""
    shapes = once([s for s in chart.sectors if s.filled and s.corners], 0.5)
    if len(shapes) < 2:
        return ()
    box = hull([s.box for s in shapes])
    centre = _centre(shapes, box)
    radius = max(math.dist(p, centre) for s in shapes for p in s.corners) / OUT
    sectors = [sector for s in shapes if (sector := _sector(s, centre, radius)) is not None]
    if len(sectors) < 2 or abs(sum(s.width for s in sectors) - 360) > 8:
        return ()
    free = [row for row in rest if row.text not in title]
    figures = [f for f in figures_of(free) if _near(f.box, box)]
    tied = _tied(sectors, figures, centre)
    if not tied or not _agree(tied):
        return ()
    names = {entry.colour: entry.text for entry in entries}
    if len({s.shape.colour for s in sectors}) == len(sectors) and all(
        s.shape.colour in names for s in sectors
    ):
        found = [Point(names[s.shape.colour], "", f.text, f.box) for s, f in tied]
        order = [entry.text for entry in entries]
        found.sort(key=lambda p: order.index(p.category))
    else:
        labels = _labels(free, figures, box)
        named = _tied(sectors, [Figure(text, where) for text, where in labels], centre)
        told = {sector: label.text for sector, label in named}
        found = [Point(told[s], "", f.text, f.box) for s, f in tied if s in told]
    alone = len({p.category for p in found}) == len(found) == len(sectors)
    return tuple(found) if alone else ()


def _centre(shapes: Sequence[Shape], box: Box) -> tuple[float, float]:
    """The point that all sectors share; of a ring the middle of its box."""
    for point in shapes[0].corners:
        if all(any(math.dist(point, p) < 1.0 for p in s.corners) for s in shapes[1:]):
            return point
    return middle(box)


def _sector(shape: Shape, centre: tuple[float, float], radius: float) -> Sector | None:
    """The stretch of angles that the outer points of a shape fill; None for one that is no sector."""
    outer = [p for p in shape.corners if math.dist(p, centre) > 0.85 * radius]
    angles = sorted({round(_angle(centre, p), 2) for p in outer})
    if len(angles) < 2:
        return None
    gaps = [((b - a) % 360 or 360.0, b) for a, b in zip(angles, [*angles[1:], angles[0]], strict=True)]
    gap, start = max(gaps)
    return Sector(shape, start, 360 - gap)


def _angle(centre: tuple[float, float], point: tuple[float, float]) -> float:
    return math.degrees(math.atan2(point[1] - centre[1], point[0] - centre[0])) % 360


def _tied(
    sectors: Sequence[Sector], marks: Sequence[Figure], centre: tuple[float, float]
) -> list[tuple[Sector, Figure]]:
    """Each sector with the mark in its stretch of angles; [] unless they are one to one."""
    if len(marks) != len(sectors):
        return []
    pairs = sorted(
        (abs(_turn(s.middle, _angle(centre, m.middle))) - s.width / 2, i, k)
        for i, s in enumerate(sectors)
        for k, m in enumerate(marks)
    )
    taken: dict[int, int] = {}
    for off, i, k in pairs:
        if off <= OFF and i not in taken and k not in taken.values():
            taken[i] = k
    return [(sectors[i], marks[k]) for i, k in sorted(taken.items())] if len(taken) == len(marks) else []


def _turn(a: float, b: float) -> float:
    return (a - b + 180) % 360 - 180


def _agree(tied: Sequence[tuple[Sector, Figure]]) -> bool:
    """Each sector is as wide as its figure's share of the whole says."""
    whole = sum(f.value for _, f in tied)
    slack = WRONG + 180 / whole if whole else 0.0
    return whole > 0 and all(abs(360 * f.value / whole - s.width) <= slack for s, f in tied)


def _near(box: Box, pie: Box) -> bool:
    x, y = middle(box)
    return math.dist((x, y), middle(pie)) < 0.85 * (pie[2] - pie[0])


def _labels(rest: Sequence[Row], figures: Sequence[Figure], pie: Box) -> list[tuple[str, Box]]:
    """The words around a pie, the lines of one label joined, printed figures taken off."""
    printed = {f.box for f in figures}
    groups: list[list[Row]] = []
    for row in rest:
        if all(word.box in printed or not word.text for word in row.words):
            continue
        for group in groups:
            last = group[-1]
            close = 0 < row.baseline - last.baseline < 1.5 * row.size
            if close and min(row.x1, last.x1) - max(row.x0, last.x0) > 0:
                group.append(row)
                break
        else:
            groups.append([row])
    texts = [
        (
            joined([" ".join(w.text for w in r.words if w.box not in printed) for r in group]).rstrip(
                " ,;:–-"
            ),
            hull([r.box for r in group]),
        )
        for group in groups
    ]
    return [(text, box) for text, box in texts if any(map(str.isalpha, text))]
