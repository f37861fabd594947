"""What a report, a section and a table say once: kind, procedure, service, stage and period."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from extractor.language.words import using
from extractor.lexicon import rulebook
from extractor.model.observation import Observation
from extractor.read.files import read_bytes
from extractor.run.report import reader_of, words_of, worked
from extractor.understand.settings.period import _year_to_date
from extractor.understand.settings.report import ReportSettings, report_settings

ROOT = Path(__file__).resolve().parent.parent


@cache
def _book() -> rulebook.Rulebook:
    return rulebook.load(ROOT / "patterns")


def _settings(body: str, district: bool = False) -> ReportSettings:
    book = _book()
    with using(words_of(book)):
        document = read_bytes(f"<html><body>{body}</body></html>".encode(), "t.html")
        return report_settings(document, reader_of(book), book.raw("settings"), district)


def _rows(body: str) -> tuple[Observation, ...]:
    page = f"<html><body>{body}</body></html>"
    return worked(page.encode(), "t.html", None, _book()).observed.rows


def _table(*rows: str) -> str:
    cells = ("".join(f"<td>{cell.strip()}</td>" for cell in row.split("|")) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


LONG = "<p>The team answers complaints, learns from complaints and reports on complaints to the Council.</p>"


@pytest.mark.parametrize(
    ("body", "kind", "procedure"),
    [
        ("<h1>Children's social care complaints 2021/22</h1>", "children", "children_statutory"),
        ("<h1>Adult social care: complaints and compliments</h1>", "adults", "adult_statutory"),
        ("<h1>Children and adults: social care complaints</h1>", "both", "all"),
        ("<h1>Corporate complaints 2021/22</h1>", "corporate", "corporate"),
        ("<h1>Local Government Ombudsman: annual review letter 2014</h1>", "ombudsman", "ombudsman"),
        (
            "<h1>Annual report</h1><p>It covers all of the Council's complaints procedures.</p>",
            "whole",
            "all",
        ),
    ],
)
def test_title_and_statement_tell_the_kind(body: str, kind: str, procedure: str) -> None:
    found = _settings(body)
    assert (found.kind, found.procedure.code) == (kind, procedure)
    assert found.procedure.words


def test_a_committee_is_no_evidence() -> None:
    body = "<h1>Children's Services Scrutiny Committee</h1><h1>Corporate complaints</h1>"
    assert _settings(body).kind == "corporate"


@pytest.mark.parametrize(
    ("line", "of_a_body"),
    [("Children's Services Scrutiny Committee", True), ("Complaints to the Scrutiny Committee", False)],
)
def test_a_body_that_complaints_are_told_of_is_evidence(line: str, of_a_body: bool) -> None:
    assert _book().raw("settings").names_body(line) == of_a_body


def test_departments_with_nothing_in_common_make_a_report_on_the_whole_council() -> None:
    departments = (
        "Adult Social Care | 4",
        "Children's Services | 5",
        "Housing | 6",
        "Highways | 7",
        "Planning | 8",
    )
    body = "<h1>Annual complaints report</h1>" + _table("Directorate | Complaints", *departments)
    assert _settings(body).procedure.code == "all"
    told = body + "<p>Statutory social care complaints are reported separately.</p>"
    assert _settings(told).procedure.code == "corporate"


def test_departments_without_social_care_are_under_the_council_s_own_procedure() -> None:
    body = "<h1>Annual complaints report</h1>" + _table(
        "Service | Complaints", "Housing | 6", "Highways | 7", "Planning | 8"
    )
    assert _settings(body).procedure.code == "corporate"


def test_a_report_that_names_no_procedure_is_on_the_whole_council() -> None:
    table = _table("Directorate | Complaints", "Bridges and Moats | 6", "Peoples Affairs | 7")
    body = "<h1>Year-end analysis</h1>" + LONG * 2 + table
    assert _settings(body).procedure.code == "all"
    law = "<p>Of the moat's complaints, 4 had been settled under the Children Act.</p>"
    assert _settings(body + law).procedure.code == "all"
    assert _settings("<h1>Children Act complaints</h1>" + table).procedure.code == "children_statutory"


def test_a_review_beside_a_first_stage_is_the_second() -> None:
    table = _table("Service | Service level | Review", "Moats | 31 | 4", "Drawbridges | 12 | 9")
    prose = "<p>At review, 13 complaints were upheld.</p>"
    rows = _rows("<h1>Corporate complaints 2021/22</h1>" + LONG + table + prose)
    assert [r.stage for r in rows] == ["stage_1", "stage_2", "stage_1", "stage_2", "stage_2"]


def test_a_shortened_stage_is_found_beside_other_words() -> None:
    table = _table("Step | 2020/21 | 2021/22", "Young carers - stg 2 | 31 | 44")
    rows = _rows("<h1>Children's social care complaints</h1>" + LONG + table)
    assert {r.stage for r in rows} == {"stage_2"}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<p>Moat cleaning came first, then Planning.</p>", "whole"),
        (
            "<p>Each spring we publish what reached us under our corporate complaints procedure.</p>",
            "corporate",
        ),
        ("<p>We do not provide social care. Two steps lead to a director.</p>", "corporate"),
        ("<h1>Our landlord performance and complaints</h1>", "corporate"),
        ("<h1>Complaints and Ombudsman report</h1>", "whole"),
        (f"<h1>Digest</h1>{LONG}<h2>Corporate complaints and compliments</h2>", "corporate"),
        (f"{6 * LONG}<p>The Manager presented the annual report on corporate complaints.</p>", "corporate"),
    ],
)
def test_a_district_reports_on_all_its_services_unless_it_says_otherwise(body: str, kind: str) -> None:
    services = _table("Service | Complaints", "Waste | 4", "Planning | 6", "Parking | 2")
    assert _settings(body + services, district=True).kind == kind


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<h1>Ombudsman review letter, a paper for the Audit Committee</h1>", "ombudsman"),
        (
            "<h1>Children's complaints</h1><p>Report of the Customer Manager, Adults' Services</p>" + LONG,
            "children",
        ),
        ("<h1>Local Government Ombudsman (LGO)</h1><p>Nine cases came.</p>", "ombudsman"),
        (
            "<h1>Yearly figures</h1><p>Prepared by the Corporate Complaints Officer, May 2019.</p>" + LONG,
            "whole",
        ),
        ("<p>Listed below are key facts on complaints about adult social care.</p>", "adults"),
    ],
)
def test_a_title_and_the_first_sentences_count_without_who_wrote_them(body: str, kind: str) -> None:
    found = _settings(body)
    assert found.kind == kind
    assert "Officer" not in found.procedure.words and "Committee" not in found.procedure.words


def test_why_a_figure_rose_says_nothing_of_what_the_report_covers() -> None:
    told = "<h1>Annual report</h1><p>There were 80 complaints. It is{} adult social care.</p>"
    assert _settings(told.format(" due to")).kind == "whole"
    assert _settings(told.format(" about")).kind == "adults"


def test_a_text_that_speaks_of_both_client_groups_is_on_both() -> None:
    told = "".join(f"<p>Adults wrote in week {n}, children in week {n + 1}.</p>" for n in range(1, 9))
    assert _settings("<h1>Social care</h1>" + told).kind == "both"


def test_a_third_stage_is_a_children_s_panel_only_where_children_are_reported() -> None:
    stages = _table("Department | Stage 1 | Stage 3", "Roads | 31 | 4", "Libraries | 12 | 3")
    title = "<h1>All complaints made to the Council 2021/22</h1>" + LONG
    assert {r.procedure for r in _rows(title + stages)} == {"all"}
    both = "<h1>Social care complaints 2021/22, adults and children</h1>" + LONG
    rows = _rows(both + "<p>In the year 4 complaints came to Stage 3.</p>")
    assert [r.procedure for r in rows] == ["children_statutory"]


def test_the_runner_up_is_kept() -> None:
    found = _settings("<h1>Children's services complaints</h1><p>It covers corporate complaints as well.</p>")
    assert found.procedure.runner_up == "corporate"
    assert 0 < found.procedure.score < 1


def test_the_quarter_of_a_digest() -> None:
    assert _settings("<h1>Feedback digest: Quarter 3 2022/23</h1>").part == "2022/23 Q3"
    assert _settings("<h1>Feedback digest 2022/23</h1>").part == ""
    assert _settings("<h1>Feedback digest: Quarter 3</h1>").part == "Quarter 3", "the text knows the year"
    assert _settings("<h1>Feedback digest: Quarter 4 and annual report</h1>").part == ""
    assert _settings("<h1>Complaints in the first half of 2018/19</h1>").part == "2018/19 Q1-Q2"
    assert _settings("<h1>Complaints 2018/19 and the first quarter of 2019/20</h1>").part == ""


def test_a_client_group_names_the_procedure_where_both_are_reported() -> None:
    body = f"<h1>Social care complaints 2021/22</h1>{LONG}" + _table(
        "Procedure | Complaints",
        "Adult social care (statutory) | 30",
        "Children's social care (statutory) | 20",
    )
    rows = _rows(body)
    assert [(r.procedure, r.code("service_area")) for r in rows] == [
        ("adult_statutory", ""),
        ("children_statutory", ""),
    ]


def test_a_directorate_beside_others_is_a_service() -> None:
    body = f"<h1>Annual complaints report 2021/22</h1>{LONG}" + _table(
        "Directorate | Complaints",
        "Children and Young People | 30",
        "Housing | 20",
        "Highways | 9",
        "Adults | 5",
    )
    first = _rows(body)[0]
    assert first.procedure == "all"
    assert first.code("service_area") == "csc_whole"


def test_because_names_the_words_that_decided() -> None:
    rows = _rows(f"<h1>Children's social care complaints 2021/22</h1>{LONG}<p>There were 30 complaints.</p>")
    assert rows[-1].because.startswith("procedure: title 'Children's social care complaints 2021/22'")


def test_year_to_date_follows_the_quarter() -> None:
    body = f"<h1>Corporate complaints digest: Quarter 3 2022/23</h1>{LONG}" + _table(
        "Measure | Q2 | Q3 | Year to date", "Stage 1 complaints received | 20 | 30 | 75"
    )
    assert [r.period for r in _rows(body)] == ["2022/23 Q2", "2022/23 Q3", "2022/23 Q1-Q3"]
    assert _year_to_date("2022/23 Q1") == "2022/23 Q1" and _year_to_date("2022/23 Q4") == "2022/23"


def test_a_legend_says_what_stands_in_brackets() -> None:
    table = _table("Team | Complaints", "Fostering | 30 (25)", "Adoption | 6 (4)")
    body = f"<h1>Children's social care complaints 2021/22</h1>{LONG}"
    legend = "<p>The table follows. Figures in brackets are for 2020/21.</p>"
    assert {r.period for r in _rows(body + legend + table)} == {"2021/22", "2020/21"}


def test_what_became_of_complaints_is_of_the_stage_named_last() -> None:
    opening = "<p>At Stage 1 we received 90 complaints. Most came by email.</p>"
    body = f"<h1>Corporate complaints 2021/22</h1>{LONG}<h2>Volumes</h2>{opening}"
    body += "<p>40 complaints were upheld.</p>"
    decided = [r for r in _rows(body) if r.measure == "complaints_decided"]
    assert [r.stage for r in decided] == ["stage_1"]


def test_decisions_that_only_the_ombudsman_makes_are_the_ombudsman_s() -> None:
    body = f"<h1>Corporate complaints 2021/22</h1>{LONG}" + _table(
        "Decision | Number", "Local settlement | 3", "No maladministration | 6", "Premature | 2"
    )
    assert {(r.procedure, r.stage) for r in _rows(body)} == {("ombudsman", "ombudsman")}


def test_a_heading_s_service_holds_until_the_next() -> None:
    body = (
        f"<h1>Corporate complaints 2021/22</h1>{LONG}<h2>Housing</h2><p>There were 90 Stage 1 complaints.</p>"
    )
    body += "<h2>Highways Service</h2><p>There were 40 Stage 1 complaints.</p>"
    assert [r.code("service_area") for r in _rows(body)] == ["housing", "highways"]


def test_who_wrote_the_report_is_no_evidence() -> None:
    cover = "<h1>Annual report 2021/22. Prepared by the Corporate Complaints Team</h1>"
    about = "<h2>Children's social care: statutory complaints</h2>"
    assert _settings(cover + about).kind == "children"
    assert _settings("<h1>Annual report 2021/22. Corporate complaints</h1>" + about).kind == "corporate"


@pytest.mark.parametrize(
    ("added", "kind"),
    [("", "ombudsman"), ("<p>At stage 1 we upheld 40 formal complaints; 9 went to stage 2.</p>", "whole")],
)
def test_a_paper_that_speaks_of_the_ombudsman_alone_is_about_its_cases(added: str, kind: str) -> None:
    """No heading names the Ombudsman, and services are listed as in any report."""
    body = (
        "<p>Seven of the complaints about Derby City Council that the Ombudsman looked into had merit.</p>"
        "<p>The Ombudsman heard of 52 complaints in 2018/19 against 60 in 2017/18.</p>"
        + _table("Area | Complaints", "Adult social care | 12", "Housing | 9", "Planning | 31")
        + "<p>The Ombudsman thanked the Council, which put every recommendation into effect.</p>"
    )
    assert _settings(body + added).kind == kind


def test_a_heading_that_compares_with_a_year_is_not_of_it() -> None:
    body = (
        "<h1>Derby City Council: annual complaints report 2018/19</h1>"
        "<p>All complaints are counted in the year in which they reach us.</p>"
        "<h2>{head}</h2><p>We had 40 complaints.</p>"
    )
    years = {
        head: [row.period for row in _rows(body.format(head=head))]
        for head in ("Complaints compared with last year", "Complaints last year")
    }
    assert years == {"Complaints compared with last year": ["2018/19"], "Complaints last year": ["2017/18"]}


def test_a_letter_in_a_lead_is_no_way_in_which_complaints_came() -> None:
    body = (
        "<h1>Derby City Council: annual complaints report 2018/19</h1><h2>Complaints</h2>"
        "<p>The letter {lead}:</p><ul><li>13 complaints came in</li><li>4 complaints were closed</li></ul>"
    )
    ways = {
        lead: [row.code("channel") for row in _rows(body.format(lead=lead))]
        for lead in ("tells that", "tells of complaints by letter")
    }
    assert ways == {"tells that": ["", ""], "tells of complaints by letter": ["letter", "letter"]}


def test_a_lettered_part_on_one_client_group_holds_for_the_headings_in_it() -> None:
    body = "<h1>Social care complaints 2021/22, adults and children</h1>" + LONG
    for letter, group, n in (("A", "Adult social care", 41), ("B", "Children's social care", 17)):
        body += f"<h2>{letter}: {group}</h2><p>{n + 8} complaints came in.</p>"
        body += f"<h2>Outcomes</h2><p>Of those concluded, {n} were upheld.</p>"
    told = {(int(r.value or 0), r.procedure) for r in _rows(body) if r.code("outcome")}
    assert told == {(41, "adult_statutory"), (17, "children_statutory")}


def test_a_client_group_s_service_keeps_its_whole_name() -> None:
    body = "<h1>All complaints made to the Council 2021/22</h1>" + LONG
    rows = _rows(body + "<p>We had 57 compliments, 31 of them for adult social care.</p>")
    assert rows[-1].label("service_area") == "adult social care"


def test_a_law_in_a_heading_is_no_service() -> None:
    section = "<h2>{}</h2>" + LONG + "<p>In the year 31 complaints were upheld.</p>"
    title = "<h1>All complaints made to the Council 2021/22</h1>" + LONG
    law = _rows(title + section.format("Grievances (2009 Regulations)"))
    assert [r.code("service_area") for r in law] == [""]
    service = _rows(title + section.format("Grievances (Building Regulations)"))
    assert [r.code("service_area") for r in service] != [""]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Our corporate complaints scheme has three steps.", "corporate"),
        ("It concerned complaints under the Council's corporate complaints procedure.", "corporate"),
        ("What follows is on the system (corporate procedure; the manager answers first).", "corporate"),
        ("Statutory complaints do not follow the corporate complaints procedure.", "whole"),
        ("Some of these went through the council's other, corporate procedure.", "whole"),
        ("The Council has a complaints procedure.", "whole"),
    ],
)
def test_an_early_sentence_that_names_the_council_s_own_procedure_alone_is_a_statement(
    sentence: str, kind: str
) -> None:
    start = "<h1>Customer feedback 2019/20</h1><p>The Council met. Members were present.</p>"
    assert _settings(f"{start}<p>{sentence}</p>", district=True).kind == kind
    late = "<p>" + "A team was moved. " * 20 + "</p>"
    assert _settings(f"{start}{late}<p>{sentence}</p>", district=True).kind == "whole"


def test_the_regulations_of_adults_complaints_are_no_word_for_all_social_care() -> None:
    title = "Annual report (Local Authority Social Services and NHS Complaints Regulations 2009)"
    assert _settings(f"<h1>Adult Social Care: complaints</h1><h2>{title}</h2>").kind == "adults"


def test_sections_of_a_part_stand_below_it_whatever_their_look() -> None:
    body = "<h1>Social care complaints 2018/19: adults and children</h1>" + LONG
    for part, figure in (("Part A: Adult Social Care", 34), ("Part B: Children's Social Care", 21)):
        body += f"<h2>{part}</h2><h2>Where they came from</h2><p>There were {figure} Stage 1 complaints.</p>"
    body += "<h2>Compliments and enquiries</h2><p>Members asked about 12 Stage 1 complaints.</p>"
    told = {str(row.value): row.procedure for row in _rows(body)}
    assert told == {"34": "adult_statutory", "21": "children_statutory", "12": "all"}


@pytest.mark.parametrize(("title", "service"), [("Chapter 4: Libraries", "libraries"), ("Libraries", "")])
def test_a_chapter_s_title_names_a_slice_and_a_report_s_own_does_not(title: str, service: str) -> None:
    rows = _rows(f"<h1>{title}</h1>{LONG}<p>There were 34 Stage 1 complaints.</p>")
    assert [r.code("service_area") for r in rows if r.value == 34] == [service]


@pytest.mark.parametrize(("title", "period"), [("Complaints in Quarter 3", " Q3"), ("Complaints", "")])
def test_a_title_names_the_quarter_and_leaves_the_year_to_the_text(title: str, period: str) -> None:
    body = f"<h1>{title}</h1>{LONG}<p>In 2021/22 we tried a new form.</p><p>There were 34 complaints.</p>"
    assert [r.period for r in _rows(body) if r.value == 34] == [f"2021/22{period}"]


@pytest.mark.parametrize(("subject", "stage"), [("This complaint was", "all"), ("They were", "ombudsman")])
def test_a_note_on_one_complaint_says_nothing_of_the_list_below(subject: str, stage: str) -> None:
    body = f"<p>{subject} about a lease and had a detailed investigation. Complaints closed late were:</p>"
    items = "<ul><li>Benefits (4)</li><li>Parking (2)</li></ul>"
    rows = _rows(f"<h1>Complaints 2021/22</h1>{LONG}{body}{items}")
    assert {r.stage for r in rows if r.value in (4, 2)} == {stage}
