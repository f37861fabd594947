"""What a run has to say, as it is handed to publishing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, str]
CHUNK = 20_000
"""Rows that are held as columns at a time."""


@dataclass(frozen=True)
class Dataset:
    """What a run has to say, each list in the order in which it is to be read.

    Every row is a mapping of text cells, '' where empty. A list may also be a columnar holder
    that offers `.column(name)` beside the ways of a sequence.
    """

    observations: Sequence[Row]
    categories: Sequence[Row]
    coverage: Sequence[Row]
    issues: Sequence[Row]
    run: Mapping[str, Any]
    review: Sequence[Row] | None = None
    """Rows under the wanted confidence; None where none was asked for."""
    comparable: Sequence[Row] = ()
    indicators: Sequence[Row] = ()
    checks: Sequence[Row] = ()
    reports: Sequence[Row] = ()
    universe: Sequence[Row] = ()
    councils: Sequence[Row] = ()
    """One council and year, flat."""
    council_columns: tuple[str, ...] = ()
    """The columns of councils.csv, which patterns/headlines.yaml says; () for the rows' own keys."""
    corrections: Sequence[Row] | None = None
    """Rows that a person corrected, with the machine's coding; None where no corrections were given."""


def columns_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """The columns of rows that bring their own: the first row's, then what others add."""
    return tuple(dict.fromkeys(name for row in rows for name in row))


def chunks(rows: Iterable[Row], columns: Sequence[str], size: int = CHUNK) -> Iterator[list[Sequence[str]]]:
    """The rows as columns of text cells, some thousand rows at a time; a column that rows lack is ''."""
    column = getattr(rows, "column", None)
    if column is None:
        batch: list[Row] = []
        for row in rows:
            batch.append(row)
            if len(batch) == size:
                yield [[one.get(name, "") for one in batch] for name in columns]
                batch = []
        if batch:
            yield [[one.get(name, "") for one in batch] for name in columns]
        return
    length = len(column(columns[0])) if columns else 0
    whole = [_column(column, name, length) for name in columns]
    for start in range(0, length, size):
        yield [cells[start : start + size] for cells in whole]


def column_cells(rows: Sequence[Row], name: str) -> Sequence[str]:
    """One column of all rows."""
    column = getattr(rows, "column", None)
    return [row.get(name, "") for row in rows] if column is None else _column(column, name, len(rows))


def _column(column: Any, name: str, rows: int) -> Sequence[str]:
    try:
        cells: Sequence[str] = column(name)
    except KeyError:
        return [""] * rows
    return cells
