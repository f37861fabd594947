"""Rows held as columns, so that a few changed cells do not copy a million rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from extractor.model.table import column_of, texts

if TYPE_CHECKING:
    from pandas import DataFrame


class Columns:
    """Rows held as one list of cells for each column."""

    def __init__(self, rows: DataFrame, names: Sequence[str]) -> None:
        self._cells: dict[str, list[str]] = {name: texts(rows, name) for name in names}

    def frame(self) -> DataFrame:
        """The rows as they are now."""
        from pandas import DataFrame

        return DataFrame({name: column_of(cells) for name, cells in self._cells.items()}, copy=False)

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
