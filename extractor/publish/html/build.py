"""Puts the page together: each section within its share of the room, then all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from extractor.lexicon.page_schema import Page
from extractor.model import contract, table
from extractor.publish.html import blocks, findings, fit, headlines, wording
from extractor.publish.html.coverage import Coverage, coverage, tiles
from extractor.publish.html.figures import Row, folded, groups
from extractor.publish.html.printed import printed

if TYPE_CHECKING:
    from extractor.publish import Dataset


def page(dataset: Dataset, texts: Page) -> bytes:
    """The whole page as UTF-8."""
    parts: Any = environment().get_template("parts.html").module

    def room(part: str) -> int:
        return texts.thresholds.page_bytes * int(getattr(texts.shares, part)) // 100

    found = coverage(dataset.rows("coverage"), dataset.rows("universe"))
    rows = dataset.rows("indicators")
    figures = folded(groups(rows, texts))
    indicators = blocks.sections(figures, printed(dataset, rows), texts, parts, room("indicators"))
    html = (
        environment()
        .get_template("report.html")
        .render(
            texts=texts,
            headlines=headlines.headlines(rows, figures),
            tiles=tiles(found.councils, texts),
            index=fit.fitting(headlines.index(indicators), parts.listed, room("index")),
            codes={name: tuple(codes.values()) for name, codes in contract.CODES.items()},
            css=Markup(style()),
            run=made_by(dataset),
            found=found,
            fitted=_lists(dataset, found, texts, parts, room),
            indicators=indicators,
            agreement=Counter(table.texts(dataset.comparable, "agreement")),
            kinds=findings.kinds(dataset.rows("checks"), texts),
            checks=len(dataset.checks),
            issues=len(dataset.issues),
            severities=[f"{one.name}#" for one in findings.SEVERITIES],
            licences=sorted(Counter(row.get("licence", "") for row in dataset.rows("reports")).items()),
            reports=len(dataset.reports),
            retrieved=_retrieved(dataset.rows("reports")),
            markers=_markers(rows),
        )
    )
    return html.encode()


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Where the templates are, and the filters that they use."""
    made = Environment(
        loader=PackageLoader("extractor.publish.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["plural"] = wording.plural
    made.filters["spoken"] = wording.spoken
    made.filters["web"] = wording.web_address
    made.filters["rounded"] = wording.rounded
    made.filters["percent"] = lambda share: f"{100 * float(share):.0f}%"
    return made


def style() -> str:
    """The style of both pages."""
    loader = environment().loader
    assert loader is not None
    return loader.get_source(environment(), "style.css")[0]


def _lists(
    dataset: Dataset, found: Coverage, texts: Page, parts: Any, room: Callable[[str], int]
) -> dict[str, fit.Fitted]:
    """The long lists, each cut where its room ends."""
    of_reports = findings.by_report(dataset.rows("checks"), dataset.rows("reports"), texts)
    checks = fit.fitting(of_reports, parts.findings, room("checks"))
    told = sum(len(one.findings) for one in of_reports[: len(checks.pieces)])
    names = {code.id: code.name for code in contract.CODES["status"].values()}
    sources = sorted(
        _whole(dataset.rows("reports"), contract.REPORT_COLUMNS),
        key=lambda row: (*wording.council_order(row), *_year_and_file(row)),
    )
    not_whole = _whole(found.not_whole, contract.COVERAGE_COLUMNS)
    return {
        "gaps": fit.fitting(found.councils, parts.gap, room("gaps")),
        "not_whole": fit.fitting(not_whole, lambda row: parts.not_whole(row, names), room("not_whole")),
        "checks": fit.Fitted(checks.pieces, len(dataset.checks) - told),
        "issues": fit.fitting(_issues(dataset.rows("issues")), parts.issue, room("issues")),
        "sources": fit.fitting(sources, parts.source, room("sources")),
    }


def _whole(rows: Sequence[Row], columns: Sequence[str]) -> list[dict[str, str]]:
    """Rows with every column, so that a template may name any."""
    return [{column: row.get(column, "") for column in columns} for row in rows]


def _issues(rows: Sequence[Row]) -> list[dict[str, str]]:
    """The gravest first, then by file."""
    severities = contract.CODES["severity"].values()
    graded = [
        {**row, "severity": wording.name(severities, row["severity"]), "rank": f"{place:02}"}
        for row in _whole(rows, contract.ISSUE_COLUMNS)
        for place in [wording.rank(severities, row["severity"])]
    ]
    return sorted(graded, key=lambda r: (r["rank"], r.get("source_file", ""), r.get("page", "").zfill(6)))


def _year_and_file(row: Row) -> tuple[str, str]:
    return row.get("report_period", ""), row.get("source_file", "")


def made_by(dataset: Dataset) -> dict[str, str]:
    """The program's version and the start of its rulebook's hash; nothing that differs between equal runs."""
    version = str(dataset.run.get("extractor", ""))
    return {
        "version": version if version[:1].isdigit() else "",
        "rules": str(dataset.run.get("rulebook", ""))[:12],
    }


def _retrieved(reports: Sequence[Row]) -> tuple[str, str]:
    dates = sorted(date for row in reports if (date := row.get("retrieved", "")))
    return (dates[0], dates[-1]) if dates else ("", "")


def _markers(rows: Sequence[Row]) -> list[contract.Code]:
    """The markers that stand in the figures of this page."""
    used = {row.get(name, "") for row in rows for name in ("value", "numerator", "denominator", "lower")}
    return [marker for marker in contract.CODES["marker"].values() if marker.id in used]
