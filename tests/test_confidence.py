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
from extractor.understand.coding.confidence import spread, traits_among

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


def judged(right: int, wrong: int, trait: str, reports: int) -> list[confidence.Judged]:
    return [
        confidence.Judged("u", str(n % reports), frozenset([trait]), n < right) for n in range(right + wrong)
    ]


def test_a_trait_of_few_reports_weighs_less_than_one_of_many() -> None:
    """Rows of one report are right or wrong together."""
    model = confidence.learn(
        [*judged(28, 2, "of few", 3), *judged(28, 2, "of many", 30), *judged(15, 15, "x", 9)]
    )
    assert 0 < model.weights["of few"] < model.weights["of many"]
    assert "of one" not in confidence.learn(judged(28, 2, "of one", 1)).weights


def test_the_marks_follow_from_the_rows_left_out() -> None:
    scored = [(c / 100, n < c * 2, "u") for c in range(10, 100, 2) for n in range(200)]
    assert confidence.mark(scored) == 0.91, "from it on, 95 of 100 are right"
    assert confidence.even(scored) == 0.51, "near it, more are right than wrong"
    assert confidence.mark(scored[:10]) == 1.0


def test_a_report_is_told_by_its_years_and_tables() -> None:
    rows = [Observation(period=f"20{n}/{n + 1}", anchor=Anchor(table=n % 2)) for n in range(10, 17)]
    assert spread(rows) == {"periods in the report 5", "tables in the report 2"}
    assert spread(rows[:1] * 7) == {"periods in the report 1", "tables in the report 1"}


def test_a_row_is_told_by_its_procedure_and_kind_of_council() -> None:
    (told,) = traits_among([Observation(authority_code="E07000072", procedure="all")])
    assert {"procedure all", "council E07 procedure all"} <= told
