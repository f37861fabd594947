"""From paths to an outputs folder: gather, look up, read in worker processes, assemble, publish."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from extractor.lexicon.files import files_of, hash_of
from extractor.model.result import ReportResult
from extractor.publish.atomic_folder import check_writable, held
from extractor.read.formats import EXTENSIONS
from extractor.run import inputs, look_up, supervise, unchanged
from extractor.run.inputs import Inputs
from extractor.run.look_up import State
from extractor.run.options import Options, Progress, Summary
from extractor.run.task import Order, Task, Work, prepare, read_one, settle
from extractor.run.worker import NotReady

__all__ = ["Options", "Progress", "Summary", "Task", "prepare", "read_one", "run"]


def run(
    paths: Sequence[str],
    options: Options,
    progress: Progress,
    work: Work = read_one,
    load: Callable[[str], Any] = prepare,
) -> Summary:
    """Read what the paths name and write the outputs folder, or leave it where nothing has changed.

    Raises NoInput, ManifestFault, CorrectionsFault, RulebookError, WorkersFail and NotWritten, each
    with one plain sentence, and leaves the outputs folder as it was.
    """
    began = time.monotonic()
    found = inputs.gather(paths, EXTENSIONS)
    check_writable(options.out)
    with held(options.out):
        state = State()
        tasks = look_up.tasks_of(found, hash_of(files_of(options.patterns)), state)
        signature = unchanged.signature(found, options, state)
        told = None if options.fresh else unchanged.told(signature, options.out, state)
        if told is None:
            summary = _read_and_write(found, tasks, state, options, progress, work, load)
            if state.keys.keys() == state.kept:
                unchanged.remember(signature, summary, state)
        else:
            summary = told.summary
            progress.begin(len(told.reports), summary.from_cache)
            for line in told.reports:
                progress.read(*line)
        return replace(summary, seconds=time.monotonic() - began)


def _read_and_write(
    found: Inputs,
    tasks: list[Task],
    state: State,
    options: Options,
    progress: Progress,
    work: Work,
    load: Callable[[str], Any],
) -> Summary:
    """Read what no earlier run kept, and write the outputs folder."""
    from extractor.run import outputs

    given = outputs.given(options)
    started = time.monotonic()
    waiting = (
        [replace(task, fresh=True) for task in tasks] if options.fresh else look_up.not_kept(tasks, state)
    )
    progress.begin(len(found.reports), len(state.cached))

    def heard(result: ReportResult) -> None:
        state.results[result.source] = result
        state.lines.append((result.source, result.coverage.status, result.coverage.reason))
        progress.read(*state.lines[-1])

    for source in [*sorted(state.cached), *sorted(state.results.keys() - state.cached)]:
        heard(state.results[source])

    def done(number: int, result: ReportResult, kept: bool) -> None:
        if kept:
            state.kept.add(waiting[number].source_file)
        heard(result)

    reading = time.monotonic()
    order = Order(work, load, str(options.patterns), options.limits)
    if options.engine == "dask":
        from extractor.run import on_dask

        on_dask.read(order, waiting, options.jobs or cores(), options.scheduler, done)
    else:
        _read_here(order, waiting, options.jobs or cores(), done, progress)
    progress.doing("comparing the figures and writing the files")
    seconds = {"looking_up": reading - started, "reading": time.monotonic() - reading}
    return outputs.write(found, state, options, given, seconds)


def _read_here(
    order: Order,
    tasks: list[Task],
    workers: int,
    done: Callable[[int, ReportResult, bool], None],
    progress: Progress,
) -> None:
    """Read the reports in processes of this machine."""
    if tasks and supervise.forks(order.limits):
        with suppress(NotReady):  # a worker will say so
            order.load(order.patterns)
    supervise.run_all(
        order.work,
        tasks,
        prepare=order.load,
        given=order.patterns,
        workers=workers,
        limits=order.limits,
        on_done=lambda number, outcome: done(number, *settle(tasks[number], outcome)),
        on_begin=lambda number: progress.reading(tasks[number].source_file),
    )


def cores() -> int:
    """The processor cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
