"""What a worker is given: the rulebook once, then one report after another."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.identify.manifest import ManifestEntry
from extractor.model.result import ReportResult, without_numbers
from extractor.model.types import Unreadable
from extractor.read.files import load
from extractor.run.worker import NotReady

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


def prepare(patterns: str) -> Rulebook:
    """What a worker loads once: the rulebook, every file of it, and with it every stage."""
    from extractor.lexicon import rulebook
    from extractor.run import report

    try:
        book = rulebook.load(Path(patterns))
        report.ready(book)
        gc.freeze()  # the vocabularies stay; a search of them for garbage costs a tenth of a report
    except rulebook.RulebookError as error:
        raise NotReady(str(error)) from error
    return book


def read_one(book: Rulebook, task: Task) -> ReportResult:
    """One report from its file to coded rows, in a worker."""
    from extractor.run import documents, report

    reading = documents.anew if task.fresh else documents.kept
    try:
        return report.work(load(Path(task.path)), task.source_file, task.entry, book, reading)
    except Unreadable as error:
        return without_numbers(
            task.source_file, task.sha256, "unreadable", error.code, error.sentence, *known(task.entry)
        )


def known(entry: ManifestEntry | None) -> tuple[str, str]:
    """The council and the period that the manifest gives."""
    return ("", "") if entry is None else (entry.authority_code, entry.report_period)
