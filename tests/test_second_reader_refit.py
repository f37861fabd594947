"""Answers teach what they judge: rows that were right or wrong, and labels that had no code."""

from __future__ import annotations

from pathlib import Path

import pytest
from second_reading import BOOK, PAGE, as_the_rules, asked, holding, lines, number, read, take

from benchmarks import refit
from extractor.second_reader import answers
from extractor.second_reader.answers import Choice

MORE = "<h2>Ombudsman</h2><p>The Ombudsman decided 7 complaints in 2021/22.</p>"


def given(*said: tuple[str, str, str]) -> list[Choice]:
    """(reader, code, label) of a service."""
    return [
        Choice(reader, "q", str(n), "a.html", "7", f"service_area={code}", f"service_area={label}")
        for n, (reader, code, label) in enumerate(said)
    ]


def test_a_label_is_learnt_where_readers_agree_and_no_name_is_known() -> None:
    one, two = ("a", "fostering", "The Lantern Project"), ("b", "fostering", "The Lantern Project")
    assert refit.labels(given(one, two), BOOK) == [("service_area", "The Lantern Project", "fostering")]
    assert refit.labels(given(one, ("b", "adoption", "The Lantern Project")), BOOK) == []
    assert refit.labels(given(("a", "unmapped", "The Lantern Project")), BOOK) == []
    assert refit.labels(given(("a", "fostering", "Fostering")), BOOK) == []


@pytest.mark.parametrize("coding", [None, {"outcome": "upheld"}, "not_a_figure"])
def test_a_row_that_a_careful_reader_changes_was_wrong_and_the_others_were_right(
    tmp_path: Path, coding: object
) -> None:
    result = read(MORE, "a.html")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.html").write_text(PAGE.replace("{more}", MORE), encoding="utf-8")
    said = []
    for question in asked(result):
        numbers = as_the_rules(result, question)
        if question == holding(result, "The Ombudsman decided") and coding:
            n = number(question, "7")
            numbers[n] = {**numbers[n], **coding} if isinstance(coding, dict) else coding
        said.append({"question": question.hash, "reader": "careful", "numbers": numbers})
    path = tmp_path / "answers.csv"
    answers.append(path, take(tmp_path, result, lines(said)).choices)
    rows = refit.judged(answers.load(path), tmp_path / "reports", BOOK)
    assert len(rows) == len(result.rows()) and all(row.traits for row in rows)
    assert [row.right for row in rows].count(False) == (1 if coding else 0)
