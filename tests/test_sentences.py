"""Sentences of many kinds give the rows that they state (tests/data/sentences.yaml)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.lexicon import rulebook
from extractor.lexicon.wordlists import MeasuresFile
from extractor.model.contract import DIMENSIONS
from extractor.model.types import Anchor, Claim, Context, Label, Place, Prose
from extractor.run.report import reader_of
from extractor.understand.coding.rows import ReportFacts, observe
from extractor.understand.sentences.read import ProseReader
from extractor.understand.tables.inherited_labels import lent_labels
from extractor.understand.tables.memory import Memory

ROOT = Path(__file__).resolve().parent.parent
CASES: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / "tests" / "data" / "sentences.yaml").read_text(encoding="utf-8")
)
UNITS = {"%": "percent", "gbp": "gbp", "wd": "working_days", "ratio": "ratio", "": "count"}
PERIODS = {".": "2021/22", "-": "2020/21"}
_ROW = re.compile(
    r"(?P<value>-?[\d.]+)(?P<unit>%|gbp|wd|ratio|) (?P<period>\S+(?: Q\S+)?) (?P<stage>\S+) "
    r"(?P<measure>\S+)(?P<slices>.*)"
)


@cache
def _reader() -> Any:
    return reader_of(rulebook.load(ROOT / "patterns"))


@cache
def _measures() -> MeasuresFile:
    return rulebook.load(ROOT / "patterns").raw("measures")  # type: ignore[no-any-return]


def _wanted(line: str) -> tuple[str, ...]:
    found = _ROW.fullmatch(str(line).strip())
    assert found, line
    period = PERIODS.get(found["period"], found["period"])
    return (found["value"], UNITS[found["unit"]], period, found["stage"], found["measure"],
            *sorted(found["slices"].split()))  # fmt: skip


def _given(text: str, heading: str) -> list[tuple[str, ...]]:
    context = Context(headings=(heading,) if heading else ())
    reading = ProseReader(_reader(), Memory()).read(Place(Prose(text), "prose", "a test", context, 0))
    rows = [
        row.cells() for row in observe(reading.claims, ReportFacts(_measures(), report_period="2021/22")).rows
    ]
    return [
        (row["value"], row["unit"], row["period"], row["stage"], row["measure"],
         *sorted(f"{d}={row[d]}" for d in DIMENSIONS if row[d]))
        for row in rows
    ]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[str(c["text"])[:60] for c in CASES])
def test_a_sentence_gives_its_rows(case: dict[str, Any]) -> None:
    wanted = sorted(_wanted(line) for line in case["gives"])
    assert sorted(_given(case["text"], case.get("under", ""))) == wanted


def _rows_of(*texts: str, memory: Memory | None = None) -> list[Any]:
    """The rows of a report with these paragraphs."""
    reader = ProseReader(_reader(), memory or Memory())
    places = [Place(Prose(text), "prose", "a test", Context(), i) for i, text in enumerate(texts)]
    reader.look_over(places)
    claims = [claim for place in places for claim in reader.read(place).claims]
    return list(observe(claims, ReportFacts(_measures(), report_period="2021/22")).rows)


def test_a_report_names_its_stages_otherwise() -> None:
    """'The Chief Officer (stage 2)' in one paragraph tells the stage of what goes there in another."""
    (row,) = _rows_of(
        "A complaint may be taken to the Chief Officer (stage 2).",
        "Nine complaints went to the Chief Officer.",
    )
    assert (row.value, row.stage) == (9, "stage_2")


@pytest.mark.parametrize(
    "legend", ["Last year's figures are in brackets.", "Figures in brackets are for 2020/21.", ""]
)
def test_a_legend_says_whose_figures_stand_in_brackets(legend: str) -> None:
    rows = _rows_of(legend, "We received 46 complaints in the year (39).")
    earlier = {str(row.value) for row in rows if row.period == "2020/21"}
    assert earlier == ({"39"} if legend else set())


def test_a_number_of_which_nothing_is_said_is_the_only_count_of_its_value_in_a_table() -> None:
    period = Label("period", "2019/20", "2019/20", "column")
    cells = [Label("thing", "Complaints", "complaint", "row"), period]
    claim = Claim(
        "739", 739.0, "exact", "count", tuple(cells), "table", "Complaints > 2019/20", "739", Anchor()
    )
    memory = Memory()
    memory.learn_labels([claim])
    (row,) = _rows_of("Two years on it had climbed to 739.", memory=memory)
    assert (row.value, row.period, row.measure, row.source_kind) == (
        739,
        "2019/20",
        "complaints_received",
        "prose",
    )
    other = replace(claim, labels=(cells[0], replace(period, code="2018/19")))
    memory.learn_labels([other])
    assert not _rows_of("Two years on it had climbed to 739.", memory=memory), "two counts have this value"
    assert not _rows_of("The line took 739 telephone calls.", memory=memory)


def test_labels_and_figures_alone_count_the_complaints_that_the_report_counts() -> None:
    rows = _rows_of("We had 88 complaints.", "The year was a wet one.", "Online 61%, phone 22%, post 17%")
    channels = {row.code("channel"): row.value for row in rows if row.unit == "percent"}
    assert channels == {"online": 61, "telephone": 22, "letter": 17}
    assert not _rows_of("The year was a wet one.", "Online 61%, phone 22%, post 17%")


def test_a_paragraph_that_opens_with_a_bare_count_leans_on_the_one_before() -> None:
    rows = _rows_of("We had 90 complaints.", "55 of them were corporate.", "The hall seats 60.")
    assert [row.value for row in rows] == [90, 55]


def test_sums_in_a_list_under_a_heading_of_payments_are_payments() -> None:
    context = Context(headings=("Compensation paid",))
    place = Place(Prose("2020/21: £3,150 (12)", "list"), "list", "a test", context, 0)
    rows = observe(
        ProseReader(_reader(), Memory()).read(place).claims, ReportFacts(_measures(), report_period="2021/22")
    ).rows
    assert [(row.value, row.unit, row.measure) for row in rows] == [
        (3150, "gbp", "remedies_paid"),
        (12, "count", "remedies_paid"),
    ]


def test_a_quoted_letter_of_the_ombudsman_is_read_for_the_year_it_names() -> None:
    text = "In the year to 31 March 2018 my office received 31 complaints. We decided 29 and 12 were upheld."
    cases = (("From the Ombudsman's letter of 9 July", ["31", "29", "12"]), ("In their words", []))
    for heading, wanted in cases:
        place = Place(Prose(text, "quote"), "prose", "a test", Context(headings=(heading,)), 0)
        reading = ProseReader(_reader(), Memory()).read(place)
        rows = observe(reading.claims, ReportFacts(_measures(), report_period="2021/22")).rows
        assert [r.cells()["value"] for r in rows] == wanted
        assert {r.cells()["period"] for r in rows} <= {"2017/18"}


def test_a_title_that_says_feedback_does_not_make_contacts_of_complaints() -> None:
    heading = "Customer feedback"
    for titles, lent in ((0, True), (1, False)):
        labels = lent_labels(_reader(), Context(headings=(heading,), titles=titles))
        assert ("contact" in {x.code for x in labels}) == lent


def test_numbers_of_another_year_are_what_those_before_were_one_by_one() -> None:
    rows = _rows_of(
        "Complaints came to 400: 350 at Stage 1 and 50 at Stage 2. "
        "Last year there were 222 (131 and 91 respectively). "
        "In 2019/20 it was 240, 150 and 90."
    )
    found = [(row.value, row.period, row.stage) for row in rows[3:]]
    assert found == [
        (222, "2020/21", "all"), (131, "2020/21", "stage_1"), (91, "2020/21", "stage_2"),
        (240, "2019/20", "all"), (150, "2019/20", "stage_1"), (90, "2019/20", "stage_2"),
    ]  # fmt: skip
    assert (
        len(_rows_of("There were 300 complaints at Stage 1 and 50 at Stage 2. The team has 4, 5 and 6.")) == 2
    )
