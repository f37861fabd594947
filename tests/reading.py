"""Reports that several suites look at, each read once in a run of the tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from extractor.lexicon import rulebook
from extractor.model.result import ReportResult
from extractor.run import report
from extractor.run.report_result import Work, result

PATTERNS = Path(__file__).resolve().parent.parent / "patterns"


@cache
def book(quirks: bool = True) -> rulebook.Rulebook:
    """The patterns, with or without what is known of single councils."""
    whole = rulebook.load(PATTERNS)
    return whole if quirks else whole.without_quirks()


@cache
def work_of(path: Path, quirks: bool = True) -> Work:
    """One file read, by no manifest."""
    return report.worked(path.read_bytes(), path.name, None, book(quirks))


@cache
def result_of(path: Path, quirks: bool = True) -> ReportResult:
    """What a run would keep of it."""
    return result(work_of(path, quirks))
