"""Sentences of many kinds, written before the rules that read them (tests/data/sentence_siblings.yaml)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.lexicon import rulebook
from extractor.lexicon.wordlists import MeasuresFile
from extractor.model.contract import DIMENSIONS
from extractor.model.types import Context, Place, Prose
from extractor.run.report import reader_of
from extractor.understand.coding.rows import ReportFacts, observe
from extractor.understand.sentences.read import ProseReader
from extractor.understand.tables.memory import Memory

ROOT = Path(__file__).resolve().parent.parent
Kinds = dict[str, list[dict[str, Any]]]
UNITS = {"%": "percent", "gbp": "gbp", "wd": "working_days", "": "count"}
PERIODS = {".": "2021/22", "-": "2020/21"}
#: Right F1 that each half of each lot must reach: those read while the rules were made, and those that nobody
#: looked at. First readings: .533 and .609 of the first lot; .635 and .821 of the second.
FLOORS = {
    ("sentence_siblings", "read"): 0.97,
    ("sentence_siblings", "kept"): 0.9,
    ("sentence_siblings_second", "read"): 0.83,
    ("sentence_siblings_second", "kept"): 0.84,
}
_ROW = re.compile(r"(-?[\d.]+)(%|gbp|wd|) (\S+) (\S+) (\S+)(.*)")
_MEASURED = {"response_time": ("days", "working_days")}


@cache
def _reader() -> Any:
    return reader_of(rulebook.load(ROOT / "patterns"))


@cache
def _measures() -> MeasuresFile:
    return rulebook.load(ROOT / "patterns").raw("measures")  # type: ignore[no-any-return]


def _rows(text: str, heading: str) -> list[dict[str, str]]:
    context = Context(headings=(heading,) if heading else ())
    reading = ProseReader(_reader(), Memory()).read(Place(Prose(text), "prose", "a test", context, 0))
    return [
        row.cells() for row in observe(reading.claims, ReportFacts(_measures(), report_period="2021/22")).rows
    ]


def _fits(row: dict[str, str], line: str) -> bool:
    """Is the row the one that the line describes?"""
    found = _ROW.fullmatch(str(line).strip())
    assert found, line
    value, unit, period, stage, measure, slices = found.groups()
    units = (UNITS[unit],) if unit else _MEASURED.get(measure, ("count",))
    wanted_start = (value, PERIODS.get(period, period), stage)
    if (row["value"], row["period"], row["stage"]) != wanted_start or row["unit"] not in units:
        return False
    if row["measure"] not in measure.split("/"):
        return False
    wanted = dict(part.split("=") for part in slices.split() if "=" in part)
    free = {part[:-1] for part in slices.split() if part.endswith("?")}
    return all(
        d in free or (row[d] == wanted.get(d, "") or (wanted.get(d) == "*" and bool(row[d])))
        for d in DIMENSIONS
    )  # fmt: skip


def _outcome(case: dict[str, Any]) -> tuple[int, int, int]:
    """(rows right, rows given, rows wanted) of one sentence."""
    rows, right = _rows(case["text"], case.get("under", "")), 0
    given = len(rows)
    for line in case["gives"]:
        hit = next((row for row in rows if _fits(row, line)), None)
        if hit is not None:
            rows.remove(hit)
            right += 1
    return right, given, len(case["gives"])


def kinds(lot: str) -> Kinds:
    """The sentences of one lot, by kind."""
    loaded: Kinds = yaml.safe_load((ROOT / "tests" / "data" / f"{lot}.yaml").read_text(encoding="utf-8"))
    return loaded


def score(lot: str, part: str) -> dict[str, tuple[int, int, int]]:
    """By kind, the rows right, given and wanted of the lot's sentences read or kept."""
    first = 0 if part == "read" else 1
    return {
        kind: tuple(map(sum, zip(*map(_outcome, cases[first::2]), strict=True)))  # type: ignore[misc]
        for kind, cases in kinds(lot).items()
    }


@pytest.mark.parametrize(("lot", "part"), FLOORS)
def test_siblings_are_read_right(lot: str, part: str) -> None:
    right, given, wanted = map(sum, zip(*score(lot, part).values(), strict=True))
    assert 2 * right / (given + wanted) >= FLOORS[lot, part], score(lot, part)
