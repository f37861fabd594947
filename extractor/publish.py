"""Writes the outputs folder: sorted, the same bytes for the same input, whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor import contract, page

Row = Mapping[str, str]
FILES = (
    "observations.csv",
    "observations.parquet",
    "categories.csv",
    "coverage.csv",
    "issues.csv",
    "review.csv",
    "report.html",
    "run.json",
)
"""Every file that this tool writes, and so may replace or take away; others are left alone."""

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_CODES = frozenset(
    {"observation_id", "sha256", *contract.FIXED_CODES, *contract.OPTIONAL_CODES, *contract.FREE_CODES}
)
_NOT_TEXT = contract.WHOLE_NUMBERS | contract.DECIMALS | _CODES | {"bbox"}


class NotWritten(Exception):
    """The outputs could not be written and the folder is as it was, with one sentence saying why."""


@dataclass(frozen=True)
class Dataset:
    """What a run has to say, each list in the order in which it is to be read."""

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


def publish(dataset: Dataset, folder: Path) -> None:
    """Write every file aside, then rename all into place. Raises NotWritten."""
    files: dict[str, Callable[[], bytes]] = {
        "observations.csv": lambda: csv_bytes(dataset.observations, contract.OBSERVATION_COLUMNS),
        "observations.parquet": lambda: parquet_bytes(dataset.observations, contract.OBSERVATION_COLUMNS),
        "categories.csv": lambda: csv_bytes(dataset.categories, contract.CATEGORY_COLUMNS),
        "coverage.csv": lambda: csv_bytes(dataset.coverage, contract.COVERAGE_COLUMNS),
        "issues.csv": lambda: csv_bytes(dataset.issues, contract.ISSUE_COLUMNS),
        "report.html": lambda: page.html(dataset),
        "run.json": lambda: (json.dumps(dataset.run, indent=1, ensure_ascii=False) + "\n").encode(),
    }
    if dataset.review is not None:
        review = dataset.review
        files["review.csv"] = lambda: csv_bytes(review, contract.OBSERVATION_COLUMNS)
    with Aside(folder) as aside:
        for name, content in files.items():
            aside.write(name, content())
        aside.swap()


class Aside:
    """A hidden folder inside the outputs folder, whose files take their places all at once.

    Inside, not beside, since renaming is only sure within one file system. If
    anything fails, Ctrl-C too, what stood in the outputs folder stands there again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Aside:
        self._made = [path for path in (self.folder, *self.folder.parents) if not path.exists()]
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._new = Path(tempfile.mkdtemp(prefix=".writing-", dir=self.folder))
        except OSError as error:
            self.unmake()
            raise _not_written(self.folder, error) from error
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        shutil.rmtree(self._new, ignore_errors=True)
        if error is not None:
            self.unmake()
        if isinstance(error, OSError):
            raise _not_written(self.folder, error) from error

    def write(self, name: str, content: bytes) -> None:
        """One file, down to the disk."""
        with (self._new / name).open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def swap(self) -> None:
        """New files in, old ones out, files of ours that this run does not have too; or no change."""
        written = {path.name for path in self._new.iterdir()}
        old = self._new / "old"
        old.mkdir()
        moved: list[tuple[Path, Path]] = []
        try:
            for name in FILES:
                place = self.folder / name
                if place.is_dir():
                    raise IsADirectoryError(21, f"'{name}' is a folder there")
                if place.exists():
                    moved.append((place, old / name))
                    place.replace(old / name)
                if name in written:
                    moved.append((self._new / name, place))
                    (self._new / name).replace(place)
        except BaseException:
            for before, after in reversed(moved):
                with suppress(FileNotFoundError):
                    after.replace(before)
            raise

    def unmake(self) -> None:
        """Take away the folders that were made for this, where they are empty."""
        for path in self._made:
            with suppress(OSError):
                path.rmdir()


def check_writable(folder: Path) -> None:
    """Find out before hours of reading, not after, that nothing can be written. Raises NotWritten."""
    with Aside(folder) as aside:
        aside.write("empty", b"")
    aside.unmake()


def _not_written(folder: Path, error: OSError) -> NotWritten:
    why = (error.strerror or str(error)).lower() or type(error).__name__
    return NotWritten(f"The outputs could not be written to {folder}: {why}.")


def csv_bytes(rows: Iterable[Row], columns: Sequence[str]) -> bytes:
    """A CSV file: UTF-8, one line feed after each row, text made safe for spreadsheets."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    text = [column not in _NOT_TEXT for column in columns]
    for row in rows:
        cells = [row.get(column, "") for column in columns]
        writer.writerow([safe(c) if is_text and c else c for c, is_text in zip(cells, text, strict=True)])
    return buffer.getvalue().encode()


def safe(text: str) -> str:
    """Text that no spreadsheet runs as a formula: an apostrophe before what could be one."""
    return f"'{text}" if _FORMULA.match(text) else text


def plain(cell: str) -> str:
    """What `safe` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a file that `publish` wrote, as they were before they were made safe."""
    with path.open(newline="", encoding="utf-8") as file:
        return [{column: plain(cell or "") for column, cell in row.items()} for row in csv.DictReader(file)]


def parquet_bytes(rows: Sequence[Row], columns: Sequence[str]) -> bytes:
    """The same rows as Parquet: numbers as numbers, empty as null, text as it was printed."""
    import pyarrow
    from pyarrow import parquet

    arrays, fields = [], []
    for column in columns:
        convert: Callable[[str], Any] = str
        kind = pyarrow.string()
        if column in contract.WHOLE_NUMBERS:
            kind, convert = pyarrow.int32(), int
        elif column in contract.DECIMALS:
            kind, convert = pyarrow.float64(), float
        cells = [convert(cell) if (cell := row.get(column, "")) else None for row in rows]
        arrays.append(pyarrow.array(cells, kind))
        fields.append(pyarrow.field(column, kind))
    table = pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields))
    sink = io.BytesIO()
    parquet.write_table(table, sink, compression="zstd", version="2.6", store_schema=False)
    return sink.getvalue()
