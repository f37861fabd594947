"""Indicators: each as its definition says, with its interval, or with why not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from statistics import NormalDist
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import PATTERNS, observation, result
from test_reconcile import compared

from extractor.cli import patterns_folder
from extractor.identify.councils import Authorities
from extractor.lexicon import rulebook
from extractor.lexicon.comparison import IndicatorExample, IndicatorsFile, Part
from extractor.lexicon.language_words import words_of
from extractor.model import contract
from extractor.model.intervals import byar, ratio, wilson
from extractor.model.records import Coverage
from extractor.model.table import frame_of, records
from extractor.reconcile import comparable, coverage_files, indicators, population
from extractor.reconcile.figures import NARROW, Council, Fact
from extractor.reconcile.population import Population, PopulationFault

BOOK = rulebook.load(patterns_folder())
SETTINGS: IndicatorsFile = BOOK.raw("indicators")
AUTHORITIES = Authorities(BOOK.raw("authorities"), words_of(BOOK))
SLICED = {
    "outcome": contract.OUTCOMES,
    "timeliness": contract.CODES["timeliness"],
    "complainant": contract.CODES["complainant"],
}


def rows_of(example: IndicatorExample) -> list[dict[str, str]]:
    """The observations that an example's figures stand for."""
    rows = []
    for n, (words, value) in enumerate(example.figures.items()):
        unit, names = ("percent", words.split()[1:]) if words.startswith("p ") else ("count", words.split())
        cells = {"measure": names[0], "unit": unit, "procedure": example.procedure, "stage": example.stage}
        for name in names[1:]:
            if name == "all":
                cells |= {"procedure": "all", "stage": "all"}
            elif name in contract.STAGES:
                cells["stage"] = name
            else:
                cells[next(d for d, codes in SLICED.items() if name in codes)] = name
        rows.append(observation(f"o{n}", value, comparable="yes", **cells))
    return rows


def worked(*rows: dict[str, str], people: Population | None = None) -> list[dict[str, str]]:
    facts = comparable.reconcile(
        frame_of(rows, contract.OBSERVATION_COLUMNS), BOOK.raw("reconcile")
    ).comparable
    return [row.cells() for row in indicators.indicators(facts, SETTINGS, people)]


def one(name: str, *rows: dict[str, str], people: Population | None = None) -> dict[str, str]:
    (row,) = [row for row in worked(*rows, people=people) if row["indicator"] == name]
    return row


def decided(value: str, outcome: str = "", **cells: str) -> dict[str, str]:
    cells = {"comparable": "yes"} | cells
    name = f"d{outcome}{cells.get('unit', '')}{cells.get('scope', '')}{value}"
    return observation(name, value, measure="complaints_decided", outcome=outcome, **cells)


@pytest.mark.parametrize(
    ("name", "example"),
    [(i.id, e) for i in SETTINGS.indicators for e in i.examples],
    ids=lambda x: str(x)[:30],
)
def test_each_definition_gives_what_its_examples_say(name: str, example: IndicatorExample) -> None:
    from decimal import Decimal

    children = Decimal(example.population or 1)
    people = Population({("E09000015", 2018): children}) if example.population else None
    row = one(name, *rows_of(example), people=people)
    assert row["value"] == example.gives
    assert tuple(row) == contract.INDICATOR_COLUMNS
    if row["lower"]:
        assert float(row["lower"]) <= float(row["value"]) <= float(row["upper"])


# Intervals


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_s_interval_is_that_of_the_literature(part: int, whole: int, low: float, high: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3."""
    assert wilson(part, whole) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0, 3.69), (1, 0.025, 5.57), (5, 1.62, 11.67), (10, 4.80, 18.39), (100, 81.36, 121.63)],
)
def test_byar_s_interval_is_close_to_the_exact_one(count: int, low: float, high: float) -> None:
    """Exact Poisson limits as tabulated (Pearson and Hartley)."""
    assert byar(count) == pytest.approx((low, high), abs=0.03)


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_its_figure(part: int, whole: int) -> None:
    if part <= whole:
        low, high = wilson(part, whole)
        assert 0 <= low <= part / whole <= high <= 1
        z = NormalDist().inv_cdf(0.975)
        for bound in (low, high):  # Wilson's bounds solve this equation
            assert abs(part / whole - bound) == pytest.approx(
                z * (bound * (1 - bound) / whole) ** 0.5, abs=1e-6
            )
    low, high = byar(part)
    assert 0 <= low <= part <= high
    low, high = ratio(part, whole)
    assert low <= part / whole <= high


# What is said and not made up


def test_a_percentage_alone_gives_no_counts() -> None:
    row = one("share_upheld", decided("21", "upheld", unit="percent"))
    assert (row["value"], row["numerator"], row["denominator"]) == ("21", "", "")
    assert (row["denominator_class"], row["lower"], row["comparable"]) == ("unknown", "", "with_care")
    assert "only the percentage is printed" in row["not_comparable_because"]


def test_a_percentage_of_a_known_base_has_an_interval_and_no_numerator() -> None:
    row = one("share_upheld", decided("20", "upheld", unit="percent", base="50", denominator_class="decided"))
    assert (row["numerator"], row["denominator"], row["denominator_class"]) == ("", "50", "decided")
    assert (row["lower"], row["upper"]) == ("11.24", "33.04")


def test_a_printed_percentage_that_the_counts_do_not_give_is_told() -> None:
    row = one("share_upheld", decided("90"), decided("15", "upheld"), decided("21", "upheld", unit="percent"))
    assert row["value"] == "16.67"
    assert "prints 21 per cent, but its counts give 16.67" in row["not_comparable_because"]


def test_a_printed_percentage_far_from_what_the_counts_give_is_of_other_cases_and_is_offered() -> None:
    row = one("share_upheld", decided("90"), decided("15", "upheld"), decided("31", "upheld", unit="percent"))
    assert (row["value"], row["numerator"], row["comparable"]) == ("31", "", "with_care")
    assert "prints 31 per cent, but its counts give 16.67" in row["not_comparable_because"]


def test_numerator_and_denominator_of_two_scopes_are_not_comparable() -> None:
    row = one("share_upheld", decided("90", scope="whole_council"), decided("15", "upheld"))
    assert row["comparable"] == "no" and "differ in scope" in row["not_comparable_because"]


def test_points_are_no_share_of_complaints() -> None:
    row = one("share_upheld", decided("90"), decided("15", "upheld", unit_of_count="complaint_point"))
    assert row["comparable"] == "no" and "count different things" in row["not_comparable_because"]


def test_an_indicator_is_no_more_comparable_than_the_figures_that_it_needs() -> None:
    row = one("complaints_received", observation("a", "8", comparable="with_care"))
    assert row["comparable"] == "with_care" and "not read surely enough" in row["not_comparable_because"]
    row = one("share_upheld", decided("90"), decided("15", "upheld") | {"comparable": "with_care"})
    assert row["comparable"] == "with_care"


def test_a_disputed_denominator_is_said() -> None:
    row = one("share_upheld", decided("51"), decided("58"), decided("15", "upheld"))
    assert row["comparable"] == "with_care" and "contradict each other" in row["not_comparable_because"]
    assert "disputed" in row["flags"] and len(row["observation_ids"].split(";")) == 3


def test_more_upheld_than_decided_is_no_share() -> None:
    row = one("share_upheld", decided("5"), decided("6", "upheld"))
    assert (row["value"], row["comparable"]) == ("", "no")


def test_none_decided_is_no_share() -> None:
    row = one("share_upheld", decided("0"), decided("0", "upheld"))
    assert (row["value"], row["comparable"]) == ("", "no") and "denominator is 0" in row[
        "not_comparable_because"
    ]


def test_a_total_that_counts_open_ones_says_so() -> None:
    parts = [decided("10", "upheld"), decided("20", "not_upheld"), decided("10", "outstanding")]
    assert one("share_upheld", decided("40"), *parts)["denominator_class"] == "all_with_open"
    assert one("share_upheld", decided("30"), *parts)["denominator_class"] == "decided"


def test_a_total_that_leaves_withdrawn_ones_out_says_so() -> None:
    parts = [decided("10", "upheld"), decided("20", "not_upheld"), decided("4", "withdrawn")]
    assert one("share_upheld", decided("30"), *parts)["denominator_class"] == "decided_without_withdrawn"
    assert one("share_upheld", decided("34"), *parts)["denominator_class"] == "decided"


def test_a_share_of_several_may_be_off_by_the_rounding_of_each() -> None:
    def differs(printed: str, parts: int) -> bool:
        shares = SimpleNamespace(value=Decimal(printed), rows=(None,) * parts)
        above, below = SimpleNamespace(value=Decimal(2)), SimpleNamespace(value=Decimal(3))
        return bool(indicators._recomputed(above, below, shares)[0])  # type: ignore[arg-type]

    assert not differs("66.7", 1)
    assert differs("66.6", 1) and not differs("66.6", 2), "66.3 % and 0.3 %, each rounded"
    assert differs("66.5", 2)


def test_a_union_is_not_added_to_its_parts() -> None:
    parts = [decided("10", "upheld"), decided("20", "partially_upheld"), decided("30", "not_upheld")]
    row = one("share_upheld", *parts, decided("30", "upheld_or_partially_upheld"))
    assert (row["denominator"], row["value"]) == ("60", "16.67")


def test_each_limit_in_days_is_a_row_of_its_own() -> None:
    def answered(code: str, value: str) -> dict[str, str]:
        return observation(code, value, measure="complaints_responded", timeliness=code)

    found = worked(
        answered("within_10_days", "21"), answered("days_11_to_20", "30"), answered("over_20_days", "41")
    )
    shares = [(r["limit_days"], r["value"]) for r in found if r["indicator"] == "share_within_timescale"]
    assert shares == [("10", "22.83"), ("20", "55.43")]


def test_parts_of_the_year_and_slices_are_no_annual_figures() -> None:
    assert worked(observation("a", period="2018/19 Q1")) == []
    assert worked(observation("a", service_area="fostering")) == []


@pytest.mark.parametrize("status", ["suppressed", "not_available"])
def test_where_all_is_suppressed_nothing_is_worked_out(status: str) -> None:
    hidden = {"value_status": status, "comparable": "yes"}
    rows = [decided("", "upheld", **hidden), decided("", **hidden), observation("a", "", **hidden)]
    found = worked(*rows)
    assert found and all((r["value"], r["numerator"], r["comparable"]) == ("", "", "no") for r in found)
    assert all(status.replace("_", " ") in r["not_comparable_because"] for r in found)


def test_fewer_than_five_is_not_five() -> None:
    (row,) = worked(observation("a", "5", value_status="less_than"))
    assert (row["value"], row["comparable"]) == ("", "no") and "less than" in row["not_comparable_because"]


# Children


def csv_file(folder: Path, text: str) -> Path:
    (folder / "people.csv").write_text(text, encoding="utf-8")
    return folder / "people.csv"


def test_a_population_file_with_unknown_codes(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "old_la_code,year,population\n310,2018,58120\n999,2018,5\n,2018,7\n")
    people = population.load(path, AUTHORITIES)
    assert people.unknown == ("", "999") and people.of("E09000015", "2018/19") == 58120
    row = one("complaints_per_10000_children", observation("a", "51", comparable="yes"), people=people)
    assert (row["value"], row["denominator"], row["comparable"]) == ("8.77", "58120", "yes")
    assert (
        worked(observation("a", "51", period="2012/13"), people=people)[-1]["indicator"]
        == "complaints_received"
    )


def test_an_approximate_population_is_marked(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "old_la_code,la_name,year,population_0_17_approx\n310,Harrow,2018/19,58120.0\n")
    people = population.load(path, AUTHORITIES)
    row = one("complaints_per_10000_children", observation("a", "51", comparable="yes"), people=people)
    assert (row["approximate"], row["comparable"]) == ("yes", "with_care")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "code,year,population\n",
        "old_la_code,year,people\n",
        "old_la_code,year,population\n310,soon,5\n",
        "old_la_code,year,population\n310,2018,many\n",
        "old_la_code,year,population\n310,2018,-5\n",
        "old_la_code,year,population\n310,2018,0\n",
        "old_la_code,year,population\n310,2018,5\n310,2018,6\n",
    ],
)
def test_a_broken_population_file_is_one_sentence(tmp_path: Path, text: str) -> None:
    path = csv_file(tmp_path, text)
    with pytest.raises(PopulationFault) as told:
        population.load(path, AUTHORITIES)
    assert str(path) in str(told.value) and str(told.value).endswith(".") and "\n" not in str(told.value)


def test_a_missing_population_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(PopulationFault, match="cannot be read"):
        population.load(tmp_path / "none.csv", AUTHORITIES)


def test_the_shared_population_file_knows_every_code(shared: Path) -> None:
    people = population.load(shared / "domain" / "child_population.csv", AUTHORITIES)
    assert people.unknown == () and people.approximate and len(people.children) > 1500


# What is there and what is missing


def test_the_universe_of_a_year_with_one_council() -> None:
    done = compared(result("a.txt", observation("a")))
    by_status: dict[str, list[str]] = {}
    for line in records(done.universe):
        assert line["period"] == "2018/19"
        by_status.setdefault(line["status"], []).append(line["authority_name"])
    assert by_status["have"] == ["Harrow"]
    assert (
        len(by_status["missing"]) == 151
    )  # of 152 councils with children's services, as in every year to 2018/19
    assert "Adur" in by_status["out_of_scope"] and "Cardiff" in by_status["out_of_scope"]


def test_councils_come_and_go_in_the_universe() -> None:
    def names(year: str) -> set[str]:
        line = Coverage("a", authority_code="E09000015", report_period=year, status="ok")
        return {
            one.authority_name
            for one in coverage_files.universe([line], AUTHORITIES)
            if one.status == "missing"
        }

    assert "Northamptonshire" in names("2019/20") and "West Northamptonshire" not in names("2019/20")
    assert "Northamptonshire" not in names("2021/22") and "West Northamptonshire" in names("2021/22")


def test_a_report_that_was_not_read_leaves_its_council_missing() -> None:
    done = compared(result("a.txt", status="unreadable"), result("b.txt", observation("b"), words="b"))
    assert [line["source_files"] for line in records(done.universe) if line["status"] == "have"] == ["b.txt"]


HEADLINES = BOOK.raw("headlines")


def councils(*rows: dict[str, str], **coverage: Any) -> dict[tuple[str, str], dict[str, str]]:
    """Rows of councils.csv by period and procedure."""
    found = list(records(compared(result("a.txt", *rows, **coverage)).councils))
    assert all(tuple(row) == HEADLINES.columns for row in found)
    return {(row["period"], row["procedure"]): row for row in found}


def marked(row: dict[str, str], name: str) -> tuple[str, str]:
    return row[name], row[f"{name}_comparable"]


def test_twenty_headlines_stand_beside_their_marks() -> None:
    rows = [decided("40"), decided("10", "upheld"), observation("a", "51", comparable="yes")]
    found = councils(*rows)
    assert list(found) == [("2018/19", "children_statutory")] and len(HEADLINES.headlines) == 20
    (line,) = found.values()
    assert marked(line, "stage_1_received") == ("51", "yes")
    assert marked(line, "upheld_percent") == ("25", "yes")
    assert marked(line, "decided") == ("40", "with_care"), "of stage 1, where all stages come first"
    assert marked(line, "received") == ("51", "with_care")
    assert marked(line, "stage_2_received") == ("", "not_printed")


def test_a_council_has_a_row_for_each_procedure_and_the_ombudsman_stands_with_the_whole_council() -> None:
    rows = [
        observation("c", "51", comparable="yes"),
        observation("o", "80", procedure="corporate", stage="all", comparable="yes"),
        observation("a", "9", procedure="adult_statutory", stage="all", comparable="yes"),
        observation("l", "7", procedure="ombudsman", stage="ombudsman", comparable="yes"),
    ]
    found = councils(*rows)
    assert {key[1]: line["received"] for key, line in found.items()} == {
        "all": "",
        "corporate": "80",
        "children_statutory": "51",
        "adult_statutory": "9",
    }
    assert {key[1]: line["ombudsman_received"] for key, line in found.items()} == {
        "all": "7",
        "corporate": "",
        "children_statutory": "",
        "adult_statutory": "",
    }


def test_shares_and_totals_are_worked_out_of_printed_parts() -> None:
    parts = [decided("10", "upheld"), decided("5", "partially_upheld"), decided("25", "not_upheld")]
    (line,) = councils(*parts).values()
    assert marked(line, "decided") == ("40", "with_care")
    assert marked(line, "upheld_percent") == ("25", "with_care")
    assert marked(line, "upheld_wholly_or_partly_percent") == ("37.5", "with_care")


def test_a_total_below_its_own_stage_1_is_passed_over() -> None:
    rows = [
        observation("a", "3", stage="all", flags="implausible-coding", comparable="with_care"),
        observation("b", "318", stage="stage_1", comparable="yes"),
    ]
    (line,) = councils(*rows).values()
    assert marked(line, "received") == ("318", "with_care")
    (line,) = councils(rows[0]).values()
    assert line["received"] == "3", "where nothing else stands, it is shown with its mark"


@pytest.mark.parametrize(("status", "why"), [("ok", "not_printed"), ("partial", "not_read")])
def test_an_empty_headline_says_why(status: str, why: str) -> None:
    rows = [observation("a", "51"), observation("b", "50", period="2017/18")]
    found = councils(*rows, status=status)
    assert marked(found["2018/19", "children_statutory"], "upheld_percent") == ("", why)
    assert marked(found["2017/18", "children_statutory"], "upheld_percent") == ("", "not_printed")


def test_a_headline_that_cannot_be_worked_out_is_not_comparable() -> None:
    rows = [decided("4"), decided("10", "upheld")]
    (line,) = councils(*rows).values()
    assert marked(line, "upheld_percent") == ("", "not_comparable")


def test_every_headline_names_something() -> None:
    known = {i.id: i for i in SETTINGS.indicators}
    for headline in HEADLINES.headlines:
        for name in headline.indicators:
            assert set(headline.stages) <= set(known[name].stages)
        assert headline.measure in ("", *contract.MEASURES) and headline.outcome in ("", *contract.OUTCOMES)


def test_every_reason_is_used(root: Path) -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in (root / "extractor" / "reconcile").glob("*.py"))
    always = {name for i in SETTINGS.indicators for name in i.always}
    built = {"scope-differs", "event-basis-differs", "unit-of-count-differs"}
    assert {r for r in SETTINGS.reasons if f'"{r}"' not in code} <= always | built


def test_a_run_with_a_population_file_tells_of_codes_that_nobody_has(tmp_path: Path) -> None:
    from made import Heard, load, work

    from extractor import publish
    from extractor.run import pipeline

    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("51")
    path = csv_file(tmp_path, "old_la_code,year,population\n310,2018,58120\n999,2018,5\n")
    options = pipeline.Options(PATTERNS, out=tmp_path / "out", jobs=1, population=path)
    pipeline.run([str(tmp_path / "in")], options, Heard(), work=work, load=load)
    issues = publish.read_csv(tmp_path / "out" / "issues.csv")
    told = [line["message"] for line in issues if line["code"] == "population-code-unknown"]
    assert len(told) == 1 and "999" in told[0]
    rates = publish.read_csv(tmp_path / "out" / "indicators.csv")
    assert "8.77" in [line["value"] for line in rates if line["indicator"] == "complaints_per_10000_children"]


def test_of_one_code_s_labels_counts_add_up_and_shares_do_not() -> None:
    empty = Fact(**dict.fromkeys(Fact._fields, ""))
    rows = [
        empty._replace(value=value, value_status="exact", flags=NARROW, source_file="a.txt", printings="1")
        for value in ("30", "12")
    ]
    for unit, told in (("count", Decimal(42)), ("percent", Decimal(12))):
        place = ("corporate", "stage_1", "complaints_decided", unit, "delay")
        council = Council("E09000015", "Harrow", "2018/19", {place: rows})
        part = Part(measure="complaints_decided")
        found = council.find(part, ("delay",), "", ("corporate", "stage_1"), unit)
        assert found is not None and found.value == told
