"""Confidence is a chance: bounded, of known traits, and calibrated on reports left out of the learning."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from benchmarks import confidence
from extractor.lexicon import rulebook
from extractor.lexicon.confidence_model import ConfidenceModel
from extractor.model.observation import Observation, sliced
from extractor.model.types import Anchor
from extractor.run.report import work
from extractor.understand.confidence import traits_among

MODEL: ConfidenceModel = rulebook.load(confidence.ROOT / "patterns").raw("confidence")


@given(st.sets(st.sampled_from(sorted(MODEL.weights)), max_size=12), st.floats(-50, 50))
def test_it_is_a_chance(traits: set[str], more: float) -> None:
    assert MODEL.least <= MODEL.of(traits, more) <= MODEL.most


@given(st.sets(st.sampled_from(sorted(MODEL.weights)), min_size=1, max_size=12))
def test_the_order_of_traits_does_not_matter(traits: set[str]) -> None:
    assert MODEL.of(sorted(traits)) == MODEL.of(sorted(traits, reverse=True))


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


def test_it_is_calibrated_on_reports_left_out(shared: Path) -> None:
    """Expected calibration error at most 0.05; 70 % of rows at 0.9 or more, and 0.98 of these right."""
    scored = confidence.left_out(confidence.judged(list(confidence.sources())))
    assert confidence.calibration_error(scored) <= 0.05
    sure = [right for chance, right, _ in scored if chance >= 0.9]
    assert len(sure) >= 0.7 * len(scored)
    assert sum(sure) >= 0.98 * len(sure)


def test_doubtful_rows_have_less_than_sure_ones(root: Path) -> None:
    made = root / "tests" / "made" / "d01.txt"
    rows = work(made.read_bytes(), made.name, None, rulebook.load(root / "patterns")).rows()
    told = {float(row["confidence"]) for row in rows}
    assert min(told) < 0.8 and max(told) > 0.95
