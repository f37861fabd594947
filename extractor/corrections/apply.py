"""Corrections laid over what the machine read, each checked to still fit; nothing of it is forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from extractor import contract, row
from extractor.assemble import issue
from extractor.checks import checked_again
from extractor.corrections import codes
from extractor.corrections.file import Correction, Corrections
from extractor.corrections.fit import Spot, by_id, held, labelled, same_label, spots
from extractor.frame import Frame
from extractor.rulebook import Rulebook
from extractor.types import ReportResult, Severity

Row = dict[str, str]
_CODING = (
    *("authority_code", "period", "procedure", "stage", "measure", "unit", "unit_of_count", "value"),
    *("value_status", *contract.DIMENSIONS, "base", "change_of"),
)
"""What a row that is taken out was read as."""


@dataclass
class Applied:
    """What came of the corrections."""

    results: dict[str, ReportResult]
    rows: list[Row] = field(default_factory=list)
    """Rows of the run's own corrections.csv: one for each row of the dataset that a correction touched."""
    issues: list[Row] = field(default_factory=list)
    elsewhere: list[int] = field(default_factory=list)
    """Lines about reports that the run does not have."""


@dataclass
class _Report:
    """One report while corrections are laid over it."""

    before: list[Row]
    after: dict[int, Row | None]
    """By the number of a row: as it is now, None where it is no figure."""
    columns: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """observation_id -> columns that a person has settled."""
    categories: list[Row] = field(default_factory=list)

    def now(self, number: int) -> Row | None:
        """A row as the corrections so far leave it."""
        return self.after.get(number, self.before[number])


def apply(given: Corrections, results: Mapping[str, ReportResult], book: Rulebook) -> Applied:
    """The packed results with every correction that still fits, labels first; an Issue for each other one."""
    done = Applied(dict(results))
    reports: dict[str, _Report] = {}
    for number, source, clause in given.faults:
        _say(done, given, number, source, "correction-not-valid", clause)
    valid = []
    for entry in given.entries:
        if clause := codes.fault_of(entry.changes, book):
            _say(done, given, entry.number, entry.line.source_file, "correction-not-valid", clause)
        else:
            valid.append(entry)
    # Of two labels' corrections the one for this report alone weighs more, and rows weigh more than labels.
    labels = sorted((e for e in valid if e.of_label), key=lambda e: (bool(e.line.source_file), e.number))
    for entry in labels:
        _apply_label(entry, given, done, reports, book)
    _apply_rows([e for e in valid if not e.of_label], given, done, reports, book)
    for source, report in reports.items():
        done.results[source] = _finished(done.results[source], report, book)
    if done.elsewhere:
        lines = ", ".join(map(str, sorted(done.elsewhere)[:20])) + (", ..." if done.elsewhere[20:] else "")
        message = f"Lines of {given.name} are about reports that this run does not have: {lines}."
        done.issues.append(issue(given.name, "correction-elsewhere", "info", message))
    done.rows.sort(
        key=lambda line: (line["source_file"], line["observation_id"], line["verdict"], line["now"])
    )
    return done


def counted(rows: Iterable[Row], coverage: Iterable[Row]) -> list[Row]:
    """The corrected rows of reports that the dataset counts: not those of another edition."""
    left_out = {line["source_file"] for line in coverage if line["status"] == "duplicate_edition"}
    return [line for line in rows if line["source_file"] not in left_out]


def _apply_label(
    entry: Correction, given: Corrections, done: Applied, reports: dict[str, _Report], book: Rulebook
) -> None:
    line, found = entry.line, False
    for source, result in done.results.items():
        numbers = labelled(entry, result)
        if not numbers:
            continue
        found = True
        report = _opened(source, done, reports)
        changes = _of_label(entry)
        for number in numbers:
            _recode(entry, changes, source, number, report, given, done, book)
        _receipts(report, line.dimension, line.label, dict(changes))
    if not found and line.source_file and line.source_file not in done.results:
        done.elsewhere.append(entry.number)
    elif not found:
        severity: Severity = "error" if line.source_file else "info"
        clause = "the report gives no number under this label" if line.source_file else "no report prints it"
        _say(done, given, entry.number, line.source_file, "correction-does-not-fit", clause, severity)


def _of_label(entry: Correction) -> tuple[tuple[str, str], ...]:
    """Its changes; a label that is moved to another dimension goes with its words."""
    changes = dict(entry.changes)
    for name in contract.DIMENSIONS:
        if name != entry.line.dimension and changes.get(name):
            changes[f"{name}_label"] = entry.line.label
    return tuple(changes.items())


def _apply_rows(
    entries: list[Correction],
    given: Corrections,
    done: Applied,
    reports: dict[str, _Report],
    book: Rulebook,
) -> None:
    known = by_id(done.results.values(), entries)
    last: dict[Spot, Correction] = {}
    for entry in entries:
        found = spots(entry, done.results, known)
        if isinstance(found, str):
            source = entry.line.source_file
            if source and source not in done.results:
                done.elsewhere.append(entry.number)
            else:
                _say(done, given, entry.number, source, "correction-does-not-fit", found)
            continue
        for spot in found:
            if spot in last:
                clause = f"line {entry.number} is about the same row and stands below it"
                _say(done, given, last[spot].number, spot[0], "correction-overruled", clause, "info")
            last[spot] = entry
    for (source, number), entry in last.items():
        report = _opened(source, done, reports)
        if entry.verdict == "recode":
            _recode(entry, entry.changes, source, number, report, given, done, book)
        elif entry.verdict == "right":
            report.after[number] = {**(report.now(number) or report.before[number]), "confidence": "1"}
            done.rows.append(_told(entry, report.before[number], (), ()))
        else:
            report.after[number] = None
            coding = [name for name in _CODING if report.before[number][name]]
            done.rows.append(_told(entry, report.before[number], coding, ()))


def _opened(source: str, done: Applied, reports: dict[str, _Report]) -> _Report:
    if source not in reports:
        result = done.results[source]
        reports[source] = _Report(list(held(result)), {}, categories=[dict(c) for c in result.categories])
    return reports[source]


def _recode(
    entry: Correction,
    changes: tuple[tuple[str, str], ...],
    source: str,
    number: int,
    report: _Report,
    given: Corrections,
    done: Applied,
    book: Rulebook,
) -> None:
    """One row with its new cells, if the contract allows them."""
    before, new = report.before[number], dict(report.now(number) or report.before[number])
    old = dict(new)
    new.update(changes)
    for name, cell in changes:
        if name in contract.DIMENSIONS and not cell:
            new[f"{name}_label"] = ""
        elif name == "authority_code":
            new["authority_name"] = codes.council(cell, book)
    if not entry.of_label:
        new["confidence"] = "1"  # a person saw this very number; of a label they saw the words only
    if fault := row.fault_of(new):
        clause = f"its row would break the contract: {fault}"
        _say(done, given, entry.number, source, "correction-not-valid", clause)
        return
    if not entry.of_label:
        for name in contract.DIMENSIONS:
            if old[f"{name}_label"] and new[name] != old[name]:
                _one_receipt(report, name, old, new[name])
    report.after[number] = new
    changed = [name for name, _ in changes]
    report.columns[new["observation_id"]].update(changed)
    done.rows.append(_told(entry, before, changed, changed, new))


def _told(
    entry: Correction,
    before: Row,
    was: list[str] | tuple[str, ...],
    now: list[str] | tuple[str, ...],
    new: Row | None = None,
) -> Row:
    """A row of the run's corrections.csv: the machine's coding and the person's."""
    line = entry.line
    said = {name: before[name] for name in contract.CORRECTION_COLUMNS if name in before}
    return said | {
        "verdict": entry.verdict,
        "dimension": line.dimension if entry.of_label else "",
        "label": line.label,
        "was": "; ".join(f"{name}={before[name]}" for name in was),
        "now": "; ".join(f"{name}={(new or before)[name]}" for name in now),
        "because": line.because,
        "by": line.by,
        "date": line.date,
    }


def _receipts(report: _Report, dimension: str, label: str, changes: dict[str, str]) -> None:
    """The label's lines of categories.csv: the person's code, and the machine's as the runner-up."""
    moved = next((name for name in contract.DIMENSIONS if name != dimension and changes.get(name)), "")
    for line in report.categories:
        if line["dimension"] != dimension or not same_label(line["label"], label):
            continue
        if moved or dimension in changes:
            line.update(_settled(line, changes.get(moved or dimension, "")), dimension=moved or dimension)


def _settled(line: Row, code: str) -> Row:
    return {
        "code": code,
        "method": "correction",
        "score": "100",
        "runner_up": line["code"],
        "runner_up_score": line["score"],
    }


def _one_receipt(report: _Report, dimension: str, old: Row, code: str) -> None:
    """One occurrence of a label that a person coded otherwise than the rest."""
    label = old[f"{dimension}_label"]
    for line in report.categories:
        if (line["dimension"], line["label"], line["code"]) == (dimension, label, old[dimension]):
            times = int(line.get("occurrences") or 1)
            report.categories.append({**line, **_settled(line, code), "occurrences": "1"})
            if times > 1:
                line["occurrences"] = str(times - 1)
            else:
                report.categories.remove(line)
            return


def _finished(result: ReportResult, report: _Report, book: Rulebook) -> ReportResult:
    """The result with its rows, and with the checks that rest on rows made anew where those changed."""
    gone = sum(new is None for new in report.after.values())
    rows = [new for n in range(len(report.before)) if (new := report.now(n)) is not None]
    checks = result.checks
    if gone or report.columns:
        again = checked_again(
            report.before, rows, report.columns, checks, book.raw("checks"), result.coverage
        )
        rows, checks = list(again.rows), again.checks
    coverage = dict(result.coverage)
    for name, by in (("numbers_claimed", -gone), ("numbers_ignored", gone)):
        if coverage.get(name):
            coverage[name] = str(int(coverage[name]) + by)
    return replace(
        result,
        observations=Frame.of(rows, contract.OBSERVATION_COLUMNS),
        categories=tuple(report.categories),
        checks=checks,
        coverage=coverage,
    )


def _say(
    done: Applied,
    given: Corrections,
    number: int,
    source: str,
    code: str,
    clause: str,
    severity: Severity = "error",
) -> None:
    """An Issue about one line; it stands with its report where the run has that."""
    where = source if source in done.results else given.name
    message = f"The correction in line {number} of {given.name} is not applied: {clause}."
    done.issues.append(
        {**issue(where, code, severity, message), "suggestion": f"{given.name}, line {number}"}
    )
