"""What stands on one page of a PDF, before anybody has read it.

Every measure is in PDF points, the origin at the top left of the page as it is
shown. The engines fill these types; all geometry is done on them alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

from extractor.model.types import Box

UNDECODED = "\ufffd"
"""Stands for a letter of which nobody knows the sign."""
Colour = tuple[int, int, int]

ASCENT = 0.78
DESCENT = 0.22
"""Height above and depth below the baseline, in sizes. Fonts lie about theirs."""


class Style(NamedTuple):
    """How a run of characters is printed; `angle` counts degrees, anti-clockwise."""

    font: str
    size: float
    bold: bool = False
    italic: bool = False
    angle: int = 0


class Char(NamedTuple):
    """One character, or several of one style that follow each other closely.

    x0, x1 and baseline lie in the frame turned by style.angle.
    """

    text: str
    x0: float
    x1: float
    baseline: float
    style: Style

    @property
    def box(self) -> Box:
        size = self.style.size
        return unturn(
            self.style.angle,
            (self.x0, self.baseline - ASCENT * size, self.x1, self.baseline + DESCENT * size),
        )


class Rule(NamedTuple):
    """A straight line along an axis: stroked, or a filled rectangle as thin as one."""

    x0: float
    top: float
    x1: float
    bottom: float
    colour: Colour = (0, 0, 0)

    @property
    def horizontal(self) -> bool:
        return self.top == self.bottom


class Fill(NamedTuple):
    """A filled rectangle too thick to be a line."""

    x0: float
    top: float
    x1: float
    bottom: float
    colour: Colour = (0, 0, 0)

    @property
    def box(self) -> Box:
        return self.x0, self.top, self.x1, self.bottom


class Shape(NamedTuple):
    """A drawing that is neither: a sector, a slanted line, a curve."""

    x0: float
    top: float
    x1: float
    bottom: float
    filled: bool
    colour: Colour
    points: int
    middle: tuple[float, float] = (0.0, 0.0)
    """The mean of its points: of a pie's sector, on the side of its arc."""
    corners: tuple[tuple[float, float], ...] = ()
    """Its points in the order of drawing, those that steer a curve included; () for a long path."""

    @property
    def box(self) -> Box:
        return self.x0, self.top, self.x1, self.bottom


@dataclass(frozen=True, slots=True)
class PageInk:
    """Everything drawn on one page, in the order of drawing."""

    number: int
    """Counts from 1."""
    width: float
    height: float
    chars: tuple[Char, ...] = ()
    rules: tuple[Rule, ...] = ()
    fills: tuple[Fill, ...] = ()
    shapes: tuple[Shape, ...] = ()
    images: tuple[Box, ...] = ()
    undecoded: int = 0
    """Characters for which the file gives no Unicode."""
    cut_short: bool = False
    """There was more drawing than a report can need; the rest was left out."""
    illegible: int = 0
    """Letters and digits of fonts that have no map to Unicode and spell no words."""
    turned: int = 0
    """Degrees, clockwise, by which the page is read turned: all measures are those of the turned page."""
    unseen: int = 0
    """Letters that nobody sees; they are not among `chars`."""
    struck: int = 0
    """Letters that are struck out, likewise."""
    charted: tuple[Box, ...] = ()
    """Images, strips of one put together, that look like charts."""

    @property
    def printed(self) -> int:
        """Letters, digits and signs that can be told; no spaces."""
        signs = "".join([char.text for char in self.chars])
        return len(signs) - signs.count(" ") - signs.count(UNDECODED)


_Drawn = TypeVar("_Drawn", Fill, Shape, "Fill | Shape")


def turn(angle: int, x: float, y: float) -> tuple[float, float]:
    """A point of the page in the frame in which text of that angle reads rightwards."""
    if angle == 0:
        return x, y
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return x * c - y * s, x * s + y * c


def unturn(angle: int, box: Box) -> Box:
    """A box of the turned frame as the upright box of the page around it."""
    if angle == 0:
        return box
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    corners = [(u * c + v * s, v * c - u * s) for u in (box[0], box[2]) for v in (box[1], box[3])]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def hull(boxes: list[Box]) -> Box:
    """The smallest box around all of them."""
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def shown(box: Box, turned: int, width: float, height: float) -> Box:
    """A box of a page that is read turned, on the page as it is shown; the measures are the turned page's."""
    x0, top, x1, bottom = box
    match turned:
        case 90:
            return top, width - x1, bottom, width - x0
        case 180:
            return width - x1, height - bottom, width - x0, height - top
        case 270:
            return height - bottom, x0, height - top, x1
        case _:
            return box


def once(drawn: Iterable[_Drawn], reach: float) -> list[_Drawn]:
    """What is drawn, each once: boxes whose edges differ by less than so many points are one."""
    found: list[_Drawn] = []
    for one in drawn:
        if not any(all(abs(a - b) < reach for a, b in zip(one.box, o.box, strict=True)) for o in found):
            found.append(one)
    return found


def overlap(a0: float, a1: float, b0: float, b1: float) -> float:
    """Length that two stretches share; negative is the gap between them."""
    return min(a1, b1) - max(a0, b0)


def holds(outer: Box, inner: Box) -> bool:
    """The middle of one box lies in the other."""
    return covers(outer, (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2)


def covers(box: Box, x: float, y: float) -> bool:
    """The point lies in the box."""
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def within(inner: Box, outer: Box, reach: float) -> bool:
    """One box lies in the other, or reaches out of it by so many points at most."""
    low = outer[0] - reach <= inner[0] and outer[1] - reach <= inner[1]
    return low and inner[2] <= outer[2] + reach and inner[3] <= outer[3] + reach


def scaled(ink: PageInk, by: float) -> PageInk:
    """The page with everything on it `by` times as large."""

    def of(box: Sequence[float]) -> Box:
        return box[0] * by, box[1] * by, box[2] * by, box[3] * by

    styles = {char.style for char in ink.chars}
    larger = {style: style._replace(size=round(style.size * by, 2)) for style in styles}
    return replace(
        ink,
        width=ink.width * by,
        height=ink.height * by,
        chars=tuple(Char(c.text, c.x0 * by, c.x1 * by, c.baseline * by, larger[c.style]) for c in ink.chars),
        rules=tuple(Rule(*of(rule[:4]), rule.colour) for rule in ink.rules),
        fills=tuple(Fill(*of(fill.box), fill.colour) for fill in ink.fills),
        shapes=tuple(
            shape._replace(
                x0=shape.x0 * by,
                top=shape.top * by,
                x1=shape.x1 * by,
                bottom=shape.bottom * by,
                middle=(shape.middle[0] * by, shape.middle[1] * by),
                corners=tuple((x * by, y * by) for x, y in shape.corners),
            )
            for shape in ink.shapes
        ),
        images=tuple(map(of, ink.images)),
        charted=tuple(map(of, ink.charted)),
    )
