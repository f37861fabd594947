"""A funnel plot of one group and year, with nothing but the standard library.

Source: D. J. Spiegelhalter, 'Funnel plots for comparing institutional
performance', Statistics in Medicine 24 (2005), for limits and over-dispersion.
Shares and rates are fractions here (0.34), never percentages.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from extractor.model.intervals import byar, wilson
from extractor.publish.html.figures import Figure, once

_CURVE = 36
TAILS = (0.001, 0.025, 0.975, 0.999)
"""The lower tails of the limits drawn: 99.8% and 95%, below and above."""
WINSORISED = 0.1
"""Spiegelhalter's share of z-scores pulled in at each end before dispersion is measured."""
_REACH = 9.0
"""Standard deviations from the mean beyond which a distribution's mass is below 1e-15."""


@dataclass(frozen=True)
class Limits:
    """Where a council of one size is expected: fractions, from the lowest limit to the highest."""

    low_998: float
    low_95: float
    high_95: float
    high_998: float


@dataclass(frozen=True)
class Dispersion:
    """How much councils differ beyond chance: phi is about 1 where chance is all there is."""

    phi: float
    threshold: float
    """Phi above which chance alone is not believed: 1 + 2 * sqrt(2 / councils)."""

    @property
    def over(self) -> bool:
        """Do the limits have to be widened?"""
        return self.phi > self.threshold

    @property
    def factor(self) -> float:
        """What the variance is multiplied by: phi where councils are over-dispersed, else 1."""
        return self.phi if self.over else 1.0


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
    everywhere. Figures that are not comparable, hidden, not whole numbers or of no one council are not in it.
    """
    usable = [figure for figure in once(figures) if figure.code and _whole(figure, kind)]
    if kind not in {"share", "rate"} or len(usable) < least:
        return None
    events = [int(figure.numerator or 0) for figure in usable]
    sizes = [int(figure.denominator or 0) for figure in usable]
    target = sum(events) / sum(sizes)
    if target == 0 or (kind == "share" and target == 1):
        return None
    measure = share_dispersion if kind == "share" else rate_dispersion
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
    of = share_limits if kind == "share" else rate_limits
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


def share_limits(target: float, total: int, factor: float = 1.0) -> Limits:
    """Funnel limits of a share for a council with `total` cases.

    Exact binomial limits, interpolated as in appendix A.1 of the source; where the
    variance is inflated, the source's normal limits with the wider variance.
    """
    deviation = math.sqrt(target * (1 - target) / total)
    if factor != 1.0:
        return _normal(target, deviation * math.sqrt(factor), 1.0)
    return Limits(*(min(1.0, r / total) for r in _quantiles(_binomial(total, target))))


def rate_limits(target: float, size: float, factor: float = 1.0) -> Limits:
    """Funnel limits of a rate (events by head) for a council of `size` heads: Poisson, as above."""
    if factor != 1.0:
        return _normal(target, math.sqrt(target / size) * math.sqrt(factor), math.inf)
    return Limits(*(r / size for r in _quantiles(_poisson(target * size))))


def share_dispersion(events: Sequence[float], totals: Sequence[float], target: float) -> Dispersion:
    """Over-dispersion of shares around a target that is neither 0 nor 1."""
    variance = target * (1 - target)
    return _dispersion(
        [(e / n - target) / math.sqrt(variance / n) for e, n in zip(events, totals, strict=True)]
    )


def rate_dispersion(events: Sequence[float], sizes: Sequence[float], target: float) -> Dispersion:
    """Over-dispersion of rates around a target above 0."""
    return _dispersion([(e - target * n) / math.sqrt(target * n) for e, n in zip(events, sizes, strict=True)])


def _dispersion(scores: Sequence[float]) -> Dispersion:
    """Pearson's chi-square by council, from winsorised scores: a few outliers are not over-dispersion."""
    ordered = sorted(scores)
    cut = int(WINSORISED * len(ordered))
    low, high = ordered[cut], ordered[-1 - cut]
    phi = sum(min(high, max(low, score)) ** 2 for score in ordered) / len(ordered)
    return Dispersion(phi, 1 + 2 * math.sqrt(2 / len(ordered)))


def _normal(target: float, deviation: float, most: float) -> Limits:
    scores = (NormalDist().inv_cdf(tail) for tail in TAILS)
    return Limits(*(min(most, max(0.0, target + z * deviation)) for z in scores))


def _quantiles(masses: Iterator[tuple[int, float]]) -> list[float]:
    """For each tail p, r - a: r the least count with F(r) >= p, a its share of the step above p."""
    found: list[float] = []
    below = 0.0
    for count, mass in masses:
        reached = below + mass
        while len(found) < len(TAILS) and reached >= TAILS[len(found)]:
            step = (reached - TAILS[len(found)]) / mass
            found.append(max(0.0, count - step))
        if len(found) == len(TAILS):
            break
        below = reached
    return found


def _binomial(total: int, share: float) -> Iterator[tuple[int, float]]:
    """Counts and their masses, from where the mass begins to matter."""
    deviation = math.sqrt(total * share * (1 - share))
    count = max(0, math.floor(total * share - _REACH * deviation - _REACH))
    logged = (
        math.lgamma(total + 1)
        - math.lgamma(count + 1)
        - math.lgamma(total - count + 1)
        + count * math.log(share)
        + (total - count) * math.log1p(-share)
    )
    mass, odds = math.exp(logged), share / (1 - share)
    while count <= total:
        yield count, mass
        mass *= (total - count) / (count + 1) * odds
        count += 1


def _poisson(mean: float) -> Iterator[tuple[int, float]]:
    """Counts and their masses, from where the mass begins to matter."""
    count = max(0, math.floor(mean - _REACH * math.sqrt(mean) - _REACH))
    mass = math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
    while True:
        yield count, mass
        count += 1
        mass *= mean / count
