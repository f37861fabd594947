"""Paths told apart: straight rules, filled rectangles, other shapes, images."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from extractor.model.types import Box
from extractor.read.pdf.ink import Colour, Fill, Rule, Shape

Matrix = tuple[float, float, float, float, float, float]
PathPoint = tuple[int, float, float, bool]
"""Kind (0 line, 1 curve, 2 move), x, y in the file's coordinates, closes the figure."""

LINE, CURVE, MOVE = 0, 1, 2
THIN = 2.6
"""A filled rectangle at most this thick is a line."""
MOST_CORNERS = 200
"""A drawing of more points is known by its bounds alone."""
STRAIGHT = 0.6
"""How far a line may lean, in points, and still lie along an axis."""


class Ink:
    """Collects what the paths of one page draw, clipped to the page."""

    def __init__(
        self, place: Callable[[float, float], tuple[float, float]], width: float, height: float
    ) -> None:
        self.place, self.width, self.height = place, width, height
        self.rules: list[Rule] = []
        self.fills: list[Fill] = []
        self.shapes: list[Shape] = []
        self.images: list[Box] = []

    def path(
        self, points: list[PathPoint], matrix: Matrix | None, fill: Colour | None, stroke: Colour | None
    ) -> None:
        """One path of any number of figures."""
        for figure, curved in self._figures(points, matrix):
            if curved or not self._straight(figure, fill, stroke):
                self._shape(figure, fill is not None, fill or stroke or (0, 0, 0))

    def shape(self, bounds: Box, matrix: Matrix | None, filled: bool, colour: Colour, points: int) -> None:
        """A path too long to follow: its bounds only."""
        box = self._box(self._corners(bounds, matrix))
        if box:
            self.shapes.append(Shape(*box, filled, colour, points))

    def image(self, bounds: Box, matrix: Matrix | None) -> None:
        box = self._box(self._corners(bounds, matrix))
        if box:
            self.images.append(box)

    def _figures(
        self, points: list[PathPoint], matrix: Matrix | None
    ) -> list[tuple[list[tuple[float, float]], bool]]:
        figures: list[tuple[list[tuple[float, float]], bool]] = []
        here: list[tuple[float, float]] = []
        curved = False
        place = self.place
        a, b, c, d, e, f = matrix or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        for kind, x, y, closes in points:
            if kind == MOVE:
                if len(here) > 1:
                    figures.append((here, curved))
                here, curved = [], False
            elif kind == CURVE:
                curved = True
            here.append(place(a * x + c * y + e, b * x + d * y + f))
            if closes and here[0] != here[-1]:
                here.append(here[0])
        if len(here) > 1:
            figures.append((here, curved))
        return figures

    def _point(self, x: float, y: float, matrix: Matrix | None) -> tuple[float, float]:
        if matrix is not None:
            a, b, c, d, e, f = matrix
            x, y = a * x + c * y + e, b * x + d * y + f
        return self.place(x, y)

    def _corners(self, bounds: Box, matrix: Matrix | None) -> list[tuple[float, float]]:
        return [self._point(x, y, matrix) for x in (bounds[0], bounds[2]) for y in (bounds[1], bounds[3])]

    def _straight(
        self, figure: list[tuple[float, float]], fill: Colour | None, stroke: Colour | None
    ) -> bool:
        """Takes in a figure whose every side lies along an axis; False if one does not."""
        sides = []
        for a, b in itertools.pairwise(figure):
            wide, high = abs(a[0] - b[0]), abs(a[1] - b[1])
            if wide > STRAIGHT < high:
                return False
            if wide > 0.05 or high > 0.05:
                sides.append((a, b))
        if not sides:
            return True
        if fill is not None:
            if len(sides) > 6:  # a stepped outline: not a box
                return False
            self._fill(figure, fill)
        if stroke is not None:
            for a, b in sides:
                self._rule(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]), stroke)
        return True

    def _fill(self, figure: list[tuple[float, float]], colour: Colour) -> None:
        box = self._box(figure)
        if box is None:
            return
        if min(box[2] - box[0], box[3] - box[1]) <= THIN:
            self._rule(*box, colour)
        else:
            self.fills.append(Fill(*box, colour))

    def _rule(self, x0: float, top: float, x1: float, bottom: float, colour: Colour) -> None:
        if x1 < 0 or bottom < 0 or x0 > self.width or top > self.height:
            return
        if x1 - x0 >= bottom - top:
            middle = (top + bottom) / 2
            self.rules.append(Rule(max(x0, 0.0), middle, min(x1, self.width), middle, colour))
        else:
            middle = (x0 + x1) / 2
            self.rules.append(Rule(middle, max(top, 0.0), middle, min(bottom, self.height), colour))

    def _shape(self, figure: list[tuple[float, float]], fill: bool, colour: Colour) -> None:
        box = self._box(figure)
        if box:
            middle = (sum(p[0] for p in figure) / len(figure), sum(p[1] for p in figure) / len(figure))
            corners = tuple(figure) if len(figure) <= MOST_CORNERS else ()
            self.shapes.append(Shape(*box, fill, colour, len(figure), middle, corners))

    def _box(self, points: list[tuple[float, float]]) -> Box | None:
        """The box around the points, clipped to the page; None outside it."""
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        x0, top = max(min(xs), 0.0), max(min(ys), 0.0)
        x1, bottom = min(max(xs), self.width), min(max(ys), self.height)
        return (x0, top, x1, bottom) if x1 >= x0 and bottom >= top else None
