"""How far a run is: a bar for those who watch, plain lines for those who do not."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType


class Lines:
    """Progress where nobody watches: one plain line for each report."""

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to put away."""

    def begin(self, reports: int, cached: int) -> None:
        self.reports, self.done = reports, 0
        kept = f", {cached} of them read in an earlier run" if cached else ""
        _say(f"{reports} report{'' if reports == 1 else 's'}{kept}")

    def reading(self, source_file: str) -> None:
        """Nobody watches: that it was read is told when it was."""

    def doing(self, what: str) -> None:
        """The same."""

    def read(self, source_file: str, status: str, reason: str) -> None:
        self.done += 1
        _say(f"[{self.done}/{self.reports}] {source_file}: {status}{f' ({reason})' if reason else ''}")


def _say(line: str) -> None:
    print(line, file=sys.stderr)


class Bar:
    """Progress on a terminal: a bar, what it waits for, and a line for each report that is not whole."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self.bar = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.description}"),
            console=Console(stderr=True),
            transient=True,
            auto_refresh=False,  # by a thread, with which workers could not be copies of this process
        )

    def __enter__(self) -> Bar:
        self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.stop()

    def begin(self, reports: int, cached: int) -> None:
        self.at_hand: list[str] = []
        self.task = self.bar.add_task("starting", total=reports)

    def reading(self, source_file: str) -> None:
        self.at_hand.append(source_file)
        self._show()

    def read(self, source_file: str, status: str, reason: str) -> None:
        from rich.markup import escape

        if status in ("failed", "partial", "unreadable"):
            self.bar.console.print(escape(f"{source_file}: {status} ({reason})"), highlight=False)
        self.at_hand = [name for name in self.at_hand if name != source_file]
        self.bar.advance(self.task)
        self._show()

    def doing(self, what: str) -> None:
        self.bar.update(self.task, description=what, refresh=True)

    def _show(self) -> None:
        """The report that is waited for longest, and how many more are being read."""
        from rich.markup import escape

        first, more = self.at_hand[:1], len(self.at_hand) - 1
        others = f" and {more} more" if more > 0 else ""
        self.doing(f"reading {escape(first[0])}{others}" if first else "")
