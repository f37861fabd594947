"""From all reports' results to the outputs folder: assemble, reconcile, publish."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor import corrections, publish, reconcile
from extractor.identify.councils import authorities_of
from extractor.lexicon import rulebook, store
from extractor.lexicon.rulebook import Rulebook
from extractor.model.records import AnswerRow, CorrectionRow, frame_of_records
from extractor.model.table import texts
from extractor.reconcile import assemble, population
from extractor.reconcile.links import linked
from extractor.reconcile.population import Population
from extractor.run import inputs, remarks
from extractor.run import record as run_record
from extractor.run.decisions import Decisions, lay_over
from extractor.run.inputs import Inputs
from extractor.run.look_up import State
from extractor.run.options import Options, Summary

if TYPE_CHECKING:
    from extractor.second_reader.answers import Answers


@dataclass(frozen=True)
class Given:
    """What a run was given beside the reports, read and in order."""

    book: Rulebook
    people: Population | None = None
    decisions: Decisions = field(default_factory=Decisions)


def given(options: Options) -> Given:
    """What stands beside the reports; raises as `pipeline.run` does for each broken file."""
    book = rulebook.load(options.patterns)
    people = _population(options.population, book)
    corrections.guard(options.out)
    decisions = Decisions(
        corrections.load(options.corrections) if options.corrections else None,
        _answers(options.answers) if options.answers else None,
    )
    return Given(book, people, decisions)


def _answers(path: Path) -> Answers:
    from extractor.second_reader.answers import load

    return load(path)


def write(found: Inputs, state: State, options: Options, given: Given, seconds: dict[str, float]) -> Summary:
    """Everything known of the reports as the files of the outputs folder. Raises NotWritten."""
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
    dataset = reconcile.compare(whole, entries, titles, book, given.people)
    review = None if options.min_confidence is None else dataset.review
    dataset = replace(dataset, review=review, quality=publish.quality())
    seconds["reconciling"] = time.monotonic() - started
    corrected = None if settled is None else len(settled.rows)
    summary = replace(_summary(found, state, options, dataset, corrected), second=laid.second)
    record = run_record.record(
        _settings(options, given),
        whole.coverage,
        state.cached,
        {} if options.suppress else state.keys,
        found.skipped,
        _counts(summary, dataset),
        seconds,
    )
    dataset = replace(dataset, run=record)
    if settled is not None:
        urls = {source: entry.url for source, entry in entries.items()}
        rows = linked(frame_of_records(CorrectionRow, settled.rows), urls)
        dataset = replace(dataset, corrections=rows)
    if laid.second is not None:
        urls = {source: entry.url for source, entry in entries.items()}
        said = sorted(
            laid.second.answers, key=lambda one: (one.source_file, one.question, one.number_id, one.reader)
        )
        dataset = replace(dataset, answers=linked(frame_of_records(AnswerRow, said), urls))
    publish.publish(_fit_to_publish(dataset, options, book), options.out, book)
    store.tidy()
    return summary


def _fit_to_publish(dataset: publish.Dataset, options: Options, book: Rulebook) -> publish.Dataset:
    from extractor.disclosure import suppress

    return suppress(dataset, options.suppress, book) if options.suppress else dataset


def _summary(
    found: Inputs,
    state: State,
    options: Options,
    dataset: publish.Dataset,
    corrected: int | None,
) -> Summary:
    return Summary(
        reports=Counter(texts(dataset.coverage, "status")),
        rows=len(dataset.observations),
        review_rows=None if dataset.review is None else len(dataset.review),
        issues=Counter(texts(dataset.issues, "severity")),
        from_cache=len(state.cached),
        skipped=found.skipped,
        seconds=0.0,
        out=options.out,
        corrected=corrected,
    )


def _assembled(found: Inputs, state: State, options: Options, given: Given) -> assemble.Assembled:
    """All results as one dataset, with the Issues of the run itself."""
    return assemble.assemble(
        list(state.results.values()),
        [*state.issues, *remarks.of_inputs(found), *remarks.of_population(options.population, given.people)],
        options.min_confidence or 0.0,
    )


def _counts(summary: Summary, dataset: publish.Dataset) -> dict[str, Any]:
    """What run.json says that the run came to."""
    return {
        "reports": dict(sorted(summary.reports.items())),
        "observations": summary.rows,
        "comparable": len(dataset.comparable),
        "indicators": len(dataset.indicators),
        "checks": len(dataset.checks),
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


def _population(path: Path | None, book: Rulebook) -> Population | None:
    """Read before anything else, so that a broken file is told at once. Raises PopulationFault."""
    return None if path is None else population.load(path, authorities_of(book))
