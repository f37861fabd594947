"""Tables of PDFs whose rows or columns are not drawn one by one: what tells them apart."""

from __future__ import annotations

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
