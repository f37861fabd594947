"""indicators.csv: every indicator of patterns/indicators.yaml, council by council and year by year.

Each row says why it is not simply comparable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING

from extractor.lexicon.comparison import Indicator, IndicatorsFile, Limit
from extractor.model import contract
from extractor.model.intervals import byar, ratio, wilson
from extractor.model.records import IndicatorRow
from extractor.reconcile.figures import NARROW, Council, Fact, Figure, added, councils
from extractor.reconcile.population import Population

if TYPE_CHECKING:
    from pandas import DataFrame

Reasons = list[tuple[str, Mapping[str, str]]]
"""(reason of patterns/indicators.yaml, what stands in its braces)"""
_OWN_FLAGS = frozenset({NARROW, "restated", "same-fact-two-values", "another-council-disagrees"})
"""Flags that a reason of its own speaks of."""


@dataclass(frozen=True)
class Worked:
    """An indicator before it is written down: bounds and value in the unit that is published."""

    numerator: Figure | None
    denominator: Figure | None
    value: Decimal | None
    bounds: tuple[float, float] | None
    denominator_class: str
    reasons: Reasons
    below: Decimal | None = None
    """The denominator where it is no reconciled figure: a printed base, a population."""
    printed: Figure | None = None
    """The printed percentage, where it is all there is."""

    @property
    def figures(self) -> list[Figure]:
        return [figure for figure in (self.numerator, self.denominator, self.printed) if figure]

    @property
    def rows(self) -> list[Fact]:
        """The reconciled figures that it is made of."""
        return [row for figure in self.figures for row in figure.rows]


def indicators(
    facts: DataFrame, settings: IndicatorsFile, population: Population | None = None
) -> list[IndicatorRow]:
    """All rows, in the order council, year, indicator, procedure, stage, limit."""
    measures = {part.measure for i in settings.indicators for part in (i.numerator, i.denominator) if part}
    return [
        row
        for council in councils(facts, measures)
        for indicator in settings.indicators
        for row in of_council(council, indicator, settings, population)
    ]


def of_council(
    council: Council, indicator: Indicator, settings: IndicatorsFile, population: Population | None
) -> Iterator[IndicatorRow]:
    """The rows of one indicator for one council and year; none where its figures are not printed."""
    for procedure in indicator.procedures:
        for stage in indicator.stages:
            if not council.counts(indicator.numerator, (procedure, stage)):
                continue
            place, done = (procedure, stage), set[str]()
            for limit, days, figures in _limits(council, indicator, place):
                worked = _worked(figures, indicator, limit, place, population, settings.other_cases)
                if worked is not None and (not indicator.limits or days not in done):
                    done.add(days)
                    yield written(council, indicator, place, days, worked, settings)


def _limits(
    council: Council, indicator: Indicator, place: tuple[str, str]
) -> Iterator[tuple[Limit, str, Council]]:
    """(codes of the numerator, limit in days, the figures to look among)"""
    part = indicator.numerator
    if not indicator.limits:
        yield _no_limit(part.codes, part.instead), "", council
    for limit in indicator.limits:
        codes = [code for code in (*limit.codes, limit.instead) if code]
        for days in council.limits(part, codes, place):
            told = limit.days or days
            if not limit.days or days in ("", limit.days):
                yield limit, told, council.at_limit(part, codes, days)


@cache
def _no_limit(codes: tuple[str, ...], instead: str) -> Limit:
    """The codes of a part that knows no limit in days."""
    return Limit.model_construct(days="", codes=codes, instead=instead)


def _worked(
    council: Council,
    indicator: Indicator,
    limit: Limit,
    place: tuple[str, str],
    people: Population | None,
    other_cases: Decimal,
) -> Worked | None:
    above = council.find(indicator.numerator, limit.codes, limit.instead, place)
    if indicator.kind == "count":
        return _count(above) if above else None
    if indicator.kind == "rate":
        return _rate(above, people, council, indicator) if above and people else None
    part = indicator.denominator
    assert part is not None, "the model asks for one"
    below = council.find(part, part.codes, part.instead, place)
    reasons: Reasons = []
    kind = indicator.denominator_class
    if below is None and (above is not None or not part.codes):
        below, reasons = _summed(council, indicator, place)
    elif below is not None:
        kind, reasons = _class_of_total(council, indicator, place, below)
    printed = None
    if indicator.kind == "share":
        printed = council.find(indicator.numerator, limit.codes, limit.instead, place, "percent")
    if above is not None and below is not None and above.value is not None and below.value is not None:
        differs, apart = _recomputed(above, below, printed)
        if printed is not None and apart > other_cases:  # the counts are of other cases
            return _printed(printed, indicator, differs)
        return _divided(above, below, kind, indicator, [*reasons, *differs])
    if printed is not None and printed.value is not None:
        return _printed(printed, indicator)
    if above is not None and below is not None:
        lacking = next(figure for figure in (above, below) if figure.value is None)
        return Worked(above, below, None, None, kind, _no_value(lacking))
    return None


def _no_value(figure: Figure) -> Reasons:
    return [("no-value", {"status": figure.status.replace("_", " ")})]


def _count(above: Figure) -> Worked:
    if above.value is None:
        return Worked(above, None, None, None, "", _no_value(above))
    return Worked(above, None, above.value, byar(float(above.value)), "", [])


def _rate(above: Figure, people: Population, council: Council, indicator: Indicator) -> Worked | None:
    number = people.of(council.code, council.period)
    if number is None or above.value is None:
        return None
    scale = indicator.per / number
    low, high = byar(float(above.value))
    reasons: Reasons = [("approximate-population", {})] if people.approximate else []
    bounds = (low * float(scale), high * float(scale))
    return Worked(
        above, None, above.value * scale, bounds, indicator.denominator_class, reasons, Decimal(plain(number))
    )


def _divided(above: Figure, below: Figure, kind: str, indicator: Indicator, reasons: Reasons) -> Worked:
    part, whole = above.value or Decimal(0), below.value or Decimal(0)
    if whole == 0:
        return Worked(above, below, None, None, kind, [*reasons, ("nothing-to-divide-by", {})])
    if indicator.kind == "share" and part > whole:
        cells = {"numerator": plain(part), "denominator": plain(whole)}
        return Worked(above, below, None, None, kind, [*reasons, ("numerator-exceeds", cells)])
    interval = wilson if indicator.kind == "share" else ratio
    low, high = interval(float(part), float(whole))
    scale = float(indicator.per)
    value = part / whole * indicator.per
    return Worked(above, below, value, (low * scale, high * scale), kind, [*reasons, *_agree(above, below)])


def _agree(above: Figure, below: Figure) -> Iterator[tuple[str, Mapping[str, str]]]:
    """What numerator and denominator do not share."""
    for name in ("scope", "event_basis", "unit_of_count"):
        one, other = above.cell(name), below.cell(name)
        if one != other and above.rows[0].measure == below.rows[0].measure:
            cells = {"numerator": one or "not said", "denominator": other or "not said"}
            yield f"{name.replace('_', '-')}-differs", cells


def _summed(council: Council, indicator: Indicator, place: tuple[str, str]) -> tuple[Figure | None, Reasons]:
    """The printed parts added up where there is no printed total."""
    for whole in indicator.whole:
        needed = [_code(council, indicator, place, code) for code in whole.needs]
        if all(needed):
            also = [_code(council, indicator, place, code) for code in whole.also]
            figures = [figure for figure in (*needed, *also) if figure]
            return added(figures), [("total-not-printed", {})]
    return None, []


def _class_of_total(
    council: Council, indicator: Indicator, place: tuple[str, str], below: Figure
) -> tuple[str, Reasons]:
    """What the printed total takes in, told from the parts that add up to it."""
    said = below.cell("denominator_class")
    if said:
        return said, []
    if not any(_code(council, indicator, place, code) for code in (*indicator.open, *indicator.apart)):
        return indicator.denominator_class, []
    for whole in indicator.whole:
        parts = {code: _code(council, indicator, place, code) for code in (*whole.needs, *whole.also)}
        if not all(parts[code] for code in whole.needs):
            continue
        total = added([figure for figure in parts.values() if figure]).value
        still = [f for code in indicator.open if (f := _code(council, indicator, place, code)) and f.value]
        left = sum((f.value or 0 for c, f in parts.items() if f and c in indicator.apart), Decimal(0))
        if total is None or below.value is None:
            continue
        if still and total + (added(still).value or 0) == below.value:
            return "all_with_open", [("open-counted", {})]
        if left and total - left == below.value:
            return "decided_without_withdrawn", []
    return indicator.denominator_class, []


def _code(council: Council, indicator: Indicator, place: tuple[str, str], code: str) -> Figure | None:
    return council.find(indicator.numerator, (code,), "", place)


def _recomputed(above: Figure, below: Figure, printed: Figure | None) -> tuple[Reasons, Decimal]:
    """Where the report prints the share too and its own counts give another, and how far they are apart."""
    if printed is None or printed.value is None or not below.value or above.value is None:
        return [], Decimal(0)
    computed = above.value / below.value * 100
    places = -int(printed.value.as_tuple().exponent)
    reach = Decimal(1).scaleb(-places) * Decimal("0.5001")
    if len(printed.rows) > 1:
        reach *= len(printed.rows)
    apart = abs(computed - printed.value)
    if apart <= reach:
        return [], Decimal(0)
    cells = {"printed": plain(printed.value), "computed": plain(rounded(computed))}
    return [("printed-percentage-differs", cells)], apart


def _printed(printed: Figure, indicator: Indicator, differs: Reasons | None = None) -> Worked | None:
    """Only the percentage is printed: no count is made of it."""
    share = (printed.value or Decimal(0)) / 100
    kind = printed.cell("denominator_class") or "unknown"
    other: Reasons = [*(differs or ())]
    if indicator.one_class and kind != indicator.denominator_class:
        other.append(("other-denominator", {"kind": kind.replace("_", " ")}))
    bases = {row.base for row in printed.rows}
    base = bases.pop() if len(bases) == 1 else ""
    if not base:
        return Worked(
            None, None, printed.value, None, kind, [*other, ("printed-percentage", {})], None, printed
        )
    reasons: Reasons = [*other, ("printed-percentage-of-base", {"base": base})]
    bounds = None
    if 0 <= share <= 1 and float(base) > 0:
        low, high = wilson(float(share) * float(base), float(base))
        bounds = (low * 100, high * 100)
    return Worked(None, None, printed.value, bounds, kind, reasons, Decimal(base), printed)


def written(
    council: Council,
    indicator: Indicator,
    place: tuple[str, str],
    days: str,
    worked: Worked,
    settings: IndicatorsFile,
) -> IndicatorRow:
    """The row of indicators.csv."""
    reasons = dict(_reasons(indicator, days, worked))
    told = [(settings.reasons[name], name, cells) for name, cells in reasons.items()]
    rows = {row.observation_ids: row for row in worked.rows}.values()
    flags = {flag for row in rows for flag in row.flags.split(";")} | set(reasons)
    low, high = worked.bounds or (None, None)
    below = _value(worked.denominator) if worked.below is None else worked.below
    return IndicatorRow(
        authority_code=council.code,
        authority_name=council.name,
        period=council.period,
        procedure=place[0],
        stage=place[1],
        indicator=indicator.id,
        numerator=_value(worked.numerator),
        denominator=below,
        denominator_class=worked.denominator_class,
        limit_days=int(days) if days else None,
        unit=_unit(indicator),
        value=None if worked.value is None else rounded(worked.value),
        lower=_bound(low),
        upper=_bound(high),
        approximate="yes" if {"approximate-figure", "approximate-population"} & set(reasons) else "no",
        comparable=max((reason.best for reason, *_ in told), key=contract.COMPARABLE.index, default="yes"),
        not_comparable_because="; ".join(reason.says.format(**cells) for reason, _, cells in told),
        flags=tuple(sorted(flags - {""})),
        observation_ids=tuple(dict.fromkeys(one for row in rows for one in row.observation_ids.split(";"))),
        scope=_shared(worked.figures, "scope"),
        event_basis=_shared(worked.figures, "event_basis"),
        unit_of_count=_shared(worked.figures, "unit_of_count"),
    )


def _reasons(indicator: Indicator, days: str, worked: Worked) -> Iterator[tuple[str, Mapping[str, str]]]:
    rows = worked.rows
    for agreement in ("disputed", "restated"):
        groups = sorted({row.conflict_group for row in rows if row.agreement == agreement})
        if groups:
            yield agreement, {"groups": ", ".join(groups)}
    for name, classes in (("input-not-comparable", ("no",)), ("flagged", ("", "with_care", "yes"))):
        marked = {f for row in rows if row.comparable in classes for f in row.flags.split(";")}
        if told := sorted(marked - _OWN_FLAGS - {""}):
            yield name, {"flags": ", ".join(told)}
        elif name == "input-not-comparable" and any(row.comparable == "no" for row in rows):
            yield name, {"flags": "no mark says why"}
    unflagged = [row for row in rows if not set(row.flags.split(";")) - _OWN_FLAGS - {""}]
    told_by = {
        "needs-care": any(row.comparable == "with_care" for row in unflagged),
        "not-settled": any(not row.comparable for row in rows),
        "approximate-figure": any(figure.status == "approximate" for figure in worked.figures),
        "limit-unknown": bool(indicator.limits) and not days,
    }
    yield from ((name, {}) for name, holds in told_by.items() if holds)
    for figure in worked.figures:
        for name, cell in figure.reasons:
            yield name, {"codes": cell}
    yield from worked.reasons
    for name in indicator.always:
        yield name, {}


def _unit(indicator: Indicator) -> str:
    if indicator.kind == "rate":
        return f"per_{plain(indicator.per)}"
    if indicator.kind == "count":
        return "count"
    return "percent" if indicator.per == 100 else "ratio"


def _shared(figures: list[Figure], name: str) -> tuple[str, ...]:
    """What the figures say of something, those above the line first where they differ."""
    return tuple(dict.fromkeys(cell for figure in figures if (cell := figure.cell(name))))


def _value(figure: Figure | None) -> Decimal | None:
    return None if figure is None or figure.value is None else Decimal(plain(figure.value))


def _bound(bound: float | None) -> Decimal | None:
    return None if bound is None or not isfinite(bound) else rounded(Decimal(repr(bound)))


def rounded(value: Decimal) -> Decimal:
    """To at most two decimals, none where they are 0."""
    return Decimal(plain(value.quantize(Decimal("0.01"))))


def plain(value: Decimal) -> str:
    """A number without exponent or closing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
