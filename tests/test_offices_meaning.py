"""What reports together, corrections, runs and commands decide: small cases, one line each."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from made import observation, result
from test_reconcile import RULES, printing, verdict

from extractor.cli import compare_text
from extractor.corrections.file import COLUMNS, Correction, contradictions, understood
from extractor.corrections.fit import _same_number, same_label, spots
from extractor.explore.sides import sides
from extractor.explore.words import figure_words, shown
from extractor.model.observation import of_cells
from extractor.publish.ees import marked
from extractor.reconcile import editions
from extractor.reconcile.agreement import Span, _meet, far_apart, span
from extractor.reconcile.comparable import first_year
from extractor.run import inputs, remarks
from extractor.run.asked import Asked, chosen
from extractor.run.inputs import Input, Inputs

# --- reports together ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (Span(1, 2), Span(2, 3), True),
        (Span(1, 2, high_open=True), Span(2, 3), False),
        (Span(1, 2), Span(2, 3, low_open=True), False),
        (Span(1, 2), Span(2.5, 3), False),
        (Span(1, 3, low_open=True, high_open=True), Span(2, 2), True),
        (Span(2, 2), Span(2, 2), True),
    ],
)
def test_spans_meet(one: Span, other: Span, meet: bool) -> None:
    assert _meet([one, other]) is _meet([other, one]) is meet


@pytest.mark.parametrize(
    ("text", "unit", "found"),
    [
        ("5", "count", Span(5, 5)),
        ("33", "percent", Span(32.5, 33.5, high_open=True)),
        ("33.3", "percent", Span(33.25, 33.35, high_open=True)),
        ("under-5", "count", Span(0, 5, high_open=True)),
        ("over-5", "count", Span(5, float("inf"), low_open=True)),
    ],
)
def test_where_a_figure_may_truly_lie(text: str, unit: str, found: Span) -> None:
    one = printing(f"{text} table 2018/19")
    made = span(one.__class__(one.row, one.value, one.status, unit), RULES)
    assert (round(made.low, 6), round(made.high, 6), made.low_open, made.high_open) == (
        found.low,
        found.high,
        found.low_open,
        found.high_open,
    )


@pytest.mark.parametrize(
    ("texts", "checks"),
    [
        (["51 table 2018/19", "53 table 2019/20"], ["restated"]),
        (["51 table 2018/19", "53 table 2018/19", "51 table 2019/20"], []),
        (["51 table 2018/19", "53 table 2019/20 elsewhere"], ["another-council-disagrees"]),
        (["51 table 2018/19", "51 table 2019/20 elsewhere", "53 table 2020/21"],
         ["restated", "another-council-disagrees"]),
        (["51 table 2018/19", "53 table 2019/20", "53 table 2020/21"], ["restated"]),
        (["51 table ", "53 table "], []),
    ],
)  # fmt: skip
def test_what_contradicts_between_reports(texts: list[str], checks: list[str]) -> None:
    assert [one.check for one in verdict(*texts).conflicts] == checks


def test_counts_lie_far_apart_from_a_bound_on_and_the_surer_comes_first() -> None:
    gap = int(RULES.wide_gap)

    def apart(*texts: str) -> list[str]:
        found = far_apart([printing(text, n) for n, text in enumerate(texts)], RULES)
        return [one.value for one in found or ()]

    assert apart("10 table 2018/19", f"{10 * gap} table 2018/19") == ["10", f"{10 * gap}"]
    assert apart("10 table 2018/19", f"{10 * gap - 1} table 2018/19") == []
    assert apart("10 table 2018/19 sure-50", f"{10 * gap} table 2018/19 sure-60") == [f"{10 * gap}", "10"]
    assert apart("0 table 2018/19", f"{gap} table 2018/19") == ["0", f"{gap}"]
    assert apart("10 table 2018/19", f"under-{10 * gap} table 2018/19") == []


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ("2018/19", 2018),
        ("2018/19 Q2", 2018),
        ("2018-03-31", 2017),
        ("2018-04-01", 2018),
        ("", 0),
        ("2018", 2018),
    ],
)
def test_the_financial_year_of_a_period(period: str, year: int) -> None:
    assert first_year(period) == year


WORDS = " ".join(f"w{n}" for n in range(100))


def edition(source: str, keep: int = 100, figures: int = 6, same: int = 6, **about: str) -> Any:
    """A report with some of the same words and figures."""
    rows = [
        observation(f"{source}{n}", str(n if n < same else 90 + n), source_file=source)
        for n in range(figures)
    ]
    words = " ".join([*WORDS.split()[:keep], *(f"{source}{n}" for n in range(100 - keep))])
    return result(source, *rows, words=words, **about)


@pytest.mark.parametrize(
    ("other", "is_one"),
    [
        ({}, True),
        ({"keep": 75}, True),
        ({"keep": 74}, False),
        ({"report_period": "2019/20"}, False),
        ({"authority_code": "E09000001"}, False),
        ({"report_period": "", "keep": 92}, True),
        ({"report_period": "", "keep": 91}, False),
        ({"same": 5}, True),
        ({"same": 4}, False),
        ({"figures": 4, "same": 0}, True),
        ({"figures": 9, "same": 6}, False),
        ({"status": "failed"}, False),
    ],
)
def test_what_is_an_edition_of_a_report(other: dict[str, Any], is_one: bool) -> None:
    found = editions.duplicates([edition("a.pdf"), edition("b.txt", **other)])
    assert bool(found) is is_one


def test_the_edition_with_most_figures_counts_then_the_format_that_tells_most() -> None:
    assert editions.duplicates([edition("a.txt"), edition("b.pdf"), edition("c.docx")]) == {
        "a.txt": "c.docx",
        "b.pdf": "c.docx",
    }
    assert editions.duplicates([edition("a.html", figures=6), edition("b.txt", figures=7)]) == {
        "a.html": "b.txt"
    }


def test_reports_of_no_known_council_are_editions_of_the_same_file_only() -> None:
    nobody = {"authority_code": "", "authority_name": ""}
    assert editions.duplicates([edition("a.pdf", **nobody), edition("b.pdf", **nobody)]) == {}


def test_a_number_has_the_page_of_its_edition_where_it_is_clear_which_it_is() -> None:
    def pages(mine: list[dict[str, str]], theirs: list[dict[str, str]]) -> dict[int, str]:
        pair = (
            [of_cells(observation(str(n), **one)) for n, one in enumerate(rows)] for rows in (mine, theirs)
        )
        return {n: page for n, (page, _) in editions.pages(*pair).items()}

    there = {"evidence": "Duty 3", "page": "4"}
    assert pages([{"evidence": "Duty 3"}], [there]) == {0: "4"}
    assert pages([{"evidence": "DUTY  3"}], [there]) == {0: "4"}
    assert pages([{"evidence": "Care 3"}], [there]) == {0: "4"}
    assert pages([{"evidence": "Care 3", "stage": "stage_2"}], [there]) == {}
    assert pages([{"evidence": "Duty 3", "stage": "stage_2"}], [there]) == {0: "4"}
    assert pages([{"evidence": "Duty 3"}] * 2, [there]) == {}
    assert pages([{"evidence": "Duty 3"}] * 2, [there, there | {"page": "5"}]) == {0: "4", 1: "5"}


# --- what goes out -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "status", "unit", "comparable", "found"),
    [
        ("5", "exact", "count", "yes", "5"),
        ("5", "exact", "count", "with_care", "5"),
        ("5", "exact", "count", "no", "u"),
        ("5", "approximate", "count", "yes", "u"),
        ("5", "less_than", "count", "yes", "c"),
        ("", "suppressed", "count", "yes", "c"),
        ("", "suppressed", "count", "no", "c"),
        ("", "not_available", "count", "yes", "x"),
        ("0", "exact", "count", "yes", "0"),
        ("0.4", "exact", "count", "yes", "low"),
    ],
)
def test_the_marker_of_a_figure(value: str, status: str, unit: str, comparable: str, found: str) -> None:
    assert marked(value, status, unit, comparable) == found


@pytest.mark.parametrize(
    ("value", "headline", "found"),
    [
        (51, "received", "51"),
        (51.5, "upheld_percent", "51.5%"),
        (50, "upheld_percent", "50.0%"),
        (None, "received", ""),
    ],
)
def test_a_headline_is_shown_with_its_sign(value: float | None, headline: str, found: str) -> None:
    assert shown(value, headline) == found


def test_a_figure_is_worded_with_its_slice() -> None:
    def words(**cells: Any) -> str:
        return figure_words(observation("a") | {"value": 51.0} | cells)

    assert words() == "51 complaints received, stage 1"
    assert words(stage="all") == "51 complaints received"
    assert words(theme="delay", theme_label="Slowness") == "51 complaints received, stage 1, Slowness"
    assert words(value=None, value_status="suppressed").endswith("complaints received, stage 1")


def test_both_sides_of_a_row_are_told() -> None:
    row = observation("a", because="stage: heading; second reader: one stage_2", stage="stage_2")
    said = {
        "reader": "one",
        "question": "q",
        "number_id": "1",
        "source_file": "a",
        "printed": "3",
        "words": "",
    }
    answer = said | {
        "settled": "followed",
        "choice": "measure=complaints_received; stage=stage_2",
        "was": "stage=stage_1",
    }

    def told(*answers: dict[str, str]) -> list[tuple[str, str, bool, bool]]:
        return [(s.who, s.codes.get("stage", ""), s.no_figure, s.stands) for s in sides(row, answers)]

    assert told(answer) == [("the rules", "stage_1", False, False), ("one", "stage_2", False, True)]
    assert told(answer | {"settled": "agrees"}) == told(answer | {"settled": "cannot_tell"}) == []
    assert [(s.reason, s.decision(row)) for s in sides(row, [answer])] == [
        ("stage: heading", ("recode", {"stage": "stage_1"})),
        ("no words were pointed to", ("right", {})),
    ]
    refused = answer | {"choice": "not_a_figure", "was": ""}
    assert [side.decision(row)[0] for side in sides(row, [refused])][1] == "not_a_figure"


# --- corrections ---------------------------------------------------------------------


def line(**cells: str) -> Any:
    known = {"because": "seen", "by": "A", "observation_id": "a", "evidence": "Duty 3", "value": "3"}
    return understood(2, dict.fromkeys(COLUMNS, "") | known | cells)


LABEL = {"observation_id": "", "evidence": "", "value": "", "dimension": "theme", "label": "Slow"}


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"set": "stage=stage_2"}, (("stage", "stage_2"),)),
        ({"set": "stage = stage_2 ; theme="}, (("stage", "stage_2"), ("theme", ""))),
        ({"set": "scope=a;b"}, (("scope", "a;b"),)),
        ({"set": "value=4"}, (("value", "4"),)),
        ({"set": "page=4"}, "'page' is not a column"),
        ({"set": "stage"}, "must have the form"),
        ({"set": ""}, "set must say what to change"),
        ({"verdict": "right"}, ()),
        ({"verdict": "Not a figure"}, ()),
        ({"verdict": "right", "set": "stage=all"}, "set must say what to change"),
        ({"verdict": "wrong", "set": "stage=all"}, "the verdict 'wrong' is not one of"),
        ({"verdict": "right", "because": ""}, "because and by must say"),
        ({"verdict": "right", "by": ""}, "because and by must say"),
        ({"verdict": "right", "evidence": ""}, "the printed words"),
        ({"verdict": "right", "observation_id": ""}, "neither observation_id nor source_file"),
        ({"verdict": "right", "observation_id": "", "source_file": "a.txt"}, ()),
        (LABEL | {"set": "theme=delay"}, (("theme", "delay"),)),
        (LABEL | {"set": "value=4"}, "'value' is not a column"),
        (LABEL | {"set": "theme=delay", "dimension": "stage"}, "'stage' is not a dimension"),
        (LABEL | {"set": "", "verdict": "right"}, "is for a row, not for a label"),
        (LABEL | {"set": "theme=delay", "evidence": "Duty 3"}, "it must name either"),
    ],
)
def test_a_line_of_corrections_is_understood_or_said(cells: dict[str, str], found: object) -> None:
    made = line(**cells)
    if isinstance(found, str):
        assert isinstance(made, str) and found in made
    else:
        assert isinstance(made, Correction) and made.changes == found


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ({"verdict": "right"}, {"verdict": "right"}, 0),
        ({"verdict": "right"}, {"verdict": "not_a_figure"}, 1),
        ({"set": "stage=all; theme=delay"}, {"set": "theme=delay; stage=all"}, 0),
        ({"set": "stage=all"}, {"set": "stage=stage_1"}, 1),
        ({"set": "stage=all"}, {"set": "stage=stage_1", "observation_id": "b"}, 0),
        (LABEL | {"set": "theme=delay"}, LABEL | {"set": "theme=staff", "label": "SLOW"}, 1),
        (LABEL | {"set": "theme=delay"}, LABEL | {"set": "theme=staff", "source_file": "a.txt"}, 0),
    ],
)
def test_lines_that_say_opposite_things(one: dict[str, str], other: dict[str, str], number: int) -> None:
    assert len(list(contradictions([line(**one), line(**other)]))) == number


def test_a_number_and_a_label_are_the_same_however_they_are_written() -> None:
    assert _same_number("0.50", "0.5") and not _same_number("0.5", "5") and not _same_number("x", "y")
    assert same_label("Slow  reply", "SLOW reply") and not same_label("Slow", "Slower")


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({}, [("a.txt", 0)]),
        ({"value": "4"}, "different number"),
        ({"unit": "percent"}, "different number"),
        ({"evidence": "Duty  3"}, [("a.txt", 0)]),
        ({"evidence": "Care 3"}, "different number"),
        ({"observation_id": "gone"}, "no report in this run"),
        ({"observation_id": "gone", "source_file": "a.txt"}, "2 rows of the report"),
        ({"observation_id": "gone", "source_file": "a.txt", "place": "page 7"}, [("a.txt", 1)]),
        ({"observation_id": "gone", "source_file": "a.txt", "value": "9"}, "no longer has"),
    ],
)
def test_which_row_a_correction_is_about(cells: dict[str, str], found: object) -> None:
    rows = [
        observation(i, evidence="Duty 3", page=page, source_file="a.txt")
        for i, page in (("a", "6"), ("b", "7"))
    ]
    made = spots(line(verdict="right", **cells), {"a.txt": result("a.txt", *rows)}, {"a": [("a.txt", 0)]})
    assert (found in made) if isinstance(found, str) else (made == found)


# --- runs and commands ---------------------------------------------------------------


def asked(size: int, doubt: float, differs: bool = False) -> Asked:
    question: Any = SimpleNamespace(numbers=dict.fromkeys(range(size)))
    return Asked("a.txt", question, doubt, {}, differs)


@pytest.mark.parametrize(
    ("which", "most", "found"),
    [
        ("all", None, [0, 1, 2, 3]),
        ("all", 2, [1, 2]),
        ("doubtful", None, [1, 2]),
        ("doubtful", 1, [1]),
        ("disagreeing", None, [0, 2]),
        ("disagreeing", 1, [2]),
    ],
)
def test_which_questions_are_asked(which: str, most: int | None, found: list[int]) -> None:
    pool = [asked(3, 0.1, True), asked(2, 0.9), asked(2, 0.5, True), asked(3, 0.2)]
    assert [pool.index(one) for one in chosen(pool, which, most)] == found


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (["a.txt", "b.txt"], ["a.txt", "b.txt"]),
        (["one/a.txt", "b.txt"], ["a.txt", "b.txt"]),
        (["one/a.txt", "two/a.txt"], ["one/a.txt", "two/a.txt"]),
        (["a.txt", "two/a.txt"], ["a.txt", "two/a.txt"]),
        (["README.txt", "a.txt"], ["a.txt"]),
        (["readme.pdf", "a.txt"], ["a.txt", "readme.pdf"]),
        ([".hidden/a.txt", "a.txt"], ["a.txt"]),
        (["~$a.txt", "a.txt"], ["a.txt"]),
        (["out/run.json", "out/report.html", "a.txt"], ["a.txt"]),
        (["a.csv", "a.xyz", "a.txt"], ["a.txt"]),
    ],
)
def test_the_reports_of_a_folder_and_their_names(tmp_path: Path, files: list[str], names: list[str]) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    kinds = {".txt": "text", ".html": "html", ".pdf": "pdf"}
    assert [one.source_file for one in inputs.gather([str(tmp_path)], kinds).reports] == names


def test_what_is_skipped_is_said_and_data_is_not(tmp_path: Path) -> None:
    for name in ("a.txt", "a.xyz", "a.json", "licence.txt", "noending"):
        (tmp_path / name).write_text("x")
    found = inputs.gather([str(tmp_path)], {".txt": "text"})
    assert {Path(path).name: reason for path, reason in found.skipped} == {
        "a.xyz": "'.xyz' files are not supported",
        "licence.txt": "supporting file, not a report",
        "noending": "its name has no extension",
    }
    assert [one.code for one in remarks.of_inputs(found)] == ["file-skipped"] * 3


@pytest.mark.parametrize(("wanted", "found"), [("", 0), ("aa", 0), ("bb", 1)])
def test_a_file_with_another_hash_than_its_manifest_gives_is_told(wanted: str, found: int) -> None:
    entry: Any = SimpleNamespace(sha256=wanted)
    report = Input(Path("a.txt"), "a.txt", Path("."), entry)
    assert len(list(remarks.of_hash(report, "aa"))) == found
    assert Inputs((report,)).reports[0].missing is True


def indicator(name: str, **cells: Any) -> Any:
    known: dict[str, Any] = {
        "value": "50",
        "lower": "40",
        "upper": "60",
        "numerator": "20",
        "denominator": "40",
    }
    told = known | {key: cell for key, cell in cells.items() if key in known}
    unit = cells.get("unit", "percent")
    value = told["value"] or None
    return SimpleNamespace(authority_name=name, unit=unit, value=value, cells=lambda: told)


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ({}, "  A  50%  (95%: 40 to 60)  = 20 of 40"),
        ({"upper": ""}, "  A  50%  = 20 of 40"),
        ({"denominator": ""}, "  A  50%  (95%: 40 to 60)"),
        ({"unit": "ratio"}, "  A  50  (95%: 40 to 60)  = 20 of 40"),
        ({"value": "", "lower": "", "numerator": ""}, "  A  no figure"),
    ],
)
def test_a_figure_of_a_comparison(cells: dict[str, str], text: str) -> None:
    assert list(compare_text._figures([indicator("A", **cells)])) == [text]


def test_a_caveat_is_told_once_with_the_councils_that_it_is_of() -> None:
    assert list(compare_text._care(["A: small; late", "B: small", "A: small"])) == [
        "  with care: small (A, B)",
        "  with care: late (A)",
    ]


@pytest.mark.parametrize(
    ("one", "other", "text"),
    [
        ({"stage": "stage_1"}, {"stage": "stage_1"}, " (stage 1)"),
        ({"stage": "stage_1"}, {"stage": "stage_2"}, ""),
        ({"stage": "all"}, {"stage": "all"}, ""),
        ({"limit_days": 10}, {"limit_days": 10}, " (within 10 days)"),
        ({"procedure": "corporate", "stage": "stage_1"}, None, " (corporate, stage 1)"),
    ],
)
def test_what_a_comparison_is_of(one: dict[str, Any], other: dict[str, Any] | None, text: str) -> None:
    known = {"procedure": "", "stage": "", "limit_days": None}
    rows: list[Any] = [None if each is None else SimpleNamespace(**known | each) for each in (one, other)]
    if other is not None:
        rows = [SimpleNamespace(**known | one), SimpleNamespace(**known | other)]
    assert compare_text._place(*rows) == text
