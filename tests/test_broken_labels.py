"""Headings beside their columns, labels broken over rows, figures of others and of teams in one table."""

from __future__ import annotations

import pytest
from test_definitions import ADULTS, LONG, _rows, _table

WHOLE = "<h1>All complaints made to the Council 2021/22</h1>" + LONG


def _spans(*rows: str) -> str:
    """Cells as 'text*2' for one that reaches over two columns."""
    out = ""
    for row in rows:
        cells = [cell.strip().partition("*") for cell in row.split("|")]
        out += "<tr>" + "".join(f'<td colspan="{n or 1}">{text}</td>' for text, _, n in cells) + "</tr>"
    return f"<table>{out}</table>"


def test_headings_that_stand_beside_their_columns_are_given_out_in_order() -> None:
    table = _spans(
        "Service | Q1 Q2 | Q3 | Year to date*2", "Canals | 4 | 6 | 5 | 15", "Moats | 1 | 2 | 3 | 6"
    )
    rows = _rows("<h1>Complaints digest: Quarter 3, 2021/22</h1>" + LONG + table)
    told = {(int(r.value or 0), r.period) for r in rows}
    assert told >= {(4, "2021/22 Q1"), (6, "2021/22 Q2"), (5, "2021/22 Q3"), (15, "2021/22 Q1-Q3")}


def test_headings_of_one_word_each_that_share_a_cell_are_parted() -> None:
    table = _spans(
        "| Housing Benefits*2 | Planning", "| | & tax | & b.c.", "2020/21 | 4 | 6 | 5", "2021/22 | 1 | 2 | 3"
    )
    labels = {r.label("service_area") for r in _rows(WHOLE + "<p>Complaints by service</p>" + table)}
    assert labels == {"Housing", "Benefits & tax", "Planning & b.c."}


def test_a_heading_over_two_columns_with_their_own_below_stays_one() -> None:
    table = _spans("Service | Stage 1*2", "| 2020/21 | 2021/22", "Canals | 4 | 6", "Markets | 1 | 2")
    rows = _rows(WHOLE + table)
    assert {(r.stage, r.period) for r in rows} == {("stage_1", "2020/21"), ("stage_1", "2021/22")}


def test_a_label_broken_over_two_rows_is_one() -> None:
    table = _table("Team | Complaints", "Short Stay and | ", "Respite Team (west) | 4", "Day centres | 9")
    labels = {r.label("service_area") for r in _rows(ADULTS + table)}
    assert "Short Stay and Respite Team (west)" in labels


def test_counts_behind_their_words_in_one_cell_are_taken_apart() -> None:
    table = _table(
        "Service | Received | What we found", "Canals | 9 | Upheld 5, not upheld 4", "Markets | 3 | Upheld 3"
    )
    found = {(int(r.value or 0), r.code("outcome")) for r in _rows(WHOLE + table) if r.code("outcome")}
    assert found == {(5, "upheld"), (4, "not_upheld"), (3, "upheld")}


def test_the_same_months_of_another_year_are_a_part_of_that_year() -> None:
    table = _table("Service | Year to date | Same months of 2020/21", "Canals | 15 | 11", "Markets | 6 | 8")
    rows = _rows("<h1>Complaints digest: Quarter 2, 2021/22</h1>" + LONG + table)
    assert {r.period for r in rows} == {"2021/22 Q1-Q2", "2020/21 Q1-Q2"}


@pytest.mark.parametrize("heading", ["Peer median", "County average"])
def test_figures_of_others_are_no_rows(heading: str) -> None:
    table = _table(
        f"Measure | 2021/22 | {heading}", "Stage 1 complaints | 41 | 37", "Stage 2 complaints | 4 | 3"
    )
    assert {int(r.value or 0) for r in _rows(WHOLE + table)} == {41, 4}


def test_a_figure_of_the_service_itself_is_of_its_team() -> None:
    body = "<h1>Children's social care complaints 2021/22</h1>" + LONG
    rows = _rows(body + _table("Team | Open cases | Complaints", "Fostering | 212 | 9", "Adoption | 84 | 4"))
    told = {(r.measure, r.code("service_area")) for r in rows}
    assert told == {(m, s) for m in ("context", "complaints_received") for s in ("fostering", "adoption")}


def test_a_procedure_s_word_among_the_names_of_a_department_is_no_procedure() -> None:
    table = _table("Department | Complaints", "Growth, parks and corporate | 14", "Children | 9")
    assert {r.procedure for r in _rows(WHOLE + table)} == {"all"}
    table = _table("Kind | 2021/22", "Corporate, stage 1 | 14", "Corporate, stage 2 | 9")
    assert {r.procedure for r in _rows(WHOLE + table)} == {"corporate"}


def test_the_total_of_what_the_ombudsman_s_advisers_received_is_received() -> None:
    body = "<h1>Local Government Ombudsman: annual review letter 2010</h1>" + LONG
    body += "<p>Complaints received by the Advice Team</p>"
    columns = (
        "Service | Premature (informal ones too) | Advice given | Passed to the investigative team | Total"
    )
    rows = _rows(body + _table(columns, "Canals | 4 | 6 | 5 | 15", "Markets | 1 | 2 | 3 | 6"))
    told = {(r.measure, int(r.value or 0)) for r in rows}
    assert told >= {("complaints_received", 15), ("complaints_investigated", 5), ("complaints_received", 6)}


def test_a_percentage_behind_a_part_is_that_part_s_share() -> None:
    table = _table(
        "Team | Replies | Of which on time | Per cent", "Canals | 40 | 30 | 75", "Moats | 8 | 4 | 50"
    )
    rows = [r for r in _rows(WHOLE + table) if r.unit == "percent"]
    assert {(r.measure, r.code("timeliness")) for r in rows} == {("complaints_responded", "within_timescale")}


def test_a_dash_among_labels_is_a_label_left_out() -> None:
    table = _table(
        "Procedure | Stage | 2020/21 | 2021/22",
        "Corporate | Stage 1 | 41 | 52",
        " | Stage 2 | 4 | 6",
        "Public health | – | 2 | 3",
    )
    told = {(int(r.value or 0), r.procedure, r.stage, r.code("service_area")) for r in _rows(WHOLE + table)}
    assert told >= {(52, "corporate", "stage_1", ""), (6, "corporate", "stage_2", "")}
    assert (3, "public_health", "all", "") in told


def test_key_numbers_over_their_words_are_of_these_words() -> None:
    table = _table("342 | 36 | 118", "Stage 1 complaints | Stage 2 complaints | compliments")
    told = {(int(r.value or 0), r.stage, r.measure) for r in _rows(WHOLE + table)}
    assert told == {
        (342, "stage_1", "complaints_received"),
        (36, "stage_2", "complaints_received"),
        (118, "all", "compliments_received"),
    }


def test_rates_and_speeds_of_a_stage_name_no_slice() -> None:
    table = _table(
        "Code | Measure | 2020/21 | 2021/22",
        "QX1 (1) | Stage 1 complaints per 1,000 homes | 41.2 | 60.1",
        "QX2 (1) | Stage 1 answered in 10 wd, % | 71 | 88",
        "QX3 | Satisfaction with how we handle complaints | 31% | 29%",
    )
    rows = _rows(WHOLE + table)
    assert [(r.unit, r.code("timeliness")) for r in rows] == [("ratio", "")] * 2 + [
        ("percent", "within_10_days")
    ] * 2
    assert {(r.stage, r.code("theme"), r.code("service_area")) for r in rows} == {("stage_1", "", "")}


def test_the_whole_of_a_client_group_is_a_total() -> None:
    table = _table("Service | Complaints", "Stairlifts | 14", "Day centres | 9", "All adult social care | 23")
    assert {(int(r.value or 0), bool(r.code("service_area"))) for r in _rows(ADULTS + table)} == {
        (14, True),
        (9, True),
        (23, False),
    }


def test_a_heading_over_findings_is_their_name() -> None:
    table = _spans(
        "Service | What came of it*2", "| Upheld | Not upheld", "Canals | 4 | 6", "All services | 9 | 8"
    )
    assert {r.code("theme") for r in _rows(WHOLE + table)} == {""}


def test_a_rate_of_escalation_leads_to_the_last_stage() -> None:
    table = _table(
        "Service | Stage 1 | Stage 2 | Rate of escalation", "Canals | 40 | 4 | 10%", "Moats | 9 | 3 | 33%"
    )
    assert {(r.measure, r.stage) for r in _rows(WHOLE + table) if r.unit == "percent"} == {
        ("complaints_escalated", "stage_2")
    }


@pytest.mark.parametrize("heading", ["Points", "Change in year"])
def test_the_change_of_a_percentage_is_in_points(heading: str) -> None:
    table = _table(f"Stage 1 | 2020/21 | 2021/22 | {heading}", "Complaints upheld (%) | 40 | 44 | +4")
    rows = [r for r in _rows(WHOLE + table) if r.value == 4]
    assert [(r.measure, r.unit, r.period) for r in rows] == [("change", "percentage_point", "2021/22")]


def test_who_deals_with_complaints_is_no_service_and_a_committee_s_heading_neither() -> None:
    rows = _rows(WHOLE + "<p>The Customer Feedback Team registered 61 complaints in 2021/22.</p>")
    assert [r.code("service_area") for r in rows] == [""]
    rows = _rows(WHOLE + "<h2>SCRUTINY (FIRST) COMMITTEE</h2><p>There had been 61 complaints.</p>")
    assert [r.code("service_area") for r in rows] == [""]


@pytest.mark.parametrize("cell", ["100 (80 in 2020/21)", "100 (2020/21: 80)", "100 (80 last year)"])
def test_a_figure_in_brackets_is_of_the_period_beside_it(cell: str) -> None:
    table = _table("Service | Complaints", f"Canals | {cell}", "Moats | 12")
    told = {(int(r.value or 0), r.period) for r in _rows(WHOLE + table)}
    assert told == {(100, "2021/22"), (80, "2020/21"), (12, "2021/22")}


OMBUDSMAN = WHOLE + "<h2>Local Government Ombudsman</h2>"


def test_a_total_that_leaves_an_outcome_out_is_not_of_that_outcome() -> None:
    columns = "Decisions | Local settlement | Premature | Total excl premature | Total"
    rows = _rows(OMBUDSMAN + _table(columns, "2021/22 | 3 | 2 | 9 | 11"))
    assert [r.code("outcome") for r in rows] == ["local_settlement", "premature", "", ""]


def test_an_investigation_under_the_ombudsman_s_name_is_no_stage_of_the_council() -> None:
    rows = _rows(OMBUDSMAN + _table("LGSCO | 2020/21 | 2021/22", "Investigations | 40 | 22"))
    assert {(r.measure, r.stage) for r in rows} == {("complaints_investigated", "ombudsman")}


def test_first_enquiries_are_cases_looked_into_and_their_days_a_time() -> None:
    table = _table(
        "Response times | No. of First Enquiries | Avg no. of days to respond", "2021/22 | 7 | 31.4"
    )
    told = [(r.measure, r.unit, r.code("theme")) for r in _rows(OMBUDSMAN + table)]
    assert told == [("complaints_investigated", "count", ""), ("response_time", "days", "")]


def test_a_share_with_its_fraction_in_a_cell_keeps_the_speed_for_its_first_number() -> None:
    rows = _rows(WHOLE + _table("Stage | In time", "Stage 1 | 60% (6/10)", "Stage 2 | 50% (1/2)"))
    told = [(r.unit, int(r.value or 0), r.code("timeliness")) for r in rows[:3]]
    assert told == [("percent", 60, "within_timescale"), ("count", 6, "within_timescale"), ("count", 10, "")]


def test_several_years_together_and_an_open_part_of_one_are_no_rows() -> None:
    rows = ("2020/21 | 40", "2021/22 | 52", "From May 2022 (part year) | 9", "Total since May 2020 | 101")
    assert {int(r.value or 0) for r in _rows(WHOLE + _table("Year | Complaints", *rows))} == {40, 52}


def test_pre_complaints_are_no_complaints() -> None:
    table = _table(
        "Kind | What | 2020/21 | 2021/22", "Pre-complaints | Received | 4 | 6", "Stage 1 | Received | 9 | 8"
    )
    told = {(int(r.value or 0), r.measure) for r in _rows(WHOLE + table)}
    assert told >= {(4, "representations_received"), (9, "complaints_received")}


@pytest.mark.parametrize("names", ["One | Two | Three", "1 | 2 | 3"])
def test_numbers_below_one_heading_printed_again_name_columns(names: str) -> None:
    table = _table("| Tier | Tier | Tier |", f"Section | {names} | All", "Canals | 9 | 4 | 2 | 15")
    told = {(int(r.value or 0), r.stage) for r in _rows(WHOLE + "<p>Complaints by section</p>" + table)}
    assert told == {(9, "stage_1"), (4, "stage_2"), (2, "stage_3"), (15, "all")}


def test_figures_that_count_on_below_different_headings_are_figures() -> None:
    table = _table("| Upheld | Not upheld | Withdrawn", "Canals | 1 | 2 | 3", "Markets | 4 | 5 | 6")
    rows = _rows(WHOLE + "<p>Complaints by section</p>" + table)
    assert {int(r.value or 0) for r in rows} == {1, 2, 3, 4, 5, 6}


def test_a_line_with_a_typed_number_right_above_a_table_is_its_title() -> None:
    lines = "<p>4.&nbsp; Second stage complaints by section</p>"
    rows = _rows(WHOLE + lines + _table("Section | 2021/22", "Canals | 9", "Markets | 4"))
    assert {r.stage for r in rows} == {"stage_2"}


def test_the_last_item_of_a_list_is_no_title_of_the_table_below() -> None:
    lines = "<p>1. First stage complaints</p><p>2. Second stage complaints</p>"
    rows = _rows(WHOLE + lines + _table("Section | 2021/22", "Canals | 9", "Markets | 4"))
    assert {r.stage for r in rows} == {"all"}


def test_what_a_form_on_the_cover_says_the_paper_is_about_sets_the_procedure() -> None:
    form = _table(
        "Meeting of | Health Select Committee",
        "Title of paper | Adults and children: social care complaints",
        "Key decision | No",
    )
    parts = "<h2>Part one: adults</h2>" + _table("Team | Complaints received", "North | 9", "South | 4")
    rows = _rows(form + LONG + parts)
    assert {r.procedure for r in rows} == {"adult_statutory"}


@pytest.mark.parametrize(
    ("head", "stage"),
    [
        ("Level 1 | Upheld | Level 2", "stage_1"),
        ("Level 1 | Upheld | Level 2 | Not upheld", "stage_1"),
        ("Level 1 | Level 2 | Upheld", "all"),
        ("Level 1 | Level 2 | Upheld | Level 3", "all"),
    ],
)
def test_a_result_between_two_stages_is_of_the_stage_before_it(head: str, stage: str) -> None:
    table = _table(f"Section | {head}", "Canals | 19 | 14 | 8 | 6", "Markets | 12 | 11 | 7 | 4")
    rows = _rows(WHOLE + "<p>Complaints by section</p>" + table)
    assert {r.stage for r in rows if r.code("outcome") == "upheld"} == {stage}


@pytest.mark.parametrize(
    ("told", "head", "outcome"),
    [
        (
            "The second column gives complaints that were upheld in full or in part.",
            "",
            "upheld_or_partially_upheld",
        ),
        ("Our aim was fewer complaints upheld in full or in part.", "", "upheld"),
        ("The table shows complaints upheld in whole or in part.", " | Partly upheld", "upheld"),
    ],
)
def test_a_sentence_above_a_table_tells_what_a_heading_takes_in(told: str, head: str, outcome: str) -> None:
    table = _table(f"Section | Received | Upheld{head}", "Canals | 19 | 14 | 2", "Markets | 12 | 8 | 3")
    rows = _rows(WHOLE + f"<p>{told}</p>" + table)
    assert {r.code("outcome") for r in rows if r.value in (14, 8)} == {outcome}
