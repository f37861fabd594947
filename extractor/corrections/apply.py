"""Corrections laid over what the machine read, each checked to still fit; nothing of it is forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from extractor.check import check_again
from extractor.corrections import codes
from extractor.corrections.file import Correction, Corrections, contradictions
from extractor.corrections.fit import Spot, by_id, labelled, same_label, spots
from extractor.lexicon.rulebook import Rulebook
from extractor.model import contract, row
from extractor.model.observation import Category, Observation, of_cells
from extractor.model.records import CategoryRow, CorrectionRow, Coverage, IssueRow
from extractor.model.result import ReportResult
from extractor.model.types import Severity

CORRECTED = "corrected"
"""The flag of a row that a person changed."""
_CODING = (
    *("authority_code", "period", "procedure", "stage", "measure", "unit", "unit_of_count", "value"),
    *("value_status", *contract.DIMENSIONS, "base", "change_of"),
)
"""What a row that is taken out was read as."""


@dataclass
class Applied:
    """What came of the corrections."""

    results: dict[str, ReportResult]
    rows: list[CorrectionRow] = field(default_factory=list)
    """Rows of the run's own corrections.csv: one for each row of the dataset that a correction touched."""
    issues: list[IssueRow] = field(default_factory=list)
    elsewhere: list[int] = field(default_factory=list)
    """Lines about reports that the run does not have."""


@dataclass
class _Report:
    """One report while corrections are laid over it."""

    before: list[Observation]
    after: dict[int, Observation | None]
    """By the number of a row: as it is now, None where it is no figure."""
    columns: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """observation_id -> columns that a person has settled."""
    categories: list[CategoryRow] = field(default_factory=list)

    def now(self, number: int) -> Observation:
        """A row as the corrections so far leave it."""
        return self.after.get(number) or self.before[number]


@dataclass(frozen=True)
class _Bench:
    """What is at hand while corrections are laid over the reports, and what comes of it."""

    given: Corrections
    book: Rulebook
    done: Applied
    reports: dict[str, _Report] = field(default_factory=dict)

    def report(self, source: str) -> _Report:
        """The report, opened when it is first needed."""
        if source not in self.reports:
            result = self.done.results[source]
            self.reports[source] = _Report(result.observed(), {}, categories=list(result.categories))
        return self.reports[source]

    def say(self, number: int, source: str, code: str, clause: str, severity: Severity = "error") -> None:
        """An Issue about one line; it stands with its report where the run has that."""
        name = self.given.name
        where = source if source in self.done.results else name
        message = f"The correction in line {number} of {name} was not applied: {clause}."
        self.done.issues.append(IssueRow(where, code, severity, None, message, f"{name}, line {number}"))


def apply(given: Corrections, results: Mapping[str, ReportResult], book: Rulebook) -> Applied:
    """The results with every correction that still fits, labels first; an Issue for each other one.

    No report is read again for it, not for a label either: a label's correction sets codes of the
    rows that stand under it. Words that are to change what else is read belong in patterns/.
    """
    done = Applied(dict(results))
    bench = _Bench(given, book, done)
    for number, source, clause in given.faults:
        bench.say(number, source, "correction-not-valid", clause)
    valid = []
    for entry in given.entries:
        if clause := codes.fault_of(entry.changes, book):
            bench.say(entry.number, entry.line.source_file, "correction-not-valid", clause)
        else:
            valid.append(entry)
    for earlier, later in contradictions([entry for entry in valid if entry.of_label]):
        clause = f"line {later.number} corrects the same label otherwise and comes later"
        bench.say(earlier.number, earlier.line.source_file, "correction-overruled", clause, "warning")
    # Of two labels' corrections the one for this report alone weighs more, and rows weigh more than labels.
    labels = sorted((e for e in valid if e.of_label), key=lambda e: (bool(e.line.source_file), e.number))
    for entry in labels:
        _apply_label(entry, bench)
    _apply_rows([e for e in valid if not e.of_label], bench)
    for source, report in bench.reports.items():
        done.results[source] = _finished(done.results[source], report, book)
    if done.elsewhere:
        lines = ", ".join(map(str, sorted(done.elsewhere)[:20])) + (", ..." if done.elsewhere[20:] else "")
        message = f"Lines of {given.name} are about reports that this run does not have: {lines}."
        done.issues.append(IssueRow(given.name, "correction-elsewhere", "info", None, message))
    done.rows.sort(key=lambda line: (line.source_file, line.observation_id, line.verdict, line.now))
    return done


def counted(rows: Iterable[CorrectionRow], coverage: Iterable[Coverage]) -> list[CorrectionRow]:
    """The corrected rows of reports that the dataset counts: not those of another edition."""
    left_out = {line.source_file for line in coverage if line.status == "duplicate_edition"}
    return [line for line in rows if line.source_file not in left_out]


def _apply_label(entry: Correction, bench: _Bench) -> None:
    line, any_row = entry.line, False
    for source, result in bench.done.results.items():
        numbers = labelled(entry, result)
        if not numbers:
            continue
        any_row = True
        changes = _of_label(entry)
        for number in numbers:
            _recode(entry, changes, (source, number), bench)
        _receipts(bench.report(source), line.dimension, line.label, dict(changes))
    if not any_row and line.source_file and line.source_file not in bench.done.results:
        bench.done.elsewhere.append(entry.number)
    elif not any_row:
        severity: Severity = "error" if line.source_file else "info"
        clause = "the report has no number under this label" if line.source_file else "no report prints it"
        bench.say(entry.number, line.source_file, "correction-does-not-fit", clause, severity)


def _of_label(entry: Correction) -> tuple[tuple[str, str], ...]:
    """Its changes; a label that is moved to another dimension goes with its words."""
    changes = dict(entry.changes)
    for name in contract.DIMENSIONS:
        if name != entry.line.dimension and changes.get(name):
            changes[f"{name}_label"] = entry.line.label
    return tuple(changes.items())


def _apply_rows(entries: list[Correction], bench: _Bench) -> None:
    done = bench.done
    known = by_id(done.results.values(), entries)
    last: dict[Spot, Correction] = {}
    for entry in entries:
        source = entry.line.source_file
        places = spots(entry, done.results, known)
        if isinstance(places, str):
            if source and source not in done.results:
                done.elsewhere.append(entry.number)
            else:
                bench.say(entry.number, source, "correction-does-not-fit", places)
            continue
        for spot in places:
            if spot in last:
                clause = f"line {entry.number} corrects the same row and comes later"
                bench.say(last[spot].number, spot[0], "correction-overruled", clause, "info")
            last[spot] = entry
    for spot, entry in last.items():
        report, number = bench.report(spot[0]), spot[1]
        before = report.before[number]
        if entry.verdict == "recode":
            _recode(entry, entry.changes, spot, bench)
        elif entry.verdict == "right":
            report.after[number] = replace(report.now(number), confidence=1.0)
            done.rows.append(_record(entry, before, (), ()))
        else:
            report.after[number] = None
            cells = before.cells()
            done.rows.append(_record(entry, before, [name for name in _CODING if cells[name]], ()))


def _recode(entry: Correction, changes: tuple[tuple[str, str], ...], spot: Spot, bench: _Bench) -> None:
    """One row with its new cells, if the contract allows them."""
    report, number = bench.report(spot[0]), spot[1]
    was = report.now(number)
    old = was.cells()
    new = old | dict(changes)
    for name, cell in changes:
        if name in contract.DIMENSIONS and not cell:
            new[f"{name}_label"] = ""
        elif name == "authority_code":
            new["authority_name"] = codes.council(cell, bench.book)
    if not entry.of_label:
        new["confidence"] = "1.00"  # a person saw this very number; of a label they saw the words only
    told = (f"{name}: corrected by {entry.line.by}" for name, cell in changes if cell != old[name])
    new["because"] = "; ".join(filter(None, (old["because"], *told)))
    if fault := row.fault_of(new):
        clause = f"its row would break the contract: {fault}"
        bench.say(entry.number, spot[0], "correction-not-valid", clause)
        return
    if not entry.of_label:
        for one in was.slice:
            if one.label and new[one.dimension] != one.code:
                _one_receipt(report, one, new[one.dimension])
    report.after[number] = made = of_cells(new)
    changed = [name for name, _ in changes]
    report.columns[made.observation_id].update(changed)
    bench.done.rows.append(_record(entry, report.before[number], changed, changed, made))


def _record(
    entry: Correction,
    before: Observation,
    was: list[str] | tuple[str, ...],
    now: list[str] | tuple[str, ...],
    new: Observation | None = None,
) -> CorrectionRow:
    """A row of the run's corrections.csv: the machine's coding and the person's."""
    line, machine, person = entry.line, before.cells(), (new or before).cells()
    cells = {name: machine.get(name, "") for name in contract.CORRECTION_COLUMNS}
    cells |= {
        "verdict": entry.verdict,
        "dimension": line.dimension if entry.of_label else "",
        "label": line.label,
        "was": "; ".join(f"{name}={machine[name]}" for name in was),
        "now": "; ".join(f"{name}={person[name]}" for name in now),
        "because": line.because,
        "by": line.by,
        "date": line.date,
    }
    return CorrectionRow.of_cells(cells)


def _receipts(report: _Report, dimension: str, label: str, changes: dict[str, str]) -> None:
    """The label's lines of categories.csv: the person's code, and the machine's as the runner-up."""
    moved = next((name for name in contract.DIMENSIONS if name != dimension and changes.get(name)), "")
    if not moved and dimension not in changes:
        return
    for n, line in enumerate(report.categories):
        if line.dimension == dimension and same_label(line.label, label):
            settled = _settled(line, changes.get(moved or dimension, ""))
            report.categories[n] = replace(settled, dimension=moved or dimension)


def _settled(line: CategoryRow, code: str) -> CategoryRow:
    return replace(
        line, code=code, method="correction", score=100, runner_up=line.code, runner_up_score=line.score
    )


def _one_receipt(report: _Report, old: Category, code: str) -> None:
    """One occurrence of a label that a person coded otherwise than the rest."""
    for n, line in enumerate(report.categories):
        if (line.dimension, line.code, line.label) == old:
            report.categories.append(replace(_settled(line, code), occurrences=1))
            if line.occurrences > 1:
                report.categories[n] = replace(line, occurrences=line.occurrences - 1)
            else:
                del report.categories[n]
            return


def _flagged(row: Observation, report: _Report) -> Observation:
    """The row, marked where a person changed it."""
    corrected = row.observation_id in report.columns
    return replace(row, flags=tuple(sorted({*row.flags, CORRECTED}))) if corrected else row


def _finished(result: ReportResult, report: _Report, book: Rulebook) -> ReportResult:
    """The result with its rows, and with the checks that rest on rows made anew where those changed."""
    if not report.after:
        return replace(result, categories=tuple(report.categories))
    out = {number for number, new in report.after.items() if new is None}
    rows = [report.now(number) for number in range(len(report.before)) if number not in out]
    checks = result.checks
    if out or report.columns:
        again = check_again(result, rows, report.columns, book.raw("checks"))
        rows, checks = [_flagged(one, report) for one in again.rows], again.checks
    return result.settled(rows, checks, len(out), categories=tuple(report.categories))
