"""The page's figures: what is drawn, what is said of a change, and how numbers are written."""

from __future__ import annotations

from dataclasses import replace

import page_rows
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import BOOK, PATTERNS

from extractor.lexicon import rulebook
from extractor.lexicon.page_schema import Page, PageTexts
from extractor.publish.html import beside, drawing, lists, wording, years
from extractor.publish.html.figures import Group, breaks, groups, note
from extractor.publish.html.funnel import Funnel, funnel

TEXTS = Page.of(BOOK.raw("page"), BOOK.raw("checks"))
COUNCIL = page_rows.councils(1)[0]
OMBUDSMAN = {
    "indicator": "ombudsman_uphold_rate",
    "procedure": "ombudsman",
    "stage": "ombudsman",
    "denominator_class": "detailed_investigations",
}


def group(*rows: page_rows.Row) -> Group:
    (only,) = groups(rows, TEXTS)
    return only


def change_of(*rows: page_rows.Row) -> str:
    table = years.table(group(*rows), TEXTS)
    assert table is not None
    return table.lines[0].change


def test_a_percent_change_needs_a_base_of_ten() -> None:
    def of(before: int, last: int) -> str:
        return change_of(
            page_rows.count(COUNCIL, "2019/20", before), page_rows.count(COUNCIL, "2020/21", last)
        )

    assert of(10, 15) == "Up 50.0%"
    assert of(9, 15) == "Not given: fewer than 10 in 2019/20"
    assert of(40, 30) == "Down 25.0%"
    assert of(40, 40) == "No change"


def test_a_share_s_change_is_in_points() -> None:
    rows = page_rows.share(COUNCIL, "2019/20", 33, 50), page_rows.share(COUNCIL, "2020/21", 25, 50)
    assert change_of(*rows) == "Down 16.0 percentage points"


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"comparable": "no"}, "2019/20 is not comparable"),
        ({"value": "c", "lower": "c", "upper": "c"}, "2019/20 is hidden or not known"),
        ({"period": "2018/19"}, "no figure for 2019/20"),
        ({"denominator": ""}, "the number behind 2019/20 is not known"),
    ],
)
def test_a_change_that_cannot_be_had_says_why(cells: dict[str, str], why: str) -> None:
    before = {**page_rows.share(COUNCIL, "2019/20", 33, 50), **cells}
    assert change_of(before, page_rows.share(COUNCIL, "2020/21", 25, 50)) == f"Not given: {why}"


def test_no_change_is_given_and_no_line_drawn_over_a_break() -> None:
    rows = [page_rows.share(COUNCIL, f"20{y}/{y + 1}", 5, 20, **OMBUDSMAN) for y in (20, 21, 22, 23)]
    found = drawing.multiples(group(*rows), TEXTS)
    assert found is not None
    assert [one.year for one in breaks(group(*rows), TEXTS)] == ["2022/23"]
    assert (len(found["breaks"]), found["charts"][0]["path"].count("M")) == (1, 2)
    assert change_of(*rows[:3]) == "Not given: the series begins anew in 2022/23"
    other = [page_rows.share(COUNCIL, f"20{y}/{y + 1}", 5, 20) for y in (20, 21, 22, 23)]
    assert breaks(group(*other), TEXTS) == []


def test_the_handling_code_breaks_corporate_figures_on_time_only() -> None:
    def of(indicator: str, procedure: str) -> list[str]:
        cells = {"indicator": indicator, "procedure": procedure, "limit_days": "10"}
        rows = [page_rows.share(COUNCIL, f"20{y}/{y + 1}", 5, 20, **cells) for y in (25, 26)]
        return [one.year for one in breaks(group(*rows), TEXTS)]

    assert of("share_within_timescale", "corporate") == ["2026/27"]
    assert of("share_within_timescale", "children_statutory") == of("share_upheld", "corporate") == []


def test_a_line_is_broken_where_a_year_is_missing() -> None:
    rows = [
        page_rows.share(COUNCIL, period, 5, 20) for period in ("2016/17", "2017/18", "2019/20", "2020/21")
    ]
    found = drawing.multiples(group(*rows), TEXTS)
    assert found is not None
    assert found["charts"][0]["path"].count("M") == 2
    assert found["charts"][0]["told"].count("25.0%") == 4


def test_quarters_and_days_are_in_the_table_but_in_no_chart() -> None:
    rows = [page_rows.share(COUNCIL, period, 5, 20) for period in ("2019/20", "2019/20 Q1", "2019-03-31")]
    assert drawing.multiples(group(*rows), TEXTS) is None
    table = years.table(group(*rows), TEXTS)
    assert table is not None and (len(table.years), table.last) == (3, "")


@given(st.lists(st.tuples(st.integers(1, 300), st.floats(0, 1)), min_size=10, max_size=40))
def test_a_funnel_holds_every_council_once_inside_its_box(sizes: list[tuple[int, float]]) -> None:
    councils = page_rows.councils(len(sizes))
    rows = [
        page_rows.share(council, "2020/21", round(n * part), n)
        for council, (n, part) in zip(councils, sizes, strict=True)
    ]
    found = funnel(group(*rows).figures, "share", 10)
    if found is None:
        assert len({figure.value for figure in group(*rows).figures}) == 1
        return
    assert len(found.marks) == len(rows)
    assert found.target == pytest.approx(sum(round(n * p) for n, p in sizes) / sum(n for n, _ in sizes))
    drawn = drawing.funnel_drawing(found, 100, "percent")
    for x, y, _ in drawn["marks"]:
        assert drawing.LEFT <= x <= drawing.WIDTH and 0 <= y <= drawing.HEIGHT - drawing.BOTTOM
    places = {mark.figure.council: (mark.share, mark.place, mark.limits) for mark in found.marks}
    for share, place, limits in places.values():
        assert (place == "within") == (limits.low_95 <= share <= limits.high_95)


def test_where_all_or_none_were_upheld_there_is_nothing_to_draw() -> None:
    for upheld in (0, 30):
        rows = [page_rows.share(council, "2020/21", upheld, 30) for council in page_rows.councils(12)]
        assert funnel(group(*rows).figures, "share", 10) is None


def test_councils_taken_together_are_no_mark_in_the_funnel() -> None:
    rows = [page_rows.share(council, "2020/21", 9, 30) for council in page_rows.councils(12)]
    found = funnel(group(*rows[:-1], {**rows[-1], "authority_code": ""}).figures, "share", 10)
    assert isinstance(found, Funnel) and len(found.marks) == 11


def test_a_council_that_stands_twice_is_not_in_the_funnel() -> None:
    rows = [page_rows.share(council, "2020/21", 9, 30) for council in page_rows.councils(12)]
    found = funnel(group(*rows, {**rows[0], "numerator": "12", "value": "40"}).figures, "share", 10)
    assert isinstance(found, Funnel) and len(found.marks) == 11


@pytest.mark.parametrize(
    ("cells", "unsettled"),
    [
        ({}, ""),
        ({"denominator_class": "unknown"}, "denominator"),
        ({"indicator": "share_within_timescale"}, "limit"),
        ({"indicator": "share_within_timescale", "limit_days": "10"}, ""),
        ({"indicator": "escalation_period", "denominator_class": ""}, ""),
    ],
)
def test_what_is_not_known_to_be_of_one_kind_is_told(cells: dict[str, str], unsettled: str) -> None:
    assert group(page_rows.share(COUNCIL, "2020/21", 5, 20, **cells)).unsettled == unsettled


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"comparable": "yes"}, "Yes"),
        ({"comparable": "no", "not_comparable_because": "it is odd."}, "Not comparable because it is odd"),
        ({"comparable": "no", "flags": "scope-mix"}, "Not comparable because mixed scope"),
        ({"comparable": "no"}, "Not comparable because the report does not say what the figure counts"),
        ({"comparable": "with_care", "flags": "new-check"}, "With care: new check"),
    ],
)
def test_a_figure_says_whether_it_may_be_compared(cells: dict[str, str], said: str) -> None:
    assert note(cells, TEXTS) == said


@pytest.mark.parametrize(
    ("cell", "unit", "text"),
    [
        ("34.25", "percent", "34.3%"),
        ("1234", "count", "1,234"),
        ("c", "percent", "c"),
        ("", "count", ""),
        ("1250.5", "gbp", "£1,250.5"),
        ("1.815", "ratio", "1.82"),
        ("-0.04", "percent", "0.0%"),
        ("nan", "count", "nan"),
        ("11.126", "per_10000", "11.1"),
    ],
)
def test_numbers_are_written_for_people(cell: str, unit: str, text: str) -> None:
    assert wording.amount(cell, unit) == text


@given(st.sets(st.integers(1990, 2040)))
def test_years_in_short_are_the_same_years(starts: set[int]) -> None:
    text = wording.years(wording.financial_year(start) for start in starts)
    back: set[int] = set()
    for run in filter(None, text.split(", ")):
        first, _, last = run.partition(" to ")
        back |= set(range(int(first[:4]), int((last or first)[:4]) + 1))
    assert back == starts


@given(st.floats(0.001, 1e7))
def test_axes_have_few_round_steps_that_reach_far_enough(most: float) -> None:
    steps = drawing.steps(most)
    assert steps[0] == 0 and steps[-1] >= most * (1 - 1e-6)
    assert 3 <= len(steps) <= 7


@given(st.lists(st.text(max_size=30)), st.integers(0, 200))
def test_fitting_never_goes_beyond_its_room(items: list[str], room: int) -> None:
    found = lists.fitting(items, lambda item: item, room)
    assert found.size <= room
    assert len(found.pieces) + found.left_out == len(items)


def test_a_broken_text_file_says_which_entry() -> None:
    text = (PATTERNS / "page.yaml").read_text(encoding="utf-8")
    data = rulebook._parsed("page.yaml", text)
    data["indicators"][0]["kind"] = "league"
    with pytest.raises(
        rulebook.RulebookError, match=r"page.yaml: in 'indicators', entry 'complaints_received'"
    ):
        rulebook._validated(PageTexts, data, "page.yaml")
    twice = {**rulebook._parsed("page.yaml", text)}
    twice["glossary"] = [*twice["glossary"], twice["glossary"][0]]
    with pytest.raises(rulebook.RulebookError, match="in 'glossary': 'advocate' appears twice"):
        rulebook._validated(PageTexts, twice, "page.yaml")


def test_groups_do_not_depend_on_the_order_of_rows() -> None:
    rows = page_rows.many(6, 3).rows("indicators")
    assert groups(rows, TEXTS) == groups(rows[::-1], TEXTS)
    assert replace(groups(rows, TEXTS)[0], figures=()).periods == []


@pytest.mark.parametrize(("base", "rows"), [("detailed_investigations", 1), ("unknown", 0)])
def test_councils_are_taken_together_only_where_the_base_is_known(base: str, rows: int) -> None:
    some = [page_rows.share(one, "2018/19", 9, 40, denominator_class=base) for one in page_rows.councils(3)]
    assert len(beside._together(group(*some))) == rows
