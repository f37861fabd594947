"""What else is said of a report, as types until it is written: checks, issues, labels, coverage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self

from extractor.model import contract
from extractor.model.table import frame
from extractor.model.types import Severity

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, slots=True)
class Record:
    """A row of one of the written files: each column is the field of the same name.

    In a file None and () are an empty cell, and several are joined by semicolons.
    """

    columns: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, table: str = "") -> None:
        if table:  # not where slots make the class a second time
            cls.columns = contract.TABLES[table].columns

    def cells(self) -> dict[str, str]:
        """The row as text, in the order of the file's columns."""
        return {name: _text(getattr(self, name)) for name in self.columns}

    @classmethod
    def of_plain(cls, values: Mapping[str, Any]) -> Self:
        """The record whose fields JSON gave back; raises TypeError for fields that it does not have."""
        return cls(**{name: tuple(v) if isinstance(v, list) else v for name, v in values.items()})

    @classmethod
    def of_cells(cls, cells: Mapping[str, str]) -> Self:
        """The record of a row of its file; raises KeyError, ValueError or ArithmeticError for none."""
        kinds = {field.name: str(field.type) for field in fields(cls)}
        return cls(**{name: _OF_TEXT[kinds[name]](cells[name]) for name in cls.columns})

    def plain(self) -> dict[str, Any]:
        """The fields, as JSON can hold them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


_OF_TEXT: dict[str, Callable[[str], Any]] = {
    "str": str,
    "Severity": str,
    "int": int,
    "int | None": lambda text: int(text) if text else None,
    "Decimal | None": lambda text: Decimal(text) if text else None,
    "tuple[str, ...]": lambda text: tuple(text.split(";")) if text else (),
}
"""How a cell becomes a field of each type."""


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ";".join(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def frame_of_records(kind: type[Record], rows: Sequence[Record]) -> DataFrame:
    """Records of one kind as a DataFrame of text cells, in the order of the file's columns."""
    import pyarrow

    cells = {
        name: pyarrow.array([_text(getattr(row, name)) for row in rows], pyarrow.string())
        for name in kind.columns
    }
    return frame(pyarrow.table(cells))


@dataclass(frozen=True, slots=True)
class Check(Record, table="checks"):
    """One check that failed or could not be done."""

    source_file: str
    authority_code: str
    period: str
    check: str
    severity: Severity
    printed: str
    computed: str
    message: str
    """A plain sentence with both numbers."""
    observation_ids: tuple[str, ...] = ()
    page: int | None = None
    """Of a finding that belongs to one page; not written."""
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class IssueRow(Record, table="issues"):
    """One thing that a person should look at, with the line that would settle it."""

    source_file: str
    code: str
    severity: Severity
    page: int | None
    message: str
    suggestion: str = ""
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class CategoryRow(Record, table="categories"):
    """One printed label with its code, the receipt of the match, and how often it stands where."""

    dimension: str
    label: str
    code: str
    method: str
    score: int
    runner_up: str = ""
    runner_up_score: int | None = None
    occurrences: int = 1
    source_files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage(Record, table="coverage"):
    """What of one report was read, and what was not and why."""

    source_file: str
    sha256: str = ""
    authority_code: str = ""
    authority_name: str = ""
    report_period: str = ""
    pages: int | None = None
    tables_seen: int | None = None
    tables_read: int | None = None
    numbers_seen: int | None = None
    numbers_claimed: int | None = None
    numbers_ignored: int | None = None
    numbers_unread: int | None = None
    charts_unread: int | None = None
    observations: int = 0
    status: str = ""
    reason: str = ""
    source_url: str = ""
    title: str = ""
    """What the report calls itself; written to reports.csv."""


@dataclass(frozen=True, slots=True)
class IndicatorRow(Record, table="indicators"):
    """One indicator of one council and year, with what makes it not simply comparable."""

    authority_code: str
    authority_name: str
    period: str
    procedure: str
    stage: str
    indicator: str
    numerator: Decimal | None
    denominator: Decimal | None
    denominator_class: str
    limit_days: int | None
    unit: str
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    approximate: str
    """yes or no"""
    comparable: str
    not_comparable_because: str
    flags: tuple[str, ...] = ()
    observation_ids: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    event_basis: tuple[str, ...] = ()
    unit_of_count: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportRow(Record, table="reports"):
    """One report, as it is cited."""

    source_file: str
    title: str
    authority_code: str
    authority_name: str
    publisher: str
    report_period: str
    published: str
    url: str
    licence: str
    sha256: str
    retrieved: str
    pages: int | None
    status: str


@dataclass(frozen=True, slots=True)
class Member(Record, table="universe"):
    """One council that exists in a year, and whether a report of it was read."""

    authority_code: str
    authority_name: str
    old_la_code: str
    type: str
    region_code: str
    region: str
    period: str
    status: str
    source_files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerRow(Record, table="answers"):
    """What one second reader says of one number, beside what the rules say."""

    source_file: str
    question: str
    number_id: str
    reader: str
    observation_id: str
    printed: str
    choice: str
    words: str
    was: str
    settled: str
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionRow(Record, table="corrections"):
    """One row that a person settled: the machine's coding, and the person's."""

    source_file: str
    observation_id: str
    verdict: str
    dimension: str
    label: str
    was: str
    now: str
    because: str
    by: str
    date: str
    value: str
    """As the machine read it; text as it was printed, with unit and place."""
    unit: str
    page: str
    table_index: str
    row: str
    column: str
    line: str
    evidence: str
    source_url: str = ""
