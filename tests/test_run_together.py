"""Columns that have run together: read where capitals and sums prove which heading is whose."""

from __future__ import annotations

import pytest

from extractor.model.types import Table
from extractor.read.files import read_bytes

HEAD = "Cases by service Adult social care Council tax Roads & paths Total"


def _tables(text: str) -> list[list[list[str]]]:
    found = [b for b in read_bytes(text.encode(), "report.txt").blocks if isinstance(b, Table)]
    return [[[c.text for c in t.cells if c.row == r] for r in range(t.rows)] for t in found]


def test_headings_in_one_line_stand_over_the_figures_that_add_up() -> None:
    (table,) = _tables(f"Complaints\n\n{HEAD}\n2021/22 5 6 1 12\n2020/21 2 8 1,004 1,014\n\nThe end.\n")
    assert table == [
        ["", "Adult social care", "Council tax", "Roads & paths", "Total"],
        ["2021/22", "5", "6", "1", "12"],
        ["2020/21", "2", "8", "1,004", "1,014"],
    ]


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (HEAD, "2021/22 5 6 1 11\n2020/21 2 8 4 14"),  # a line that does not add up
        (HEAD, "2021/22 5 6 1 12"),  # one line proves little
        ("Cases by service Adult Social Care Council tax Roads Total", "2021/22 5 6 1 12\n2020/21 2 8 4 14"),
        ("Cases by adult services Roads Total", "2021/22 5 6 1 12\n2020/21 2 8 4 14"),  # too few headings
    ],
)
def test_what_is_not_proved_is_left_as_it_is_printed(head: str, rows: str) -> None:
    assert not _tables(f"Complaints\n\n{head}\n{rows}\n\nThe end.\n")


@pytest.mark.parametrize(
    ("head", "headings"),
    [
        ("Q1 Q2 Q3", ["", "Q1", "Q2", "Q3"]),
        ("Upheld Not Upheld Partly upheld", ["", "Upheld", "Not Upheld", "Partly upheld"]),
        ("Service Area Upheld Not upheld Open", ["Service Area", "Upheld", "Not upheld", "Open"]),
        ("Where it was 2019/20 2020/21 Change", ["Where it was", "2019/20", "2020/21", "Change"]),
    ],
)
def test_as_many_headings_as_figures_need_no_sum(head: str, headings: list[str]) -> None:
    (table,) = _tables(f"Complaints\n\n{head}\nCouncil tax - 6 2\nStage 1 8 1,004 4\n\nThe end.\n")
    assert table == [headings, ["Council tax", "-", "6", "2"], ["Stage 1", "8", "1,004", "4"]]


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("Complaints Compliments Enquiries", "Council tax 5 6\nParking 2 8"),  # the first may be no corner
        ("Team Upheld Not upheld", "Council tax 5 6 11\nParking 2 8 10"),  # a figure under no heading
        ("Upheld Not upheld", "Council tax 5 6 11\nParking 2 8 10"),
        ("Volumes 2021-2022", "Stage 1 120\nStage 2 20"),
        ("There were more than Before", "Council tax 5 6\nParking 2 8"),
    ],
)
def test_figures_without_a_heading_each_are_no_table(head: str, rows: str) -> None:
    assert not _tables(f"Complaints\n\n{head}\n{rows}\n\nThe end.\n")
