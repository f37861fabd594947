"""Figures of one fact: gathered, judged, one preferred, none lost."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import PATTERNS, observation, result
from pandas import Series

from extractor import publish, reconcile
from extractor.cli import patterns_folder
from extractor.identify.manifest import ManifestEntry
from extractor.lexicon import rulebook
from extractor.lexicon.comparison import ReconcileFile
from extractor.model import contract
from extractor.model.dataset import Dataset
from extractor.model.result import ReportResult
from extractor.model.table import (
    arrow_table,
    cells_of,
    column_of,
    frame_of,
    joined,
    ranks,
    records,
    texts,
)
from extractor.reconcile import comparable
from extractor.reconcile.agreement import FAR, Printing, Verdict, choose, judge
from extractor.reconcile.assemble import assemble
from extractor.reconcile.local_codes import with_local_codes

BOOK = rulebook.load(patterns_folder())
RULES: ReconcileFile = BOOK.raw("reconcile")


def facts(*rows: dict[str, str]) -> list[dict[str, str]]:
    held = frame_of(rows, contract.OBSERVATION_COLUMNS)
    return list(records(comparable.reconcile(held, RULES).comparable))


def compared(*reports: ReportResult, entries: dict[str, ManifestEntry] | None = None) -> Dataset:
    return reconcile.compare(assemble(reports), entries or {}, {}, BOOK)


def printing(text: str, row: int = 0) -> Printing:
    """'51 table 2018/19 [yes|no|elsewhere]', the figure of 2018/19; 'approximately-50', 'suppressed'."""
    figure, *rest = [word for word in text.split() if not word.startswith(("sure-", "in-"))]
    sure = next((int(word[5:]) / 100 for word in text.split() if word.startswith("sure-")), 0.99)
    kind, year, more = (*rest, "", "", "")[:3]
    about, _, number = figure.rpartition("-")
    named = {"approximately": "approximate", "under": "less_than", "over": "more_than", "": "exact"}
    status = number if number in contract.WITHOUT_VALUE else named[about]
    off = int(year[:4]) - 2018 if year >= "2018" else FAR
    return Printing(
        row,
        "" if number in contract.WITHOUT_VALUE else number,
        status,
        kind=kind or "table",
        own=more != "elsewhere",
        year=year,
        years_off=off,
        comparable=more if more in contract.COMPARABLE else "",
        source=f"{year}.pdf",
        confidence=sure,
        words=next((word for word in text.split() if word.startswith("in-")), ""),
    )


def verdict(*texts: str, unit: str = "count") -> Verdict:
    return judge([replace(printing(t, n), unit=unit) for n, t in enumerate(texts)], RULES)


# The rules


@pytest.mark.parametrize(
    ("rule", "example"), [(r.id, e) for r in RULES.rules for e in r.examples], ids=lambda x: str(x)[:40]
)
def test_each_rule_chooses_as_its_examples_say(rule: str, example: tuple[str, ...]) -> None:
    figures = [printing(text, n) for n, text in enumerate(example)]
    for order in (figures, figures[::-1]) if rule != "first_printed" else (figures,):
        chosen, because = choose(order, RULES)
        assert (chosen.figure, because) == (figures[0].figure, rule)


@pytest.mark.parametrize(
    ("texts", "unit", "agreement"),
    [
        (["5 table 2018/19"], "count", "single"),
        (["5 table 2018/19", "5 prose 2019/20"], "count", "agreed"),
        (["5 table 2018/19", "suppressed table 2019/20"], "count", "single"),
        (["suppressed table 2018/19", "suppressed table 2018/19"], "count", "agreed"),
        (["under-5 table 2018/19", "3 table 2018/19"], "count", "agreed"),
        (["under-5 table 2018/19", "5 table 2018/19"], "count", "disputed"),
        (["over-5 table 2018/19", "6 table 2018/19"], "count", "agreed"),
        (["over-5 table 2018/19", "5 table 2018/19"], "count", "disputed"),
        (["approximately-50 prose 2018/19", "47 table 2018/19"], "count", "agreed"),
        (["approximately-50 prose 2018/19", "60 table 2018/19"], "count", "disputed"),
        (["33 table 2018/19", "33.3 table 2018/19"], "percent", "agreed"),
        (["33 table 2018/19", "34 table 2018/19"], "percent", "disputed"),
        (["33 table 2018/19", "33.3 table 2018/19"], "count", "disputed"),
        (["51 table 2018/19", "53 table 2019/20"], "count", "restated"),
        (["51 table 2018/19", "53 table 2019/20", "53 table 2020/21"], "count", "restated"),
        (["51 table 2018/19", "58 table 2018/19", "58 table 2019/20"], "count", "disputed"),
        (["51 table 2018/19", "53 table "], "count", "disputed"),
        (["51 table 2018/19", "53 table 2019/20", "55 table "], "count", "disputed"),
        (["51 table 2018/19", "53 table 2019/20 elsewhere"], "count", "disputed"),
    ],
)
def test_agreement(texts: list[str], unit: str, agreement: str) -> None:
    assert verdict(*texts, unit=unit).agreement == agreement


def test_a_restatement_back_and_forth_is_two() -> None:
    found = verdict("51 table 2018/19", "53 table 2019/20", "51 table 2020/21")
    assert [(c.first.value, c.second.value) for c in found.conflicts] == [("51", "53"), ("53", "51")]
    assert {c.check for c in found.conflicts} == {"restated"}
    assert (found.preferred.value, found.because) == ("51", "own_year")


# What joins, and what does not


def test_a_count_and_its_percentage_are_two_facts() -> None:
    assert len(facts(observation("a"), observation("b", unit="percent"))) == 2


def test_payments_are_never_joined() -> None:
    paid = {"measure": "remedies_paid", "unit": "gbp", "unit_of_count": ""}
    assert len(facts(observation("a", "200", **paid), observation("b", "200", **paid))) == 2


def test_unmapped_slices_are_told_apart_by_their_labels() -> None:
    cut = {"theme": "unmapped"}
    rows = [
        observation(i, theme_label=label, **cut) for i, label in (("a", "Bins"), ("b", "Cats"), ("c", "Bins"))
    ]
    assert [f["observation_ids"] for f in facts(*rows)] == ["a;c", "b"]


def test_reports_that_do_not_say_whom_they_are_about_are_not_joined() -> None:
    rows = [observation(s, authority_code="", authority_name="", source_file=s) for s in ("a.txt", "b.txt")]
    assert len(facts(*rows)) == 2


def test_two_labels_of_one_code_in_one_table_are_two_slices() -> None:
    cut = {"ethnicity": "asian_other", "table_index": "3"}
    afghan = observation("a", "1", ethnicity_label="Afghan", **cut)
    tamil = observation("b", "2", ethnicity_label="Sri Lankan", **cut)
    found = facts(afghan, tamil)
    assert [(f["value"], f["agreement"], f["comparable"]) for f in found] == [
        ("1", "single", "with_care"),
        ("2", "single", "with_care"),
    ]
    assert all(f["flags"] == "label-narrower-than-code" for f in found)
    (same,) = facts(afghan, tamil | {"ethnicity_label": "AFGHAN", "table_index": "4"})
    assert same["agreement"] == "disputed"


def test_a_fact_carries_the_worst_class_and_every_flag() -> None:
    (fact,) = facts(
        observation("a", comparable="yes", flags="scope-mix"),
        observation("b", comparable="no", flags="small-number;scope-mix"),
    )
    assert (fact["comparable"], fact["flags"], fact["printings"]) == ("no", "scope-mix;small-number", "2")


def test_a_conflict_group_is_stable_and_only_of_contradictions() -> None:
    (fact,) = facts(observation("a", "51"), observation("b", "58"))
    (again,) = facts(observation("x", "7"), observation("y", "8"), observation("z", "8"))
    assert fact["conflict_group"] == again["conflict_group"] != ""
    assert facts(observation("a"), observation("b"))[0]["conflict_group"] == ""


def test_no_rows_give_no_facts() -> None:
    assert facts() == []


# Several reports


def restating() -> list[ReportResult]:
    """A council's report, and the next year's with two of its figures restated."""
    figures = {"stage_1": "51", "stage_2": "18", "stage_3": "2"}
    later = figures | {"stage_1": "53", "stage_3": "1"}
    first = [observation(f"a{s}", v, stage=s, page="3") for s, v in figures.items()]
    second = [
        observation(f"b{s}", v, stage=s, report_period="2019/20", source_file="b.pdf", page="9")
        for s, v in later.items()
    ]
    return [result("a.txt", *first), result("b.pdf", *second, report_period="2019/20")]


def test_every_restatement_is_found_with_both_figures_and_reports() -> None:
    entry = ManifestEntry(file="b.pdf", url="https://example.org/b.pdf")
    done = compared(*restating(), entries={"b.pdf": entry})
    told = [(c["check"], c["printed"], c["observation_ids"], c["source_url"]) for c in records(done.checks)]
    url = "https://example.org/b.pdf#page=9"
    assert told == [
        ("restated", "2; 1", "astage_3;bstage_3", url),
        ("restated", "51; 53", "astage_1;bstage_1", url),
    ]
    for check in records(done.checks):
        assert all(word in check["message"] for word in (*check["printed"].split("; "), "a.txt", "b.pdf"))
    agreed = {
        f["stage"]: (f["agreement"], f["value"], f["preferred_because"]) for f in records(done.comparable)
    }
    assert agreed == {
        "stage_1": ("restated", "51", "own_year"),
        "stage_2": ("agreed", "18", "all_agree"),
        "stage_3": ("restated", "2", "own_year"),
    }
    assert [f["flags"] for f in records(done.comparable)] == ["restated", "", "restated"]


def test_two_reports_of_one_year_that_contradict_in_every_cell() -> None:
    stages = ("stage_1", "stage_2", "stage_3")
    one = [observation(f"a{s}", "4", stage=s) for s in stages]
    other = [observation(f"b{s}", "5", stage=s, source_file="b.txt") for s in stages]
    done = compared(result("a.txt", *one, words="a b c"), result("b.txt", *other, words="x y z"))
    assert [f["agreement"] for f in records(done.comparable)] == ["disputed"] * 3
    assert [c["check"] for c in records(done.checks)] == ["same-fact-two-values"] * 3
    assert {c["severity"] for c in records(done.checks)} == {"error"}
    assert len(done.observations) == 6


def test_every_row_that_names_a_report_gives_its_address() -> None:
    entry = ManifestEntry(file="a.txt", url="https://example.org/a#top")
    done = compared(result("a.txt", observation("a", page="4"), observation("b")), entries={"a.txt": entry})
    assert texts(done.observations, "source_url") == ["https://example.org/a#page=4", entry.url]
    assert [line["source_url"] for line in records(done.coverage)] == [entry.url]


def test_a_page_of_another_edition_is_linked_to_that_edition() -> None:
    entries = {
        name: ManifestEntry(file=name, url=f"https://example.org/{name}") for name in ("a.docx", "a.pdf")
    }
    places = (("a", "4", "a.pdf"), ("b", "5", "b.pdf"), ("c", "", ""))
    rows = [observation(n, source_file="a.docx", page=page, page_file=file) for n, page, file in places]
    done = compared(result("a.docx", *rows), entries=entries)
    assert texts(done.observations, "source_url") == [
        "https://example.org/a.pdf#page=4",
        *["https://example.org/a.docx"] * 2,
    ]


def made_rows(chance: random.Random, size: int) -> list[dict[str, str]]:
    """Rows of few councils, years, measures, codes and labels, so that many speak of the same."""
    rows = []
    for n in range(size):
        year = chance.choice((2017, 2018))
        report = chance.choice((2017, 2018, 2019))
        theme = chance.choice(("", "delay", "unmapped"))
        status = chance.choice(("exact", "exact", "exact", "less_than", "suppressed"))
        rows.append(
            observation(
                f"id{n}",
                "" if status == "suppressed" else str(chance.randrange(4)),
                value_status=status,
                authority_code=chance.choice(("E09000015", "E09000016", "")),
                period=chance.choice((f"{year}/{year - 1999}", "")),
                report_period=f"{report}/{report - 1999}",
                source_file=f"{report}-{chance.choice('ab')}.txt",
                stage=chance.choice(("stage_1", "stage_2")),
                measure=chance.choice(("complaints_received", "complaints_decided", "remedies_paid")),
                unit=chance.choice(("count", "percent", "gbp")),
                theme=theme,
                theme_label=chance.choice(("One", "Two")) if theme else "",
                table_index=chance.choice(("", "1")),
                flags=chance.choice(("", "scope-mix", "small-number;scope-mix")),
                comparable=chance.choice(("", "yes", "with_care", "no")),
            )
        )
    return rows


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 60))
def test_every_observation_belongs_to_exactly_one_fact_and_none_is_changed(seed: int, size: int) -> None:
    rows = made_rows(random.Random(seed), size)
    by_id = {row["observation_id"]: row for row in rows}
    found = facts(*rows)
    members = [identity for fact in found for identity in fact["observation_ids"].split(";")]
    assert sorted(members) == sorted(by_id)
    for fact in found:
        mine = [by_id[identity] for identity in fact["observation_ids"].split(";")]
        assert len(mine) == int(fact["printings"])
        assert all(row[name] == fact[name] for row in mine for name in contract.KEY_COLUMNS)
        assert (fact["value"], fact["value_status"]) == (mine[0]["value"], mine[0]["value_status"])
        assert bool(fact["conflict_group"]) == (fact["agreement"] in ("restated", "disputed"))
        if fact["agreement"] == "single":
            assert sum(bool(row["value"]) for row in mine) <= 1
        if len({(row["value"], row["value_status"]) for row in mine}) == 1 < len(mine):
            assert (fact["agreement"], fact["preferred_because"]) == ("agreed", "all_agree")


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 60))
def test_no_two_comparable_rows_share_every_code(seed: int, size: int) -> None:
    held = frame_of(made_rows(random.Random(seed), size), contract.OBSERVATION_COLUMNS)
    facts_ = comparable.reconcile(held, RULES).comparable
    coded = list(records(with_local_codes(facts_)))
    assert len({tuple(row[name] for name in contract.KEY_COLUMNS) for row in coded}) == len(coded)
    for before, after in zip(records(facts_), coded, strict=True):
        changed = {name for name in before if before[name] != after[name]}
        assert changed <= set(contract.FREE_CODES)


def test_labels_that_share_a_code_get_one_of_their_own_and_others_keep_theirs() -> None:
    labels = ("ASIAN > Afghani", "Asian > Sri  Lankan", "White > Other White")
    codes = ("asian_other", "asian_other", "white_other")
    rows = [
        observation(f"a{n}", str(n), ethnicity=code, ethnicity_label=label, table_index="1")
        for n, (code, label) in enumerate(zip(codes, labels, strict=True))
    ]
    found = compared(result("a.txt", *rows)).comparable
    assert {row["ethnicity_label"]: row["ethnicity"] for row in records(found)} == {
        labels[0]: "asian_other_afghani",
        labels[1]: "asian_other_sri_lankan",
        labels[2]: "white_other",
    }
    paid = [
        observation(f"p{n}", "100", measure="remedies_paid", unit="gbp", evidence=str(n)) for n in range(2)
    ]
    assert texts(compared(result("a.txt", *paid)).comparable, "theme") == ["local", "local_2"]


def test_a_doubtful_sentence_is_not_preferred_to_the_table_and_the_gap_is_an_issue() -> None:
    table = observation("t", "369", page="2", table_index="3", confidence="0.92", comparable="with_care")
    cells = {"source_kind": "prose", "page": "5", "comparable": "yes"}
    sentence = observation("p", "14", confidence="0.09", **cells)
    done = compared(result("a.txt", sentence, table))
    (fact,) = records(done.comparable)
    assert (fact["value"], fact["preferred_because"], fact["comparable"]) == (
        "369",
        "over_the_mark",
        "with_care",
    )
    (issue,) = records(done.issues)
    assert (issue["code"], issue["page"]) == ("figures-far-apart", "5")
    for words in (
        "369 (a.txt, page 2, table 3, confidence 0.92)",
        "14 (a.txt, page 5, prose, confidence 0.09)",
    ):
        assert words in issue["message"]
    near = observation("p", "124", confidence="0.09", **cells)
    assert not list(records(compared(result("a.txt", near, table)).issues))


def test_a_doubtful_printing_does_not_make_a_sure_figure_less_comparable() -> None:
    sure = observation("t", "5", confidence="0.95", comparable="yes")
    doubtful = observation("p", "5", source_kind="prose", confidence="0.5", comparable="with_care")
    assert [fact["comparable"] for fact in facts(sure, doubtful)] == ["yes"]
    assert [fact["comparable"] for fact in facts(sure, doubtful | {"confidence": "0.9"})] == ["with_care"]


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_the_order_of_reports_changes_no_byte(seed: int, chance: random.Random) -> None:
    rows = made_rows(random.Random(seed), 40)
    sources = sorted({row["source_file"] for row in rows})
    reports = [
        result(
            source,
            *(row for row in rows if row["source_file"] == source),
            words=f"{n} {source}",
            report_period=f"{source[:4]}/{int(source[:4]) - 1999}",
        )
        for n, source in enumerate(sources)
    ]
    other = list(reports)
    chance.shuffle(other)
    assert _bytes(compared(*reports)) == _bytes(compared(*other))


def _bytes(done: Dataset) -> list[bytes]:
    return [
        publish.csv_bytes(done.comparable, contract.COMPARABLE_COLUMNS),
        publish.parquet_bytes(done.comparable, contract.COMPARABLE_COLUMNS),
        publish.parquet_bytes(done.observations, contract.OBSERVATION_COLUMNS),
        publish.csv_bytes(done.checks, contract.CHECK_COLUMNS),
        publish.csv_bytes(done.indicators, contract.INDICATOR_COLUMNS),
        publish.csv_bytes(done.councils, list(done.councils.columns)),
    ]


# Rows held by column


@given(
    st.lists(st.lists(st.sampled_from(["", "a", "b", "é"]), min_size=2, max_size=2), max_size=12), st.data()
)
def test_a_frame_is_its_rows(cells: list[list[str]], data: st.DataObject) -> None:
    rows = [dict(zip("xy", row, strict=True)) for row in cells]
    held = frame_of(rows, "xy")
    assert list(records(held)) == rows
    cut = data.draw(st.integers(0, len(rows)))
    assert list(records(joined([arrow_table(rows[:cut], "xy"), arrow_table(rows[cut:], "xy")], "xy"))) == rows
    assert cells_of(Series(column_of(row["x"] for row in rows))) == [row["x"] for row in rows]
    assert texts(held, "z") == [""] * len(rows)
    assert sorted(range(len(rows)), key=lambda n: rows[n]["x"]) == list(
        ranks(held, "x").argsort(kind="stable")
    )


def test_the_real_reports_leave_no_orphan(tmp_path: Path, shared: Path) -> None:
    from made import Heard

    from extractor.run import pipeline

    paths = [str(path) for path in sorted((shared / "reports").glob("*.txt"))]
    pipeline.run(paths, pipeline.Options(PATTERNS, out=tmp_path), Heard())
    rows = publish.read_csv(tmp_path / "observations.csv")
    found = publish.read_csv(tmp_path / "comparable.csv")
    members = [identity for fact in found for identity in fact["observation_ids"].split(";")]
    assert sorted(members) == sorted(row["observation_id"] for row in rows)
    harrow = [
        f
        for f in found
        if f["authority_name"] == "Harrow"
        and (f["period"], f["stage"], f["measure"]) == ("2018/19", "stage_1", "complaints_received")
        and f["unit"] == "count"
        and not any(f[name] for name in contract.DIMENSIONS)
    ]
    assert {(f["agreement"], f["value"]) for f in harrow if int(f["printings"]) > 1} == {("disputed", "51")}
