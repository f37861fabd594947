"""Rows of text held by column: many rows at a time, without a dictionary for each.

A million rows of fifty cells are a million dictionaries of two kilobytes; held
by column, with each distinct text once and a small number for it in each row,
they are a few hundred megabytes, and can be grouped and sorted as numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[Any]
"""One whole number for each row."""


@dataclass(frozen=True, slots=True, eq=False)
class Column(Sequence[str]):
    """The cells of one column: `texts[codes[n]]` is the cell of row n."""

    codes: Codes
    texts: tuple[str, ...]

    @staticmethod
    def of(cells: Iterable[str]) -> Column:
        """Texts in the order in which they are first seen."""
        seen: dict[str, int] = {}
        codes = [seen.setdefault(cell, len(seen)) for cell in cells]
        return Column(_narrow(np.array(codes, dtype=np.int64), len(seen)), tuple(seen))

    @staticmethod
    def constant(cell: str, length: int) -> Column:
        """The same cell in every row."""
        return Column(np.zeros(length, dtype=np.uint8), (cell,) if length else ())

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self.texts[code] for code in self.codes[index].tolist()]
        return self.texts[int(self.codes[index])]

    def __iter__(self) -> Iterator[str]:
        texts = self.texts
        return (texts[code] for code in self.codes.tolist())

    def take(self, rows: Codes) -> Column:
        """The cells of some rows; texts that none of them holds are gone."""
        return Column(self.codes[rows], self.texts).tidied()

    def tidied(self) -> Column:
        """Texts in the order in which they are first seen, so that equal cells are equally held."""
        length, kinds = len(self.codes), len(self.texts)
        first = np.full(kinds, length, dtype=np.int64)
        first[self.codes[::-1]] = np.arange(length - 1, -1, -1)
        order = np.argsort(first, kind="stable")[: int((first < length).sum())]
        place = np.zeros(kinds, dtype=np.int64)
        place[order] = np.arange(len(order))
        texts = tuple(self.texts[code] for code in order.tolist())
        return Column(_narrow(place[self.codes], len(texts)), texts)

    def ranks(self) -> Codes:
        """For each row the place of its text in the sorted order of texts."""
        place = np.zeros(len(self.texts), dtype=np.int64)
        place[sorted(range(len(self.texts)), key=self.texts.__getitem__)] = np.arange(len(self.texts))
        return place[self.codes]

    def mapped(self, mapping: Mapping[str, Any], default: Any, kind: Any = np.int64) -> Codes:
        """A number for each row by its text."""
        return np.array([mapping.get(text, default) for text in self.texts], dtype=kind)[self.codes]

    def among(self, texts: Iterable[str]) -> NDArray[np.bool_]:
        """Which rows hold one of these texts."""
        return self.mapped(dict.fromkeys(texts, True), False, np.bool_)


class Frame(Sequence[dict[str, str]]):
    """A sequence of rows, each a dictionary of text when it is asked for."""

    def __init__(self, columns: Mapping[str, Column], length: int) -> None:
        self._columns = dict(columns)
        self._length = length

    @staticmethod
    def of(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> Frame:
        """The rows' cells of these columns, '' where a row has none."""
        if isinstance(rows, Frame):
            return rows
        return Frame({c: Column.of(row.get(c, "") for row in rows) for c in columns}, len(rows))

    @staticmethod
    def joined(frames: Sequence[Frame], columns: Sequence[str]) -> Frame:
        """The rows of several, one after the other."""
        whole = {column: _joined([frame.column(column) for frame in frames]) for column in columns}
        return Frame(whole, sum(map(len, frames)))

    def plain(self) -> dict[str, Any]:
        """The frame in lists and numbers, as JSON holds them."""
        held = {name: [column.texts, column.codes.tolist()] for name, column in self._columns.items()}
        return {"rows": self._length, "columns": held}

    @staticmethod
    def of_plain(given: Mapping[str, Any]) -> Frame:
        """The frame that `plain` gave; raises KeyError, TypeError or ValueError for anything else."""
        columns = {
            name: Column(_narrow(np.array(codes, dtype=np.int64), len(texts)), tuple(texts))
            for name, (texts, codes) in given["columns"].items()
        }
        return Frame(columns, given["rows"])

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self._columns)

    def column(self, name: str) -> Column:
        """One column; of empty cells where there is none of that name."""
        held = self._columns.get(name)
        return Column.constant("", self._length) if held is None else held

    def take(self, rows: Codes) -> Frame:
        """Some rows, in the order given (or those where a mask is true)."""
        length = int(rows.sum()) if rows.dtype == np.bool_ else len(rows)
        return Frame({name: column.take(rows) for name, column in self._columns.items()}, length)

    def with_columns(self, **columns: Column) -> Frame:
        """The same rows with some columns put in the place of others, or added at the end."""
        return Frame(self._columns | columns, self._length)

    def __eq__(self, other: object) -> bool:
        """Equal to any sequence of the same rows."""
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> dict[str, str]: ...
    @overload
    def __getitem__(self, index: slice) -> Frame: ...
    def __getitem__(self, index: int | slice) -> dict[str, str] | Frame:
        if isinstance(index, slice):
            rows = np.arange(self._length)[index]
            return self.take(rows) if len(rows) else Frame.of((), self.columns)
        return {name: column[index] for name, column in self._columns.items()}

    def __iter__(self) -> Iterator[dict[str, str]]:
        names = tuple(self._columns)
        for cells in self.cells(names):
            yield dict(zip(names, cells, strict=True))

    def cells(self, names: Sequence[str], chunk: int = 20_000) -> Iterator[tuple[str, ...]]:
        """Row by row the cells of some columns, quicker than as dictionaries."""
        columns = [self.column(name) for name in names]
        for start in range(0, self._length, chunk):
            yield from zip(*(column[start : start + chunk] for column in columns), strict=True)


def _joined(columns: Sequence[Column]) -> Column:
    seen: dict[str, int] = {}
    parts = []
    for column in columns:
        place = np.array([seen.setdefault(text, len(seen)) for text in column.texts], dtype=np.int32)
        parts.append(place[column.codes])
    codes = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int32)
    return Column(_narrow(codes, len(seen)), tuple(seen))


def _narrow(codes: Codes, kinds: int) -> Codes:
    kind = np.uint8 if kinds <= 1 << 8 else np.uint16 if kinds <= 1 << 16 else np.int32
    return codes.astype(kind, copy=False)
