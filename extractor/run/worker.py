"""What runs inside a worker process, and what it says to its supervisor."""

from __future__ import annotations

import gc
import logging
import os
import pickle
import signal
import traceback
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from extractor.model import deadline

GIBIBYTE = 1 << 30
COLLECT_AFTER = 100_000
"""Objects more than before, after which a worker looks for garbage."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may take: wall time in seconds, resident memory in bytes."""

    seconds: float = 300.0
    bytes: int = 4 * GIBIBYTE


@dataclass(frozen=True, slots=True)
class Done:
    value: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """A task that gave nothing: a code in words and one plain sentence."""

    code: str
    sentence: str


Outcome = Done | Failed


class NotReady(Exception):
    """Raised by a preparation that cannot succeed in any worker, with one sentence saying why."""


@dataclass(frozen=True, slots=True)
class Ready:
    """Prepared; may be given a task."""


@dataclass(frozen=True, slots=True)
class Began:
    """The task was received; from here on it counts as begun."""


@dataclass(frozen=True, slots=True)
class Longer:
    """The task at hand needs so many seconds more than its limit: a page is read by OCR."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Told:
    outcome: Outcome
    leaving: bool
    """The worker ends after this: its memory is better given back."""


def nothing(given: Any) -> Any:
    """The preparation that prepares nothing."""
    return given


def serve(
    pipe: Connection,
    function: Callable[[Any, Any], Any],
    prepare: Callable[[Any], Any],
    given: Any,
    limits: Limits,
    not_its_own: Sequence[Connection] = (),
) -> None:
    """Prepare once, then answer tasks until the pipe ends; close what came along with a copied process."""
    for other in not_its_own:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):  # kept from us until we know what to do with it
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    # Libraries' own log messages stay off the terminal: problems are reported as Issues.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    gc.disable()  # until all is loaded
    try:
        state = prepare(given)
    except NotReady as error:
        pipe.send(Failed("not-ready", str(error)))
        return
    except Exception as error:
        pipe.send(Failed("not-ready", _sentence("Preparing a worker process failed", error)))
        return
    gc.set_threshold(COLLECT_AFTER)
    gc.enable()
    _limit_memory(limits)
    pipe.send(Ready())
    leaving = False
    while not leaving:
        try:
            task = pipe.recv()[1]
        except (EOFError, OSError):  # the supervisor is gone
            return
        pipe.send(Began())
        _set_alarm(limits.seconds + 30)
        deadline.listen(lambda seconds: _longer(pipe, seconds))
        message = _answer(function, state, task, limits)
        _set_alarm(0)
        leaving = message[1]
        try:
            pipe.send_bytes(message[0])
        except OSError:  # nobody listens any more
            return


def _longer(pipe: Connection, seconds: float) -> None:
    """Tells the supervisor that the task may take longer, and puts the system's alarm off likewise."""
    pipe.send(Longer(seconds))
    if hasattr(signal, "setitimer"):
        left = signal.getitimer(signal.ITIMER_REAL)[0]
        signal.setitimer(signal.ITIMER_REAL, left + seconds)


def _answer(function: Callable[[Any, Any], Any], state: Any, task: Any, limits: Limits) -> tuple[bytes, bool]:
    """The pickled answer, and whether the worker should leave after it."""
    try:
        outcome: Outcome = Done(function(state, task))
        leaving = resident_bytes(os.getpid()) > limits.bytes // 2
        return pickle.dumps(Told(outcome, leaving)), leaving
    except MemoryError:
        # What was taken is not surely given back.
        return pickle.dumps(Told(too_big(limits), True)), True
    except (Exception, SystemExit) as error:
        outcome = Failed("worker-error", _sentence("An error in the program stopped it being read", error))
        return pickle.dumps(Told(outcome, False)), False


def _sentence(what: str, error: BaseException) -> str:
    """One line: what failed, the kind of error, its first words, and the line of code."""
    said = " ".join(str(error).split())[:160].rstrip(".")
    frames = traceback.extract_tb(error.__traceback__)
    place = f", {Path(frames[-1].filename).name} line {frames[-1].lineno}" if frames else ""
    return f"{what} ({type(error).__name__}{': ' if said else ''}{said}{place})."


def too_big(limits: Limits) -> Failed:
    """The failure of a task that wanted more memory than it may have."""
    gibibytes = f"{limits.bytes / GIBIBYTE:g} GiB"
    return Failed("too-big", f"Reading it needed more memory than the limit of {gibibytes}.")


def _set_alarm(seconds: float) -> None:
    """The system itself ends a worker whose supervisor died, even inside a loop of C code."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit_memory(limits: Limits) -> None:
    """Let the system refuse memory beyond the limit, on top of what loading took."""
    try:
        import resource
    except ImportError:  # Windows
        return
    limit = _statm_bytes(os.getpid(), 0) + limits.bytes
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    # Where the system knows no such limit (macOS), the supervisor's own look is all there is.
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    except (ValueError, OSError):
        return


def resident_bytes(process_id: int | None) -> int:
    """Memory that a process holds now; 0 where the system does not say."""
    return _statm_bytes(process_id, 1)


def _statm_bytes(process_id: int | None, column: int) -> int:
    try:
        with open(f"/proc/{process_id}/statm", encoding="ascii") as file:
            return int(file.read().split()[column]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0
