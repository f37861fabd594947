"""Rows of text cells, many at a time: an Arrow table for one report, a DataFrame for all of them.

A million rows as dictionaries take two kilobytes each. In such a DataFrame every column is
categorical: each distinct text stands there once, Arrow-backed and in sorted order, so that the
small numbers that stand for the texts in the rows sort and group as the texts do. An empty cell
is ''. pandas and pyarrow are imported when they are first needed: neither the command line nor a
worker should wait for pandas.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow
    from numpy.typing import NDArray
    from pandas import DataFrame, Series

    Codes = NDArray[Any]
    """One number, or yes and no, for each row."""

Row = Mapping[str, str]
CHUNK = 20_000
"""Rows that are turned into Python's own strings at a time."""


def arrow_table(rows: Sequence[Row], columns: Sequence[str]) -> pyarrow.Table:
    """The rows' cells of these columns, '' where a row has none."""
    import pyarrow

    if rows and all(tuple(row) == tuple(columns) for row in rows):
        cells: Iterable[Sequence[str]] = zip(*(row.values() for row in rows), strict=True)
    else:
        cells = ([row.get(name, "") for row in rows] for name in columns)
    return pyarrow.Table.from_arrays([arrow_array(column) for column in cells], names=list(columns))


def arrow_array(cells: Sequence[str]) -> pyarrow.Array:
    """The cells as an Arrow array; `pyarrow.array` would load pandas first."""
    import pyarrow

    encoded = [cell.encode() for cell in cells]
    starts = array("i", accumulate(map(len, encoded), initial=0))
    text = pyarrow.py_buffer(b"".join(encoded))
    return pyarrow.StringArray.from_buffers(len(encoded), pyarrow.py_buffer(starts), text)


def frame_of(rows: Iterable[Row], columns: Sequence[str] = ()) -> DataFrame:
    """The same as a DataFrame; without `columns` those of the rows, the first row's first."""
    rows = list(rows)
    columns = columns or tuple(dict.fromkeys(name for row in rows for name in row))
    return frame(arrow_table(rows, columns), len(rows))


def joined(tables: Sequence[pyarrow.Table], columns: Sequence[str]) -> DataFrame:
    """The rows of several Arrow tables, one after the other."""
    import pyarrow

    return frame(pyarrow.concat_tables([arrow_table((), columns), *tables]))


def frame(table: pyarrow.Table, rows: int | None = None) -> DataFrame:
    """An Arrow table of text as a DataFrame of sorted categories."""
    from pandas import DataFrame, RangeIndex

    length = table.num_rows if rows is None else rows
    cells = {name: _categorical(table.column(name)) for name in table.column_names}
    return DataFrame(cells, index=RangeIndex(length), copy=False)


FEW = 64
"""Texts of a column whose kind is remembered: most columns of a small dataset hold the same few."""


def _categorical(column: Any) -> Any:
    import numpy as np
    from pandas import Categorical

    held = column.combine_chunks().dictionary_encode()
    held = held.combine_chunks() if hasattr(held, "num_chunks") else held
    texts = held.dictionary.to_pylist()
    order = sorted(range(len(texts)), key=texts.__getitem__)
    place = np.empty(len(order), dtype=np.min_scalar_type(-1 - len(order)))
    place[order] = np.arange(len(order))
    codes = place[held.indices.to_numpy(zero_copy_only=False)] if len(held) else place[:0]
    kind = _kind if len(order) <= FEW else _kind.__wrapped__
    return Categorical.from_codes(codes, dtype=kind(tuple(texts[n] for n in order)), validate=False)


@lru_cache(maxsize=1024)
def _kind(texts: tuple[str, ...]) -> Any:
    """The kind of a column that holds these texts."""
    from pandas import CategoricalDtype, Index

    return CategoricalDtype(Index(texts, dtype="str"))


def constant(cell: str, length: int) -> Any:
    """A column of the same cell in every row."""
    import numpy as np
    from pandas import Categorical

    return Categorical.from_codes(np.zeros(length, np.int8), dtype=_kind((cell,)), validate=False)


def column_of(cells: Iterable[str]) -> Any:
    """A column of these cells."""
    import pyarrow

    return _categorical(pyarrow.chunked_array([arrow_array(list(cells))]))


def ranks(rows: DataFrame, name: str) -> Codes:
    """For each row the place of its text among the column's texts in sorted order."""
    import numpy as np

    return np.asarray(rows[name].cat.codes, dtype=np.int64)


def mapped(column: Series[Any], numbers: Mapping[str, int], default: int) -> Codes:
    """A number for each row by its text."""
    import numpy as np

    found = np.array([numbers.get(text, default) for text in column.cat.categories], dtype=np.int64)
    return found[column.cat.codes] if len(found) else np.zeros(len(column), dtype=np.int64)


def texts(rows: DataFrame, name: str) -> list[str]:
    """The cells of a column; '' in every row where there is no column of that name."""
    return cells_of(rows[name]) if name in rows else [""] * len(rows)


def cells_of(column: Series[Any]) -> list[str]:
    """The cells of a column as Python's own strings."""
    import numpy as np

    held = np.asarray(column.cat.categories, dtype=object)
    found: list[str] = held[np.asarray(column.cat.codes)].tolist()
    return found


def chunks(
    rows: DataFrame | Iterable[Row], columns: Sequence[str], size: int = CHUNK
) -> Iterator[list[list[str]]]:
    """The rows as columns of text cells, some thousand rows at a time; a column that is missing is ''."""
    if hasattr(rows, "iloc"):
        yield from _chunks_of_frame(rows, columns, size)
        return
    waiting = iter(rows)
    while batch := list(islice(waiting, size)):
        yield [[row.get(name, "") for row in batch] for name in columns]


def _chunks_of_frame(rows: DataFrame, columns: Sequence[str], size: int) -> Iterator[list[list[str]]]:
    import numpy as np

    nothing = (np.array([""], dtype=object), np.zeros(len(rows), dtype=np.int8))
    found = [rows[name].array if name in rows else None for name in columns]
    held = [
        nothing if one is None else (np.asarray(one.categories, dtype=object), one.codes) for one in found
    ]
    for start in range(0, len(rows), size):
        yield [cells[codes[start : start + size]].tolist() for cells, codes in held]


def records(rows: DataFrame, columns: Sequence[str] = ()) -> Iterator[dict[str, str]]:
    """Row by row, as dictionaries of text."""
    columns = tuple(columns or rows.columns)
    for part in chunks(rows, columns):
        for cells in zip(*part, strict=True):
            yield dict(zip(columns, cells, strict=True))
