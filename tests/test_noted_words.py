"""What stands around a table, a list or a grid of boxes, and what counts none of the complaints."""

from __future__ import annotations

from made import BOOK
from test_axes import by_value
from test_meaning import read, table

from extractor.read.html.document import read_html
from extractor.run.report import work
from extractor.understand.places import locate

REPORT = """Rossendale Borough Council

Annual complaints report 2015/16

{body}
"""


def test_rows_parted_by_slashes_are_a_table() -> None:
    body = (
        "Directorate / Stage 1 / Stage 2 / Answered in time\n\nPlace / 64 / - / 81%\n\n"
        "People / 71 / 6 / 69%\n\nTotal / 135 / 6 / 75%\n"
    )
    rows = work(REPORT.format(body=body).encode(), "report.txt", None, BOOK).rows()
    assert by_value(list(rows), "stage", "measure")["71"] == ("stage_1", "complaints_received")


def test_boxes_in_rows_are_a_table() -> None:
    row = f"<div class='row'>{'<div class=cell>{}</div>' * 3}</div>"
    boxes = [("Year", "Q1", "Q2"), ("2022-23", "41", "38"), ("2023-24", "52", "49")]
    rows = read("<h2>Stage 1 complaints</h2>" + "".join(row.format(*one) for one in boxes))
    assert by_value(rows, "period")["38"] == ("2022/23 Q2",)
    words = "".join(row.format(*one) for one in [("Home", "News", "Contact"), ("Bins", "Parks", "Tax")])
    assert all(block.kind == "paragraph" for block in read_html(words.encode(), "t.html").blocks)  # type: ignore[union-attr]


def test_a_share_of_another_year_in_brackets_behind_a_count_and_its_share() -> None:
    body = "<p>Figures in brackets are for 2022-23.</p>" + table(
        "", "Service | Complaints | Upheld", "Planning | 44 (39) | 23 = 52% (49%)",
        "Parking | 27 (31) | 19 = 70% (61%)"
    )  # fmt: skip
    rows = by_value(read(body), "period")
    assert (rows["52"], rows["49"]) == (("2023/24",), ("2022/23",))


def test_the_lead_says_that_averages_follow() -> None:
    body = "<p>71 answers were in time. Average response in working days, quarter by quarter:</p>" + table(
        "", "Quarter 1 | 24", "Quarter 2 | 21"
    )
    assert by_value(read(body), "measure")["21"] == ("response_time",)


def test_on_last_year_heads_changes() -> None:
    body = table("Contacts", " | 2022/23 | 2023/24 | On last year", "Complaints | 78 | 71 | -7",
                 "Compliments | 97 | 83 | -14")  # fmt: skip
    assert by_value(read(body), "measure")["-7"] == ("change",)


def test_a_team_s_client_group_is_that_of_its_section() -> None:
    opening = (
        "<h1>Shropshire Council</h1><h1>Social care complaints 2023/24</h1><p>This is of"
        " the complaints under two statutory social care procedures, one for adults and one for children.</p>"
    )
    body = table(
        "Formal complaints by team, with outcome", "Team | Received | Upheld | Not upheld",
        "Adult Community Team North | 23 | 5 | 9",
        "Joint Assessment Team | 17 | 6 | 11", "Mental health | 6 | 2 | 4",
    )  # fmt: skip
    page = f"<html><body>{opening}<h2>Part A: Adults</h2>{body}</body></html>"
    rows = list(work(page.encode(), "t.html", None, BOOK).rows())
    assert by_value(rows, "procedure")["23"] == ("adult_statutory",)


def test_the_paragraph_before_a_table_tells_what_its_shares_are() -> None:
    note = "<p>Cells show the percentage answered inside the extended limit, followed by the numbers.</p>"
    body = "<h2>Complaint performance</h2>" + note + table(
        "", " | Stage 1 | Stage 2", "Statutory | 77% (27/35) | 50% (2/4)",
        "Corporate | 90% (9/10) | 40% (2/5)"
    )  # fmt: skip
    rows = by_value(read(body), "measure", "timeliness")
    assert rows["77"] == ("complaints_responded", "within_timescale")


def test_a_caption_below_a_list_of_labels_with_numbers_is_its_own() -> None:
    body = (
        "<h3>Results</h3><p>Upheld (61)</p><p>Not upheld (83)</p><p>Withdrawn (9)</p>"
        "<figcaption>Stage 1 complaints by outcome</figcaption><p>A director looks at a complaint again.</p>"
    )
    places = locate(read_html(f"<html><body>{body}</body></html>".encode(), "t.html"), BOOK)
    assert {place.context.caption for place in places if place.kind == "list"} == {
        "Stage 1 complaints by outcome"
    }


def test_a_clause_with_its_number_and_share_is_an_entry() -> None:
    note = "<h3>Why people complained</h3><p>For each stage one complaint we record one main reason.</p>"
    items = ("The work was not good enough: 29% (49)", "We did not keep people informed: 19% (32)")
    rows = by_value(
        read(note + "<ul>" + "".join(f"<li>{x}</li>" for x in items) + "</ul>"), "measure", "stage"
    )
    assert rows["49"] == rows["32"] == ("complaints_received", "stage_1")


def test_the_letter_s_day_is_no_period_of_its_figures() -> None:
    body = (
        "<h2>Local Government Ombudsman</h2><p>The Ombudsman's letter of 18 June 2024 lists nine cases.</p>"
    )
    assert by_value(read(body), "period")["9"] == ("2023/24",)


def test_values_over_a_column_name_no_slice() -> None:
    body = table("Outcome of complaints closed in 2023/24", "Outcome | Values | Percentage (%)",
                 "Upheld | 34 | 40.0", "Not upheld | 51 | 60.0")  # fmt: skip
    assert by_value(read(body), "theme")["34"] == ("",)
