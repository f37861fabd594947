"""Where a second reader and the rules differ: whom to follow, what changes, and what must not."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from second_reading import BOOK, ROOT, as_the_rules, asked, holding, number, places, read, settled

from benchmarks import second_reader as bench
from extractor import corrections
from extractor.evaluate import truth_of
from extractor.lexicon.second_reader_book import Trust
from extractor.model.observation import of_cells
from extractor.second_reader import answers
from extractor.second_reader.settle import settle
from extractor.second_reader.trust import FIGURE, REFUSAL, Vote, weigh

MANY = "".join(
    f"<h2>Services of group {g}</h2><table><caption>Stage 1 complaints by service, group {g}</caption>"
    "<tr><th>Service</th><th>2020/21</th><th>2021/22</th></tr>"
    f"<tr><td>Libraries</td><td>{11 + g}</td><td>{12 + g}</td></tr>"
    f"<tr><td>Parking</td><td>{21 + g}</td><td>{22 + g}</td></tr></table>"
    for g in range(4)
)


@pytest.fixture(scope="module")
def result() -> Any:
    return read(MANY + "<p>The Ombudsman decided 7 complaints in 2021/22.</p>")


def agreeing(result: Any, reader: str = "careful") -> list[dict[str, Any]]:
    """Answers that say what the rules say."""
    return [{"question": q.hash, "reader": reader, "numbers": as_the_rules(result, q)} for q in asked(result)]


def changed(result: Any, words: str, raw: str, coding: Any, reader: str = "careful") -> list[dict[str, Any]]:
    """The same, but for one number."""
    said = agreeing(result, reader)
    question = holding(result, words)
    one = next(each for each in said if each["question"] == question.hash)
    own = number(question, raw)
    old = one["numbers"][own]
    one["numbers"][own] = {**old, **coding} if isinstance(old, dict) and isinstance(coding, dict) else coding
    return said


def row_of(result: Any, raw: str, words: str) -> dict[str, str]:
    (found,) = [row for row in result.rows() if row["value"] == raw and words in row["evidence"]]
    return found


def test_a_reader_that_agrees_changes_no_coding_and_makes_rows_surer(tmp_path: Path, result: Any) -> None:
    done, after = settled(tmp_path, result, agreeing(result))
    before = {row["observation_id"]: row for row in result.rows()}
    for row in after.rows():
        old = before.pop(row["observation_id"])
        assert row["second_reading"] == "agrees" and "second reader: careful agrees" in row["because"]
        assert float(row["confidence"]) >= float(old["confidence"])
        same = {*row} - {"second_reading", "because", "confidence", "comparable", "flags"}
        assert {name: row[name] for name in same} == {name: old[name] for name in same}
    assert before == {} and set(done.counts) == {"agrees"}


def test_without_answers_nothing_is_touched(result: Any) -> None:
    done = settle(answers.Answers(), {result.source: result}, BOOK)
    assert done.results[result.source] is result and done.issues == []


def test_a_trusted_reader_recodes_a_doubtful_number_and_the_row_says_who_said_what(
    tmp_path: Path, result: Any
) -> None:
    coding = {"measure": "complaints_decided", "words": "The Ombudsman decided"}
    old = row_of(result, "7", "Ombudsman")
    said = {**coding, "outcome": "upheld"}
    done, after = settled(tmp_path, result, changed(result, "The Ombudsman decided", "7", said))
    new = row_of(after, "7", "Ombudsman")
    assert new["observation_id"] == old["observation_id"]
    assert new["outcome"] == "upheld" and new["outcome_label"]
    assert new["second_reading"] == "differs" and done.counts["recoded"] == 1
    assert "slice: second reader careful 'The Ombudsman decided' (rules: not broken down)" in new["because"]


def test_a_number_that_the_rules_refused_becomes_a_row(tmp_path: Path, result: Any) -> None:
    coding = {
        "measure": "complaints_responded",
        "procedure": "corporate",
        "stage": "stage_1",
        "period": "2021/22",
    }
    done, after = settled(tmp_path, result, changed(result, "We aim to answer", "15", coding))
    assert done.counts["added"] == 1
    (new,) = [row for row in after.rows() if row["measure"] == "complaints_responded"]
    assert (new["value"], new["authority_name"], new["source_kind"]) == ("15", "Hackney", "prose")
    assert "We aim to answer" in new["evidence"] and "careful reads a figure" in new["because"]
    assert after.coverage.numbers_ignored == result.coverage.numbers_ignored - 1
    _, again = settled(tmp_path, result, changed(result, "We aim to answer", "15", coding))
    assert again.rows() == after.rows(), "with the same id in every run"


def test_a_row_that_is_no_figure_goes_and_an_issue_keeps_it(tmp_path: Path, result: Any) -> None:
    said = changed(result, "The Ombudsman decided", "7", "not_a_figure")
    done, after = settled(tmp_path, result, said)
    assert len(after.rows()) == len(result.rows()) - 1 and done.counts["removed"] == 1
    (issue,) = [one for one in done.issues if one.code == "second-reader-no-figure"]
    assert "7 is no figure, says careful" in issue.message and "Ombudsman decided 7" in issue.message
    assert after.coverage.numbers_claimed == result.coverage.numbers_claimed - 1


def test_cannot_tell_changes_nothing(tmp_path: Path, result: Any) -> None:
    said = [
        {"question": q.hash, "reader": "shy", "numbers": dict.fromkeys(q.numbers, "cannot_tell")}
        for q in asked(result)
    ]
    _, after = settled(tmp_path, result, said)
    assert after.rows() == result.rows()


@pytest.mark.parametrize("seed", range(3))
def test_a_reader_that_guesses_changes_no_coding(tmp_path: Path, result: Any, seed: int) -> None:
    bench._LISTS.update(bench.codes(BOOK))
    dice = random.Random(seed)
    said = [
        {"question": q.hash, "reader": "dice", "numbers": {n: bench._guessed(dice) for n in q.numbers}}
        for q in asked(result)
    ]
    done, after = settled(tmp_path, result, said)
    coded = ("observation_id", "procedure", "stage", "measure", "period", "outcome", "service_area", "theme")
    assert [[r[c] for c in coded] for r in after.rows()] == [[r[c] for c in coded] for r in result.rows()]
    assert {one.reliability for one in done.agreements if one.part in ("measure", "slice", "period")} == {
        None
    }


def test_two_readers_that_agree_outweigh_the_rules(tmp_path: Path, result: Any) -> None:
    raw, words, coding = "104", "Housing repairs", {"stage": "stage_2"}
    one, two = (changed(result, words, raw, coding, name) for name in ("first", "second"))
    _, after = settled(tmp_path, result, [*one, *two])
    assert row_of(after, raw, words)["stage"] == "stage_2"


def test_where_two_readers_differ_the_rules_stand(tmp_path: Path, result: Any) -> None:
    raw, words = "104", "Housing repairs"
    one = changed(result, words, raw, {"stage": "stage_2"}, "first")
    two = changed(result, words, raw, {"stage": "stage_1"}, "second")
    done, after = settled(tmp_path, result, [*one, *two])
    new = row_of(after, raw, words)
    assert new["stage"] == "stage_1" and new["second_reading"] == "differs"
    told = {a.reader: a.settled for a in done.answers if a.observation_id == new["observation_id"]}
    assert told == {"first": "not_followed", "second": "agrees"}
    assert "second reader first is not followed: stage=stage_2" in new["because"]


def test_the_coding_that_makes_a_table_add_up_counts_for_more(tmp_path: Path, result: Any) -> None:
    """Services 104 + 70 + 40 are the total 214: a reader that takes one for another stage breaks that."""
    base = BOOK.raw("second_reader")
    assert base.trust.adds_up > 0
    raw, words = "70", "Waste collection"
    said = changed(result, words, raw, {"stage": "stage_2"})
    _, after = settled(tmp_path, result, said)
    assert row_of(after, raw, words)["stage"] == "stage_1"


def test_a_correction_by_hand_wins(tmp_path: Path, result: Any) -> None:
    raw, words = "7", "Ombudsman"
    _, after = settled(tmp_path, result, changed(result, "The Ombudsman decided", raw, {"outcome": "upheld"}))
    path = tmp_path / "corrections.csv"
    row = of_cells(row_of(result, raw, words))
    line = corrections.for_row(row, "recode", set="outcome=", because="seen", by="A. E.")
    corrections.append(path, line)
    done = corrections.apply(corrections.load(path), {after.source: after}, BOOK)
    assert done.issues == []
    assert row_of(done.results[after.source], raw, words)["outcome"] == ""


def test_answers_outlive_an_edit_elsewhere_and_say_when_their_question_is_gone(
    tmp_path: Path, result: Any
) -> None:
    _, _ = settled(tmp_path, result, agreeing(result))
    known = answers.load(tmp_path / "answers.csv")
    longer = read(MANY + "<p>The Ombudsman decided 8 complaints in 2021/22.</p>")
    done = settle(known, {longer.source: longer}, BOOK)
    rows = done.results[longer.source].rows()
    assert {row["second_reading"] for row in rows if "Housing repairs" in row["evidence"]} == {"agrees"}
    assert row_of(done.results[longer.source], "8", "Ombudsman")["second_reading"] == ""
    (issue,) = done.issues
    assert issue.code == "answer-does-not-fit" and "1 answered questions" in issue.message


def test_an_answer_to_another_print_is_not_used(tmp_path: Path, result: Any) -> None:
    settled(tmp_path, result, agreeing(result))
    path = tmp_path / "answers.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",104,", ",401,"), encoding="utf-8")
    done = settle(answers.load(path), {result.source: result}, BOOK)
    (issue,) = done.issues
    assert issue.code == "answer-does-not-fit" and "'401'" in issue.message
    assert len(done.results[result.source].rows()) == len(result.rows())


def test_settling_twice_gives_the_same_as_once(tmp_path: Path, result: Any) -> None:
    said = changed(result, "The Ombudsman decided", "7", {"outcome": "upheld"})
    _, once = settled(tmp_path, result, said)
    _, twice = settled(tmp_path, result, said)
    assert once.rows() == twice.rows()


def test_what_a_measure_implies_follows_it(tmp_path: Path, result: Any) -> None:
    said = changed(result, "The Ombudsman decided", "7", {"measure": "compliments_received"}, "first")
    more = changed(result, "The Ombudsman decided", "7", {"measure": "compliments_received"}, "second")
    _, after = settled(tmp_path, result, [*said, *more])
    new = row_of(after, "7", "Ombudsman")
    assert (new["procedure"], new["stage"], new["unit_of_count"]) == ("all", "all", "compliment")


# What readers and rules are worth


def votes(agreed: dict[str, tuple[int, int]], part: str = "stage", code: str = "stage_1") -> list[Vote]:
    """By report, how many of how many agree."""
    return [
        Vote("r", report, "", 0.9, part, code, n < right)
        for report, (right, of) in agreed.items()
        for n in range(of)
    ]


RULES = {"stage": {"0": 0.9}, FIGURE: {"0": 0.95}, REFUSAL: {"0": 0.85}}


def test_a_reader_is_judged_by_the_reports_where_it_agrees_and_the_rules_by_the_reader() -> None:
    found = weigh(votes({"a": (40, 40), "b": (40, 40), "c": (2, 20)}), Trust(rules=RULES))
    assert found.readers["r", "stage"] > 0.95
    assert found.rules("c", "stage", 0.9) < 0.5 < found.rules("a", "stage", 0.9)
    assert found.rules("unread", "stage", 0.9) == pytest.approx(0.9)


def test_a_reader_is_judged_where_the_rules_are_sure_if_that_is_often_enough() -> None:
    book = Trust(rules=RULES)
    unsure = [replace(vote, confidence=0.3) for vote in votes({"a": (0, 2)})]
    for often, share in ((book.fewest, 0.99), (book.fewest - 1, (book.fewest - 1) / (book.fewest + 1))):
        found = weigh([*votes({"a": (often, often)}), *unsure], book)
        assert found.readers["r", "stage"] == pytest.approx(share)


def test_a_reader_that_seldom_agrees_is_not_heard() -> None:
    assert weigh(votes({"a": (8, 40), "b": (9, 40)}), Trust(rules=RULES)).readers == {}


def test_a_reader_that_always_says_the_commonest_is_not_heard() -> None:
    always = votes({"a": (60, 60)}) + [
        Vote("r", "a", "", 0.9, "stage", code, False)
        for code in ("stage_2", "stage_3", "all")
        for _ in range(5)
    ]
    assert weigh(always, Trust(rules=RULES)).readers == {}


# What it comes to on hand-coded reports


@pytest.fixture(scope="module")
def known() -> bench.Bench:
    folder = ROOT / "tests" / "first_readings" / "j"
    return bench.bench(folder / "reports", folder / "truth", ROOT / "patterns")


def right(known: bench.Bench, reader: bench.Reader, which: str = "all") -> float:
    return bench.score(known, bench.settled(known, {"r": reader}, which).results)[1]


def test_a_reader_that_knows_lifts_and_one_that_guesses_does_no_harm(known: bench.Bench) -> None:
    rules = bench.score(known, known.results)[1]
    assert right(known, bench.oracle(0.0)) >= 0.97
    assert right(known, bench.oracle(0.05)) >= max(rules, 0.93)
    assert right(known, bench.oracle(0.0), "doubtful") >= max(rules, 0.88)
    for guessing in (bench.guess, bench.always_the_same):
        assert right(known, guessing) >= rules - 0.005


def test_the_questions_can_be_answered_rightly(known: bench.Bench) -> None:
    """Every hand-coded row stands behind some marked number: nothing is out of a reader's reach."""
    told = sum(isinstance(said, dict) for answers in known.truths.values() for said in answers.values())
    wanted = sum(len(truth_of(path)) for path in sorted(known.truth.glob("*.csv")) if path.stem != "identity")
    assert told >= 0.97 * wanted
    assert all(places(result) for result in known.results.values())


def test_every_answer_is_kept_with_what_the_rules_say_and_what_came_of_it(
    tmp_path: Path, result: Any
) -> None:
    said = changed(result, "The Ombudsman decided", "7", {"outcome": "upheld", "words": "decided 7"})
    done, after = settled(tmp_path, result, said)
    assert len(done.answers) == sum(len(one["numbers"]) for one in said)
    (told,) = [one for one in done.answers if one.settled not in ("agrees", "cannot_tell")]
    assert (told.settled, told.was, told.printed) == ("followed", "outcome=", "7")
    assert told.observation_id == row_of(after, "7", "Ombudsman")["observation_id"]
    done, _ = settled(tmp_path, result, changed(result, "The Ombudsman decided", "7", "not_a_figure"))
    (told,) = [one for one in done.answers if one.settled == "followed"]
    assert told.choice == "not_a_figure" and "complaints_decided" in told.was
