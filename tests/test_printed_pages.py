"""Pages as councils' sites print them: numbered paragraphs, linked files, loose tables, parts of a year."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.lexicon import rulebook
from extractor.model.result import ReportResult
from extractor.run.report import work

BOOK = rulebook.load(Path(__file__).resolve().parent.parent / "patterns")


def page(text: str) -> ReportResult:
    return work(f"Rossendale Borough Council\n\n{text}\n".encode(), "page.txt", None, BOOK)


def told(text: str) -> list[tuple[str, str, str, str, str]]:
    """(period, procedure, stage, measure, value) of each row."""
    keys = ("period", "procedure", "stage", "measure", "value")
    return [tuple(r[k] for k in keys) for r in page(text).rows()]  # type: ignore[misc]


NUMBERED = """Complaints handling in the third quarter of 2018/19

1 To report to members how complaints were handled by the council in that time.

2 It was agreed last spring that such figures should come to every second meeting.

{mark} In that quarter 83 complaints were received by the council and its contractors."""


def test_the_number_of_a_paragraph_counts_nothing() -> None:
    assert told(NUMBERED.format(mark="3")) == [("2018/19 Q3", "all", "all", "complaints_received", "83")]


FILED = """Agenda and minutes

Minutes of the last meeting

The minutes of the meeting held on 7 June 2017 were approved as a correct record and signed.

The Local Government Ombudsman update 2016-2017 pdf icon PDF 100 KB

The officer reported on the number and nature of complaints that were made about the council.

In 2016/17 there had been a total of 14 complaints. Complaints teach us how complaints come about."""


def test_a_title_that_is_printed_with_its_file_is_a_heading() -> None:
    assert told(FILED) == [("2016/17", "ombudsman", "ombudsman", "complaints_received", "14")]


def test_the_number_of_an_item_with_a_file_counts_nothing() -> None:
    text = "33 Corporate complaints annual report 2015-16 pdf icon PDF 174 KB\n\n"
    text += "The committee heard that the council had 387 complaints in the year, and what it learnt of them."
    assert [value for *_, value in told(text)] == ["387"]


COVERED = """Housing complaints update

The committee received a report seeking its views on complaints in {when}.

The landlord had 115 stage 1 complaints, of which 61 were upheld."""


@pytest.mark.parametrize(
    ("when", "period"),
    [("the first six-months of 2023/24", "2023/24 Q1-Q2"), ("the whole year 2023/24", "2023/24")],
)
def test_a_report_without_a_title_of_time_is_of_what_it_covers(when: str, period: str) -> None:
    assert {row[0] for row in told(COVERED.format(when=when))} == {period}


LOOSE = """Annual complaints report 2022 to 2023

Complaints received in each quarter

Quarter 2021 to 2022 2022 to 2023
One 43 61
Two 54 71"""
BARRED = """Annual complaints report 2022/23

Complaints received by team

Team | 2021/22 | 2022/23
Parking | 12 | 19
Planning | 8 | 3"""


def test_years_in_words_head_columns_that_have_run_together() -> None:
    assert [(row[0], row[4]) for row in told(LOOSE)] == [
        ("2021/22 Q1", "43"),
        ("2022/23 Q1", "61"),
        ("2021/22 Q2", "54"),
        ("2022/23 Q2", "71"),
    ]


def test_lines_that_only_bars_part_are_a_table() -> None:
    assert [(row[0], row[4]) for row in told(BARRED)] == [
        ("2021/22", "12"),
        ("2022/23", "19"),
        ("2021/22", "8"),
        ("2022/23", "3"),
    ]


WORKS = """Housing performance and complaints 2023/24

Measure | 2022/23 | 2023/24
---|---|---
Emergency repairs completed in time | 92% | 95%
Anti-social behaviour cases opened | 44 | 41
Tonnage of waste | 3302.2 | 4278.9
Stage 1 complaints received | 210 | 240"""


def test_what_a_service_did_is_no_complaint() -> None:
    assert [value for *_, value in told(WORKS)] == ["210", "240"]


BESIDE = """Essex County Council

Social care complaints 2021/22: adults and children

Under the Children Act, children's social care received 29 stage 1 complaints.

Table B. Main subject of complaints

Subject | Adults | Children
---|---|---
Cost of care | 19 | 3
Delay | 17 | 12
Conduct of staff | 30 | 14"""


def test_a_table_of_two_procedures_is_of_no_stage() -> None:
    rows = work(BESIDE.encode(), "page.txt", None, BOOK).rows()
    assert {r["stage"] for r in rows if r["source_kind"] == "table"} == {"all"}


APART = """Essex County Council

Complaints to the council 2020/21

Adult social care was spoken of: adult social care had its plans, adult social care had its reviews.

It showed 277 complaints about children's services, 207 about highways, 160 about libraries and 59 others.

In all 703 complaints were made."""


def test_a_sentence_that_counts_departments_shows_a_report_on_the_whole_council() -> None:
    rows = work(APART.encode(), "page.txt", None, BOOK).rows()
    assert {r["procedure"] for r in rows if r["value"] == "703"} == {"all"}


BOTH = """Essex County Council

{title}

Children's services

Children's services had 318 complaints in 2022/23. Of these 52 were upheld.
"""


@pytest.mark.parametrize(
    ("title", "procedure"),
    [
        ("Corporate and statutory complaints 2022/23", "all"),
        ("Children's statutory complaints 2022/23", "children_statutory"),
    ],
)
def test_a_title_of_both_procedures_leaves_a_chapter_of_either(title: str, procedure: str) -> None:
    rows = work(BOTH.format(title=title).encode(), "page.txt", None, BOOK).rows()
    assert {r["procedure"] for r in rows} == {procedure}


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Complaints.\n\nIt had 133 complaints, 90 complaints against the council in 2010/11.", "2010/11"),
        ("Complaints.\n\nThere were 749 complaints last year (2020/21), 226 fewer than before.", "2020/21"),
        ("Complaints.\n\nWe had 18 complaints in 2017/18. It has an action plan for 2018/19.", "2017/18"),
        ("Complaints from April 1, 2023, to March 31, 2024\n\nThere were 398 complaints.", "2023/24"),
    ],
)  # fmt: skip
def test_the_year_of_a_page_without_a_title_of_a_year(text: str, year: str) -> None:
    assert page(text).coverage.report_period == year


FEEDBACK = """{title}

The paper tells how residents were heard. Orders of the Housing Ombudsman were met in time. At stage 2 the
borough decided 40 cases of maladministration, and 12 of those that the Ombudsman upheld."""


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("Annual feedback and resolution report 2024/25", "ok"),
        ("Winter gritting 2024/25", "not_a_complaints_report"),
    ],
)
def test_a_line_of_the_cover_says_that_a_paper_is_on_complaints(title: str, status: str) -> None:
    assert page(FEEDBACK.format(title=title)).coverage.status == status
