"""95% intervals for proportions, counts and ratios of counts, by the formulas that public health uses."""

from __future__ import annotations

from functools import lru_cache
from math import inf, sqrt
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)
"""1.96: two-sided 95%."""


def wilson(part: float, whole: float) -> tuple[float, float]:
    """Wilson's score interval (1927) for part of whole, each bound from 0 to 1; 0 < whole, part <= whole."""
    share = part / whole
    middle = share + Z * Z / (2 * whole)
    spread = Z * sqrt(share * (1 - share) / whole + Z * Z / (4 * whole * whole))
    scale = 1 + Z * Z / whole
    low = (middle - spread) / scale if part > 0 else 0.0
    high = (middle + spread) / scale if part < whole else 1.0
    return max(0.0, low), min(1.0, high)


@lru_cache(maxsize=4096)
def byar(count: float) -> tuple[float, float]:
    """Byar's approximation to the exact Poisson interval of a count (Breslow and Day 1987)."""
    more = count + 1
    high = more * (1 - 1 / (9 * more) + Z / (3 * sqrt(more))) ** 3
    if count <= 0:
        return 0.0, high
    return max(0.0, count * (1 - 1 / (9 * count) - Z / (3 * sqrt(count))) ** 3), high


def ratio(above: float, below: float) -> tuple[float, float]:
    """The ratio of two independent counts, from Wilson's interval of the first's share of both."""
    low, high = wilson(above, above + below)
    return low / (1 - low) if low < 1 else inf, high / (1 - high) if high < 1 else inf
