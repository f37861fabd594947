"""reports.csv and universe.csv: what there is, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from extractor.identify.councils import Authorities, last_day
from extractor.identify.manifest import ManifestEntry
from extractor.lexicon.authorities_file import Authority
from extractor.model.records import Coverage, Member, ReportRow

READ = ("ok", "partial")
"""Statuses of a report whose figures are in the dataset."""
OF_CHILDREN = ("unitary", "metropolitan", "london_borough", "county")
"""Types of council that have children's services; the others are out of scope."""


def reports(
    coverage: Iterable[Coverage], entries: Mapping[str, ManifestEntry], titles: Mapping[str, str]
) -> list[ReportRow]:
    """One row for each report, with what the manifest says of it; its own title where that says none."""
    unlisted = ManifestEntry(file="none")
    return [
        ReportRow(
            source_file=line.source_file,
            title=entry.title or titles.get(line.source_file, ""),
            authority_code=line.authority_code,
            authority_name=line.authority_name,
            publisher=line.authority_name,
            report_period=line.report_period,
            published=entry.published,
            url=entry.url,
            licence=entry.licence,
            sha256=line.sha256,
            retrieved=entry.retrieved,
            pages=line.pages,
            status=line.status,
        )
        for line in coverage
        for entry in [entries.get(line.source_file, unlisted)]
    ]


def universe(coverage: Sequence[Coverage], authorities: Authorities) -> list[Member]:
    """Every council that exists at the end of each year that a report of the run is about.

    One whose report was read is `have`, under whichever of its codes; of the others a council of
    a type without children's services, or outside England, is out of scope.
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
        status="have" if files else "missing" if in_scope else "out_of_scope",
        source_files=tuple(sorted(files)),
    )
