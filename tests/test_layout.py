"""Layout tables told from data tables: prose out, grids kept, spans compact."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from sampled import trials

from extractor.model.types import Anchor, Block, Picture, Prose, RawCell, RawTable, Table
from extractor.read.layout.tables import (
    attach_captions,
    blocks_from_table,
    number_tables,
)


def cell(*lines: str, span: int = 1, down: int = 1, header: bool = False) -> RawCell:
    return RawCell(tuple(Prose(line) for line in lines), span, down, header)


def rows(*lines: str) -> RawTable:
    """A plain grid drawn as text: cells parted by |."""
    return RawTable(tuple(tuple(cell(c.strip()) for c in line.split("|")) for line in lines))


def drawn(table: Block) -> list[list[str]]:
    assert isinstance(table, Table)
    return [[c.text for c in table.cells if c.row == r] for r in range(table.rows)]


def test_a_plain_grid_comes_through_unchanged() -> None:
    raw = RawTable(
        (
            (cell("Team", header=True), cell("2019/20", header=True), cell("2020/21", header=True)),
            (cell("Fostering"), cell("12"), cell("")),
            (cell("Adoption"), cell("3"), cell("4")),
        ),
        caption="Complaints by team",
        anchor=Anchor(page=4),
    )
    (table,) = blocks_from_table(raw)
    assert isinstance(table, Table)
    assert (table.rows, table.columns, table.caption) == (3, 3, "Complaints by team")
    assert drawn(table) == [["Team", "2019/20", "2020/21"], ["Fostering", "12", ""], ["Adoption", "3", "4"]]
    assert [c.header for c in table.cells[:4]] == [True, True, True, False]
    assert table.cells[4].anchor.row == 2 and table.cells[4].anchor.column == 2
    assert table.anchor.page == 4


def test_spans_across_and_down_are_kept() -> None:
    raw = RawTable(
        (
            (cell("", down=2), cell("Within 10 days", span=2), cell("Over 20 days", span=2)),
            (cell("17/18"), cell("16/17"), cell("17/18"), cell("16/17")),
            (cell("Stage 1"), cell("15"), cell("21"), cell("47"), cell("41")),
        )
    )
    (table,) = blocks_from_table(raw)
    assert isinstance(table, Table)
    assert table.columns == 5
    at = {(c.row, c.column): c for c in table.cells}
    assert (at[0, 0].row_span, at[0, 1].column_span, at[0, 3].column_span) == (2, 2, 2)
    assert at[1, 1].text == "17/18" and at[2, 4].text == "41"


def test_section_numbers_and_prose_rows_become_headings_and_paragraphs() -> None:
    wide = 48
    raw = RawTable(
        (
            (cell("2"), cell("Summary of Activity", span=wide)),
            (cell("2.1"), cell("Overall activity", "The Council received 51 complaints.", span=wide)),
            (cell(""), cell("Table 1: By service area", span=wide)),
            (cell(""), cell("Service", span=20), cell("Stage 1", span=14), cell("Stage 2", span=14)),
            (cell(""), cell("Education", span=20), cell("10", span=14), cell("3", span=14)),
            (cell(""), cell("Analysis: ten of these were about transport.", span=wide)),
        )
    )
    heading, second, paragraph, table, analysis = blocks_from_table(raw)
    assert heading == Prose("Summary of Activity", "heading", 1, "2")
    assert isinstance(second, Prose) and (second.kind, second.level, second.number) == ("heading", 2, "2.1")
    assert paragraph == Prose("The Council received 51 complaints.")
    assert isinstance(table, Table)
    assert table.caption == "Table 1: By service area"
    assert drawn(table) == [["Service", "Stage 1", "Stage 2"], ["Education", "10", "3"]]
    assert table.columns == 3
    assert isinstance(analysis, Prose) and analysis.kind == "paragraph"


def test_a_long_numbered_paragraph_keeps_its_number_and_is_no_heading() -> None:
    text = "During the year the service received more complaints than in the year before, by 12."
    raw = RawTable(((cell("1.1"), cell(text, span=5)), (cell("1.2"), cell(text + " Again.", span=5))))
    first, second = blocks_from_table(raw)
    assert first == Prose(text, number="1.1")
    assert isinstance(second, Prose) and second.number == "1.2"


def test_a_first_column_of_figures_is_not_taken_for_section_numbers() -> None:
    (table,) = blocks_from_table(rows("Age | Children", "5 | 3", "6 | 4"))
    assert drawn(table) == [["Age", "Children"], ["5", "3"], ["6", "4"]]
    (cases,) = blocks_from_table(rows("1 | Delay in assessment | Upheld", "2 | Conduct | Not upheld"))
    assert isinstance(cases, Table) and cases.columns == 3


def test_two_grids_of_other_columns_in_one_layout_table_are_two_tables() -> None:
    raw = RawTable(
        (
            (cell("Stage", span=6), cell("Number", span=6)),
            (cell("1", span=6), cell("30", span=6)),
            (cell("Team", span=4), cell("Upheld", span=5), cell("Not upheld", span=3)),
            (cell("A", span=4), cell("3", span=5), cell("8", span=3)),
        )
    )
    first, second = blocks_from_table(raw)
    assert drawn(first) == [["Stage", "Number"], ["1", "30"]]
    assert drawn(second) == [["Team", "Upheld", "Not upheld"], ["A", "3", "8"]]


def test_a_coarse_header_spans_the_finer_columns_below() -> None:
    raw = RawTable(
        (
            (cell("Service", span=18), cell("Escalations", span=30)),
            (cell("", span=18), cell("2016/17", span=10), cell("2017/18", span=10), cell("2018/19", span=10)),
            (cell("Education", span=18), cell("0%", span=10), cell("33%", span=10), cell("30%", span=10)),
        )
    )
    (table,) = blocks_from_table(raw)
    assert isinstance(table, Table)
    assert [(c.column, c.column_span) for c in table.cells[:2]] == [(0, 1), (1, 3)]
    assert (table.rows, table.columns) == (3, 4)


def test_columns_that_are_off_by_a_little_are_the_same_columns() -> None:
    raw = RawTable(
        (
            (cell("Team", span=10), cell("A", span=10), cell("B", span=10)),
            (cell("x", span=10), cell("1", span=10), cell("2", span=10)),
            (cell("y", span=11), cell("3", span=9), cell("4", span=10)),
        )
    )
    (table,) = blocks_from_table(raw)
    assert isinstance(table, Table)
    assert table.columns == 3
    assert drawn(table)[2] == ["y", "3", "4"]


def test_a_group_label_across_the_width_stays_a_row() -> None:
    raw = RawTable(
        (
            (cell("Ethnicity"), cell("2018/19"), cell("2017/18")),
            (cell("ASIAN OR ASIAN BRITISH", span=3),),
            (cell("Indian"), cell("6"), cell("3")),
        )
    )
    (table,) = blocks_from_table(raw)
    assert isinstance(table, Table)
    assert table.rows == 3
    group = next(c for c in table.cells if c.row == 1)
    assert (group.text, group.column, group.column_span) == ("ASIAN OR ASIAN BRITISH", 0, 3)


def test_a_caption_row_parts_two_tables_and_is_not_printed_twice() -> None:
    raw = RawTable(
        (
            (cell("Table 16: Sex", span=2),),
            (cell("Male"), cell("23")),
            (cell("Female"), cell("28")),
            (cell("Table 17: Origin", span=2),),
            (cell("Parent"), cell("41")),
            (cell("Advocate"), cell("4")),
        )
    )
    first, second = blocks_from_table(raw)
    assert isinstance(first, Table) and isinstance(second, Table)
    assert (first.caption, second.caption) == ("Table 16: Sex", "Table 17: Origin")


def test_a_caption_in_the_corner_cell_begins_a_table_and_leaves_the_cell() -> None:
    raw = RawTable(
        (
            (cell("Sex"), cell("2018/19")),
            (cell("Male"), cell("23")),
            (cell("Table 20", "Ethnic origin"), cell("2018/19")),
            (cell("Indian"), cell("6")),
        )
    )
    first, second = blocks_from_table(raw)
    assert isinstance(first, Table) and isinstance(second, Table)
    assert (first.rows, second.caption) == (2, "Table 20")
    assert drawn(second)[0] == ["Ethnic origin", "2018/19"]


def test_stacked_lines_stay_apart_and_empty_ones_go() -> None:
    raw = RawTable(((cell("Service", "", "Education", "Total"), cell("Stage 1", "", "10", "58")),))
    (table,) = blocks_from_table(raw)
    assert drawn(table) == [["Service\nEducation\nTotal", "Stage 1\n10\n58"]]


def test_one_column_or_one_cell_is_prose() -> None:
    single = blocks_from_table(rows("Service: Adoption", "A selection of recommendations", "Write sooner."))
    assert [b.text for b in single if isinstance(b, Prose)] == [
        "Service: Adoption",
        "A selection of recommendations",
        "Write sooner.",
    ]
    assert blocks_from_table(rows("Only this")) == [Prose("Only this")]
    assert blocks_from_table(RawTable(())) == []


def test_key_number_tiles_become_adjacent_paragraphs() -> None:
    raw = RawTable(((cell("225", "compliments received."), cell("52%", "of complaints answered in time.")),))
    texts = [b.text for b in blocks_from_table(raw) if isinstance(b, Prose)]
    assert texts == ["225", "compliments received.", "52%", "of complaints answered in time."]


def test_panels_of_title_and_sentence_become_headings_and_paragraphs() -> None:
    sentence = "Only 2% of Stage 1 complaints have been found to be wholly upheld this year."
    raw = RawTable(((cell("Findings", sentence), cell("Timescales", sentence)),))
    kinds = [(b.kind, b.text) for b in blocks_from_table(raw) if isinstance(b, Prose)]
    assert kinds == [
        ("heading", "Findings"),
        ("paragraph", sentence),
        ("heading", "Timescales"),
        ("paragraph", sentence),
    ]


def test_a_table_inside_a_cell_comes_out_as_its_own() -> None:
    inner = blocks_from_table(rows("Upheld | 3", "Not upheld | 4"))
    raw = RawTable(((cell("Stage Two"), RawCell((Prose("Outcomes were as follows."), *inner))),))
    heading, paragraph, table = blocks_from_table(raw)
    assert isinstance(heading, Prose) and (heading.kind, heading.text) == ("heading", "Stage Two")
    assert paragraph == Prose("Outcomes were as follows.")
    assert drawn(table) == [["Upheld", "3"], ["Not upheld", "4"]]


def test_pictures_in_cells_are_not_lost() -> None:
    chart = Picture(alt="Complaints by month", chart=True)
    raw = RawTable(((cell("Month"), cell("Number")), (cell("April"), RawCell((Prose("4"), chart)))))
    table, picture = blocks_from_table(raw)
    assert isinstance(table, Table) and picture == chart


def test_absurd_spans_are_clamped_at_once() -> None:
    raw = RawTable(((cell("a", span=10_000_000), cell("b", down=10_000_000)), (cell("c"), cell("d"))))
    (table,) = blocks_from_table(raw)
    assert isinstance(table, Table)
    assert table.columns <= 4 and max(c.row_span for c in table.cells) <= 2


def test_two_thousand_columns_lose_nothing() -> None:
    raw = RawTable(tuple(tuple(cell(str(i)) for i in range(2000)) for _ in range(3)))
    (table,) = blocks_from_table(raw)
    assert isinstance(table, Table)
    assert (table.columns, len(table.cells)) == (2000, 6000)


def test_a_raw_caption_without_a_grid_stays_as_prose() -> None:
    out = blocks_from_table(RawTable(((cell("No complaints."),),), caption="Table 3: Stage 3"))
    assert out == [Prose("Table 3: Stage 3", "caption"), Prose("No complaints.")]


def test_tables_are_numbered_in_reading_order_and_captions_move_in() -> None:
    table = blocks_from_table(rows("a | 1", "b | 2"))
    blocks = attach_captions([Prose("Table 1: A", "caption"), *table, Prose("text"), *table])
    one, _, two = number_tables(blocks)
    assert isinstance(one, Table) and isinstance(two, Table)
    assert (one.caption, two.caption) == ("Table 1: A", "")
    assert [one.anchor.table, two.anchor.table] == [1, 2]
    assert {c.anchor.table for c in two.cells} == {2}
    assert number_tables([one, two]) == (one, two)


LINE = st.sampled_from(
    ["", "12", "2.1", "1", "a)", "Table 3", "Table 4: Teams", "Upheld", "2018/19", "225 compliments",
     "A sentence about the 40 complaints that came in during the year.", "Stage 1", "ASIAN", "Total 5", "7%"]
)  # fmt: skip
KIND = st.sampled_from(["paragraph", "heading", "list", "caption"])
CELL = st.builds(
    lambda lines, span, down, kind: RawCell(tuple(Prose(t, kind) for t in lines), span, down),
    st.lists(LINE, max_size=3),
    st.integers(1, 4),
    st.sampled_from([1, 1, 1, 2]),
    KIND,
)


@settings(max_examples=trials(200), deadline=None)
@given(st.lists(st.lists(CELL, max_size=5).map(tuple), max_size=8).map(tuple), st.booleans())
def test_no_figure_is_lost_and_no_cell_overlaps(
    cells: tuple[tuple[RawCell, ...], ...], captioned: bool
) -> None:
    raw = RawTable(cells, "Table 9: All" if captioned else "")
    printed = [
        raw.caption,
        *(b.text for row in cells for c in row for b in c.content if isinstance(b, Prose)),
    ]
    found: list[str] = []
    for block in blocks_from_table(raw):
        if isinstance(block, Prose):
            found += [block.number, block.text]
        elif isinstance(block, Table):
            found += [block.caption, *(c.text for c in block.cells)]
            taken: set[tuple[int, int]] = set()
            for c in block.cells:
                area = {(c.row + r, c.column + k) for r in range(c.row_span) for k in range(c.column_span)}
                assert not area & taken, (c, block)
                assert c.row + c.row_span <= block.rows and c.column + c.column_span <= block.columns
                taken |= area
    count = [Counter(re.findall(r"\d+", "\n".join(texts))) for texts in (printed, found)]
    assert count[0] == count[1]


def test_numbered_items_of_a_meeting_under_their_head_are_prose() -> None:
    item = RawCell(
        (Prose("Complaints in 2017/18"), Prose("The Panel noted that 40 were made."), Prose("And 3 held."))
    )
    raw = RawTable(((cell("No."), cell("Item")), (cell("14."), cell("Apologies")), (cell("15."), item)))
    blocks = blocks_from_table(raw)
    assert not any(isinstance(block, Table) for block in blocks)
    assert [b.text for b in blocks if isinstance(b, Prose)][-2:] == [
        "The Panel noted that 40 were made.",
        "And 3 held.",
    ]
    ranked = RawTable(
        ((cell("Rank"), cell("Team")), (cell("1."), cell("Waste")), (cell("2."), cell("Roads")))
    )
    assert any(isinstance(block, Table) for block in blocks_from_table(ranked))


def test_a_first_column_that_heads_rows_of_figures_is_no_column_of_section_numbers() -> None:
    wide = (cell("1"), cell("Cases by team", span=2)), (cell("2"), cell("Cases upheld", span=2))
    (table,) = blocks_from_table(RawTable((*wide, (cell("3"), cell("12"), cell("4")))))
    assert drawn(table)[-1] == ["3", "12", "4"]


YEARS = (cell("Team"), cell("2019/20"), cell("2020/21"))


def test_a_label_right_above_another_table_s_caption_is_no_row_of_the_first() -> None:
    first = (YEARS, (cell("North"), cell("1"), cell("2")), (cell("Ages of children", span=3),))
    second = ((cell("Table 2: Ages"), *YEARS[1:]), (cell("Under 5"), cell("3"), cell("4")))
    one, label, other = blocks_from_table(RawTable((*first, *second)))
    assert drawn(one)[-1] == ["North", "1", "2"] and isinstance(label, Prose)
    assert drawn(other)[-1] == ["Under 5", "3", "4"]


def test_a_long_line_between_rows_of_figures_stays_in_their_table() -> None:
    line = "Teams which were set up in the course of the year, and whose figures are for a part of it only."
    rows = (
        YEARS,
        (cell("North"), cell("1"), cell("2")),
        (cell(line, span=3),),
        (cell("South"), cell("3"), cell("4")),
    )
    (table,) = blocks_from_table(RawTable(rows))
    assert drawn(table)[2:] == [[line], ["South", "3", "4"]]
