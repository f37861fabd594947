"""What a corner says of the years or decisions beside it; a digest of a quarter and of its year."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.lexicon import rulebook
from extractor.model.sense import Sense
from extractor.model.types import Label
from extractor.run.report import work
from extractor.understand.settings.stage import stage_of

BOOK = rulebook.load(Path(__file__).resolve().parent.parent / "patterns")
YEARS = """<html><body><h1>Rossendale Borough Council: Annual complaints report 2010/11</h1>
<h2>Complaints received</h2>
<table><tr><th>{corner}</th><th>2009</th><th>2010</th><th>2011</th></tr>
<tr><td>Stage 1</td><td>84</td><td>91</td><td>77</td></tr>
<tr><td>Stage 2</td><td>14</td><td>12</td><td>9</td></tr></table></body></html>"""
DECISIONS = """Local Government Ombudsman
Annual Letter 2008/09
Rossendale Borough Council

Complaints received by subject area

             Housing   Planning   Transport   Total
2008 / 2009        4          7           3      14
2007 / 2008        5          6           2      13

{corner:<12} MI reps   LS   No mal   Omb disc   Total
2008 / 2009        0    2        5          3      10
2007 / 2008        1    1        6          4      12
"""
DIGEST = """<html><body><h1>Rossendale Borough Council</h1><h2>{title}</h2>
<p>Complaints of stage 1 are answered within ten working days.</p>
<h2>Complaints by service</h2>
<table><tr><th>Service</th><th>Quarter</th><th>Year</th></tr>
<tr><td>Planning</td><td>3</td><td>17</td></tr><tr><td>Housing</td><td>5</td><td>28</td></tr>
<tr><td>Total</td><td>8</td><td>45</td></tr></table></body></html>"""


@pytest.mark.parametrize(
    ("corner", "years"),
    [
        ("Year ended 31 March", {"2008/09", "2009/10", "2010/11"}),
        ("Year to 31 March", {"2008/09", "2009/10", "2010/11"}),
        ("Year", {"2009", "2010", "2011"}),
        ("At 31 March", {"2009", "2010", "2011"}),
    ],
)
def test_a_corner_tells_when_the_years_beside_it_end(corner: str, years: set[str]) -> None:
    rows = work(YEARS.format(corner=corner).encode(), "report.html", None, BOOK).rows()
    assert {r["period"] for r in rows} == years


@pytest.mark.parametrize(
    ("corner", "measures"),
    [("Decisions", {"complaints_decided"}), ("Received", {"complaints_received"})],
)
def test_a_corner_of_decisions_goes_before_a_heading_of_what_came_in(corner: str, measures: set[str]) -> None:
    rows = work(DECISIONS.format(corner=corner).encode(), "letter.txt", None, BOOK).rows()
    assert {r["measure"] for r in rows if r["value"] == "12"} == measures
    assert {r["measure"] for r in rows if r["value"] in ("13", "14")} == {"complaints_received"}


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Complaints digest: Quarter 4 (January to March 2011) and the year 2010/11", "2010/11"),
        ("Complaints: Q4 (January to March 2011) &amp; year end 2010/11", "2010/11"),
        ("Complaints: Quarter 4 2010/11", "2010/11 Q4"),
        ("Complaints: Quarter 3 2010/11 and year to date", "2010/11 Q3"),
    ],
)
def test_a_digest_of_the_last_quarter_and_the_year_counts_by_the_year(title: str, period: str) -> None:
    rows = work(DIGEST.format(title=title).encode(), "digest.html", None, BOOK).rows()
    assert {r["period"] for r in rows if r["value"] in ("17", "28", "45")} == {period}


def test_a_column_of_findings_in_one_year_is_no_change_in_points() -> None:
    page = """<html><body><h1>Rossendale Borough Council: Annual complaints report 2012/13</h1>
    <table><tr><th rowspan="2">Service</th><th rowspan="2">2011/12</th><th rowspan="2">2012/13</th>
    <th colspan="2">Finding 2012/13</th></tr><tr><th>Upheld</th><th>Not upheld</th></tr>
    <tr><td>Planning</td><td>34</td><td>37</td><td>10</td><td>27</td></tr>
    <tr><td>Parking</td><td>22</td><td>19</td><td>5</td><td>14</td></tr></table></body></html>"""
    rows = work(page.encode(), "report.html", None, BOOK).rows()
    assert {r["unit"] for r in rows} == {"count"}


def test_in_the_ombudsman_s_letter_the_one_who_decides_says_i() -> None:
    text = """Local Government Ombudsman
Annual Letter 2007/08
Rossendale Borough Council

Decisions on complaints

I decided 21 complaints, some of which I had been sent in March. I closed three of them as local settlements.
"""
    rows = work(text.encode(), "letter.txt", None, BOOK).rows()
    assert {"21", "3"} <= {r["value"] for r in rows}


@pytest.mark.parametrize(
    ("corner", "names", "told"),
    [
        ("Quarter", ("One", "Two"), {"2012/13 Q1", "2012/13 Q2"}),
        ("Quarter", ("1", "2"), {"2012/13 Q1", "2012/13 Q2"}),
        ("Ward", ("One", "Two"), {"2012/13"}),
    ],
)
def test_numbers_below_the_corner_quarter_name_the_rows(
    corner: str, names: tuple[str, str], told: set[str]
) -> None:
    page = f"""<html><body><h1>Rossendale Borough Council: Annual complaints report 2012/13</h1>
    <p>This page tells how many complaints came to the Council in the year.</p>
    <h2>Complaints received</h2><table><tr><th>{corner}</th><th>2012/13</th></tr>
    <tr><td>{names[0]}</td><td>34</td></tr><tr><td>{names[1]}</td><td>22</td></tr></table></body></html>"""
    rows = work(page.encode(), "report.html", None, BOOK).rows()
    assert {r["period"] for r in rows if r["value"] in ("34", "22")} == told


def test_lines_of_a_year_and_its_count_are_a_table_below_their_heading() -> None:
    page = """<html><body><h1>Rossendale Borough Council: Annual complaints report 2012/13</h1>
    <h2>Compliments</h2><ul><li>2011-12 - 48</li><li>2012-13: 131</li></ul>
    <h2>Answered in time</h2><ul><li>2011/12: 71%</li><li>2012/13: 74%</li></ul></body></html>"""
    rows = work(page.encode(), "report.html", None, BOOK).rows()
    told = {(r["measure"], r["period"], r["value"]) for r in rows}
    assert told == {("compliments_received", "2011/12", "48"), ("compliments_received", "2012/13", "131")}


@pytest.mark.parametrize(
    ("over", "measure"),
    [("Complaints received 2012/13", "complaints_received"), ("Complaints 2012/13", "complaints_decided")],
)
def test_all_below_a_heading_of_what_came_in_counts_what_came_in(over: str, measure: str) -> None:
    page = f"""<html><body><h1>Rossendale Borough Council: Annual complaints report 2012/13</h1>
    <h2>Findings by service</h2><p>Every complaint has a finding once it is answered.</p>
    <table><tr><th rowspan="2">Service</th><th colspan="5">{over}</th></tr>
    <tr><th>All</th><th>Upheld</th>
    <th>Partly upheld</th><th>Not upheld</th><th>Open at 31 March</th></tr>
    <tr><td>Planning</td><td>37</td><td>10</td><td>6</td><td>18</td><td>3</td></tr>
    <tr><td>Parking</td><td>19</td><td>5</td><td>4</td><td>8</td><td>2</td></tr></table></body></html>"""
    rows = work(page.encode(), "report.html", None, BOOK).rows()
    assert {r["measure"] for r in rows if r["value"] in ("37", "19")} == {measure}
    assert {r["measure"] for r in rows if r["value"] in ("10", "18")} == {"complaints_decided"}


TIMES = """Rossendale Borough Council: Annual complaints report 2010/11

1. Adult social care complaints

Average response time by quarter

Q1 43
Q2 35
Q3 36
Q4 32
"""


@pytest.mark.parametrize(
    ("heading", "measures"),
    [
        ("Average response time by quarter", {"response_time days"}),
        ("Complaints received by quarter", {"complaints_received count"}),
    ],
)
def test_a_heading_says_that_what_stands_below_is_an_average_time(heading: str, measures: set[str]) -> None:
    text = TIMES.replace("Average response time by quarter", heading)
    rows = work(text.encode(), "rossendale.txt", None, BOOK).rows()
    assert {f"{r['measure']} {r['unit']}" for r in rows} == measures
    assert [r["value"] for r in rows] == ["43", "35", "36", "32"]


def test_a_row_that_names_the_councils_own_procedure_is_not_of_the_ombudsman() -> None:
    letter = Label("stage", "the Ombudsman's letter", "ombudsman", "document")
    own = Label("procedure", "Adults statutory complaints", "adult_statutory", "row")
    assert stage_of(Sense.of([letter]), "complaints_received").code == "ombudsman"
    assert stage_of(Sense.of([letter, own]), "complaints_received").code == "all"


LED = """Rossendale Borough Council
Compliments and complaints annual report 2010/11

Complaints are answered at one stage. Of all complaints, some go to the Ombudsman.

1.1 The table below presents the decisions of the Local Government Ombudsman in the last {years}.

Year      Investigated   Upheld   Not upheld
2010/11   38             25       13
2009/10   30             21       9
"""


@pytest.mark.parametrize(("years", "stage"), [("two years", "ombudsman"), ("15 complaints", "all")])
def test_the_paragraph_that_points_to_a_table_tells_its_stage(years: str, stage: str) -> None:
    rows = work(LED.format(years=years).encode(), "rossendale.txt", None, BOOK).rows()
    assert {r["stage"] for r in rows if r["value"] in ("25", "13", "21", "9")} == {stage}
