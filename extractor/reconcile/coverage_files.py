"""reports.csv, universe.csv and councils.csv: what there is, what is missing, and the headlines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from extractor.identify.councils import Authorities, Authority, last_day
from extractor.identify.manifest import ManifestEntry
from extractor.lexicon.comparison import Headline, HeadlinesFile
from extractor.model import contract
from extractor.model.frame import Frame

Row = Mapping[str, str]
READ = ("ok", "partial")
"""Statuses of a report whose figures are in the dataset."""
OF_CHILDREN = ("unitary", "metropolitan", "london_borough", "county")
"""Types of council that have children's services; the others are out of scope."""


def reports(
    coverage: Iterable[Row], entries: Mapping[str, ManifestEntry], titles: Mapping[str, str]
) -> list[dict[str, str]]:
    """One row for each report, with what the manifest says of it; its own title where that says none."""
    found = []
    for line in coverage:
        source = line["source_file"]
        entry = entries.get(source)
        known = {} if entry is None else entry.model_dump()
        found.append(
            {name: known.get(name) or line.get(name, "") for name in contract.REPORT_COLUMNS}
            | {
                "sha256": line["sha256"],
                "title": known.get("title") or titles.get(source, ""),
                "publisher": line["authority_name"],
                "authority_code": line["authority_code"],
                "report_period": line["report_period"],
            }
        )
    return found


def universe(coverage: Sequence[Row], authorities: Authorities) -> list[dict[str, str]]:
    """Every council that exists at the end of each year that a report of the run is about.

    A council of a type without children's services, or outside England, is out
    of scope; one whose report was read is `have`, under whichever of its codes.
    """
    key_of = {authority.code: authority.key for authority in authorities.all}
    have: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in coverage:
        if line["status"] in READ and line["report_period"]:
            key = key_of.get(line["authority_code"], "")
            have[key, line["report_period"]].append(line["source_file"])
    years = sorted({year for _, year in have})
    return [
        _member(authority, year, have.get((authority.key, year), ()))
        for year in years
        for authority in sorted(authorities.all, key=lambda authority: authority.code)
        if authority.exists_on(last_day(year))
    ]


def _member(authority: Authority, year: str, files: Sequence[str]) -> dict[str, str]:
    in_scope = authority.type in OF_CHILDREN
    return {
        "authority_code": authority.code,
        "authority_name": authority.name,
        "old_la_code": authority.old_code,
        "type": authority.type,
        "region_code": authority.region_code,
        "region": authority.region,
        "period": year,
        "status": ("have" if files else "missing") if in_scope else "out_of_scope",
        "source_files": ";".join(sorted(files)),
    }


def councils(facts: Frame, indicators: Iterable[Row], headlines: HeadlinesFile) -> list[dict[str, str]]:
    """One row for each council and financial year, a headline figure and its mark beside each other."""
    rows: dict[tuple[str, str, str], dict[str, str]] = {}
    places = {(h.indicator, h.procedure, h.stage): h for h in headlines.headlines if h.indicator}
    for line in indicators:
        headline = places.get((line["indicator"], line["procedure"], line["stage"]))
        if headline:
            _put(rows, headlines, headline, line)
    for headline, line in _measured(facts, headlines):
        _put(rows, headlines, headline, line)
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


def _measured(facts: Frame, headlines: HeadlinesFile) -> Iterable[tuple[Headline, Row]]:
    """Reconciled counts that a headline names directly."""
    periods = facts.column("period")
    years = periods.among(text for text in periods.texts if contract.is_financial_year(text))
    known = years & ~facts.column("authority_code").among(("",)) & facts.column("unit").among(("count",))
    for name in contract.DIMENSIONS:
        if name != "outcome":
            known &= facts.column(name).among(("",))
    for headline in headlines.headlines:
        if headline.measure:
            mask = np.asarray(known)
            for name in ("measure", "procedure", "stage", "outcome"):
                mask = mask & facts.column(name).among((getattr(headline, name),))
            for row in facts.take(mask):
                if row["value"]:
                    yield headline, row
