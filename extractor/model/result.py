"""What one report's work gives to the run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from extractor.model import contract, row
from extractor.model.observation import Observation, of_cells
from extractor.model.records import CategoryRow, Check, Coverage, IssueRow
from extractor.model.table import arrow_table

if TYPE_CHECKING:
    import pyarrow


@dataclass(frozen=True)
class ReportResult:
    """One report, read to its coded rows; small enough to be held for ten thousand reports."""

    source: str
    """Its source_file."""
    sha256: str
    observations: pyarrow.Table
    """The legal rows as text cells in contract.OBSERVATION_COLUMNS."""
    categories: tuple[CategoryRow, ...] = ()
    issues: tuple[IssueRow, ...] = ()
    coverage: Coverage = field(default_factory=lambda: Coverage(""))
    fingerprint: tuple[str, ...] = ()
    """Shingles of the words, by which editions of one report know each other."""
    checks: tuple[Check, ...] = ()
    asked: str = ""
    """What a second reader may be asked of it, packed; '' where nobody may be asked."""

    def observed(self) -> list[Observation]:
        """The observations as the types that they were."""
        return list(map(of_cells, self.rows()))

    def rows(self) -> list[dict[str, str]]:
        """The observations as dictionaries of text."""
        found: list[dict[str, str]] = self.observations.to_pylist()
        return found

    def settled(
        self, rows: Sequence[Observation], checks: Sequence[Check], gone: int, **more: Any
    ) -> ReportResult:
        """The same once others have settled its rows, `gone` of which are no figures after all."""
        line = self.coverage
        claimed = None if line.numbers_claimed is None else line.numbers_claimed - gone
        ignored = None if line.numbers_ignored is None else line.numbers_ignored + gone
        line = replace(line, numbers_claimed=claimed, numbers_ignored=ignored)
        table = table_of([row.cells() for row in rows])
        return replace(self, observations=table, checks=tuple(checks), coverage=line, **more)


def without_numbers(
    source: str, sha256: str, status: str, code: str, sentence: str, council: str = "", period: str = ""
) -> ReportResult:
    """The result of a report that gave nothing; the manifest may say its council and period."""
    coverage = Coverage(
        source, sha256, authority_code=council, report_period=period, status=status, reason=sentence
    )
    issues = (IssueRow(source, code, "error", None, sentence),)
    return ReportResult(source, sha256, table_of(()), issues=issues, coverage=coverage)


def published(
    rows: Iterable[Observation | Mapping[str, str]], source: str
) -> tuple[pyarrow.Table, tuple[IssueRow, ...]]:
    """The rows that the contract allows, as text, and an Issue for each other one."""
    legal: list[Mapping[str, str]] = []
    faults: list[IssueRow] = []
    for one in rows:
        cells = one if isinstance(one, Mapping) else one.cells()
        if fault := row.fault_of(cells):
            faults.append(left_out(source, cells, fault))
        else:
            legal.append(cells)
    return table_of(legal), tuple(faults)


def table_of(rows: Sequence[Mapping[str, str]]) -> pyarrow.Table:
    """Legal rows of text as the table of a result."""
    return arrow_table(rows, contract.OBSERVATION_COLUMNS)


def left_out(source: str, cells: Mapping[str, str], fault: str) -> IssueRow:
    """The Issue for a row that the contract does not allow."""
    number = f"{cells.get('value', '')} {cells.get('unit', '')}".strip()
    words = cells.get("evidence", "")[: row.EVIDENCE_LENGTH]
    message = f"The number {number} is left out, for its row breaks the contract: {fault}. Printed: {words}"
    page = int(cells.get("page") or 0) or None
    return IssueRow(source, "row-not-legal", "error", page, message)
