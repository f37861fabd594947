"""Every check of patterns/checks.yaml over one report, and what the checks settle of its rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extractor.check.figures import figures_of
from extractor.check.grading import graded
from extractor.check.percent_infeasible import solve_without_counts
from extractor.check.percent_recompute import recompute
from extractor.check.row_marks import flagged, marked, unmarked, with_bases
from extractor.check.subject import About, Subject, Text, by_kind, registered
from extractor.lexicon.checklist import CheckBook
from extractor.model.observation import Observation
from extractor.model.records import Check
from extractor.model.result import ReportResult
from extractor.model.types import Document

__all__ = ["About", "Checked", "Text", "check_again", "check_report", "graded_again"]
_SEVERITY = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True)
class Checked:
    """A report's rows with what the checks settle, and what they found, gravest first."""

    rows: tuple[Observation, ...]
    checks: tuple[Check, ...]


def check_report(
    rows: Sequence[Observation], book: CheckBook, about: About, text: Text | None = None
) -> Checked:
    """All rows of one report marked, based and flagged, and what the checks found.

    Without `text` the checks that need the report's text are left out.
    """
    known = marked(rows, book)
    subject = _subject(known, book, about, text)
    found = tuple(sorted(_found(subject, text is not None), key=_order))
    return Checked(flagged(with_bases(known, subject.percentages.bases), found, book), found)


def graded_again(checked: Checked, book: CheckBook) -> Checked:
    """The same once the rows' confidence is known: what rests on an unsure reading accuses nobody."""
    rows, checks = graded(checked.rows, checked.checks, book)
    return Checked(rows, tuple(sorted(checks, key=_order)))


def check_again(
    result: ReportResult,
    after: Sequence[Observation],
    settled: Mapping[str, Collection[str]],
    book: CheckBook,
) -> Checked:
    """What the checks find in a report once others have settled some of its rows, without its text.

    Findings that rest on the report's text are kept, less the rows that are gone.

    Args:
        result: the report as it was read and checked.
        after: its rows as they are now.
        settled: by observation_id, the columns that must stay as they are.
        book: patterns/checks.yaml.
    """
    about = About(result.source, result.coverage.authority_code, result.coverage.report_period)
    before, known = (
        marked(unmarked(rows, kept), book) for rows, kept in ((result.observed(), {}), (after, settled))
    )
    old, subject = (_subject(rows, book, about, None) for rows in (before, known))
    of_old_rows = {_words(one) for one in _found(old, False)}
    left = {row.observation_id for row in after}
    found = list(_found(subject, False))
    for one in result.checks:
        needs = by_kind().get(one.check, frozenset((False,)))
        if needs == {True} or (True in needs and _words(one) not in of_old_rows):
            ids = tuple(each for each in one.observation_ids if each in left)
            if ids or not one.observation_ids:
                found.append(replace(one, observation_ids=ids))
    rows, graded_checks = graded(with_bases(known, subject.percentages.bases), found, book)
    return Checked(rows, tuple(sorted(graded_checks, key=_order)))


def _subject(rows: Sequence[Observation], book: CheckBook, about: About, text: Text | None) -> Subject:
    """What the checks look at, its percentages worked out: those with a printed count first."""
    subject = Subject(figures_of(rows, book, about.report_period), book, about, text or Text(Document(())))
    recompute(replace(subject, code="percent-recompute"))
    solve_without_counts(replace(subject, code="percent-infeasible"))
    return subject


def _found(subject: Subject, with_text: bool) -> tuple[Check, ...]:
    """One check for each thing found; the same thing found in several places is one."""
    merged: dict[tuple[str, ...], Check] = {}
    for one in registered():
        for check in one.run(subject) if with_text or not one.needs_text else ():
            key = (*_words(check)[:4], check.message.partition(" (")[0])
            first = merged.setdefault(key, check)
            if first is not check:
                ids = tuple(dict.fromkeys((*first.observation_ids, *check.observation_ids)))
                merged[key] = replace(first, observation_ids=ids)
    return tuple(merged.values())


def _words(check: Check) -> tuple[str, ...]:
    return check.check, check.period, check.printed, check.computed, check.message


def _order(check: Check) -> tuple[Any, ...]:
    ids = ";".join(check.observation_ids)
    return _SEVERITY[check.severity], check.check, check.period, check.message, ids
