"""What a worker is given: the rulebook once, then one report after another."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.identify.manifest import ManifestEntry
from extractor.lexicon import store
from extractor.model.result import ReportResult, without_numbers
from extractor.model.table import arrow_table
from extractor.model.types import Unreadable
from extractor.read.files import load
from extractor.run import cache
from extractor.run.worker import Done, Failed, Limits, NotReady, Outcome

if TYPE_CHECKING:
    from extractor.lexicon.rulebook import Rulebook


@dataclass(frozen=True)
class Task:
    """One report to read, as it is handed to a worker."""

    path: str
    source_file: str
    sha256: str
    entry: ManifestEntry | None
    fresh: bool = False
    """Read the file again even where nothing has changed."""
    key: str = ""
    """Where its result is kept."""


Work = Callable[[Any, Task], ReportResult]


@dataclass(frozen=True)
class Order:
    """How reports are to be read, by whichever process does it."""

    work: Work
    load: Callable[[str], Any]
    """What a worker does first; its value is handed to `work`."""
    patterns: str
    limits: Limits


def prepare(patterns: str) -> Rulebook:
    """What a worker loads once: the rulebook, every file of it, and with it every stage."""
    from extractor.lexicon import rulebook
    from extractor.run import report

    try:
        book = rulebook.load(Path(patterns))
        report.ready(book)
        arrow_table((), ())  # loads what every result needs, and a worker that is a copy then has it
        gc.freeze()  # the vocabularies stay; a search of them for garbage costs a tenth of a report
    except rulebook.RulebookError as error:
        raise NotReady(str(error)) from error
    return book


def read_one(book: Rulebook, task: Task) -> ReportResult:
    """One report from its file to coded rows, in a worker."""
    from extractor.run import documents, report, same_answers

    if not task.fresh and (known_already := same_answers.recall(book, task)):
        return known_already
    reading = documents.anew if task.fresh else documents.kept
    try:
        result = report.work(load(Path(task.path)), task.source_file, task.entry, book, reading)
        same_answers.remember(book, task, result)
        store.keep_expressions()
        return result
    except Unreadable as error:
        return without_numbers(
            task.source_file, task.sha256, "unreadable", error.code, error.sentence, *known(task.entry)
        )


def settle(task: Task, outcome: Outcome) -> tuple[ReportResult, bool]:
    """A worker's outcome as a result, and whether it is kept; what failed may be tried again."""
    match outcome:
        case Failed(code, sentence):
            told = (task.source_file, task.sha256, "failed", code, sentence)
            return without_numbers(*told, *known(task.entry)), False
        case Done(ReportResult() as result):
            # A file that changed after it was hashed must not be kept under the old content,
            # and where OCR failed or was too slow, another try may do better.
            lasting = result.sha256 == task.sha256 and not any(i.code == "ocr-failed" for i in result.issues)
            return result, lasting and cache.save(task.key, result)
        case Done(value):
            raise TypeError(f"a report's work gave {type(value).__name__}")


def known(entry: ManifestEntry | None) -> tuple[str, str]:
    """The council and the period that the manifest gives."""
    return ("", "") if entry is None else (entry.authority_code, entry.report_period)
