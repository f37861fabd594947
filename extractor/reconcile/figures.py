"""The reconciled figures of one council and year, ready to be divided by each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from extractor.lexicon.comparison import Part
from extractor.model import contract
from extractor.model.table import chunks

if TYPE_CHECKING:
    from pandas import DataFrame


class Fact(NamedTuple):
    """A row of comparable.csv, as far as indicators look at it."""

    authority_code: str
    authority_name: str
    period: str
    procedure: str
    stage: str
    measure: str
    unit: str
    unit_of_count: str
    scope: str
    event_basis: str
    denominator_class: str
    limit_days: str
    value: str
    value_status: str
    base: str
    agreement: str
    conflict_group: str
    comparable: str
    flags: str
    printings: str
    observation_ids: str
    source_file: str


NARROW = "label-narrower-than-code"


@dataclass(frozen=True, slots=True)
class Figure:
    """One reconciled figure, or several added up."""

    value: Decimal | None
    """None where the report gives none."""
    status: str
    rows: tuple[Fact, ...]
    """The rows of comparable.csv that it is made of."""
    reasons: tuple[tuple[str, str], ...] = ()
    """(reason of patterns/indicators.yaml, what stands in its braces)"""

    def cell(self, name: str) -> str:
        """What the rows say of something; several things joined by ';'."""
        return ";".join(sorted({getattr(row, name) for row in self.rows} - {""}))


Place = tuple[str, str, str, str, str]
"""procedure, stage, measure, unit, code"""


@dataclass(frozen=True)
class Council:
    """What is known of one council and year."""

    code: str
    name: str
    period: str
    figures: Mapping[Place, Sequence[Fact]]
    _found: dict[Place, Figure | None] = field(default_factory=dict, compare=False)
    """What was looked for already."""

    @cached_property
    def counted(self) -> frozenset[tuple[str, str, str]]:
        """(procedure, stage, measure) of every figure."""
        return frozenset(place[:3] for place in self.figures)

    def counts(self, part: Part, place: tuple[str, str]) -> bool:
        """Whether there is any figure of the part's measure where it is counted."""
        return (part.procedure or place[0], part.stage or place[1], part.measure) in self.counted

    def find(
        self, part: Part, codes: Sequence[str], instead: str, place: tuple[str, str], unit: str = "count"
    ) -> Figure | None:
        """The figure for a part: the union's where it is printed, else that of its codes added up."""
        where = (part.procedure or place[0], part.stage or place[1], part.measure, unit)
        if not codes:
            return self._one(where, "")
        if instead and (whole := self._one(where, instead)):
            return whole
        found = [(code, self._one(where, code)) for code in codes]
        printed = [figure for _, figure in found if figure]
        missing = [code for code, figure in found if not figure]
        if not printed or (missing and not part.some):
            return None
        whole = added(printed)
        if missing:
            told = ", ".join(code.replace("_", " ") for code in missing)
            whole = replace(whole, reasons=(*whole.reasons, ("part-not-printed", told)))
        return whole

    def limits(self, part: Part, codes: Sequence[str], place: tuple[str, str]) -> list[str]:
        """The limits in days that the report's figures of these codes name."""
        found = {
            row.limit_days
            for unit in ("count", "percent")
            for code in codes
            for row in self.figures.get((*place, part.measure, unit, code), ())
        }
        return sorted(found, key=lambda days: (days == "", int(days or 0)))

    def at_limit(self, part: Part, codes: Iterable[str], days: str) -> Council:
        """The same council with only the figures of one limit among those of these codes."""
        wanted = set(codes)
        if all(
            row.limit_days == days
            for place, rows in self.figures.items()
            if place[2] == part.measure and place[4] in wanted
            for row in rows
        ):
            return self
        kept = {
            place: [row for row in rows if row.limit_days == days]
            if place[2] == part.measure and place[4] in wanted
            else rows
            for place, rows in self.figures.items()
        }
        return replace(self, figures=kept, _found={})

    def _one(self, where: tuple[str, str, str, str], code: str) -> Figure | None:
        place = (*where, code)
        if place not in self._found:
            self._found[place] = self._settled(place)
        return self._found[place]

    def _settled(self, where: Place) -> Figure | None:
        rows = self.figures.get(where, ())
        if not rows:
            return None
        narrow = [row for row in rows if NARROW in row.flags.split(";")]
        one_report = len({row.source_file for row in rows}) == 1
        if 1 < len(narrow) == len(rows) and where[3] == "count" and one_report:
            whole = added([single(row) for row in rows])
            return replace(whole, reasons=(*whole.reasons, ("summed-labels", "")))
        chosen = min(rows, key=_liking)
        figure = single(chosen)
        return replace(figure, reasons=(("several-figures", ""),)) if len(rows) > 1 else figure


def single(row: Fact) -> Figure:
    """One reconciled row as a figure; what is only a bound gives no value."""
    known = row.value_status in ("exact", "approximate")
    return Figure(Decimal(row.value) if known else None, row.value_status, (row,))


def added(figures: Sequence[Figure]) -> Figure:
    """Several figures as one; it has no value where one of them has none."""
    rows = tuple(row for figure in figures for row in figure.rows)
    reasons = tuple(dict.fromkeys(reason for figure in figures for reason in figure.reasons))
    lacking = next((figure.status for figure in figures if figure.value is None), "")
    if lacking:
        return Figure(None, lacking, rows, reasons)
    about = any(figure.status == "approximate" for figure in figures)
    total = sum((figure.value or Decimal(0) for figure in figures), Decimal(0))
    return Figure(total, "approximate" if about else "exact", rows, reasons)


def _liking(row: Fact) -> tuple[object, ...]:
    """Of figures that differ in scope or basis: the best class, the fewest conditions, most places."""
    conditions = sum(map(bool, (row.scope, row.event_basis, row.limit_days)))
    marks = (contract.COMPARABLE.index(row.comparable or "with_care"), conditions, -int(row.printings))
    return (*marks, *row)


def councils(facts: DataFrame, measures: Iterable[str]) -> Iterator[Council]:
    """Every council and financial year in order, with figures of these measures cut one way at most."""
    width = len(Fact._fields)
    parts = chunks(_usable(facts, measures), (*Fact._fields, *contract.DIMENSIONS))
    rows = (cells for part in parts for cells in zip(*part, strict=True))
    for (code, name, period), of_council in groupby(rows, key=lambda cells: cells[:3]):
        held: dict[Place, list[Fact]] = defaultdict(list)
        for cells in of_council:
            fact = Fact(*cells[:width])
            cut = next(filter(None, cells[width:]), "")
            held[fact.procedure, fact.stage, fact.measure, fact.unit, cut].append(fact)
        yield Council(code, name, period, dict(held))


def _usable(facts: DataFrame, measures: Iterable[str]) -> DataFrame:
    years = [text for text in facts["period"].cat.categories if contract.is_financial_year(text)]
    cuts = (facts[list(contract.DIMENSIONS)] != "").sum(axis=1)
    known = (facts["authority_code"] != "") & facts["period"].isin(years)
    counted = facts["unit"].isin(("count", "percent"))
    return facts[known & counted & (cuts <= 1) & facts["measure"].isin(list(measures))]
