"""Stages that no word near a number names, told by what the numbers add up to or stand behind."""

from __future__ import annotations

from made import BOOK
from test_meaning import Rows, read, table

from extractor.run.report import work

TITLE = "<h1>Corporate complaints 2023/24</h1>"


def stages(rows: Rows, *values: str) -> set[str]:
    return {row["stage"] for row in rows if row["value"] in values}


def test_a_row_of_services_that_adds_up_to_a_stage() -> None:
    told = "<p>There were 604 complaints at the first stage.</p><h2>By service</h2>"
    body = table(
        "Complaints by quarter, 2023/24", "|Parking|Housing|Libraries", "Q1|101|90|31", "Year|301|200|103"
    )
    assert stages(read(TITLE + told + body), "101", "31", "200", "103") == {"stage_1"}
    other = told.replace("604", "605")
    assert stages(read(TITLE + other + body), "101", "31", "200", "103") == {"all"}
    twice = told + "<p>We received 604 complaints.</p>"
    assert stages(read(TITLE + twice + body), "101", "31", "200", "103") == {"all"}


def test_outcomes_behind_one_stage_are_of_it() -> None:
    body = table("Complaints, 2023/24", "Service|Stage 1|Upheld", "Parking|41|29", "Housing|24|18")
    assert stages(read(TITLE + body), "29", "18") == {"stage_1"}
    more = table("Complaints, 2023/24", "Service|Received|Of which stage 2|Upheld", "Parking|41|9|29")
    assert stages(read(TITLE + more), "29") == {"all"}


def test_all_others_are_no_total() -> None:
    body = table("Stage 1 complaints, 2023/24", "Service|Received", "Parking|41", "All others|24", "Total|65")
    (row,) = (row for row in read(TITLE + body) if row["value"] == "24")
    assert (row["stage"], row["service_area"]) == ("stage_1", "other")


APPEALS = "<p>The procedure has two steps: a Service Response and, then, an Appeal to a manager.</p>"


def test_a_heading_that_names_a_stage_names_no_service() -> None:
    told = APPEALS + "<h2>Appeals</h2><p>At Appeal 47 complaints were received.</p>"
    (row,) = (row for row in read(TITLE + told) if row["value"] == "47")
    assert (row["stage"], row["service_area"]) == ("stage_2", "")


def test_a_column_of_another_council_beside_the_report_s_own_is_left_out() -> None:
    body = table(
        "Complaints by quarter", "|Eastbourne|Lewes", "April to June|88|61", "July to September|121|70"
    )

    def read_of(council: str) -> Rows:
        title = f"<title>{council} Council</title><h1>{council} Council: corporate complaints 2023/24</h1>"
        return list(work(f"<html>{title}{body}</html>".encode(), "t.html", None, BOOK).rows())

    rows = read_of("Eastbourne Borough")
    assert {(row["value"], row["service_area"]) for row in rows} == {("88", ""), ("121", "")}
    assert {row["service_area"] for row in read_of("East Sussex County")} == {"unmapped"}
