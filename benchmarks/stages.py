"""One report's work with a meter on each stage, as `extractor.run.report.work` really runs it."""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol
from unittest.mock import patch

STAGES = {
    "read": ("read.files.read_bytes",),
    "identify": ("identify.council.identify", "identify.scope.judge"),
    "locate": ("understand.places.locate",),
    "parse": ("understand.reading.readings",),
    "normalise": ("understand.coding.rows.observe", "run.report_result.result"),
    "check": ("check.check_report",),
}
"""Stage -> the functions that do it, as they are named inside the package."""


class Meter(Protocol):
    """Is told when a stage begins and ends; stages may stand inside one another."""

    def enter(self, stage: str) -> None: ...

    def leave(self) -> None: ...


@contextmanager
def metered(meter: Meter) -> Iterator[None]:
    """While it lasts, every stage of `report.work` tells the meter."""
    with ExitStack() as patches:
        for stage, names in STAGES.items():
            for name in names:
                inner = function(name)
                for module, used_as in _users(inner):
                    patches.enter_context(patch.object(module, used_as, _told(inner, stage, meter)))
        yield


def function(name: str) -> Callable[..., Any]:
    """A function of the package by its dotted name: 'identify.scope.judge'."""
    module, _, own = name.rpartition(".")
    found: Callable[..., Any] = getattr(importlib.import_module(f"extractor.{module}"), own)
    return found


def _users(inner: Callable[..., Any]) -> list[tuple[Any, str]]:
    """Every module of the package that holds the function, and under which name."""
    loaded = [module for name, module in sys.modules.items() if name.split(".")[0] == "extractor"]
    return [(module, name) for module in loaded for name, held in vars(module).items() if held is inner]


def _told(inner: Callable[..., Any], stage: str, meter: Meter) -> Callable[..., Any]:
    def told(*args: Any, **kwargs: Any) -> Any:
        meter.enter(stage)
        try:
            return inner(*args, **kwargs)
        finally:
            meter.leave()

    return told


class Stopwatch:
    """Seconds of processor time that each stage takes for itself, those inside it taken off."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(STAGES, 0.0)
        self._open: list[str] = []
        self._since = 0.0

    def enter(self, stage: str) -> None:
        self._lap()
        self._open.append(stage)

    def leave(self) -> None:
        self._lap()
        self._open.pop()

    def _lap(self) -> None:
        now = time.process_time()
        if self._open:
            self.seconds[self._open[-1]] += now - self._since
        self._since = now


class MemoryGauge:
    """The most memory, in MB, that the process held while each stage ran.

    Linux can forget the peak so far, which parts the stages; elsewhere a stage's
    peak is that of the whole process up to its end.
    """

    def __init__(self) -> None:
        self.peaks = dict.fromkeys(STAGES, 0.0)
        self._open: list[str] = []

    def enter(self, stage: str) -> None:
        self._note()
        self._open.append(stage)

    def leave(self) -> None:
        self._note()
        self._open.pop()

    def _note(self) -> None:
        if self._open:
            stage = self._open[-1]
            self.peaks[stage] = max(self.peaks[stage], peak_memory())
        forget_peak()


def forget_peak() -> None:
    """Start the process's peak memory anew, where the system can."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return


def peak_memory() -> float:
    """The most memory that this process has held, in MB (a million bytes)."""
    status = Path("/proc/self/status")
    if status.is_file():
        # not ru_maxrss: that begins with what the process held from which this one was started
        line = next(x for x in status.read_text(encoding="utf-8").splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1e6 if sys.platform == "darwin" else used * 1024 / 1e6
