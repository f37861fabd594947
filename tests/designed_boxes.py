"""Designed pages with boxes: tiles, sidebars, quotes, asides."""

from __future__ import annotations

from designed import LEFT, REMEDIES, RIGHT, TEAL, TOP, Column, Layout, Told, box, halves, words
from made_pdf import lines_of
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas


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


def quote_in_text(page: Canvas) -> Told:
    """A pull-quote at the right edge; the text beside it is set narrower."""
    a = Column(page, LEFT, TOP, RIGHT - LEFT).prose(91, 1, 5)
    box(page, 380, a.y + 14, 160, 74)
    quote = Column(page, 390, a.y - 4, 140, 12).text("You sat on the floor with my son until he would talk.")
    b = Column(page, LEFT, a.y, 300).prose(92, 1, 6)
    c = Column(page, LEFT, min(b.y, a.y - 80), RIGHT - LEFT).prose(93, 2, 5)
    return [*a.told, *b.told, *quote.told, *c.told]


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


def cards(page: Canvas) -> Told:
    """Coloured cards side by side, each with a heading, text and a list."""
    told = Column(page, LEFT, TOP, RIGHT - LEFT).heading("What you said and what we did").told
    for number in range(3):
        x = LEFT + number * 164
        box(page, x, 740, 154, 250, "round")
        card = Column(page, x + 10, 712 - 4 * number, 134, 9.5).heading(f"Card {number + 1}", 12)
        told += card.prose(181 + number, 1, 1).item(words(185 + number, 1)).prose(188 + number, 1, 1).told
    return told + Column(page, LEFT, 460, RIGHT - LEFT).prose(192, 2).told


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


def dark_ground(page: Canvas) -> Told:
    """White print on a coloured page, and a white box with a table in it."""
    page.setFillColor(TEAL)
    page.rect(0, 0, 595, 842, stroke=0, fill=1)
    a, b = halves(page)
    a.colour = b.colour = colors.white
    a.heading("Dark").prose(11, 3)
    page.setFillColor(colors.white)
    page.rect(b.x - 6, TOP - 170, b.width + 12, 190, stroke=0, fill=1)
    inner = Column(page, b.x, TOP, b.width).heading("Box", 12).prose(12).table(REMEDIES, (0.7, 0.3))
    b.gap(200).prose(13, 3)
    return [*a.told, *inner.told, *b.told]


def tiles_in_a_column(page: Canvas) -> Told:
    """Two rows of tiles at the head of the right column."""
    a, b = halves(page)
    a.prose(21, 5)
    b.heading("In figures", 13)
    for number, (figure, label) in enumerate(
        [("83", "complaints"), ("41%", "upheld"), ("6", "appeals"), ("196", "compliments")]
    ):
        x, top = b.x + (number % 2) * 118, b.y - (number // 2) * 60
        box(page, x, top, 110, 52)
        page.setFont("Helvetica-Bold", 22)
        page.drawString(x + 8, top - 26, figure)
        page.setFont("Helvetica", 9)
        page.drawString(x + 8, top - 42, label)
        b.told += [figure, label]
    b.gap(140).prose(22, 3)
    return [*a.told, *b.told]


def tiles_of_one_line(page: Canvas) -> Told:
    """Number and words on one line in each box."""
    told = Column(page, LEFT, TOP, RIGHT - LEFT).prose(31).told
    for number, text in enumerate(("83 complaints", "41% upheld", "6 appeals")):
        box(page, LEFT + number * 160, 690, 150, 40)
        page.setFont("Helvetica-Bold", 12)
        page.drawString(LEFT + number * 160 + 10, 666, text)
        told.append(text)
    return told + Column(page, LEFT, 610, RIGHT - LEFT).prose(32, 2).told


LAYOUTS: tuple[Layout, ...] = (
    tiles,
    tiles_below_labels,
    open_tiles,
    tiles_beside_labels,
    sidebar,
    bare_sidebar,
    left_sidebar,
    quote_in_text,
    quote_in_a_paragraph,
    framed_aside,
    cards,
    picture_beside_text,
    dark_ground,
    tiles_in_a_column,
    tiles_of_one_line,
)
