"""Charts through the whole pipeline: stage, outcome, year, page and box of every figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.cli import patterns_folder
from extractor.lexicon import rulebook
from extractor.model.result import ReportResult
from extractor.read.files import load
from extractor.run import report


def coded(root: Path, name: str) -> ReportResult:
    file = root / "tests" / "charts" / name
    return report.work(load(file), name, None, rulebook.load(patterns_folder()))


@pytest.mark.parametrize(
    ("name", "columns", "rows"),
    [
        ("rl-bars.pdf", ("stage", "period", "measure", "value"), {
            ("stage_1", "2022/23", "complaints_received", "148"),
            ("stage_2", "2022/23", "complaints_received", "23"),
            ("ombudsman", "2022/23", "complaints_received", "9"),
        }),
        ("mpl-pie.pdf", ("stage", "outcome", "unit", "value"), {
            ("stage_1", "upheld", "percent", "41"), ("stage_1", "partially_upheld", "percent", "22"),
            ("stage_1", "not_upheld", "percent", "31"), ("stage_1", "withdrawn", "percent", "6"),
        }),
        ("mpl-lines.pdf", ("period", "value"), {
            ("2021/22 Q1", "31"), ("2021/22 Q2", "44"), ("2021/22 Q3", "38"), ("2021/22 Q4", "52"),
            ("2022/23 Q1", "12"), ("2022/23 Q2", "9"), ("2022/23 Q3", "15"), ("2022/23 Q4", "7"),
        }),
        ("mpl-two.pdf", ("period", "stage", "value"), {
            ("2021/22", "stage_1", "120"), ("2021/22", "stage_2", "18"), ("2021/22", "ombudsman", "7"),
            ("2022/23", "stage_1", "148"), ("2022/23", "stage_2", "23"), ("2022/23", "ombudsman", "9"),
        }),
        ("mpl-hstacked.pdf", ("stage", "timeliness", "unit", "value"), {
            ("stage_1", "within_timescale", "percent", "71"), ("stage_1", "over_timescale", "percent", "29"),
            ("stage_2", "within_timescale", "percent", "64"), ("stage_2", "over_timescale", "percent", "36"),
            ("ombudsman", "within_timescale", "percent", "88"),
            ("ombudsman", "over_timescale", "percent", "12"),
        }),
    ],
)  # fmt: skip
def test_the_figures_of_a_chart_are_coded(
    root: Path, name: str, columns: tuple[str, ...], rows: set[tuple[str, ...]]
) -> None:
    found = coded(root, name)
    assert {tuple(row[c] for c in columns) for row in found.rows()} == rows
    assert all(row["source_kind"] == "chart" and row["page"] == "1" for row in found.rows())
    boxes = [tuple(map(float, row["bbox"].split())) for row in found.rows()]
    assert len(set(boxes)) == len(rows) and all(x1 - x0 < 40 for x0, _, x1, _ in boxes)
    assert found.coverage.status == "ok" and found.coverage.charts_unread == 0


@pytest.mark.parametrize("name", ["mpl-unlabelled.pdf", "mpl-picture.pdf", "rl-doughnut-unlabelled.pdf"])
def test_a_chart_without_figures_is_told_of(root: Path, name: str) -> None:
    found = coded(root, name)
    assert found.rows() == [] and found.coverage.charts_unread == 1
    assert "1 chart could not be read" in found.coverage.reason
    assert [issue.page for issue in found.issues if issue.code == "figure-not-in-text"] == [1]


@pytest.mark.parametrize("name", ["rl-logo.pdf", "rl-ornament.pdf"])
def test_a_drawing_that_is_no_chart_gives_nothing(root: Path, name: str) -> None:
    found = coded(root, name)
    assert found.rows() == [] and found.coverage.charts_unread == 0
