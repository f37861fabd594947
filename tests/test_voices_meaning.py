"""Whom the judge of second readers follows, number by number, as its weights have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from made import BOOK, observation

from extractor.lexicon.second_reader_book import Trust
from extractor.model import contract
from extractor.second_reader import coding as coded
from extractor.second_reader.answers import Choice
from extractor.second_reader.coding import Item
from extractor.second_reader.judge import RULES, Judge, _kept
from extractor.second_reader.trust import FIGURE, PARTS, REFUSAL, Vote, Weights, logit, weigh
from extractor.understand.coding.measure import OUTSIDE

ROW = observation("a", "40", confidence="0.50")
FLAT = Trust(rules={part: {"0": 0.8} for part in (*PARTS, FIGURE, REFUSAL)})
"""The rules are right in four of five, whatever their confidence."""


def choice(said: str, reader: str = "one", words: str = "") -> Choice:
    return Choice(reader, "q", "1", "a.txt", "40", said, words)


def item(*said: Choice, row: Mapping[str, str] = ROW, refused: bool = False) -> Item:
    printed: Any = SimpleNamespace(raw="40", why="a page number", grid=(0, 0))
    return Item("a.txt", "q", "1", printed, None if refused else 0, dict(row), said)


def judge(readers: Mapping[str, float], book: Trust = FLAT, parts: Sequence[str] = ()) -> Judge:
    shares = {
        (name, part): share for name, share in readers.items() for part in parts or (*PARTS, FIGURE, REFUSAL)
    }
    result: Any = SimpleNamespace(source="a.txt", sha256="0", coverage=SimpleNamespace())
    return Judge(result, Weights(shares, {}, book), BOOK)


def said(stage: str, more: str = "") -> str:
    known = "measure=complaints_received; unit=count; period=2018/19; procedure=children_statutory"
    return f"{known}; stage={stage}{more}"


def decided(
    readers: Mapping[str, tuple[float, str]], part: str = "stage", **trust: float
) -> tuple[str, list[str]]:
    """Who wins the stage ('' for the rules), and the rows that are clear to neither."""
    judge_ = judge({name: share for name, (share, _) in readers.items()}, FLAT.model_copy(update=trust))
    made = judge_._decided(
        item(*(choice(said(stage), name) for name, (_, stage) in readers.items())), part, {}
    )
    return made.winner.reader if made.winner else "", judge_._undecided


@pytest.mark.parametrize(
    ("readers", "winner", "undecided"),
    [
        # The rules are right in 0.8 of all numbers, and the row says stage_1.
        ({"one": (0.9, "stage_2")}, "one", []),
        ({"one": (0.7, "stage_2")}, "", []),
        ({"one": (0.8, "stage_2")}, "", ["a"]),
        ({"one": (0.82, "stage_2")}, "", ["a"]),
        ({"one": (0.78, "stage_2")}, "", ["a"]),
        ({"one": (0.9, "stage_1")}, "", []),
        ({"one": (0.6, "stage_2"), "two": (0.6, "stage_2")}, "one", []),
        ({"one": (0.6, "stage_2"), "two": (0.6, "stage_3")}, "", []),
        ({"one": (0.9, "stage_2"), "two": (0.95, "stage_3")}, "two", []),
        ({"one": (0.9, "stage_2"), "two": (0.9, "stage_1")}, "", []),
        ({"one": (0.99, "stage_2"), "two": (0.9, "stage_1")}, "one", []),
        ({"one": (0.7, "stage_2"), "two": (0.7, "stage_2"), "three": (0.7, "stage_3")}, "one", []),
        ({"one": (0.6, "stage_2"), "two": (0.6, "stage_2"), "three": (0.6, "stage_3")}, "", []),
    ],
)
def test_the_weightier_voice_wins_where_it_is_clear(
    readers: dict[str, tuple[float, str]], winner: str, undecided: list[str]
) -> None:
    assert decided(readers) == (winner, undecided)


@pytest.mark.parametrize(("clear", "winner"), [(0.8, "one"), (0.9, "")])
def test_how_clear_it_must_be_is_said(clear: float, winner: str) -> None:
    assert decided({"one": (0.9, "stage_2")}, clear=clear)[0] == winner  # 0.81 in log odds


def test_that_a_table_adds_up_counts_for_whoever_makes_it_so() -> None:
    told = item(choice(said("stage_2")))
    for voice, share, winner in ((RULES, 0.9, None), ("one", 0.7, "one")):
        made = judge({"one": share})._decided(told, "stage", {("q", "1", voice): 1.5})
        assert (made.winner.reader if made.winner else None) == winner


def test_a_reader_that_does_not_say_or_is_not_heard_does_not_count() -> None:
    silent = item(choice("measure=complaints_received"))
    made = judge({"one": 0.9})._decided(silent, "stage", {})
    assert (made.winner, made.differs) == (None, False)
    unheard = judge({"one": 0.9}, parts=["measure"])._decided(item(choice(said("stage_2"))), "stage", {})
    assert (unheard.winner, unheard.differs) == (None, True)


def test_the_share_is_that_of_the_coding_that_stands() -> None:
    def share(stage: str, reader: float) -> float:
        return round(judge({"one": reader})._decided(item(choice(said(stage))), "stage", {}).share, 3)

    assert share("stage_1", 0.9) == 0.973  # both say so
    assert share("stage_2", 0.7) == 0.632  # the rules stand against it
    assert share("stage_2", 0.99) == 0.961  # the reader stands against the rules
    assert share("stage_2", 0.9) == 0.692


@pytest.mark.parametrize(
    ("readers", "gone"),
    [
        ({"one": (0.9, "not_a_figure")}, True),
        ({"one": (0.8, "not_a_figure")}, True),
        ({"one": (0.7, "not_a_figure")}, False),
        ({"one": (0.9, "cannot_tell")}, False),
        ({"one": (0.9, "not_a_figure"), "two": (0.7, "measure=complaints_received")}, False),
        ({"one": (0.65, "not_a_figure"), "two": (0.65, "not_a_figure")}, True),
        ({"one": (0.6, "not_a_figure"), "two": (0.6, "not_a_figure"), "three": (0.6, "unit=count")}, False),
    ],
)
def test_a_row_goes_where_readers_outweigh_the_rules(
    readers: dict[str, tuple[float, str]], gone: bool
) -> None:
    told = item(*(choice(text, name) for name, (_, text) in readers.items()))
    who = judge({name: share for name, (share, _) in readers.items()})
    assert who._is_no_figure(told) is gone
    assert (who.counts["removed"], len(who.issues)) == (int(gone), int(gone))


@pytest.mark.parametrize(
    ("readers", "added"),
    [
        ({"one": (0.9, "measure=complaints_received")}, True),
        ({"one": (0.7, "measure=complaints_received")}, False),
        ({"one": (0.8, "measure=complaints_received")}, False),
        ({"one": (0.99, "unit=count")}, False),
        ({"one": (0.6, "measure=complaints_received"), "two": (0.6, "measure=context")}, True),
        ({"one": (0.6, "measure=complaints_received"), "two": (0.6, "not_a_figure")}, False),
        ({"one": (0.95, "measure=complaints_received"), "two": (0.9, "not_a_figure")}, False),
    ],
)
def test_a_refused_number_becomes_a_row_where_readers_outweigh_the_rules(
    readers: dict[str, tuple[float, str]], added: bool
) -> None:
    told = item(*(choice(text, name) for name, (_, text) in readers.items()), refused=True)
    who = judge({name: share for name, (share, _) in readers.items()})
    who._new_row = lambda *_: observation("new", "40")  # type: ignore[method-assign]
    assert (who._added(told) is not None) is added and who.counts["added"] == added


@pytest.mark.parametrize(
    ("old", "said_", "counted", "change"),
    [
        ({"measure": "complaints_received"}, {}, "complaint", ""),
        ({"measure": "complaints_received", "procedure": "ombudsman"}, {}, "case", ""),
        ({"measure": "complaints_received"}, {"unit_of_count": "child"}, "child", ""),
        ({"measure": "complaints_received", "unit": "gbp"}, {"unit_of_count": "child"}, "", ""),
        ({"measure": "change"}, {}, None, "complaints_received"),
        ({"measure": "change"}, {"change_of": "complaints_decided"}, None, "complaints_decided"),
        ({"measure": "change", "change_of": "complaints_open"}, {"change_of": "complaints_decided"}, None,
         "complaints_open"),
        ({"measure": "complaints_received", "change_of": "complaints_open"}, {}, "complaint", ""),
    ],
)  # fmt: skip
def test_what_follows_from_a_measure(
    old: dict[str, str], said_: dict[str, str], counted: str | None, change: str
) -> None:
    new = ROW | {"unit_of_count": "finding"} | old
    judge({})._rest(new, said_, None)
    assert new["change_of"] == change and (counted is None or new["unit_of_count"] == counted)


def test_the_thing_counted_stays_where_measure_and_procedure_do() -> None:
    new = ROW | {"unit_of_count": "finding", "stage": "stage_2"}
    judge({})._rest(new, {"unit_of_count": "child"}, ROW)
    assert new["unit_of_count"] == "finding"


def test_the_words_of_a_slice_are_the_reader_s_else_its_own_else_the_one_left_over() -> None:
    def labels(old: dict[str, str], codes: str, words: str = "") -> dict[str, str]:
        new = ROW | {"published_label": "Row"} | old
        one = choice(codes, words=words)
        judge({})._slice(new, coded.coding(one), one)
        return {name: new[f"{name}_label"] for name in contract.DIMENSIONS if new[f"{name}_label"]}

    has = {"theme": "delay", "theme_label": "Slow"}
    assert labels(has, "theme=staff") == {"theme": "Slow"}
    assert labels(has, "theme=staff", "theme=Rude") == {"theme": "Rude"}
    assert labels(has, "service_area=adoption") == {"service_area": "Slow"}
    assert labels({}, "service_area=adoption") == {"service_area": "Row"}
    assert labels(has, "measure=context") == {}


@pytest.mark.parametrize(
    ("cells", "procedure", "stage"),
    [
        ({"procedure": "corporate", "stage": "stage_1"}, "corporate", "stage_1"),
        ({"procedure": "ombudsman", "stage": "stage_1"}, "ombudsman", "ombudsman"),
        ({"procedure": "corporate", "stage": "ombudsman"}, "ombudsman", "ombudsman"),
        ({"measure": "representations_received", "procedure": "corporate", "stage": "all"}, "corporate",
         "representation"),
        ({"measure": sorted(OUTSIDE)[0], "procedure": "corporate", "stage": "stage_1"}, "all", "all"),
        ({"measure": sorted(OUTSIDE)[0], "procedure": "ombudsman", "stage": "stage_1"}, "all", "all"),
    ],
)  # fmt: skip
def test_what_one_code_implies_for_the_others(cells: dict[str, str], procedure: str, stage: str) -> None:
    made = coded.consistent(cells)
    assert (made["procedure"], made["stage"]) == (procedure, stage)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({}, {}, True),
        ({"service_area": "adoption"}, {}, False),
        ({"service_area": "adoption"}, {"service_area": "fostering"}, False),
        ({"service_area": "unmapped"}, {"service_area": "fostering"}, True),
        ({"service_area": "adoption"}, {"service_area": "unmapped"}, True),
        ({"service_area": "unmapped"}, {}, False),
        ({"sex": "unmapped"}, {"sex": "male"}, False),
    ],
)
def test_slices_agree(one: dict[str, str], other: dict[str, str], same: bool) -> None:
    assert coded.agrees("slice", one, other) is same


def test_a_part_that_a_reader_leaves_out_neither_agrees_nor_differs() -> None:
    assert coded.agrees("stage", {"stage": ""}, ROW) is None
    assert coded.agrees("stage", {"stage": "stage_1"}, ROW) is True
    assert coded.agrees("stage", {"stage": "stage_2"}, ROW) is False


@pytest.mark.parametrize(
    ("text", "refused", "now", "settled"),
    [
        ("not_a_figure", False, None, "followed"),
        ("not_a_figure", True, None, "agrees"),
        ("not_a_figure", False, ROW, "not_followed"),
        ("not_a_figure", True, ROW, "not_followed"),
        ("cannot_tell", False, ROW, "cannot_tell"),
        (said("stage_1"), False, ROW, "agrees"),
        (said("stage_2"), False, ROW, "not_followed"),
        (said("stage_2"), False, ROW | {"stage": "stage_2"}, "followed"),
        (said("stage_2", "; outcome=upheld"), False, ROW | {"stage": "stage_2"}, "partly"),
        (said("stage_2"), True, ROW, "followed"),
        (said("stage_2"), True, None, "not_followed"),
    ],
)
def test_what_came_of_an_answer(text: str, refused: bool, now: dict[str, str] | None, settled: str) -> None:
    assert _kept(item(choice(text), refused=refused), choice(text), now).settled == settled


def test_another_council_s_number_is_given_to_it_where_the_reader_is_heard() -> None:
    told = item(choice(said("stage_1", "; authority_code=E09000001")))
    for heard, code in ((["stage"], "E09000015"), ([FIGURE], "E09000001")):
        new = dict(ROW)
        judge({"one": 0.9}, parts=heard)._whose(told, new)
        assert new["authority_code"] == code


# --- how far voices are trusted ------------------------------------------------------


def votes(text: str, part: str = "stage", reader: str = "one") -> list[Vote]:
    """'r 9 1 [0.9]': a report, how often reader and rules agree and differ there, the rules' confidence."""
    made = []
    for line in text.split(";"):
        report, yes, no, *more = line.split()
        sure = float(more[0]) if more else 0.9
        for n in range(int(yes) + int(no)):
            made.append(Vote(reader, report, "all", sure, part, f"code{n % 2}", n < int(yes)))
    return made


def shares(text: str) -> float:
    """What the reader is worth in the part, in hundredths; 0 where it is not heard."""
    weights = weigh(votes(text), Trust(chance=0.0, prior=0))
    return round(100 * weights.readers.get(("one", "stage"), 0.0))


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("r 10 0", 99),
        ("r 8 2", 80),
        ("r 6 4", 60),
        ("r 59 41", 0),
        # by the reports where they agree best: seven tenths of the numbers lie below
        ("a 10 0; b 6 4", 99),
        ("a 7 0; b 12 8", 60),
        ("a 9 0; b 12 8", 99),
        ("a 30 0; b 42 28", 60),
        # by sure rows where there are five of them
        ("a 5 0 0.9; a 0 5 0.5", 99),
        ("a 4 0 0.9; a 2 4 0.5", 60),
        ("a 5 0 0.8; a 0 5 0.79", 99),
    ],
)
def test_a_reader_is_worth_what_it_agrees_where_the_rules_are_sure(text: str, share: int) -> None:
    assert shares(text) == share


def test_a_part_with_few_answers_leans_on_the_others() -> None:
    own = [*votes("r 10 0", "stage"), *votes("r 2 0", "unit"), *votes("r 16 14", "measure")]
    weights = weigh(own, Trust(chance=0.0, prior=10, quantile=0.5))
    assert {part: round(share, 2) for (_, part), share in weights.readers.items()} == {
        "stage": 0.77,
        "unit": 0.61,
    }


def test_a_reader_that_agrees_with_one_code_only_is_not_heard() -> None:
    def heard(wrong: int) -> bool:
        own = [Vote("one", "r", "all", 0.9, "stage", "often", True) for _ in range(30)]
        own += [Vote("one", "r", "all", 0.9, "stage", "seldom", n >= wrong) for n in range(4)]
        return ("one", "stage") in weigh(own, Trust()).readers

    assert [heard(4), heard(3)] == [True, True]
    assert not _heard_evenly(0, 4) and _heard_evenly(1, 3)
    assert _heard_evenly(0, 1)  # one number tells nothing


def _heard_evenly(right: int, wrong: int) -> bool:
    own = [Vote("one", "r", "all", 0.9, "stage", "often", n < 28) for n in range(30)]
    own += [Vote("one", "r", "all", 0.9, "stage", "seldom", n < right) for n in range(right + wrong)]
    return ("one", "stage") in weigh(own, Trust()).readers


def test_rules_are_worth_less_in_a_report_where_a_good_reader_differs() -> None:
    book = FLAT.model_copy(update={"chance": 0.0})
    weights = weigh([*votes("good 20 0"), *votes("bad 0 4")], book)
    good, bad = (weights.rules(report, "stage", 0.5) for report in ("good", "bad"))
    assert round(good, 2) == 0.97 and round(bad, 2) == 0.40
    assert round(weights.rules("unread", "stage", 0.5), 2) == 0.80


def test_log_odds_have_an_end() -> None:
    assert logit(1.0) == logit(0.99) and logit(0.0) == logit(0.01) and logit(0.5) == 0


@pytest.mark.parametrize(
    ("confidence", "share"), [(0.1, 0.5), (0.3, 0.6), (0.69, 0.6), (0.7, 0.9), (1.0, 0.9)]
)
def test_the_band_of_a_confidence_begins_with_its_bound(confidence: float, share: float) -> None:
    assert Trust(rules={"stage": {"0.3": 0.6, "0.7": 0.9}}).mostly("stage", confidence) == share
    assert Trust().mostly("stage", confidence) == 0.5
