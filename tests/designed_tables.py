"""Designed pages with tables: beside text and each other, with tall headers and long labels."""

from __future__ import annotations

from designed import LEFT, REMEDIES, RIGHT, TEAMS, TOP, WIDE, Column, Layout, Told, halves, words
from made_pdf import BOXES, grid
from reportlab.graphics import renderPDF
from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.shapes import Drawing
from reportlab.pdfgen.canvas import Canvas


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


def long_labels(page: Canvas) -> Told:
    """One column; a table whose labels are sentences, and no columns of text at all."""
    a = Column(page, LEFT, TOP, RIGHT - LEFT).prose(201, 1, 4)
    rows = [("What the complaint was about", "2021/22", "2022/23")]
    rows += [(words(202 + k, 1).rstrip("."), str(3 * k + 4), str(2 * k + 5)) for k in range(6)]
    a.table(rows, (0.5, 0.25, 0.25), size=9, pad=8, align="r").prose(203, 2, 4)
    return a.told


def captioned_tables(page: Canvas) -> Told:
    """Tables with captions, one in either column, and a line between the columns."""
    a, b = halves(page)
    page.line(a.x + a.width + 11, TOP, a.x + a.width + 11, 300)
    a.prose(51).text("Table 1: Remedies", "Helvetica-Bold")
    a.table(REMEDIES, (0.7, 0.3), banner=True, zebra=True).prose(52, 3)
    b.prose(53, 2).text("Table 2: Teams", "Helvetica-Bold").table(TEAMS, WIDE, banner=True).prose(54)
    return [*a.told, *b.told]


def ruled_table_in_a_column(page: Canvas) -> Told:
    a, b = halves(page)
    a.prose(91, 2)
    a.y = grid(page, a.x, a.y + 6, REMEDIES, (5, 2.5), BOXES) - 6
    a.told.append(list(REMEDIES))
    a.prose(92, 3)
    b.prose(93, 6)
    return [*a.told, *b.told]


def chart_in_a_column(page: Canvas) -> Told:
    """A bar chart that prints its figures, below its title, in the right column."""
    a, b = halves(page)
    a.heading("How many").prose(1, 5)
    b.prose(2).heading("Complaints by year", 11)
    names, figures = ("2018/19", "2019/20", "2020/21", "2021/22"), (12, 15, 9, 21)
    drawing, bars = Drawing(b.width, 170), VerticalBarChart()
    bars.x, bars.y, bars.width, bars.height = 30, 25, b.width - 40, 130
    bars.data, bars.categoryAxis.categoryNames, bars.valueAxis.valueMin = [figures], list(names), 0
    bars.barLabelFormat, bars.barLabels.nudge, bars.barLabels.fontSize = "%d", 8, 8
    bars.categoryAxis.labels.fontSize = 7
    drawing.add(bars)
    renderPDF.draw(drawing, page, b.x, b.y - 170)
    b.told.append([(name, str(figure)) for name, figure in zip(names, figures, strict=True)])
    b.gap(185).prose(3, 2)
    return [*a.told, *b.told]


LAYOUTS: tuple[Layout, ...] = (
    tables_beside_each_other,
    table_beside_text,
    tall_headers,
    wrapped_labels,
    long_labels,
    captioned_tables,
    ruled_table_in_a_column,
    chart_in_a_column,
)
