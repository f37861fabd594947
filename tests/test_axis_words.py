"""What words along and over a table say, where they could say more than they do."""

from __future__ import annotations

import pytest
from made import BOOK
from test_axes import by_value
from test_meaning import read, table

from extractor.lexicon.match import Matcher
from extractor.run.report import work

MINUTES = """Rossendale Borough Council

MINUTES of the meeting of the Audit Committee held on Tuesday 8 September 2015

1. ANNUAL REPORT ON COMPLAINTS 2014/15

The Committee considered a report on complaints received in 2014/15.
It was told that 534 complaints had come in.

2. WORK PROGRAMME

The programme was agreed.

{title}

Directorate            2013/14    2014/15
Environment                347        269
Finance                    101         81
Total                      448        350
"""


@pytest.mark.parametrize(
    ("title", "found"), [("Complaints by directorate", True), ("Staff by directorate", False)]
)
def test_minutes_print_a_table_of_complaints_behind_their_last_item(title: str, found: bool) -> None:
    rows = work(MINUTES.format(title=title).encode(), "minutes.txt", None, BOOK).rows()
    assert ("269" in {row["value"] for row in rows}) is found


def test_finding_over_outcomes_counts_no_points_of_complaint() -> None:
    body = (
        "<table><caption>Complaints by team and finding, 2023/24</caption><tr><td>Team</td>"
        "<td colspan='3'>Finding</td></tr><tr><td></td><td>Upheld</td><td>Part</td><td>Not upheld</td></tr>"
        "<tr><td>Larches</td><td>7</td><td>9</td><td>14</td></tr>"
        "<tr><td>Spinneys</td><td>5</td><td>3</td><td>4</td></tr></table>"
    )
    assert by_value(read(body), "measure", "outcome")["7"] == ("complaints_decided", "upheld")


def test_a_speed_of_the_caption_is_lent_to_shares_only() -> None:
    body = table("Complaints and replies on time, 2023/24", "Quarter | Stage 1 | Stage 2 | Stage 1 on time",
                 "Quarter 1 | 47 | 8 | 83%", "Quarter 2 | 61 | 12 | 79%")  # fmt: skip
    rows = by_value(read(body), "measure")
    assert rows["47"] == ("complaints_received",)
    assert rows["83"] == ("complaints_responded",)


def test_a_total_before_the_speeds_adds_up_no_answers() -> None:
    body = table("Complaints, 2023/24", "Indicator | Year", "Stage 1 complaints | 47",
                 "Stage 2 complaints | 6",
                 "All complaints | 53", "Stage 1 answered on time | 85%")  # fmt: skip
    assert by_value(read(body), "measure")["53"] == ("complaints_received",)


@pytest.mark.parametrize(
    ("label", "code"),
    [("30 working days", "unmapped"), ("11-20 days", "days_11_to_20"), ("10 working days", "within_10_days")],
)  # fmt: skip
def test_days_of_another_number_are_another_speed(label: str, code: str) -> None:
    assert Matcher(BOOK).match("timeliness", label).code == code


def test_days_behind_the_stages_are_their_limits_where_the_caption_tells_the_speed() -> None:
    body = "<p>% answered within timescale</p>" + table(
        "", " | 2022/23 | 2023/24", "Stage 1 (10 working days) | 81% | 84%",
        "Final review (30 working days) | 70% | 77%",
    )  # fmt: skip
    rows = by_value(read(body), "stage", "timeliness", "theme")
    assert rows["84"] == ("stage_1", "within_timescale", "")
    assert rows["77"] == ("stage_2", "within_timescale", "")


def test_a_caption_with_two_limits_tells_neither() -> None:
    caption = "Percentage answered within 10 working days (Stage 1) and 15 working days (Stage 2)"
    body = table(caption, " | 2022/23 | 2023/24", "Stage 1 | 71 | 76", "Stage 2 | 65 | 73")
    assert by_value(read(body), "timeliness")["73"] == ("within_timescale",)


def test_a_department_in_brackets_behind_a_client_group_is_no_service_of_it() -> None:
    heading = "<h2>Part A. Adults (Communities and Housing Department)</h2>"
    body = heading + "<p>82% of adult complaints were closed inside the agreed time.</p>"
    assert by_value(read(body), "service_area")["82"] == ("",)


def test_a_heading_that_is_the_caption_hints_once() -> None:
    body = "<h2>What people complained about</h2>" + table(
        "", "Area | Stage 1 | Stage 2", "Responsive repairs | 187 | 31", "Planned works | 29 | 4",
        "Damp and mould | 41 | 9", "Tenancy and anti-social behaviour | 46 | 6",
        "Allocations and lettings | 24 | 3",
        "Caretaking and grounds | 17 | 1",
    )  # fmt: skip
    assert by_value(read(body), "theme")["187"] == ("",)


def test_the_year_so_far_is_no_service() -> None:
    body = "<h3>Section 4: complaints and compliments</h3>" + table(
        "Feedback measures", "Measure | Jul to Sep 2023 | Oct to Dec 2023 | Year so far | Target",
        "Stage one complaints received | 61 | 66 | 196 | -",
        "Compliments received | 52 | 60 | 171 | -",
    )  # fmt: skip
    rows = by_value(read(body, "Quarter 3 of 2023/24"), "service_area", "period")
    assert rows["196"] == ("", "2023/24 Q1-Q3")


def test_the_year_so_far_in_a_sentence_is_a_part_of_the_year() -> None:
    body = "<h2>Enquiries</h2><p>119 enquiries were answered in the quarter and 341 in the year so far.</p>"
    rows = by_value(read(body, "Quarter 3 of 2023/24"), "period")
    assert rows["341"] == ("2023/24 Q1-Q3",)


def test_a_row_that_names_a_procedure_counts_complaints_under_a_heading_on_enquiries_too() -> None:
    body = "<h2>Statutory complaints and enquiries</h2><h3>Received</h3>" + table(
        "", " | 2022/23 | 2023/24", "Adult social care statutory | 17 | 14", "MP enquiries | 402 | 388"
    )  # fmt: skip
    assert by_value(read(body), "measure")["14"] == ("complaints_received",)


def test_headings_broken_over_two_rows_are_whole() -> None:
    body = (
        "<h2>Local Government Ombudsman decisions 2023/24</h2><table><tr><th></th><th>MI</th><th></th>"
        "<th>No</th><th>Omb</th><th>Outside</th><th></th></tr>"
        "<tr><th></th><th>reps</th><th>LS</th><th>mal</th><th>disc</th>"
        "<th>jurisdiction</th><th>Total</th></tr><tr><td>2023/24</td><td>1</td><td>17</td><td>21</td><td>13</td>"
        "<td>7</td><td>59</td></tr></table>"
    )
    rows = by_value(read(body), "outcome")
    assert rows["21"] == ("no_maladministration",)
    assert rows["17"] == ("local_settlement",)
    assert rows["59"] == ("",)


def test_numbers_of_sections_before_their_names_count_nothing() -> None:
    body = table("Self-assessment of complaints", "Provision | Requirement | Comply | Evidence",
                 "1.2 | The definition of a complaint is used | Yes | Policy",
                 "5.1 | Two stages only | Yes | Policy",
                 "6.14 | Stage 2 answered in 20 days | No | Plan")  # fmt: skip
    assert not read(body)


def test_a_total_without_one_outcome_has_none() -> None:
    body = "<h2>Ombudsman decisions</h2>" + table(
        "", "Decision | 2022/23 | 2023/24", "Local settlement | 34 | 23", "Premature | 12 | 11",
        "Maladministration report | 1 | 0", "Total (without premature) | 35 | 27",
    )  # fmt: skip
    rows = by_value(read(body), "outcome", "measure")
    assert rows["27"][0] == ""
    assert rows["1"] == ("maladministration_injustice", "complaints_decided")


def test_what_was_emptied_or_answered_by_telephone_is_other_business() -> None:
    body = table("Service indicators", "Indicator | Q1 | Q2", "Bins emptied (thousands) | 498 | 501",
                 "Calls answered by the contact centre | 21,306 | 20,874")  # fmt: skip
    assert not read(body + "<p>In the year 54 complaints were received.</p>")[1:]


FEEDBACK = """<h2>Customer feedback</h2><h3>By service</h3><table><tr><td>Service</td><td>2021/22</td></tr>
<tr><td>Parking</td><td>41</td></tr><tr><td>Libraries</td><td>12</td></tr></table>
<h3>Compliments, comments and the Ombudsman</h3><table><tr><td></td><td>2021/22</td></tr>
<tr><td>Compliments</td><td>31</td></tr><tr><td>Comments and suggestions</td><td>18</td></tr>
<tr><td>Ombudsman: new complaints</td><td>3</td></tr></table>"""


def test_a_heading_over_several_things_lends_none_of_them_to_numbers_below() -> None:
    told = by_value(read(FEEDBACK), "measure", "stage")
    assert told["41"] == told["12"] == ("complaints_received", "all")
    assert told["31"] == ("compliments_received", "all")
    assert told["18"] == ("contacts_received", "all")
    assert told["3"] == ("complaints_received", "ombudsman")
