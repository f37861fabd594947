"""Many reports' observations as figures that may be set side by side, each with its caveats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from extractor.identify.councils import authorities_of
from extractor.identify.manifest import ManifestEntry
from extractor.lexicon.rulebook import Rulebook
from extractor.model.dataset import Dataset
from extractor.model.records import (
    CategoryRow,
    Check,
    Coverage,
    IndicatorRow,
    IssueRow,
    Member,
    ReportRow,
    frame_of_records,
)
from extractor.model.table import frame_of
from extractor.reconcile import conflicts, coverage_files, indicators
from extractor.reconcile.assemble import Assembled, issue_order
from extractor.reconcile.comparable import reconcile
from extractor.reconcile.headlines import headline_rows
from extractor.reconcile.links import address, linked
from extractor.reconcile.local_codes import with_local_codes
from extractor.reconcile.population import Population


def compare(
    whole: Assembled,
    entries: Mapping[str, ManifestEntry],
    titles: Mapping[str, str],
    book: Rulebook,
    population: Population | None = None,
) -> Dataset:
    """Reconcile, work out the indicators, and say what is missing.

    Args:
        whole: every report's rows; duplicate editions are already left out.
        entries: of the manifest, by source_file.
        titles: what the reports call themselves, by source_file.
        book: patterns/.
        population: children by council and year, where the user gives them.
    """
    urls = {source: entry.url for source, entry in entries.items()}
    settings, headlines = book.raw("reconcile"), book.raw("headlines")
    rows = linked(whole.observations, urls)
    found = reconcile(rows, settings)
    facts = linked(found.comparable, urls)
    worked = indicators.indicators(facts, book.raw("indicators"), population)
    checks = _linked([*whole.checks, *conflicts.checks(found, rows, settings)], urls)
    issues = sorted([*whole.issues, *conflicts.issues(found, rows, settings)], key=issue_order)
    councils = headline_rows(facts, worked, whole.coverage, headlines)
    reports = coverage_files.reports(whole.coverage, entries, titles)
    return Dataset(
        observations=rows,
        categories=frame_of_records(CategoryRow, whole.categories),
        coverage=frame_of_records(Coverage, _linked(whole.coverage, urls)),
        issues=frame_of_records(IssueRow, _linked(issues, urls)),
        run={},
        review=linked(whole.review, urls),
        comparable=with_local_codes(facts),
        indicators=frame_of_records(IndicatorRow, worked),
        checks=frame_of_records(Check, sorted(checks, key=lambda check: tuple(check.cells().values()))),
        reports=frame_of_records(ReportRow, reports),
        universe=frame_of_records(Member, coverage_files.universe(whole.coverage, authorities_of(book))),
        councils=frame_of([row.cells(headlines) for row in councils], headlines.columns),
    )


OfReport = TypeVar("OfReport", Check, Coverage, IssueRow)


def _linked(rows: Iterable[OfReport], urls: Mapping[str, str]) -> list[OfReport]:
    """The same with their addresses."""
    return [replace(row, source_url=address(urls.get(row.source_file, ""), _page(row))) for row in rows]


def _page(row: Check | Coverage | IssueRow) -> str:
    return "" if isinstance(row, Coverage) else str(row.page or "")
