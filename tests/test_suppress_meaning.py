"""What --suppress must hide and must leave: small datasets, one line each."""

from __future__ import annotations

import re

import pytest
from made import BOOK, observation
from made_dataset import comparable, row

from extractor.disclosure import suppress
from extractor.disclosure.figures import Printed, gather, place_of
from extractor.disclosure.linear import recoverable
from extractor.disclosure.rows import point
from extractor.disclosure.secrets import Secrets, keep_secret
from extractor.model import contract
from extractor.model.table import frame_of
from extractor.publish import Dataset

SHORT = {
    "svc": "service_area",
    "out": "outcome",
    "time": "timeliness",
    "of": "change_of",
    "up": "upheld",
    "part": "partially_upheld",
    "not": "not_upheld",
    "both": "upheld_or_partially_upheld",
    "gone": "withdrawn",
    "rec": "complaints_received",
    "dec": "complaints_decided",
    "inv": "complaints_investigated",
    "open": "complaints_open",
    "no": "complaints_not_accepted",
    "contacts": "contacts_received",
    "rep": "representations_received",
}

UNIONS = {
    axis: {entry.id: entry.covers for entry in BOOK.entries_of(axis) if entry.covers}
    for axis in (*contract.DIMENSIONS, "procedure", "stage")
}


def lines(text: str) -> list[dict[str, str]]:
    """Rows parted by ';': an id, a value, further cells as name=value; '%' makes it a percentage."""
    made = []
    for line in filter(None, (one.strip() for one in text.split(";"))):
        identity, value, *words = re.split(r" +(?!Q\d)", line)
        cells = dict(word.split("=") for word in words)
        cells = {SHORT.get(name, name): SHORT.get(cell, cell) for name, cell in cells.items()}
        cells |= {f"{name}_label": cells[name] for name in contract.DIMENSIONS if name in cells} | {
            name: cell for name, cell in cells.items() if name.endswith("_label")
        }
        if value.endswith("%"):
            cells |= {"unit": "percent", "unit_of_count": cells.get("unit_of_count", "complaint")}
        made.append(observation(identity, value.rstrip("%"), **cells))
    return made


def secrets(text: str, limit: int = 5) -> tuple[Printed, Secrets]:
    rows = gather([frame_of(lines(text), contract.OBSERVATION_COLUMNS)])
    return rows, keep_secret(rows, limit, UNIONS)


def hidden(text: str, limit: int = 5) -> str:
    """The ids of the rows whose value is gone."""
    rows, kept = secrets(text, limit)
    return " ".join(rows.ids[number] for number in sorted(kept.rows))


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("a 5", "a"),
        ("a 6", ""),
        ("a 0", ""),
        ("a -5", "a"),
        ("a 5 unit=gbp measure=remedies_paid", ""),
        # a share that stands for a small count
        ("a 10% svc=adoption base=54", "a"),
        ("a 10% svc=adoption base=55", ""),
        ("a 50% svc=adoption base=5", "a"),
        ("a 100% svc=adoption base=6", ""),
        ("a 0% svc=adoption base=5", "a"),
        ("a 0% svc=adoption base=6", ""),
        ("a 10% svc=adoption; t 54", "a"),
        ("a 10% svc=adoption; t 54 stage=stage_2", ""),
        ("a 10% svc=adoption; t 54 stage=all", ""),
        ("a 10% out=up measure=dec; t 54 measure=rec", "a"),
        ("a 10% svc=adoption; t 54 measure=contacts", ""),
        ("a 10% svc=adoption; t 54 period=2017/18", ""),
        # a part, and what would give it back
        ("a 3 svc=adoption; b 9 svc=fostering; t 12", "a b"),
        ("a 3 svc=adoption; b 9 svc=fostering; t 13", "a"),
        ("a 3 svc=adoption; b 9 svc=fostering; c 8 svc=edt; t 20", "a c"),
        ("a 3 svc=adoption; b 0 svc=fostering; c 8 svc=edt; t 11", "a c"),
        ("a 3 svc=adoption; b 4 svc=fostering; c 8 svc=edt; t 15", "a b"),
        ("a 1 svc=adoption; b 1 svc=fostering; c 8 svc=edt; t 10", "a b c"),
        ("a 1 svc=adoption; b 2 svc=fostering; c 8 svc=edt; t 11", "a b"),
        ("a 3 svc=adoption; b 9 svc=fostering; t 12 period=2017/18", "a"),
        ("a 3 svc=adoption; b 9 svc=fostering; t 12 stage=stage_2", "a"),
        # unions
        ("u 10 measure=dec out=both; a 3 measure=dec out=up; b 7 measure=dec out=part; n 9 measure=dec "
         "out=not; t 19 measure=dec", "a b"),
        # balances
        ("t 20; a 17 measure=inv; b 3 measure=no", "a b"),
        ("t 20; a 17 measure=dec; b 3 measure=open", "a b"),
        ("t 20 measure=contacts; a 17; b 3 measure=rep", "a b"),
        ("t 20; a 18 measure=inv; b 3 measure=no", "b"),
        # the same figure under another measure, elsewhere, or as a part of the year
        ("a 3; b 3 measure=dec", "a b"),
        ("a 3; b 3 source_file=b.txt", "a b"),
        ("a 3; b 8 source_file=b.txt", "a b"),
        ("a 3 period=2018/19 Q1; b 9 period=2018/19 Q2", "a"),
        # quarters of a year, stages of all
        ("a 3 stage=stage_1; b 9 stage=stage_2; t 12 stage=all", "a b"),
        ("a 3 procedure=corporate; b 9; t 12 procedure=all", "a b"),
        # labels tell apart what no code fits
        ("a 3 svc=unmapped service_area_label=Lanterns; b 9 svc=unmapped service_area_label=Harbour", "a"),
        ("a 3 svc=unmapped service_area_label=Lanterns; b 9 svc=unmapped service_area_label=LANTERNS", "a b"),
        # changes
        ("a 3; c 8 measure=change of=rec", "a c"),
        ("a 9; c 8 measure=change of=rec", ""),
        ("a 9; c 5 measure=change of=rec", "c"),
        ("a 9; c 5% measure=change of=rec", ""),
        ("a 3 period=2017/18; c 8 measure=change of=rec", "a c"),
        ("a 3 period=2016/17; c 8 measure=change of=rec", "a"),
        ("a 3 period=2019/20; c 8 measure=change of=rec", "a"),
        ("a 3 period=1999/00; c 8 period=2000/01 measure=change of=rec", "a c"),
        ("a 3 period=2017; c 8 period=2018 measure=change of=rec", "a c"),
        ("a 3; c 8 measure=change of=dec", "a"),
        # a share with a count of its own gives the total that is hidden
        ("t 4; a 25% svc=adoption", "t a"),
        # another council's numbers are its own
        ("a 3 svc=adoption; b 9 svc=fostering authority_code=E09000001; t 12", "a"),
    ],
)  # fmt: skip
def test_what_is_hidden(text: str, gone: str) -> None:
    assert hidden(text) == gone


@pytest.mark.parametrize(("limit", "gone"), [(1, ""), (2, "a"), (9, "a b"), (10, "a b")])
def test_the_limit_is_the_one_asked_for(limit: int, gone: str) -> None:
    assert hidden("a 2 svc=adoption; b 9 svc=edt; c 30 svc=fostering", limit) == gone


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        ("a 50% svc=adoption base=40", ["40"]),
        ("a 3 base=40", [""]),
        ("a 90% svc=adoption measure=open base=40; b 4 svc=edt; c 40 svc=fostering; t 44", ["", "", "", ""]),
        (
            "a 90% svc=adoption measure=open base=40; b 4 svc=edt; c 41 svc=fostering; t 45",
            ["40", "", "", ""],
        ),
        (
            "a 90% svc=adoption measure=open base=40 period=2017/18; b 4 svc=edt; c 40 svc=fostering; t 44",
            ["40", "", "", ""],
        ),
        ("a 3; b 7 source_file=b.txt; c 90% svc=adoption measure=open base=7 stage=stage_2", ["", "", ""]),
        ("a 3; b 90% svc=adoption measure=open base=7 stage=stage_2", ["", "7"]),
    ],
)
def test_a_base_that_is_hidden_elsewhere_is_hidden(text: str, bases: list[str]) -> None:
    rows, kept = secrets(text)
    gone = kept.bases | kept.rows
    assert ["" if n in gone else base for n, base in enumerate(rows.bases)] == bases


@pytest.mark.parametrize(
    ("kind", "evidence", "left"),
    [
        ("table", "Adoption had 3 of 40", "c"),
        ("prose", "Adoption had 3 of 40", "c"),
    ],
)
def test_the_words_of_a_hidden_row_are_gone(kind: str, evidence: str, left: str) -> None:
    data = Dataset([observation("a", "3", source_kind=kind, evidence=evidence)], [], [], [], {})
    (one,) = suppress(data, 5, BOOK).rows("observations")
    assert one["evidence"] == left and one["value_status"] == "suppressed"


@pytest.mark.parametrize(
    ("kind", "evidence", "left"),
    [
        ("table", "Adoption had 40, fostering 3", "Adoption had 40, fostering c"),
        ("prose", "Adoption had 40, fostering 3", "c"),
        ("list", "Adoption had 40, fostering 3", "c"),
        ("prose", "Adoption had 40, fostering none", "Adoption had 40, fostering none"),
    ],
)
def test_a_sentence_with_a_small_number_goes_and_a_cell_loses_the_number(
    kind: str, evidence: str, left: str
) -> None:
    rows = [observation("a", "40", source_kind=kind, evidence=evidence)]
    (one,) = suppress(Dataset(rows, [], [], [], {}), 5, BOOK).rows("observations")
    assert (one["evidence"], one["value"]) == (left, "40")


def test_a_row_with_the_words_of_a_hidden_one_loses_them() -> None:
    said = "Adoption had all but a few"
    rows = [
        observation("a", "3", svc="", evidence=said),
        observation("b", "40", stage="stage_2", evidence=said),
    ]
    rows[0].pop("svc")
    other = observation("c", "40", stage="stage_2", evidence=said, source_file="b.txt")
    kept = suppress(Dataset([*rows, other], [], [], [], {}), 5, BOOK).rows("observations")
    assert [one["evidence"] for one in kept] == ["c", "c", said]


@pytest.mark.parametrize(("kind", "label"), [("prose", "c"), ("list", "c"), ("table", "Adoption")])
def test_the_label_of_a_hidden_row_of_a_sentence_goes(kind: str, label: str) -> None:
    data = Dataset([observation("a", "3", source_kind=kind, published_label="Adoption")], [], [], [], {})
    assert suppress(data, 5, BOOK).rows("observations")[0]["published_label"] == label


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a 3; b 9 svc=adoption", "|9"),
        ("a 9; b 8 svc=adoption", "9|8"),
        ("a 20% svc=adoption base=20", ""),
    ],
)
def test_a_comparable_figure_of_a_hidden_row_is_hidden(text: str, left: str) -> None:
    data = Dataset(lines(text), [], [], [], {}, comparable=comparable(lines(text)))  # type: ignore[arg-type]
    kept = suppress(data, 5, BOOK).rows("comparable")
    assert "|".join(one["value"] for one in kept) == left


def indicator(**cells: str) -> dict[str, str]:
    known = {"authority_code": "E09000015", "period": "2018/19", "value": "50", "lower": "30", "upper": "70"}
    return row(contract.INDICATOR_COLUMNS, **known, **cells)


@pytest.mark.parametrize(
    ("text", "cells", "left"),
    [
        ("a 40", {"numerator": "20", "denominator": "40", "observation_ids": "a"}, "50"),
        ("a 40", {"numerator": "5", "denominator": "40", "observation_ids": "a"}, ""),
        ("a 40", {"numerator": "20", "denominator": "5", "observation_ids": "a"}, ""),
        ("a 3", {"numerator": "20", "denominator": "40", "observation_ids": "b;a"}, ""),
        ("a 3; b 7 source_file=b.txt", {"numerator": "7", "denominator": "40"}, ""),
        ("a 3; b 7 source_file=b.txt", {"numerator": "8", "denominator": "40"}, "50"),
    ],
)
def test_an_indicator_that_rests_on_what_is_hidden_has_no_figures(
    text: str, cells: dict[str, str], left: str
) -> None:
    data = Dataset(lines(text), [], [], [], {}, indicators=[indicator(**cells)])  # type: ignore[arg-type]
    (one,) = suppress(data, 5, BOOK).rows("indicators")
    assert one["value"] == left
    gone = not left
    assert [one[name] == "" for name in ("numerator", "denominator", "lower", "upper")] == [gone] * 4
    assert ("suppressed" in one["flags"].split(";")) == gone


@pytest.mark.parametrize(
    ("ids", "message", "left"),
    [
        ("a", "The sum is 40.", "What this check found depends on suppressed figures."),
        ("b", "The sum is 40.", "The sum is 40."),
        ("b", "The sum is 4 of 40.", "The sum is c of 40."),
        ("b;a", "The sum is 40.", "What this check found depends on suppressed figures."),
    ],
)
def test_a_check_on_a_hidden_row_says_so(ids: str, message: str, left: str) -> None:
    cells = {"source_file": "a.txt", "observation_ids": ids, "message": message, "printed": "40"}
    checks = [row(contract.CHECK_COLUMNS, **cells)]
    data = Dataset(lines("a 3; b 40 stage=stage_2"), [], [], [], {}, checks=checks)  # type: ignore[arg-type]
    (one,) = suppress(data, 5, BOOK).rows("checks")
    assert one["message"] == left and one["printed"] == ("c" if "depends" in left else "40")
    assert ("a" in one["observation_ids"].split(";")) is False


@pytest.mark.parametrize(
    ("authority", "source", "period", "place"),
    [
        ("E1", "a.txt", "2018/19", ("E1", "2018/19")),
        ("", "a.txt", "2018/19", ("a.txt", "2018/19")),
        ("E1", "a.txt", "2018/19 Q2", ("E1", "2018/19")),
        ("E1", "a.txt", "2018-03-31", ("E1", "2018-03-31")),
    ],
)
def test_what_is_told_of_together(authority: str, source: str, period: str, place: tuple[str, str]) -> None:
    assert place_of(authority, source, period) == place


@pytest.mark.parametrize(
    ("hidden_", "lost", "found"),
    [({1}, set(), {1}), ({1, 2}, set(), set()), ({1}, {2}, set()), ({1}, {1}, set())],
)
def test_a_sum_gives_away_its_only_unknown(hidden_: set[int], lost: set[int], found: set[int]) -> None:
    assert recoverable([{0: -1, 1: 1, 2: 1}], hidden_, lost) == found


def test_two_sums_with_a_third_unknown_in_common_give_nothing_away() -> None:
    assert recoverable([{1: 1, 2: 1}, {1: 1, 2: -1}], {1, 2}, set()) == {1, 2}
    assert recoverable([{1: 1, 2: 1}, {1: 2, 2: 2}], {1, 2}, set()) == set()


def test_ids_that_were_not_hidden_stay() -> None:
    assert point("a;b", {"a": "s1"}) == "s1;b"
    assert point("", {"a": "s1"}) == ""


def test_what_one_report_prints_of_a_hidden_figure_the_other_may_not_say() -> None:
    _, kept = secrets("a 3; b 8 source_file=b.txt; c 40 source_file=c.txt stage=stage_2")
    assert [sorted(kept.in_source(f"{name}.txt")) for name in "abc"] == [[3, 8], [3, 8], []]


def test_a_share_of_three_percent_is_no_small_count() -> None:
    rows = lines("a 3% svc=adoption base=400; b 400")
    kept = suppress(Dataset(rows, [], [], [], {}, comparable=comparable(rows)), 5, BOOK)  # type: ignore[arg-type]
    assert [one["value"] for one in kept.rows("comparable")] == ["3", "400"]


@pytest.mark.parametrize(
    ("cell", "left"),
    [("5", "c"), ("6", "6"), ("3.5", "3.5"), ("9", "c"), ("0", "0"), ("some", "some"), ("", "")],
)
def test_a_headline_that_is_small_or_hidden_elsewhere_is_hidden(cell: str, left: str) -> None:
    about = {"authority_code": "E09000015", "period": "2018/19", "la_code": "5", "stage_1": cell}
    data = Dataset(lines("a 3; b 9 source_file=b.txt"), [], [], [], {}, councils=[about])  # type: ignore[arg-type]
    (one,) = suppress(data, 5, BOOK).rows("councils")
    assert (one["stage_1"], one["la_code"], one["period"]) == (left, "5", "2018/19")
