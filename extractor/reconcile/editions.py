"""Which files are editions of one report, which are different reports of one year, and whose pages hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath

from extractor.model import contract
from extractor.model.observation import Observation
from extractor.model.result import ReportResult

SAME_YEAR_OVERLAP = 0.6
"""Jaccard overlap of words from which two files of one council and year are one report.

The five real reports reach 0.90 and more between their formats, and 0.04 between councils."""
UNKNOWN_YEAR_OVERLAP = 0.85
"""The same where one of the two does not give its year."""
SAME_FIGURES = 0.7
"""Share of the larger file's figures that its edition gives too: a form filled in again has the same words.

The five real reports reach 0.97 between their formats."""
FEWEST_FIGURES = 5
"""With fewer figures the words alone tell."""
FORMAT_ORDER = (".html", ".htm", ".xhtml", ".docx", ".pdf", ".txt", ".text", ".md")
"""Which edition counts where several give as many numbers: the one whose format tells most."""
READ = frozenset({"ok", "partial"})
_FIGURE = ("value", "unit")
_CODING = ("period", "procedure", "stage", "measure", *contract.DIMENSIONS)
KEYS = (
    (*_FIGURE, *_CODING, "evidence"),
    (*_FIGURE, "evidence"),
    (*_FIGURE, *_CODING, "source_kind"),
    (*_FIGURE, *_CODING),
)
"""What two rows must share to be one printed number, the surest first."""


def duplicates(results: Sequence[ReportResult]) -> dict[str, str]:
    """source_file of every edition that is not counted -> source_file of the one that is."""
    counted: dict[str, list[tuple[ReportResult, frozenset[str]]]] = defaultdict(list)
    files: dict[str, ReportResult] = {}
    found: dict[str, str] = {}
    for result in sorted(filter(_was_read, results), key=_preference):
        words = frozenset(result.fingerprint)
        council = result.coverage.authority_code
        # A report whose council is not known is an edition of the very same file only.
        near = (o for o, theirs in counted[council] if council and _one_report(result, words, o, theirs))
        first = files.get(result.sha256) or next(near, None)
        if first is None:
            counted[council].append((result, words))
            files[result.sha256] = result
        else:
            found[result.source] = first.source
    return found


def same_council_and_year(results: Sequence[ReportResult]) -> list[list[str]]:
    """Groups of source_files of different reports (no duplicates among them) of one council and year."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for result in filter(_was_read, results):
        council, year = _about(result)
        if council and year:
            groups[council, year].append(result.source)
    return [sorted(group) for _, group in sorted(groups.items()) if len(group) > 1]


def _was_read(result: ReportResult) -> bool:
    return result.coverage.status in READ


def _about(result: ReportResult) -> tuple[str, str]:
    return result.coverage.authority_code, result.coverage.report_period


def _preference(result: ReportResult) -> tuple[int, int, str]:
    ending = PurePath(result.source).suffix.lower()
    order = FORMAT_ORDER.index(ending) if ending in FORMAT_ORDER else len(FORMAT_ORDER)
    return -result.observations.num_rows, order, result.source


def _one_report(
    one: ReportResult, words: frozenset[str], other: ReportResult, theirs: frozenset[str]
) -> bool:
    if any(mine and their and mine != their for mine, their in zip(_about(one), _about(other), strict=True)):
        return False
    wanted = SAME_YEAR_OVERLAP if all((*_about(one), *_about(other))) else UNKNOWN_YEAR_OVERLAP
    smaller, larger = sorted((len(words), len(theirs)))
    if not smaller or smaller < wanted * larger:
        return False
    common = len(words & theirs)
    return common >= wanted * (smaller + larger - common) and _same_figures(one, other)


def _same_figures(one: ReportResult, other: ReportResult) -> bool:
    mine, their = (Counter(result.observations["value"].to_pylist()) for result in (one, other))
    if min(mine.total(), their.total()) < FEWEST_FIGURES:
        return True
    return (mine & their).total() >= SAME_FIGURES * max(mine.total(), their.total())


def pages(mine: Sequence[Observation], theirs: Sequence[Observation]) -> dict[int, tuple[str, str]]:
    """For rows of one edition by their number, the page and box of the same printed number in another.

    Rows pair off in the order of print. Where the two editions do not have as many rows that
    share a key, nobody knows which is which, and those get no page.
    """
    found: dict[int, tuple[str, str]] = {}
    left, right = (dict(enumerate(row.cells() for row in rows)) for rows in (mine, theirs))
    for key in KEYS:
        ours, others = _by(key, left), _by(key, right)
        for shared, numbers in ours.items():
            same = others.get(shared, ())
            if len(numbers) != len(same):
                continue
            for number, other in zip(numbers, same, strict=True):
                row = right.pop(other)
                found[number] = row["page"], row["bbox"]
                del left[number]
    return found


def _by(key: Iterable[str], rows: Mapping[int, Mapping[str, str]]) -> dict[tuple[str, ...], list[int]]:
    grouped: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, row in rows.items():
        grouped[tuple(" ".join(row[name].split()).casefold() for name in key)].append(number)
    return grouped
