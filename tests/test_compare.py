"""Two councils side by side, or why not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import page_rows
import pytest
from made import observation, result
from test_indicators import decided
from test_page import read
from test_reconcile import compared

from extractor import publish
from extractor.cli import app, patterns_folder
from extractor.identify.councils import Authorities
from extractor.lexicon import rulebook
from extractor.lexicon.language_words import words_of
from extractor.model import contract
from extractor.reconcile import two_councils
from extractor.reconcile.two_councils import NotComparable, as_year, find

BOOK = rulebook.load(patterns_folder())
AUTHORITIES = Authorities(BOOK.raw("authorities"), words_of(BOOK))
HAVERING = {"authority_code": "E09000016", "authority_name": "Havering", "publisher_code": "E09000016"}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The indicators of Harrow and Havering, who print other limits and other outcomes."""
    mine = [
        observation("a1", "51", comparable="yes"),
        observation("a2", "9", measure="complaints_responded", timeliness="within_10_days", comparable="yes"),
        observation("a3", "10", measure="complaints_responded", comparable="yes"),
        decided("40", comparable="yes"),
        decided("10", "upheld", comparable="yes"),
    ]
    theirs = [
        observation("b1", "90", comparable="yes"),
        observation("b2", "8", measure="complaints_responded", timeliness="within_20_days", comparable="yes"),
        observation("b3", "10", measure="complaints_responded", comparable="yes"),
        decided("41", unit_of_count="complaint_point", comparable="yes"),
        decided("11", "upheld", unit_of_count="complaint_point", comparable="yes"),
    ]
    theirs = [row | HAVERING | {"source_file": "b.txt"} for row in theirs]
    them = {"authority_code": "E09000016", "authority_name": "Havering"}
    done = compared(result("a.txt", *mine, words="a"), result("b.txt", *theirs, words="b", **them))
    path = tmp_path / "indicators.csv"
    path.write_bytes(publish.csv_bytes(done.indicators, contract.INDICATOR_COLUMNS))
    return tmp_path


def call(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: Any
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["extractor", "compare", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        app.main()
    said = capsys.readouterr()
    return int(str(ended.value.code)), said.out, said.err


@pytest.mark.parametrize(
    "words", ["Harrow", "harrow", "E09000015", "310", "Harrow Council", "London Borough of Harrow"]
)
def test_a_council_is_found_by_any_of_its_names(words: str) -> None:
    assert find(words, AUTHORITIES).name == "Harrow"


def test_every_council_with_children_s_services_is_found_by_its_name() -> None:
    for authority in AUTHORITIES.all:
        if authority.type != "district" and not authority.end:
            assert find(authority.name, AUTHORITIES).key == authority.key


def test_an_unknown_council_is_answered_with_the_nearest() -> None:
    with pytest.raises(NotComparable, match=r"no council 'Harow'\. Did you mean Harrow"):
        find("Harow", AUTHORITIES)


def test_what_is_comparable_stands_side_by_side_and_what_is_not_says_why(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said, _ = call(monkeypatch, capsys, "Harrow", "E09000016", "--out", out)
    assert code == 0 and said.startswith("Harrow and Havering, 2018/19\n")
    parts = {part.splitlines()[0]: part for part in said.split("\n\n")[1:]}
    received = parts["Complaints received (children statutory, stage 1)"]
    assert "Harrow    51" in received and "Havering  90" in received and "not comparable" not in received
    upheld = parts["Share upheld (children statutory, stage 1)"]
    assert "not comparable because the unit of count differs: complaint and complaint point" in upheld
    timely = parts["Share answered within the timescale (children statutory, stage 1)"]
    assert "the limit in days differs: 10 and 20" in timely and "90%" not in timely


def test_peers_come_by_name(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind in ("region", "type"):
        code, said, _ = call(monkeypatch, capsys, "Harrow", "--peers", kind, "--out", out)
        assert code == 0 and "in order of name" in said and "Havering  90" in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("Harrow",), "Give a second council"),
        (("Harrow", "Havering", "--peers", "region"), "Give a second council"),
        (("Harrow", "--peers", "friends"), "Give a second council"),
        (("Harrow", "harrow council"), "are the same council"),
        (("Harrow", "Kingston"), "no figures of Kingston upon Thames"),
        (("Harrow", "Havering", "--period", "2001/02"), "There are no figures for 2001/02 on both sides"),
        (("Harrow", "--peers", "neighbours"), "no other council among its neighbours"),
    ],
)
def test_wrong_use_is_one_sentence(
    words: tuple[str, ...],
    sentence: str,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, said, error = call(monkeypatch, capsys, *words, "--out", out)
    assert (code, said) == (2, "") and sentence in error and error.count("\n") == 1


def test_neighbours_are_councils_that_we_know() -> None:
    neighbours = BOOK.raw("neighbours")
    known = {authority.code for authority in AUTHORITIES.all}
    named = {code for code, others in neighbours.neighbours.items() for code in (code, *others)}
    assert named <= known
    harrow = find("Harrow", AUTHORITIES)
    assert len(two_councils.peers(harrow, "neighbours", AUTHORITIES, neighbours)) == 10
    names = [peer.name for peer in two_councils.peers(harrow, "region", AUTHORITIES, neighbours)]
    assert names == sorted(names) and "Havering" in names and "Harrow" not in names and len(names) == 32


def test_the_neighbours_are_the_published_ones(shared: Path) -> None:
    import csv

    with (shared / "domain" / "neighbours.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    code_of = {row["old_la_code"]: row["new_la_code"] for row in rows}
    wanted = {
        row["new_la_code"]: tuple(code_of[old] for old in row["neighbour_old_la_codes"].split(";"))
        for row in rows
        if row["neighbour_old_la_codes"]
    }
    assert BOOK.raw("neighbours").neighbours == wanted


@pytest.mark.parametrize("typed", ["2018/19", "2018-19", "18/19", "18-19", "2018-2019", " 2018 / 19 "])
def test_a_year_may_be_typed_in_several_ways(typed: str) -> None:
    assert as_year(typed) == "2018/19"
    assert as_year("2018") == "2018" and as_year("18/20") == "18/20"


def test_the_page_has_figures_of_one_kind_their_words_and_all_councils_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    councils = [("E09000015", "Harrow"), ("E09000016", "Havering"), ("E09000021", "Kingston upon Thames")]
    rows = [
        page_rows.share((*who, "London"), "2018/19", n, 40, observation_ids=f"a{n}")
        for who, n in zip(councils, (10, 20, 24), strict=True)
    ]
    rows.append(page_rows.share((*councils[0], "London"), "2018/19", 5, 40, stage="stage_2"))
    seen = [observation(f"a{n}", str(n), evidence=f"{n} of 40 were upheld") for n in (10, 20)]
    (tmp_path / "indicators.csv").write_bytes(publish.csv_bytes(rows, contract.INDICATOR_COLUMNS))
    (tmp_path / "observations.csv").write_bytes(publish.csv_bytes(seen, contract.OBSERVATION_COLUMNS))
    page = tmp_path / "page.html"
    code, _, told = call(monkeypatch, capsys, "Harrow", "Havering", "--out", tmp_path, "--html", page)
    assert (code, told) == (0, f"The comparison is in {page}.\n")
    (table,) = read(page.read_bytes()).all("table")
    lines = {row.all("th")[0].words(): row.words() for row in table.all("tbody")[0].all("tr")}
    assert list(lines) == ["All 3 councils here, as one", "Harrow", "Havering"]
    assert "54 of 120 45.0%" in lines["All 3 councils here, as one"]
    assert "20 of 40 were upheld" in lines["Havering"] and "Kingston" not in table.words()
    code, _, told = call(monkeypatch, capsys, "Harrow", "Havering", "--out", tmp_path, "--html", tmp_path)
    assert code == 2 and "could not be written" in told
