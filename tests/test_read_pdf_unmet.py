"""Tables of PDFs of kinds that are rarely met: small print, cells cut short, words alone, notes close by."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from made_pdf import BOXES, WORDS, grid, made, prose
from reportlab.pdfgen.canvas import Canvas
from test_read_pdf_rows import HEAD, ROWS, tables

from extractor.model.types import Prose, Table
from extractor.read.pdf.document import read_pdf
from extractor.read.pdf.ink import Fill, Style
from extractor.read.pdf.tables.shading import seen_fills
from extractor.read.pdf.text.words import Word, make_row

Placed = tuple[float, str]


def lines(
    page: Canvas, y: float, rows: Sequence[Sequence[Placed]], step: float = 14, size: float = 9
) -> float:
    """Rows of texts at the places given; a place below zero is a right edge."""
    page.setFont("Helvetica", size)
    for row in rows:
        for x, text in row:
            if x < 0:
                page.drawRightString(-x, y, text)
            else:
                page.drawString(x, y, text)
        y -= step
    return y


def read_between_prose(rows: Sequence[Sequence[Placed]], step: float = 14) -> list[list[list[str]]]:
    def draw(page: Canvas) -> None:
        y = lines(page, prose(page, 60, 780, 470, WORDS) - 12, rows, step)
        prose(page, 60, y - 14, 470, WORDS)

    return tables(made(draw))


def test_a_report_in_small_print_is_read_as_one_in_usual_print() -> None:
    def draw(page: Canvas) -> None:
        page.scale(0.15, 0.15)
        y = prose(page, 60, 780, 470, WORDS) - 10
        grid(page, 60, y, [HEAD, *ROWS], [8.5, 2.1, 2.1], BOXES)

    document = read_pdf(made(draw), "a.pdf")
    [table] = [block for block in document.blocks if isinstance(block, Table)]
    assert [cell.text for cell in table.cells] == [text for row in (HEAD, *ROWS) for text in row]
    box = table.anchor.bbox
    assert box is not None and box[0] == pytest.approx(0.15 * 60, abs=1)  # on the page as it is shown
    assert box[2] - box[0] == pytest.approx(0.15 * 12.7 * 28.35, abs=1)


def test_an_upright_line_parts_the_letters_of_two_cells() -> None:
    """A text that is too long for its cell ends at the next one's, and the space between is no space."""

    def draw(page: Canvas) -> None:
        y = prose(page, 60, 780, 470, WORDS) - 10
        widths = [60.0, 60 + page.stringWidth("Fostering an", "Helvetica", 10) + 0.6, 200, 260]
        for k in range(4):
            page.line(60, y - 16 * k, 260, y - 16 * k)
        for x in widths:
            page.line(x, y, x, y - 48)
        page.setFont("Helvetica", 10)
        for k, row in enumerate((("Team", "2021", "2022"), ("Fostering an", "12", "7"), ("Duty", "3", "4"))):
            for x, text in zip(widths, row, strict=False):
                page.drawString(x + (0.3 if text[0] != "F" else 0), y - 12 - 16 * k, text)

    [table] = tables(made(draw))
    assert table[1] == ["Fostering an", "12", "7"]


def test_text_from_right_to_left_is_read_in_its_order() -> None:
    letters = "\u05d0\u05d1\u05d2"
    word = Word(f"{letters[::-1]}", 0, 0, 10, 10, 8, Style("Helvetica", 10.0))
    number = Word("12.5", 12, 0, 20, 10, 8, Style("Helvetica", 10.0))
    assert make_row([word, number]).text == f"12.5 {letters}"
    assert make_row([number]).text == "12.5"


def test_a_caption_set_in_wide_spaces_and_a_note_are_no_rows() -> None:
    rows = [
        [(60, "Table 3:"), (105, "Complaints of the two years by team of the service")],
        [(105, "and by year")],
        [(-300, "2021"), (-360, "2022")],
        *([(60, a), (-300, b), (-360, c)] for a, b, c in ROWS),
        [(60, "Source:"), (105, "returns of the teams")],
    ]
    assert read_between_prose(rows) == [[["", "2021", "2022"], *ROWS]]


def test_a_line_in_smaller_print_below_the_figures_is_a_note() -> None:
    def draw(page: Canvas) -> None:
        y = prose(page, 60, 780, 470, WORDS) - 12
        y = lines(page, y, [[(60, a), (-300, b), (-360, c)] for a, b, c in [HEAD, *ROWS]])
        lines(page, y, [[(60, "(*)"), (90, "The duty desk was open for a part of the year alone.")]], size=7)

    assert tables(made(draw)) == [[HEAD, *ROWS]]


def test_years_alone_head_the_figures_of_one_row() -> None:
    rows = [
        [(-280, "2019"), (-340, "2020"), (-400, "2021")],
        [(60, "Complaints"), (-280, "7"), (-340, "9"), (-400, "4")],
    ]
    assert read_between_prose(rows) == [[["", "2019", "2020", "2021"], ["Complaints", "7", "9", "4"]]]


def test_years_above_level_rows_are_no_figures_of_a_stack() -> None:
    """With a line more below, the labels are as many as the years and figures: none moves up."""
    rows = [
        [(-300, "2000"), (-360, "2002")],
        *([(60, a), (-300, b), (-360, c)] for a, b, c in ROWS),
        [(60, "Others:"), (99.5, "in the next year")],
    ]
    [table] = read_between_prose(rows)
    assert table[:3] == [["", "2000", "2002"], *ROWS[:2]]


def test_a_heading_of_many_lines_counts_once() -> None:
    words = ["Complaints", "that were", "answered", "after a", "reminder", "of the", "service"]
    head = [[(-300, word), (-380, word)] for word in words]
    body = [[(60, a), (-300, b), (-380, c)] for a, b, c in ROWS]
    assert read_between_prose([*head, [], *body], 11) == [[["", *[" ".join(words)] * 2], *ROWS]]


def test_the_last_label_has_all_its_lines() -> None:
    rows = [
        *([(60, a), (-300, b), (-360, c)] for a, b, c in [HEAD, *ROWS[:2]]),
        [(60, "Teams that had none of the"), (-300, "4"), (-360, "6")],
        [(60, "complaints that were late or")],
        [(60, "were not answered")],
    ]
    [table] = read_between_prose(rows, 11)
    last = "Teams that had none of the complaints that were late or were not answered"
    assert table[-1] == [last, "4", "6"]


def test_headings_and_labels_stand_for_the_rows_beside_them() -> None:
    rows = [
        [(60, "Stage"), (-372, "Answered in the whole year")],
        [(-300, "in time"), (-360, "late")],
        *(
            [*([(60, stage)] if not k else []), (140, kind), (-300, f"{9 + k}"), (-360, f"{4 + k}")]
            for stage in ("One", "Two")
            for k, kind in enumerate(("Adults", "Children"))
        ),
    ]

    def draw(page: Canvas) -> None:
        y = lines(page, prose(page, 60, 780, 470, WORDS) - 12, rows)
        prose(page, 60, y - 14, 470, WORDS)

    [table] = [b for b in read_pdf(made(draw), "a.pdf").blocks if isinstance(b, Table)]
    spans = {cell.text: (cell.row, cell.row_span) for cell in table.cells if cell.row_span > 1}
    assert spans == {"Stage": (0, 2), "One": (2, 2), "Two": (4, 2)}


def test_a_label_of_two_lines_does_not_cut_a_table_of_figures() -> None:
    """The rows around it look like a table of words by themselves, but have fewer cells than the whole."""
    rows = [
        [(60, "Topic"), (-260, "Enquiries")],
        [(60, "Institutions"), (-260, "3.597")],
        [(60, "Employment, social affairs and equal"), (-260, "1.783")],
        [(60, "opportunities")],
        [(60, "Air passengers"), (-260, "1.726")],
        [(60, "Justice and security"), (-260, "1.451")],
        [(60, "Consumers, food safety, public health"), (-260, "1.241")],
        [(60, "Enterprise and industry"), (-260, "1.215")],
        [(60, "Total"), (-260, "14.862")],
    ]

    def draw(page: Canvas) -> None:
        y = prose(page, 60, 780, 470, WORDS) - 12
        for k, row in enumerate(rows):
            y = lines(page, y, [row], 10 if k == 2 else 15)
        prose(page, 60, y - 14, 470, WORDS)

    [table] = tables(made(draw))
    assert table[0] == ["Topic", "Enquiries"] and len(table) == 8
    assert table[2] == ["Employment, social affairs and equal opportunities", "1.783"]


def test_words_in_three_columns_that_each_begin_anew_are_a_table() -> None:
    names = ["ABBOT, Jean", "BAKER, Ann", "COOK, Mary", "DYER, Tom", "EDGE, Lily", "FOX, Rose"]
    rows = [
        [(60, name), (220, "Labour and Co-operative"), (400, place)]
        for name, place in zip(
            names, ["Rivington", "Salford", "Rio Tinto", "Pampa", "Santa Fe", "Jujuy"], strict=True
        )
    ]
    [table] = read_between_prose(rows, 16)
    assert table[1] == ["BAKER, Ann", "Labour and Co-operative", "Salford"]


def test_columns_of_prose_are_no_table() -> None:
    def draw(page: Canvas) -> None:
        for x in (40, 220, 400):
            prose(page, x, 780, 150, WORDS * 2, size=9)

    blocks = read_pdf(made(draw), "a.pdf").blocks
    assert all(isinstance(block, Prose) for block in blocks)


def test_a_box_upon_its_own_colour_is_not_seen() -> None:
    cell, line, other = Fill(10, 10, 90, 40, (9, 9, 9)), Fill(14, 12, 86, 22, (9, 9, 9)), Fill(14, 24, 86, 34)
    assert sorted(seen_fills([cell, line, other])) == sorted([cell, other])
