"""complaints.db: every table in one SQLite file, linked, indexed and searchable."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.model import contract
from extractor.model.contract import Table
from extractor.model.dataset import Dataset
from extractor.model.table import chunks, texts

if TYPE_CHECKING:
    from pandas import DataFrame
    from sqlite_utils import Database

FAST = (
    "page_size = 4096",
    "journal_mode = OFF",
    "synchronous = OFF",
    "temp_store = MEMORY",
    "locking_mode = EXCLUSIVE",
)
"""The file is written aside and thrown away if anything fails, so it needs no journal."""
LINKED = {"comparable": "comparable", "indicators": "indicator", "checks": "check"}
"""Tables whose rows stand on observations -> what one row is called in its number and its link table."""
INDEXED: dict[str, tuple[tuple[str, ...], ...]] = {
    "observations": (
        ("authority_code", "period", "measure"),
        ("measure", "period"),
        ("source_file", "page"),
    ),
    "comparable": (("authority_code", "period", "measure"), ("measure", "period"), ("source_file",)),
    "indicators": (("authority_code", "period"), ("indicator", "period")),
    "checks": (("source_file",), ("check",)),
    "categories": (("dimension", "code"),),
    "issues": (("source_file",), ("code",)),
    "universe": (("period", "status"),),
}
SEARCHED = ("published_label", *contract.LABELS, "evidence")
TYPES: dict[str, Any] = {"text": str, "integer": int, "number": float}


def write_database(path: Path, dataset: Dataset, tables: Sequence[Table]) -> None:
    """The dataset as SQLite, the same bytes for the same rows. Raises OSError and sqlite3.Error."""
    from sqlite_utils import Database

    database = Database(path)
    try:
        for pragma in FAST:
            database.execute(f"pragma {pragma}")
        database.execute("begin")
        for table in sorted(tables, key=lambda table: bool(table.parent)):
            _create(database, table)
            _insert(database, table.name, table.columns, getattr(dataset, table.name))
        known = set(texts(dataset.observations, "observation_id"))
        for table in tables:
            if table.name in LINKED:
                _link(database, table.name, getattr(dataset, table.name), known)
        _describe(database, tables)
        database.execute("commit")
        for name, groups in INDEXED.items():
            for columns in groups:
                database.table(name).create_index(columns, index_name=f"{name}_by_{'_'.join(columns)}")
        database.table("observations").enable_fts(SEARCHED, tokenize="unicode61")
    finally:
        database.close()


def number_column(table: str) -> str:
    """The column that numbers the rows of a table without a key of its own."""
    return f"{LINKED.get(table, table.rstrip('s'))}_number"


def link_table(table: str) -> str:
    """The table that says which observations stand behind the rows of `table`."""
    return f"observation_of_{LINKED[table]}"


def _create(database: Database, table: Table) -> None:
    columns = {field.id: TYPES[field.kind] for field in table.fields}
    key: Any = table.key if len(table.key) > 1 else next(iter(table.key), number_column(table.name))
    if not table.key:
        columns = {key: int, **columns}
    foreign = [("source_file", table.parent, "source_file")] if table.parent else []
    database.table(table.name).create(columns, pk=key, foreign_keys=foreign)


def _insert(database: Database, table: str, columns: Sequence[str], rows: DataFrame) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    statement = f'insert into "{table}" ({names}) values ({", ".join("?" * len(columns))})'
    for part in chunks(rows, columns):
        cells = [[cell or None for cell in one] for one in part]
        database.conn.executemany(statement, zip(*cells, strict=True))


def _link(database: Database, table: str, rows: DataFrame, known: set[str]) -> None:
    link, number = link_table(table), number_column(table)
    database.table(link).create(
        {number: int, "observation_id": str},
        pk=(number, "observation_id"),
        foreign_keys=[(number, table, number), ("observation_id", "observations", "observation_id")],
    )
    cells = enumerate(texts(rows, "observation_ids"), start=1)
    pairs = ((number, one) for number, cell in cells for one in cell.split(";") if one in known)
    database.conn.executemany(f'insert or ignore into "{link}" values (?, ?)', pairs)
    database.table(link).create_index(["observation_id"], index_name=f"{link}_by_observation_id")


def _describe(database: Database, tables: Sequence[Table]) -> None:
    """Every table's and column's words inside the file, so that they travel with it."""
    database.table("_tables").create({"name": str, "title": str, "description": str}, pk="name")
    database.table("_tables").insert_all(
        [{"name": table.name, "title": table.title, "description": table.description} for table in tables]
    )
    shape = {"table_name": str, "name": str, "type": str, "unit": str, "codes": str, "description": str}
    named = [("table_name", "_tables", "name")]
    database.table("_columns").create(shape, pk=("table_name", "name"), foreign_keys=named)
    database.table("_columns").insert_all(
        {
            "table_name": table.name,
            "name": field.id,
            "type": field.kind,
            "unit": field.unit or None,
            "codes": json.dumps(field.allowed) if field.allowed else None,
            "description": field.description,
        }
        for table in tables
        for field in table.fields
    )


def metadata(tables: Sequence[Table], reports: int) -> bytes:
    """metadata.json, which `datasette FOLDER` and `datasette -m` read: words, units, sources, facets."""
    described = {}
    for table in tables:
        words = {
            field.id: field.description + (f" Unit: {field.unit}." if field.unit else "")
            for field in table.fields
        }
        described[table.name] = {
            "title": table.title,
            "description": table.description,
            "columns": words,
            "facets": [name for name in table.facets if name in table.columns],
            "size": 50,
        }
    links = {link_table(name): {"hidden": False} for name in LINKED}
    about = {
        "title": "Council complaints",
        "description": f"Figures of {reports} complaint reports of English councils, each with its evidence.",
        "source": "The councils' reports, listed in the table reports",
        "license": "The licence of each report is in the table reports",
    }
    content = about | {"databases": {"complaints": {**about, "tables": described | links}}}
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()
