"""What others decided, laid over what the rules read: second readers' answers, then corrections by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractor import corrections
from extractor.lexicon.rulebook import Rulebook
from extractor.model.records import IssueRow
from extractor.model.result import ReportResult

if TYPE_CHECKING:
    from extractor.second_reader.answers import Answers
    from extractor.second_reader.settle import Settled


@dataclass(frozen=True)
class Decisions:
    """What was given to a run."""

    corrections: corrections.Corrections | None = None
    answers: Answers | None = None


@dataclass(frozen=True)
class LaidOver:
    """What came of it; None for what was not given."""

    results: dict[str, ReportResult]
    issues: tuple[IssueRow, ...]
    second: Settled | None
    settled: corrections.Applied | None


def lay_over(given: Decisions, results: Mapping[str, ReportResult], book: Rulebook) -> LaidOver:
    """Answers are weighed against the rules; a correction always wins, and so comes last."""
    second = _weighed(given.answers, results, book) if given.answers else None
    now = second.results if second else dict(results)
    settled = corrections.apply(given.corrections, now, book) if given.corrections else None
    issues = (*(second.issues if second else ()), *(settled.issues if settled else ()))
    told = replace(second, results={}) if second else None  # the readings are not held twice
    return LaidOver(settled.results if settled else now, issues, told, settled)


def _weighed(answers: Answers, results: Mapping[str, ReportResult], book: Rulebook) -> Settled:
    from extractor.second_reader.settle import settle

    return settle(answers, results, book)
