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


def tables_within_columns(page: Canvas) -> Told:
    a, b = halves(page)
    a.heading("Hello").prose(1, 4)
    a.heading("How they ended").table(TEAMS, WIDE, zebra=True, banner=True).prose(2, 2)
    b.heading("How many").prose(3).table(QUARTERS, (0.35, 0.13, 0.13, 0.13, 0.13, 0.13), zebra=True)
    b.prose(4, 2).item(words(5, 1)).item(words(6, 1)).item("Drift and delay: 8 complaints (10%)").prose(7)
    return [*a.told, *b.told]


def in_step(page: Canvas) -> Told:
    """Both columns on one raster of lines, the tables' rows too."""
    a, b = halves(page, size=10, leading=1.4)
    a.prose(11, 3).table(TEAMS[:2] + TEAMS[3:4] + TEAMS[5:], WIDE, pad=4, leading=1.25).prose(12, 3)
    b.prose(13, 2).table(REMEDIES, (0.7, 0.3), pad=4).prose(14, 4)
    return [*a.told, *b.told]


def bands(page: Canvas) -> Told:
    """Two columns, a table across the page, two columns again."""
    top = Column(page, LEFT, TOP, RIGHT - LEFT).heading("A year in numbers and words", 22).prose(20, 1, 4)
    a, b = halves(page, top.y)
    a.prose(21, 2)
    b.prose(22, 2)
    table = Column(page, LEFT, min(a.y, b.y) - 10, RIGHT - LEFT).table(
        TEAMS, WIDE, size=9, align="r", ruled=True
    )
    heading = Column(page, LEFT, table.y, RIGHT - LEFT).heading("What we learned")
    c, d = halves(page, heading.y)
    c.prose(23, 2)
    d.prose(24, 1).item(words(25, 2)).item(words(26, 2))
    return [*top.told, *a.told, *b.told, *table.told, *heading.told, *c.told, *d.told]


def three_columns(page: Canvas) -> Told:
    wide = (RIGHT - LEFT - 2 * 18) / 3
    columns = [Column(page, LEFT + k * (wide + 18), TOP, wide, 9.5) for k in range(3)]
    columns[0].heading("One").prose(31, 5)
    columns[1].heading("Two").prose(32, 1).table(REMEDIES, (0.7, 0.3), zebra=True, banner=True).prose(33, 2)
    columns[2].heading("Three").item(words(34, 1)).item(words(35, 1)).prose(36, 3)
    return [part for column in columns for part in column.told]


def uneven_columns(page: Canvas) -> Told:
    """The left column goes on far below the right one."""
    a, b = halves(page)
    a.heading("About our work").prose(41, 1).heading("Our promises").item(words(42, 1)).item(words(43, 1))
    a.heading("How we check ourselves").prose(44, 5)
    b.prose(45, 1).heading("Get in touch").text("Complaints Team, Town Hall, High Street.")
    return [*a.told, *b.told]


def heading_below_columns(page: Canvas) -> Told:
    """A short heading and text across the page follow the columns closely."""
    a, b = halves(page)
    a.prose(51, 2)
    b.prose(52, 2)
    below = Column(page, LEFT, min(a.y, b.y), RIGHT - LEFT).heading("Next year", 14).prose(53, 2, 5)
    return [*a.told, *b.told, *below.told]


def tiles(page: Canvas) -> Told:
    """Key numbers in coloured boxes, set in the middle of each box, so that no two begin alike."""
    labels = [
        ("83", "statutory Stage 1 complaints"),
        ("41%", "of corporate complaints upheld or partly upheld this year"),
        ("6", "appeals"),
        ("196", "compliments from families and from partners"),
        ("1,204", "contacts"),
        ("11", "complaints that young people made by themselves, some with an advocate"),
    ]
    told: Told = []
    told += Column(page, LEFT, TOP, RIGHT - LEFT).heading("The year at a glance").told
    for number, (figure, label) in enumerate(labels):
        x, top = LEFT + (number % 3) * 164, 740 - (number // 3) * 96
        box(page, x, top, 152, 88, "round" if number // 3 else "fill")
        lines = lines_of(label, 130, "Helvetica", 9)
        y = top - 44 + (26 + 11 * len(lines)) / 2 - 22
        page.setFont("Helvetica-Bold", 24)
        page.drawCentredString(x + 76, y, figure)
        page.setFont("Helvetica", 9)
        for line in lines:
            y -= 12
            page.drawCentredString(x + 76, y, line)
        told += [figure, label]
    return told + Column(page, LEFT, 520, RIGHT - LEFT).prose(61, 2).told


def tiles_below_labels(page: Canvas) -> Told:
    """Framed boxes with the words above the number."""
    told = Column(page, LEFT, TOP, RIGHT - LEFT).prose(71).told
    for number, (label, figure) in enumerate(
        [
            ("Complaints received at Stage 1", "83"),
            ("Answered in time", "73%"),
            ("Paid to families", "£2,300"),
        ]
    ):
        x = LEFT + number * 164
        box(page, x, 690, 150, 80, "frame")
        page.setFont("Helvetica", 9)
        y = 674
        for line in lines_of(label, 100, "Helvetica", 9):
            page.drawString(x + 10, y, line)
            y -= 11.5
        page.setFont("Helvetica-Bold", 22)
        page.drawString(x + 10, 622, figure)
        told += [figure, label]
    return told + Column(page, LEFT, 570, RIGHT - LEFT).prose(72, 2).told


def open_tiles(page: Canvas) -> Told:
    """Numbers without boxes, their words above them."""
    told = Column(page, LEFT, TOP, RIGHT - LEFT).prose(73).told
    for number, (label, figure) in enumerate(
        [("Complaints received", "83"), ("Answered in time", "73%"), ("Compliments", "196")]
    ):
        x = LEFT + 70 + number * 164
        page.setFont("Helvetica", 10)
        page.drawCentredString(x, 690, label)
        page.setFont("Helvetica-Bold", 26)
        page.drawCentredString(x, 662, figure)
        told += [figure, label]
    return told + Column(page, LEFT, 600, RIGHT - LEFT).prose(74, 2).told


def sidebar(page: Canvas) -> Told:
    """A coloured sidebar on the raster of the text, with a list of figures in it."""
    box(page, 400, TOP + 20, 160, 480)
    main = Column(page, LEFT, TOP, 320).heading("Stage 1").prose(81, 6)
    side = Column(page, 410, TOP, 140).heading("Key facts", 13).prose(82, 1, 2)
    side.item("83 complaints at Stage 1").item("Six investigations at Stage 2").prose(83, 1, 2)
    return [*main.told, *side.told]


def bare_sidebar(page: Canvas) -> Told:
    """The same in small print and without colour."""
    main = Column(page, LEFT, TOP, 320).heading("Stage 1").prose(84, 6)
    side = (
        Column(page, 410, TOP - 30, 140, 8)
        .text("83 complaints at Stage 1")
        .text("A third of them were upheld.")
    )
    side.prose(85, 1, 2)
    return [*main.told, *side.told]


def quote_in_text(page: Canvas) -> Told:
    """A pull-quote at the right edge; the text beside it is set narrower."""
    a = Column(page, LEFT, TOP, RIGHT - LEFT).prose(91, 1, 5)
    box(page, 380, a.y + 14, 160, 74)
    quote = Column(page, 390, a.y - 4, 140, 12).text("You sat on the floor with my son until he would talk.")
    b = Column(page, LEFT, a.y, 300).prose(92, 1, 6)
    c = Column(page, LEFT, min(b.y, a.y - 80), RIGHT - LEFT).prose(93, 2, 5)
    return [*a.told, *b.told, *quote.told, *c.told]


def framed_aside(page: Canvas) -> Told:
    """A framed box with a heading, text and a table, in the middle of the left column."""
    a, b = halves(page)
    a.prose(101, 2)
    box(page, LEFT, a.y + 10, a.width, 190, "frame")
    aside = Column(page, LEFT + 10, a.y - 12, a.width - 20).heading("Putting it right", 12).prose(102, 1, 2)
    aside.table(REMEDIES, (0.7, 0.3))
    rest = Column(page, LEFT, a.y - 200, a.width).prose(103, 2)
    b.prose(104, 7)
    return [*a.told, *aside.told, *rest.told, *b.told]


def tables_beside_each_other(page: Canvas) -> Told:
    """Two tables without lines that keep no step, each below its heading."""
    top = Column(page, LEFT, TOP, RIGHT - LEFT).prose(111, 2, 5)
    a, b = halves(page, top.y - 10, gap=40)
    a.heading("By team", 11).table(TEAMS, WIDE, pad=5)
    b.heading("By remedy", 11).table(REMEDIES, (0.7, 0.3), size=9, pad=9)
    below = Column(page, LEFT, min(a.y, b.y) - 10, RIGHT - LEFT).prose(112, 2, 5)
    return [*top.told, *a.told, *b.told, *below.told]


def table_beside_text(page: Canvas) -> Told:
    a, b = halves(page)
    a.heading("Who complained").prose(121, 4)
    b.gap(20).table(TEAMS, WIDE, zebra=True, banner=True)
    below = Column(page, LEFT, min(a.y, b.y) - 20, RIGHT - LEFT).prose(122, 2, 5)
    return [*a.told, *b.told, *below.told]


def tall_headers(page: Canvas) -> Told:
    """Headers on several lines that end on one line; one column's is taller than the rest."""
    rows = [
        ("Year", "Received", "Closed after initial enquiries", "Share of complaints that went on to Stage 2"),
        ("2017/18", "58", "4", "7%"),
        ("2018/19", "66", "6", "9%"),
        ("2019/20", "71", "5", "7%"),
    ]
    a = Column(page, LEFT, TOP, RIGHT - LEFT).prose(131)
    for align in ("r", "c", "l"):
        a.table(rows, (0.55, 0.15, 0.15, 0.15), size=9, align=align, pad=9).prose(132 + ord(align))
    return a.told


def wrapped_labels(page: Canvas) -> Told:
    """Labels on several lines, the figures at their top, middle or foot."""
    a = Column(page, LEFT, TOP, 300).prose(141)
    for align in ("t", "m", "b"):
        a.table(TEAMS, (0.2, 0.2, 0.2, 0.2, 0.2), valign=align, pad=10).prose(142 + ord(align))
    return a.told


def numbered_lists(page: Canvas) -> Told:
    """Numbered paragraphs and items in the right column."""
    a, b = halves(page)
    a.prose(151, 6)
    for number in range(1, 7):
        b.item(words(151 + number, 1 + number % 2), f"{number}.", 24)
    return [*a.told, *b.told]


def narrow_gutter(page: Canvas) -> Told:
    """Justified columns twelve points apart."""
    a, b = halves(page, gap=12)
    a.prose(161, 5, justified=True)
    b.prose(162, 2, justified=True).table(REMEDIES, (0.7, 0.3), zebra=True).prose(163, 2, justified=True)
    return [*a.told, *b.told]


def quote_across(page: Canvas) -> Told:
    """A quotation in large print across both columns, half way down the page."""
    a, b = halves(page)
    a.prose(171, 2)
    b.prose(172, 2)
    quote = Column(page, 130, min(a.y, b.y) - 14, 340, 15).text(
        "“Nobody else ever remembered her birthday, and she has kept the card to this day.”"
    )
    c, d = halves(page, quote.y - 10)
    c.prose(173, 2)
    d.prose(174, 2)
    return [*a.told, *b.told, *quote.told, *c.told, *d.told]


def cards(page: Canvas) -> Told:
    """Coloured cards side by side, each with a heading, text and a list."""
    told = Column(page, LEFT, TOP, RIGHT - LEFT).heading("What you said and what we did").told
    for number in range(3):
        x = LEFT + number * 164
        box(page, x, 740, 154, 250, "round")
        card = Column(page, x + 10, 712 - 4 * number, 134, 9.5).heading(f"Card {number + 1}", 12)
        told += card.prose(181 + number, 1, 1).item(words(185 + number, 1)).prose(188 + number, 1, 1).told
    return told + Column(page, LEFT, 460, RIGHT - LEFT).prose(192, 2).told


def long_labels(page: Canvas) -> Told:
    """One column; a table whose labels are sentences, and no columns of text at all."""
    a = Column(page, LEFT, TOP, RIGHT - LEFT).prose(201, 1, 4)
    rows = [("What the complaint was about", "2021/22", "2022/23")]
    rows += [(words(202 + k, 1).rstrip("."), str(3 * k + 4), str(2 * k + 5)) for k in range(6)]
    a.table(rows, (0.5, 0.25, 0.25), size=9, pad=8, align="r").prose(203, 2, 4)
    return a.told


def picture_beside_text(page: Canvas) -> Told:
    """Text beside a picture, whose caption is read after the paragraph beside it."""
    a, b = halves(page)
    a.heading("Where we met").prose(211, 4)
    box(page, b.x, TOP - 6, b.width, 130)
    b.gap(152)
    b.size = 8
    b.text("The panel in the old library, March 2023.")
    below = Column(page, LEFT, a.y - 12, RIGHT - LEFT).prose(212, 1, 6)
    return [*a.told[:3], *b.told, *a.told[3:], *below.told]


def drop_cap(page: Canvas) -> Told:
    """The first letter of each column stands over three lines."""
    told: Told = []
    for number, column in enumerate(halves(page)):
        page.setFont("Times-Bold", 46)
        page.drawString(column.x, TOP - 2 * column.step, "T")
        first = [
            "he council's Director wrote this page",
            "for everybody who reads the report and",
            "for those who wrote to us about it; he",
        ]
        for line in first:
            column.line(line, column.x + 32, "Helvetica", column.size)
            column.y -= column.step
        column.line("wants to hear more from young people.", column.x, "Helvetica", column.size)
        column.y -= 1.6 * column.step
        told.append(f"T{' '.join(first)} wants to hear more from young people.")
        told += column.prose(221 + number, 3).told
    return told


def tiles_beside_labels(page: Canvas) -> Told:
    """Large numbers with their words, on two or three lines, to their right."""
    told = Column(page, LEFT, TOP, RIGHT - LEFT).prose(231).told
    labels = [
        ("83", "complaints at Stage 1 of the statutory procedure"),
        ("41%", "of all complaints were upheld at least in part"),
        ("196", "compliments from families, schools and partners in the whole of the year"),
    ]
    for number, (figure, label) in enumerate(labels):
        y = 690 - number * 60
        page.setFont("Helvetica-Bold", 30)
        page.drawRightString(LEFT + 75, y - 18, figure)
        page.setFont("Helvetica", 10)
        for k, line in enumerate(lines_of(label, 150, "Helvetica", 10)):
            page.drawString(LEFT + 90, y - 13 * k, line)
        told += [figure, label]
    return told + Column(page, LEFT, 490, RIGHT - LEFT).prose(232, 2).told


def four_columns(page: Canvas) -> Told:
    """Two pages side by side on one sheet, with two columns each and a heading over either page."""
    page.setPageSize((842, 595))
    told: Told = []
    for side in range(2):
        x = 40 + side * 421
        head = Column(page, x, 550, 340).heading(f"Page {side + 1} of the leaflet", 18)
        a, b = (Column(page, x + k * 178, head.y, 162, 9) for k in range(2))
        a.prose(241 + side, 3)
        b.prose(243 + side, 1).table(REMEDIES, (0.7, 0.3), zebra=True).prose(245 + side, 1)
        told += [*head.told, *a.told, *b.told]
    return told


def lists_beside_each_other(page: Canvas) -> Told:
    """Two lists of short items, line by line on one raster."""
    top = Column(page, LEFT, TOP, RIGHT - LEFT).prose(251, 1, 4)
    a, b = halves(page, top.y, gap=30)
    for text in (
        "A new leaflet",
        "Training for 40 managers",
        "One telephone number",
        "Letters in plain words",
    ):
        a.item(text)
    for text in ("Fewer delays", "12 more advocates", "A shorter form", "Meetings in the evening"):
        b.item(text)
    below = Column(page, LEFT, a.y - 20, RIGHT - LEFT).prose(252, 2, 4)
    return [*top.told, *a.told, *b.told, *below.told]


def quote_in_a_paragraph(page: Canvas) -> Told:
    """A pull-quote as wide as its column breaks a paragraph in two."""
    a, b = halves(page)
    a.prose(261, 2)
    text = words(262, 6)
    lines = lines_of(text, a.width, "Helvetica", a.size)
    for line in lines[:3]:
        a.line(line, a.x, "Helvetica", a.size)
        a.y -= a.step
    box(page, a.x, a.y, a.width, 60)
    quote = Column(page, a.x + 10, a.y - 22, a.width - 20, 13).text(
        "Nobody had ever asked me before what I wanted."
    )
    a.y -= 76
    for line in lines[3:]:
        a.line(line, a.x, "Helvetica", a.size)
        a.y -= a.step
    b.prose(263, 5)
    return [*a.told, text, *quote.told, *b.told]


def left_sidebar(page: Canvas) -> Told:
    """A sidebar to the left, with tiles in it; the text beside it is read first."""
    box(page, 30, TOP + 20, 150, 560, "round")
    main = (
        Column(page, 200, TOP, 340)
        .heading("Complaints in 2022/23")
        .prose(271, 5)
        .item(words(272, 1))
        .prose(273, 1)
    )
    told: Told = []
    for number, (figure, label) in enumerate(
        [("83", "complaints"), ("17", "of them from young people"), ("4", "appeals")]
    ):
        page.setFont("Helvetica-Bold", 28)
        page.drawCentredString(105, 730 - 110 * number, figure)
        page.setFont("Helvetica", 10)
        page.drawCentredString(105, 712 - 110 * number, label)
        told += [figure, label]
    return [*main.told, *told]


LAYOUTS: tuple[Layout, ...] = (
    tables_within_columns,
    in_step,
    bands,
    three_columns,
    uneven_columns,
    heading_below_columns,
    tiles,
    tiles_below_labels,
    open_tiles,
    sidebar,
    bare_sidebar,
    quote_in_text,
    framed_aside,
    tables_beside_each_other,
    table_beside_text,
    tall_headers,
    wrapped_labels,
    numbered_lists,
    narrow_gutter,
    quote_across,
    cards,
    long_labels,
    picture_beside_text,
    drop_cap,
    tiles_beside_labels,
    four_columns,
    lists_beside_each_other,
    quote_in_a_paragraph,
    left_sidebar,
)
