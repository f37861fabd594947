"""Designed pages: every layout is read in its order, with its tables whole."""

from __future__ import annotations

import designed_boxes
import designed_columns
import designed_tables
import pytest
from designed import LEFT, Column, Layout, Told
from made_pdf import made
from reportlab.pdfgen.canvas import Canvas

from extractor.model.types import Document, Prose, Table
from extractor.read.pdf.document import read_pdf
from extractor.read.pdf.engine.pdfium import open_pdf, pdfium_pages
from extractor.read.pdf.text.pieces import chunks
from extractor.read.pdf.text.words import rows_of, words_of


def told(document: Document) -> Told:
    """What was read: the text of every block, the rows of every table; captions stand before their tables."""
    found: Told = []
    for block in document.blocks:
        if isinstance(block, Prose):
            found.append(f"{block.number} {block.text}" if block.number[:1].isdigit() else block.text)
        elif isinstance(block, Table):
            rows = [[""] * block.columns for _ in range(block.rows)]
            for cell in block.cells:
                rows[cell.row][cell.column] = cell.text
            found += [*([block.caption] if block.caption else []), [tuple(row) for row in rows], *block.notes]
    return found


LAYOUTS = (*designed_columns.LAYOUTS, *designed_tables.LAYOUTS, *designed_boxes.LAYOUTS)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_a_designed_page_is_read_in_order_with_its_tables_whole(layout: Layout) -> None:
    wanted: Told = []
    data = made(lambda page: wanted.extend(layout(page)))
    assert told(read_pdf(data, "made.pdf")) == wanted


def test_small_figures_above_larger_print_of_another_column_are_no_footnote_marks() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 8)
        for x, figure in ((180, "14"), (220, "3"), (260, "4")):
            canvas.drawString(x, 700, figure)
        canvas.setFont("Helvetica", 12)
        canvas.drawString(320, 696, "The Director answered every letter herself.")

    text = " ".join(part for part in told(read_pdf(made(page), "made.pdf")) if isinstance(part, str))
    assert [word for word in text.split() if word.isdigit()] == ["14", "3", "4"]


def test_a_row_of_underscores_is_a_line_and_no_word() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 720, "Presentation of findings")
        canvas.drawString(72, 706, "_" * 60)
        canvas.drawString(72, 692, "reveals that 12 letters were late; name: ______")

    assert told(read_pdf(made(page), "made.pdf")) == [
        "Presentation of findings",
        "reveals that 12 letters were late; name: ______",
    ]


def test_a_header_over_one_column_does_not_reach_the_total() -> None:
    """'Stage 3' ends where the figures of its own column do."""
    rows = [
        ("Year", "Investigators", "Independent persons", "Panel members", "Total"),
        ("2017/18", "£6,120", "£2,040", "nil", "£8,160"),
        ("2018/19", "£9,375", "£2,980", "£1,150", "£13,505"),
        ("2019/20", "£7,840", "£2,365", "£1,210", "£11,415"),
    ]

    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 9)
        canvas.drawCentredString(LEFT + 0.5 * 484 + 10, 700, "Stage 2")
        canvas.drawRightString(LEFT + 0.85 * 484 - 3, 700, "Stage 3")
        Column(canvas, LEFT, 690, 484).table(rows, (0.4, 0.15, 0.15, 0.15, 0.15), align="r", size=9)

    (table,) = [b for b in read_pdf(made(page), "made.pdf").blocks if isinstance(b, Table)]
    over = {c.text: (c.column, c.column_span) for c in table.cells if c.row == 0 and c.text}
    assert over["Stage 2"] == (1, 2)
    assert over["Stage 3"] == (3, 1)
    assert [c.text for c in table.cells if c.column == 4][-3:] == ["£8,160", "£13,505", "£11,415"]


def test_equal_words_far_apart_in_a_justified_line_are_no_cells() -> None:
    def page(canvas: Canvas) -> None:
        line = canvas.beginText(72, 700)
        line.setWordSpace(9)
        line.textLine("Nobody had ever asked any of them before")
        line.setWordSpace(0)
        line.textLine("what they thought of the letters that were sent, and 14 people said so.")
        canvas.drawText(line)

    (ink,) = pdfium_pages(open_pdf(made(page)))
    assert ink is not None
    row = rows_of(words_of(ink))[0]
    assert len(chunks(row)) == 1
