"""The tables that a run writes, as the contract describes them, and the columns that it cannot foresee."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.model import contract
from extractor.model.contract import Column, Table
from extractor.model.dataset import Dataset
from extractor.model.table import texts

if TYPE_CHECKING:
    from pandas import DataFrame

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]*)?")


def tables(dataset: Dataset) -> list[Table]:
    """The tables of a dataset, in the contract's order; those that it does not have are left out."""
    given = [table for table in contract.TABLES.values() if getattr(dataset, table.name) is not None]
    return [_councils(dataset, table) if table.name == "councils" else table for table in given]


def _councils(dataset: Dataset, table: Table) -> Table:
    """councils.csv brings its own columns, the headline figures that patterns/ asks for."""
    rows = dataset.councils
    names = tuple(rows.columns) or table.columns
    return replace(table, fields=tuple(_seen(contract.column(name, table.name), rows) for name in names))


def _seen(column: Column, rows: DataFrame) -> Column:
    """A number where every filled cell is one."""
    cells = {cell for cell in texts(rows, column.id) if cell and cell != "c"}
    return replace(column, type="number" if cells and all(map(_NUMBER.fullmatch, cells)) else "text")
