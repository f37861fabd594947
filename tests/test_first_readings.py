"""Tables and sentences of kinds that were misread when they were first met."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table

from extractor.lexicon import rulebook
from extractor.read.pdf.text.pieces import is_value
from extractor.run.report import work

ROOT = Path(__file__).resolve().parent.parent
Row = Mapping[str, object]
OPENING = (
    "<h1>Shropshire Council</h1><h1>Annual Complaints Report 2023/24</h1>"
    "<p>This report is about the complaints about adult social care and corporate services that the Council"
    " received and answered in 2023/24, and about what it learnt from complaints.</p>"
)


@cache
def _book() -> rulebook.Rulebook:
    return rulebook.load(ROOT / "patterns")


def _read(body: str) -> list[Row]:
    return list(work(f"<html><body>{OPENING}{body}</body></html>".encode(), "t.html", None, _book()).rows())


def _table(caption: str, *rows: str) -> str:
    cells = "".join(
        "<tr>"
        + "".join(f"<{'td' if k else 'th'}>{c.strip()}</{'td' if k else 'th'}>" for c in row.split("|"))
        + "</tr>"
        for k, row in enumerate(rows)
    )
    return f"<table><caption>{caption}</caption>{cells}</table>"


def _told(rows: list[Row], *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


def test_quarters_that_name_their_months_are_quarters_of_the_year_over_the_column() -> None:
    body = _table(
        "Complaints received by quarter",
        "| 2022-23 | 2023-24",
        "Quarter 1 (April – June) | 21 | 12",
        "Quarter 2 (July – September) | 24 | 18",
    )
    assert _told(_read(body), "value", "period", "theme") == [
        ("21", "2022/23 Q1", ""),
        ("12", "2023/24 Q1", ""),
        ("24", "2022/23 Q2", ""),
        ("18", "2023/24 Q2", ""),
    ]


def test_a_year_alone_above_a_table_of_quarters_is_the_year_of_its_quarters() -> None:
    body = "<h2>Complaints by quarter</h2><p>2022/23</p>" + _table(
        "", "| Received", "Q1 | 14", "Q2 | 11"
    ).replace("<caption></caption>", "")
    assert _told(_read(body), "value", "period") == [("14", "2022/23 Q1"), ("11", "2022/23 Q2")]


def test_a_table_of_several_breakdowns_reads_each_below_its_name() -> None:
    body = (
        "<table><caption>People who complained, 2023-24</caption><tr><th></th><th></th><th>Number</th></tr>"
        "<tr><td rowspan=2>Gender</td><td>Female</td><td>43</td></tr><tr><td>Male</td><td>35</td></tr>"
        "<tr><td rowspan=2>Ethnicity</td><td>White</td><td>49</td></tr>"
        "<tr><td>Not stated</td><td>4</td></tr></table>"
    )
    rows = _read(body)
    assert _told(rows, "value", "sex", "complainant") == [
        ("43", "female", ""),
        ("35", "male", ""),
        ("49", "", ""),
        ("4", "", ""),
    ]
    assert [bool(row["ethnicity"]) for row in rows] == [False, False, True, True]


@pytest.mark.parametrize(
    ("heading", "caption", "rows", "measures"),
    [
        (
            "How people complained",
            "Method of contact",
            ("| Number", "Email | 44", "Letter | 6"),
            ["complaints_received"] * 2,
        ),
        (
            "Local Government and Social Care Ombudsman",
            "Complaints and enquiries received by category",
            ("| 2023/24", "Housing | 3", "Highways | 8"),
            ["complaints_received"] * 2,
        ),
        (
            "Feedback",
            "Feedback by type",
            ("| 2023/24", "Corporate complaints | 871", "All complaints | 974", "Compliments | 451"),
            ["complaints_received", "complaints_received", "compliments_received"],
        ),
        (
            "Other contacts",
            "Enquiries received and answered on time",
            ("| Received", "Members’ enquiries | 96", "MP enquiries | 64", "Total | 160"),
            ["enquiries_received"] * 3,
        ),
        (
            "Other contacts",
            "Compliments and enquiries",
            ("| 2023/24", "Compliments – Housing | 52", "Compliments – Highways | 8", "MP enquiries | 61"),
            ["compliments_received", "compliments_received", "enquiries_received"],
        ),
    ],
)
def test_what_a_table_counts(heading: str, caption: str, rows: tuple[str, ...], measures: list[str]) -> None:
    found = _read(f"<h2>{heading}</h2>" + _table(caption, *rows))
    assert [row["measure"] for row in found] == measures


def test_each_sign_beside_a_named_column_is_that_columns_share() -> None:
    body = _table(
        "Response times",
        "Year | Answered | Within 10 days | % | Within 20 days | %",
        "2022/23 | 128 | 61 | 48% | 97 | 76%",
        "2023/24 | 119 | 67 | 56% | 98 | 82%",
    )
    shares = [row for row in _read(body) if row["unit"] == "percent"]
    assert _told(shares, "value", "timeliness") == [
        ("48", "within_10_days"),
        ("76", "within_20_days"),
        ("56", "within_10_days"),
        ("82", "within_20_days"),
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "We recorded 386 complaints in 2023/24. This compares with 350 in 2022/23 and 304 in 2021/22.",
            [("386", "2023/24"), ("350", "2022/23"), ("304", "2021/22")],
        ),
        (
            "There were 112 compliments, twice as many as the year before when there were 59.",
            [("112", "2023/24"), ("59", "2022/23")],
        ),
        (
            "There were 112 compliments. Forty-one of these were for one team.",
            [("112", "2023/24"), ("41", "2023/24")],
        ),
        ("The uphold rate of 75% compares with 71% for similar authorities.", [("75", "2023/24")]),
        ("The Ombudsman reached 17 decisions.", [("17", "2023/24")]),
        ("In 2024/25 we will work towards 80% of responses within 25 working days.", []),
        ("The priority in 2024/25 is to bring at least 75% of responses within 20 working days.", []),
        ("Scrutiny Board (2) is asked to note the complaints report.", []),
        ("59% were answered within the 60 working day limit agreed with complainants.", [("59", "2023/24")]),
        ("“Not one complaint was too small for them,” wrote one couple.", []),
        ("Council House, Frankwell. Telephone 08085 834333", []),
    ],
)
def test_sentences(text: str, wanted: list[tuple[str, str]]) -> None:
    assert (
        _told(_read(f"<h2>Complaints to the Ombudsman and to us</h2><p>{text}</p>"), "value", "period")
        == wanted
    )


def test_a_council_named_without_its_title_is_no_housing_association() -> None:
    page = (
        "<h1>Cabinet</h1><h1>Brent 17 October 2022</h1><h1>Annual Complaints Report 2021/22</h1>"
        "<p>This report sets out how complaints were handled in Brent from April 2021 to March 2022.</p>"
        "<p>There were 1,527 corporate Stage 1 complaints in 2021/22.</p><h2>Ombudsmen</h2>"
        "<p>The Local Government and Social Care Ombudsman received 121 complaints.</p>"
        "<p>The Housing Ombudsman decided 13 complaints. The Housing Ombudsman upheld nine complaints.</p>"
    )
    result = work(f"<html><body>{page}</body></html>".encode(), "t.html", None, _book())
    assert result.coverage.status not in ("out_of_scope", "not_a_complaints_report")
    assert "1527" in [row["value"] for row in result.rows()]


def test_years_over_tables_beside_each_other_are_each_tables_own() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(60, 790, "Shropshire Council")
    canvas.drawString(60, 765, "Annual Complaints Report 2023/24")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(
        60, 740, "The Council answered complaints of many kinds in the year; complaints help us to learn."
    )
    canvas.setFont("Helvetica-Bold", 10)
    for x, year, figures in ((60, "2022/23", ("14", "11")), (330, "2023/24", ("16", "12"))):
        canvas.drawString(x, 700, year)
        grid = Table(
            [["", "Complaints"], ["Q1", figures[0]], ["Q2", figures[1]]],
            style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)],
        )
        grid.wrapOn(canvas, 200, 200)
        grid.drawOn(canvas, x, 635)
    canvas.save()
    rows = work(out.getvalue(), "t.pdf", None, _book()).rows()
    assert _told(list(rows), "value", "period") == [
        ("14", "2022/23 Q1"),
        ("11", "2022/23 Q2"),
        ("16", "2023/24 Q1"),
        ("12", "2023/24 Q2"),
    ]


@pytest.mark.parametrize("text", ["57 (47%)", "57(47%)", "1% 4% 7%", "14(6)"])
def test_figures_side_by_side_are_values(text: str) -> None:
    assert is_value(text)


@pytest.mark.parametrize("text", ["1" * 400 + "x", "1 " * 300 + "x", "1." * 300 + "%x", "1% " * 300 + "x"])
def test_long_runs_of_digits_are_told_in_no_time(text: str) -> None:
    assert not is_value(text)
