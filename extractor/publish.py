"""Writes the outputs folder: sorted, the same bytes for the same input, whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor import contract
from extractor.frame import Column, Frame

CHUNK = 20_000
"""Rows that are written at a time."""
Row = Mapping[str, str]
FILES = (
    "observations.csv",
    "observations.parquet",
    "comparable.csv",
    "comparable.parquet",
    "indicators.csv",
    "checks.csv",
    "categories.csv",
    "coverage.csv",
    "issues.csv",
    "reports.csv",
    "universe.csv",
    "councils.csv",
    "review.csv",
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
    council_columns: tuple[str, ...] = ("authority_code", "authority_name", "period")
    """The columns of councils.csv, which patterns/headlines.yaml says."""


def publish(dataset: Dataset, folder: Path) -> None:
    """Write every file aside, then rename all into place. Raises NotWritten."""
    tables: dict[str, tuple[Sequence[Row], Sequence[str]]] = {
        "observations": (dataset.observations, contract.OBSERVATION_COLUMNS),
        "comparable": (dataset.comparable, contract.COMPARABLE_COLUMNS),
        "indicators": (dataset.indicators, contract.INDICATOR_COLUMNS),
        "checks": (dataset.checks, contract.CHECK_COLUMNS),
        "categories": (dataset.categories, contract.CATEGORY_COLUMNS),
        "coverage": (dataset.coverage, contract.COVERAGE_COLUMNS),
        "issues": (dataset.issues, contract.ISSUE_COLUMNS),
        "reports": (dataset.reports, contract.REPORT_COLUMNS),
        "universe": (dataset.universe, contract.UNIVERSE_COLUMNS),
        "councils": (dataset.councils, dataset.council_columns),
    }
    if dataset.review is not None:
        tables["review"] = (dataset.review, contract.OBSERVATION_COLUMNS)
    run = (json.dumps(dataset.run, indent=1, ensure_ascii=False) + "\n").encode()
    with Aside(folder) as aside:
        for name, (rows, columns) in tables.items():
            aside.write(f"{name}.csv", csv_chunks(rows, columns))
            if f"{name}.parquet" in FILES:
                aside.write(f"{name}.parquet", parquet_bytes(rows, columns))
        aside.write("run.json", run)
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

    def write(self, name: str, content: bytes | Iterable[bytes]) -> None:
        """One file, down to the disk, chunk by chunk."""
        with (self._new / name).open("wb") as file:
            file.writelines((content,) if isinstance(content, bytes) else content)
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


def csv_bytes(rows: Sequence[Row], columns: Sequence[str]) -> bytes:
    """A CSV file: UTF-8, one line feed after each row, text made safe for spreadsheets."""
    return b"".join(csv_chunks(rows, columns))


def csv_chunks(rows: Sequence[Row], columns: Sequence[str]) -> Iterator[bytes]:
    """The same, some thousand rows at a time."""
    cells = {c: Frame.of(rows, (c,)).column(c) for c in columns}
    for column in columns:
        if column not in _NOT_TEXT:
            cells[column] = Column(cells[column].codes, tuple(map(safe, cells[column].texts)))
    yield _csv_lines([columns])
    for start in range(0, len(rows), CHUNK):
        part = [cells[column][start : start + CHUNK] for column in columns]
        yield _csv_lines(zip(*part, strict=True))


def _csv_lines(lines: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(lines)
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

    arrays = {name: _array(Frame.of(rows, (name,)).column(name), name, pyarrow) for name in columns}
    sink = io.BytesIO()
    parquet.write_table(pyarrow.table(arrays), sink, compression="zstd", version="2.6", store_schema=False)
    return sink.getvalue()


def _array(cells: Column, name: str, pyarrow: Any) -> Any:
    """One column: each distinct text is converted once."""
    convert: Callable[[str], Any] = str
    kind = pyarrow.string()
    if name in contract.WHOLE_NUMBERS:
        kind, convert = pyarrow.int32(), int
    elif name in contract.DECIMALS:
        kind, convert = pyarrow.float64(), float
    codes = pyarrow.array(cells.codes.astype("int32"), mask=cells.among(("",)))
    if kind == pyarrow.string():
        return pyarrow.DictionaryArray.from_arrays(codes, pyarrow.array(cells.texts, kind))
    return pyarrow.array([convert(text) if text else None for text in cells.texts], kind).take(codes)
