"""Many reports' results become one dataset: editions, statuses, legal rows, merged receipts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from extractor.model import contract, row
from extractor.model.frame import Frame
from extractor.model.types import ReportResult, Severity
from extractor.reconcile import editions

Row = dict[str, str]


@dataclass
class Assembled:
    """The lists of the outputs folder, sorted."""

    observations: Frame
    review: Frame
    checks: list[Row] = field(default_factory=list)
    categories: list[Row] = field(default_factory=list)
    coverage: list[Row] = field(default_factory=list)
    issues: list[Row] = field(default_factory=list)


def assemble(
    results: Sequence[ReportResult],
    extra_issues: Iterable[Row] = (),
    min_confidence: float = 0.0,
) -> Assembled:
    """Results with distinct sources, in any order, as the rows that are published."""
    results = sorted(map(packed, results), key=lambda result: result.source)
    other_edition = editions.duplicates(results)
    counted = [result for result in results if result.source not in other_edition]
    issues, coverage = list(extra_issues), []
    kept: list[Frame] = []
    doubtful: list[Frame] = []
    seen: set[str] = set()
    none = Frame.of((), contract.OBSERVATION_COLUMNS)
    for result in results:
        rows = none
        if result.source not in other_edition:
            once, faults = _once(result, seen)
            rows, unsure = _parted(once, min_confidence)
            kept.append(rows)
            doubtful += [unsure] if unsure else []
            issues += [*result.issues, *faults]
        coverage.append(_coverage(result, len(rows), other_edition.get(result.source, "")))
    issues += _shared_years(counted)
    return Assembled(
        observations=Frame.joined(kept, contract.OBSERVATION_COLUMNS),
        review=Frame.joined(doubtful, contract.OBSERVATION_COLUMNS),
        checks=[dict(line) for result in counted for line in result.checks],
        categories=_merged(counted),
        coverage=coverage,
        issues=sorted(issues, key=_issue_order),
    )


def packed(result: ReportResult) -> ReportResult:
    """The result with its legal rows held by column, which is small, and an Issue for each other row."""
    if isinstance(result.observations, Frame):
        return result
    faults: list[Row] = []
    rows: list[Row] = []
    for candidate in result.observations:
        if fault := row.fault_of(candidate):
            faults.append(_left_out(result.source, candidate, fault))
        else:
            rows.append(candidate)
    held = Frame.of(rows, contract.OBSERVATION_COLUMNS)
    return replace(result, observations=held, issues=(*result.issues, *faults))


def _parted(rows: Frame, least: float) -> tuple[Frame, Frame | None]:
    """The rows of at least some confidence, and the others, if any."""
    column = rows.column("confidence")
    sure = column.among(text for text in column.texts if float(text) >= least)
    return (rows, None) if sure.all() else (rows.take(sure), rows.take(~sure))


def issue(source: str, code: str, severity: Severity, message: str, page: str = "") -> Row:
    """A row of issues.csv without a suggestion."""
    cells = (source, code, severity, page, message, "", "")
    return dict(zip(contract.ISSUE_COLUMNS, cells, strict=True))


def without_numbers(
    source: str, sha256: str, status: str, code: str, sentence: str, known: Mapping[str, str]
) -> ReportResult:
    """The result of a report that gave nothing; `known` is what the manifest says of it."""
    coverage = dict.fromkeys(contract.COVERAGE_COLUMNS, "")
    coverage.update(source_file=source, sha256=sha256, observations="0", status=status, reason=sentence)
    coverage.update({name: known.get(name, "") for name in ("authority_code", "report_period")})
    return ReportResult(source, sha256, issues=(issue(source, code, "error", sentence),), coverage=coverage)


def _once(result: ReportResult, seen: set[str]) -> tuple[Frame, list[Row]]:
    """The rows whose observation_id no other has, and an Issue for each that has."""
    rows = Frame.of(result.observations, contract.OBSERVATION_COLUMNS)
    first, faults = [], []
    for number, identity in enumerate(rows.column("observation_id")):
        if identity in seen:
            fault = f"observation_id '{identity}' stands there already"
            faults.append(_left_out(result.source, rows[number], fault))
        else:
            seen.add(identity)
            first.append(number)
    return rows if not faults else rows.take(np.array(first, dtype=np.int64)), faults


def _left_out(source: str, candidate: Row, fault: str) -> Row:
    number = f"{candidate.get('value', '')} {candidate.get('unit', '')}".strip()
    words = candidate.get("evidence", "")[: row.EVIDENCE_LENGTH]
    message = f"The number {number} is left out, for its row breaks the contract: {fault}. Printed: {words}"
    return issue(source, "row-not-legal", "error", message, candidate.get("page", ""))


def _coverage(result: ReportResult, rows: int, counted: str) -> Row:
    line = {column: result.coverage.get(column, "") for column in contract.COVERAGE_COLUMNS}
    line.update(source_file=result.source, sha256=result.sha256, observations=str(rows))
    if counted:
        line.update(
            status="duplicate_edition", reason=f"Another edition of this report is counted: {counted}."
        )
    elif line["status"] not in contract.STATUSES:
        line.update(status="failed", reason=f"The status '{line['status']}' is none of the contract's.")
    return line


def _shared_years(counted: Sequence[ReportResult]) -> list[Row]:
    found = []
    for group in editions.same_council_and_year(counted):
        for source in group:
            others = ", ".join(other for other in group if other != source)
            message = f"Another report of the same council and year is counted too: {others}."
            found.append(issue(source, "same-council-same-year", "warning", message))
    return found


def _merged(counted: Sequence[ReportResult]) -> list[Row]:
    """One row for each label, code and receipt, with how often and where it stood in all reports."""
    receipt = contract.CATEGORY_COLUMNS[:-2]
    times: dict[tuple[str, ...], int] = defaultdict(int)
    places: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for result in counted:
        for line in result.categories:
            key = tuple(line.get(column, "") for column in receipt)
            times[key] += int(line.get("occurrences") or 1)
            places[key].add(result.source)
    return [
        dict(zip(receipt, key, strict=True))
        | {"occurrences": str(times[key]), "source_files": ";".join(sorted(places[key]))}
        for key in sorted(times)
    ]


def _issue_order(line: Row) -> tuple[str, int, str, str]:
    page = line.get("page", "")
    return line["source_file"], int(page) if page.isdigit() else 0, line["code"], line["message"]
