"""Many reports' observations as figures that may be set side by side, each with its caveats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from extractor.identify.councils import authorities_of
from extractor.identify.manifest import ManifestEntry
from extractor.lexicon.rulebook import Rulebook
from extractor.model.records import (
    Check,
    Coverage,
    IndicatorRow,
    IssueRow,
    Member,
    ReportRow,
    frame_of_records,
)
from extractor.model.table import frame_of
from extractor.reconcile import assemble, conflicts, coverage_files, indicators
from extractor.reconcile.comparable import reconcile
from extractor.reconcile.headlines import headline_rows
from extractor.reconcile.links import address, linked
from extractor.reconcile.local_codes import with_local_codes
from extractor.reconcile.population import Population

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, eq=False)
class Compared:
    """Everything that reconciling adds to the dataset, and the given rows with their addresses.

    Each a DataFrame of text cells in the columns of its file.
    """

    observations: DataFrame
    review: DataFrame
    comparable: DataFrame
    indicators: DataFrame
    checks: DataFrame
    coverage: DataFrame
    issues: DataFrame
    reports: DataFrame
    universe: DataFrame
    councils: DataFrame


@dataclass(frozen=True, eq=False)
class Given:
    """What a run knows once every report is read; duplicate editions are already left out."""

    observations: DataFrame
    review: DataFrame
    coverage: Sequence[Coverage]
    issues: Sequence[IssueRow]
    checks: Sequence[Check]
    """Of the single reports."""
    entries: Mapping[str, ManifestEntry]
    """Of the manifest, by source_file."""
    titles: Mapping[str, str]


def compare(given: Given, book: Rulebook, population: Population | None = None) -> Compared:
    """Reconcile, work out the indicators, and say what is missing."""
    urls = {source: entry.url for source, entry in given.entries.items()}
    rows = linked(given.observations, urls)
    found = reconcile(rows, book.raw("reconcile"))
    facts = linked(found.comparable, urls)
    worked = indicators.indicators(facts, book.raw("indicators"), population)
    checks = _linked([*given.checks, *conflicts.checks(found, rows, book.raw("reconcile"))], urls)
    issues = [*given.issues, *conflicts.issues(found, rows, book.raw("reconcile"))]
    headlines = book.raw("headlines")
    rows_of_councils = headline_rows(facts, worked, given.coverage, headlines)
    authorities = authorities_of(book)
    return Compared(
        observations=rows,
        review=linked(given.review, urls),
        comparable=with_local_codes(facts),
        indicators=frame_of_records(IndicatorRow, worked),
        checks=frame_of_records(Check, sorted(checks, key=lambda check: tuple(check.cells().values()))),
        coverage=frame_of_records(Coverage, _linked(given.coverage, urls)),
        issues=frame_of_records(IssueRow, _linked(sorted(issues, key=assemble.issue_order), urls)),
        reports=frame_of_records(
            ReportRow, coverage_files.reports(given.coverage, given.entries, given.titles)
        ),
        universe=frame_of_records(Member, coverage_files.universe(given.coverage, authorities)),
        councils=frame_of([row.cells(headlines) for row in rows_of_councils], headlines.columns),
    )


OfReport = TypeVar("OfReport", Check, Coverage, IssueRow)


def _linked(rows: Iterable[OfReport], urls: Mapping[str, str]) -> list[OfReport]:
    """The same with their addresses."""
    return [replace(row, source_url=address(urls.get(row.source_file, ""), _page(row))) for row in rows]


def _page(row: Check | Coverage | IssueRow) -> str:
    return "" if isinstance(row, Coverage) else str(row.page or "")
