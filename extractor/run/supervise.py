"""Runs one function over many tasks in worker processes that may die.

Every worker has a pipe of its own. A worker that raises, crashes, is killed or
passes its limits costs the one task that it held, never its neighbours': a
fresh worker takes over, and every task is begun once at most.

    worker -> supervisor   Ready | Began | Longer | Told (a Done or a Failed)
    supervisor -> worker   (number of the task, task) | None to leave
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any

from extractor.run import worker
from extractor.run.worker import Began, Failed, Limits, Longer, Outcome, Ready, Told

POLL_SECONDS = 0.2
"""How often the clock and the memory of busy workers are looked at."""
START_SECONDS = 120.0
"""How long a worker may take to load what it needs."""
BROKEN_STARTS = 3
"""So many workers in a row that never came to work mean that none will."""

Listener = Callable[[int, Outcome], None]


class WorkersFail(Exception):
    """No worker comes to work at all, with one sentence saying why."""


@dataclass(eq=False)
class _Worker:
    process: BaseProcess
    pipe: Connection
    deadline: float
    """Clock time at which it is stopped: while it starts, or while it holds a task."""
    ready: bool = False
    task: int | None = None
    began: bool = False
    granted: float = 0.0
    """Seconds that its task may take beyond the limit."""


@dataclass(eq=False)
class Crew:
    """Workers for one kind of task, who may be given some tasks, and later others."""

    function: Callable[[Any, Any], Any]
    prepare: Callable[[Any], Any] = worker.nothing
    given: Any = None
    limits: Limits = field(default_factory=Limits)
    workers: list[_Worker] = field(default_factory=list)
    waiting: deque[int] = field(default_factory=deque)
    on_begin: Callable[[int], Any] = worker.nothing
    broken_starts: int = 0
    given_back: Counter[int] = field(default_factory=Counter)
    """How often a worker was lost between being given a task and beginning it."""

    def run(
        self,
        tasks: Sequence[Any],
        workers: int = 1,
        on_done: Listener | None = None,
        on_begin: Callable[[int], None] | None = None,
    ) -> list[Outcome]:
        """As `run_all`; the workers stay for the next tasks. Whoever hears an exception must dismiss them."""
        outcomes: dict[int, Outcome] = {}
        self.waiting, self.on_begin = deque(range(len(tasks))), on_begin or worker.nothing
        self.given_back.clear()
        for member in self.workers:
            if member.ready:
                _hand_out(self, member, tasks)
        while len(outcomes) < len(tasks):
            unfinished = len(tasks) - len(outcomes)
            while len(self.workers) < min(max(1, workers), unfinished):
                self.workers.append(_start(self))
            for number, outcome in _listen(self, tasks):
                outcomes[number] = outcome
                if on_done:
                    on_done(number, outcome)
        return [outcomes[number] for number in range(len(tasks))]

    def dismiss(self) -> None:
        """Idle workers and busy ones alike: nothing they hold is wanted any more."""
        for member in self.workers:
            member.process.kill()
        for member in self.workers:
            _stop(member)
        self.workers.clear()


def run_all(
    function: Callable[[Any, Any], Any],
    tasks: Sequence[Any],
    *,
    prepare: Callable[[Any], Any] = worker.nothing,
    given: Any = None,
    workers: int = 1,
    limits: Limits | None = None,
    on_done: Listener | None = None,
    on_begin: Callable[[int], None] | None = None,
) -> list[Outcome]:
    """`function(prepare(given), task)` for every task; outcomes in the order of the tasks.

    `function` and `prepare` must be importable by name. `prepare` runs once in
    each worker, outside the limits. `on_begin` hears of each task that is handed out,
    `on_done` of each outcome as it comes.
    Raises WorkersFail where workers die before they take a task. Whatever ends
    this call early, Ctrl-C too, stops the workers at once.
    """
    crew = Crew(function, prepare, given, limits or Limits())
    try:
        return crew.run(tasks, workers, on_done, on_begin)
    finally:
        crew.dismiss()


def forks(limits: Limits) -> bool:
    """Will a worker begin as a copy of this process, with all that is loaded here?

    Only of a small one with a single thread: a copy has no other threads, whatever they were at, and
    all that it holds counts towards its limit.
    """
    small = worker.resident_bytes(os.getpid()) < limits.bytes // 4
    return sys.platform == "linux" and threading.active_count() == 1 and small


def may_have_children() -> bool:
    """May this process start workers? A daemon may not."""
    return not multiprocessing.current_process().daemon


def _start(crew: Crew) -> _Worker:
    copied = forks(crew.limits)
    context: Any = multiprocessing.get_context("fork" if copied else "spawn")
    ours, theirs = context.Pipe()
    # A copy has our ends of all pipes too, and while it holds them nobody hears that we are gone.
    not_its_own = [ours, *(member.pipe for member in crew.workers)] if copied else []
    given = (theirs, crew.function, crew.prepare, crew.given, crew.limits, not_its_own)
    process = context.Process(target=worker.serve, args=given, daemon=True)
    with _signals_kept_from_child(copied), nullcontext() if copied else apart_from_the_script():
        process.start()
    theirs.close()
    return _Worker(process, ours, time.monotonic() + START_SECONDS)


_STARTING = threading.Lock()
"""Crews may live in several threads, and a script is set apart in one of them at a time."""


@contextmanager
def apart_from_the_script() -> Iterator[None]:
    """A child would run the user's script anew, and read all reports in it; it needs nothing of it."""
    with _STARTING:
        script = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = script


@contextmanager
def _signals_kept_from_child(copied: bool) -> Iterator[None]:
    """A terminal sends Ctrl-C to every process; a child inherits the mask and stays quiet.

    A copy begins with our way to take SIGTERM as well, until it sets its own.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    if not copied:  # started now, for starting it later would lift the mask again
        resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _listen(crew: Crew, tasks: Sequence[Any]) -> Iterator[tuple[int, Outcome]]:
    """One round: hear what workers have to say, then look at limits."""
    by_pipe = {member.pipe: member for member in crew.workers}
    for pipe in wait(list(by_pipe), POLL_SECONDS):
        member = by_pipe[pipe]  # type: ignore[index]
        try:
            message = _receive(member)
        except (EOFError, OSError, pickle.UnpicklingError):
            yield from _gone(crew, member)
            continue
        yield from _heard(crew, member, message, tasks)
    for member in list(crew.workers):
        yield from _over_limit(crew, member)


def _receive(member: _Worker) -> Any:
    """A whole message. A worker that halts in the middle of one is killed at its deadline."""
    clock = threading.Timer(max(0.0, member.deadline - time.monotonic()), member.process.kill)
    clock.daemon = True
    clock.start()
    try:
        return member.pipe.recv()
    finally:
        clock.cancel()
        clock.join()  # with a thread less the next worker may begin as a copy


def _heard(crew: Crew, member: _Worker, message: Any, tasks: Sequence[Any]) -> Iterator[tuple[int, Outcome]]:
    match message:
        case Failed() if not member.ready:
            raise WorkersFail(message.sentence)
        case Ready():
            member.ready = True
            crew.broken_starts = 0
            _hand_out(crew, member, tasks)
        case Began():
            member.began = True
        case Longer(seconds):
            member.granted += seconds
            member.deadline += seconds
        case Told(outcome, leaving):
            number = member.task
            member.task, member.began = None, False
            if number is not None:
                yield number, outcome
            if leaving:
                _remove(crew, member)
            else:
                _hand_out(crew, member, tasks)


def _hand_out(crew: Crew, member: _Worker, tasks: Sequence[Any]) -> None:
    if not crew.waiting:
        member.deadline = float("inf")
        return
    number = crew.waiting.popleft()
    member.task = number
    crew.on_begin(number)
    member.granted = 0.0
    member.deadline = time.monotonic() + crew.limits.seconds
    # A pipe that is already broken is found out, and the task given back, in the next round.
    with suppress(OSError):
        member.pipe.send((number, tasks[number]))


def _gone(crew: Crew, member: _Worker) -> Iterator[tuple[int, Outcome]]:
    """The pipe has ended: say what became of the worker's task."""
    number, began = member.task, member.began
    overran = time.monotonic() > member.deadline
    if not member.ready:
        crew.broken_starts += 1
    if number is not None and not began:
        crew.given_back[number] += 1
        began = crew.given_back[number] >= BROKEN_STARTS
    _remove(crew, member)
    if number is not None and began:
        yield number, _too_long(crew.limits, member.granted) if overran else _ending(member.process.exitcode)
    elif number is not None:
        crew.waiting.appendleft(number)
    if crew.broken_starts >= BROKEN_STARTS:
        raise WorkersFail(
            f"The worker processes could not start: {_ending(member.process.exitcode).sentence}"
        )


def _ending(exit_code: int | None) -> Failed:
    if exit_code is not None and exit_code < 0:
        with suppress(ValueError):
            name = signal.Signals(-exit_code).name
            return Failed("worker-crashed", f"The process reading it was stopped by signal {name}.")
    return Failed(
        "worker-crashed", f"The process reading it exited without an error message (exit code {exit_code})."
    )


def _too_long(limits: Limits, granted: float) -> Failed:
    seconds = f"{limits.seconds + granted:g} seconds"
    return Failed("too-long", f"Reading it took longer than the limit of {seconds}.")


def _over_limit(crew: Crew, member: _Worker) -> Iterator[tuple[int, Outcome]]:
    number = member.task
    if time.monotonic() > member.deadline:
        if not member.ready:
            raise WorkersFail(f"A worker process was not ready after {START_SECONDS:g} seconds.")
        failed = _too_long(crew.limits, member.granted)
    elif number is not None and worker.resident_bytes(member.process.pid) > crew.limits.bytes:
        failed = worker.too_big(crew.limits)
    else:
        return
    # The answer may have arrived while we looked: then it counts.
    if number is None or member.pipe.poll():
        return
    _remove(crew, member)
    yield number, failed


def _remove(crew: Crew, member: _Worker) -> None:
    crew.workers.remove(member)
    _stop(member)


def _stop(member: _Worker) -> None:
    member.process.kill()
    member.process.join()
    member.pipe.close()
