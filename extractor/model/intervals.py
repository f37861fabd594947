"""Intervals for proportions, counts and ratios of counts, by the formulas that public health uses."""

from __future__ import annotations

from functools import lru_cache
from math import inf, sqrt
from statistics import NormalDist


@lru_cache(maxsize=16)
def _z(level: float) -> float:
    """1.96 for two-sided 95%."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson(part: float, whole: float, level: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval (1927) for part of whole, each bound a fraction from 0 to 1.

    Raises ValueError unless 0 <= part <= whole and whole > 0.
    """
    if not 0 <= part <= whole or whole <= 0:
        raise ValueError(f"{part} of {whole} is no share")
    z = _z(level)
    share = part / whole
    middle = share + z * z / (2 * whole)
    spread = z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    scale = 1 + z * z / whole
    low = (middle - spread) / scale if part > 0 else 0.0
    high = (middle + spread) / scale if part < whole else 1.0
    return max(0.0, low), min(1.0, high)


@lru_cache(maxsize=4096)
def byar(count: float, level: float = 0.95) -> tuple[float, float]:
    """Byar's approximation to the exact Poisson interval of a count (Breslow and Day 1987).

    Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError(f"{count} is no count")
    z = _z(level)
    more = count + 1
    high = more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3
    if count == 0:
        return 0.0, high
    return count * max(0.0, 1 - 1 / (9 * count) - z / (3 * sqrt(count))) ** 3, high


def ratio(above: float, below: float) -> tuple[float, float]:
    """The ratio of two independent counts, from Wilson's interval of the first's share of both."""
    low, high = wilson(above, above + below)
    return low / (1 - low) if low < 1 else inf, high / (1 - high) if high < 1 else inf
