"""Checks and issues, counted and by report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.lexicon.page_schema import Named, Page
from extractor.model import contract
from extractor.publish.html import wording

Row = Mapping[str, str]
SEVERITIES = tuple(contract.CODES["severity"].values())


@dataclass(frozen=True)
class Kind:
    """How often one check found something."""

    check: Named
    severities: tuple[int, ...]
    """In the order of the page's severities."""
    reports: int


@dataclass(frozen=True)
class Finding:
    """One line of checks.csv as it is shown."""

    check: str
    severity: str
    message: str
    printed: str
    computed: str
    period: str
    link: str
    page: str
    explain: str


@dataclass(frozen=True)
class OfReport:
    """The findings of one report."""

    source_file: str
    council: str
    period: str
    link: str
    counted: str
    findings: tuple[Finding, ...]


def kinds(rows: Sequence[Row], texts: Page) -> list[Kind]:
    """Every check that found something, in the page's order."""
    counted: Counter[tuple[str, str]] = Counter()
    reports: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        code = row.get("check", "")
        counted[code, row.get("severity", "")] += 1
        reports[code].add(row.get("source_file", ""))
    known = {entry.id: entry for entry in texts.checks}
    return [
        Kind(
            known.get(code) or Named(id=code or "unknown", name=wording.spoken(code or "unknown")),
            tuple(counted[code, severity.id] for severity in SEVERITIES),
            len(reports[code]),
        )
        for code in sorted(reports, key=lambda code: (wording.rank(texts.checks, code), code))
    ]


def by_report(rows: Sequence[Row], reports: Sequence[Row], texts: Page) -> list[OfReport]:
    """Findings but notes report by report, by council's name and year, the gravest first in each."""
    by_file: defaultdict[str, list[Row]] = defaultdict(list)
    for row in (one for one in rows if one.get("severity") != SEVERITIES[-1].id):
        by_file[row.get("source_file", "")].append(row)
    told = {row.get("source_file", ""): row for row in reports}
    made = [_of_report(file, of, told.get(file, {}), texts) for file, of in by_file.items()]
    made.sort(key=lambda one: (one.council.casefold(), one.period, one.source_file))
    return made


def _of_report(file: str, rows: list[Row], report: Row, texts: Page) -> OfReport:
    rows = sorted(rows, key=lambda row: (wording.rank(SEVERITIES, row.get("severity", "")), _words(row)))
    found = Counter(row.get("severity", "") for row in rows)
    counted = ", ".join(
        wording.plural(found[severity.id], severity.name.lower())
        for severity in SEVERITIES
        if found[severity.id]
    )
    address = report.get("url", "")
    return OfReport(
        file,
        report.get("authority_name", "") or rows[0].get("authority_code", ""),
        report.get("report_period", "") or rows[0].get("period", ""),
        wording.web_address(address),
        counted or wording.plural(len(rows), "finding"),
        tuple(_finding(row, texts) for row in rows),
    )


def _words(row: Row) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in ("check", "period", "message", "observation_ids"))


def _finding(row: Row, texts: Page) -> Finding:
    link = wording.web_address(row.get("source_url", ""))
    _, _, page = link.rpartition("#page=")
    return Finding(
        wording.name(texts.checks, row.get("check", "")),
        wording.name(SEVERITIES, row.get("severity", "")),
        row.get("message", ""),
        row.get("printed", ""),
        row.get("computed", ""),
        row.get("period", ""),
        link,
        page if page.isdigit() else "",
        row.get("observation_ids", "").split(";")[0],
    )
