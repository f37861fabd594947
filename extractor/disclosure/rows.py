"""Rows held as columns, so that a few changed cells do not copy a million rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import overload

from extractor.model.dataset import Row, column_cells, columns_of


class Columns(Sequence[Row]):
    """A sequence of rows, held as one list of cells for each column."""

    def __init__(self, rows: Sequence[Row], names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._cells = {name: column_cells(rows, name) for name in names}
        self._length = len(rows)

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Columns:
        """With the columns that the rows themselves have."""
        names = columns_of(rows[:1] if len(rows) > 1000 else rows)
        return cls(rows, names)

    def column(self, name: str) -> Sequence[str]:
        """One column's cells; raises KeyError where there is none."""
        return self._cells[name]

    def change(self, name: str, changed: Callable[[int, str], str]) -> None:
        """Each cell of a column becomes what `changed(row number, cell)` gives; '' stays."""
        if name in self._cells:
            self._cells[name] = [
                changed(number, cell) if cell else cell for number, cell in enumerate(self._cells[name])
            ]

    def put(self, name: str, numbers: Sequence[int], cell: str) -> None:
        """The same cell in some rows of a column."""
        if name in self._cells and numbers:
            cells = list(self._cells[name])
            for number in numbers:
                cells[number] = cell
            self._cells[name] = cells

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Row]:
        for cells in zip(*self._cells.values(), strict=True):
            yield dict(zip(self.names, cells, strict=True))

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(self._length))]
        return {name: cells[index] for name, cells in self._cells.items()}
