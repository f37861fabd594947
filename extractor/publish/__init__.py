"""Writes the outputs folder: sorted, the same bytes for the same input, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.model import contract
from extractor.model.csv_text import csv_bytes, plain, read_csv, safe, write_csv
from extractor.model.dataset import Dataset
from extractor.model.table import Row, frame_of
from extractor.publish.atomic_folder import FILES, Aside, NotWritten, check_writable
from extractor.publish.parquet_file import parquet_bytes, write_parquet

if TYPE_CHECKING:
    from pandas import DataFrame

    from extractor.lexicon.rulebook import Rulebook

__all__ = [
    "FILES",
    "Aside",
    "Dataset",
    "NotWritten",
    "Row",
    "check_writable",
    "csv_bytes",
    "parquet_bytes",
    "plain",
    "publish",
    "quality",
    "read_csv",
    "safe",
]


def quality() -> DataFrame:
    """How well first readings went, all kinds of report first: `python -m benchmarks.readme` measures it."""
    return frame_of(read_csv(Path(__file__).with_name("quality.csv")), contract.TABLES["quality"].columns)


def publish(dataset: Dataset, folder: Path, book: Rulebook) -> None:
    """Write every file aside, then move all into place. Raises NotWritten."""
    # Imported here, as a run that finds nothing changed does without.
    from extractor.publish import html, schema
    from extractor.publish.database import metadata, write_database
    from extractor.publish.ees import write_pair
    from extractor.publish.package import package

    tables = schema.tables(dataset)
    with Aside(folder) as aside:
        for table in tables:
            rows = getattr(dataset, table.name)
            write_csv(aside.path(f"{table.name}.csv"), rows, table.columns)
            aside.keep(f"{table.name}.csv")
            if table.parquet:
                write_parquet(aside.path(f"{table.name}.parquet"), rows, table.columns)
                aside.keep(f"{table.name}.parquet")
        for name in write_pair(aside.path, dataset.comparable, book):
            aside.keep(name)
        write_database(aside.path("complaints.db"), dataset, tables)
        aside.keep("complaints.db")
        aside.write("metadata.json", metadata(tables, len(dataset.reports)))
        aside.write(
            "datapackage.json",
            package(tables, dataset.rows("reports"), aside.path("."), book.raw("licences")),
        )
        aside.write("report.html", html.html(dataset, book))
        aside.write("method.html", html.method(dataset, book))
        aside.write("run.json", (json.dumps(dataset.run, indent=1, ensure_ascii=False) + "\n").encode())
        aside.swap()
