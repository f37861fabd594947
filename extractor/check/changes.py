"""Printed changes against the two figures that they lie between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.check.figures import Figure, Figures, Whole, swap
from extractor.check.finding import Finding, described, plain, where
from extractor.check.parts import rounding_slack
from extractor.check.registry import Subject, check
from extractor.lexicon.checklist import CheckBook
from extractor.model.contract import is_financial_year
from extractor.model.types import Severity

Pair = tuple[Figure, Figure]
"""The figure of the year before, the figure of the year."""


@check("change-recompute")
def change_recompute(subject: Subject) -> Iterator[Finding]:
    """Printed changes that the figures of the two years do not give."""
    for figure, pairs, points in _unexplained(subject.figures):
        if points is None and pairs and not _of_another_slice(subject.figures, figure):
            yield _wrong(figure, pairs, subject.book)


@check("percentage-points")
def percentage_points(subject: Subject) -> Iterator[Finding]:
    """Differences between shares that are called a percentage."""
    for figure, _, points in _unexplained(subject.figures):
        if points is not None:
            yield _as_points(figure, points, subject.book)


def _unexplained(figures: Figures) -> Iterator[tuple[Figure, list[Pair], Pair | None]]:
    """Changes that no pair gives: (change, its pairs, the shares that lie so many points apart)."""
    for figure in figures.all:
        if not figure.measure.endswith("/change") or not is_financial_year(figure.period):
            continue
        if figure.unit not in ("percent", "count") or figure.status != "exact":
            continue
        pairs = _pairs(figures, figure)
        if not any(_gives(pair, figure) for pair in pairs):
            yield figure, pairs, _points(figures, figure, bool(pairs)) if figure.unit == "percent" else None


def _before(period: str) -> str:
    first = int(period[:4]) - 1
    return f"{first}/{(first + 1) % 100:02d}"


def _pairs(figures: Figures, figure: Figure) -> list[Pair]:
    """Counts of the year and of the year before: those of its own table line, else all that are printed."""
    measure = figure.measure.partition("/")[0]
    whole = swap(figure.whole, measure=measure, unit="count")
    now = _like(figures, whole, figure)
    then = _like(figures, swap(whole, period=_before(figure.period)), figure)
    pairs = [(old, new) for new in now for old in then if old.value]
    local = [(old, new) for old, new in pairs if old.place == new.place == figure.place]
    if local or figure.kind == "table":
        return local or pairs
    if _of_something_else(figures, figure, measure):
        return []
    return [pair for pair in pairs if all(figures.established(f) for f in pair)]


def _of_something_else(figures: Figures, figure: Figure, measure: str) -> bool:
    """Does its sentence print a count that is not of the measure the change is coded to?"""
    beside = [f for f in figures.by_place[figure.place] if f.unit == "count" and f is not figure]
    return any(not f.measure.endswith("/change") for f in beside)


def _like(figures: Figures, whole: Whole, figure: Figure) -> list[Figure]:
    found = figures.of(whole, figure.dims)
    own = [f for f in found if f.exact and f.place == figure.place]
    return own + [f for f in figures.totals(whole, figure.dims).values() if f not in own]


def _of_another_slice(figures: Figures, figure: Figure) -> bool:
    """Does a sentence speak of a service that another slice's figures name ('this service')?"""
    if figure.kind == "table":
        return False
    whole = swap(figure.whole, measure=figure.measure.partition("/")[0], unit="count")
    then = swap(whole, period=_before(figure.period))
    return any(
        old.value and _gives((old, new), figure)
        for new in figures.by_whole.get(whole, ())
        for old in figures.of(then, new.dims)
        if old.labels == new.labels and (old.place == new.place or not new.dims)
    )


def _relative(old: float, new: float) -> float:
    return 100 * (new - old) / old


def _gives(pair: Pair, figure: Figure) -> bool:
    old, new = pair
    difference = new.value - old.value
    if figure.unit == "count":
        return difference == figure.value
    return abs(_relative(old.value, new.value) - figure.value) <= rounding_slack([figure]) + 1e-9


def _wrong(figure: Figure, pairs: Sequence[Pair], book: CheckBook) -> Finding:
    limits = book.check("change-recompute").limits
    percent = figure.unit == "percent"

    def actual(pair: Pair) -> float:
        old, new = pair
        return _relative(old.value, new.value) if percent else new.value - old.value

    old, new = min(pairs, key=lambda pair: abs(actual(pair) - figure.value))
    value = actual((old, new))
    slots = {
        "what": described(new, book),
        "base": plain(old.value),
        "other": plain(new.value),
        "where": where(figure),
    }
    sign = "" if percent else "_count"
    small = percent and abs(value - figure.value) < limits["slip"]
    computed = f"{value:.1f}" if percent else plain(value)
    severity: Severity = "warning" if small else "error"
    printed = plain(figure.value)
    return Finding("change-recompute", "main" + sign, printed, computed, (figure, old, new), severity, slots)


def _points(figures: Figures, figure: Figure, counted: bool) -> Pair | None:
    """Shares of the two years that lie just so many points apart, which is not their change in percent."""
    _, period, procedure, stage, _, _ = figure.whole
    before = _before(period)
    for new in figures.all:
        if new.unit != "percent" or not new.exact or "/change" in new.measure or new.period != period:
            continue
        if new.whole[2:4] != (procedure, stage) or not new.dims:
            continue
        if counted and not _near(new, figure):
            continue
        for old in figures.of(swap(new.whole, period=before), new.dims):
            apart = new.value - old.value
            if not (old.exact and old.value and apart == figure.value and abs(apart) >= 1):
                continue
            if abs(_relative(old.value, new.value) - figure.value) > 1 and _near(new, figure):
                return old, new
    return None


def _near(one: Figure, other: Figure) -> bool:
    """Do the two stand close together in the report?"""
    return abs(one.order - other.order) <= 12


def _as_points(figure: Figure, pair: Pair, book: CheckBook) -> Finding:
    old, new = pair
    slots = {
        "what": described(new, book),
        "base": plain(old.value),
        "other": plain(new.value),
        "where": where(figure),
    }
    value = _relative(old.value, new.value)
    return Finding(
        "percentage-points",
        "main",
        plain(abs(figure.value)),
        f"{abs(value):.1f}",
        (figure, old, new),
        "",
        slots,
    )
