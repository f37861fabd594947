"""Every check on the small examples of patterns/checks.yaml, and what holds for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sampled import trials

from extractor.check import About, Text, bases, check_report
from extractor.check.row_marks import marked
from extractor.check.subject import registered
from extractor.lexicon.checklist import CheckBook, Example
from extractor.lexicon.rulebook import RulebookError, load
from extractor.model import contract
from extractor.model.observation import of_cells
from extractor.model.types import Cell, Document, Prose, Table

ROOT = Path(__file__).parent.parent
BETWEEN_REPORTS = {"restated"}
"""Checks that need several reports: reconcile/ makes them."""
BOOK: CheckBook = load(ROOT / "patterns").raw("checks")
STAGES = {"all", *contract.STAGES}
_ROW = re.compile(r"(?P<place>\w+) (?P<words>.+) = (?P<value>-?[\d.]+)(?P<unit>%?)")


def row(line: str, number: int) -> dict[str, str]:
    """`t1 complaints_received stage_1 outcome=upheld 2018/19 = 4%` as a row of the dataset."""
    match = _ROW.fullmatch(line)
    assert match, line
    made = dict.fromkeys(contract.OBSERVATION_COLUMNS, "")
    table = match["place"][1:] if match["place"].startswith("t") else ""
    made.update(
        observation_id=f"{number:016x}",
        authority_code="E09000001",
        report_period="2018/19",
        period="2018/19",
        procedure="children_statutory",
        stage="all",
        unit="percent" if match["unit"] else "count",
        value=match["value"],
        value_status="exact",
        published_label=line,
        evidence=line,
        source_kind="table" if table else "prose",
        table_index=table,
        row="1" if table else "",
        source_file="made.txt",
        unit_of_count="complaint",
    )
    for word in match["words"].split():
        dimension, _, code = word.partition("=")
        if code:
            made[dimension], made[f"{dimension}_label"] = code, code.replace("_", " ")
        elif word in STAGES:
            made["stage"] = word
            made["procedure"] = "ombudsman" if word == "ombudsman" else made["procedure"]
        elif word.startswith("change:"):
            made["measure"], made["change_of"] = "change", word.partition(":")[2]
        elif word[0].isdigit():
            made["period"] = word
        else:
            made["measure"] = word
    return made


ABOUT = About("made.txt", "", "2018/19")


def of_rows(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """What the checks that need no text say of rows, as rows of checks.csv."""
    return [one.cells() for one in check_report([of_cells(row) for row in rows], BOOK, ABOUT).checks]


def rows_of(example: Example) -> list[dict[str, str]]:
    rows = [row(line, number) for number, line in enumerate(example.rows)]
    if example.text:
        rows[0]["evidence"] = rows[0]["published_label"] = example.text
    for one in rows:
        if one["measure"] == "findings_decided":
            one["evidence"] = "7 of the complaints were upheld"
    return rows


def cases(kind: str) -> Iterator[Any]:
    for check in BOOK.checks:
        for n, example in enumerate(getattr(check, kind)):
            yield pytest.param(check.code, example, id=f"{check.code}-{n}")


@pytest.mark.parametrize(("code", "example"), list(cases("examples")))
def test_every_example_is_found_with_both_numbers(code: str, example: Example) -> None:
    found = [c for c in of_rows(rows_of(example)) if c["check"] == code]
    assert (example.printed, example.computed, example.severity) in [
        (c["printed"], c["computed"], c["severity"]) for c in found
    ], found
    for check in found:
        assert tuple(check) == contract.CHECK_COLUMNS
        assert set(filter(None, check["observation_ids"].split(";"))) <= {
            r["observation_id"] for r in rows_of(example)
        }


@pytest.mark.parametrize(("code", "example"), list(cases("not_")))
def test_what_is_no_such_thing_is_not_found(code: str, example: Example) -> None:
    assert [c for c in of_rows(rows_of(example)) if c["check"] == code] == []


@pytest.mark.parametrize("mark", [*BOOK.scopes, *BOOK.denominators, *BOOK.limits], ids=lambda m: m.id)
def test_every_mark_is_read_from_its_examples(mark: Any) -> None:
    assert all(re.search(mark.words, text.lower()) for text in mark.examples)
    assert not any(re.search(mark.words, text.lower()) for text in mark.not_)


def test_the_book_has_every_check_and_no_other_words_than_it_uses() -> None:
    assert {check.code for check in BOOK.checks} == {one.code for one in registered()} | BETWEEN_REPORTS
    code = "".join(path.read_text() for path in (ROOT / "extractor" / "check").glob("*.py"))
    for check in BOOK.checks:
        for name in (*check.words, *check.limits):
            assert f'"{name}"' in code, f"{check.code}: nothing uses {name}"


def test_a_sentence_with_a_slot_that_nobody_fills_is_refused(tmp_path: Path) -> None:
    text = (ROOT / "patterns" / "checks.yaml").read_text().replace("{computed}", "{nonsense}", 1)
    (tmp_path / "checks.yaml").write_text(text)
    with pytest.raises(RulebookError, match="no such slot"):
        load(tmp_path).raw("checks")


counts = st.lists(st.integers(6, 400), min_size=2, max_size=6)


def breakdown(values: list[int], total: int) -> list[dict[str, str]]:
    lines = [f"t1 complaints_received stage_1 service_area=part_{n} = {v}" for n, v in enumerate(values)]
    rows = [row(line, n) for n, line in enumerate(lines)]
    return [*rows, row(f"t1 complaints_received stage_1 = {total}", len(rows))]


@given(values=counts)
def test_a_breakdown_that_adds_up_with_its_true_percentages_raises_nothing(values: list[int]) -> None:
    rows = breakdown(values, sum(values))
    for n, value in enumerate(values):
        percent = int(100 * value / sum(values) + 0.5)
        line = f"t1 complaints_received stage_1 service_area=part_{n} = {percent}%"
        rows.append(row(line, 100 + n))
    assert of_rows(rows) == []


@given(values=counts, off=st.integers(1, 3))
def test_a_total_that_is_off_is_told_with_the_sum(values: list[int], off: int) -> None:
    found = of_rows(breakdown(values, sum(values) + off))
    assert [(c["check"], c["printed"], c["computed"]) for c in found] == [
        ("breakdown-sum", str(sum(values) + off), str(sum(values)))
    ]


@settings(max_examples=trials(30))
@given(values=counts, order=st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(values: list[int], order: Any) -> None:
    rows = breakdown(values, sum(values) + 1)
    found = of_rows(rows)
    shuffled = list(rows)
    order.shuffle(shuffled)
    again = of_rows(shuffled)
    assert [(c["printed"], c["computed"]) for c in found] == [(c["printed"], c["computed"]) for c in again]


def document(*blocks: Any) -> Document:
    return Document(blocks)


def said(*blocks: Any, rows: tuple[dict[str, str], ...] = ()) -> list[tuple[str, str, str]]:
    found = check_report([of_cells(one) for one in rows], BOOK, ABOUT, Text(document(*blocks))).checks
    return [(c.check, c.printed, c.computed) for c in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Stage 2 complaint logged - 27 Feb 2018", [("date-outside-period", "2018-02-27", "2018-04-01")]),
        ("Complaint received 3 May 2019", [("date-outside-period", "2019-05-03", "2019-03-31")]),
        ("Stage 2 complaint logged - 7 April 2018", []),
        ("Complaints are logged on a system that was bought on 1 May 2010", []),
    ],
)
def test_dates_of_cases_lie_in_the_year(text: str, found: list[tuple[str, str, str]]) -> None:
    assert said(Prose(text, "list")) == found


def test_a_doubled_year_is_named_with_what_it_was_read_as() -> None:
    assert said(Prose("Themes and trends 202018-19", "heading")) == [
        ("period-repaired", "202018-19", "2018/19")
    ]
    assert said(Prose("Themes and trends 2018-19", "heading")) == []


def test_a_chart_that_is_announced_but_not_there() -> None:
    text = Prose("The chart below shows the reasons for complaint.")
    table = Table((Cell("1", 0, 0),), 1, 1)
    assert said(text, Prose("Next section", "heading"), Prose("Words.")) == [("figure-not-in-text", "", "")]
    assert said(text, table) == []
    assert said(Prose("Table 4", "caption"), Prose("Key message: fewer were on time.")) == [
        ("figure-not-in-text", "", "")
    ]


def case_table(findings: list[str]) -> Table:
    lines = [("Service", "Findings"), *((f"Team {n}", text) for n, text in enumerate(findings))]
    cells = [Cell(text, r, c) for r, line in enumerate(lines) for c, text in enumerate(line)]
    return Table(tuple(cells), len(lines), 2, "Ombudsman decisions")


def test_a_list_of_cases_is_counted_again() -> None:
    fault = row("p1 complaints_decided ombudsman outcome=upheld = 50%", 1)
    findings = ["Fault found"] * 2 + ["No fault"] * 3 + ["Closed after initial enquiries"] * 3
    assert ("row-recount", "50", "25.0") in said(case_table(findings), rows=(fault,))
    right = ["Fault found"] * 4 + ["No fault"] * 4
    assert "row-recount" not in [code for code, _, _ in said(case_table(right), rows=(fault,))]


def test_a_footnote_that_one_matter_stands_there_often() -> None:
    table = Table((Cell("Transport*", 0, 0), Cell("Transport*", 1, 0), Cell("Other", 2, 0)), 3, 1)
    note = Prose("*These all relate to the same complaint, which the Ombudsman logged several times.")
    assert ("duplicate-matter", "2", "1") in said(table, note)


def test_a_share_of_the_parts_that_a_sentence_names_is_no_error() -> None:
    words = "Of the 193 answered some were upheld (37%), 40 partly upheld (21%) and 82 not upheld (42%)."
    rows = [
        row(f"p1 complaints_decided stage_1 outcome={code} = {value}", number)
        for number, (code, value) in enumerate(
            (code, value)
            for code, pair in (("partially_upheld", ("40", "21%")), ("not_upheld", ("82", "42%")))
            for value in pair
        )
    ]
    for one in rows:
        one["evidence"] = one["published_label"] = words
    found = [c for c in of_rows(rows) if c["check"] == "percent-recompute"]
    assert [(c["printed"], c["severity"]) for c in found] == [("21", "warning"), ("42", "warning")]


def test_words_settle_the_columns_and_nothing_printed_is_changed() -> None:
    rows = [
        row("t1 complaints_received stage_1 = 90", 0),
        row("p1 complaints_responded stage_1 timeliness=within_10_days = 40%", 1),
        row("p1 complaints_responded stage_1 timeliness=within_timescale = 52%", 2),
        row("p2 contacts_received all = 140", 3),
    ]
    rows[2]["evidence"] = "52% of completed complaints were answered within the 20 working days"
    rows[3]["evidence"] = "Total number of complaints, including enquiries, is 140."
    given = [of_cells(one) for one in rows]
    done = check_report(given, BOOK, ABOUT, Text(document())).rows
    assert [r.limit_days for r in done] == [None, 10, 20, None]
    assert [r.event_basis for r in done] == ["received", "responded", "responded", "received"]
    assert (done[1].base, done[1].base_status) == (90, "inferred")
    assert done[2].denominator_class == "decided"
    assert done[3].scope == ("including_enquiries",) and done[3].comparable == "with_care"
    settled = {"limit_days", "event_basis", "base", "base_status", "denominator_class", "scope"}
    settled |= {"comparable", "flags"}
    for before, after in zip(given, done, strict=True):
        assert {k: v for k, v in before.cells().items() if k not in settled} == {
            k: v for k, v in after.cells().items() if k not in settled
        }


def test_nothing_comes_of_nothing() -> None:
    assert of_rows([]) == []
    assert check_report([], BOOK, ABOUT, Text(document())).checks == ()


@pytest.mark.parametrize(("stage", "found"), [("ombudsman", ["uphold-rate-definition"]), ("stage_1", [])])
def test_only_the_ombudsman_s_uphold_rate_is_a_share_of_upheld_and_not_upheld(
    stage: str, found: list[str]
) -> None:
    lines = (
        f"p1 complaints_decided {stage} outcome=upheld = 25%",
        *(
            f"t1 complaints_decided {stage} {rest}"
            for rest in ("outcome=upheld = 10", "outcome=not_upheld = 10", "= 40")
        ),
    )
    rows = [row(line.replace("  ", " "), n) for n, line in enumerate(lines)]
    assert [one["check"] for one in of_rows(rows)] == found


@pytest.mark.parametrize(("status", "found"), [("exact", ["percentage-points"]), ("approximate", [])])
def test_shares_that_are_no_more_than_about_right_are_not_so_many_points_apart(
    status: str, found: list[str]
) -> None:
    lines = (
        "p1 change:complaints_decided outcome=upheld = 10%",
        "t1 complaints_decided outcome=upheld 2018/19 = 50%",
        "t1 complaints_decided outcome=upheld 2017/18 = 40%",
    )
    rows = [row(line, n) for n, line in enumerate(lines)]
    rows[1]["value_status"] = status
    assert [one["check"] for one in of_rows(rows)] == found


def test_what_is_printed_as_about_so_much_need_fit_no_whole_number() -> None:
    (example,) = (e for e in BOOK.check("percent-infeasible").examples if e.printed == "89")
    total, share = rows_of(example)
    assert of_rows([total, share]) and not of_rows([total, share | {"value_status": "approximate"}])


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("answered within 10 working days", 10),
        ("within 10 days at stage 1 and within 25 days at stage 2", None),
    ],
)
def test_of_two_limits_neither_is_the_row_s(text: str, days: int | None) -> None:
    one = row("t1 complaints_responded stage_1 timeliness=within_timescale = 9", 1)
    (told,) = marked([of_cells(one | {"published_label": text, "evidence": text})], BOOK)
    assert told.limit_days == days


@pytest.mark.parametrize(
    ("status", "count", "gives"),
    [("more_than", 19, True), ("more_than", 17, False), ("less_than", 17, True), ("less_than", 19, False)]
    + [("more_than", 18, False), ("less_than", 18, False), ("exact", 18, True), ("exact", 19, False)],
)
def test_a_count_gives_a_share_that_is_over_or_under_one(status: str, count: int, gives: bool) -> None:
    printed = of_cells(row("p complaints_received = 90%", 0) | {"value_status": status})
    figure = SimpleNamespace(printed="90", value=90.0, row=printed)
    assert bases.gives(count, 20, figure) == gives  # type: ignore[arg-type]
