"""Intervals and funnel limits against published values, exact sums and each other."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model.intervals import byar, wilson
from extractor.publish.html.funnel import (
    TAILS,
    Dispersion,
    Limits,
    rate_dispersion,
    rate_limits,
    share_dispersion,
    share_limits,
)


@pytest.mark.parametrize(
    ("events", "total", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_newcombe_s_published_intervals(
    events: int, total: int, low: float, high: float
) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3."""
    assert wilson(events, total) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_mirrors(pair: tuple[int, int]) -> None:
    events, total = pair
    low, high = wilson(events, total)
    assert 0 <= low <= events / total + 1e-12 and events / total - 1e-12 <= high <= 1
    mirrored = wilson(total - events, total)
    assert (1 - high, 1 - low) == pytest.approx(mirrored, abs=1e-12)


@pytest.mark.parametrize("of", [(-1, 5), (6, 5), (0, 0)])
def test_what_is_no_share_is_refused(of: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(*of)


@pytest.mark.parametrize(
    ("events", "low", "high"),
    [(0, 0.0, 3.689), (1, 0.025, 5.572), (10, 4.795, 18.390), (100, 81.364, 121.627)],
)
def test_byar_is_near_the_exact_poisson_interval(events: int, low: float, high: float) -> None:
    found = byar(events)
    assert found[0] == pytest.approx(low, abs=0.02)
    assert found[1] == pytest.approx(high, abs=0.09)


def exact_limits(total: int, share: Fraction) -> list[float]:
    """Spiegelhalter's appendix A.1 with whole fractions: the limits of a binomial."""
    masses = [math.comb(total, r) * share**r * (1 - share) ** (total - r) for r in range(total + 1)]
    found = []
    for tail in map(Fraction, TAILS):
        reached, r = masses[0], 0
        while reached < tail:
            r += 1
            reached += masses[r]
        found.append(float(max(Fraction(0), r - (reached - tail) / masses[r]) / total))
    return found


def as_list(limits: Limits) -> list[float]:
    return [limits.low_998, limits.low_95, limits.high_95, limits.high_998]


@pytest.mark.parametrize(
    ("total", "share"), [(1, "1/2"), (7, "1/10"), (50, "3/10"), (90, "1/6"), (400, "49/50")]
)
def test_limits_of_a_share_are_the_exact_ones(total: int, share: str) -> None:
    exact = exact_limits(total, Fraction(share))
    assert as_list(share_limits(float(Fraction(share)), total)) == pytest.approx(exact, abs=1e-9)


@given(st.floats(0.01, 0.99), st.integers(1, 20_000))
def test_limits_are_in_order_and_around_the_target(target: float, total: int) -> None:
    limits = as_list(share_limits(target, total))
    assert limits == sorted(limits) and limits[0] >= 0 and limits[3] <= 1
    if total * target * (1 - target) > 20:
        assert limits[1] < target < limits[2]


def test_exact_and_normal_limits_meet_where_numbers_are_large() -> None:
    for exact, normal in (
        (share_limits(0.3, 200_000), share_limits(0.3, 200_000, 1.0 + 1e-12)),
        (rate_limits(0.01, 9e6), rate_limits(0.01, 9e6, 1.0 + 1e-12)),
    ):
        assert as_list(exact) == pytest.approx(as_list(normal), rel=1e-3)


def test_widened_limits_are_the_root_of_the_factor_as_wide() -> None:
    plain, wide = (share_limits(0.4, 5000, factor) for factor in (1.0 + 1e-12, 4.0))
    assert wide.high_95 - 0.4 == pytest.approx(2 * (plain.high_95 - 0.4))
    assert 0.4 - wide.low_998 == pytest.approx(2 * (0.4 - plain.low_998))


def test_a_rate_s_limits_are_poisson_s() -> None:
    """Mean 10: P(X <= 4) = 0.0293 and P(X <= 3) = 0.0103; P(X <= 17) = 0.9857, P(X <= 16) = 0.9730."""
    limits = rate_limits(0.001, 10_000)
    assert limits.low_95 * 10_000 == pytest.approx(4 - (0.029253 - 0.025) / 0.018917, abs=1e-3)
    assert limits.high_95 * 10_000 == pytest.approx(17 - (0.985722 - 0.975) / 0.012764, abs=2e-3)


def test_dispersion_of_scores_worked_out_by_hand() -> None:
    """Ten councils of 100 at a target of a half: a score is (events - 50) / 5; one is cut at each end."""
    events = [50, 55, 45, 60, 40, 50, 55, 45, 90, 10]
    found = share_dispersion(events, [100] * 10, 0.5)
    assert found.phi == pytest.approx((0 + 1 + 1 + 4 + 4 + 0 + 1 + 1 + 4 + 4) / 10)
    assert found.threshold == pytest.approx(1 + 2 * math.sqrt(2 / 10))
    assert found.over and found.factor == found.phi


def test_councils_that_differ_by_chance_are_not_widened() -> None:
    assert not share_dispersion([48, 52, 50, 51, 49, 50, 47, 53, 50, 50], [100] * 10, 0.5).over
    assert rate_dispersion([100] * 10, [1e5] * 10, 0.001) == Dispersion(0.0, 1 + 2 * math.sqrt(0.2))
    assert Dispersion(0.3, 1.5).factor == 1.0
