"""reports.csv, universe.csv and councils.csv: what there is, what is missing, and the headlines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from extractor.identify.councils import Authorities, Authority, last_day
from extractor.identify.manifest import ManifestEntry
from extractor.lexicon.comparison import Headline, HeadlinesFile
from extractor.model import contract
from extractor.model.records import Coverage, IndicatorRow, Member, ReportRow
from extractor.model.table import records

if TYPE_CHECKING:
    from pandas import DataFrame

Row = Mapping[str, str]
READ = ("ok", "partial")
"""Statuses of a report whose figures are in the dataset."""
OF_CHILDREN = ("unitary", "metropolitan", "london_borough", "county")
"""Types of council that have children's services; the others are out of scope."""


def reports(
    coverage: Iterable[Coverage], entries: Mapping[str, ManifestEntry], titles: Mapping[str, str]
) -> list[ReportRow]:
    """One row for each report, with what the manifest says of it; its own title where that says none."""
    return [_report(line, entries.get(line.source_file), titles) for line in coverage]


def _report(line: Coverage, entry: ManifestEntry | None, titles: Mapping[str, str]) -> ReportRow:
    return ReportRow(
        source_file=line.source_file,
        title=(entry.title if entry else "") or titles.get(line.source_file, ""),
        authority_code=line.authority_code,
        authority_name=line.authority_name,
        publisher=line.authority_name,
        report_period=line.report_period,
        published=entry.published if entry else "",
        url=entry.url if entry else "",
        licence=entry.licence if entry else "",
        sha256=line.sha256,
        retrieved=entry.retrieved if entry else "",
        pages=line.pages,
        status=line.status,
    )


def universe(coverage: Sequence[Coverage], authorities: Authorities) -> list[Member]:
    """Every council that exists at the end of each year that a report of the run is about.

    A council of a type without children's services, or outside England, is out
    of scope; one whose report was read is `have`, under whichever of its codes.
    """
    key_of = {authority.code: authority.key for authority in authorities.all}
    have: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in coverage:
        if line.status in READ and line.report_period:
            have[key_of.get(line.authority_code, ""), line.report_period].append(line.source_file)
    years = sorted({year for _, year in have})
    return [
        _member(authority, year, have.get((authority.key, year), ()))
        for year in years
        for authority in sorted(authorities.all, key=lambda authority: authority.code)
        if authority.exists_on(last_day(year))
    ]


def _member(authority: Authority, year: str, files: Sequence[str]) -> Member:
    in_scope = authority.type in OF_CHILDREN
    return Member(
        authority_code=authority.code,
        authority_name=authority.name,
        old_la_code=authority.old_code,
        type=authority.type,
        region_code=authority.region_code,
        region=authority.region,
        period=year,
        status=("have" if files else "missing") if in_scope else "out_of_scope",
        source_files=tuple(sorted(files)),
    )


def councils(
    facts: DataFrame, indicators: Iterable[IndicatorRow], headlines: HeadlinesFile
) -> list[dict[str, str]]:
    """One row for each council and financial year, a headline figure and its mark beside each other."""
    rows: dict[tuple[str, str, str], dict[str, str]] = {}
    places = {(h.indicator, h.procedure, h.stage): h for h in headlines.headlines if h.indicator}
    for line in indicators:
        headline = places.get((line.indicator, line.procedure, line.stage))
        if headline:
            _put(rows, headlines, headline, line.cells())
    for headline, row in _measured(facts, headlines):
        _put(rows, headlines, headline, row)
    return [rows[who] for who in sorted(rows)]


def _put(
    rows: dict[tuple[str, str, str], dict[str, str]], headlines: HeadlinesFile, headline: Headline, line: Row
) -> None:
    """The first figure of a headline stands: of several limits in days, the report's own or the least."""
    who = line["authority_code"], line["period"], line["authority_name"]
    row = rows.setdefault(who, dict.fromkeys(headlines.columns, ""))
    row.update(authority_code=who[0], period=who[1], authority_name=who[2])
    if not row[f"{headline.id}_comparable"]:
        row[headline.id] = line["value"]
        row[f"{headline.id}_comparable"] = line["comparable"] or "with_care"


def _measured(facts: DataFrame, headlines: HeadlinesFile) -> Iterable[tuple[Headline, Row]]:
    """Reconciled counts that a headline names directly."""
    years = [text for text in facts["period"].cat.categories if contract.is_financial_year(text)]
    known = facts["period"].isin(years) & (facts["authority_code"] != "") & (facts["unit"] == "count")
    for name in contract.DIMENSIONS:
        if name != "outcome":
            known &= facts[name] == ""
    for headline in headlines.headlines:
        if headline.measure:
            mask = known
            for name in ("measure", "procedure", "stage", "outcome"):
                mask = mask & (facts[name] == getattr(headline, name))
            for row in records(facts[mask]):
                if row["value"]:
                    yield headline, row
