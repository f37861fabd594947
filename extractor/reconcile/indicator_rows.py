"""An indicator written down as a row of indicators.csv, with why it is not simply comparable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from extractor.lexicon.comparison import Indicator, IndicatorsFile
from extractor.model import contract
from extractor.model.records import IndicatorRow
from extractor.reconcile.figures import NARROW, Council, Figure

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
    rows = {row.observation_ids: row for figure in worked.figures for row in figure.rows}.values()
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
    rows = [row for figure in worked.figures for row in figure.rows]
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
    if any(
        row.comparable == "with_care" and not set(row.flags.split(";")) - _OWN_FLAGS - {""} for row in rows
    ):
        yield "needs-care", {}
    if any(not row.comparable for row in rows):
        yield "not-settled", {}
    if any(figure.status == "approximate" for figure in worked.figures):
        yield "approximate-figure", {}
    if indicator.limits and not days:
        yield "limit-unknown", {}
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
