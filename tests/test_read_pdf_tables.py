"""Tables of PDFs: ruled, half ruled, shaded, without lines, side by side, over pages."""

from __future__ import annotations

import pytest
from made_pdf import BOXES, TEAMS, WORDS, grid, made, prose
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas

from extractor.model.types import Document, Prose, Table
from extractor.read.pdf.document import read_pdf

BLACK = colors.black
TWO_HEADS = [
    ("", "Stage 1", "", "Stage 2", ""),
    ("Team", "2020/21", "2021/22", "2020/21", "2021/22"),
    ("First response", "10", "12", "1", "2"),
    ("Leaving care", "5", "6", "0", "1"),
    ("Total", "15", "18", "1", "3"),
]
SPANS = (("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0)), ("ALIGN", (1, 0), (-1, -1), "CENTER"))


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def rows_of(table: Table) -> list[tuple[str, ...]]:
    found = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        found[cell.row][cell.column] = cell.text
    return [tuple(row) for row in found]


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("ruled", (BOXES,)),
        ("no outer sides", (("INNERGRID", (0, 0), (-1, -1), 0.5, BLACK),)),
        ("lines between rows", (("LINEBELOW", (0, 0), (-1, -1), 0.5, BLACK),)),
        (
            "three lines",
            (
                ("LINEABOVE", (0, 0), (-1, 0), 1, BLACK),
                ("LINEBELOW", (0, 0), (-1, 0), 0.5, BLACK),
                ("LINEBELOW", (0, -1), (-1, -1), 1, BLACK),
                ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
            ),
        ),
        (
            "header ruled, body open",
            (("GRID", (0, 0), (-1, 0), 0.5, BLACK), ("BOX", (0, 0), (-1, -1), 0.5, BLACK)),
        ),
        (
            "columns ruled only",
            (("LINEAFTER", (0, 0), (-2, -1), 0.5, BLACK), ("BOX", (0, 0), (-1, -1), 1, BLACK)),
        ),
        ("zebra", (("ROWBACKGROUNDS", (0, 0), (-1, -1), (colors.lightblue, colors.white)),)),
        ("coloured header", (("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey),)),
        ("no lines", ()),
        ("no lines, figures to the right", (("ALIGN", (1, 0), (-1, -1), "RIGHT"),)),
    ],
)
def test_a_grid_is_read_however_it_is_drawn(name: str, style: tuple[tuple[object, ...], ...]) -> None:
    def draw(page: Canvas) -> None:
        y = prose(page, 60, 780, 470, WORDS)
        y = prose(page, 60, y, 470, "Table 3: Complaints by service area")
        y = grid(page, 60, y + 8, TEAMS, (6, 3, 3, 3), *style)
        prose(page, 60, y, 470, WORDS)

    document = read_pdf(made(draw), "a.pdf")
    (table,) = tables(document)
    assert rows_of(table) == TEAMS, name
    assert table.caption == "Table 3: Complaints by service area"
    around = [block.text for block in document.blocks if isinstance(block, Prose)]
    assert around == [WORDS.strip(), WORDS.strip()]


def test_anchors_say_where_a_cell_stands() -> None:
    def draw(page: Canvas) -> None:
        grid(page, 60, 742, TEAMS, (6, 3, 3, 3), BOXES)

    (table,) = tables(read_pdf(made(lambda page: prose(page, 60, 700, 400, WORDS), draw), "a.pdf"))
    cell = next(c for c in table.cells if c.text == "18")
    assert (cell.anchor.page, cell.anchor.table, cell.anchor.row, cell.anchor.column) == (2, 1, 4, 3)
    assert cell.anchor.bbox is not None
    x0, top, x1, bottom = cell.anchor.bbox
    assert x0 == pytest.approx(60 + 9 * 28.35, abs=1) and x1 == pytest.approx(60 + 12 * 28.35, abs=1)
    assert 100 < top < bottom < 190


@pytest.mark.parametrize("style", [(BOXES,), (), (("LINEBELOW", (0, 0), (-1, -1), 0.5, BLACK),)])
def test_two_rows_of_headers_span_what_they_head(style: tuple[tuple[object, ...], ...]) -> None:
    def draw(page: Canvas) -> None:
        y = prose(page, 60, 780, 470, WORDS)
        grid(page, 60, y, TWO_HEADS, (5, 2.5, 2.5, 2.5, 2.5), *SPANS, *style)

    (table,) = tables(read_pdf(made(draw), "a.pdf"))
    assert rows_of(table) == TWO_HEADS
    spans = {
        cell.text: (cell.column, cell.column_span) for cell in table.cells if cell.row == 0 and cell.text
    }
    assert spans == {"Stage 1": (1, 2), "Stage 2": (3, 2)}


def test_upended_headers_are_words() -> None:
    def draw(page: Canvas) -> None:
        xs, ys = (60, 200, 230, 260, 290), (700, 600, 580, 560)
        page.grid(xs, ys)
        page.drawString(64, 605, "Team")
        for x, text in zip(xs[1:], ("Upheld", "Not upheld", "Withdrawn"), strict=False):
            page.saveState()
            page.translate(x + 20, 605)
            page.rotate(90)
            page.drawString(0, 0, text)
            page.restoreState()
        for y, row in zip(ys[1:], (("Fostering", "1", "2", "3"), ("Adoption", "4", "5", "6")), strict=False):
            for x, text in zip(xs, row, strict=False):
                page.drawString(x + 5, y - 14, text)

    (table,) = tables(read_pdf(made(draw), "a.pdf"))
    assert rows_of(table) == [
        ("Team", "Upheld", "Not upheld", "Withdrawn"),
        ("Fostering", "1", "2", "3"),
        ("Adoption", "4", "5", "6"),
    ]  # fmt: skip


def test_a_wrapped_label_is_one_line_and_stacked_figures_are_rows() -> None:
    def draw(page: Canvas) -> None:
        grid(
            page, 60, 780,
            [
                ("Service", "Received"),
                ("Children looked after and\ncare leavers", "12"),
                ("Fostering\nAdoption\nTotal", "3\n4\n7"),
            ],
            (5, 3), BOXES,
        )  # fmt: skip

    (table,) = tables(read_pdf(made(draw), "a.pdf"))
    assert rows_of(table) == [
        ("Service", "Received"), ("Children looked after and care leavers", "12"), ("Fostering", "3"),
        ("Adoption", "4"), ("Total", "7"),
    ]  # fmt: skip


def test_tables_side_by_side_are_two() -> None:
    def draw(page: Canvas) -> None:
        prose(page, 60, 780, 470, WORDS)
        rows = [("Outcome", "Number"), ("Upheld", "12"), ("Not upheld", "7"), ("Withdrawn", "3")]
        grid(page, 60, 700, rows, (4, 2))
        grid(
            page, 320, 700, [("Channel", "Number"), ("Email", "12"), ("Letter", "7"), ("Visit", "3")], (4, 2)
        )

    found = tables(read_pdf(made(draw), "a.pdf"))
    assert [rows_of(table)[1] for table in found] == [("Upheld", "12"), ("Email", "12")]
    assert [table.columns for table in found] == [2, 2]


@pytest.mark.parametrize("style", [(BOXES,), ()])
@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_over_a_page_break_is_one(style: tuple[tuple[object, ...], ...], repeated: bool) -> None:
    more = [(f"Team {letter}", str(n), str(n + 1), str(n + 2)) for n, letter in enumerate("ABCDEF", start=10)]

    def first(page: Canvas) -> None:
        prose(page, 60, 780, 470, WORDS)
        grid(page, 60, 250, TEAMS, (6, 3, 3, 3), *style)

    def second(page: Canvas) -> None:
        y = grid(page, 60, 780, [TEAMS[0], *more] if repeated else more, (6, 3, 3, 3), *style)
        prose(page, 60, y, 470, WORDS)

    (table,) = tables(read_pdf(made(first, second), "a.pdf"))
    assert rows_of(table) == [*TEAMS, *more]
    assert {cell.anchor.page for cell in table.cells} == {1, 2}
    assert [cell.anchor.row for cell in table.cells if cell.column == 0] == list(range(1, 13))


def test_a_table_with_a_header_of_its_own_on_the_next_page_is_another() -> None:
    bold = ("FONT", (0, 0), (-1, 0), "Helvetica-Bold")

    def first(page: Canvas) -> None:
        grid(page, 60, 250, TEAMS, (6, 3, 3, 3), BOXES, bold)

    def second(page: Canvas) -> None:
        rows = [
            ("Outcome", "Stage 1", "Stage 2", "Stage 3"),
            ("Upheld", "4", "2", "0"),
            ("Not upheld", "7", "1", "1"),
        ]
        grid(page, 60, 780, rows, (6, 3, 3, 3), BOXES, bold)

    assert [table.rows for table in tables(read_pdf(made(first, second), "a.pdf"))] == [6, 3]


def test_prose_in_columns_makes_no_table() -> None:
    def draw(page: Canvas) -> None:
        for x in (60, 230, 400):
            prose(page, x, 780, 150, f"Column at {x}. " + WORDS * 4)

    document = read_pdf(made(draw), "a.pdf")
    assert not tables(document)
    firsts = [b.text.split(".")[0] for b in document.blocks if isinstance(b, Prose)]
    assert firsts == ["Column at 60", "Column at 230", "Column at 400"]


def test_a_box_around_a_section_makes_no_table() -> None:
    def draw(page: Canvas) -> None:
        page.rect(50, 600, 490, 200)
        prose(page, 60, 780, 470, "The team heard 17 complaints. " + WORDS * 2)

    document = read_pdf(made(draw), "a.pdf")
    assert not tables(document)
    assert [b.text for b in document.blocks if isinstance(b, Prose)] == [
        ("The team heard 17 complaints. " + WORDS * 2).strip()
    ]


@pytest.mark.parametrize("style", [(), (("LINEBELOW", (0, 0), (-1, -1), 0.5, BLACK),)])
def test_a_table_of_sentences_is_read_row_by_row(style: tuple[tuple[object, ...], ...]) -> None:
    rows = [
        ("Issue", "Action taken", "When"),
        (
            "Letters were hard to\nfollow for parents",
            "A new template was written with a\ngroup of parents",
            "May 2021",
        ),
        ("Late answers", "Managers see a weekly list", "June 2021"),
        (
            "No record of calls",
            "Staff were reminded that every call\nis to be put down on the same day",
            "July 2021",
        ),
    ]

    def draw(page: Canvas) -> None:
        y = prose(page, 60, 780, 470, WORDS)
        y = grid(page, 60, y, rows, (4.5, 7.5, 3), ("VALIGN", (0, 0), (-1, -1), "TOP"), *style)
        prose(page, 60, y, 470, WORDS)

    (table,) = tables(read_pdf(made(draw), "a.pdf"))
    assert rows_of(table) == [tuple(text.replace("\n", " ") for text in row) for row in rows]


def test_figures_tied_to_their_labels_by_dots() -> None:
    def draw(page: Canvas) -> None:
        prose(page, 60, 780, 470, "Complaints by stage:")
        for index, (label, number) in enumerate(
            (("Stage 1", 45), ("Stage 2", 7), ("Stage 3", 1), ("Ombudsman", 9))
        ):
            page.drawString(60, 740 - 16 * index, label + "." * int((400 - page.stringWidth(label)) / 3.06))
            page.drawString(465, 740 - 16 * index, str(number))

    (table,) = tables(read_pdf(made(draw), "a.pdf"))
    assert rows_of(table) == [("Stage 1", "45"), ("Stage 2", "7"), ("Stage 3", "1"), ("Ombudsman", "9")]


def test_a_ruled_running_header_is_furniture() -> None:
    def page_of(number: int) -> object:
        def draw(page: Canvas) -> None:
            grid(
                page,
                60,
                830,
                [("Children and Families", "Annual report", f"Page {number}")],
                (6, 6, 3),
                BOXES,
            )
            prose(page, 60, 700, 470, f"Text of page {number}. " + WORDS)

        return draw

    document = read_pdf(made(*map(page_of, (1, 2, 3))), "a.pdf")  # type: ignore[arg-type]
    assert not tables(document)
    assert [p.text for p in document.furniture] == [
        f"Children and Families Annual report Page {n}" for n in (1, 2, 3)
    ]


@pytest.mark.parametrize("title", ["Table 2: Outcomes by team", "Outcomes by team"])
def test_a_title_between_two_tables_without_lines_parts_them(title: str) -> None:
    first = [
        ("Outcome", "No.", "Per cent"),
        ("Upheld", "24", "24%"),
        ("Partly upheld", "36", "37%"),
        ("Not upheld", "38", "39%"),
    ]
    second = [
        ("Team", "Upheld", "Partly upheld", "Not upheld"),
        ("First response", "12", "20", "9"),
        ("Leaving care", "7", "5", "11"),
        ("Placements", "5", "11", "18"),
    ]

    def draw(page: Canvas) -> None:
        y = grid(page, 60, 760, first, (4.6, 2.8, 2.8))
        page.setFont("Helvetica-Bold", 10)
        page.drawString(60, y + 4, title)
        grid(page, 60, y, second, (3.9, 2.5, 3.2, 2.8))

    found = tables(read_pdf(made(draw), "a.pdf"))
    assert [rows_of(table) for table in found] == [first, second]


def test_figures_under_each_column_of_a_cell_that_rules_leave_whole() -> None:
    rows = [
        ("Year", "Parent", "Child", "Carer", "Other"),
        ("2021/22", "111", "26", "30", "<5"),
        ("2022/23", "93", "21", "20", "6"),
    ]
    style: tuple[tuple[object, ...], ...] = (
        ("GRID", (0, 0), (-1, 0), 0.5, BLACK),
        ("GRID", (0, 0), (0, -1), 0.5, BLACK),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, BLACK),
        ("LINEAFTER", (-1, 0), (-1, -1), 0.5, BLACK),
    )
    (table,) = tables(
        read_pdf(made(lambda page: grid(page, 60, 760, rows, (3, 2, 2, 2, 2), *style)), "a.pdf")
    )
    assert rows_of(table) == rows
