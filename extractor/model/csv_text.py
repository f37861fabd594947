"""CSV that a spreadsheet may open without harm: UTF-8, one line feed after each row."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

from extractor.model import contract
from extractor.model.table import Row, chunks

if TYPE_CHECKING:
    from pandas import DataFrame

_STARTS = "=+-@\t\r\n＝＋－＠"
_FORMULA = re.compile(rf"'*[{re.escape(_STARTS)}]")
_RISKY = frozenset(_STARTS + "'")
_NOT_TEXT = frozenset(
    one.id for one in contract.COLUMNS.values() if one.codes or one.type not in ("text", "mixed")
)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_KNOWN = frozenset(
    name
    for table in contract.TABLES.values()
    for name in table.columns
    if contract.COLUMNS[name].type != "mixed"
)
"""Columns of which it is known whether they hold text; in others a plain number is left alone."""


def csv_bytes(rows: DataFrame | Iterable[Row], columns: Sequence[str]) -> bytes:
    """The rows as a CSV file, text made safe for spreadsheets."""
    buffer = io.StringIO(newline="")
    _write(buffer, rows, columns)
    return buffer.getvalue().encode()


def write_csv(path: Path, rows: DataFrame | Iterable[Row], columns: Sequence[str]) -> None:
    """The same into a file, some thousand rows at a time. Raises OSError."""
    with path.open("w", newline="", encoding="utf-8") as file:
        _write(file, rows, columns)


def _write(file: TextIO, rows: DataFrame | Iterable[Row], columns: Sequence[str]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([safe(name) for name in columns])
    for part in chunks(rows, columns):
        cells = [_guarded(name, one) for name, one in zip(columns, part, strict=True)]
        writer.writerows(zip(*cells, strict=True))


def csv_line(cells: Iterable[str]) -> str:
    """The cells as one line, text made safe for spreadsheets."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerow([safe(cell) for cell in cells])
    return buffer.getvalue()


def _guarded(column: str, cells: Sequence[str]) -> Sequence[str]:
    if column in _NOT_TEXT:
        return cells
    known = column in _KNOWN
    return [_cell(cell, known) if cell and (cell[0] in _RISKY or "\r" in cell) else cell for cell in cells]


def _cell(cell: str, known: bool) -> str:
    # A lone carriage return inside a cell would end the row for some readers.
    cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    return cell if not known and _NUMBER.fullmatch(cell) else safe(cell)


def safe(text: str) -> str:
    """Text that no spreadsheet runs as a formula: an apostrophe before what could be one."""
    return f"'{text}" if _FORMULA.match(text) else text


def plain(cell: str) -> str:
    """What `safe` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a file that `publish` wrote, as they were before they were made safe.

    Raises OSError, and ValueError for what is no such file.
    """
    with path.open(newline="", encoding="utf-8") as file:
        try:
            rows = list(csv.DictReader(file))
        except csv.Error as error:
            raise ValueError(str(error)) from error
    if any(None in row for row in rows):
        raise ValueError("a row has more cells than the header")
    return [{column: plain(cell or "") for column, cell in row.items()} for row in rows]


class Given(NamedTuple):
    """A CSV file that a person wrote: its rows, each with the number of its line, and what it is known by."""

    rows: list[tuple[int, dict[str, str]]]
    names: Sequence[str]
    sha256: str


def read_given(path: Path, called: str, needed: Iterable[str], fault: type[Exception]) -> Given:
    """A CSV file that a person wrote; raises `fault` with one sentence where it cannot be used.

    Cells may be parted by commas, semicolons or tabs: a spreadsheet writes what its country parts cells with.

    Args:
        path: the file.
        called: what a message calls it ('The manifest').
        needed: columns that it must have.
        fault: what to raise.
    """
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
        head = text.partition("\n")[0]
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
        names = reader.fieldnames or ()
        rows = [(reader.line_num, row) for row in reader]
    except UnicodeDecodeError as error:
        why = "it is not UTF-8 text, so save it as 'CSV UTF-8'"
        raise fault(f"{called} {path} cannot be read: {why}.") from error
    except (OSError, csv.Error) as error:
        why = (getattr(error, "strerror", "") or str(error)).lower()
        raise fault(f"{called} {path} cannot be read: {why}.") from error
    if lacking := ", ".join(f"'{name}'" for name in needed if name not in names):
        raise fault(f"{called} {path} cannot be used: there is no column {lacking}.")
    return Given(rows, names, hashlib.sha256(content).hexdigest())
