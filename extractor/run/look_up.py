"""What is known of every report before any is read: its hash, and what an earlier run kept of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.model.records import IssueRow
from extractor.model.result import ReportResult, without_numbers
from extractor.run import cache, inputs, remarks
from extractor.run.inputs import Input, Inputs
from extractor.run.task import Task, known


@dataclass
class State:
    """What is known so far of every report, by source_file."""

    results: dict[str, ReportResult] = field(default_factory=dict)
    issues: list[IssueRow] = field(default_factory=list)
    cached: set[str] = field(default_factory=set)
    keys: dict[str, str] = field(default_factory=dict)
    """Of every report that could be opened, the key of its result."""
    kept: set[str] = field(default_factory=set)
    """The reports whose results are kept for the runs to come."""
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    """Of every report that is settled its name, status and reason."""


def tasks_of(found: Inputs, rules: str, state: State) -> list[Task]:
    """The reports that are there, and the key of each; those that cannot be opened have their result."""
    tasks, basis = [], cache.basis(rules)
    for report in found.reports:
        try:
            sha256 = inputs.sha256_of(report.path)
        except OSError as error:
            state.results[report.source_file] = _not_opened(report, error)
            continue
        state.issues += remarks.of_hash(report, sha256)
        entry = report.entry.model_dump_json() if report.entry else ""
        key = state.keys[report.source_file] = cache.key(basis, sha256, report.source_file, entry)
        tasks.append(Task(str(report.path), report.source_file, sha256, report.entry, key=key))
    return tasks


def _not_opened(report: Input, error: OSError) -> ReportResult:
    """The result of a file that is missing or may not be read."""
    name = report.entry.file if report.entry else report.source_file
    code, sentence = "file-missing", f"The manifest names {name}, which does not exist."
    if not report.missing:
        why = (error.strerror or str(error)).lower()
        code, sentence = "file-not-opened", f"The file could not be opened: {why}."
    return without_numbers(report.source_file, "", "failed", code, sentence, *known(report.entry))


def not_kept(tasks: list[Task], state: State) -> list[Task]:
    """The tasks of which no earlier run kept a result; the others' results are filled in."""
    waiting = []
    for task in tasks:
        kept = cache.load(task.key)
        if kept is None:
            waiting.append(task)
        else:
            state.results[task.source_file] = kept
            state.cached.add(task.source_file)
            state.kept.add(task.source_file)
    return waiting
