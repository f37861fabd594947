"""From paths to an outputs folder: gather, look up, read in worker processes, assemble, publish."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from extractor.lexicon.files import files_of, hash_of
from extractor.model.result import ReportResult, without_numbers
from extractor.publish.atomic_folder import check_writable, held
from extractor.read.formats import EXTENSIONS
from extractor.run import cache, inputs, look_up, supervise, unchanged
from extractor.run.inputs import Inputs
from extractor.run.look_up import State
from extractor.run.options import Options, Progress, Summary
from extractor.run.task import Task, known, prepare, read_one
from extractor.run.worker import Done, Failed, NotReady, Outcome

__all__ = ["Options", "Progress", "Summary", "Task", "prepare", "read_one", "run"]

Work = Callable[[Any, Task], ReportResult]


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
    reading = time.monotonic()
    if waiting and supervise.forks(options.limits):
        with suppress(NotReady):  # a worker will say so
            load(str(options.patterns))
    supervise.run_all(
        work,
        waiting,
        prepare=load,
        given=str(options.patterns),
        workers=options.jobs or cores(),
        limits=options.limits,
        on_done=lambda number, outcome: heard(_settle(waiting[number], outcome, state)),
        on_begin=lambda number: progress.reading(waiting[number].source_file),
    )
    progress.doing("comparing the figures and writing the files")
    seconds = {"looking_up": reading - started, "reading": time.monotonic() - reading}
    return outputs.write(found, state, options, given, seconds)


def _settle(task: Task, outcome: Outcome, state: State) -> ReportResult:
    """A worker's outcome as a result; what was read is kept, what failed may be tried again."""
    match outcome:
        case Failed(code, sentence):
            return without_numbers(
                task.source_file, task.sha256, "failed", code, sentence, *known(task.entry)
            )
        case Done(ReportResult() as result):
            # A file that changed after it was hashed must not be kept under the old content,
            # and where OCR failed or was too slow, another try may do better.
            lasting = result.sha256 == task.sha256 and not any(i.code == "ocr-failed" for i in result.issues)
            if lasting and cache.save(state.keys[task.source_file], result):
                state.kept.add(task.source_file)
            return result
        case Done(value):
            raise TypeError(f"a report's work gave {type(value).__name__}")


def cores() -> int:
    """The processor cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
