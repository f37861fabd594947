"""Printed changes against the two figures that they lie between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from extractor.check.figures import Figure, Figures, Whole
from extractor.check.parts import rounding_slack
from extractor.check.subject import Subject, check, plain, where
from extractor.model.contract import is_financial_year
from extractor.model.records import Check
from extractor.model.types import Severity

Pair = tuple[Figure, Figure]
"""The figure of the year before, the figure of the year."""
NEAR = 12
"""Rows between two figures that stand close together in the report."""


@check("change-recompute")
def change_recompute(subject: Subject) -> Iterator[Check]:
    """Printed changes that the figures of the two years do not give."""
    for figure, pairs, points in _unexplained(subject.figures):
        if points is None and pairs and not _of_another_slice(subject.figures, figure):
            yield _wrong(subject, figure, pairs)


@check("percentage-points")
def percentage_points(subject: Subject) -> Iterator[Check]:
    """Differences between shares that are called a percentage."""
    for figure, _, points in _unexplained(subject.figures):
        if points is not None:
            said = f"{abs(_change(points, 'percent')):.1f}"
            yield _between(subject, "main", figure, points, abs(figure.value), said)


def _unexplained(figures: Figures) -> Iterator[tuple[Figure, list[Pair], Pair | None]]:
    """Changes that no pair gives: (change, its pairs, the shares that lie so many points apart)."""
    for figure in figures.all:
        if not figure.whole.is_change or not is_financial_year(figure.period):
            continue
        if figure.unit not in ("percent", "count") or not figure.exact:
            continue
        pairs = _pairs(figures, figure)
        if not any(_gives(pair, figure) for pair in pairs):
            yield figure, pairs, _points(figures, figure, bool(pairs)) if figure.unit == "percent" else None


def _changed(figure: Figure) -> Whole:
    """The counts whose change it is."""
    return figure.whole._replace(measure=figure.measure.partition("/")[0], unit="count")


def _pairs(figures: Figures, figure: Figure) -> list[Pair]:
    """Counts of the year and of the year before: those of its own table line, else all that are printed."""
    whole = _changed(figure)
    now = _like(figures, whole, figure)
    then = _like(figures, whole._replace(period=whole.year_before), figure)
    pairs = [(old, new) for new in now for old in then if old.value]
    local = [(old, new) for old, new in pairs if old.place == new.place == figure.place]
    if local or figure.kind == "table":
        return local or pairs
    if counts_beside(figures, figure):
        return []  # they may be what changed
    return [pair for pair in pairs if all(figures.established(f) for f in pair)]


def counts_beside(figures: Figures, figure: Figure) -> bool:
    """Does the change's own place print counts, perhaps of something else?"""
    return any(f.unit == "count" and not f.whole.is_change for f in figures.by_place[figure.place])


def _like(figures: Figures, whole: Whole, figure: Figure) -> list[Figure]:
    own = [f for f in figures.of(whole, figure.dims) if f.exact and f.place == figure.place]
    return own + [f for f in figures.totals(whole, figure.dims).values() if f not in own]


def _of_another_slice(figures: Figures, figure: Figure) -> bool:
    """Does a sentence speak of a service that another slice's figures name ('this service')?"""
    if figure.kind == "table":
        return False
    whole = _changed(figure)
    return any(
        old.value and _gives((old, new), figure)
        for new in figures.by_whole.get(whole, ())
        for old in figures.of(whole._replace(period=whole.year_before), new.dims)
        if old.labels == new.labels and (old.place == new.place or not new.dims)
    )


def _change(pair: Pair, unit: str) -> float:
    """How far the figure changed, as a count or in percent."""
    old, new = pair[0].value, pair[1].value
    return 100 * (new - old) / old if unit == "percent" else new - old


def _gives(pair: Pair, figure: Figure) -> bool:
    slack = rounding_slack([figure]) + 1e-9 if figure.unit == "percent" else 0
    return abs(_change(pair, figure.unit) - figure.value) <= slack


def _wrong(subject: Subject, figure: Figure, pairs: Sequence[Pair]) -> Check:
    percent = figure.unit == "percent"
    pair = min(pairs, key=lambda pair: abs(_change(pair, figure.unit) - figure.value))
    value = _change(pair, figure.unit)
    small = percent and abs(value - figure.value) < subject.limits["slip"]
    name, computed = ("main", f"{value:.1f}") if percent else ("main_count", value)
    return _between(subject, name, figure, pair, figure.value, computed, "warning" if small else "error")


def _points(figures: Figures, figure: Figure, counted: bool) -> Pair | None:
    """Shares of the two years that lie just so many points apart, which is not their change in percent."""
    whole = figure.whole
    for new in figures.all:
        if new.unit != "percent" or not new.exact or new.whole.is_change or new.period != whole.period:
            continue
        if (new.whole.procedure, new.stage) != (whole.procedure, whole.stage) or not new.dims:
            continue
        near = abs(new.order - figure.order) <= NEAR
        if counted and not near:
            continue
        for old in figures.of(new.whole._replace(period=whole.year_before), new.dims):
            apart = new.value - old.value
            if not (old.exact and old.value and apart == figure.value and abs(apart) >= 1):
                continue
            if abs(_change((old, new), "percent") - figure.value) > 1 and near:
                return old, new
    return None


def _between(
    subject: Subject,
    name: str,
    figure: Figure,
    pair: Pair,
    printed: float,
    computed: float | str,
    severity: Severity | Literal[""] = "",
) -> Check:
    old, new = pair
    said = {"what": subject.described(new), "where": where(figure)}
    said |= {"base": plain(old.value), "other": plain(new.value)}
    return subject.finding(name, printed, computed, (figure, old, new), severity, **said)
