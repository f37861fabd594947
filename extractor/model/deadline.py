"""Work that needs longer than usual says so here; whoever keeps the time may listen."""

from __future__ import annotations

from collections.abc import Callable

_listeners: list[Callable[[float], None]] = []


def listen(listener: Callable[[float], None]) -> None:
    """Calls `listener` with the seconds that are asked for, from now on; it takes the place of any before."""
    _listeners[:] = [listener]


def ask(seconds: float) -> None:
    """Asks for so many seconds more for the task at hand; where nobody keeps time nothing happens."""
    for listener in _listeners:
        listener(seconds)
