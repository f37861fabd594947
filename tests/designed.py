"""Pages set as designed reports set theirs: columns, tiles, asides, tables of any kind, with known contents.

A Column draws its parts from top to bottom and keeps what it drew (`told`), in the order in which it is
to be read: text for a paragraph, a heading or a list item, rows of cells for a table.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from made_pdf import lines_of
from reportlab.lib import colors
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

Told = list["str | list[tuple[str, ...]]"]
Layout = Callable[[Canvas], Told]
TEAL, PALE, GREY = colors.HexColor("#006680"), colors.HexColor("#e6f0f2"), colors.HexColor("#dddddd")
LEFT, RIGHT, TOP, FOOT = 56, 540, 780, 60
"""Of the area that is printed on, in points from the foot of an A4 page."""
_SUBJECTS = (
    "Families",
    "Young people",
    "Team managers",
    "Our advocates",
    "Foster carers",
    "Two investigators",
)
_VERBS = ("told us", "wrote to say", "asked us to explain", "wanted to know", "reminded everybody")
_WHATS = (
    "that letters were hard to follow",
    "why the visit had come so late",
    "how decisions about contact are made",
    "that nobody had rung them back",
    "what would happen at the next meeting",
    "that the plan had been changed twice",
)
_ENDS = ("last spring", "in the end", "more than once", "before the panel met", "and we agreed", "when asked")


def words(seed: int, sentences: int = 3) -> str:
    """Sentences of running text, others for every seed."""
    rng = random.Random(seed)
    told = (
        f"{rng.choice(_SUBJECTS)} {rng.choice(_VERBS)} {rng.choice(_WHATS)} {rng.choice(_ENDS)}."
        for _ in range(sentences)
    )
    return " ".join(told)


class Column:
    """A column of print `width` wide, drawn downwards from y."""

    def __init__(
        self, page: Canvas, x: float, y: float, width: float, size: float = 10.5, leading: float = 1.3
    ) -> None:
        self.page, self.x, self.y, self.width, self.size = page, x, y, width, size
        self.step = leading * size
        self.told: Told = []
        self.colour = colors.black

    def line(self, text: str, x: float, font: str, size: float) -> None:
        self.page.setFillColor(self.colour)
        self.page.setFont(font, size)
        self.page.drawString(x, self.y, text)

    def text(self, text: str, font: str = "Helvetica", justified: bool = False) -> Column:
        lines = lines_of(text, self.width, font, self.size)
        for number, line in enumerate(lines):
            if justified and number < len(lines) - 1:
                self.page.setFont(font, self.size)
                loose = self.width - stringWidth(line, font, self.size)
                told = self.page.beginText(self.x, self.y)
                told.setWordSpace(loose / max(line.count(" "), 1))
                told.textOut(line)
                told.setWordSpace(0)
                self.page.drawText(told)
            else:
                self.line(line, self.x, font, self.size)
            self.y -= self.step
        self.y -= 0.6 * self.size
        self.told.append(text)
        return self

    def prose(self, seed: int, paragraphs: int = 1, sentences: int = 3, justified: bool = False) -> Column:
        for number in range(paragraphs):
            self.text(words(100 * seed + number, sentences), justified=justified)
        return self

    def heading(self, text: str, size: float = 16) -> Column:
        self.y -= 0.5 * size
        lines = lines_of(text, self.width, "Helvetica-Bold", size)
        for line in lines:
            self.line(line, self.x, "Helvetica-Bold", size)
            self.y -= 1.2 * size
        self.y -= 0.2 * size
        self.told.append(text)
        return self

    def item(self, text: str, bullet: str = "•", hang: float = 12) -> Column:
        self.line(bullet, self.x + 2, "Helvetica", self.size)
        for line in lines_of(text, self.width - hang, "Helvetica", self.size):
            self.line(line, self.x + hang, "Helvetica", self.size)
            self.y -= self.step
        self.y -= 0.2 * self.size
        self.told.append(text if bullet == "•" else f"{bullet} {text}")
        return self

    def table(
        self,
        rows: Sequence[Sequence[str]],
        shares: Sequence[float],
        *,
        size: float = 8,
        align: str = "c",
        zebra: bool = False,
        banner: bool = False,
        ruled: bool = False,
        valign: str = "m",
        pad: float = 6,
        leading: float = 1.25,
    ) -> Column:
        """Rows of cells whose text wraps; `shares` are the columns' shares of the width."""
        xs = [self.x + self.width * sum(shares[:k]) for k in range(len(shares) + 1)]
        self.y += self.size * 0.6
        for number, row in enumerate(rows):
            font = "Helvetica-Bold" if not number else "Helvetica"
            cells = [
                lines_of(text, xs[k + 1] - xs[k] - 6, font, size) if text else []
                for k, text in enumerate(row)
            ]
            high = max(len(lines) for lines in cells) * leading * size + pad
            if (banner and not number) or (zebra and number % 2):
                self.page.setFillColor(TEAL if not number else PALE)
                self.page.rect(self.x, self.y - high, self.width, high, stroke=0, fill=1)
            self.page.setFillColor(colors.white if banner and not number else colors.black)
            for k, lines in enumerate(cells):
                self.page.setFont(font, size)
                spare = high - pad - len(lines) * leading * size
                share = {"t": 0.0, "m": 0.5, "b": 1.0}[valign if number else "b"]
                y = self.y - pad / 2 - spare * share - 0.95 * size
                for line in lines:
                    _aligned(self.page, line, xs[k] + 3, xs[k + 1] - 3, y, align if k else "l")
                    y -= leading * size
            self.y -= high
            if ruled and number in (0, len(rows) - 1):
                self.page.line(self.x, self.y, self.x + self.width, self.y)
        self.page.setFillColor(colors.black)
        self.y -= 2 * self.size
        self.told.append([tuple(row) for row in rows])
        return self

    def gap(self, points: float) -> Column:
        self.y -= points
        return self


def _aligned(page: Canvas, text: str, x0: float, x1: float, y: float, align: str) -> None:
    if align == "c":
        page.drawCentredString((x0 + x1) / 2, y, text)
    elif align == "r":
        page.drawRightString(x1, y, text)
    else:
        page.drawString(x0, y, text)


def box(page: Canvas, x: float, top: float, width: float, height: float, kind: str = "fill") -> None:
    """A box with its top at `top`: filled, with round corners, or a frame."""
    page.setFillColor(PALE)
    if kind == "fill":
        page.rect(x, top - height, width, height, stroke=0, fill=1)
    elif kind == "round":
        page.roundRect(x, top - height, width, height, 8, stroke=0, fill=1)
    else:
        page.rect(x, top - height, width, height, stroke=1, fill=0)
    page.setFillColor(colors.black)


def halves(page: Canvas, y: float = TOP, gap: float = 22, **kind: float) -> tuple[Column, Column]:
    """Two columns of one width."""
    wide = (RIGHT - LEFT - gap) / 2
    return Column(page, LEFT, y, wide, **kind), Column(page, LEFT + wide + gap, y, wide, **kind)


TEAMS = [
    ("Team", "Received", "Upheld", "Partly upheld", "Not upheld"),
    ("Fostering", "12", "2", "3", "7"),
    ("Children in need and child protection", "34", "7", "12", "15"),
    ("Leaving care", "7", "1", "2", "4"),
    ("Children with disabilities", "6", "1", "2", "3"),
    ("Total", "59", "11", "19", "29"),
]
QUARTERS = [
    ("", "Q1", "Q2", "Q3", "Q4", "Year"),
    ("Statutory", "18", "20", "24", "21", "83"),
    ("Corporate", "9", "8", "13", "11", "41"),
    ("Compliments", "44", "39", "52", "61", "196"),
]
REMEDIES = [
    ("Remedy", "Number"),
    ("Apology", "39"),
    ("Explanation", "27"),
    ("Change of worker", "6"),
    ("Training", "10"),
]
WIDE = (0.4, 0.15, 0.15, 0.15, 0.15)
