"""Two councils, or one and its peers, side by side: figure by figure, or why they are not comparable.

Never in order of the figures: councils come as asked for, peers by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from extractor.identify.councils import Authorities, authorities_of
from extractor.language.fold import fold_label
from extractor.lexicon.authorities_file import Authority
from extractor.lexicon.comparison import IndicatorsFile, NeighboursFile
from extractor.lexicon.rulebook import Rulebook
from extractor.model.contract import is_financial_year
from extractor.model.records import IndicatorRow

Row = IndicatorRow
FIELDS = (
    "procedure",
    "stage",
    "scope",
    "event_basis",
    "unit_of_count",
    "denominator_class",
    "limit_days",
    "unit",
)
"""What two figures must share."""
CALLED = {"denominator_class": "class of the denominator", "limit_days": "limit in days"}
"""Those whose names do not say it."""
PEERS = ("region", "type", "neighbours")


class NotComparable(Exception):
    """What was asked for cannot be set side by side, with one plain sentence saying why."""


@dataclass(frozen=True)
class View:
    """The indicators of a run, and what is known of councils."""

    rows: Sequence[Row]
    authorities: Authorities
    neighbours: NeighboursFile
    settings: IndicatorsFile


@dataclass(frozen=True)
class Pair:
    """One indicator of two councils; a side is None where that council has none."""

    indicator: str
    one: Row | None
    other: Row | None
    because: tuple[str, ...] = ()
    """Why the two are not comparable; empty where they are."""
    care: tuple[str, ...] = ()
    """What to bear in mind, each with the council's name."""

    def data(self) -> dict[str, Any]:
        """The pair as JSON can hold it."""
        return {
            "indicator": self.indicator,
            "figures": [self.one, self.other],
            "not_comparable_because": self.because,
            "with_care": self.care,
        }


def view(rows: Sequence[Row], book: Rulebook) -> View:
    """Rows of indicators.csv with the rulebook's knowledge. Raises RulebookError."""
    authorities = authorities_of(book)
    return View(rows, authorities, book.raw("neighbours"), book.raw("indicators"))


def two(view: View, one: str, other: str, period: str) -> tuple[list[Pair], tuple[str, str], str]:
    """(figure by figure, the councils' names, the year). Raises NotComparable."""
    councils = [find(words, view.authorities) for words in (one, other)]
    if councils[0].key == councils[1].key:
        raise NotComparable(f"'{one}' and '{other}' are the same council, {councils[0].name}.")
    left, right = (rows_of(council, view.rows, view.authorities) for council in councils)
    year = period_of(period, left, right)
    found = pairs(_of_year(left, year), _of_year(right, year), view.settings)
    return list(found), (councils[0].name, councils[1].name), year


def with_peers(view: View, one: str, by: str, period: str) -> tuple[str, dict[str, list[Pair]], str]:
    """(the council's name, its peers' figures beside its own, the year). Raises NotComparable."""
    council = find(one, view.authorities)
    mine = rows_of(council, view.rows, view.authorities)
    year = period_of(period, mine)
    found: dict[str, list[Pair]] = {}
    for peer in peers(council, by, view.authorities, view.neighbours):
        codes = {authority.code for authority in view.authorities.by_key[peer.key]}
        theirs = [row for row in view.rows if row.authority_code in codes and row.period == year]
        if theirs:
            found[peer.name] = list(pairs(_of_year(mine, year), theirs, view.settings))
    if not found:
        kind = {"region": "of its region", "type": "of its type", "neighbours": "among its neighbours"}[by]
        raise NotComparable(f"The dataset has no other council {kind} with figures for {year}.")
    return council.name, found, year


def _of_year(rows: Iterable[Row], year: str) -> list[Row]:
    return [row for row in rows if row.period == year]


def find(words: str, authorities: Authorities) -> Authority:
    """A council by its code, name or initials, with or without 'Council'. Raises NotComparable."""
    wanted = words.strip()
    for authority in authorities.all:
        if wanted.upper() in (authority.code, authority.old_code) or wanted in authority.initials:
            return authority
    names: dict[str, Authority] = {}
    for authority in sorted(authorities.all, key=lambda a: (a.type == "district", bool(a.end), a.code)):
        for name in (authority.name, *authority.names, *authority.examples, *authority.initials):
            names.setdefault(fold_label(name), authority)
    plain = fold_label(wanted)
    for name in (plain, plain.removesuffix(" council").removesuffix(" borough").removesuffix(" county")):
        if name in names:
            return names[name]
    near = dict.fromkeys(names[name].name for name in get_close_matches(plain, names, 6, 0.6))
    hint = f" Did you mean {' or '.join(list(near)[:3])}?" if near else ""
    raise NotComparable(f"There is no council '{words}'.{hint}")


def rows_of(council: Authority, rows: Iterable[Row], authorities: Authorities) -> list[Row]:
    """The indicators of a council, under whichever of its codes. NotComparable where there are none."""
    codes = {authority.code for authority in authorities.by_key[council.key]}
    found = [row for row in rows if row.authority_code in codes]
    if not found:
        raise NotComparable(f"The dataset has no figures of {council.name}.")
    return found


def period_of(wanted: str, *sides: Sequence[Row]) -> str:
    """The year to compare: the one asked for, else the latest that all have. Raises NotComparable."""
    years = [{row.period for row in side} for side in sides]
    shared = set.intersection(*years)
    wanted = as_year(wanted)
    if wanted in shared or (not wanted and shared):
        return wanted or max(shared)
    names = [side[0].authority_name for side in sides]
    told = "; ".join(f"{name} has {', '.join(sorted(year))}" for name, year in zip(names, years, strict=True))
    lacking = f"There are no figures for {wanted} on both sides" if wanted else "No year is on both sides"
    raise NotComparable(f"{lacking}: {told}.")


def as_year(typed: str) -> str:
    """2018/19 for 2018/19, 2018-19, 18/19 or 2018-2019; anything else as it was typed."""
    numbers = re.findall(r"\d+", typed)
    if len(numbers) == 2 and len(numbers[0]) in (2, 4) and len(numbers[1]) in (2, 4):
        first = numbers[0] if len(numbers[0]) == 4 else f"20{numbers[0]}"
        if is_financial_year(year := f"{first}/{numbers[1][-2:]}"):
            return year
    return typed


def pairs(ones: Iterable[Row], others: Iterable[Row], settings: IndicatorsFile) -> Iterator[Pair]:
    """Every indicator that either council has in the year, those of one procedure and stage together."""
    mine, theirs = list(ones), list(others)
    for indicator in settings.indicators:
        left, right = ([row for row in rows if row.indicator == indicator.id] for rows in (mine, theirs))
        met: set[str] = set()
        for share in (_same_place, _same_stage, _same_procedure):
            for one in [row for row in left if share is not _same_procedure or row.procedure not in met]:
                other = next((row for row in right if share(one, row)), None)
                if other is not None:
                    left.remove(one)
                    right.remove(other)
                    met |= {one.procedure, other.procedure}
                    yield _pair(indicator.id, one, other)
        yield from (Pair(indicator.id, one, None) for one in left)
        yield from (Pair(indicator.id, None, other) for other in right)


def _same_place(one: Row, other: Row) -> bool:
    return (one.procedure, one.stage, one.limit_days) == (other.procedure, other.stage, other.limit_days)


def _same_stage(one: Row, other: Row) -> bool:
    """Figures that someone might set side by side although they differ."""
    apart = {"children_statutory", "corporate"}
    return one.stage == other.stage and {one.procedure, other.procedure} != apart


def _same_procedure(one: Row, other: Row) -> bool:
    """Where the two have no stage in common, so that someone might take one for the other."""
    return one.procedure == other.procedure


def _pair(indicator: str, one: Row, other: Row) -> Pair:
    because = [
        f"the {CALLED.get(name, name.replace('_', ' '))} differs: {_said(mine)} and {_said(theirs)}"
        for name in FIELDS
        if (mine := getattr(one, name)) != (theirs := getattr(other, name))
    ]
    care: list[str] = []
    for row in (one, other):
        if row.not_comparable_because:
            told = f"{row.authority_name}: {row.not_comparable_because}"
            (because if row.comparable == "no" else care).append(told)
    return Pair(indicator, one, other, tuple(because), tuple(care))


def _said(cell: str | int | tuple[str, ...] | None) -> str:
    several = cell if isinstance(cell, tuple) else (str(cell or ""),)
    return ", ".join(several).replace("_", " ") or "not said"


def peers(
    council: Authority, by: str, authorities: Authorities, neighbours: NeighboursFile
) -> list[Authority]:
    """Councils like it, by name: of its region or its type, or its statistical neighbours."""
    others = [a for a in authorities.all if a.key != council.key and a.type != "district"]
    if by == "region":
        chosen = [a for a in others if council.region and a.region == council.region]
    elif by == "type":
        chosen = [a for a in others if a.type == council.type]
    else:
        codes = {a.code for a in authorities.by_key[council.key]}
        near = {n for code in codes for n in neighbours.neighbours.get(code, ())}
        keys = {a.key for a in authorities.all if a.code in near}
        chosen = [a for a in others if a.key in keys]
    last = {a.key: a for a in sorted(chosen, key=lambda a: a.end or "9999")}
    return sorted(last.values(), key=lambda a: a.name)
