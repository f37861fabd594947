"""What the code must mean: small facts read from tables and sentences, each lost by one small change."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from made import BOOK, observation, result
from test_checks import of_rows, row

from extractor import evaluate
from extractor.check.arithmetic import Share, counts, solve
from extractor.check.bases import _same_words
from extractor.check.figures import Figure, Figures, Whole
from extractor.cli.diff import difference
from extractor.disclosure.linear import recoverable
from extractor.language import numbers, periods
from extractor.lexicon import ngram
from extractor.lexicon.match import _by_spelling, _words_alike
from extractor.model import contract
from extractor.model.csv_text import plain, safe
from extractor.model.intervals import byar, wilson
from extractor.model.observation import Observation, as_decimal, of_cells, sliced
from extractor.model.sense import Sense
from extractor.model.types import Label
from extractor.publish.ees import marked
from extractor.reconcile.editions import duplicates
from extractor.run import cache as kept
from extractor.run.report import work
from extractor.understand.coding.rows import _points_not_complaints
from extractor.understand.coding.stage_by_sum import settle_stages
from extractor.understand.settings.period import period_of
from extractor.understand.settings.stage import stage_of
from extractor.understand.tables.cell_units import unit_of

OPENING = (
    "<h1>Shropshire Council</h1><h1>Annual Complaints Report 2023/24</h1>"
    "<p>This report is about the complaints about children's social care and corporate services that the"
    " Council received and answered in 2023/24, and about what it learnt from complaints.</p>"
)
Rows = list[Mapping[str, str]]


@cache
def read(body: str, digest: str = "") -> Rows:
    """The rows of a web page of a council's report, or of its digest for a part of the year."""
    opening = (
        OPENING.replace("Annual Complaints Report", f"Complaints Digest, {digest}") if digest else OPENING
    )
    page = f"<html><body>{opening}{body}</body></html>"
    return list(work(page.encode(), "t.html", None, BOOK).rows())


def table(caption: str, *lines: str) -> str:
    """A table drawn with | between cells; its first line is the header."""
    cells = [
        "".join(f"<{kind}>{cell.strip()}</{kind}>" for cell in line.split("|"))
        for line, kind in zip(lines, ["th", *["td"] * len(lines)], strict=False)
    ]
    return f"<table><caption>{caption}</caption>{''.join(f'<tr>{line}</tr>' for line in cells)}</table>"


def cells(rows: Rows, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(one[name] for name in columns) for one in rows]


def test_the_subject_of_a_share_of_remedies_is_its_kind() -> None:
    rows = read("<h2>Remedies</h2><p>An apology accounts for 66% of remedies for Stage 1 complaints.</p>")
    assert cells(rows, "value", "measure", "theme") == [("66", "remedies_given", "apology")]


# Tables


@pytest.mark.parametrize(
    ("total", "dash"),
    [("19", ("0", "exact")), ("20", ("", "not_available")), ("18", ("", "not_available"))],
)
def test_a_dash_is_a_nought_only_where_the_total_proves_it(total: str, dash: tuple[str, str]) -> None:
    body = table(
        "Stage 1 complaints by outcome", "Outcome | 2023/24", "Upheld | 12", "Not upheld | 7",
        "Withdrawn | -", f"Total | {total}",
    )  # fmt: skip
    found = {one["outcome"]: (one["value"], one["value_status"]) for one in read(body)}
    assert found["withdrawn"] == dash
    assert found["upheld"] == ("12", "exact")


def test_a_dash_in_a_table_without_a_total_proves_nothing() -> None:
    body = table("Stage 1 complaints by outcome", "Outcome | 2023/24", "Upheld | 12", "Withdrawn | -")
    assert [one["value_status"] for one in read(body)] == ["exact", "not_available"]


def test_a_total_across_proves_a_dash_in_its_row() -> None:
    body = table(
        "Stage 1 complaints by outcome", " | Upheld | Not upheld | Withdrawn | Total",
        "2022/23 | 5 | 6 | - | 11", "2023/24 | 5 | 6 | - | 12",
    )  # fmt: skip
    found = [(one["period"], one["value_status"]) for one in read(body) if one["outcome"] == "withdrawn"]
    assert found == [("2022/23", "exact"), ("2023/24", "not_available")]


def unit_label(code: str, origin: str) -> Label:
    return Label("unit", code, code, origin)


def test_the_unit_of_one_of_several_numbers_in_a_cell_is_its_own() -> None:
    (bare,), (share,) = numbers.in_cell("57"), numbers.in_cell("47%")
    header = [unit_label("percent", "column")]
    assert unit_of(bare, header, 1) == "percent"
    assert unit_of(bare, header, 2) == "count", "of several, a percentage has a sign of its own"
    assert unit_of(share, [unit_label("gbp", "column")], 1) == "percent"
    assert unit_of(bare, [unit_label("gbp", "caption"), unit_label("percent", "column")], 1) == "percent"


def test_answers_within_so_many_days_are_complaints_and_no_days() -> None:
    (bare,) = numbers.in_cell("57")
    days = [unit_label("working_days", "column")]
    assert unit_of(bare, days, 1) == "working_days"
    assert unit_of(bare, [*days, Label("timeliness", "in 10 days", "within_10_days", "row")], 1) == "count"


def test_the_total_of_councillors_and_members_of_parliament_is_of_both() -> None:
    body = table(
        "Enquiries received", "Enquiries from | 2023/24", "Councillors | 30", "MPs | 12", "Total | 42"
    )
    found = {one["value"]: (one["measure"], one["complainant"]) for one in read(f"<h2>Enquiries</h2>{body}")}
    assert found["30"] == ("enquiries_received", "member")
    assert found["12"] == ("enquiries_received", "mp")
    assert found["42"] == ("enquiries_received", "")
    body = table(
        "Stage 1 complaints by who complained", "Complainant | 2023/24", "Councillors | 30", "MPs | 12",
        "Total | 42",
    )  # fmt: skip
    assert cells(read(body), "complainant") == [("member",), ("mp",), ("member_or_mp",)]


@pytest.mark.parametrize("head", ["Change (%)", "% change", "Change", "Variance (%)"])
def test_a_column_of_changes_is_of_changes_whatever_its_sign(head: str) -> None:
    body = table("Complaint outcomes", f"Outcome | 2022/23 | 2023/24 | {head}", "Upheld | 10 | 12 | +20%")
    (change,) = (one for one in read(body) if one["unit"] == "percent")
    assert (change["measure"], change["change_of"], change["value"]) == ("change", "complaints_decided", "20")


def test_a_change_in_percentage_points_is_no_percentage() -> None:
    body = table(
        "Complaint outcomes",
        "Outcome | 2022/23 | 2023/24 | Percentage points change",
        "Upheld | 40% | 45% | 5",
    )
    assert [one["unit"] for one in read(body)] == ["percent", "percent", "percentage_point"]


def test_the_total_of_a_table_of_decisions_is_of_decisions() -> None:
    body = table(
        "The Ombudsman made 18 decisions in 2023/24:", " | Not upheld | Upheld | Total",
        "Housing | 4 | 5 | 9", "Planning | 6 | 3 | 9",
    )  # fmt: skip
    found = read(f"<h2>Decisions of the Ombudsman</h2>{body}")
    assert {one["measure"] for one in found} == {"complaints_decided"}


# Sentences


def told(text: str, heading: str = "Stage 1 complaints") -> Rows:
    return read(f"<h2>{heading}</h2><p>{text}</p>")


def test_figures_of_the_last_three_years_begin_with_the_oldest() -> None:
    found = told("Over the last three years we received 89, 102 and 118 complaints.")
    assert cells(found, "value", "period") == [("89", "2021/22"), ("102", "2022/23"), ("118", "2023/24")]


def test_ages_are_no_complaints_and_large_numbers_are_no_ages() -> None:
    assert told("The complaint was about a child aged 14.") == []
    assert cells(told("We received 44 complaints from people aged over 65."), "value") == [("44",)]
    assert cells(told("In 2023/24 Stage 1 complaints reached 95."), "value") == [("95",)]


def test_a_number_between_two_others_is_a_range_and_no_count() -> None:
    found = told("We received 31 complaints. Payments of between £3,000 and £5,000 were made.")
    assert cells(found, "value") == [("31",)]


def test_a_total_of_several_years_is_no_row() -> None:
    found = told("We received 31 complaints in 2023/24. Over the past five years we received 204 complaints.")
    assert cells(found, "value") == [("31",)]


def test_what_is_still_open_in_a_sentence_is_open_and_in_a_table_an_outcome() -> None:
    found = told("At the end of the year 6 complaints were outstanding.")
    assert cells(found, "value", "measure") == [("6", "complaints_open")]
    body = table("Stage 1 complaints by outcome", "Outcome | 2023/24", "Upheld | 12", "Outstanding | 6")
    assert cells(read(body), "measure", "outcome") == [
        ("complaints_decided", "upheld"),
        ("complaints_decided", "outstanding"),
    ]


# Coding


def coded(**fields: object) -> Observation:
    base: dict[str, object] = {
        "measure": "complaints_received", "unit": "count", "unit_of_count": "complaint", "stage": "all",
        "period": "2023/24", "procedure": "corporate", "source_kind": "prose", "value": Decimal(1),
    }  # fmt: skip
    return Observation(**{**base, **fields})  # type: ignore[arg-type]


def decided(value: int, outcome: str) -> Observation:
    return coded(
        measure="complaints_decided", stage="stage_2", value=Decimal(value), published_label="the same words",
        slice=sliced([("outcome", outcome, outcome)]),
    )  # fmt: skip


@pytest.mark.parametrize(("received", "measure"), [(8, "findings_decided"), (10, "complaints_decided")])
def test_findings_that_outnumber_their_complaints_by_half_are_of_points(received: int, measure: str) -> None:
    rows = [coded(stage="stage_2", value=Decimal(received)), decided(6, "upheld"), decided(7, "not_upheld")]
    after = _points_not_complaints(rows)
    assert {one.measure for one in after[1:]} == {measure}
    assert {one.unit_of_count for one in after[1:]} == {
        "complaint_point" if measure == "findings_decided" else "complaint"
    }
    assert after[0] == rows[0]


def by_complainant(*counts: int) -> list[Observation]:
    kinds = ("parent_or_carer", "relative", "child_or_young_person")
    return [
        coded(value=Decimal(n), slice=sliced([("complainant", kind, kind)]))
        for n, kind in zip(counts, kinds, strict=False)
    ]


@pytest.mark.parametrize(
    ("parts", "totals", "stage"),
    [
        ((52, 9, 17), [("stage_1", 78)], "stage_1"),
        ((52, 9, 17), [("stage_1", 78), ("stage_2", 78)], "all"),
        ((52, 9, 17), [("stage_1", 78), ("all", 78)], "all"),
        ((52, 9, 17), [("stage_1", 79)], "all"),
        ((2, 1, 1), [("stage_1", 4)], "all"),
    ],
)
def test_parts_take_a_stage_only_by_an_exact_and_telling_sum(
    parts: tuple[int, ...], totals: list[tuple[str, int]], stage: str
) -> None:
    rows = [coded(stage=name, value=Decimal(n)) for name, n in totals] + by_complainant(*parts)
    assert {one.stage for one in settle_stages(rows)[len(totals) :]} == {stage}


def sense(*labels: tuple[str, str, str]) -> Sense:
    return Sense.of(Label(facet, code, code, origin) for facet, code, origin in labels)


def test_several_years_are_no_period_and_a_month_lies_in_its_financial_year() -> None:
    def period(code: str, measure: str = "complaints_received") -> str:
        return period_of(sense(("period", code, "own")), "2023/24", measure).code

    assert period("range") == ""
    assert period("2024-03") == "2023/24"
    assert period("2024-04") == "2024/25"
    assert period("2024-03-31") == "2023/24"
    assert period("2024-03-31", "complaints_open") == "2024-03-31"
    assert period("relative_previous") == "2022/23"


def test_complaints_that_moved_on_are_of_the_last_stage_that_they_reached() -> None:
    both = sense(("stage", "stage_2", "own"), ("stage", "stage_3", "own"))
    assert stage_of(both, "complaints_escalated").code == "stage_3"
    first = sense(("stage", "stage_1", "own"))
    assert stage_of(first, "complaints_escalated").code == "stage_2"
    assert stage_of(first, "complaints_received").code == "stage_1"
    assert stage_of(sense(), "complaints_received").code == "all"


def test_the_ombudsman_knows_no_part_upheld() -> None:
    body = table(
        "Local Government and Social Care Ombudsman decisions", "Decision | 2023/24",
        "Upheld or partly upheld | 5", "Not upheld | 3",
    )  # fmt: skip
    found = read(f"<h2>Local Government and Social Care Ombudsman</h2>{body}")
    assert cells(found, "stage", "procedure", "outcome") == [
        ("ombudsman", "ombudsman", "upheld"),
        ("ombudsman", "ombudsman", "not_upheld"),
    ]


def test_a_stage_that_only_children_s_procedure_has_makes_it_so() -> None:
    page = OPENING.replace("children's social care and corporate services", "all its services")
    body = f"<html><body>{page}<h2>Panels</h2><p>There were 3 Stage 3 complaints.</p></body></html>"
    found = list(work(body.encode(), "t.html", None, BOOK).rows())
    assert cells(found, "value", "stage") == [("3", "stage_3")]


# Checks


def failed(*lines: str) -> set[str]:
    return {one["check"] for one in of_rows([row(line, n) for n, line in enumerate(lines)])}


@pytest.mark.parametrize(
    ("lines", "balanced"),
    [
        (["t1 complaints_received stage_1 = 40", "t2 complaints_decided stage_1 = 37"], False),
        (
            [
                "t1 complaints_received stage_1 = 40",
                "t2 complaints_decided stage_1 = 35",
                "t3 complaints_open stage_1 = 3",
                "t4 complaints_decided stage_1 outcome=withdrawn = 2",
            ],
            True,
        ),
        (
            [
                "t1 complaints_received stage_1 = 40",
                "t2 complaints_decided stage_1 = 37",
                "t3 complaints_not_accepted stage_1 = 3",
            ],
            True,
        ),
    ],
)
def test_complaints_not_accounted_for(lines: list[str], balanced: bool) -> None:
    assert ("flow-balance" in failed(*lines)) is not balanced


def test_counts_are_those_that_round_half_up_or_half_to_even() -> None:
    assert list(counts(Share(13), 8)) == [1], "12.5 is printed as 13"
    assert list(counts(Share(12), 8)) == []
    assert list(counts(Share(12), 8, "half_even")) == [1]
    assert solve([Share(33), Share(33), Share(33)], 3, 3) == (1, 1, 1)
    assert solve([Share(50), Share(49)], 10, 10) is None


def test_percentages_that_miss_a_hundred_by_their_rounding_are_right() -> None:
    def table_of(*shares: str) -> list[str]:
        kinds = ("upheld", "partially_upheld", "not_upheld")
        return [
            f"t1 complaints_decided stage_1 outcome={kind} = {share}%"
            for kind, share in zip(kinds, shares, strict=True)
        ]

    assert "percent-sum" not in failed(*table_of("33", "33", "33"))
    assert "percent-sum" in failed(*table_of("36", "36", "36"))


def test_small_counts_of_people_are_pointed_out_up_to_five() -> None:
    few, more = (f"t1 complaints_received stage_1 sex=female = {n}" for n in (5, 6))
    assert "small-number" in failed(few)
    assert "small-number" not in failed(more)
    assert "small-number" not in failed("t1 complaints_received stage_1 outcome=upheld = 3")


def figure(value: float, dims: tuple[tuple[str, str], ...] = (), labels: tuple[str, ...] = ()) -> Figure:
    whole = Whole("E09000001", "2018/19", "corporate", "stage_1", "complaints_received", "count")
    return Figure(0, Observation(source_kind="table"), value, whole, dims, labels, "t1")


def test_a_much_smaller_figure_is_no_second_total() -> None:
    def totals(*values: float) -> set[float]:
        printed = [figure(value) for value in values]
        return set(Figures(tuple(printed)).totals(printed[0].whole))

    assert totals(40, 38) == {40, 38}
    assert totals(40, 20) == {40}


def test_a_percentage_is_of_the_count_in_the_same_words() -> None:
    north, south = (figure(3, (("service_area", "cin_cp"),), (f"safeguarding {side}",)) for side in "ab")
    whole = figure(3, (("service_area", "cin_cp"),), ("safeguarding",))
    assert _same_words(north, whole) and _same_words(whole, south)
    assert not _same_words(north, south)
    upheld, found = (figure(3, (("outcome", "upheld"),), (word,)) for word in ("upheld", "fault found"))
    assert _same_words(upheld, found), "codes of a fixed list need no words"


# What reports together say


def test_an_interval_is_of_ninety_five_in_a_hundred() -> None:
    low, high = wilson(15, 30)
    assert (round(low, 3), round(high, 3)) == (0.332, 0.668)
    low, high = byar(10)
    assert (round(low, 2), round(high, 2)) == (4.79, 18.39)


def test_editions_are_of_one_council_that_is_known() -> None:
    words = " ".join(f"word{n}" for n in range(100))
    other = " ".join(f"word{n}" for n in range(70, 170))
    same = [result("a.html", observation("1"), words=words), result("a.txt", words=words + " more")]
    assert duplicates(same) == {"a.txt": "a.html"}
    assert duplicates([same[0], result("b.txt", words=other)]) == {}
    assert duplicates([result("a.txt"), result("b.txt")]) == {}, "without words nobody knows"
    unknown = [
        result(n, observation("1"), words=w, authority_code="")
        for n, w in (("a.html", words), ("a.txt", words + " more"))
    ]
    assert duplicates(unknown) == {}
    no_year = [same[0], result("c.txt", words=" ".join(words.split()[:80]), report_period="")]
    assert duplicates(no_year) == {}


# Disclosure


def test_what_a_sum_gives_away_is_found_and_what_two_hide_is_not() -> None:
    total = {1: 1, 2: 1, 3: -1}
    assert recoverable([total], {1}, ()) == {1}
    assert recoverable([total], {1, 2}, ()) == set()
    assert recoverable([total], {1}, {2}) == set()
    assert recoverable([{2: 1, 3: -1}], set(), {2}) == set(), "nobody printed it, so nobody hides it"
    assert recoverable([total, {2: 1, 4: -1}], {1, 2}, ()) == {1, 2}


# What is written


@pytest.mark.parametrize("text", ["=1+1", "+44", "-cmd", "@SUM(A1)", "'=1", "\t=1", "＝1"])
def test_no_cell_is_run_by_a_spreadsheet(text: str) -> None:
    assert safe(text) == f"'{text}"
    assert plain(safe(text)) == text
    assert safe(f"a{text}") == f"a{text}"


def test_the_department_is_told_what_a_figure_may_not_be_taken_for() -> None:
    assert marked("5", "less_than", "count", "yes") == marked("5", "suppressed", "count", "yes") == "c"
    assert marked("", "not_available", "count", "yes") == "z" or marked("", "not_available", "count", "yes")
    plain_figure, doubtful = marked("5", "exact", "count", "yes"), marked("5", "exact", "count", "no")
    assert plain_figure == "5" and doubtful != "5"
    assert marked("5", "approximate", "count", "yes") == doubtful


def test_a_row_comes_back_from_its_cells_as_it_was() -> None:
    made = coded(
        scope=("whole_council", "excluding_open"), flags=("a", "b"), value=Decimal("33.30"), limit_days=10
    )
    text = made.cells()
    assert (text["value"], text["scope"], text["flags"]) == ("33.30", "whole_council;excluding_open", "a;b")
    assert of_cells(text) == made
    assert as_decimal(12.0) == Decimal(12) and as_decimal(33.33333) == Decimal("33.3333")
    assert as_decimal(None) is None


@pytest.mark.parametrize("text", ["2018/20", "2018/18", "2018-19", "18/19"])
def test_a_financial_year_is_two_years_that_follow(text: str) -> None:
    assert contract.is_financial_year("2018/19") and contract.is_financial_year("1999/00")
    assert not contract.is_financial_year(text)


# Numbers, periods and labels


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("one in four", None, ""), ("1 in 4", 25.0, "percent"), ("£1,250", 1250.0, "gbp"),
        ("1,204 complaints", 1204.0, "count"), ("14½ days", 14.5, "days"),
    ],
)  # fmt: skip
def test_what_a_number_is_worth(text: str, value: float | None, unit: str) -> None:
    found = numbers.in_sentence(f"It was {text} here.")
    if value is not None:
        assert [(n.value, n.unit) for n in found] == [(value, unit)]


@pytest.mark.parametrize(("text", "status"), [("<5", "less_than"), (">5", "more_than"), ("5+", "more_than"),
                                              ("~5", "approximate"), ("5", "exact")])  # fmt: skip
def test_what_a_sign_beside_a_number_in_a_cell_means(text: str, status: str) -> None:
    assert [(n.value, n.status) for n in numbers.in_cell(text)] == [(5.0, status)]


def test_the_marks_of_a_cell_without_a_number() -> None:
    def statuses(*texts: str) -> set[str]:
        return {n.status for text in texts for n in numbers.in_cell(text)}

    assert statuses("-", "n/a") == {"not_available"}
    assert statuses("*", "c") == {"suppressed"}
    assert [n.value for n in numbers.in_cell("nil")] == [0]
    assert [n.value for n in numbers.in_cell("↓3")] == [-3]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("1990/91", "1990/91"), ("1 April 2018 to 31 March 2019", "2018/19"), ("Q1 2018/19", "2018/19 Q1"),
        ("January to March 2019", "2018/19 Q4"), ("April to September 2018", "2018/19 Q1-Q2"),
        ("year ending 31 March 2019", "2018/19"), ("1988/89", ""),
    ],
)  # fmt: skip
def test_a_period_has_the_code_of_its_financial_year(raw: str, code: str) -> None:
    found = [p.code for p in periods.find(raw) if p.code]
    assert found == ([code] if code else [])


def test_the_likeliest_code_of_a_label_comes_before_the_next() -> None:
    model = ngram.models(ngram.packed(two_codes()))["themes"]
    for label, code in (("delay", "delay"), ("rudeness", "conduct")):
        guess = model.guess(label)
        assert guess is not None
        assert guess.code == code != guess.runner_up
        assert guess.score > guess.runner_up_score
        assert guess.score + guess.runner_up_score == pytest.approx(100, abs=0.2)


def two_codes() -> dict[str, tuple[list[str], object]]:
    """Weights by which the letters of 'delay' speak for one code and those of 'rudeness' for another."""
    import numpy as np

    weights = np.zeros((ngram.BUCKETS + 1, 2), dtype=np.float32)
    weights[ngram.features("delay"), 0] = 1
    weights[ngram.features("rudeness"), 1] = 1
    return {"themes": (["delay", "conduct"], weights)}


def test_every_word_of_a_near_spelling_has_its_like() -> None:
    assert _words_alike("assesment delay", "assessment delay", 80)
    assert not _words_alike("north team", "south team", 80)
    assert not _words_alike("not upheld", "upheld", 80)


def near(label: str, **codes: str) -> str:
    """The code that near spelling gives a label, of aliases by code."""
    vocabulary = SimpleNamespace(
        telling=lambda text: text,
        spellings=list(codes.values()),
        loose={alias: (code, alias) for code, alias in codes.items()},
        settings=SimpleNamespace(fuzzy=True),
    )
    limits = SimpleNamespace(receipt=50, fuzzy=85, fuzzy_short=95, short=4, margin=5, word=70)
    return _by_spelling(vocabulary, label, limits).code  # type: ignore[arg-type]


def test_a_label_near_two_codes_takes_neither() -> None:
    assert near("family centre", one="family centres") == "one"
    assert near("family centre", one="family centres", two="family center") == contract.UNMAPPED


# Who and when


def test_a_year_that_is_only_compared_with_is_not_the_report_s() -> None:
    def year(words: str) -> str:
        page = f"<h1>Shropshire Council</h1><h1>Annual Complaints Report</h1><p>{words}</p>"
        return work(f"<html><body>{page}</body></html>".encode(), "t.html", None, BOOK).coverage.report_period

    assert year("We received 90 complaints in 2021/22, compared with 105 in 2020/21.") == "2021/22"
    assert year("We received 90 complaints, compared with the total in 2020/21.") == ""


# A run


def test_a_kept_result_depends_on_everything_that_could_change_it() -> None:
    keys = {
        kept.key(*parts)
        for parts in (
            ("a", "b.txt", "", "h"), ("x", "b.txt", "", "h"), ("a", "x.txt", "", "h"),
            ("a", "b.txt", "e", "h"), ("a", "b.txt", "", "x"),
        )
    }  # fmt: skip
    assert len(keys) == 5
    assert kept.key("a", "b.txt", "", "h") in keys


# Against what a person coded


TRUTH = evaluate.TruthRow(
    value="12", unit="count", period="2018/19", measure="complaints_received",
    procedure="children_statutory", stage="stage_1",
)  # fmt: skip


def test_a_number_is_found_only_where_what_it_counts_is_the_same() -> None:
    def found(**cells: str) -> tuple[int, int]:
        score = evaluate.compare([TRUTH], [of_cells({**observation("1", "12"), **cells})]).score()
        return score.found.hits, score.right.hits

    assert found() == (1, 1)
    assert found(stage="stage_2") == (1, 0)
    assert found(measure="complaints_decided") == found(period="2017/18") == found(value="13") == (0, 0)
    assert found(unit="percent") == (0, 0)


def test_a_number_written_twice_costs_precision() -> None:
    score = evaluate.compare([TRUTH], [of_cells(observation(n, "12")) for n in "12"]).score()
    assert (score.right.precision, score.right.recall) == (0.5, 1.0)
    assert score.right.f1 == pytest.approx(2 / 3)


# What changed from run to run


def outputs(folder: Path, *rows: Mapping[str, str]) -> Path:
    import csv

    folder.mkdir()
    with (folder / "observations.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, contract.OBSERVATION_COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return folder


def test_a_row_of_another_identifier_in_the_same_place_is_the_same_number(tmp_path: Path) -> None:
    place = {"table_index": "1", "row": "2", "column": "3", "evidence": "Upheld | 3"}
    old = outputs(tmp_path / "old", observation("a", **place), observation("b", "9"))
    new = outputs(tmp_path / "new", observation("c", **place), observation("d", "9", stage="stage_2"))
    found = difference(old, new)
    assert found.renamed == 1
    told = ["change", "column_name", "old", "new"]
    assert found.changes[told].to_numpy().tolist() == [["recoded", "stage", "stage_1", "stage_2"]]
