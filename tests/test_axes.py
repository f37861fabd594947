"""What the rows and columns of a table are: totals by their sum, directorates, years, letters left out."""

from __future__ import annotations

import pytest
from made import BOOK
from test_meaning import OPENING, Rows, cells, read, table

from extractor.language.numbers import in_cell
from extractor.lexicon.match import Matcher
from extractor.model.types import Cell, Document, Prose, Table
from extractor.run.report import work
from extractor.understand.places import locate
from extractor.understand.tables.slot import falls

TEAMS = ("Larches | 12 | 31", "Spinneys | 9 | 14", "Coppices | 7 | 25")


def by_value(rows: Rows, *columns: str) -> dict[str, tuple[str, ...]]:
    return {row["value"]: tuple(row[name] for name in columns) for row in rows}


@pytest.mark.parametrize(("sum_of", "service"), [("28 | 70", ""), ("28 | 71", "locality_team")])
def test_a_row_that_adds_up_all_others_is_their_total_whatever_its_name(sum_of: str, service: str) -> None:
    body = table(
        "Stage 1 complaints", "Service | 2022/23 | 2023/24", *TEAMS, f"Elmbridgeshire | {sum_of}"
    )  # fmt: skip
    assert by_value(read(body), "service_area")["28"] == (service,)


def test_corporate_beside_other_directorates_is_one_of_them() -> None:
    body = table(
        "Complaints by directorate", "Directorate | 2023/24", "Place | 31", "People | 12", "Corporate | 9"
    )
    assert by_value(read(body), "procedure", "service_area")["9"][1] == "corporate"


def test_years_behind_other_words_of_a_heading_are_years() -> None:
    body = table(
        "Complaints by team", "Team | Logged 21-22 | Logged 22-23", "Larches | 12 | 31", "Spinneys | 9 | 14"
    )
    assert cells(read(body), "value", "period")[:2] == [("12", "2021/22"), ("31", "2022/23")]


def test_a_column_that_counts_up_before_figures_is_no_count_of_the_rows() -> None:
    body = table(
        "Complaints by stage", "Stage | 2022/23 | 2023/24", "1 | 31 | 45", "2 | 12 | 14", "3 | 5 | 6"
    )
    found = by_value(read(body), "period")
    assert [found[value] for value in ("31", "12", "5")] == [("2022/23",)] * 3


def test_a_short_heading_beside_compliments_counts_complaints() -> None:
    body = table("By team, 2023/24", "Team | Cplts | Compliments", "Larches | 12 | 31", "Spinneys | 9 | 14")
    assert by_value(read(body), "measure")["12"] == ("complaints_received",)
    body = table("By team, 2023/24", "Team | Cplts | Complaints", "Larches | 12 | 31", "Spinneys | 9 | 14")
    assert by_value(read(body), "measure")["12"] == ("compliments_received",)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("juris'n", "jurisdiction"),
        ("W/drawn", "withdrawn"),
        ("init. talks", "initial talks"),
        ("rcvd", "received"),
        ("Ref’d", "referred"),
        ("cplts", "cplts"),
        ("Cmpl'ts", "Cmpl'ts"),
        ("Susan's", "Susan's"),
    ],
)
def test_letters_left_out_of_a_word(short: str, full: str) -> None:
    assert Matcher(BOOK).in_full(short) == full


def test_year_to_date_under_a_year_of_quarters_is_a_part_of_it() -> None:
    body = (
        "<h2>Digest: quarter 3, 2023/24</h2><table><tr><th rowspan=2>Team</th><th colspan=2>2023/24</th></tr>"
        "<tr><th>Q3</th><th>YTD</th></tr><tr><td>Larches</td><td>12</td><td>31</td></tr></table>"
    )
    rows = read("<title>Complaints digest: quarter 3, 2023/24</title>" + body)
    assert by_value(rows, "period")["12"] == ("2023/24 Q3",)
    assert by_value(rows, "period")["31"][0] in ("2023/24", "2023/24 Q1-Q3")


def test_bands_of_days_before_the_figures_are_labels() -> None:
    body = table(
        "Stage 1: working days to reply", " | No. | %", "10 WD or less | 31 | 62", "> 20 WD | 19 | 38"
    )  # fmt: skip
    rows = by_value(read(body), "timeliness", "unit")
    assert rows["31"] == ("within_10_days", "count")
    assert rows["19"] == ("over_20_days", "count")


def test_a_limit_in_brackets_behind_a_stage_is_no_speed() -> None:
    body = table(
        "Answers", " | Answered | In time", "Stage one (10 days) | 31 | 22", "Stage two (20 days) | 9 | 6"
    )
    rows = by_value(read(body), "stage", "timeliness")
    assert rows["31"] == ("stage_1", "")
    assert rows["22"] == ("stage_1", "within_timescale")


def test_words_of_a_stage_inside_a_longer_name_are_none() -> None:
    body = table(
        "Statutory complaints by reason", "Reason | 2023/24", "Delay in assessment or review | 12", "Cost | 5"
    )
    assert by_value(read(body), "stage")["12"] == ("all",)


def test_shares_of_last_year_in_brackets() -> None:
    body = table("Share in time (last year in brackets)", "Stage | 2023/24 (2022/23)", "Stage 1 | 82% (78%)")
    assert by_value(read(body), "period")["78"] == ("2022/23",)


def test_the_number_of_one_item_of_a_list_is_parted_by_the_list_in_it() -> None:
    body = (
        "<h2>Ombudsman decisions</h2><ul><li>Planning: 12<ul><li>8 upheld</li><li>4 not upheld</li></ul></li>"
        "<li>Housing: 7<ul><li>5 upheld</li><li>2 not upheld</li></ul></li></ul>"
    )
    rows = by_value(read(body), "service_area", "outcome")
    assert rows["8"] == ("planning", "upheld")
    assert rows["5"] == ("housing", "upheld")
    assert rows["7"] == ("housing", "")


def test_lettered_parts_stand_at_one_level() -> None:
    body = (
        "<h2>A - Adult social care (the 2009 Regulations)</h2><p>We had 31 complaints.</p>"
        "<h3>B - Other matters</h3><p>We had 7 complaints.</p>"
    )
    rows = by_value(read(body), "procedure")
    assert rows["31"] == ("adult_statutory",)
    assert rows["7"] != ("adult_statutory",)


def test_a_line_set_as_a_heading_on_top_of_a_list_ends_no_part() -> None:
    body = (
        "<h2>Adult social care complaints</h2><p>We had 31 complaints.</p><h2>The complaints concerned:</h2>"
        "<ul><li>charges - 12</li><li>delay - 9</li></ul>"
    )
    assert by_value(read(body), "procedure")["12"] == ("adult_statutory",)


def test_a_table_below_a_heading_on_several_things_is_of_its_caption_s_ombudsman() -> None:
    body = "<h2>Ombudsman, redress, context</h2>" + table(
        "Local Government Ombudsman", "LGO category | Received", "Planning | 12", "Housing | 9"
    )
    assert by_value(read(body), "measure", "service_area")["12"] == ("complaints_received", "planning")


def test_in_a_letter_of_the_ombudsman_subjects_are_services() -> None:
    letter = (
        "<h1>Shropshire Council</h1><h1>The Local Government Ombudsman's annual letter 2007/08</h1>"
        "<p>We received 15 complaints about your council in 2007/08. The complaints that we decided are"
        " set out below, with what we learnt from these complaints about the council's services.</p>"
        + table("Complaints received by subject area", "Period | Housing | Planning", "2007/08 | 6 | 9")
    )
    rows = work(f"<html><body>{letter}</body></html>".encode(), "t.html", None, BOOK).rows()
    assert by_value(rows, "service_area", "theme")["6"] == ("housing", "")


def test_a_qualifier_right_before_an_outcome_makes_it_another() -> None:
    body = table("Outcomes of complaints", "Finding | No.", "Well-founded | 31", "Partly well-founded | 24")
    rows = by_value(read(body.replace("</table>", "<tr><td>Not well-founded<td>27</table>")), "outcome")
    assert [rows[v] for v in ("31", "24", "27")] == [("upheld",), ("partially_upheld",), ("not_upheld",)]


@pytest.mark.parametrize(
    ("caption", "measure"),
    [("Complaints by department", "complaints_received"), ("Response times", "complaints_responded")],
)
def test_counts_beside_an_average_are_of_what_the_caption_names(caption: str, measure: str) -> None:
    body = table(
        caption, "Department | 2023/24 | Average working days", "Place | 31 | 12", "Finance | 14 | 9"
    )
    assert by_value(read(body), "measure")["31"] == (measure,)


def test_a_figure_under_several_headings_at_once_is_told_of_with_its_words() -> None:
    body = (
        "<h2>Stage 1 complaints</h2><table><tr><th>Team</th><th>Upheld</th><th>Not upheld</th></tr>"
        "<tr><td>Larches</td><td>12</td><td>31</td></tr>"
        "<tr><td>Spinneys</td><td colspan=2>47</td></tr></table>"
    )
    told = [issue.message for issue in work(f"{OPENING}{body}".encode(), "t.html", None, BOOK).issues]
    assert any("47" in message and "several headings" in message and "Stage 1" in message for message in told)


def test_a_caption_below_its_table_is_that_table_s() -> None:
    slots = [Cell(text, r, c) for r, row in enumerate(("ab", "12")) for c, text in enumerate(row)]
    table_ = Table(tuple(slots), 2, 2)
    blocks = (table_, Prose("Table 1: elms", "caption"), Prose("Oaks", "heading", 2), table_)
    places = locate(Document(blocks=blocks), BOOK)
    assert [place.context.caption for place in places] == ["Table 1: elms", "Oaks"]


def test_words_above_the_numbers_of_tiles_are_theirs() -> None:
    shares = (("Upheld", "48%"), ("Upheld in part", "22%"), ("Not upheld", "27%"))
    tiles = "".join(f"<div><p>{words}</p><p>{number}</p></div>" for words, number in shares)
    rows = by_value(read(f"<h2>Outcomes of complaints</h2><div>{tiles}</div>"), "outcome")
    assert (rows["48"], rows["22"], rows["27"]) == (("upheld",), ("partially_upheld",), ("not_upheld",))
    below = "".join(f"<div><p>{number}</p><p>{words}</p></div>" for words, number in shares)
    assert by_value(read(f"<h2>Outcomes of complaints</h2><div>{below}</div>"), "outcome") == rows


def test_a_column_of_other_councils_gives_no_rows() -> None:
    body = table("Uphold rate", "Year | Our rate | Similar authorities", "2022/23 | 71% | 64%")
    assert "64" not in by_value(read(body), "measure")
    own = table("Complaints", "District | 2023/24", "Elms | 31", "Oaks | 12", "All districts | 43")
    assert by_value(read(own), "measure")["43"] == ("complaints_received",), "a county's own total"


def test_teams_that_are_called_like_other_councils_are_teams() -> None:
    own = "Lincolnshire County Council"
    page = f"<h1>{own}: annual complaints report 2023/24</h1><p>{own} answers complaints on its services.</p>"
    page += table("Complaints by team", "Team | Complaints", "Boston | 12", "South Holland | 9")
    assert [row["value"] for row in work(page.encode(), "t.html", None, BOOK).rows()] == ["12", "9"]


def test_what_adds_up_years_is_no_figure_of_one() -> None:
    rows = ("Larches | 12 | 31 | 43", "Spinneys | 9 | 14 | 23", "Coppices | 7 | 25 | 32")
    told = by_value(read(table("Complaints", "Team | 2022/23 | 2023/24 | Total", *rows)), "period")
    assert told["31"] == ("2023/24",) and not {"43", "23", "32"} & set(told)
    years = ("2022/23 | 28 | 81%", "2023/24 | 70 | 84%", "Total | 98 | 83%")
    told = by_value(read(table("Complaints", "Year | Received | Answered in time", *years)), "period")
    assert told["70"] == ("2023/24",) and not {"98", "83"} & set(told)


def test_what_adds_up_quarters_is_the_year_so_far() -> None:
    rows = ("Larches | 12 | 31 | 43", "Spinneys | 9 | 14 | 23", "Coppices | 7 | 25 | 32")
    told = by_value(read(table("Complaints", "Team | Q1 | Q2 | Total", *rows), digest="Quarter 2"), "period")
    assert told["31"] == ("2023/24 Q2",) and told["43"] == ("2023/24 Q1-Q2",)


def test_the_same_part_of_another_year_is_no_part_of_this_one() -> None:
    head = "Team | Q2 | Q2 last year | Year to date | Same period last year | Previous quarter"
    body = table("Complaints", head, "Larches | 12 | 31 | 43 | 23 | 32", "Spinneys | 9 | 14 | 24 | 25 | 15")
    told = by_value(read(body, digest="Quarter 2"), "period")
    assert [told[n][0] for n in ("12", "31", "43", "23", "32")] == [
        "2023/24 Q2", "2022/23 Q2", "2023/24 Q1-Q2", "2022/23 Q1-Q2", "2023/24 Q1",
    ]  # fmt: skip
    text = (
        "<p>There were 12 complaints, 31 in the previous quarter and 23 in the same quarter of 2022/23.</p>"
    )
    told = by_value(read(text, digest="Quarter 2"), "period")
    assert (told["31"], told["23"]) == (("2023/24 Q1",), ("2022/23 Q2",))


def test_references_before_labels_name_nothing() -> None:
    rows = ("CS1 Complaints received at stage 1 | 40 | 58", "CS2 Complaints upheld | 12 | 9")
    told = by_value(read(table("Indicators", "KPI | 2022/23 | 2023/24", *rows)), "measure", "theme")
    assert told["58"] == ("complaints_received", "") and told["9"] == ("complaints_decided", "")


@pytest.mark.parametrize(("text", "less"), [("(3)", True), ("- 3", True), ("(3) 4", False), ("3", False)])
def test_a_figure_alone_behind_a_dash_or_in_brackets_is_a_fall(text: str, less: bool) -> None:
    assert any(falls(text, number) for number in in_cell(text)) == less
