"""The real reports set anew in house styles of our own: what is read of them must not fall."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT.parent / "shared" / "reports"
pytestmark = pytest.mark.skipif(not REPORTS.is_dir(), reason="the real reports are not beside the project")

# One house without drawing and the hardest of the drawn; all are tried by `python -m benchmarks.restyled`.
TRIED = ("nothing drawn", "total lines, two columns")
# Mean right F1 over the five reports; only ever raised.
FLOORS = {
    "ruled": 0.982,
    "ruled, two columns": 0.962,
    "shaded header": 0.980,
    "shaded header, lines": 0.972,
    "lines": 0.975,
    "three lines": 0.975,
    "zebra": 0.975,
    "zebra bands": 0.965,
    "frame and lines": 0.950,
    "coloured blocks": 0.983,
    "nothing drawn": 0.965,
    "ruled, parted by pages": 0.983,
    "lines, parted by pages": 0.973,
    "upright lines": 0.940,
    "shaded labels": 0.975,
    "inner grid, even headings": 0.982,
    "total lines": 0.976,
    "total lines, two columns": 0.889,
    "zebra, two columns": 0.920,
}


@pytest.fixture(scope="module")
def means() -> dict[str, float]:
    from benchmarks.restyled import HOUSES, measured

    found: dict[str, list[float]] = {}
    for house, _, score in measured(REPORTS, [house for house in HOUSES if house.name in TRIED]):
        found.setdefault(house, []).append(score.right.f1)
    return {house: sum(scores) / len(scores) for house, scores in found.items()}


def test_every_house_has_a_floor() -> None:
    from benchmarks.restyled import HOUSES

    assert set(FLOORS) == {house.name for house in HOUSES} > set(TRIED)


@pytest.mark.parametrize("house", TRIED)
def test_reports_are_read_in_every_house_style(house: str, means: dict[str, float]) -> None:
    assert means[house] >= FLOORS[house]
