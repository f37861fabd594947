"""Labels that are shortened, counted under one heading or told in a legend: what they mean in full."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from made import BOOK
from test_meaning import Rows, read, table

from extractor.lexicon.match import Matcher
from extractor.model.types import Table
from extractor.read.text.document import read_text


def told(rows: Rows, *names: str) -> list[tuple[str, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


def by_value(rows: Rows, values: Iterable[str], *names: str) -> list[tuple[str, ...]]:
    kept = {row["value"]: row for row in rows}
    return [tuple(kept[value][name] for name in names) for value in values]


def test_every_short_form_is_written_out_and_no_longer_word_is() -> None:
    matcher = Matcher(BOOK)
    for full, forms in BOOK.raw("matching").short_forms.items():
        for form in forms:
            assert matcher.in_full(f"Alder {form} 7") == f"Alder {full} 7"
            assert matcher.in_full(f"x{form}z") == f"x{form}z"
    assert matcher.in_full("Stg. 2 Recd") == "stage 2 received"
    assert matcher.in_full("Dec’d") == "decided"


def test_shortened_columns_count_what_their_words_in_full_count() -> None:
    rows = read(
        "<h2>Corporate complaints</h2>"
        + table("Complaints by team, 2023/24", "Team|Stg 1|Stg 2", "Parking|41|7", "Libraries|23|6")
    )
    assert (
        by_value(rows, ("41", "7", "23", "6"), "stage", "measure")
        == [
            ("stage_1", "complaints_received"),
            ("stage_2", "complaints_received"),
        ]
        * 2
    )


def test_shortened_findings() -> None:
    rows = read(
        "<h2>Stage 1 complaints</h2>"
        + table("Findings by team, 2023/24", "Team|Uph|P/U|N/U", "Parking|41|7|12", "Libraries|23|6|9")
    )
    assert by_value(rows, ("41", "7", "12"), "outcome") == [
        ("upheld",),
        ("partially_upheld",),
        ("not_upheld",),
    ]


def test_a_short_form_of_compliments_beside_complaints() -> None:
    rows = read(
        table("Feedback by team, 2023/24", "Team|Complaints|Compl'ts", "Parking|41|7", "Libraries|23|6")
    )
    assert by_value(rows, ("7", "6"), "measure") == [("compliments_received",)] * 2
    assert by_value(rows, ("41", "23"), "measure") == [("complaints_received",)] * 2


def test_quarters_counted_under_one_heading_are_no_values() -> None:
    rows = read(
        "<h2>Corporate complaints</h2><table><caption>Complaints received in 2023/24</caption>"
        "<tr><td></td><td colspan=4>Quarter</td></tr>"
        "<tr><td></td><td>1</td><td>2</td><td>3</td><td>4</td></tr>"
        "<tr><td>Received</td><td>21</td><td>22</td><td>23</td><td>24</td></tr></table>"
    )
    assert told(rows, "value", "period") == [(f"2{n}", f"2023/24 Q{n}") for n in (1, 2, 3, 4)]


def test_a_legend_says_what_a_short_form_means() -> None:
    findings = table(
        "Findings by team, 2023/24", "Team|Upheld|Not upheld|ZK", "Parking|41|12|3", "Libraries|23|9|2"
    )
    plain = read(f"<h2>Stage 1 complaints</h2>{findings}")
    legend = read(f"<h2>Stage 1 complaints</h2>{findings}<p>(ZK = withdrawn. PQ = Parking.)</p>")
    assert by_value(plain, ("3", "2"), "outcome") != by_value(legend, ("3", "2"), "outcome")
    assert by_value(legend, ("3", "2"), "outcome") == [("withdrawn",)] * 2


def test_a_header_of_one_name_counted_over_figures_with_single_spaces() -> None:
    text = "Complaints by year and stage\nYear Stage 1 Stage 2\n2020/21 49 8\n2021/22 61 11\n"
    (drawn,) = (b for b in read_text(text.encode(), "t.txt").blocks if isinstance(b, Table))
    assert [c.text for c in drawn.cells if c.row == 0] == ["Year", "Stage 1", "Stage 2"]
    assert [c.text for c in drawn.cells if c.row == 2] == ["2021/22", "61", "11"]


def test_an_agreed_date_that_was_kept_is_a_speed() -> None:
    rows = read(
        table(
            "Complaints, 2023/24",
            "Corporate|2022/23|2023/24",
            "Closed|41|37",
            "- of which by agreed date|23|16",
        )
    )
    assert (
        by_value(rows, ("23", "16"), "measure", "timeliness")
        == [("complaints_responded", "within_timescale")] * 2
    )


def test_a_legend_tells_what_a_column_counts() -> None:
    findings = table("What we found, 2023/24", "Service|Complaints|ZK/ZL", "Parking|41|12", "Libraries|23|9")
    plain = read(f"<h2>Stage 1 complaints</h2>{findings}")
    legend = read(f"<h2>Stage 1 complaints</h2>{findings}<p>(ZK/ZL = upheld or partly upheld, this year)</p>")
    assert by_value(plain, ("12", "9"), "outcome") != [("upheld_or_partially_upheld",)] * 2
    assert by_value(legend, ("12", "9"), "outcome") == [("upheld_or_partially_upheld",)] * 2


def test_shortened_words_in_a_corner_announce_a_dimension() -> None:
    rows = read(table("Complaints, 2023/24", "Svc|2022/23|2023/24", "Hsg Bens|46|41", "Zeta|12|9"))
    assert by_value(rows, ("41", "9"), "service_area", "theme") == [("benefits", ""), ("unmapped", "")]


@pytest.mark.parametrize(
    ("corner", "names"),
    [("District", "Ambridge,Felpersham"), ("", "Carlisle,Eden"), ("", "Zeta North,Zeta South")],
)
def test_places_are_teams_and_not_what_complaints_were_about(corner: str, names: str) -> None:
    one, two = names.split(",")
    rows = read(table("Where they came from, 2023/24", f"{corner}|Complaints", f"{one}|46", f"{two}|12"))
    assert by_value(rows, ("46", "12"), "service_area", "theme") == [("unmapped", "")] * 2
