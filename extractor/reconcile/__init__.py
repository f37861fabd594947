"""Many reports' observations as figures that may be set side by side, each with its caveats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extractor.identify.councils import Authorities
from extractor.identify.manifest import ManifestEntry
from extractor.lexicon.language_words import words_of
from extractor.lexicon.rulebook import Rulebook
from extractor.model import contract
from extractor.model.frame import Frame
from extractor.reconcile import conflicts, coverage_files, indicators
from extractor.reconcile.comparable import reconcile
from extractor.reconcile.links import linked, with_links
from extractor.reconcile.population import Population

Row = dict[str, str]


@dataclass(frozen=True, eq=False)
class Compared:
    """Everything that reconciling adds to the dataset, and the given rows with their addresses."""

    observations: Frame
    review: Frame
    comparable: Frame
    indicators: Sequence[Row]
    checks: Sequence[Row]
    coverage: Sequence[Row]
    issues: Sequence[Row]
    reports: Sequence[Row]
    universe: Sequence[Row]
    councils: Sequence[Row]
    council_columns: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Given:
    """What a run knows once every report is read; duplicate editions are already left out."""

    observations: Frame
    review: Frame
    coverage: Sequence[Row]
    issues: Sequence[Row]
    checks: Iterable[Row]
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
    checks = with_links([*given.checks, *conflicts.checks(found, rows, book.raw("reconcile"))], urls)
    headlines = book.raw("headlines")
    authorities = Authorities(book.raw("authorities"), words_of(book))
    return Compared(
        observations=rows,
        review=linked(given.review, urls),
        comparable=facts,
        indicators=worked,
        checks=sorted(checks, key=_check_order),
        coverage=with_links(given.coverage, urls),
        issues=with_links(given.issues, urls),
        reports=coverage_files.reports(given.coverage, given.entries, given.titles),
        universe=coverage_files.universe(given.coverage, authorities),
        councils=coverage_files.councils(facts, worked, headlines),
        council_columns=headlines.columns,
    )


def _check_order(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in contract.CHECK_COLUMNS)
