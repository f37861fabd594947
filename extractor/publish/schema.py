"""What every file of the outputs folder holds: columns, types, codes, keys and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extractor.cli import check
from extractor.lexicon import rulebook
from extractor.lexicon.column_notes import ColumnNotes
from extractor.model import contract
from extractor.model.dataset import Dataset, Row, columns_of

Kind = Literal["text", "integer", "number"]

CODES: dict[tuple[str, str], tuple[str, ...]] = {
    ("categories", "dimension"): (),
    ("categories", "method"): contract.METHODS,
    ("checks", "severity"): contract.SEVERITIES,
    ("comparable", "agreement"): contract.AGREEMENTS,
    ("coverage", "status"): contract.STATUSES,
    ("corrections", "dimension"): ("", *contract.DIMENSIONS),
    ("corrections", "verdict"): contract.VERDICTS,
    ("issues", "severity"): contract.SEVERITIES,
    ("reports", "status"): contract.STATUSES,
    ("universe", "status"): contract.UNIVERSE_STATUSES,
}
"""(table, column) -> codes, beside those that a column of any table keeps to."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "observations": contract.OBSERVATION_COLUMNS,
    "comparable": contract.COMPARABLE_COLUMNS,
    "indicators": contract.INDICATOR_COLUMNS,
    "checks": contract.CHECK_COLUMNS,
    "categories": contract.CATEGORY_COLUMNS,
    "coverage": contract.COVERAGE_COLUMNS,
    "issues": contract.ISSUE_COLUMNS,
    "reports": contract.REPORT_COLUMNS,
    "universe": contract.UNIVERSE_COLUMNS,
    "review": contract.OBSERVATION_COLUMNS,
    "corrections": contract.CORRECTION_COLUMNS,
    "councils": (),
}
"""Table -> columns, in the order of the files; councils brings its own."""

COUNCIL_YEAR = ("authority_code", "authority_name", "period")
"""The columns of councils.csv where it has no rows."""
KEYS: dict[str, tuple[str, ...]] = {
    "observations": ("observation_id",),
    "review": ("observation_id",),
    "coverage": ("source_file",),
    "reports": ("source_file",),
    "universe": ("authority_code", "period"),
}
PARENTS: dict[str, tuple[str, str]] = {
    "observations": ("source_file", "reports"),
    "review": ("source_file", "reports"),
    "comparable": ("source_file", "reports"),
    "checks": ("source_file", "reports"),
    "corrections": ("source_file", "reports"),
    "coverage": ("source_file", "reports"),
}
"""Table -> its column that points to another table's column of the same name."""


@dataclass(frozen=True)
class Field:
    """One column of one table."""

    name: str
    kind: Kind
    description: str
    unit: str = ""
    codes: tuple[str, ...] = ()
    """The only codes that may stand in it; () where there is no such list."""
    required: bool = False
    """Never empty."""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One file of rows."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    facets: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(field.name for field in self.fields)

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that tell the rows apart, where some do."""
        return KEYS.get(self.name, ())

    @property
    def parent(self) -> tuple[str, str] | None:
        """The column that points to another table, and that table."""
        return PARENTS.get(self.name)


def notes() -> ColumnNotes:
    """patterns/columns.yaml. Raises RulebookError where it is broken."""
    return _notes(str(check.patterns_folder()))


@lru_cache(maxsize=1)
def _notes(folder: str) -> ColumnNotes:
    from pathlib import Path

    content: ColumnNotes = rulebook.load(Path(folder)).raw("columns")
    return content


def tables(dataset: Dataset | None = None) -> list[Table]:
    """Every table; without a dataset those that a run may write, with the columns that are known."""
    found = []
    for name, columns in COLUMNS.items():
        rows = None if dataset is None else rows_of(dataset, name)
        if dataset is not None and rows is None:
            continue
        given = dataset.council_columns if dataset is not None and name == "councils" else ()
        found.append(table(name, columns or given or columns_of(rows or ()) or COUNCIL_YEAR, rows))
    return found


def rows_of(dataset: Dataset, name: str) -> Sequence[Row] | None:
    """The rows of a table; None where the run writes no such file."""
    rows: Sequence[Row] | None = getattr(dataset, name)
    return rows


def table(name: str, columns: Sequence[str], rows: Sequence[Row] | None = None) -> Table:
    """The table of this name with these columns; `rows` tell the types of columns that nobody foresaw."""
    said = notes()
    note = {one.id: one for one in said.tables}[name]
    words = {one.id: one for one in said.columns}
    fields = []
    for column in columns:
        about = words.get(column)
        fields.append(
            Field(
                column,
                _kind(name, column, rows),
                about.words(name) if about else _humanised(column),
                about.unit if about else "",
                _codes(name, column),
                column in KEYS.get(name, ()) or column in contract.FIXED_CODES,
                about.examples if about else (),
            )
        )
    return Table(name, note.title, note.description, tuple(fields), note.facets)


def _codes(name: str, column: str) -> tuple[str, ...]:
    if (name, column) in CODES:
        return CODES[name, column]
    if name == "indicators" and column == "unit":
        return ()  # an indicator may have a unit of its own, such as one for each 10,000 children
    if name == "indicators" and column in ("unit_of_count", "event_basis"):
        return ()  # of a ratio there are two, joined by a semicolon
    return contract.FIXED_CODES.get(column) or contract.OPTIONAL_CODES.get(column) or ()


def _kind(name: str, column: str, rows: Sequence[Row] | None) -> Kind:
    if name == "councils":
        return _seen_kind(column, rows or ())
    if column in contract.WHOLE_NUMBERS:
        return "integer"
    return "number" if column in contract.DECIMALS else "text"


def _seen_kind(column: str, rows: Sequence[Row]) -> Kind:
    """A number where every filled cell is one."""
    cells = [cell for row in rows if (cell := row.get(column, "")) and cell != "c"]
    return "number" if cells and all(_is_number(cell) for cell in cells) else "text"


def _is_number(cell: str) -> bool:
    whole, _, rest = cell.removeprefix("-").partition(".")
    return whole.isascii() and whole.isdigit() and (not rest or (rest.isascii() and rest.isdigit()))


def _humanised(column: str) -> str:
    words = column.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}."
