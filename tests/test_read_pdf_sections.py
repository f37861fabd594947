"""Headings and list marks of PDFs: numbered sections, numbers in sentences, figures stacked in cells."""

from __future__ import annotations

from made_pdf import BOXES, grid, made, prose
from reportlab.pdfgen.canvas import Canvas

from extractor.model.types import Prose, Table
from extractor.read.pdf.document import read_pdf

SENTENCE = "Managers met families and wrote to them about what they found. "


def _headings(*titles: str) -> list[tuple[str, str, int]]:
    """Number, text and level of headings set in bold, all in one size, each over a paragraph."""

    def draw(page: Canvas) -> None:
        y = 780.0
        for title in titles:
            y = prose(page, 60, y, 470, title, font="Helvetica-Bold", size=15)
            y = prose(page, 60, y, 470, 2 * SENTENCE)

    blocks = read_pdf(made(draw), "a.pdf").blocks
    return [(b.number, b.text, b.level) for b in blocks if isinstance(b, Prose) and b.kind == "heading"]


def test_headings_without_a_number_stand_below_numbered_ones_of_their_look() -> None:
    found = _headings("1. Summary", "2. Stage 1", "Outcomes", "3. Stage 2", "Outcomes", "4. Learning")
    assert [level for _, _, level in found] == [1, 1, 2, 1, 2, 1]


def test_sections_that_count_on_from_two_are_no_figures() -> None:
    found = _headings("Complaints 2018/19", "2 Compliments", "3 Enquiries", "4 Learning", "5 Complaints")
    assert [(number, text) for number, text, _ in found if number] == [
        ("2", "Compliments"),
        ("3", "Enquiries"),
        ("4", "Learning"),
        ("5", "Complaints"),
    ]


def test_a_number_in_brackets_that_begins_a_line_is_no_list_mark() -> None:
    def draw(page: Canvas) -> None:
        page.drawString(60, 700, "Of note is the high number of representations that were made to us")
        page.drawString(60, 686, "(67) which were looked into at once by the managers of the teams.")

    (block,) = read_pdf(made(draw), "a.pdf").blocks
    assert isinstance(block, Prose)
    assert "made to us (67) which" in block.text


def test_years_and_figures_stacked_in_a_narrow_cell_keep_their_lines() -> None:
    rows = [
        ["Service", "Escalations", ""],
        ["Fostering\nLeaving care\nTotal", "2016/17\n4%\n13%\n9%", "2017/18\n5%\n11%\n8%"],
    ]

    def draw(page: Canvas) -> None:
        grid(page, 60, 700, rows, (3.4, 1.8, 1.8), BOXES, ("SPAN", (1, 0), (2, 0)))

    (table,) = [block for block in read_pdf(made(draw), "a.pdf").blocks if isinstance(block, Table)]
    texts = {cell.text for cell in table.cells}
    assert {"2016/17\n4%\n13%\n9%", "2017/18\n5%\n11%\n8%"} <= texts or {"4%", "13%", "5%"} <= texts
