"""Tables of PDFs whose rows or columns are not drawn one by one: what tells them apart."""

from __future__ import annotations

from itertools import pairwise

import pytest
from made_pdf import WORDS, made, prose
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas

from extractor.model.types import Prose, Table
from extractor.read.pdf.document import read_pdf

ROWS = [["North team", "3", "2"], ["South team", "5", "8"], ["Duty desk", "12", "40"]]
HEAD = ["Team", "2021/22", "2022/23"]


def tables(data: bytes) -> list[list[list[str]]]:
    found = []
    for block in read_pdf(data, "a.pdf").blocks:
        if isinstance(block, Table):
            rows = [[""] * block.columns for _ in range(block.rows)]
            for cell in block.cells:
                rows[cell.row][cell.column] = cell.text
            found.append(rows)
    return found


@pytest.mark.parametrize("dot", [".", " .", "…"])
@pytest.mark.parametrize("font", ["Helvetica", "Courier", "Times-Roman"])
def test_dots_lead_from_a_label_to_several_figures(font: str, dot: str) -> None:
    def draw(page: Canvas) -> None:
        y = prose(page, 60, 780, 470, WORDS) - 10
        page.setFont(font, 10)
        for label, *figures in [HEAD, *ROWS]:
            width = page.stringWidth(label + " ", font, 10)
            dots = dot * int((240 - width) / page.stringWidth(dot, font, 10)) if label != "Team" else ""
            page.drawString(60, y, f"{label} {dots}")
            for k, figure in enumerate(figures):
                page.drawRightString(370 + 70 * k, y, figure)
            y -= 15
        prose(page, 60, y - 20, 470, WORDS)

    assert tables(made(draw)) == [[HEAD, *ROWS]]


@pytest.mark.parametrize("sign", ["-", "=", "_"])
def test_a_row_of_signs_is_a_rule_of_a_typed_table(sign: str) -> None:
    def draw(page: Canvas) -> None:
        y = prose(page, 60, 780, 470, WORDS) - 10
        page.setFont("Courier", 10)
        lines = [f"{a:<24}{b:>10}{c:>10}" for a, b, c in [HEAD, *ROWS]]
        for line in (lines[0], sign * 44, *lines[1:], sign * 44):
            page.drawString(60, y, line)
            y -= 12
        prose(page, 60, y - 20, 470, WORDS)

    document = read_pdf(made(draw), "a.pdf")
    assert not any(sign * 4 in block.text for block in document.blocks if isinstance(block, Prose))
    assert tables(made(draw)) == [[HEAD, *ROWS]]


@pytest.mark.parametrize("thick", [1.0, 3.0, 5.5])
def test_bars_between_coloured_cells_are_lines_however_thick(thick: float) -> None:
    """Word's dark styles part the rows and columns of one coloured box by white bars that are boxes too."""

    def draw(page: Canvas) -> None:
        y = prose(page, 60, 780, 470, WORDS) - 10
        rows = [HEAD, *ROWS]
        page.setFillColor(colors.HexColor("#C6D9F1"))
        page.rect(60, y - 24 * len(rows), 360, 24 * len(rows), stroke=0, fill=1)
        page.setFillColor(colors.white)
        for k in range(len(rows) + 1):
            page.rect(60, y - 24 * k - thick / 2, 360, thick, stroke=0, fill=1)
        for x in (60, 220, 320, 420):
            page.rect(x - thick / 2, y - 24 * len(rows), thick, 24 * len(rows), stroke=0, fill=1)
        page.setFillColor(colors.black)
        page.setFont("Helvetica", 10)
        for k, row in enumerate(rows):
            for x, text in zip((66, 230, 330), row, strict=True):
                page.drawString(x, y - 24 * k - 15, text)
        prose(page, 60, y - 24 * len(rows) - 30, 470, WORDS)

    assert tables(made(draw)) == [[HEAD, *ROWS]]


def test_upright_lines_that_end_under_a_header_end_it() -> None:
    """The header of two columns stands over the line between them, and no level line is drawn."""
    xs = (60, 200, 290, 380)

    def draw(page: Canvas) -> None:
        y = prose(page, 60, 780, 470, WORDS) - 10
        page.rect(60, y - 130, 320, 130)
        page.line(60, y - 40, 380, y - 40)
        page.line(200, y, 200, y - 130)
        page.line(290, y - 20, 290, y - 130)
        page.setFont("Helvetica", 10)
        page.drawString(66, y - 14, "Team")
        page.drawCentredString(290, y - 14, "Complaints received")
        for k, row in enumerate([["", *HEAD[1:]], *ROWS]):
            for x, text in zip(xs, row, strict=False):
                page.drawString(x + 6, y - 34 - 24 * k, text)
        prose(page, 60, y - 160, 470, WORDS)

    head, years, *body = tables(made(draw))[0]
    assert head[:2] == ["Team", "Complaints received"]
    assert (years[1:], body) == (HEAD[1:], ROWS)


def test_a_label_of_two_lines_beside_two_rows_is_one() -> None:
    rows = [
        ("Housing", "Stage 1", "293"),
        ("", "Stage 2", "32"),
        ("of which", "Stage 1", "41"),
        ("tenancy", "Stage 2", "5"),
    ]

    def draw(page: Canvas) -> None:
        y = prose(page, 60, 780, 470, WORDS) - 10
        page.rect(60, y - 80, 300, 80)
        page.line(60, y - 40, 360, y - 40)
        page.line(160, y, 160, y - 80)
        page.line(260, y, 260, y - 80)
        page.line(160, y - 20, 360, y - 20)
        page.line(160, y - 60, 360, y - 60)
        page.setFont("Helvetica", 10)
        for k, row in enumerate(rows):
            for x, text in zip((66, 166, 266), row, strict=True):
                page.drawString(x, y - 14 - 20 * k, text)

    assert [row[0] for row in tables(made(draw))[0]] == ["Housing", "", "of which tenancy", ""]


def test_labels_that_are_not_drawn_are_no_text_beside_a_table() -> None:
    """Text that runs on above and below what is drawn is a column of its own."""

    def draw(page: Canvas) -> None:
        prose(page, 60, 780, 200, WORDS * 3)
        for k, (_, *figures) in enumerate(ROWS):
            for c, figure in enumerate(figures):
                page.rect(300 + 80 * c, 700 - 20 * k, 80, 20)
                page.drawString(310 + 80 * c, 706 - 20 * k, figure)

    assert tables(made(draw)) == [[row[1:] for row in ROWS]]


def drawn(page: Canvas, xs: tuple[int, ...], cells: list[tuple[int, list[str]]], top: int, foot: int) -> None:
    """A box with upright lines, and in each of its columns lines of text from a height on down."""
    page.rect(xs[0], foot, xs[-1] - xs[0], top - foot)
    for x in xs[1:-1]:
        page.line(x, top, x, foot)
    page.setFont("Helvetica", 10)
    for x, (y, lines) in zip(xs, cells, strict=False):
        for k, line in enumerate(lines):
            page.drawString(x + 6, y - 12 * k, line)


@pytest.mark.parametrize("extra", [[], ["Grand total"]])
def test_stacks_of_one_height_that_do_not_stand_level_are_rows_by_their_order(extra: list[str]) -> None:
    """Cells set in the middle of one drawn row: their lines stand half a line apart."""
    labels, *figures = [list(column) for column in zip(*ROWS, strict=True)]
    half = 6 if extra else 0

    def draw(page: Canvas) -> None:
        heads = [] if extra else HEAD[1:]
        cells = [(690, [*labels, *extra])]
        for k, column in enumerate(figures):
            cells.append((690 - half + (0 if extra else 6 + 12 * k), [*heads[k:], *column]))
        drawn(page, (60, 200, 290, 380), cells, 720, 630)

    body = tables(made(draw))[0][-3 - len(extra) :]
    assert body == [*ROWS, *([one, "", ""] for one in extra)]


def test_cells_that_hold_several_figures_give_them_on_several_lines() -> None:
    rows = [["North", "9 2 3", "1 0 2"], ["South", "33 41", "13 7 13"], ["Duty desk", "1 2 2", "0 1 1"]]

    def draw(page: Canvas) -> None:
        y = prose(page, 60, 780, 470, WORDS) - 10
        page.setFont("Helvetica", 10)
        for row in [["Team", "Upheld", "Not upheld"], *rows]:
            y -= 14
            for x, text in zip((60, 200, 290), row, strict=True):
                page.drawString(x, y, text)
            if text == "13 7 13":
                y -= 11
                page.drawString(200, y, "29")

    assert tables(made(draw))[0][2] == ["South", "33 41\n29", "13 7 13"]


def test_a_number_ends_a_header_of_two_lines() -> None:
    def draw(page: Canvas) -> None:
        y = prose(page, 60, 780, 470, WORDS) - 30
        page.setFont("Helvetica", 10)
        for x in (200, 250):
            page.drawString(x, y + 12, "Stage")
        for row in [["Team", "1", "2", "Total"], *([*row, "9"] for row in ROWS)]:
            for x, text in zip((60, 200, 250, 300), row, strict=True):
                page.drawString(x, y, text)
            y -= 20

    assert tables(made(draw))[0] == [["Team", "Stage 1", "Stage 2", "Total"], *([*row, "9"] for row in ROWS)]


def test_a_caption_beside_two_tables_parts_them() -> None:
    """It stands further to the left than either, and lines part the rows of both."""
    rows = [HEAD, *ROWS, ["Unknown", "", ""]]

    def draw(page: Canvas) -> None:
        y = 760
        page.setFont("Helvetica", 10)
        for number, left, wide in ((1, 160, 220), (2, 200, 160)):
            xs = (left, left + wide - 100, left + wide - 50, left + wide)
            page.drawString(60, y, f"Table {number}")
            page.setFillColor(colors.HexColor("#DDEBF7"))
            for a, b in pairwise(xs):
                page.rect(a, y - 30, b - a, 18, stroke=0, fill=1)
            page.setFillColor(colors.black)
            for row in rows:
                for x, text in zip(xs, row, strict=False):
                    page.drawString(x + 4, y - 25, text)
                page.line(left, y - 30, left + wide, y - 30)
                y -= 18
            y -= 22

    assert tables(made(draw)) == [rows] * 2


def test_labels_beside_a_spanning_header_are_level_with_its_rows() -> None:
    def draw(page: Canvas) -> None:
        page.rect(60, 640, 320, 80)
        page.line(200, 720, 200, 640)
        page.line(290, 700, 290, 640)
        page.setFont("Helvetica", 10)
        page.drawString(66, 706, "Team")
        page.drawString(250, 706, "Complaints")
        for k, row in enumerate([["", *HEAD[1:]], *ROWS]):
            for x, text in zip((66, 206, 296), row, strict=True):
                page.drawString(x, 688 - 12 * k, text)

    assert tables(made(draw))[0][-3:] == ROWS


def test_stacks_that_do_not_stand_level_between_rules_are_rows_by_their_order() -> None:
    """One row of cells that each hold a stack, one half a line lower; its last line belongs to the table."""

    def draw(page: Canvas) -> None:
        for y in (720, 640):
            page.line(50, y, 400, y)
        for k, column in enumerate(zip(HEAD, *ROWS, strict=True)):
            for n, text in enumerate(column):
                page.drawString((60, 210, 300)[k], 706 - 12 * n - (6 if k == 1 else 0), text)

    assert tables(made(draw)) == [[HEAD, *ROWS]]


def test_numbers_end_headers_whose_label_stands_between_their_lines() -> None:
    def draw(page: Canvas) -> None:
        for y in (720, 684, 620):
            page.line(50, y, 400, y)
        page.drawString(60, 700, "Service")
        for k in range(2):
            page.drawString(210 + 90 * k, 706, "Stage")
            page.drawString(210 + 90 * k, 694, str(k + 1))
        for n, row in enumerate(ROWS):
            for k, text in enumerate(row):
                page.drawString((60, 210, 300)[k], 664 - 18 * n, text)

    assert tables(made(draw)) == [[["Service", "Stage 1", "Stage 2"], *ROWS]]


def test_the_last_figure_of_a_stack_that_alone_is_below_the_others_is_of_the_table() -> None:
    """Two lines of a heading above it; the same figure where all stacks are as deep is none of theirs."""

    def draw(page: Canvas, *heads: str) -> None:
        stacks = [[row[k] for row in (HEAD, *ROWS)] for k in range(3)]
        stacks[1] = [*heads, *stacks[1][1:]]
        for k, stack in enumerate(stacks):
            for n, text in enumerate(stack):
                page.drawString((60, 210, 300)[k], 706 - 12 * n, text)

    head = ["Team", "In the year", "2022/23"]
    assert tables(made(lambda page: draw(page, "In", "the year"))) == [[head, *ROWS]]

    def followed(page: Canvas) -> None:
        draw(page, "2021/22")
        page.drawString(210, 706 - 12 * 4, "12")

    assert tables(made(followed)) == [[HEAD, *ROWS]]


def test_the_first_line_of_a_header_may_stand_above_all_others() -> None:
    """Headers stand left and figures right: the white between them parts no columns."""
    lines = {
        0: ((3, "Average working"),),
        1: ((1, "Stage 1"), (2, "Stage 2")),
        3: ((1, "2022-23"), (2, "2022-23")),
    }
    lines[2] = ((0, "Service"), (3, "days to reply"))

    def draw(page: Canvas) -> None:
        page.setFont("Helvetica", 9)
        for n, cells in lines.items():
            for k, text in cells:
                page.drawString((60, 240, 310, 380)[k], 700 - 5.5 * n, text)
        for n, row in enumerate(ROWS):
            page.drawString(60, 665 - 18 * n, row[0])
            for k, text in enumerate((*row[1:], "6.2")):
                page.drawRightString((300, 370, 480)[k], 665 - 18 * n, text)

    head = ["Service", "Stage 1 2022-23", "Stage 2 2022-23", "Average working days to reply"]
    assert tables(made(draw))[0][0] == head


def test_tiles_far_above_a_table_of_as_many_columns_are_none_of_its_rows() -> None:
    def draw(page: Canvas) -> None:
        page.grid([60, 180, 300, 420], [760, 730, 700])
        for k, text in enumerate(("86", "14", "37")):
            page.setFont("Helvetica", 18)
            page.drawCentredString(120 + 120 * k, 736, text)
            page.setFont("Helvetica", 9)
            page.drawCentredString(120 + 120 * k, 712, ("Stage 1", "Stage 2", "compliments")[k])
        y = prose(page, 60, 680, 350, WORDS) - 30
        for row in [HEAD, *ROWS]:
            for x, text in zip((60, 220, 340), row, strict=True):
                page.drawString(x, y, text)
            y -= 16

    assert [HEAD, *ROWS] in tables(made(draw))
