"""The names that a council gives its own stages, and heads that stand over findings."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from extractor.lexicon import rulebook
from extractor.model.observation import Observation
from extractor.run.report import worked

LONG = "<p>The team answers complaints, learns from complaints and reports on complaints to the Council.</p>"
CORPORATE = "<h1>Corporate complaints 2021/22</h1>" + LONG


@cache
def _book() -> rulebook.Rulebook:
    return rulebook.load(Path(__file__).resolve().parent.parent / "patterns")


def _rows(body: str, name: str = "t.html") -> tuple[Observation, ...]:
    page = f"<html><body>{body}</body></html>" if name.endswith("html") else body
    return worked(page.encode(), name, None, _book()).observed.rows


def _table(*rows: str) -> str:
    cells = ("".join(f"<td>{cell.strip()}</td>" for cell in row.split("|")) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


@pytest.mark.parametrize(
    ("told", "first", "second"),
    [
        (
            "Formal is stage 1, with 20 working days to reply. Appeal is stage 2 and the last.",
            "Formal",
            "Appeal",
        ),
        ("Resolve (stage 1) takes ten days and Reconsider (stage 2) takes 25.", "Resolve", "Reconsider"),
        (
            "Stage 1, which we call Early Answer, is with the team. Stage 2 is called Fresh Look.",
            "Early Answer",
            "Fresh Look",
        ),
        (
            "There are two steps in our procedure: Manager Reply and Outside Reader.",
            "Manager Reply",
            "Outside Reader",
        ),
        ("We run a two-stage process (Reply, then Second Reply).", "Reply", "Second Reply"),
        (
            "The first stage is known as 'Listening'. The second stage is known as 'Looking Again'.",
            "Listening",
            "Looking Again",
        ),
        (
            "The procedure has two steps. The first, called Depot Answer, takes a week. Anybody may then "
            "ask for a Fresh Reading by an Area Director, the second and last step.",
            "Depot Answer",
            "Fresh Reading",
        ),
        (
            "We have two levels. The first is known as Prompt Note. Behind it comes the second (Long Note).",
            "Prompt Note",
            "Long Note",
        ),
        ("The procedure has a Prompt stage and a Fresh Look by the Director.", "Prompt", "Fresh Look"),
    ],
)
def test_names_that_a_report_gives_its_stages_are_read_in_its_tables(
    told: str, first: str, second: str
) -> None:
    table = _table(f"Service | {first} | {second}", "Parking | 41 | 6", "Libraries | 12 | 3")
    assert [r.stage for r in _rows(f"{CORPORATE}<p>{told}</p>{table}")] == ["stage_1", "stage_2"] * 2
    assert [r.stage for r in _rows(CORPORATE + table)] != ["stage_1", "stage_2"] * 2


def test_one_name_told_as_that_of_a_stage_is_enough() -> None:
    told = "<p>It then goes to Stage 1, the Written stage. Stage 2 is heard by three members.</p>" + LONG
    table = _table("Service | Written", "Parking | 41", "Libraries | 12")
    assert {r.stage for r in _rows(CORPORATE + told + table)} == {"stage_1"}
    assert {r.stage for r in _rows(CORPORATE + table)} == {"all"}


def test_the_first_of_a_row_of_steps_is_named_where_a_later_one_is_told_by_its_number() -> None:
    told = "<p>First answered by a team (Early Answer), then by the Chief Executive (second stage).</p>"
    table = _table("Service | Early Answer", "Parking | 41", "Libraries | 12")
    assert {r.stage for r in _rows(CORPORATE + told + LONG + table)} == {"stage_1"}
    assert {r.stage for r in _rows(CORPORATE + LONG + table)} == {"all"}


def test_a_name_of_another_stage_elsewhere_needs_no_second_one() -> None:
    told = "<p>A customer may then take an Appeal (Stage 3) to a panel of three members.</p>" + LONG
    table = _table("Service | Stage 1 | Stage 2 | Appeal", "Parking | 41 | 12 | 3", "Libraries | 12 | 6 | 1")
    assert [r.stage for r in _rows(CORPORATE + told + table)] == ["stage_1", "stage_2", "stage_3"] * 2


def test_a_step_before_the_first_is_none_of_the_stages() -> None:
    told = "<p>Our procedure has three steps: Informal, Formal and then Appeal.</p>"
    table = _table(
        "Matters raised | Informal | Formal | Appeal", "Parking | 60 | 41 | 6", "Libraries | 30 | 12 | 3"
    )
    rows = _rows(CORPORATE + told + table)
    assert [(r.measure, r.stage) for r in rows[:3]] == [
        ("representations_received", "representation"),
        ("complaints_received", "stage_1"),
        ("complaints_received", "stage_2"),
    ]


def test_who_answers_a_step_is_no_part_of_its_name() -> None:
    steps = "Service Response, Review by a Corporate Director, and Appeal to the Chief Executive"
    table = _table(
        "Service | Service Response | Review | Appeal", "Parking | 60 | 41 | 6", "Trees | 30 | 12 | 3"
    )
    rows = _rows(f"{CORPORATE}<p>Members heard that there were three stages: {steps}.</p>{table}")
    assert [r.stage for r in rows[:3]] == ["stage_1", "stage_2", "stage_3"]


@pytest.mark.parametrize(
    "told",
    [
        "Stage 1 (Planning) and Stage 2 (Housing) are told in turn.",
        "Three steps will be taken: training, a new form and a leaflet.",
        "Stage 1 is Upheld in most cases and Stage 2 is Withdrawn.",
        "Two steps were taken. The first is Training and the second is Planning.",
        "A Planning stage and an Upheld stage are not meant.",
    ],
)
def test_what_else_is_told_of_stages_names_none(told: str) -> None:
    rows = _rows(f"{CORPORATE}<p>{told}</p><p>Planning had 41 complaints, of which 12 were upheld.</p>")
    assert {r.stage for r in rows if r.value in (41, 12)} == {"all"}


def test_a_noun_and_an_adjective_among_names_are_read_in_sentences_too() -> None:
    told = "<p>Formal is stage 1. Appeal is stage 2.</p>"
    rows = _rows(
        f"{CORPORATE}{told}<p>Formal complaints fell from 268 to 240. In all 32 appeals were made.</p>"
    )
    assert [(r.value, r.stage) for r in rows] == [(268, "stage_1"), (240, "stage_1"), (32, "stage_2")]


def test_a_head_over_findings_of_their_own_is_no_finding() -> None:
    page = "<h1>Local Government and Social Care Ombudsman: annual letter 2021/22</h1>" + LONG
    table = (
        "<table><tr><th>Service</th><th colspan=2>Not taken further</th><th colspan=2>Looked into</th></tr>"
        "<tr><th></th><th>Referred back</th><th>Advice given</th><th>Not upheld</th><th>Upheld</th></tr>"
        "<tr><td>Planning</td><td>9</td><td>4</td><td>2</td><td>5</td></tr>"
        "<tr><td>Housing</td><td>6</td><td>3</td><td>1</td><td>7</td></tr></table>"
    )
    rows = _rows(page + table)
    assert [(r.measure, r.code("outcome")) for r in rows[:4]] == [
        ("complaints_decided", code) for code in ("referred_back", "advice_given", "not_upheld", "upheld")
    ]


def test_sections_of_each_procedure_make_a_department_of_both() -> None:
    both = "<h1>Complaints 2021/22</h1><h2>Children, Young People and Education</h2>" + LONG
    own = "<p>We received 131 complaints.</p>"
    parts = (
        "<h3>Statutory complaints</h3><p>There were 31 at stage 1.</p><h3>Corporate complaints</h3>" + LONG
    )
    assert next(r.procedure for r in _rows(both + own + parts)) == "all"


def test_lines_below_the_first_word_of_a_numbered_paragraph_go_on_with_it() -> None:
    text = (
        "Corporate complaints 2021/22\n\n1.1   The Council received 256 complaints in the year, 25 fewer\n"
        "      (8.9%) than in the year before, when the total had been\n      higher.\n\n"
        "1.2   Twenty-nine complaints progressed to Stage 2 (director) and six to\n"
        "      Stage 3 (Chief Executive).\n"
    )
    rows = {(r.value, r.stage, r.measure) for r in _rows(text, "t.txt")}
    assert {(29, "stage_2", "complaints_escalated"), (6, "stage_3", "complaints_escalated")} <= rows


@pytest.mark.parametrize("line", ["B3 Stage 1: what was found", "Stage 1 in 2021/22: what was found"])
def test_a_line_with_the_number_of_a_section_or_stage_heads_what_is_below(line: str) -> None:
    body = "<p>19 complaints were upheld, 24 were partially upheld and 33 were not upheld in the year.</p>"
    assert {r.stage for r in _rows(f"{CORPORATE}<p>{line}</p>{body}")} == {"stage_1"}


@pytest.mark.parametrize(
    "told",
    [
        "In London boroughs as a whole 71% of investigations were upheld.",
        "Average upheld for districts: 63%.",
        "The upheld rate for English councils as a whole was 54%.",
        "Officers replied that districts in the county had had 13 complaints on average.",
        "Counties upheld 55% of complaints.",
    ],
)
def test_figures_of_other_councils_by_their_kind_are_left_out(told: str) -> None:
    assert not _rows(f"{CORPORATE}<p>{told}</p>")


@pytest.mark.parametrize("told", ["Town councils made 12 complaints.", "We upheld 61%; counties upheld 55%."])
def test_one_s_own_figure_beside_other_councils_stays(told: str) -> None:
    assert len(_rows(f"{CORPORATE}<p>{told}</p>")) == 1


def test_the_ombudsman_who_found_fault_is_named_in_the_finding() -> None:
    rows = _rows(
        "<h1>Complaints 2021/22</h1>" + LONG + "<ul><li>The Ombudsman found fault in 17 cases.</li></ul>"
    )
    assert [(r.procedure, r.stage, r.code("outcome")) for r in rows] == [("ombudsman", "ombudsman", "upheld")]


def test_decisions_sent_back_for_local_resolution_are_of_no_stage() -> None:
    told = "Twenty were closed after initial enquiries, 25 referred back to us for local resolution."
    rows = _rows(f"<h1>Complaints 2021/22</h1>{LONG}<p>The LGO decided 60 complaints. {told}</p>")
    assert {r.stage for r in rows} == {"ombudsman"}


def test_a_change_told_once_more_and_a_time_in_brackets() -> None:
    rows = _rows(
        f"{CORPORATE}<p>Complaints came down from 312 to 285, that is by 9%. "
        "A reply took 13.5 working days on average (2020-21: 15.2).</p>"
    )
    assert [(r.unit, float(r.value or 0)) for r in rows][2:] == [
        ("percent", -9),
        ("working_days", 13.5),
        ("working_days", 15.2),
    ]


@pytest.mark.parametrize(
    "label",
    [
        "Informal – put right by the team before Stage 1",
        "Settled before Stage 1",
        "Resolved before Stage One",
    ],
)
def test_what_was_put_right_before_the_first_stage_is_a_representation(label: str) -> None:
    table = _table("Step | 2020/21 | 2021/22 | + / –", f"{label} | 58 | 64 | +6", "Stage 1 | 63 | 71 | +8")
    rows = _rows("<h1>Children's social care complaints 2021/22</h1>" + LONG + table)
    assert [(r.measure, r.stage) for r in rows[:3]] == [
        ("representations_received", "representation"),
        ("representations_received", "representation"),
        ("change", "representation"),
    ]
    assert [(r.measure, r.stage) for r in rows[3:]] == [
        ("complaints_received", "stage_1"),
        ("complaints_received", "stage_1"),
        ("change", "stage_1"),
    ]


def test_an_improvement_on_an_earlier_time_is_no_service() -> None:
    rows = _rows(f"{CORPORATE}<p>The average was 11.4 working days, an improvement on 13.2 in 2020/21.</p>")
    assert [r.code("service_area") for r in rows] == ["", ""]


def test_the_parts_of_a_landlord_do_not_make_a_report_on_the_whole_council() -> None:
    table = _table(
        "Service | Stage one",
        "Repairs | 742",
        "Leasehold services | 121",
        "Contact centre | 88",
        "Lettings | 63",
    )
    rows = _rows("<h1>Housing complaints report, Lewisham Council, 2021/22</h1>" + LONG + table)
    assert {r.procedure for r in rows} == {"corporate"}


@pytest.mark.parametrize(
    ("told", "procedure"),
    [
        ("Outside the Ombudsman's cases £3,150 was paid in settlement.", "all"),
        ("Before it went to the Ombudsman we had paid £300 in compensation.", "all"),
        ("Apart from the Ombudsman's recommendations we paid £900 in compensation.", "all"),
        ("As the Ombudsman recommended, we paid £900 in compensation.", "ombudsman"),
    ],
)
def test_what_the_ombudsman_had_no_part_in_is_not_the_ombudsman_s(told: str, procedure: str) -> None:
    rows = _rows(f"<h1>Complaints 2021/22</h1>{LONG}<p>{told}</p>")
    assert [r.procedure for r in rows] == [procedure]


@pytest.mark.parametrize(
    "told",
    [
        "Present: Councillors (11), Officers (6). Apologies: 2.",
        "Three Members sent apologies.",
        "18/15 COMPLAINTS 2014/15",
    ],
)
def test_who_was_at_a_meeting_is_no_count(told: str) -> None:
    assert not _rows(f"<h1>Minutes of the Committee: complaints 2021/22</h1>{LONG}<p>{told}</p>")


def test_a_year_s_column_beside_the_speed_of_the_caption_is_of_that_speed() -> None:
    caption = "<p>Table 1: Replies sent within the time allowed</p>"
    table = _table("| Time allowed | On time | In 2020-21", "Stage 1 | 10 working days | 81% | 76%")
    rows = _rows(CORPORATE + caption + table)
    assert [(r.measure, r.code("timeliness"), float(r.value or 0)) for r in rows] == [
        ("complaints_responded", "within_timescale", 81),
        ("complaints_responded", "within_timescale", 76),
    ]


def test_a_heading_right_above_a_table_speaks_for_it_as_a_caption_does() -> None:
    table = _table("| 2021-22 | 2020-21", "First reply | 71% | 74%", "Second stage | 58% | 66%")
    rows = _rows(CORPORATE + "<h2>Replies on time</h2>" + table)
    assert [(r.measure, r.stage) for r in rows] == [("complaints_responded", "stage_1")] * 2 + [
        ("complaints_responded", "stage_2")
    ] * 2


LETTER = "<h1>Local Government and Social Care Ombudsman annual review letter 2021/22</h1>" + LONG


def test_findings_of_the_housing_ombudsman_are_outcomes_beside_each_other_and_subjects_elsewhere() -> None:
    page = (
        "<h1>Housing complaints report, Lewisham Council, 2021/22</h1>" + LONG + "<h2>Housing Ombudsman</h2>"
    )
    table = _table(
        "Finding | Number",
        "Severe maladministration | 1",
        "Maladministration | 6",
        "Service failure | 3",
        "Total | 10",
    )
    rows = _rows(page + table)
    assert [(r.measure, r.stage, r.code("outcome"), r.code("theme")) for r in rows] == [
        ("findings_decided", "ombudsman", "upheld", "")
    ] * 3 + [("findings_decided", "ombudsman", "", "")]
    told = "<p>It found maladministration in 4 cases, service failure in 2, reasonable redress in three.</p>"
    assert [r.code("outcome") for r in _rows(page + told)] == ["upheld", "upheld", "resolved"]
    rows = _rows(f"{CORPORATE}<p>Service failure was the reason for 14 complaints.</p>")
    assert [(r.code("outcome"), r.code("theme") != "") for r in rows] == [("", True)]


def test_decisions_behind_a_sentence_on_recommendations_are_complaints() -> None:
    told = "The 7 recommendations were met. The remaining 44 were closed: 15 referred back, six invalid."
    rows = [(r.value, r.measure) for r in _rows(f"{LETTER}<p>{told}</p>")]
    assert rows[1:] == [(44, "complaints_decided"), (15, "complaints_decided"), (6, "complaints_decided")]


@pytest.mark.parametrize(
    ("told", "services"),
    [
        ("Of the 32, 17 were about education, eight about housing and four about planning.", {17, 8, 4}),
        ("Twelve were about planning, six about highways and three about benefits.", {12, 6, 3}),
        ("Nine concerned adult care; seven related to housing.", {9, 7}),
    ],
)
def test_what_the_ombudsman_s_cases_were_about_counts_without_a_noun(told: str, services: set[int]) -> None:
    rows = _rows(f"{LETTER}<p>{told}</p>")
    assert {r.value for r in rows if r.code("service_area") not in ("", "unmapped")} == services


def test_first_enquiries_are_cases_looked_into_and_a_sum_s_case_is_none() -> None:
    table = _table("Response times | No. of first enquiries | Average days", "2021/22 | 12 | 25.1")
    told = "<p>Settlements cost £14,320, most of it in one housing case.</p>"
    rows = _rows(LETTER + table + told)
    assert [r.measure for r in rows if r.unit == "count"] == ["complaints_investigated"]


def test_none_in_an_earlier_year_is_nought_of_what_was_counted_before() -> None:
    rows = _rows(f"{LETTER}<p>It upheld two complaints in 2021/22, one in 2020/21 and none in 2019/20.</p>")
    assert [(r.value, r.period, r.code("outcome")) for r in rows] == [
        (2, "2021/22", "upheld"),
        (1, "2020/21", "upheld"),
        (0, "2019/20", "upheld"),
    ]
    told = "There were 12 complaints in 2021/22 and no change in 2020/21."
    assert [r.value for r in _rows(f"{LETTER}<p>{told}</p>")] == [12]
