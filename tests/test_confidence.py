"""Confidence is a chance: bounded, of known traits, and each trait moves it one way."""

from __future__ import annotations

import math
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import confidence
from extractor.lexicon import rulebook
from extractor.lexicon.confidence_model import ConfidenceModel
from extractor.model.observation import Observation, sliced
from extractor.model.types import Anchor
from extractor.run.report import work
from extractor.understand.coding.confidence import traits_among

MODEL: ConfidenceModel = rulebook.load(confidence.ROOT / "patterns").raw("confidence")


@given(st.sets(st.sampled_from(sorted(MODEL.weights)), max_size=12), st.floats(-50, 50))
def test_it_is_a_chance(traits: set[str], more: float) -> None:
    assert MODEL.least <= MODEL.of(traits, more) <= MODEL.most


@given(st.sets(st.sampled_from(sorted(MODEL.weights)), min_size=1, max_size=12))
def test_the_order_of_traits_does_not_matter(traits: set[str]) -> None:
    assert MODEL.of(sorted(traits)) == MODEL.of(sorted(traits, reverse=True))


@given(
    st.sets(st.sampled_from(sorted(MODEL.weights)), max_size=12),
    st.sampled_from(sorted(MODEL.weights)),
    st.floats(-5, 5),
    st.floats(0, 5),
)
def test_each_trait_moves_it_the_way_of_its_weight(
    traits: set[str], trait: str, more: float, rise: float
) -> None:
    without, with_it = MODEL.of(traits - {trait}, more), MODEL.of(traits | {trait}, more)
    assert (with_it >= without) if MODEL.weights[trait] >= 0 else (with_it <= without)
    assert MODEL.of(traits, more + rise) >= MODEL.of(traits, more)


def test_even_odds_are_an_even_chance() -> None:
    """The odds that a model gives are natural logarithms: 0 is a half, log 3 is three in four."""
    model = ConfidenceModel(base=0.0, least=0.0, most=1.0, weights={"three to one": math.log(3)})
    assert model.of([]) == 0.5
    assert model.of(["three to one"]) == pytest.approx(0.75)
    assert model.of(["three to one", "unheard of"], -math.log(3)) == pytest.approx(0.5)


def test_a_figure_that_adds_up_is_told_from_one_that_does_not() -> None:
    def row(value: int, outcome: str = "") -> Observation:
        slices = sliced([("outcome", outcome, outcome)] if outcome else [])
        return Observation(
            unit="count",
            measure="complaints_received",
            value=Decimal(value),
            slice=slices,
            anchor=Anchor(table=1),
        )

    parts = [row(4, "upheld"), row(6, "not_upheld")]
    assert all("adds up" in told for told in traits_among([*parts, row(10)]))
    assert not any("adds up" in told for told in traits_among([*parts, row(11)]))


def test_doubtful_rows_have_less_than_sure_ones(root: Path) -> None:
    made = root / "tests" / "made" / "d01.txt"
    rows = work(made.read_bytes(), made.name, None, rulebook.load(root / "patterns")).rows()
    told = {float(row["confidence"]) for row in rows}
    assert min(told) < 0.8 and max(told) > 0.95
