"""Designed pages in columns: bands, gutters, lists, initials."""

from __future__ import annotations

from designed import LEFT, QUARTERS, REMEDIES, RIGHT, TEAMS, TOP, WIDE, Column, Layout, Told, halves, words
from reportlab.pdfgen.canvas import Canvas


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


def numbered_lists(page: Canvas) -> Told:
    """Numbered paragraphs and items in the right column."""
    a, b = halves(page)
    a.prose(151, 6)
    for number in range(1, 7):
        b.item(words(151 + number, 1 + number % 2), f"{number}.", 24)
    return [*a.told, *b.told]


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


def footnote_below_columns(page: Canvas) -> Told:
    """A note in small print below a short line, across the page."""
    a, b = halves(page)
    a.prose(41, 4)
    b.prose(42, 5)
    page.line(LEFT, 120, LEFT + 100, 120)
    note = Column(page, LEFT, 108, RIGHT - LEFT, 8).text(
        "1 Two complaints were counted twice in the last report."
    )
    return [*a.told, *b.told, *note.told]


LAYOUTS: tuple[Layout, ...] = (
    tables_within_columns,
    in_step,
    bands,
    three_columns,
    four_columns,
    uneven_columns,
    heading_below_columns,
    narrow_gutter,
    quote_across,
    numbered_lists,
    lists_beside_each_other,
    drop_cap,
    footnote_below_columns,
)
