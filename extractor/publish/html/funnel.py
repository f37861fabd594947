"""A funnel plot of one group and year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.model.intervals import byar, wilson
from extractor.publish.html import intervals
from extractor.publish.html.figures import Figure, once
from extractor.publish.html.intervals import Dispersion, Limits

_CURVE = 36


@dataclass(frozen=True)
class Mark:
    """One council in the plot; shares and rates as fractions."""

    figure: Figure
    size: int
    share: float
    limits: Limits
    place: str
    """within, above_95, below_95, above_998 or below_998"""


@dataclass(frozen=True)
class Funnel:
    """What is drawn."""

    target: float
    interval: tuple[float, float]
    events: int
    total: int
    dispersion: Dispersion
    marks: tuple[Mark, ...]
    curve: tuple[tuple[int, Limits], ...]
    """Limits by size, from small to large."""


def funnel(figures: Sequence[Figure], kind: str, least: int) -> Funnel | None:
    """The plot of one year's figures of one group around their pooled rate.

    There is none of a count or a ratio, of fewer councils than `least`, or of the same value
    everywhere. Figures that are not comparable, hidden or not whole numbers are not in it.
    """
    usable = [figure for figure in once(figures) if _whole(figure, kind)]
    if kind not in {"share", "rate"} or len(usable) < least:
        return None
    events = [int(figure.numerator or 0) for figure in usable]
    sizes = [int(figure.denominator or 0) for figure in usable]
    target = sum(events) / sum(sizes)
    if target == 0 or (kind == "share" and target == 1):
        return None
    measure = intervals.share_dispersion if kind == "share" else intervals.rate_dispersion
    dispersion = measure(events, sizes, target)
    limits = {size: _limits(kind, target, size, dispersion) for size in {*sizes, *_sizes(sizes)}}
    marks = tuple(
        Mark(figure, size, count / size, limits[size], place(count / size, limits[size]))
        for figure, count, size in zip(usable, events, sizes, strict=True)
    )
    return Funnel(
        target,
        _pooled(kind, sum(events), sum(sizes)),
        sum(events),
        sum(sizes),
        dispersion,
        marks,
        tuple((size, limits[size]) for size in _sizes(sizes)),
    )


def place(share: float, limits: Limits) -> str:
    """Where a council lies; a value on a limit is within it."""
    if share > limits.high_998:
        return "above_998"
    if share < limits.low_998:
        return "below_998"
    if share > limits.high_95:
        return "above_95"
    return "below_95" if share < limits.low_95 else "within"


def _whole(figure: Figure, kind: str) -> bool:
    top, bottom = figure.numerator, figure.denominator
    if top is None or bottom is None or top != int(top) or bottom != int(bottom):
        return False
    return bottom > 0 and top >= 0 and (kind != "share" or top <= bottom)


def _limits(kind: str, target: float, size: int, dispersion: Dispersion) -> Limits:
    of = intervals.share_limits if kind == "share" else intervals.rate_limits
    return of(target, size, dispersion.factor)


def _pooled(kind: str, events: int, total: int) -> tuple[float, float]:
    if kind == "share":
        return wilson(events, total)
    low, high = byar(events)
    return low / total, high / total


def _sizes(sizes: Sequence[int]) -> list[int]:
    """Sizes at which the limits are drawn: from half the smallest to the largest, closer where they bend."""
    low, high = max(1, min(sizes) // 2), max(sizes)
    return sorted({round(low * (high / low) ** (step / _CURVE)) for step in range(_CURVE + 1)} | {low, high})
