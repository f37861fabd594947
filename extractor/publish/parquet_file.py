"""Parquet: numbers as numbers, empty as null, text as it was printed."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from extractor.model import contract
from extractor.model.table import Row, chunks

if TYPE_CHECKING:
    from pandas import DataFrame

GROUP = 100_000
"""Rows of one row group."""


def parquet_bytes(rows: DataFrame | Iterable[Row], columns: Sequence[str]) -> bytes:
    """The rows as a Parquet file."""
    sink = io.BytesIO()
    _write(sink, rows, columns)
    return sink.getvalue()


def write_parquet(path: Path, rows: DataFrame | Iterable[Row], columns: Sequence[str]) -> None:
    """The same into a file, one row group at a time. Raises OSError."""
    with path.open("wb") as file:
        _write(file, rows, columns)


def _write(sink: BinaryIO, rows: DataFrame | Iterable[Row], columns: Sequence[str]) -> None:
    import pyarrow
    from pyarrow import parquet

    kinds = [_kind(name) for name in columns]
    schema = pyarrow.schema([pyarrow.field(name, kind) for name, kind in zip(columns, kinds, strict=True)])
    with parquet.ParquetWriter(sink, schema, compression="zstd", version="2.6", store_schema=False) as writer:
        for part in chunks(rows, columns, GROUP):
            arrays = [_array(cells, kind) for cells, kind in zip(part, kinds, strict=True)]
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))


def _kind(column: str) -> Any:
    import pyarrow

    kinds = {"integer": pyarrow.int32(), "number": pyarrow.float64()}
    known = contract.COLUMNS.get(column)
    return kinds.get(known.type if known else "text", pyarrow.string())


def _array(cells: Sequence[str], kind: Any) -> Any:
    import pyarrow

    array = pyarrow.array([cell or None for cell in cells], pyarrow.string())
    return array if kind == pyarrow.string() else array.cast(kind)
