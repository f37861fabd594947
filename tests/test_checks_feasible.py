"""Whole counts behind printed percentages: the quick answer is that of trying them all."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.check.arithmetic import ROUNDINGS, Share, counts, fits, fitting_bases, solve

RULES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN}


def rounded(count: int, base: int, decimals: int, rule: str) -> int:
    """The percentage as it would be printed, times 10**decimals, by decimal arithmetic."""
    exact = Decimal(100 * count * 10**decimals) / Decimal(base)
    return int(exact.quantize(Decimal(1), rounding=RULES[rule]))


small_base = st.integers(1, 24)
percents = st.integers(0, 100)


@given(base=st.integers(1, 400), scaled=st.integers(0, 1000), decimals=st.integers(0, 1))
def test_counts_are_just_those_that_round_to_the_percentage(base: int, scaled: int, decimals: int) -> None:
    share = Share(scaled, decimals)
    for rule in ROUNDINGS:
        tried = [c for c in range(base + 1) if rounded(c, base, decimals, rule) == scaled]
        assert list(counts(share, base, rule)) == tried


@given(base=small_base, values=st.lists(percents, min_size=1, max_size=3), whole=st.booleans())
def test_a_solution_is_there_just_when_trying_all_finds_one(
    base: int, values: list[int], whole: bool
) -> None:
    shares = [Share(v) for v in values]
    total = base if whole else None

    def right(found: tuple[int, ...], rule: str) -> bool:
        fits_all = all(rounded(c, base, 0, rule) == v for c, v in zip(found, values, strict=True))
        return fits_all and (total is None or sum(found) == total)

    tried = any(
        right(found, rule)
        for rule in ROUNDINGS
        for found in product(*(range(base + 1) for _ in values))
        if total is None or sum(found) == total
    )
    answer = solve(shares, base, total)
    assert (answer is not None) == tried
    if answer is not None:
        assert any(right(answer, rule) for rule in ROUNDINGS)


@given(counted=st.lists(st.integers(0, 60), min_size=1, max_size=6), decimals=st.integers(0, 1))
def test_percentages_of_real_counts_fit_their_base(counted: list[int], decimals: int) -> None:
    base = sum(counted)
    if not base:
        return
    shares = [Share(rounded(c, base, decimals, "half_up"), decimals) for c in counted]
    answer = solve(shares, base, base)
    assert answer is not None and sum(answer) == base
    assert all(fits(share, base) for share in shares)


def test_two_printed_totals_are_told_apart() -> None:
    shares = [Share(v) for v in (2, 39, 39, 7, 13)]
    assert solve(shares, 118, 118) is None
    assert solve(shares, 124, 124) == (3, 48, 48, 9, 16)
    assert 124 in fitting_bases(shares, 118, whole=True)


def test_the_open_ones_may_be_taken_off_the_base() -> None:
    shares = [Share(v) for v in (2, 39, 39, 7)]
    assert solve(shares, 124, 124 - 16) == (3, 48, 48, 9)
    assert solve(shares, 124, 124) is None


@pytest.mark.parametrize(
    ("text", "status", "base", "found"),
    [
        ("1", "less_than", 212, range(3)),
        ("50", "more_than", 9, range(5, 10)),
        ("12.5", "exact", 8, range(1, 2)),
        ("12.0", "exact", 8, range(0)),
        ("0", "exact", 4, range(1)),
        ("100", "exact", 4, range(4, 5)),
    ],
)
def test_limits_and_decimals_as_printed(text: str, status: str, base: int, found: range) -> None:
    assert list(counts(Share.of(text, status), base)) == list(found)


def test_eight_categories_on_ten_thousand_take_no_time() -> None:
    shares = [Share(v) for v in (31, 22, 17, 11, 8, 6, 3, 2)]
    assert solve(shares, 10_000, 10_000) is not None
    assert solve(shares, 10_000, 9_700) is not None
