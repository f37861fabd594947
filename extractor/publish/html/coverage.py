"""What was read and what is missing, from coverage.csv and universe.csv."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.lexicon.page_schema import Page
from extractor.model import contract
from extractor.model.contract import Code
from extractor.publish.html import wording

Row = Mapping[str, str]
COUNTS = ("numbers_seen", "numbers_claimed", "numbers_ignored", "numbers_unread", "charts_unread")


@dataclass(frozen=True)
class Year:
    """How many councils of the universe have a report of a year."""

    period: str
    have: int
    missing: int
    out_of_scope: int


@dataclass(frozen=True)
class Council:
    """Which years of one council are here; the years in short ('2009/10 to 2012/13')."""

    name: str
    region: str
    have: str
    missing: str


@dataclass(frozen=True)
class Tile:
    """A region on the map: how many of its councils have a report here, of how many that should."""

    name: str
    column: int
    row: int
    have: int
    councils: int
    shade: int
    """0 for none, then 1 to 4 by quarters."""


@dataclass(frozen=True)
class Coverage:
    """Everything that the first section says."""

    statuses: tuple[tuple[Code, int], ...]
    reports: int
    numbers: Mapping[str, int]
    years: tuple[Year, ...]
    councils: tuple[Council, ...]
    not_whole: tuple[Row, ...]

    @property
    def missing(self) -> int:
        """Councils and years of the universe without a report."""
        return sum(year.missing for year in self.years)

    @property
    def wanted(self) -> int:
        """Councils and years that should have one."""
        return sum(year.have + year.missing for year in self.years)


def coverage(rows: Sequence[Row], universe: Sequence[Row]) -> Coverage:
    """Count reports, numbers and gaps."""
    found = Counter(row.get("status", "") for row in rows)
    known = contract.CODES["status"]
    others = [Code(code or "none", wording.spoken(code or "none")) for code in sorted(found.keys() - known)]
    statuses = tuple((code, found[code.id]) for code in (*known.values(), *others))
    not_whole = sorted(
        (row for row in rows if row.get("status") != "ok"),
        key=lambda r: (
            wording.rank(known.values(), r.get("status", "")),
            *wording.council_order(r),
            _file(r),
        ),
    )
    return Coverage(
        statuses,
        len(rows),
        {name: sum(int(wording.number(row.get(name, "")) or 0) for row in rows) for name in COUNTS},
        _years(universe),
        _councils(universe),
        tuple(not_whole),
    )


def tiles(councils: Sequence[Council], texts: Page) -> list[Tile]:
    """The regions of the map of which councils are known."""
    of = Counter(council.region for council in councils)
    have = Counter(council.region for council in councils if council.have)
    return [
        Tile(one.id, one.column, one.row, have[one.id], of[one.id], -(-4 * have[one.id] // of[one.id]))
        for one in texts.map
        if of[one.id]
    ]


def _file(row: Row) -> str:
    return row.get("source_file", "")


def _years(universe: Sequence[Row]) -> tuple[Year, ...]:
    by_year: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in universe:
        by_year[row.get("period", "")][row.get("status", "")] += 1
    return tuple(
        Year(period, of["have"], of["missing"], of["out_of_scope"]) for period, of in sorted(by_year.items())
    )


def _councils(universe: Sequence[Row]) -> tuple[Council, ...]:
    """In the order of regions, then names; a council that is out of scope in every year is left out."""
    by_code: defaultdict[tuple[str, str, str, str], defaultdict[str, list[str]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in universe:
        name = row.get("authority_name", "")
        key = (row.get("region", ""), name.casefold(), row.get("authority_code", ""), name)
        by_code[key][row.get("status", "")].append(row.get("period", ""))
    return tuple(
        Council(name, region, wording.years(of["have"]), wording.years(of["missing"]))
        for (region, _, _, name), of in sorted(by_code.items())
        if of["have"] or of["missing"]
    )
