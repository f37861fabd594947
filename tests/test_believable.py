"""No false accusation: what a check may say of figures that were not read surely, or not of one base."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_checks import ABOUT, BOOK, row

from extractor.check import Checked, check_report, graded_again
from extractor.check.implausible_coding import CODE, most_confidence
from extractor.model.observation import Observation, of_cells


def rows(*lines: str, **cells: str) -> list[Observation]:
    """Figures as in patterns/checks.yaml, read surely unless `cells` says otherwise."""
    return [of_cells(row(line, n) | {"confidence": "0.99"} | cells) for n, line in enumerate(lines)]


def found(read: list[Observation], code: str) -> list[tuple[str, str, str]]:
    done = graded_again(check_report(read, BOOK, ABOUT), BOOK)
    return [(one.severity, one.printed, one.computed) for one in done.checks if one.check == code]


DEPARTMENTS = (
    "t1 complaints_received service_area=operations = 351",
    "t1 complaints_decided service_area=operations outcome=upheld = 171",
    "t1 complaints_decided service_area=operations outcome=upheld = 51%",
    "t1 complaints_received service_area=planning = 20",
    "t1 complaints_decided service_area=planning outcome=upheld = 9",
    "t1 complaints_decided service_area=planning outcome=upheld = 45%",
    "t2 complaints_decided outcome=upheld = 180",
)


def test_a_share_of_its_own_line_is_held_against_that_line_s_total() -> None:
    """9 of the 20 is 45%, whatever the other lines hold; 171 of the 351 is not 51%."""
    assert found(rows(*DEPARTMENTS), "percent-recompute") == [("error", "51", "48.7")]


def test_a_share_of_those_investigated_in_the_same_sentence_is_no_fault() -> None:
    lines = (
        "p1 complaints_investigated ombudsman = 16",
        "p1 complaints_decided ombudsman outcome=upheld = 13",
        "p1 complaints_decided ombudsman outcome=upheld = 81%",
        "p1 complaints_decided ombudsman = 35",
    )
    read = [replace(one, published_label="Of 16 investigated, 13 (81%) were upheld") for one in rows(*lines)]
    assert found(read, "percent-recompute") == []
    assert found(read[1:], "percent-recompute") == [("error", "81", "37.1")]


def test_findings_on_no_complaint_accuse_nobody() -> None:
    read = rows(
        "t1 complaints_received stage_2 = 0",
        "p1 findings_decided stage_2 outcome=upheld = 8",
        "p1 findings_decided stage_2 outcome=not_upheld = 26",
    )
    words = "Of the complaints 8 were upheld, 26 were not"
    named = [replace(one, evidence=words, published_label=words) for one in read]
    assert found(named, "unit-of-count") == []
    few = [replace(named[0], value=named[0].value + 1), *named[1:]]  # type: ignore[operator]
    assert [severity for severity, *_ in found(few, "unit-of-count")] == ["error"]


@pytest.mark.parametrize(
    ("place", "confidence", "severity"),
    [("t1", 0.50, "error"), ("t1", 0.49, "info"), ("t2", 0.60, "error"), ("t2", 0.59, "info")],
)
def test_what_was_not_read_surely_could_not_be_checked(place: str, confidence: float, severity: str) -> None:
    """Figures of one table need less than figures of two."""
    entry = BOOK.check("breakdown-sum")
    assert (entry.least_together, entry.least_apart) == (0.5, 0.6)
    read = rows(
        "t1 complaints_received stage_1 service_area=adoption = 40",
        "t1 complaints_received stage_1 service_area=fostering = 12",
        f"{place} complaints_received stage_1 = 50",
    )
    read[1] = replace(read[1], confidence=confidence)
    done = graded_again(check_report(read, BOOK, ABOUT), BOOK)
    (check,) = [one for one in done.checks if one.check == "breakdown-sum"]
    assert check.severity == severity
    told = f"Could not be checked, since the reading of 12 is not sure (confidence {confidence:.2f})"
    assert check.message.startswith(told) is (severity == "info")
    assert all("breakdown-sum" in one.flags for one in done.rows)


def test_a_small_number_is_named_however_it_was_read() -> None:
    read = rows("t1 complaints_received stage_1 sex=female = 2", confidence="0.10")
    assert [severity for severity, *_ in found(read, "small-number")] == ["warning"]


def test_no_figure_is_simply_comparable_that_was_not_read_surely() -> None:
    line = "t1 complaints_received stage_1 = 50"
    classes = [
        check_report(rows(line, **cells), BOOK, ABOUT).rows[0].comparable
        for cells in (
            {},
            {"confidence": f"{BOOK.comparable_from:.2f}"},
            {"confidence": f"{BOOK.comparable_from - 0.01:.2f}"},
            {"authority_code": ""},
            {"period": ""},
        )
    ]
    assert classes == ["yes", "yes", "with_care", "with_care", "with_care"]


def test_a_check_is_graded_anew_once_the_confidence_is_known() -> None:
    read = rows("t1 complaints_received stage_1 = 51", "t2 complaints_received stage_1 = 58")
    done = check_report(read, BOOK, ABOUT)
    assert [(one.severity, done.rows[0].comparable) for one in done.checks] == [("error", "no")]
    doubtful = tuple(replace(one, confidence=0.3) for one in done.rows)
    again = graded_again(Checked(doubtful, done.checks), BOOK)
    assert [(one.severity, again.rows[0].comparable) for one in again.checks] == [("info", "with_care")]


def test_a_coding_that_cannot_well_be_is_never_sure_and_never_simply_comparable() -> None:
    done = check_report(rows("t1 complaints_received stage_1 service_area=waste_recycling = 40"), BOOK, ABOUT)
    assert done.rows[0].flags == (CODE,) and done.rows[0].comparable == "with_care"
    assert most_confidence(done.rows[0], BOOK) == 0.4
    assert most_confidence(replace(done.rows[0], flags=()), BOOK) == 1


def test_a_change_of_a_total_is_no_jump_of_it() -> None:
    lines = ("t1 change:complaints_received 2018/19 = 600", "t1 change:complaints_received 2017/18 = 52")
    assert found(rows(*lines), CODE) == []
