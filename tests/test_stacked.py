"""Tables flattened to one cell a line: read where every label has a figure for each heading."""

from __future__ import annotations

import pytest

from extractor.model.types import Table
from extractor.read.files import read_bytes

HEAD = ["Team", "Received", "Upheld", "% on time"]
TWO = ["Parking", "12", "3*", "75%", "Waste and street care", "1,004", "-", "n/a"]


def _tables(cells: list[str], gap: str = "\n\n") -> list[list[list[str]]]:
    text = f"Complaints\n\nWhat came in is told below.\n\n{gap.join(cells)}\n\nThat is all there was.\n"
    found = [b for b in read_bytes(text.encode(), "report.txt").blocks if isinstance(b, Table)]
    return [[[c.text for c in t.cells if c.row == r] for r in range(t.rows)] for t in found]


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n \n \n"])
def test_each_label_takes_the_figures_below_it(gap: str) -> None:
    assert _tables(HEAD + TWO, gap) == [[HEAD, TWO[:4], TWO[4:]]]


def test_a_heading_over_two_lines_and_a_label_that_heads_rows() -> None:
    cells = ["Year", "Cases", "Share of", "the whole %", "2020/21", "5", "6%", "Adults", "2021/22", "7", "8%"]
    assert _tables(cells) == [
        [
            ["Year", "Cases", "Share of the whole %"],
            ["2020/21", "5", "6%"],
            ["Adults"],
            ["2021/22", "7", "8%"],
        ]
    ]


def test_periods_alone_need_no_corner() -> None:
    cells = ["2020/21", "2021/22", "Received", "5", "6", "Upheld", "1", "2"]
    assert _tables(cells) == [[["", "2020/21", "2021/22"], ["Received", "5", "6"], ["Upheld", "1", "2"]]]


@pytest.mark.parametrize(
    "cells",
    [
        [*HEAD, *TWO[:4]],  # one row proves little
        [*HEAD[:3], *TWO],  # a figure without a heading
        ["Our cases", "Team", "Received", "Upheld", *TWO],  # a caption is no heading
        ["Our cases", "2020/21", "2021/22", "Parking", "1", "2", "9", "Waste", "3", "4", "9"],
        ["Team", "Received", "Parking", "12", "Waste", "14"],  # the one figure may be of another kind
    ],
)
def test_what_is_not_proved_is_left_as_it_is_printed(cells: list[str]) -> None:
    assert not _tables(cells)


def test_a_label_with_too_few_figures_ends_the_table() -> None:
    (table,) = _tables([*HEAD, *TWO, "Planning", "4", "1"])
    assert table == [HEAD, TWO[:4], TWO[4:]]


def test_figures_beside_figures_are_no_page_numbers() -> None:
    rows = [[f"Team {name}", str(n), str(9 - n), "8"] for n, name in enumerate("abcdef", start=1)]
    (table,) = _tables(HEAD + [cell for row in rows for cell in row], "\n\n\n")
    assert table[1:] == rows


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        ("Q1 | Q2 | |", ["", "Q1", "Q2"]),
        ("Service | Q1 | |", ["Service", "Q1", ""]),  # the last column may have no heading
        ("| Q1 | Q2 |", ["", "Q1", "Q2"]),
    ],
)
def test_headings_that_stand_one_column_too_far_left(head: str, shown: list[str]) -> None:
    text = f"Complaints\n\n{head}\n---|---|---|\nRoads | 4 | 7 |\nParks | 2 | 9 |\n\nThe end.\n"
    found = [b for b in read_bytes(text.encode(), "report.txt").blocks if isinstance(b, Table)]
    assert [[c.text for c in t.cells if c.row == 0] for t in found] == [shown]
