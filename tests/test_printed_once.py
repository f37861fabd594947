"""Labels printed once, ditto marks, groups on rows of their own, lists side by side, spaced thousands."""

from __future__ import annotations

import pytest

from extractor.language.numbers import in_cell
from extractor.model.types import Cell, Table
from extractor.understand.tables.grid import Body, bodies
from extractor.understand.tables.slot import falls, one_line


def drawn(text: str) -> Table:
    """A table drawn with '|' between the cells of a line."""
    rows = [
        [cell.strip().replace(" / ", "\n") for cell in line.split("|")] for line in text.strip().splitlines()
    ]
    cells = [Cell(cell, r, c) for r, row in enumerate(rows) for c, cell in enumerate(row)]
    return Table(tuple(cells), len(rows), max(map(len, rows)))


def read(text: str) -> list[Body]:
    known = ("upheld", "not upheld", "complaints", "complaint")
    return list(bodies(drawn(text), lambda t: t.lower().startswith("total"), lambda t: t.lower() in known))


def labels(text: str) -> list[list[str]]:
    """The stub of each row of figures, its group first where it has one."""
    return [
        [*([group] if any(body.groups) else []), *(one_line(s) for s in row[: body.stub])]
        for body in read(text)
        for row, group in zip(body.rows, body.groups, strict=True)
    ]


def test_a_label_printed_once_holds_for_the_blank_cells_below_it() -> None:
    assert labels("""
        Team | Outcome | 2019
        Duty | Upheld  | 4
             | Closed  | 5
        Care | Upheld  | 6
             | Closed  | 7
    """) == [["Duty", "Upheld"], ["Duty", "Closed"], ["Care", "Upheld"], ["Care", "Closed"]]


def test_a_new_outer_label_ends_the_inner_one() -> None:
    assert labels("""
        Year    | Team | Stage | Number
        2017/18 | Duty | First   | 4
                |      | Next   | 5
        2018/19 |      | First   | 6
    """) == [["2017/18", "Duty", "First"], ["2017/18", "Duty", "Next"], ["2018/19", "", "First"]]


def test_the_innermost_label_is_never_filled() -> None:
    assert labels("""
        Team | 2019
        Duty | 4
             | 40%
    """) == [["Duty"], [""]]


def test_ditto_marks_repeat_the_label_above_and_no_figure() -> None:
    for mark in ('"', "”", "– ” –", "''", "ditto", "Do."):
        text = f"""
            Team   | Outcome | 2019
            Duty   | Upheld  | 4
            {mark} | Closed  | 5
        """
        assert labels(text)[1] == ["Duty", "Closed"], mark
    assert labels("""
        Team | Outcome | 2019
        Duty | Upheld  | 4
        Care | "       | 5
    """)[1] == ["Care", '"'], "the outer label has changed"


def test_a_total_of_all_groups_is_of_no_group() -> None:
    whole = labels("""
        Team | Outcome | 2019
        Duty | Upheld  | 4
             | Closed  | 5
        Care | Upheld  | 6
             | Closed  | 7
             | Total   | 22
    """)
    assert whole[-1] == ["", "Total"]
    part = labels("""
        Team | Outcome | 2019
        Duty | Upheld  | 4
             | Closed  | 5
             | Total   | 9
        Care | Upheld  | 6
             | Closed  | 7
             | Total   | 13
             | Total   | 22
    """)
    assert [row[0] for row in part] == ["Duty", "Duty", "Duty", "Care", "Care", "Care", ""]


def test_sums_tell_a_group_s_total_from_that_of_all() -> None:
    assert labels("""
        Team | Outcome | 2019
        Duty | Upheld  | 4
             | Closed  | 5
        Care | Upheld  | 6
             | Closed  | 7
             | Total   | 13
    """)[-1] == ["Care", "Total"]


GROUPS = """
    Outcome | 2018 | 2019
    Duty    |      |
    Upheld  | 4    | 5
    Closed  | 6    | 7
    Care    |      |
    Upheld  | 8    | 9
    Closed  | 3    | 2
    Total   | {}   | {}
"""


def test_a_label_alone_on_its_row_heads_the_rows_below() -> None:
    assert labels(GROUPS.format(21, 23)) == [
        ["Duty", "Upheld"],
        ["Duty", "Closed"],
        ["Care", "Upheld"],
        ["Care", "Closed"],
        ["", "Total"],
    ]
    assert labels(GROUPS.format(11, 11))[-1] == ["Care", "Total"]


def test_labels_that_never_come_again_are_groups_only_where_each_row_has_one() -> None:
    assert labels("""
        Team   | 2019 | 2020
        Adults |      |
        Duty   | 4    | 5
        Care   | 6    | 7
        Young  |      |
        School | 8    | 9
        Sport  | 3    | 2
    """)[0] == ["Adults", "Duty"]
    missing = labels("""
        Team   | 2019 | 2020
        Adults |      |
        Duty   | 4    | 5
        Young  |      |
        School | 8    | 9
        Sport  | 3    | 2
    """)
    assert missing == [["Duty"], ["School"], ["Sport"]], "rows whose figures are missing head nothing"


def test_lists_side_by_side_are_read_one_after_the_other() -> None:
    found = read("""
        Team | Number | Team   | Number
        Duty | 4      | School | 8
        Care | 6      | Sport  | 3
        Home | 1      |        |
    """)
    rows = [[one_line(s) for s in row] for body in found for row in body.rows]
    assert rows == [["Duty", "4"], ["Care", "6"], ["Home", "1"], ["School", "8"], ["Sport", "3"]]


def test_lists_side_by_side_need_no_header() -> None:
    assert (
        len(
            read("""
        Duty | 4 | School | 8
        Care | 6 | Sport  | 3
        Home | 1 | Youth  | 2
    """)
        )
        == 2
    )


def test_a_second_column_of_labels_is_no_second_list_under_another_heading() -> None:
    assert (
        len(
            read("""
        Team | Received | Finding | Decided
        Duty | 4        | Upheld  | 8
        Care | 6        | Closed  | 3
        Home | 1        | Closed  | 2
    """)
        )
        == 1
    )
    assert (
        len(
            read("""
        Team | 2019 | 2020 | 2019 | 2020
        Duty | 4    | 5    | 8    | 9
    """)
        )
        == 1
    )


def values(text: str) -> list[list[str]]:
    return [[one_line(s) for s in row[body.stub :]] for body in read(text) for row in body.rows]


def test_spaces_part_thousands_where_no_space_parts_figures() -> None:
    assert values("""
        Team | 2018  | 2019
        Duty | 1 249 | 950
        Care | 12 304 567 | 1 001
    """) == [["1,249", "950"], ["12,304,567", "1,001"]]
    assert values("""
        Team | 2018  | 2019
        Duty | 1 249 | 4
        Care | 12 15 | 5
    """) == [["1 249", "4"], ["12 15", "5"]]


def test_labels_behind_the_first_figures_are_still_the_labels() -> None:
    assert labels("""
        Number | Team | Upheld
        12     | Duty | 3
        14     | Care | 5
    """) == [["Duty"], ["Care"]]
    assert values("""
        Number | Team
        12     | Duty
        14     | Care
    """) == [["12"], ["14"]]
    assert labels("""
        No. | Team | Upheld
        1   | Duty | 3
        2   | Care | 5
    """) == [[], []], "the first column counts the rows"


def heads(text: str) -> list[list[str]]:
    return [[one_line(s) for s in row] for row in read(text)[0].header]


def test_counts_in_words_are_columns_under_their_words() -> None:
    table = """
        Team | 2019 | Findings in 2019
        Duty | 9    | Upheld - 2 / Not upheld - 7
        Care | 1    | Not upheld: 1
        Home | 3    |
    """
    assert heads(table) == [
        ["Team", "2019", "Findings in 2019", "Findings in 2019"],
        ["", "", "Upheld", "Not upheld"],
    ]
    assert values(table) == [["9", "2", "7"], ["1", "", "1"], ["3", "", ""]]
    for cell in (
        "2 upheld, 7 not upheld",
        "Upheld (2); Not upheld (7)",
        "Upheld = 2, Not upheld = 7",
        "2 x upheld and 7 x not upheld",
    ):
        assert values(f"""
            Team | Findings
            Duty | {cell}
        """) == [["2", "7"]], cell


def test_words_that_name_nothing_counted_stay_as_they_are() -> None:
    assert values("""
        Team | 2019 | Action
        Duty | 9    | Visits - 2
    """) == [["9", "Visits - 2"]]
    assert values("""
        Team | 2019 | Findings
        Duty | 9    | Upheld - 2
        Care | 9    | The panel met on Monday
    """) == [["9", "Upheld - 2"], ["9", "The panel met on Monday"]]


def test_counts_with_one_word_behind_each_are_figures() -> None:
    table = """
        Team | 2018          | 2019
        Duty | 12 complaints | 15 complaints
        Care | 1 complaint   | –
    """
    assert heads(table) == [["Team", "2018 complaints", "2019 complaints"]]
    assert values(table) == [["12", "15"], ["1", "–"]]
    stacked = """
        Team        | 2019
        Duty / Care | 12 complaints / 1 complaint
    """
    assert labels(stacked) == [["Duty"], ["Care"]]
    assert values(stacked) == [["12"], ["1"]]


@pytest.mark.parametrize("text", ["(3)", "( 3 )", "(21.4%)", "- 3", "– 60.0%"])
def test_a_change_in_brackets_or_behind_a_dash_is_a_fall(text: str) -> None:
    assert falls(text, in_cell(text)[-1])


@pytest.mark.parametrize("text", ["3", "-3", "+3", "(+3)", "(-3)", "5 (25%)", "(3) 5"])
def test_other_changes_carry_their_sign(text: str) -> None:
    assert not any(falls(text, number) for number in in_cell(text))
