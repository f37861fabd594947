"""Made-up reports, rows and results for the tests of the machinery around the stages."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from extractor.lexicon import rulebook
from extractor.model import contract
from extractor.model.records import CategoryRow, Coverage
from extractor.model.result import ReportResult, published, without_numbers
from extractor.run.pipeline import Task

PATTERNS = Path(__file__).parents[1] / "patterns"
BOOK = rulebook.load(PATTERNS)


def observation(identity: str, value: str = "3", **cells: str) -> dict[str, str]:
    """A legal row; `cells` overrides."""
    row = dict.fromkeys(contract.OBSERVATION_COLUMNS, "")
    row.update(
        observation_id=identity,
        authority_code="E09000015",
        authority_name="Harrow",
        publisher_code="E09000015",
        report_period="2018/19",
        period="2018/19",
        procedure="children_statutory",
        stage="stage_1",
        measure="complaints_received",
        unit="count",
        unit_of_count="complaint",
        value=value,
        value_status="exact",
        source_kind="table",
        source_file="a.txt",
        confidence="0.9",
    )
    return row | cells


def result(source: str, *rows: dict[str, str], words: str = "", **coverage: Any) -> ReportResult:
    """A report that was read; `words` are its fingerprint."""
    sha256 = hashlib.sha256((source + words).encode()).hexdigest()
    known = {"authority_code": "E09000015", "authority_name": "Harrow", "report_period": "2018/19"}
    line = Coverage(source, sha256, **({"status": "ok", "observations": len(rows)} | known | coverage))
    table, faults = published(rows, source)
    return ReportResult(source, sha256, table, (), faults, line, tuple(words.split()))


def load(patterns: str) -> str:
    """Stands in for loading the rulebook."""
    return patterns


def work(rules: str, task: Task) -> ReportResult:
    """Stands in for the stages: a row for each word that is a number; some words are mischief.

    Each file that is really read leaves its name in the file that READ_LOG names.
    """
    if log := os.environ.get("READ_LOG"):
        with Path(log).open("a", encoding="utf-8") as file:
            file.write(task.source_file + "\n")
    text = Path(task.path).read_text(encoding="utf-8")
    if "crash" in text:
        os._exit(5)
    if "forever" in text:
        time.sleep(600)
    if "encrypted" in text:
        sentence = "The file is locked with a password."
        return without_numbers(task.source_file, task.sha256, "unreadable", "encrypted", sentence)
    numbers = [word for word in text.split() if word.isdigit()]
    rows = [
        observation(f"{task.sha256[:8]}-{n}", word, source_file=task.source_file, confidence=f"0.{n % 10}")
        for n, word in enumerate(numbers)
    ]
    if "illegal" in text:
        rows[0]["stage"] = "stage_9"
    made = result(task.source_file, *rows, words=text, authority_code=_council(text))
    category = CategoryRow("theme", "=Delay", "unmapped", "none", 60, "delay", 60, occurrences=2)
    return replace(made, sha256=task.sha256, categories=(category,))


def _council(text: str) -> str:
    return next((word for word in text.split() if contract.AUTHORITY_CODE.fullmatch(word)), "E09000015")


class Heard:
    """A listener that remembers."""

    def __init__(self) -> None:
        self.reports = self.cached = 0
        self.lines: list[tuple[str, str, str]] = []

    def reading(self, source_file: str) -> None: ...

    def doing(self, what: str) -> None: ...

    def begin(self, reports: int, cached: int) -> None:
        self.reports, self.cached = reports, cached

    def read(self, *line: Any) -> None:
        self.lines.append(line)
