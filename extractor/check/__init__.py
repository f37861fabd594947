"""Every check of patterns/checks.yaml over one report, and what the checks settle of its rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.check import case_lists, of_text
from extractor.check.breakdown_sum import breakdown_sum, percent_sum
from extractor.check.changes import change_checks
from extractor.check.figures import Figures
from extractor.check.finding import Finding, as_row
from extractor.check.flow_balance import flow_checks
from extractor.check.ombudsman import ombudsman_era, uphold_rate
from extractor.check.percent_infeasible import percent_infeasible
from extractor.check.percent_recompute import Bases, percent_recompute
from extractor.check.readings import figures_of
from extractor.check.row_marks import flagged, marked, unmarked, with_bases
from extractor.check.same_fact import same_fact
from extractor.check.scope_mix import scope_mix
from extractor.check.unit_of_count import small_number, unit_of_count
from extractor.lexicon.checklist import CheckBook
from extractor.model.types import Document, Issue, Place, Reading

Row = Mapping[str, str]
OF_TEXT = frozenset(
    {"date-outside-period", "duplicate-matter", "figure-not-in-text", "period-repaired", "row-recount"}
)
OF_BOTH = frozenset({"ombudsman-era", "unit-of-count"})
"""Checks that need the report's text, and those that look at text and at rows."""
_SEVERITY = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True)
class Checked:
    """A report's rows with what the checks settle, and the rows of checks.csv, gravest first."""

    rows: tuple[dict[str, str], ...]
    checks: tuple[dict[str, str], ...]


def of_rows(rows: Sequence[Row], book: CheckBook) -> tuple[dict[str, str], ...]:
    """The checks that need nothing but one report's rows, as rows of checks.csv."""
    figures = _figures(rows, book)
    findings, _ = _arithmetic(figures, book)
    return _rows_of(findings, book, rows)


def of_report(
    rows: Sequence[Row],
    document: Document,
    readings: Sequence[tuple[Place, Reading]],
    issues: Sequence[Issue],
    book: CheckBook,
    about: Row | None = None,
) -> tuple[dict[str, str], ...]:
    """The checks that need the report's text too.

    `about` names file, council and year of a report, for one without rows.
    """
    return _of_report(_figures(rows, book), rows, document, readings, issues, book, about)


def _of_report(
    figures: Figures,
    rows: Sequence[Row],
    document: Document,
    readings: Sequence[tuple[Place, Reading]],
    issues: Sequence[Issue],
    book: CheckBook,
    about: Row | None,
) -> tuple[dict[str, str], ...]:
    period = figures.period or (about or {}).get("report_period", "")
    lists = case_lists.case_lists(document, book)
    findings = [
        *of_text.date_outside_period(document, period, book),
        *of_text.period_repaired(document, figures, book),
        *of_text.figure_not_in_text(document, readings, issues, figures, book),
        *of_text.duplicate_matter(document, figures, book),
        *of_text.unit_words(document, figures, book),
        *case_lists.row_recount(lists, figures, book),
        *case_lists.old_terms_in_lists(lists, figures, book),
    ]
    return _rows_of(findings, book, rows, about)


def checked(
    rows: Iterable[Row],
    document: Document,
    readings: Sequence[tuple[Place, Reading]],
    issues: Sequence[Issue],
    book: CheckBook,
    about: Row,
) -> Checked:
    """Everything at once: the rows marked, based and flagged, and all rows of checks.csv."""
    known = marked(rows, book)
    figures = _figures(known, book)
    findings, bases = _arithmetic(figures, book)
    found = (
        *_rows_of(findings, book, known, about),
        *_of_report(figures, known, document, readings, issues, book, about),
    )
    ordered = tuple(sorted(found, key=_order))
    settled = list(with_bases(known, bases))
    del known, figures, findings
    return Checked(flagged(handed_over(settled), ordered, book), ordered)


def handed_over(rows: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """The rows in order, each let go of: those of a long report are not held twice."""
    rows.reverse()
    while rows:
        yield rows.pop()


def checked_again(
    before: Sequence[Row],
    after: Sequence[Row],
    settled: Mapping[str, Collection[str]],
    checks: Sequence[Row],
    book: CheckBook,
    about: Row,
) -> Checked:
    """What `checked` gave for the rows `before`, made anew for the rows `after`; the text is not at hand.

    `settled` names, by observation_id, the columns that must stay as they are. Findings that rest
    on the report's text are kept, less the rows that are gone.
    """
    known = marked(unmarked(after, settled), book)
    findings, bases = _arithmetic(_figures(known, book), book)
    old_rows = marked(unmarked(before, {}), book)
    old = {
        _words(row) for row in _rows_of(_arithmetic(_figures(old_rows, book), book)[0], book, old_rows, about)
    }
    left = {row["observation_id"] for row in after}
    found = [dict(row) for row in _rows_of(findings, book, known, about)]
    for row in checks:
        if row["check"] in OF_TEXT or (row["check"] in OF_BOTH and _words(row) not in old):
            ids = [one for one in row["observation_ids"].split(";") if one in left]
            if ids or not row["observation_ids"]:
                found.append({**row, "observation_ids": ";".join(ids)})
    ordered = tuple(sorted(found, key=_order))
    return Checked(flagged(with_bases(known, bases), ordered, book), ordered)


def _words(row: Row) -> tuple[str, ...]:
    return row["check"], row["period"], row["printed"], row["computed"], row["message"]


def _figures(rows: Sequence[Row], book: CheckBook) -> Figures:
    return figures_of(rows, book.total_words, book.union)


def _arithmetic(figures: Figures, book: CheckBook) -> tuple[list[Finding], Bases]:
    recomputed, bases, counted = percent_recompute(figures, book)
    infeasible = list(percent_infeasible(figures, book, bases, counted))
    found: list[Iterable[Finding]] = [
        breakdown_sum(figures, book),
        percent_sum(figures, book),
        recomputed,
        infeasible,
        change_checks(figures, book),
        same_fact(figures, book),
        flow_checks(figures, book),
        unit_of_count(figures, book),
        small_number(figures, book),
        ombudsman_era(figures, book),
        uphold_rate(figures, book),
        scope_mix(figures, book),
    ]
    return [one for many in found for one in many], bases


def _rows_of(
    findings: Iterable[Finding], book: CheckBook, rows: Sequence[Row], about: Row | None = None
) -> tuple[dict[str, str], ...]:
    """One row for each thing found; the same thing found in several places is one."""
    named: Row = about or (rows[0] if rows else _Nobody())
    merged: dict[tuple[str, ...], dict[str, str]] = {}
    for row in (as_row(finding, book, named) for finding in findings):
        key = (
            row["check"],
            row["period"],
            row["printed"],
            row["computed"],
            row["message"].partition(" (")[0],
        )
        first = merged.setdefault(key, row)
        if first is not row:
            ids = (*first["observation_ids"].split(";"), *row["observation_ids"].split(";"))
            first["observation_ids"] = ";".join(dict.fromkeys(filter(None, ids)))
    return tuple(merged.values())


class _Nobody(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _order(row: Row) -> tuple[Any, ...]:
    return _SEVERITY[row["severity"]], row["check"], row["period"], row["message"], row["observation_ids"]
