"""Columns that are a part or a share of the column before them, and months."""

from __future__ import annotations

import pytest
from made import BOOK
from made_pdf import made
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas
from test_axes import by_value
from test_meaning import OPENING, read, table
from test_read_pdf_rows import HEAD, ROWS, tables

from extractor.language.words import using
from extractor.model.types import Document, Prose
from extractor.run.report import reader_of, words_of, work
from extractor.understand.settings.stage_names import stage_names


def test_a_sign_alone_is_the_share_that_its_figures_are() -> None:
    head = "Team | Received | Answered on time | {}"
    rows = ("Larches | 62 | 55 | 89%", "Spinneys | 24 | 17 | 71%", "Coppices | 9 | 6 | 67%")
    told = by_value(read(table("Stage 1", head.format("%"), *rows)), "measure", "timeliness")
    assert told["71"] == ("complaints_responded", "within_timescale")
    others = ("Larches | 62 | 55 | 9%", "Spinneys | 24 | 17 | 7%", "Coppices | 9 | 6 | 6%")
    assert by_value(read(table("Stage 1", head.format("%"), *others)), "timeliness")["7"] == ("",)


def test_a_share_in_another_year_is_that_of_the_column_before() -> None:
    body = table(
        "Stage 1 replies", "Team | % on time | % in 2022/23", "Larches | 89% | 71%", "Elms | 62% | 55%"
    )
    assert by_value(read(body), "period", "timeliness")["55"] == ("2022/23", "within_timescale")


def test_a_column_of_which_is_of_the_stage_before_it() -> None:
    head = "Team | Stage 1 | of which upheld | Stage 2 | of which upheld"
    body = table("Complaints", head, "Larches | 62 | 31 | 8 | 5", "Spinneys | 24 | 3 | 4 | 1")
    told = by_value(read(body), "measure", "stage")
    assert told["31"] == ("complaints_decided", "stage_1") and told["5"] == ("complaints_decided", "stage_2")


def test_a_figure_of_one_month_is_told_of_and_gives_no_row() -> None:
    months = ("April | 11", "May | 8", "June | 14", "Total | 33")
    body = table("Stage 1 complaints", "Month | Received", *months)
    told = by_value(read(body, digest="Quarter 1"), "period")
    assert told["33"] == ("2023/24 Q1",) and not {"11", "8", "14"} & set(told)
    issues = work(f"{OPENING}{body}".encode(), "t.html", None, BOOK).issues
    assert any("one month" in issue.message and "14" in issue.message for issue in issues)


def test_tiles_right_above_a_table_that_is_drawn_in_part_are_none_of_its_rows() -> None:
    def draw(page: Canvas) -> None:
        for k, text in enumerate(("86", "14", "37")):
            page.setFont("Helvetica", 18)
            page.drawCentredString(100 + 140 * k, 736, text)
            page.setFont("Helvetica", 9)
            page.drawCentredString(
                100 + 140 * k, 716, ("Stage 1 complaints", "Stage 2 reviews", "compliments")[k]
            )
        page.drawString(60, 690, "Complaints over two years")
        page.setFillColor(colors.HexColor("#DDEBF7"))
        for x, width in ((56, 150), (206, 120), (326, 120)):
            page.rect(x, 664, width, 16, stroke=0, fill=1)
        page.setFillColor(colors.black)
        for n, row in enumerate([HEAD, *ROWS]):
            for x, text in zip((60, 220, 340), row, strict=True):
                page.drawString(x, 668 - 16 * n, text)

    assert [HEAD, *ROWS] in tables(made(draw))


def test_years_close_together_in_a_shaded_row_head_the_columns_that_are_drawn() -> None:
    head = ["", "20/21", "21/22", "22/23"]
    rows = [["Stage 1 received", "212", "265", "298"], ["Stage 2 received", "17", "22", "31"]]
    rows += [["Compliments", "188", "241", "263"]]

    def draw(page: Canvas) -> None:
        page.setFillColor(colors.HexColor("#DDEBF7"))
        for x, width in ((56, 94), (150, 30), (180, 30), (210, 30)):
            page.rect(x, 664, width, 16, stroke=0, fill=1)
        page.setFillColor(colors.black)
        for n, row in enumerate([head, *rows]):
            page.drawString(60, 668 - 16 * n, row[0])
            for x, text in zip((179, 209, 239), row[1:], strict=True):
                page.drawRightString(x, 668 - 16 * n, text)

    assert [head, *rows] in tables(made(draw))


def test_complaints_at_a_stage_that_are_not_investigated_are_not_accepted() -> None:
    head = "Service | Received | Not investigated | Upheld | Not upheld"
    body = table("Stage 1 by service", head, "Waste | 62 | 4 | 31 | 27", "Trees | 24 | 2 | 9 | 13")
    assert by_value(read(body), "measure", "outcome")["4"] == ("complaints_not_accepted", "")


def test_initials_that_a_report_explains_are_its_stages() -> None:
    legend = Prose("S1 = Stage 1 (service manager). Stage 2 (S2) is the director's.")
    with using(words_of(BOOK)):
        assert stage_names(Document(blocks=(legend,)), reader_of(BOOK)) == {"s1": "stage_1", "s2": "stage_2"}


def test_a_list_that_is_longer_than_the_steps_names_none() -> None:
    with using(words_of(BOOK)):
        told = Document(blocks=(Prose("There are two steps: Manager Reply, Outside Reader, Last Word."),))
        assert stage_names(told, reader_of(BOOK)) == {}


@pytest.mark.parametrize("one", ["St. {0}", "St.{0}", "Stg. {0}", "Stg {0}", "S{0}"])
def test_officers_shorten_the_word_stage(one: str) -> None:
    first, second = one.format(1), one.format(2)
    rows = read(f"<p>We logged 104 {first}s and 9 {second}s. 21 {first} complaints were upheld.</p>")
    assert by_value(rows, "stage") == {"104": ("stage_1",), "9": ("stage_2",), "21": ("stage_1",)}


def test_steps_are_named_behind_an_article_though_more_is_said_of_each() -> None:
    steps = "two steps: a Service Response from the team, in 15 days, and, if wanted, an Appeal to a director"
    rows = read(f"<p>The procedure has {steps}.</p><p>We had 396 Service Responses and 47 Appeals.</p>")
    assert by_value(rows, "stage") == {"396": ("stage_1",), "47": ("stage_2",)}


def test_a_name_stands_before_its_stage_with_what_was_brought_to_it() -> None:
    told = "Formal complaints (stage 1) are answered in 15 days; an Appeal (stage 2) by a director."
    rows = read(f"<p>{told}</p><p>94% of Formal complaints had a reply in time.</p>")
    assert by_value(rows, "stage") == {"94": ("stage_1",)}


def test_a_head_cuts_the_name_of_a_stage_short() -> None:
    told = "Formal (1st stage) = the Head of Service replies. Review (2nd stage) = the Chief Executive does."
    body = table(
        "Volumes", "Service | Inf. | Formal | Rev.", "Housing | 14 | 11 | 2", "Planning | 9 | 13 | 3"
    )
    stages = by_value(read(f"<p>{told}</p>{body}"), "stage")
    assert (stages["14"], stages["11"], stages["2"]) == (("representation",), ("stage_1",), ("stage_2",))


def test_the_first_of_several_outcomes_tells_the_stage_of_all() -> None:
    rows = read("<h2>Outcomes</h2><p>S1 upheld 121, partly upheld 63, not upheld 119, withdrawn 9.</p>")
    assert set(by_value(rows, "stage").values()) == {("stage_1",)}
    rows = read("<h2>Outcomes</h2><p>Stage 1 upheld 121, stage 2 upheld 63, withdrawn 9.</p>")
    assert by_value(rows, "stage")["9"] == ("all",)


def test_a_share_in_brackets_is_of_the_stage_that_its_head_names_first() -> None:
    body = table(
        "By team", "Team | Stage 1 | Stage 2 (% of Stage 1)", "Housing | 14 | 3 (21%)", "Parks | 9 | 2 (22%)"
    )
    assert by_value(read(body), "stage")["3"] == ("stage_2",)
