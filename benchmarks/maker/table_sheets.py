"""Tables whose cells are known, as they are measured and drawn on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from reportlab.lib import colors
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

GREY, TINT, DARK = colors.HexColor("#777777"), colors.HexColor("#E4ECF4"), colors.HexColor("#2B547E")
FACE = "Helvetica"


@dataclass
class One:
    """A cell: its place, its lines as printed, and how far it is set in; -1 in the middle."""

    r0: int
    c0: int
    r1: int
    c1: int
    text: str
    indent: int = 0
    bold: bool = False
    raised: str = ""


@dataclass
class Look:
    """How tables of a kind are drawn; measures in sizes of the print, but for `size`."""

    rules: str = ""
    """Parted by blanks: grid, inner, rows, columns, frame, head, ends, under, totals."""
    size: float = 9.0
    gap: float = 0.9
    """White on either side of a column's text."""
    pad: float = 0.25
    room: float = 9.0
    """The width at which text is wrapped; three times as much for labels."""
    align: str = "right"
    label: str = "left"
    valign: str = "bottom"
    leader: bool = False
    fill: str = ""
    """'head', 'zebra', 'all', 'columns', 'boxes'."""
    bars: bool = False
    """Rules are drawn as thin boxes, in white where the cells are filled."""
    fives: bool = False
    """More white after each fifth row."""
    upended: bool = False
    """Heads over figures run upwards."""
    serif: bool = False
    dashed: bool = False
    face: str = ""
    """A face of letters that Latin faces lack."""


@dataclass
class Sheet:
    """A table: cells, how many rows of heads, look, and what is known once it is set."""

    cells: list[One]
    heads: int
    look: Look
    lines: list[list[str]] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)

    def set(self) -> Sheet:
        """Measures columns and rows."""
        look, size = self.look, self.look.size
        rows, columns = 1 + max(c.r1 for c in self.cells), 1 + max(c.c1 for c in self.cells)
        self.lines = [self._wrapped(cell) for cell in self.cells]
        self.widths = [2 * look.gap * size] * columns
        self.heights = [(1.15 + 2 * look.pad) * size] * rows
        for spans in (False, True):
            for cell, lines in zip(self.cells, self.lines, strict=True):
                wide = max(self.wide(cell, line) for line in lines) + 2 * look.gap * size
                tall = 1.15 * size * len(lines) + 2 * look.pad * size
                wide += (1.2 * max(0, cell.indent) + (5 if look.leader and not cell.c0 else 0)) * size
                wide += 0.6 * size * len(cell.raised)
                if self._is_upended(cell):
                    wide, tall = tall, wide
                for sizes, a, b, need in (
                    (self.widths, cell.c0, cell.c1, wide),
                    (self.heights, cell.r0, cell.r1, tall),
                ):
                    short = need - sum(sizes[a : b + 1])
                    if (b > a) == spans and short > 0:
                        for k in range(a, b + 1):
                            sizes[k] += short / (b - a + 1)
        if look.fives:
            for row in range(self.heads + 4, rows, 5):
                self.heights[row] += 0.8 * size
        return self

    def face(self, cell: One) -> str:
        if self.look.face:
            if self.look.face not in pdfmetrics.getRegisteredFontNames():
                pdfmetrics.registerFont(UnicodeCIDFont(self.look.face))
            return self.look.face
        bold = cell.bold or (cell.r0 < self.heads and not self.look.serif)
        if self.look.serif:
            return "Times-Bold" if bold else "Times-Roman"
        return f"{FACE}-Bold" if bold else FACE

    def wide(self, cell: One, line: str) -> float:
        return stringWidth(line, self.face(cell), self.look.size)

    def _is_upended(self, cell: One) -> bool:
        return self.look.upended and cell.r1 < self.heads and cell.c0 > 0 and cell.c0 == cell.c1

    def _wrapped(self, cell: One) -> list[str]:
        room = self.look.room * self.look.size * (1 if cell.c0 else 2.2) * (cell.c1 - cell.c0 + 1)
        lines = [""]
        for word in cell.text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.wide(cell, longer) > room:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def draw(self, page: Canvas, left: float, top: float) -> None:
        """Puts the table on the page."""
        xs = [left + sum(self.widths[:k]) for k in range(len(self.widths) + 1)]
        ys = [top - sum(self.heights[:k]) for k in range(len(self.heights) + 1)]
        self._fills(page, xs, ys)
        self._rules(page, xs, ys)
        for cell, lines in zip(self.cells, self.lines, strict=True):
            page.setFillColor(colors.black)
            page.setFont(self.face(cell), self.look.size)
            self._text(page, cell, lines, xs, ys)

    def _fills(self, page: Canvas, xs: Sequence[float], ys: Sequence[float]) -> None:
        for row in range(len(ys) - 1):
            kinds = self.look.fill.split()
            zebra = "zebra" in kinds and row >= self.heads and (row - self.heads) % 2
            if "all" in kinds or zebra or ("head" in kinds and row < self.heads):
                page.setFillColor(TINT)
                page.rect(xs[0], ys[row + 1], xs[-1] - xs[0], ys[row] - ys[row + 1], stroke=0, fill=1)

        for column in range(1, len(xs) - 1, 2) if "columns" in self.look.fill else ():
            page.setFillColor(TINT)
            page.rect(xs[column], ys[-1], xs[column + 1] - xs[column], ys[0] - ys[-1], stroke=0, fill=1)
        for cell in self.cells if "boxes" in self.look.fill else ():
            page.setFillColor(TINT if cell.r0 >= self.heads else GREY)
            x0, x1, y0, y1 = xs[cell.c0], xs[cell.c1 + 1], ys[cell.r0], ys[cell.r1 + 1]
            page.rect(x0 + 1.2, y1 + 1.2, x1 - x0 - 2.4, y0 - y1 - 2.4, stroke=0, fill=1)

    def _line(self, page: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
        if self.look.bars:
            page.setFillColor(colors.white if "all" in self.look.fill else DARK)
            page.rect(x0 - 0.4, y1 - 0.4, x1 - x0 + 0.8, y0 - y1 + 0.8, stroke=0, fill=1)
        else:
            page.setStrokeColor(GREY)
            page.setLineWidth(0.5)
            page.setDash(*((2, 2) if self.look.dashed else ()))
            page.line(x0, y0, x1, y1)

    def _rules(self, page: Canvas, xs: Sequence[float], ys: Sequence[float]) -> None:
        kinds, size = self.look.rules.split(), self.look.size
        free = [k for k in range(len(ys)) if not any(c.r0 < k <= c.r1 and not c.c0 for c in self.cells)]
        levels = set[int]()
        levels |= {0, len(ys) - 1} if {"ends", "frame"} & set(kinds) else set()
        levels |= {self.heads} if "head" in kinds else set()
        levels |= set(free) if "rows" in kinds else set()
        for k in levels:
            self._line(page, xs[0], ys[k], xs[-1], ys[k])
        if "frame" in kinds:
            for x in (xs[0], xs[-1]):
                self._line(page, x, ys[0], x, ys[-1])
        for cell in self.cells if {"grid", "inner", "columns", "under", "totals"} & set(kinds) else ():
            x0, x1, y0, y1 = xs[cell.c0], xs[cell.c1 + 1], ys[cell.r0], ys[cell.r1 + 1]
            if "grid" in kinds:
                for one in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                    self._line(page, *one)
            if "inner" in kinds and cell.r1 + 1 < len(ys) - 1:
                self._line(page, x0, y1, x1, y1)
            if "inner" in kinds and cell.c1 + 1 < len(xs) - 1:
                self._line(page, x1, y0, x1, y1)
            if "totals" in kinds and cell.r0 == len(ys) - 2 and cell.c0:
                self._line(page, x0 + 0.6 * size, y0, x1 - 0.6 * size, y0)
            if "columns" in kinds and cell.c0:
                self._line(page, x0, y0, x0, y1)
            if "under" in kinds and cell.r1 < self.heads and cell.c0 and cell.c1 > cell.c0:
                self._line(page, x0 + 0.5 * size, y1, x1 - 0.5 * size, y1)
            if "under" in kinds and cell.r1 == self.heads - 1:
                self._line(page, x0 + 0.5 * size, y1, x1 - 0.5 * size, y1)

    def _text(
        self, page: Canvas, cell: One, lines: Sequence[str], xs: Sequence[float], ys: Sequence[float]
    ) -> None:
        look, size = self.look, self.look.size
        left, right = xs[cell.c0] + look.gap * size, xs[cell.c1 + 1] - look.gap * size
        if self._is_upended(cell):
            for k, line in enumerate(lines):
                page.saveState()
                middle = (xs[cell.c0] + xs[cell.c1 + 1]) / 2 + 0.35 * size
                page.translate(
                    middle + 1.15 * size * (k - (len(lines) - 1) / 2), ys[cell.r1 + 1] + 0.5 * size
                )
                page.rotate(90)
                page.drawString(0, 0, line)
                page.restoreState()
            return
        spare = ys[cell.r0] - ys[cell.r1 + 1] - 1.15 * size * len(lines) - 2 * look.pad * size
        where = look.valign if cell.r0 >= self.heads or look.valign != "top" else "middle"
        down = {"top": 0.0, "middle": spare / 2, "bottom": spare}[where]
        if look.fives and cell.r0 >= self.heads:
            down = 0.0
        align = look.label if cell.c0 == 0 else "middle" if cell.c1 > cell.c0 else look.align
        align = "middle" if cell.indent < 0 else align
        left += 1.2 * max(0, cell.indent) * size
        for k, line in enumerate(lines):
            y = ys[cell.r0] - look.pad * size - down - 1.15 * size * k - 0.85 * size
            wide = self.wide(cell, line) + (0.3 * size * len(cell.raised) if k == len(lines) - 1 else 0)
            x = {"left": left, "right": right - wide, "middle": (left + right - wide) / 2}[align]
            page.drawString(x, y, line)
            if k == len(lines) - 1:
                if cell.raised:
                    page.setFont(self.face(cell), 0.6 * size)
                    page.drawString(x + self.wide(cell, line) + 0.3, y + 0.35 * size, cell.raised)
                    page.setFont(self.face(cell), size)
                if look.leader and not cell.c0 and cell.r0 >= self.heads and not cell.c1:
                    dot = stringWidth(" .", self.face(cell), size)
                    page.drawString(x + wide, y, " ." * int((right - x - wide) / dot))

    def truth(self, tall: bool = True) -> dict[str, Any]:
        """The table as the measure wants it, marks of notes left out.

        Heads beside several rows span them all where they are `tall`, else they stand in the last.
        """
        rows = [c.r1 if not tall and c.r1 < self.heads else c.r0 for c in self.cells]
        return {
            "page": 1,
            "cells": [[r, c.c0, c.r1, c.c1, c.text] for r, c in zip(rows, self.cells, strict=True)],
        }
