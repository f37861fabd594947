"""Rows held as columns, so that a few changed cells do not copy a million rows; and ids of hidden rows.

An observation_id is a hash of the value too, and a small value is soon tried out.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from extractor.model.table import Row, column_of, texts

if TYPE_CHECKING:
    from pandas import DataFrame

_PLACE = ("source_file", "page", "table_index", "row", "column", "line", "period", "measure", "unit")


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


def renamed(rows: Columns, hidden: Sequence[int]) -> dict[str, str]:
    """Old id -> new id of the hidden rows, made of where they stand and of no value; the rows change too."""
    ids = rows.column("observation_id")
    places = [rows.column(name) for name in _PLACE]
    seen: Counter[str] = Counter()
    new: dict[str, str] = {}
    for number in hidden:
        place = "\x1f".join(column[number] for column in places)
        seen[place] += 1
        digest = hashlib.sha256(f"{place}\x1f{seen[place]}".encode()).hexdigest()
        new[ids[number]] = f"s{digest[:15]}"
    rows.change("observation_id", lambda _, cell: new.get(cell, cell))
    return new


def pointing(row: Row, new: Mapping[str, str]) -> dict[str, str]:
    """The row with the ids of its evidence as they are now."""
    return {**row, "observation_ids": point(row.get("observation_ids", ""), new)}


def point(ids: str, new: Mapping[str, str]) -> str:
    """The ids, joined by semicolons, as they are now."""
    return ";".join(new.get(one, one) for one in ids.split(";"))
