"""Dashes that a printed total proves to be nothing."""

from __future__ import annotations

from extractor.understand.tables.axes import Axes
from extractor.understand.tables.grid import Body
from extractor.understand.tables.slot import count_of, one_line

Spot = tuple[int, int]
"""(row, column) among the values of a body."""
Values = list[list[float | None]]


def proved_zeros(body: Body, axes: Axes) -> set[Spot]:
    """The dashes that are nothing; notes in `axes` where a total counts more than its outcomes."""
    values = [[count_of(one_line(row[c])) for c in axes.columns] for row in body.rows]
    proved: set[Spot] = set()
    stubs = [a for a in axes.stubs if a.origin == "row"]
    total_rows = [r for r in range(len(values)) if any(a.meanings[r].total for a in stubs)]
    outcomes_down = any("outcome" in a.codes for a in axes.stubs)
    for k in range(len(axes.columns)):
        start = 0
        for t in total_rows:
            parts = [(r, k) for r in range(start, t)]
            _prove(parts, (t, k), values, proved)
            axes.more_than_decided |= outcomes_down and _exceeds(parts, (t, k), values)
            start = t + 1
    total_columns = [
        k
        for k in range(len(axes.columns))
        if any(a.meanings[k].total and not a.meanings[k].period for a in axes.heads)
    ]
    for r in range(len(values)):
        start = 0
        for t in total_columns:
            _prove([(r, k) for k in range(start, t)], (r, t), values, proved)
            start = t + 1
    return proved


def _sum(parts: list[Spot], values: Values) -> float | None:
    """The sum of the known parts, None where none is known."""
    known = [v for r, c in parts if (v := values[r][c]) is not None]
    return sum(known) if known else None


def _exceeds(parts: list[Spot], total: Spot, values: Values) -> bool:
    """Is a printed total more than its parts, so that it counts what they leave out?"""
    whole, known = values[total[0]][total[1]], _sum(parts, values)
    return whole is not None and known is not None and whole > known


def _prove(parts: list[Spot], total: Spot, values: Values, proved: set[Spot]) -> None:
    """Where the known parts make up the total, the others are nothing."""
    whole, known = values[total[0]][total[1]], _sum(parts, values)
    if whole is not None and known is not None and abs(known - whole) < 1e-9:
        proved.update((r, c) for r, c in parts if values[r][c] is None)
