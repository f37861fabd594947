"""From paths to an outputs folder: gather, look up, read in worker processes, assemble, publish."""

from __future__ import annotations

import gc
import os
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from extractor import corrections, publish, read, reconcile, second_reader
from extractor.identify.councils import Authorities
from extractor.identify.manifest import ManifestEntry
from extractor.lexicon import rulebook, store
from extractor.lexicon.language_words import words_of
from extractor.lexicon.rulebook import RulebookError
from extractor.model.records import CategoryRow, CorrectionRow, IssueRow, frame_of_records
from extractor.model.result import ReportResult
from extractor.model.table import texts
from extractor.model.types import Unreadable
from extractor.reconcile import assemble, population
from extractor.reconcile.links import linked
from extractor.reconcile.population import Population
from extractor.run import cache, inputs, remarks, supervise
from extractor.run import record as run_record
from extractor.run.decisions import Decisions, lay_over
from extractor.run.inputs import Inputs
from extractor.run.worker import Done, Failed, Limits, NotReady, Outcome


class Progress(Protocol):
    """Who wants to hear how far the reading is."""

    def begin(self, reports: int, cached: int) -> None: ...

    def reading(self, source_file: str) -> None: ...

    def read(self, source_file: str, status: str, reason: str) -> None: ...

    def doing(self, what: str) -> None: ...


@dataclass(frozen=True)
class Task:
    """One report to read, as it is handed to a worker."""

    path: str
    source_file: str
    sha256: str
    entry: ManifestEntry | None


Work = Callable[[Any, Task], ReportResult]


@dataclass(frozen=True)
class Options:
    """How to run. Paths, patterns, population, corrections and min_confidence may change the dataset."""

    patterns: Path
    out: Path = Path("outputs")
    jobs: int = 0
    """Worker processes; 0 is one for each core that may be used."""
    fresh: bool = False
    min_confidence: float | None = None
    population: Path | None = None
    """A file of how many children live where, for rates."""
    corrections: Path | None = None
    """A file of corrections made by hand."""
    answers: Path | None = None
    """A file of answers of second readers."""
    suppress: int | None = None
    """Counts of 1 to this are taken out, with all that would give them away."""
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Summary:
    """What a run came to."""

    reports: Mapping[str, int]
    """How many reports have each status."""
    rows: int
    review_rows: int | None
    issues: Mapping[str, int]
    """How many issues have each severity."""
    from_cache: int
    skipped: tuple[tuple[str, str], ...]
    seconds: float
    out: Path
    corrected: int | None = None
    """Rows that a person settled; None where no corrections were given."""
    second: second_reader.Settled | None = None
    """What came of second readers' answers; None where none were given."""


@dataclass(frozen=True)
class Given:
    """What a run was given beside the reports, read and in order."""

    book: rulebook.Rulebook
    people: Population | None = None
    decisions: Decisions = field(default_factory=Decisions)


@dataclass
class _Run:
    """What is known so far of every report, by source_file."""

    results: dict[str, ReportResult] = field(default_factory=dict)
    issues: list[IssueRow] = field(default_factory=list)
    cached: set[str] = field(default_factory=set)
    keys: dict[str, str] = field(default_factory=dict)


def prepare(patterns: str) -> rulebook.Rulebook:
    """What a worker loads once: the rulebook, every file of it, and with it every stage."""
    from extractor.run import report

    try:
        book = rulebook.load(Path(patterns))
        report.ready(book)
        gc.collect()
        gc.freeze()  # the vocabularies stay; a search of them for garbage costs a tenth of a report
    except RulebookError as error:
        raise NotReady(str(error)) from error
    return book


def read_one(book: rulebook.Rulebook, task: Task) -> ReportResult:
    """One report from its file to coded rows, in a worker."""
    from extractor.run import report

    try:
        return report.work(read.load(Path(task.path)), task.source_file, task.entry, book)
    except Unreadable as error:
        return assemble.without_numbers(
            task.source_file, task.sha256, "unreadable", error.code, error.sentence, *_known(task.entry)
        )


def run(
    paths: Sequence[str],
    options: Options,
    progress: Progress,
    work: Work = read_one,
    load: Callable[[str], Any] = prepare,
) -> Summary:
    """Read what the paths name and write the outputs folder.

    Raises NoInput, ManifestFault, CorrectionsFault, RulebookError, WorkersFail and NotWritten, each
    with one plain sentence, and leaves the outputs folder as it was.
    """
    began = time.monotonic()
    found = inputs.gather(paths, read.EXTENSIONS)
    publish.check_writable(options.out)
    book = rulebook.load(options.patterns)
    people = _population(options.population, book)
    corrections.guard(options.out)
    decisions = Decisions(
        corrections.load(options.corrections) if options.corrections else None,
        second_reader.load(options.answers) if options.answers else None,
    )
    state = _Run()
    waiting = _look_up(found, book.hash, options.fresh, state)
    progress.begin(len(found.reports), len(state.cached))
    for source in [*sorted(state.cached), *sorted(state.results.keys() - state.cached)]:
        _tell(progress, state.results[source])
    reading = time.monotonic()

    def heard(number: int, outcome: Outcome) -> None:
        result = _settle(waiting[number], outcome, state)
        state.results[result.source] = result
        _tell(progress, result)

    supervise.run_all(
        work,
        waiting,
        prepare=load,
        given=str(options.patterns),
        workers=options.jobs or cores(),
        limits=options.limits,
        on_done=heard,
        on_begin=lambda number: progress.reading(waiting[number].source_file),
    )
    progress.doing("comparing the figures and writing the files")
    seconds = {"looking_up": reading - began, "reading": time.monotonic() - reading}
    return _publish(found, state, options, Given(book, people, decisions), seconds, began)


def cores() -> int:
    """The processor cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _look_up(found: Inputs, rules: str, fresh: bool, state: _Run) -> list[Task]:
    """Fill in what needs no reading (kept results, missing files) and give the rest as tasks."""
    waiting = []
    for report in found.reports:
        source, known = report.source_file, _known(report.entry)
        if report.missing:
            sentence = (
                f"The manifest names {report.entry.file if report.entry else source}, which does not exist."
            )
            state.results[source] = assemble.without_numbers(
                source, "", "failed", "file-missing", sentence, *known
            )
            continue
        try:
            sha256 = inputs.sha256_of(report.path)
        except OSError as error:
            sentence = f"The file could not be opened: {(error.strerror or str(error)).lower()}."
            state.results[source] = assemble.without_numbers(
                source, "", "failed", "file-not-opened", sentence, *known
            )
            continue
        state.issues += remarks.of_hash(report, sha256)
        key = cache.key(sha256, source, report.entry.model_dump_json() if report.entry else "", rules)
        state.keys[source] = key
        kept = None if fresh else cache.load(key)
        if kept is None:
            waiting.append(Task(str(report.path), source, sha256, report.entry))
        else:
            state.results[source] = kept
            state.cached.add(source)
    return waiting


def _settle(task: Task, outcome: Outcome, state: _Run) -> ReportResult:
    """A worker's outcome as a result; what was read is kept, what failed may be tried again."""
    match outcome:
        case Failed(code, sentence):
            known = _known(task.entry)
            return assemble.without_numbers(task.source_file, task.sha256, "failed", code, sentence, *known)
        case Done(ReportResult() as result):
            # A file that changed after it was hashed must not be kept under the old content,
            # and where OCR failed or was too slow, another try may do better.
            if result.sha256 == task.sha256 and not any(i.code == "ocr-failed" for i in result.issues):
                cache.save(state.keys[task.source_file], result)
            return result
        case Done(value):
            raise TypeError(f"a report's work gave {type(value).__name__}")


def _publish(
    found: Inputs,
    state: _Run,
    options: Options,
    given: Given,
    seconds: dict[str, float],
    began: float,
) -> Summary:
    book = given.book
    started = time.monotonic()
    laid = lay_over(given.decisions, state.results, book)
    state.results, settled = laid.results, laid.settled
    state.issues += laid.issues
    whole = _assembled(found, state, options, given)
    if settled is not None:
        settled.rows[:] = corrections.counted(settled.rows, whole.coverage)
    seconds["assembling"] = time.monotonic() - started
    started = time.monotonic()
    entries = {one.source_file: one.entry for one in found.reports if one.entry}
    titles = {name: result.coverage.title for name, result in state.results.items()}
    state.results.clear()
    compared = reconcile.compare(
        reconcile.Given(
            whole.observations, whole.review, whole.coverage, whole.issues, whole.checks, entries, titles
        ),
        book,
        given.people,
    )
    seconds["reconciling"] = time.monotonic() - started
    corrected = None if settled is None else len(settled.rows)
    summary = replace(_summary(found, state, options, whole, compared, corrected), second=laid.second)
    record = run_record.record(
        _settings(options, given),
        whole.coverage,
        state.cached,
        {} if options.suppress else state.keys,
        found.skipped,
        _counts(summary, compared),
        seconds,
    )
    dataset = _dataset(compared, whole, record, options)
    if settled is not None:
        urls = {source: entry.url for source, entry in entries.items()}
        rows = linked(frame_of_records(CorrectionRow, settled.rows), urls)
        dataset = replace(dataset, corrections=rows)
    publish.publish(_fit_to_publish(dataset, options, book), options.out, book)
    store.tidy()
    return replace(summary, seconds=time.monotonic() - began)


def _fit_to_publish(dataset: publish.Dataset, options: Options, book: rulebook.Rulebook) -> publish.Dataset:
    from extractor.disclosure import suppress

    return suppress(dataset, options.suppress, book) if options.suppress else dataset


def _summary(
    found: Inputs,
    state: _Run,
    options: Options,
    whole: assemble.Assembled,
    compared: reconcile.Compared,
    corrected: int | None,
) -> Summary:
    return Summary(
        reports=Counter(line.status for line in whole.coverage),
        rows=len(whole.observations),
        review_rows=None if options.min_confidence is None else len(whole.review),
        issues=Counter(texts(compared.issues, "severity")),
        from_cache=len(state.cached),
        skipped=found.skipped,
        seconds=0.0,
        out=options.out,
        corrected=corrected,
    )


def _assembled(found: Inputs, state: _Run, options: Options, given: Given) -> assemble.Assembled:
    """All results as one dataset, with the Issues of the run itself."""
    return assemble.assemble(
        list(state.results.values()),
        [*state.issues, *remarks.of_inputs(found), *remarks.of_population(options.population, given.people)],
        options.min_confidence or 0.0,
    )


def _counts(summary: Summary, compared: reconcile.Compared) -> dict[str, Any]:
    """What run.json says that the run came to."""
    return {
        "reports": dict(sorted(summary.reports.items())),
        "observations": summary.rows,
        "comparable": len(compared.comparable),
        "indicators": len(compared.indicators),
        "checks": len(compared.checks),
        "review": summary.review_rows,
        "corrections": summary.corrected,
        "second_reading": None if summary.second is None else summary.second.record(),
        "issues": dict(sorted(summary.issues.items())),
        "from_cache": summary.from_cache,
    }


def _settings(options: Options, given: Given) -> dict[str, Any]:
    """What run.json says of how the run was made."""
    settings = {"rulebook": given.book.hash, "min_confidence": options.min_confidence}
    if options.population:
        settings["population"] = inputs.sha256_of(options.population)
    for name, one in vars(given.decisions).items():
        if one is not None:
            settings[name] = one.sha256
    return settings


def _dataset(
    compared: reconcile.Compared, whole: assemble.Assembled, record: dict[str, Any], options: Options
) -> publish.Dataset:
    return publish.Dataset(
        observations=compared.observations,
        categories=frame_of_records(CategoryRow, whole.categories),
        coverage=compared.coverage,
        issues=compared.issues,
        run=record,
        review=None if options.min_confidence is None else compared.review,
        comparable=compared.comparable,
        indicators=compared.indicators,
        checks=compared.checks,
        reports=compared.reports,
        universe=compared.universe,
        councils=compared.councils,
        quality=publish.quality(),
    )


def _population(path: Path | None, book: rulebook.Rulebook) -> Population | None:
    """Read before anything else, so that a broken file is told at once. Raises PopulationFault."""
    return (
        None if path is None else population.load(path, Authorities(book.raw("authorities"), words_of(book)))
    )


def _tell(progress: Progress, result: ReportResult) -> None:
    progress.read(result.source, result.coverage.status, result.coverage.reason)


def _known(entry: ManifestEntry | None) -> tuple[str, str]:
    """The council and the period that the manifest gives."""
    return ("", "") if entry is None else (entry.authority_code, entry.report_period)
