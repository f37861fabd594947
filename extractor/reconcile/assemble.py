"""Many reports' results become one dataset: editions, statuses, merged receipts."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from extractor.model import contract
from extractor.model.records import CategoryRow, Check, Coverage, IssueRow
from extractor.model.result import ReportResult
from extractor.model.table import joined
from extractor.reconcile import editions

if TYPE_CHECKING:
    import pyarrow
    from pandas import DataFrame


@dataclass
class Assembled:
    """The lists of the outputs folder, sorted."""

    observations: DataFrame
    review: DataFrame
    checks: list[Check] = field(default_factory=list)
    categories: list[CategoryRow] = field(default_factory=list)
    coverage: list[Coverage] = field(default_factory=list)
    issues: list[IssueRow] = field(default_factory=list)


def assemble(
    results: Sequence[ReportResult],
    extra_issues: Iterable[IssueRow] = (),
    min_confidence: float = 0.0,
) -> Assembled:
    """Results with distinct sources, in any order, as the rows that are published."""
    results = sorted(results, key=lambda result: result.source)
    other_edition = editions.duplicates(results)
    seen: set[str] = set()
    results = [one if one.source in other_edition else _with_own_ids(one, seen) for one in results]
    results = [_with_pages(one, other_edition, results) for one in results]
    counted = [result for result in results if result.source not in other_edition]
    issues, coverage = list(extra_issues), []
    kept: list[pyarrow.Table] = []
    doubtful: list[pyarrow.Table] = []
    for result in results:
        rows = 0
        if result.source not in other_edition:
            sure, unsure = _parted(result.observations, min_confidence)
            rows = sure.num_rows
            kept.append(sure)
            doubtful.append(unsure)
            issues += result.issues
        coverage.append(_coverage(result, rows, other_edition.get(result.source, "")))
    issues += _shared_years(counted)
    return Assembled(
        observations=joined(kept, contract.OBSERVATION_COLUMNS),
        review=joined(doubtful, contract.OBSERVATION_COLUMNS),
        checks=[check for result in counted for check in result.checks],
        categories=_merged(counted),
        coverage=coverage,
        issues=sorted(issues, key=issue_order),
    )


def issue_order(line: IssueRow) -> tuple[str, int, str, str]:
    """By report and page."""
    return line.source_file, line.page or 0, line.code, line.message


def _parted(rows: pyarrow.Table, least: float) -> tuple[pyarrow.Table, pyarrow.Table]:
    """The rows of at least some confidence, and the others."""
    sure = [float(cell) >= least for cell in rows.column("confidence").to_pylist()]
    return (rows, rows.slice(0, 0)) if all(sure) else (rows.filter(sure), rows.filter([not s for s in sure]))


def _with_own_ids(result: ReportResult, seen: set[str]) -> ReportResult:
    """The report with ids that no other report of the run has: no row is left out for its id."""
    identities: list[str] = result.observations.column("observation_id").to_pylist()
    new: dict[str, str] = {}
    for number, identity in enumerate(identities):
        if identity in seen:
            digest = hashlib.sha256(f"{result.source}|{identity}|{number}".encode()).hexdigest()[:16]
            new.setdefault(identity, digest)
            identities[number] = digest
        seen.add(identities[number])
    if not new:
        return result
    place = result.observations.column_names.index("observation_id")
    rows = result.observations.set_column(place, "observation_id", [identities])
    checks = tuple(
        replace(check, observation_ids=tuple(new.get(one, one) for one in check.observation_ids))
        for check in result.checks
    )
    return replace(result, observations=rows, checks=checks)


def _with_pages(
    result: ReportResult, other_edition: Mapping[str, str], results: Sequence[ReportResult]
) -> ReportResult:
    """The report with the pages and boxes of an edition that has pages, where its own format has none."""
    if any(result.observations.column("page").to_pylist()):
        return result
    paged = [
        (editions.pages(result.observed(), other.observed()), other)
        for other in results
        if other_edition.get(other.source) == result.source
        and any(other.observations.column("page").to_pylist())
    ]
    if not paged:
        return result
    # Of a PDF and its scan the one that was read more surely.
    found, other = max(paged, key=lambda one: (len(one[0]), _sureness(one[1])))
    length = result.observations.num_rows
    cells = {
        "page": [found[n][0] if n in found else "" for n in range(length)],
        "bbox": [found[n][1] if n in found else "" for n in range(length)],
        "page_file": [other.source if n in found else "" for n in range(length)],
    }
    rows = result.observations
    for name, column in cells.items():
        rows = rows.set_column(rows.column_names.index(name), name, [column])
    return replace(result, observations=rows)


def _sureness(result: ReportResult) -> float:
    return sum(map(float, result.observations.column("confidence").to_pylist()))


def _coverage(result: ReportResult, rows: int, counted: str) -> Coverage:
    line = replace(result.coverage, source_file=result.source, sha256=result.sha256, observations=rows)
    if counted:
        reason = f"Another edition of this report is counted: {counted}."
        return replace(line, status="duplicate_edition", reason=reason)
    if line.status not in contract.STATUSES:
        return replace(line, status="failed", reason=f"The status '{line.status}' is not in the contract.")
    return line


def _shared_years(counted: Sequence[ReportResult]) -> list[IssueRow]:
    found = []
    for group in editions.same_council_and_year(counted):
        for source in group:
            others = ", ".join(other for other in group if other != source)
            message = f"Another report of the same council and year is counted too: {others}."
            found.append(IssueRow(source, "same-council-same-year", "warning", None, message))
    return found


def _merged(counted: Sequence[ReportResult]) -> list[CategoryRow]:
    """One row for each label, code and receipt, with how often and where it stood in all reports."""
    times: dict[CategoryRow, int] = defaultdict(int)
    places: dict[CategoryRow, set[str]] = defaultdict(set)
    for result in counted:
        for line in result.categories:
            receipt = replace(line, occurrences=0, source_files=())
            times[receipt] += line.occurrences
            places[receipt].add(result.source)
    return [
        replace(receipt, occurrences=times[receipt], source_files=tuple(sorted(places[receipt])))
        for receipt in sorted(times, key=_receipt_order)
    ]


def _receipt_order(line: CategoryRow) -> tuple[str, ...]:
    return tuple(line.cells().values())
