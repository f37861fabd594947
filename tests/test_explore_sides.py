"""The rules' and a second reader's coding stand side by side in the review, and one key takes either."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from second_reading import PAGE
from test_explore import HOME, Visitor
from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.explore import Options, evidence
from extractor.explore.sides import sides
from extractor.publish import read_csv

ROOT = Path(__file__).resolve().parent.parent
OMBUDSMAN = "<p>The Ombudsman decided 7 complaints in 2021/22.</p>"


def _called(*words: str) -> None:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output


def _answers(questions: Path, out: Path) -> list[dict[str, Any]]:
    """A reader who says what the rules say, but that the Ombudsman upheld the 7."""
    rows = {row["evidence"]: row for row in read_csv(out / "observations.csv")}
    found = []
    for line in questions.read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        text = json.dumps(question, ensure_ascii=False)
        if "Ombudsman decided" in text:
            row = next(row for words, row in rows.items() if "Ombudsman decided" in words)
            codes = {name: row[name] for name in ("measure", "procedure", "stage", "period")}
            number = re.search(r"decided 7⟨(\d+)⟩", text)
            assert number
            said: Any = {number[1]: {**codes, "outcome": "upheld"}}
            found.append({"question": question["question"], "reader": "Ada", "numbers": said})
    return found


@pytest.fixture
def visitor(tmp_path: Path) -> Visitor:
    reports, out = tmp_path / "reports", tmp_path / "out"
    reports.mkdir()
    (reports / "hackney.html").write_text(PAGE.replace("{more}", OMBUDSMAN), encoding="utf-8")
    _called("run", str(reports), "--out", str(out))
    asked, said = tmp_path / "asked.jsonl", tmp_path / "said.jsonl"
    _called("ask", str(out), "--to", str(asked), "--which", "all")
    said.write_text("\n".join(json.dumps(one) for one in _answers(asked, out)), encoding="utf-8")
    kept = tmp_path / "answers.csv"
    _called("answer", str(said), "--out", str(out), "--answers", str(kept))
    _called("run", str(reports), "--out", str(out), "--answers", str(kept))
    return Visitor(Options(out, reports, tmp_path / "corrections.csv", "A. Editor", ROOT / "patterns"))


def _decided(visitor: Visitor) -> tuple[str, str, str]:
    with visitor.options.corrections.open(encoding="utf-8", newline="") as file:
        (line,) = csv.DictReader(file)
    return line["verdict"], line["set"], line["by"]


def test_both_codings_stand_beside_each_other_and_either_can_be_taken(visitor: Visitor) -> None:
    (told,) = read_csv(visitor.options.out / "answers.csv")
    assert told["reader"] == "Ada" and told["settled"] in ("followed", "not_followed")
    card = visitor.get(f"/-/review/next?id={told['observation_id']}").text
    assert "Where the readings differ" in card and "Ada" in card and "The rules" in card
    assert 'data-key="1"' in card and 'data-key="2"' in card
    other = "take:the rules" if told["settled"] == "followed" else "take:Ada"
    form = {"id": told["observation_id"], "verdict": other}
    assert visitor.post("/-/review/decide", form).status_code == 303
    code = "" if told["settled"] == "followed" else "upheld"
    assert _decided(visitor) == ("recode", f"outcome={code}", "A. Editor")


def test_taking_the_coding_that_stands_confirms_the_row(visitor: Visitor) -> None:
    (told,) = read_csv(visitor.options.out / "answers.csv")
    standing = "take:Ada" if told["settled"] == "followed" else "take:the rules"
    form = {"id": told["observation_id"], "verdict": standing}
    assert visitor.post("/-/review/decide", form, HOME).status_code == 303
    assert _decided(visitor)[0] == "right"
    refused = visitor.post("/-/review/decide", form | {"verdict": "take:Nobody"})
    assert refused.status_code == 409 and "Nobody" in refused.text


def test_a_number_that_the_rules_refused_can_be_taken_out_again() -> None:
    row = {
        "because": "second reader: Ada reads a figure (rules: a target)",
        "outcome": "upheld",
        "stage": "all",
    }
    said = {"reader": "Ada", "question": "q", "number_id": "1", "source_file": "a", "printed": "7"}
    added = said | {"choice": "outcome=upheld; stage=all", "words": "outcome=upheld", "was": "a target"}
    rules, ada = sides(row, [added | {"settled": "followed"}])
    assert rules.no_figure and rules.reason == "a target" and rules.decision(row) == ("not_a_figure", {})
    assert ada.stands and ada.reason == "'upheld'" and ada.decision(row) == ("right", {})
    changed = added | {"was": "stage=stage_1", "settled": "followed"}
    rules, ada = sides(row, [changed])
    assert rules.decision(row) == ("recode", {"stage": "stage_1"}) and ada.codes == {"stage": "all"}
    assert sides(row, [added | {"settled": "agrees"}]) == []


def test_of_several_numbers_in_a_sentence_the_one_with_the_figure_s_digits_is_marked() -> None:
    marks = [SimpleNamespace(kind="claim", text=text) for text in ("12", "15")]
    assert evidence._of_figure(marks, 15.0) == marks[1:]
    assert evidence._of_figure(marks, 7.0) == marks, "none is told by its digits"
