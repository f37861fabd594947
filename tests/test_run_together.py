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
