"""Words that a report defines itself, and notes that say what a table is of."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from extractor.lexicon import rulebook
from extractor.model.observation import Observation
from extractor.model.types import Label
from extractor.run.report import reader_of, worked
from extractor.understand.settings.definitions import Definitions

LONG = "<p>The team answers complaints, learns from complaints and reports on complaints to the Council.</p>"
ADULTS = "<h1>Adult social care complaints 2021/22</h1>" + LONG


@cache
def _book() -> rulebook.Rulebook:
    return rulebook.load(Path(__file__).resolve().parent.parent / "patterns")


def _rows(body: str) -> tuple[Observation, ...]:
    page = f"<html><body>{body}</body></html>"
    return worked(page.encode(), "t.html", None, _book()).observed.rows


def _table(*rows: str) -> str:
    cells = ("".join(f"<td>{cell.strip()}</td>" for cell in row.split("|")) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def test_a_finding_in_quotation_marks_is_what_the_report_says_it_means() -> None:
    table = _table("Team | Well founded", "Stairlifts | 14", "Day centres | 9")
    told = '<p>"Well founded" means upheld or partly upheld.</p>'
    assert {r.code("outcome") for r in _rows(ADULTS + told + table)} == {"upheld_or_partially_upheld"}
    assert {r.code("outcome") for r in _rows(ADULTS + table)} == {"upheld"}


@pytest.mark.parametrize(("told", "unit"), [("Days are working days.", "working_days"), ("", "days")])
def test_days_are_working_days_where_the_report_says_so(told: str, unit: str) -> None:
    table = _table("Team | Average days to reply", "Stairlifts | 14", "Day centres | 9")
    assert {r.unit for r in _rows(f"{ADULTS}<p>{told}</p>{table}")} == {unit}


def test_concerns_that_are_settled_before_a_complaint_are_representations() -> None:
    table = _table("Month | Concerns | Complaints", "May | 31 | 12", "June | 22 | 15")
    told = "<p>A concern is a grumble that a manager has put right before any complaint is made.</p>"
    measures = [r.measure for r in _rows(ADULTS + told + table)]
    assert measures == ["representations_received", "complaints_received"] * 2
    assert _rows(ADULTS + table)[0].measure == "contacts_received"
    for told in (
        "A concern is what a team puts right before it becomes a complaint.",
        "41 concerns settled informally",
    ):
        assert _rows(f"{ADULTS}<p>{told}</p>{table}")[-2].measure == "representations_received"


def test_a_label_may_itself_say_that_concerns_were_settled() -> None:
    table = _table("What came in | 2020/21 | 2021/22", "Concerns settled without a complaint | 31 | 44")
    assert {(r.measure, r.stage) for r in _rows(ADULTS + table)} == {
        ("representations_received", "representation")
    }


def test_an_abbreviation_of_the_client_group_is_no_theme() -> None:
    body = "<h1>Adult Social Care and Health (ASCH) complaints 2021/22</h1>" + LONG
    rows = _rows(body + "<p>The office logged 71 complaints about ASCH.</p>")
    assert [(r.code("theme"), r.code("service_area")) for r in rows] == [("", "")]


def test_who_answers_a_stage_stands_for_it_later_and_is_no_service() -> None:
    body = "<h1>Corporate complaints 2021/22</h1>" + LONG
    body += "<p>Of these, 8 went to the Managing Director (stage 2).</p>"
    rows = _rows(
        body + "<p>Escalations to the Managing Director fell from 13 in 2020/21 to 8 in 2021/22.</p>"
    )
    assert {(r.stage, r.code("service_area")) for r in rows if r.value in (13, 8)} == {("stage_2", "")}


def test_a_council_s_own_names_for_its_stages_hold_in_full_and_shortened() -> None:
    body = "<h1>Corporate complaints 2021/22</h1>" + LONG
    told = "<p>There are two steps: a Team Answer, which is stage 1, and then a Board Opinion, stage 2.</p>"
    table = _table("Service | Tm Answ. | Brd Opin.", "Canals | 31 | 4", "Markets | 12 | 9")
    prose = "<p>After a Team Answer 28 complaints were upheld.</p>"
    stages = [r.stage for r in _rows(body + told + table + prose)]
    assert stages == ["stage_1", "stage_2"] * 2 + ["stage_1"]
    assert {r.stage for r in _rows(body + table)} == {"all"}
    alone = "<p>We were helped by the Team Answer, stage 1.</p>"
    assert {r.stage for r in _rows(body + table + alone)} == {"all"}


def test_a_note_above_a_table_gives_its_stage_though_other_sentences_count() -> None:
    table = _table("Service | 2020/21 | 2021/22", "Canals | 31 | 44", "Markets | 12 | 9")
    told = "<p>All services, stage 1. Twelve working days to reply.</p>"
    assert {r.stage for r in _rows("<h1>Complaints 2021/22</h1>" + LONG + told + table)} == {"stage_1"}


def test_a_note_on_one_client_group_gives_the_stage_of_its_numbers_alone() -> None:
    body = "<h1>Social care complaints 2021/22, adults and children</h1>" + LONG
    body += "<p>In the table the children's figures are for stage 1.</p><p>Both years beside each other</p>"
    rows = _rows(body + _table("| Adults | Children", "Received | 52 | 61", "Upheld | 12 | 17"))
    assert {(r.procedure, r.stage) for r in rows} == {
        ("adult_statutory", "all"),
        ("children_statutory", "stage_1"),
    }


def test_an_abbreviation_of_no_dimension_stops_nothing() -> None:
    legend = {"ADM": "Adoption"}
    reader, label = reader_of(_book()).taught({}, (), legend), Label("unknown", "ADM", "unmapped", "row")
    assert Definitions()._label(label, reader) == label
    assert reader.label("service_area", "ADM", "row").code == "adoption"


def test_an_independent_investigator_answers_the_stage_that_the_report_says() -> None:
    body = "<h1>Corporate complaints 2021/22</h1>" + LONG
    told = "<p>Then, at the third and last stage, by an Independent Complaints Investigator.</p>"
    table = _table("| Stage 1 | Stage 2 | Independent Complaints Investigator", "Received | 61 | 17 | 9")
    assert [r.stage for r in _rows(body + told + table)] == ["stage_1", "stage_2", "stage_3"]
    assert [r.stage for r in _rows(body + table)] == ["stage_1", "stage_2", "all"]
