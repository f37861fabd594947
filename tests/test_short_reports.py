"""Short pages of a report give the rows that they print (tests/data/short_reports.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from made import BOOK
from test_meaning import read

from extractor.model.contract import DIMENSIONS
from extractor.model.types import Anchor, Cell, Claim, Document, Label, Prose, Table
from extractor.run.report import reader_of
from extractor.understand.settings.stage_names import stage_names
from extractor.understand.tables.memory import Memory

DATA = Path(__file__).resolve().parent / "data" / "short_reports.yaml"
CASES: list[dict[str, Any]] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
UNITS = {"count": "", "percent": "%", "working_days": "wd"}
YEARS = {"2023/24": ".", "2022/23": "-"}


@pytest.mark.parametrize("case", CASES, ids=[case["body"][:60] for case in CASES])
def test_a_short_page_gives_its_rows(case: dict[str, Any]) -> None:
    found = []
    for row in read(case["body"]):
        line = [row["value"] + UNITS[row["unit"]], YEARS.get(row["period"], row["period"])]
        line += [row["procedure"]] if case.get("procedures") else []
        line += [row["stage"], row["measure"]]
        line += [row["unit_of_count"]] if row["unit"] == "count" else []
        found.append(" ".join([*line, *sorted(f"{d}={row[d]}" for d in DIMENSIONS if row[d])]))
    assert found == case["gives"]


def _claim(value: float, *labels: Label, unit: str = "count") -> Claim:
    return Claim(f"{value:g}", value, "exact", unit, labels, "table", "", f"{value:g}", Anchor())


THING = Label("thing", "Complaints", "complaint", "row")


def test_a_count_is_known_by_its_value_where_all_that_have_it_count_the_same() -> None:
    memory = Memory()
    memory.learn_labels([_claim(7, THING), _claim(7, THING), _claim(9, THING, unit="percent")])
    assert memory.counted_once(7) is not None
    assert memory.counted_once(9) is None, "a percentage is no count"
    memory.learn_labels([_claim(7, THING, Label("stage", "Stage 1", "stage_1", "row"))])
    assert memory.counted_once(7) is None and memory.counted_once(8) is None


@pytest.mark.parametrize(
    ("facet", "origin", "whole"),
    [(facet, "row", False) for facet in ("outcome", "timeliness", "service_area", "theme", "channel")]
    + [
        (facet, "row", False)
        for facet in ("sex", "age_band", "ethnicity", "disability", "religion", "change")
    ]
    + [("outcome", origin, False) for origin in ("own", "column", "clause")]
    + [("outcome", "caption", True), ("stage", "row", True), ("period", "own", True)],
)
def test_only_a_count_that_is_no_slice_is_a_whole_to_point_back_to(
    facet: str, origin: str, whole: bool
) -> None:
    memory = Memory()
    memory.learn_values([_claim(7, THING, Label(facet, "x", "x", origin))])
    assert ((7.0, "count") in memory.values) is whole
    assert memory.anything == {7.0}


def test_shares_and_counts_of_nothing_are_not_pointed_back_to() -> None:
    memory = Memory()
    memory.learn_values([_claim(7, THING, unit="percent")])
    assert not memory.values and not memory.anything
    first, last = _claim(8, THING), _claim(8, THING, Label("stage", "Stage 1", "stage_1", "row"))
    memory.learn_values([first, last])
    assert memory.values[8.0, "count"] is last, "the latest"


@pytest.mark.parametrize("origin", ["row", "column", "own", "caption"])
@pytest.mark.parametrize("facet", ["service_area", "theme", "outcome"])
def test_the_labels_of_a_table_are_the_reports_own(facet: str, origin: str) -> None:
    memory = Memory()
    memory.learn_labels([_claim(7, Label(facet, "Place > Bins & Streets", "waste", origin))])
    free = facet != "outcome" and origin != "caption"
    assert (memory.label("bins and street:") is not None) is free
    assert memory.services == ({"waste"} if free and facet == "service_area" else set())


def test_the_first_label_of_its_words_stays() -> None:
    memory = Memory()
    first, second = (Label("service_area", "Bins", code, "caption") for code in ("waste", "place"))
    memory.learn_label(first)
    memory.learn_label(second)
    memory.learn_label(Label("theme", "Delay", "delay", "caption"))
    assert memory.label("Bins") is first and memory.services == {"waste", "place"}


ONE_TWO = {"reply": "stage_1", "review": "stage_2"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Informal means settled by the service. Formal is stage 1, Appeal is stage 2 and the last.",
            {"formal": "stage_1", "appeal": "stage_2"},
        ),
        (
            "Our procedure has two steps: Service Response and Review.",
            {"service response": "stage_1", "review": "stage_2"},
        ),
        ("Our procedure has three steps: Service Response and Review.", {}),
        ("Our procedure has five steps: Alpha, Beta, Gamma, Delta and Epsilon.", {}),
        ("The procedure has two steps (Reply and Review).", ONE_TWO),
        (
            "The procedure has three steps: Informal Resolution, Reply and Review.",
            ONE_TWO | {"informal resolution": "representation"},
        ),
        ("The procedure has two steps: Reply, Ombudsman.", {}),
        ("Stage One, the Formal stage, is the reply of the manager.", {"formal": "stage_1"}),
        ("Stage One, the Highways stage, is the reply of the manager.", {}),
        ("There are two steps. The first is called Reply and the second is called Review.", ONE_TWO),
        ("There are two steps. The first is called Reply and the third is called Review.", {}),
        ("S1 = Stage 1 and S2 = Stage 2.", {"s1": "stage_1", "s2": "stage_2"}),
        ("Stage 1 (S1) and Stage 2 (S2) were quick.", {"s1": "stage_1", "s2": "stage_2"}),
        ("S1 = Stage 1.", {}),
        ("S1 or Stage 1 and S2 or Stage 2.", {}),
        ("Formal is stage 1.", {}),
        ("Formal is stage 1. Formal is stage 2.", {}),
        ("Highways is stage 1, Planning is stage 2.", {}),
        ("Reply (stage 1) and Review (stage 2) come in turn.", ONE_TWO),
        ("The Director is stage 1 and the Chief Executive is stage 2.", {}),
        (
            '"Putting it right" is stage 1 and "Looking again" is stage 2.',
            {"putting it right": "stage_1", "looking again": "stage_2"},
        ),
    ],
)
def test_the_names_that_a_report_gives_its_stages(text: str, names: dict[str, str]) -> None:
    assert stage_names(Document((Prose(text),)), reader_of(BOOK)) == names


def test_a_cell_may_cut_the_name_of_a_stage_short_and_no_heading_tells_one() -> None:
    told = "Reply is stage 1 and Review is stage 2."
    cells = tuple(Cell(text, 0, column) for column, text in enumerate(("Rev.", "Re.", "R.")))
    document = Document((Prose(told), Table(cells, 1, 3)))
    assert stage_names(document, reader_of(BOOK)) == ONE_TWO | {"rev.": "stage_2"}
    assert not stage_names(Document((Prose(told, "heading"),)), reader_of(BOOK))
