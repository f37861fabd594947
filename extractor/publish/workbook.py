"""The dataset as an Excel workbook: one sheet a table, typed cells, and a sheet of notes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ORDER = (
    *("councils", "comparable", "indicators", "observations", "checks", "coverage", "reports"),
    *("issues", "review", "corrections", "answers", "categories", "universe", "quality"),
)
"""The sheets after the notes: what most people want comes first."""
MOST_ROWS = 1_048_575
"""Rows that a sheet of Excel holds below its head; a longer table goes on in a second sheet."""
MOST_CHARACTERS = 32_767
"""Characters that a cell of Excel holds."""
MOST_LINKS = 65_000
"""Links that a sheet of Excel opens; further addresses stand as text."""
WIDTHS = {
    "value": 10,
    "base": 10,
    "page": 8,
    "evidence": 60,
    "message": 60,
    "reason": 40,
    "title": 40,
    "description": 70,
    "suggestion": 40,
}
"""Widths of columns in characters, where they are not the usual 18."""
ALWAYS_THE_SAME = datetime(2000, 1, 1)
"""Excel wants a moment of making; the same input gives the same bytes."""


class WorkbookFault(Exception):
    """The workbook cannot be made or written; the message is one sentence."""


def write_workbook(folder: Path, path: Path) -> list[str]:
    """Writes the tables of `folder`/complaints.db to `path`; returns the names of the sheets.

    The file appears whole or not at all. Raises WorkbookFault where the folder has no such database, it is
    another program's, or `path` cannot be written.
    """
    database = folder / "complaints.db"
    if not database.is_file():
        raise WorkbookFault(f"There is no complaints.db in '{folder}': run `extractor run` first.")
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return _whole(connection, path)
    except sqlite3.Error as error:
        raise WorkbookFault(f"{database} cannot be used: {error}.") from error


def _whole(connection: sqlite3.Connection, path: Path) -> list[str]:
    from xlsxwriter.exceptions import XlsxFileError

    aside = path.with_name(f".{path.name}.writing")
    try:
        sheets = _write(connection, aside)
        aside.replace(path)
    except (OSError, XlsxFileError) as error:
        cause = error if isinstance(error, OSError) else error.args[0]
        why = getattr(cause, "strerror", None) or str(cause)
        raise WorkbookFault(f"{path} could not be written: {why.lower()}.") from error
    finally:
        aside.unlink(missing_ok=True)
    return sheets


def _write(connection: sqlite3.Connection, path: Path) -> list[str]:
    from xlsxwriter import Workbook

    held = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    tables = [name for name in ORDER if name in held]
    if not tables or not {"_tables", "_columns"} <= held:
        raise WorkbookFault("complaints.db was not written by this tool, or not whole.")
    # the file is made whole in memory-bounded pieces: rows leave the memory as soon as they are written
    book = Workbook(str(path), {"constant_memory": True, "strings_to_urls": False})
    book.set_properties({"title": "Council complaints", "created": ALWAYS_THE_SAME})
    styles = _Styles(book)
    _notes(book.add_worksheet("notes"), connection, tables, styles)
    for table in tables:
        _sheets(book, table, connection, styles)
    book.close()
    return [sheet.get_name() for sheet in book.worksheets()]


class _Styles:
    """The formats of a workbook's cells."""

    def __init__(self, book: Workbook) -> None:
        self.head: Format = book.add_format({"bold": True, "bg_color": "#E7ECEF", "bottom": 1})
        self.title: Format = book.add_format({"bold": True, "font_size": 14})
        self.bold: Format = book.add_format({"bold": True})
        self.wrapped: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self.day: Format = book.add_format({"num_format": "yyyy-mm-dd"})
        self.link: Format = book.get_default_url_format()


def _notes(sheet: Worksheet, connection: sqlite3.Connection, tables: list[str], styles: _Styles) -> None:
    described = {row[0]: row for row in connection.execute("select name, title, description from _tables")}
    columns = connection.execute("select table_name, name, description, unit from _columns")
    held = sorted(columns.fetchall(), key=lambda row: tables.index(row[0]) if row[0] in tables else 0)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 2, 100)
    lines: list[tuple[tuple[str, ...], Format | None]] = [
        (("Council complaints: figures of English councils' annual complaint reports",), styles.title),
        (("Start with the sheet councils, and compare only figures whose mark says yes.",), None),
        (("Sheet coverage says what was not read, checks which figures contradict each other.",), None),
        (("An empty cell is not zero: nothing is printed, or nothing was read.",), None),
        ((), None),
        (("sheet", "title", "what one row is"), styles.head),
        *((described[name], styles.wrapped) for name in tables if name in described),
        ((), None),
        (("sheet", "column", "what it holds"), styles.head),
        *(((table, name, f"{words}{_unit(unit)}"), styles.wrapped) for table, name, words, unit in held),
    ]
    for number, (cells, style) in enumerate(lines):
        for column, cell in enumerate(cells):
            sheet.write_string(number, column, cell, style)


def _unit(unit: str | None) -> str:
    return f" Unit: {unit}." if unit else ""


def _sheets(book: Workbook, table: str, connection: sqlite3.Connection, styles: _Styles) -> None:
    """A table on a sheet, or on several where one holds too few rows."""
    rows = connection.execute(f'select * from "{table}"')
    own = [one[0] for one in rows.description]
    kept = [place for place, name in enumerate(own) if not name.endswith("_number")]
    names = [own[place] for place in kept]
    part = 0
    while True:
        part += 1
        sheet = book.add_worksheet(table if part == 1 else f"{table} {part}")
        sheet.freeze_panes(1, min(2, len(names)))
        for column, name in enumerate(names):
            sheet.set_column(column, column, WIDTHS.get(name, 18))
            sheet.write_string(0, column, name, styles.head)
        written = 0
        for written, row in enumerate(_some(rows, MOST_ROWS), start=1):
            for column, place in enumerate(kept):
                _cell(sheet, written, column, row[place], names[column], styles)
        sheet.autofilter(0, 0, max(written, 1), len(names) - 1)
        if written < MOST_ROWS:
            return


def _some(rows: sqlite3.Cursor, most: int) -> Iterator[tuple[Any, ...]]:
    for _ in range(most):
        row = rows.fetchone()
        if row is None:
            return
        yield row


def _cell(sheet: Worksheet, row: int, column: int, value: Any, name: str, styles: _Styles) -> None:
    if value is None:
        return
    if isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif name in ("published", "retrieved") and (day := _day(value)):
        sheet.write_datetime(row, column, day, styles.day)
    elif name in ("url", "source_url") and row < MOST_LINKS // 2 and len(value) < 2_000:
        sheet.write_url(row, column, value, styles.link, value)
    else:
        # never a formula: what a report prints is text, whatever it begins with
        cut = value if len(value) <= MOST_CHARACTERS else value[: MOST_CHARACTERS - 1] + "…"
        sheet.write_string(row, column, cut)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
