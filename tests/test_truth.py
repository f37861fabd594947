"""Precision and recall against hand-coded reports. Floors are only ever raised."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from reading import result_of

from extractor.evaluate import Evaluation, evaluate

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
REPORTS = (
    "harrow-2018-19",
    "havering-2017-18",
    "kingston-2017-18",
    "staffordshire-2019-20",
    "hartlepool-2020-21",
)
WEB_PAGES = ("kingston-2017-18", "hartlepool-2020-21")
WHO_AND_WHEN = {
    "harrow-2018-19": ("E09000015", "2018/19"),
    "havering-2017-18": ("E09000016", "2017/18"),
    "kingston-2017-18": ("E09000021", "2017/18"),
    "staffordshire-2019-20": ("E10000028", "2019/20"),
    "hartlepool-2020-21": ("E06000001", "2020/21"),
}

#: (found F1, right F1) that each report must reach, in any of its formats.
FLOORS = {
    "harrow-2018-19": (0.99, 0.98),
    "havering-2017-18": (0.96, 0.93),
    "kingston-2017-18": (1.0, 1.0),
    "staffordshire-2019-20": (0.99, 0.98),
    "hartlepool-2020-21": (1.0, 0.96),
}
#: The example reports of corpus/, all formats together.
CORPUS_FLOOR = (0.975, 0.965)
#: Reports of invented councils in tests/made, by set: written and coded apart from the code.
FORMATS = (".txt", ".html", ".docx", ".pdf")
MADE_FLOORS = {
    "a": (0.95, 0.92),
    "b": (0.96, 0.885),
    "c": (0.95, 0.87),
    "d": (0.94, 0.895),
    "e": (0.94, 0.88),
}


@cache
def _truth_folders() -> tuple[Path, ...]:
    return tuple(p for p in (SHARED / "gold", ROOT / "tests" / "truth") if p.is_dir())


def _evaluations(paths: list[Path], quirks: bool = True) -> Iterator[Evaluation]:
    rows = [row for path in paths for row in result_of(path, quirks).observed()]
    for folder in _truth_folders():
        yield evaluate(rows, folder)


def _editions() -> list[tuple[str, str]]:
    return [(r, e) for r in REPORTS for e in ("txt", "docx", "pdf")] + [(r, "html") for r in WEB_PAGES]


@pytest.mark.parametrize(("report", "extension"), _editions())
def test_every_edition_of_a_real_report_reaches_its_floors(report: str, extension: str, shared: Path) -> None:
    path = shared / "reports" / f"{report}.{extension}"
    for evaluation in _evaluations([path]):
        if report in evaluation.reports:
            score = evaluation.reports[report].score()
            found, right = FLOORS[report]
            assert score.found.f1 >= found, f"found F1 {score.found.f1:.3f}"
            assert score.right.f1 >= right, f"right F1 {score.right.f1:.3f}"
            return
    pytest.fail(f"there is no truth for {report}")


@pytest.mark.parametrize(("report", "extension"), _editions())
def test_who_and_when_are_right_in_every_edition(report: str, extension: str, shared: Path) -> None:
    coverage = result_of(shared / "reports" / f"{report}.{extension}").coverage
    assert (coverage.authority_code, coverage.report_period) == WHO_AND_WHEN[report]


def test_units_statuses_and_label_codes_of_the_found_rows(shared: Path) -> None:
    paths = [shared / "reports" / f"{report}.txt" for report in REPORTS]
    besides: dict[str, list[int]] = {}
    for evaluation in _evaluations(paths):
        for name, (right, of) in evaluation.besides.items():
            sums = besides.setdefault(name, [0, 0])
            sums[0] += right
            sums[1] += of
    share = {name: right / of for name, (right, of) in besides.items() if of}
    assert share["unit_of_count"] >= 0.97
    assert share["value_status"] >= 0.97
    assert share["label codes"] >= 0.95
    assert share["unmapped"] <= 0.15


def test_quirks_are_not_what_makes_the_figures_right(shared: Path) -> None:
    paths = [shared / "reports" / f"{report}.txt" for report in REPORTS]
    with_quirks = sum((e.total().right.f1 for e in _evaluations(paths)), 0.0)
    without = sum((e.total().right.f1 for e in _evaluations(paths, quirks=False)), 0.0)
    assert with_quirks - without < 0.02


def test_the_example_reports_reach_their_floor() -> None:
    folder = ROOT / "corpus"
    seen: dict[str, Path] = {}
    for path in sorted(folder.glob("*-example.*")):
        seen.setdefault(path.stem, path)
    rows = [row for path in seen.values() for row in result_of(path).observed()]
    score = evaluate(rows, folder / "truth").total()
    found, right = CORPUS_FLOOR
    assert score.found.f1 >= found, f"found F1 {score.found.f1:.3f}"
    assert score.right.f1 >= right, f"right F1 {score.right.f1:.3f}"


@pytest.mark.parametrize("letter", sorted(MADE_FLOORS))
def test_the_made_reports_reach_their_floors(letter: str) -> None:
    folder = ROOT / "tests" / "made"
    paths = sorted(p for p in folder.glob(f"{letter}[0-9][0-9].*") if p.suffix in FORMATS)
    rows = [row for path in paths for row in result_of(path).observed()]
    made = evaluate(rows, folder / "truth")
    total = Evaluation({name: made.reports[name] for name in made.reports if name.startswith(letter)}).total()
    found, right = MADE_FLOORS[letter]
    assert total.found.f1 >= found, f"found F1 {total.found.f1:.3f}"
    assert total.right.f1 >= right, f"right F1 {total.right.f1:.3f}"
