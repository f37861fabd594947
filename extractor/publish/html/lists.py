"""What the page counts and lists: coverage, checks and issues, each list cut where its room ends."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from markupsafe import Markup

from extractor.lexicon.page_schema import Named, Page
from extractor.model import contract
from extractor.model.contract import Code
from extractor.publish.html import wording

Row = Mapping[str, str]
Item = TypeVar("Item")
Council = tuple[str, str, str, str]
"""Name, region, years here and years missing, the years in short ('2009/10 to 2012/13')."""
COUNTS = ("numbers_seen", "numbers_claimed", "numbers_ignored", "numbers_unread", "charts_unread")
SEVERITIES = tuple(contract.CODES["severity"].values())


@dataclass(frozen=True)
class Fitted:
    """The rendered pieces that fit, in order, and how many items they leave out."""

    pieces: tuple[Markup, ...]
    left_out: int

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(len(piece.encode()) for piece in self.pieces)


def fitting(items: Sequence[Item], render: Callable[[Item], str], room: int) -> Fitted:
    """Render items in order until the next would go beyond `room` bytes; the rest is not rendered."""
    pieces: list[Markup] = []
    for item in items:
        piece = Markup(render(item))
        room -= len(piece.encode())
        if room < 0:
            break
        pieces.append(piece)
    return Fitted(tuple(pieces), len(items) - len(pieces))


def coverage(rows: Sequence[Row], universe: Sequence[Row]) -> dict[str, Any]:
    """What the first section says: reports, numbers and gaps, counted."""
    found = Counter(row["status"] for row in rows)
    known = contract.CODES["status"]
    others = [Code(code or "none", wording.spoken(code or "none")) for code in sorted(found.keys() - known)]
    years: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in universe:
        years[row["period"]][row["status"]] += 1

    def order(row: Row) -> tuple[Any, ...]:
        return wording.rank(known.values(), row["status"]), *wording.council_order(row), row["source_file"]

    return {
        "statuses": [(code, found[code.id]) for code in (*known.values(), *others)],
        "reports": len(rows),
        "numbers": {name: sum(int(wording.number(row[name]) or 0) for row in rows) for name in COUNTS},
        "years": sorted(years.items()),
        "missing": sum(of["missing"] for of in years.values()),
        "wanted": sum(of["have"] + of["missing"] for of in years.values()),
        "councils": _councils(universe),
        "not_whole": sorted((row for row in rows if row["status"] != "ok"), key=order),
    }


def tiles(councils: Sequence[Council], texts: Page) -> list[dict[str, Any]]:
    """The regions of the map, with how many of their councils have a report here, of how many that should.

    `shade` is 0 for none, then 1 to 4 by quarters.
    """
    of = Counter(region for _, region, _, _ in councils)
    have = Counter(region for _, region, here, _ in councils if here)
    return [
        {"name": one.id, "column": one.column, "row": one.row, "have": have[one.id], "councils": of[one.id]}
        | {"shade": -(-4 * have[one.id] // of[one.id])}
        for one in texts.map
        if of[one.id]
    ]


def _councils(universe: Sequence[Row]) -> list[Council]:
    """In the order of regions, then names; a council that is out of scope in every year is left out."""
    by_code: defaultdict[tuple[str, ...], defaultdict[str, list[str]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in universe:
        name = row["authority_name"]
        key = (row["region"], name.casefold(), row["authority_code"], name)
        by_code[key][row["status"]].append(row["period"])
    return [
        (key[3], key[0], wording.years(of["have"]), wording.years(of["missing"]))
        for key, of in sorted(by_code.items())
        if of["have"] or of["missing"]
    ]


def kinds(rows: Sequence[Row], texts: Page) -> list[tuple[Named, list[int], int]]:
    """Every check that found something, in the page's order: how often by severity, in how many reports."""
    counted = Counter((row["check"], row["severity"]) for row in rows)
    reports: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        reports[row["check"]].add(row["source_file"])
    known = {entry.id: entry for entry in texts.checks}
    return [
        (
            known.get(code) or Named(id=code or "unknown", name=wording.spoken(code or "unknown")),
            [counted[code, severity.id] for severity in SEVERITIES],
            len(reports[code]),
        )
        for code in sorted(reports, key=lambda code: (wording.rank(texts.checks, code), code))
    ]


def by_report(rows: Iterable[Row], reports: Iterable[Row]) -> list[dict[str, Any]]:
    """Findings but notes report by report, by council's name and year, the gravest first in each."""
    by_file: defaultdict[str, list[Row]] = defaultdict(list)
    for row in (one for one in rows if one["severity"] != SEVERITIES[-1].id):
        by_file[row["source_file"]].append(row)
    told = {row["source_file"]: row for row in reports}
    made = [_of_report(file, of, told.get(file, {})) for file, of in by_file.items()]
    return sorted(made, key=lambda one: (one["council"].casefold(), one["period"], one["source_file"]))


def _of_report(file: str, rows: list[Row], report: Row) -> dict[str, Any]:
    words = ("check", "period", "message", "observation_ids")
    found = Counter(row["severity"] for row in rows)
    counted = [wording.plural(found[one.id], one.name.lower()) for one in SEVERITIES if found[one.id]]
    return {
        "source_file": file,
        "council": report.get("authority_name") or rows[0]["authority_code"],
        "period": report.get("report_period") or rows[0]["period"],
        "url": report.get("url", ""),
        "counted": ", ".join(counted) or wording.plural(len(rows), "finding"),
        "findings": sorted(
            rows, key=lambda row: (wording.rank(SEVERITIES, row["severity"]), *(row[name] for name in words))
        ),
    }
