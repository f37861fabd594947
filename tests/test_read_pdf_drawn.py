"""Tables of PDFs of which only a part is drawn, in the ways in which office programs draw them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from made_pdf import WORDS, made, prose
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph
from reportlab.platypus import Table as Grid
from sampled import sampled

from extractor.model.types import Document, Table
from extractor.read.pdf.document import read_pdf

Style = list[tuple[object, ...]]
Rows = list[list[str]]
DARK, LIGHT, BLACK = colors.HexColor("#2E6DA4"), colors.HexColor("#DCE6F1"), colors.black

CONTENTS: dict[str, Rows] = {
    "totals below": [
        ["Service area", "2016/17", "2017/18", "2018/19"],
        ["Fostering", "10", "12", "14"],
        ["Adoption", "5", "6", "7"],
        ["Leaving care", "1", "2", "0"],
        ["Total", "16", "20", "21"],
    ],
    "an empty corner": [
        ["", "Stage 1", "Stage 2", "Stage 3"],
        ["2018/19", "67", "51", "18"],
        ["2017/18", "57", "56", "7"],
        ["2016/17", "72", "54", "7"],
    ],
    "wrapped headers": [
        ["Service area", "Number of complaints received", "Number of complaints upheld", "% upheld"],
        ["Fostering", "10", "12", "14%"],
        ["Adoption", "5", "6", "7%"],
        ["Total", "15", "18", "21%"],
    ],
    "empty cells": [
        ["Team", "Quarter 1", "Quarter 2", "Quarter 3", "Total"],
        ["North", "1", "", "2", "3"],
        ["South", "", "4", "", "4"],
        ["Total", "1", "4", "2", "7"],
    ],
    "counts with shares": [
        ["Outcome", "2017/18", "2018/19", "Change"],
        ["Upheld", "12 (40%)", "10 (33%)", "-2"],
        ["Partly upheld", "6 (20%)", "8 (27%)", "+2"],
        ["Not upheld", "12 (40%)", "12 (40%)", "0"],
    ],
    "figures with words": [
        ["Outcome", "2021/22", "2022/23", "2023/24"],
        ["Upheld", "4 cases", "11 cases", "9 cases"],
        ["Upheld in part", "8 cases", "2 cases", "12 cases"],
        ["Not upheld", "1 case", "6 cases", "3 cases"],
        ["Resolved early", "15 cases", "1 case", "7 cases"],
    ],
}


def cells(first: tuple[int, int], last: tuple[int, int], colour: colors.Color) -> Style:
    """Each cell of a stretch, columns and rows from 0, coloured by a box of its own."""
    return [
        ("BACKGROUND", (column, row), (column, row), colour)
        for row in range(first[1], last[1] + 1)
        for column in range(first[0], last[0] + 1)
    ]


def between(rows: int) -> Style:
    return [("LINEBELOW", (0, row), (-1, row), 0.5, BLACK) for row in range(rows)]


# Each with the number of its last column and row.
DRAWN: dict[str, Callable[[int, int], Style]] = {
    "header": lambda c, r: cells((0, 0), (c, 0), DARK),
    "header, rules between rows": lambda c, r: cells((0, 0), (c, 0), DARK) + between(r + 1),
    "header and total": lambda c, r: cells((0, 0), (c, 0), DARK) + cells((0, r), (c, r), LIGHT),
    "header, ruled total": lambda c, r: [
        *cells((0, 0), (c, 0), DARK),
        ("LINEABOVE", (0, r), (-1, r), 0.5, BLACK),
        ("LINEBELOW", (0, r), (-1, r), 0.5, BLACK),
    ],
    "header but for the corner": lambda c, r: cells((1, 0), (c, 0), DARK) + between(r + 1),
    "every second row": lambda c, r: [
        *cells((0, 0), (c, 0), DARK),
        *(one for row in range(2, r + 1, 2) for one in cells((0, row), (c, row), LIGHT)),
    ],
    "every second row, from the first": lambda c, r: [
        *cells((0, 0), (c, 0), DARK),
        *(one for row in range(1, r + 1, 2) for one in cells((0, row), (c, row), LIGHT)),
    ],
    "body": lambda c, r: cells((0, 1), (c, r), LIGHT),
    "figures": lambda c, r: cells((1, 1), (c, r), LIGHT),
    "labels": lambda c, r: cells((0, 0), (0, r), LIGHT) + cells((1, 0), (c, 0), DARK),
    "last column, rule below the header": lambda c, r: [
        ("BACKGROUND", (c, 1), (c, r), LIGHT),
        *between(1),
    ],
    "first figures, rule below the header": lambda c, r: [
        ("BACKGROUND", (1, 1), (1, r), LIGHT),
        *between(1),
    ],
    "last column to the foot, rule below the header": lambda c, r: [
        ("BACKGROUND", (c, 0), (c, r), LIGHT),
        *between(1),
    ],
    "ruled header": lambda c, r: [("GRID", (0, 0), (-1, 0), 0.5, BLACK)],
    "ruled header and total": lambda c, r: [
        ("GRID", (0, 0), (-1, 0), 0.5, BLACK),
        ("GRID", (0, r), (-1, r), 0.5, BLACK),
    ],
    "frame, rules between rows": lambda c, r: [("BOX", (0, 0), (-1, -1), 0.5, BLACK), *between(r)],
    "three rules": lambda c, r: [
        ("LINEABOVE", (0, 0), (-1, 0), 0.5, BLACK),
        *between(1),
        *between(r + 1)[-1:],
    ],
    "upright lines": lambda c, r: [
        ("BOX", (0, 0), (-1, -1), 0.5, BLACK),
        ("LINEBEFORE", (1, 0), (-1, -1), 0.5, BLACK),
        *between(1),
    ],
    "all but the labels": lambda c, r: [("GRID", (1, 0), (-1, -1), 0.5, BLACK)],
    "all but the labels, header whole": lambda c, r: [
        ("GRID", (1, 0), (-1, -1), 0.5, BLACK),
        ("GRID", (0, 0), (-1, 0), 0.5, BLACK),
    ],
}


def read(rows: Rows, style: Style, align: int, padding: float) -> list[Rows]:
    """The tables that are read from a page with prose, one table, and prose."""
    words = ParagraphStyle("label", fontName="Helvetica", fontSize=10, leading=12)
    figures = ParagraphStyle("figure", parent=words, alignment=align)
    held = [[Paragraph(text, figures if at else words) for at, text in enumerate(row)] for row in rows]
    room = [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), padding),
        ("BOTTOMPADDING", (0, 0), (-1, -1), padding),
    ]

    def draw(page: Canvas) -> None:
        y = prose(page, 60, 780, 470, WORDS)
        y = prose(page, 60, y, 470, "Table 3: Complaints by service area")
        grid = Grid(held, colWidths=[5 * cm, *[2.7 * cm] * (len(rows[0]) - 1)], style=[*style, *room])
        _, high = grid.wrapOn(page, 1000, 1000)
        grid.drawOn(page, 60, y + 4 - high)
        prose(page, 60, y - high - 26, 470, WORDS)

    return [_texts(block) for block in _blocks(read_pdf(made(draw), "a.pdf"))]


def _blocks(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def _texts(table: Table) -> Rows:
    found = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        found[cell.row][cell.column] = cell.text
    return found


@pytest.mark.parametrize("drawn", DRAWN)
@pytest.mark.parametrize("content", CONTENTS)
def test_a_table_is_read_whole_though_a_part_of_it_is_drawn(content: str, drawn: str) -> None:
    rows = CONTENTS[content]
    style = DRAWN[drawn](len(rows[0]) - 1, len(rows) - 1)
    tried = sampled(product((0, 1, 2), (2, 7)), 3, f"{content} {drawn}")
    assert [case for case in tried if read(rows, style, *case) != [rows]] == []


@pytest.mark.parametrize("align", [0, 1, 2])
def test_a_header_spans_the_columns_that_repeat_below_it(align: int) -> None:
    rows = [
        ["", "Stage 1", "", "Stage 2", ""],
        ["Service", "2018/19", "2019/20", "2018/19", "2019/20"],
        ["Fostering", "10", "12", "4", "3"],
        ["Total", "15", "18", "4", "4"],
    ]
    spans: Style = [("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0))]
    assert read(rows, [*spans, *between(4)], align, 2) == [rows]


def test_rows_set_wide_apart_are_one_table() -> None:
    rows = CONTENTS["empty cells"]
    for align in (0, 1, 2):
        assert read(rows, [], align, 13) == [rows]
