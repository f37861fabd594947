"""A report, its questions and readers who answer them, for the tests of the second reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from extractor.lexicon import rulebook
from extractor.model.result import ReportResult
from extractor.run import report
from extractor.second_reader import answers
from extractor.second_reader.questions import Question, unpacked
from extractor.second_reader.settle import Settled, settle

ROOT = Path(__file__).resolve().parent.parent
BOOK = rulebook.load(ROOT / "patterns")
PAGE = """<html><head><title>Hackney corporate complaints annual report 2021/22</title></head><body>
<h1>Hackney Council corporate complaints annual report 2021/22</h1>
<p>This report covers complaints made under the Council's corporate complaints procedure.</p>
<h2>Stage 1</h2>
<p>In 2021/22 we received 214 Stage 1 complaints, against 190 in 2020/21.
We aim to answer within 15 working days.</p>
<table><caption>Stage 1 complaints received by service</caption>
<tr><th>Service</th><th>2020/21</th><th>2021/22</th></tr>
<tr><td>Housing repairs</td><td>90</td><td>104</td></tr>
<tr><td>Waste collection</td><td>60</td><td>70</td></tr>
<tr><td>Planning</td><td>40</td><td>40</td></tr>
<tr><td>Total</td><td>190</td><td>214</td></tr></table>
<h2>Outcomes</h2>
<p>Of the Stage 1 complaints decided in 2021/22, 61 were upheld, 30 were partially upheld
and 110 were not upheld.</p>
{more}</body></html>"""


def read(more: str = "", name: str = "hackney.html") -> ReportResult:
    """The report, with more of it at its end."""
    return report.work(PAGE.replace("{more}", more).encode(), name, None, BOOK)


def asked(result: ReportResult) -> list[Question]:
    return unpacked(result.asked)


def places(result: ReportResult) -> dict[str, tuple[str, Question]]:
    """As `answers.take` wants them."""
    return {one.hash: (result.source, one) for one in asked(result)}


def holding(result: ReportResult, words: str) -> Question:
    """The one question whose place prints these words."""
    (found,) = [
        one
        for one in asked(result)
        if words in re.sub("⟨.*?⟩", "", "\n".join(one.body.get("text", one.body.get("grid"))))
    ]
    return found


def number(question: Question, raw: str, nth: int = 0) -> str:
    """The id of the nth number that is printed so."""
    return [n for n, one in question.numbers.items() if one.raw == raw][nth]


def as_the_rules(result: ReportResult, question: Question) -> dict[str, Any]:
    """Each number as the rules have it."""
    rows = {row["observation_id"]: row for row in result.rows()}
    kept = ("measure", "unit", "procedure", "stage", "period")
    dims = ("service_area", "outcome", "theme", "timeliness")
    return {
        n: {k: rows[one.row][k] for k in (*kept, *dims) if rows[one.row][k]} if one.row else "not_a_figure"
        for n, one in question.numbers.items()
    }


def lines(said: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(one) + "\n" for one in said)


def take(folder: Path, result: ReportResult, text: str, reader: str = "") -> answers.Taken:
    file = folder / "answers.jsonl"
    file.write_text(text, encoding="utf-8")
    return answers.take(file, places(result), BOOK, reader)


def settled(
    folder: Path, result: ReportResult, said: Iterable[Mapping[str, Any]]
) -> tuple[Settled, ReportResult]:
    """The result once these answers, all legal, are weighed."""
    taken = take(folder, result, lines(said))
    assert taken.refused == []
    path = folder / "answers.csv"
    path.unlink(missing_ok=True)
    answers.append(path, taken.choices)
    done = settle(answers.load(path), {result.source: result}, BOOK)
    return done, done.results[result.source]
