"""Rows that a table of councils prints for another council are never the report's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.lexicon import rulebook
from extractor.run.report import work

ROOT = Path(__file__).resolve().parent.parent
TEXT = """Harrow Council

Annual report on children's complaints 2022/23

This report is about complaints made by children, and about complaints that others made for them.
It does not cover complaints about schools, nor complaints about councillors.

Complaints received

Table 1: Stage 1 complaints of four councils

| {corner} | 2022/23 |
|---|---|
| Harrow | 54 |
| Brent | 71 |
| Average of nine boroughs | 66 |
"""


@pytest.mark.parametrize("corner", ["Council", "Local authority", "Boroughs"])
def test_only_the_own_row_of_a_table_of_councils_counts(corner: str) -> None:
    book = rulebook.load(ROOT / "patterns")
    result = work(TEXT.format(corner=corner).encode(), "a.md", None, book)
    assert [row["value"] for row in result.rows()] == ["54"]


def test_a_corner_that_only_holds_the_word_council_names_no_councils() -> None:
    book = rulebook.load(ROOT / "patterns")
    text = (
        TEXT.format(corner="Council service").replace("Harrow |", "Fostering |").replace("Brent", "Adoption")
    )
    values = {row["value"] for row in work(text.encode(), "a.md", None, book).rows()}
    assert {"54", "71"} <= values


SAID = """# Kent County Council: annual complaints report 2014/15

This report is about the complaints that people made of our services for children and families, and of what
was learnt from them.

We received 120 complaints in 2014/15. {other}
"""


@pytest.mark.parametrize(
    ("other", "own"),
    [
        ("By way of comparison, Luton Borough Council received 227 complaints in 2014/15.", set()),
        ("Luton Borough Council reported 87 complaints, against our 121.", {"121"}),
        ("Kent County Council received 34 compliments.", {"34"}),
        ("We received 31 complaints about children whom Luton Borough Council had placed.", {"31"}),
        ("The London Borough of Merton answered 51 complaints.", set()),
        ("Luton's 92 complaints were fewer.", set()),
    ],
)
def test_what_a_sentence_tells_of_another_council_is_not_the_reports(other: str, own: set[str]) -> None:
    book = rulebook.load(ROOT / "patterns")
    result = work(SAID.format(other=other).encode(), "a.md", None, book)
    assert {row["value"] for row in result.rows()} == {"120", *own}
