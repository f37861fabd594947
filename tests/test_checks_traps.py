"""Known inconsistencies of real reports, found by reading them, against what the checks say."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from extractor.lexicon.rulebook import load
from extractor.model.records import Check
from extractor.model.result import ReportResult
from extractor.run.report import work

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
TRAPS = SHARED / "domain" / "traps.csv"
REPORTS = SHARED / "reports"
FLOOR = 0.9
ARITHMETIC = (
    "breakdown-sum",
    "percent-sum",
    "percent-recompute",
    "percent-infeasible",
    "change-recompute",
    "same-fact-two-values",
    "flow-balance",
    "population-conflict",
)
WORDY = ("figure-not-in-text", "scope-mix", "period-repaired", "date-outside-period")
"""Checks of words: what they name is a caption, a year or a service."""
GRAVITY = {"info": 0, "warning": 1, "error": 2}
_NUMBER = re.compile(r"\d+(?:\.\d+)?")

needs_traps = pytest.mark.skipif(not TRAPS.exists(), reason="the list of known traps is not there")
needs_reports = pytest.mark.skipif(not REPORTS.exists(), reason="the real reports are not there")


@lru_cache(maxsize=32)
def result(name: str) -> ReportResult:
    path = REPORTS / name
    return work(path.read_bytes(), name, None, load(ROOT / "patterns"))


def traps() -> Iterator[dict[str, str]]:
    with TRAPS.open(encoding="utf-8", newline="") as file:
        yield from (row for row in csv.DictReader(file) if row["machine"] == "yes")


def numbers(text: str) -> set[str]:
    return {number.removesuffix(".0") for number in _NUMBER.findall(text)}


def named(trap: dict[str, str], checks: tuple[Check, ...]) -> bool:
    """Does a check of that code and gravity say as many of the trap's numbers as a sentence can?"""
    told = numbers(f"{trap['where']} {trap['printed']} {trap['actual']} {trap['note']}")
    for check in checks:
        if check.check != trap["check"] or GRAVITY[check.severity] < GRAVITY[trap["severity"]]:
            continue
        if check.check in WORDY:
            return True
        said = numbers(f"{check.printed} {check.computed} {check.message}")
        if len(said & told) >= min(2, len(told)):
            return True
    return False


@needs_traps
@needs_reports
@pytest.mark.parametrize("edition", ["txt", "docx", "pdf"])
def test_known_traps_are_named(edition: str) -> None:
    found = {trap["trap_id"]: named(trap, result(f"{trap['report']}.{edition}").checks) for trap in traps()}
    missed = [trap for trap, there in found.items() if not there]
    assert len(found) > 20
    assert len(missed) <= (1 - FLOOR) * len(found), missed


@needs_reports
@pytest.mark.parametrize("edition", ["txt", "docx", "pdf", "html"])
def test_a_report_whose_counts_reconcile_raises_nothing(edition: str) -> None:
    checks = result(f"hartlepool-2020-21.{edition}").checks
    assert [check.message for check in checks if check.check in ARITHMETIC] == []


@needs_reports
def test_every_check_names_numbers_that_stand_in_its_evidence() -> None:
    for name in ("harrow-2018-19.txt", "havering-2017-18.txt", "staffordshire-2019-20.txt"):
        done = result(name)
        values = {row["observation_id"]: row["value"].lstrip("-") for row in done.rows()}
        for check in done.checks:
            ids = check.observation_ids
            assert set(ids) <= values.keys()
            if check.check in ARITHMETIC and ids:
                said = numbers(check.message)
                assert said & {values[one] for one in ids}, check.message


@needs_reports
def test_rows_carry_the_codes_of_the_checks_that_name_them() -> None:
    done = result("havering-2017-18.txt")
    for row in done.rows():
        naming = {c.check for c in done.checks if row["observation_id"] in c.observation_ids}
        assert set(filter(None, row["flags"].split(";"))) == naming
        assert row["comparable"] in ("yes", "with_care", "no")
        if row["unit"] == "percent" and row["measure"] != "change":
            assert row["base_status"] in ("printed", "inferred", "unknown")
            assert bool(row["base"]) == (row["base_status"] != "unknown")
            assert row["denominator_class"]
