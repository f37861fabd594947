"""`ask` and `answer`: questions for a second reader, and what it says."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.cli import shell
from extractor.cli.shell import answer as say

if TYPE_CHECKING:
    from extractor.lexicon.rulebook import Rulebook
    from extractor.model.observation import Observation
    from extractor.run.asked import Asked
    from extractor.second_reader.model import Endpoint

_SHOWN = ("measure", "unit", "procedure", "stage", "period")
_MOST_SAID = 20
"""Refusals that are printed one by one."""
_PERSON = re.compile(r"[A-Z][\w'’-]*\.?(?: [A-Z][\w'’-]*\.?)+")
_MILLION = 1_000_000

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The outputs folder of a run.")]
To = Annotated[
    Path | None,
    typer.Option(
        "--to", metavar="FILE", help="The file for the questions; with --endpoint, for the answers."
    ),
]
Which = Annotated[
    str,
    typer.Option("--which", metavar="WHICH", help="doubtful (a third of the numbers), disagreeing or all."),
]
Reports = Annotated[
    list[str] | None,
    typer.Option("--reports", metavar="NAME", help="Only reports of this name or pattern; may be repeated."),
]
Most = Annotated[int | None, typer.Option("--most", metavar="N", min=1, help="Ask at most N questions.")]
Show = Annotated[bool, typer.Option("--show", help="Show the second reader what the rules read.")]
Url = Annotated[
    str | None,
    typer.Option("--endpoint", metavar="URL", help="Ask a model: a server with the OpenAI chat interface."),
]
Model = Annotated[str, typer.Option("--model", metavar="NAME", help="The model to ask.")]
Budget = Annotated[
    int, typer.Option("--budget", metavar="TOKENS", min=1, help="Send and receive no more tokens than this.")
]
Price = Annotated[
    str,
    typer.Option("--price", metavar="IN,OUT", help="What a million tokens cost, sent and received."),
]
Jobs = Annotated[int, typer.Option("--jobs", metavar="N", min=1, help="Questions to a model at a time.")]
Seconds = Annotated[
    float, typer.Option("--time-limit", metavar="SECONDS", min=0.1, help="For one answer of a model.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Count what a model would take; send nothing.")]
Reader = Annotated[
    str, typer.Option("--reader", metavar="NAME", help="Who answers, if the file does not say.")
]
Kept = Annotated[Path, typer.Option("--answers", metavar="FILE", help="The file to add the answers to.")]


@shell.app.command()
def ask(
    out: Folder = Path("outputs"),
    to: To = None,
    which: Which = "doubtful",
    reports: Reports = None,
    most: Most = None,
    show: Show = False,
    endpoint: Url = None,
    model: Model = "",
    budget: Budget = 2_000_000,
    price: Price = "",
    jobs: Jobs = 4,
    seconds: Seconds = 120,
    dry_run: DryRun = False,
    patterns: shell.Patterns = None,
) -> int:
    """Write questions for a second reader, or put them to a model.

    A question is a place of a report with its numbers marked, one JSON object a line. Beside FILE stand
    a page of instructions and the JSON Schema of an answer. `extractor answer` takes the answers.
    With --endpoint the questions are sent to that server, and to none without it; the key is read
    from EXTRACTOR_READER_KEY.

    Example: extractor ask outputs --to questions.jsonl --which all
    """
    from extractor.lexicon import rulebook
    from extractor.second_reader.model import KEYS, Endpoint

    if to is None and not dry_run:
        raise shell.Stop("Use --to to name the file to write.")
    questions = _questions(out, which, reports or (), most)
    book = rulebook.load(shell.folder(patterns))
    if endpoint is not None or dry_run:
        key = next((value for name in KEYS if (value := os.environ.get(name))), "")
        server = Endpoint(endpoint or "", model, key, seconds, jobs=jobs, budget=budget)
        return _ask_a_model(questions, server, _prices(price), None if dry_run else to, book)
    assert to is not None
    _write_questions(questions, to, show, book)
    return shell.DONE


def _write_questions(questions: Sequence[Asked], to: Path, show: bool, book: Rulebook) -> None:
    """The questions, and beside them how to answer."""
    from extractor.second_reader import schema

    lines = [json.dumps(_shown(one, show), ensure_ascii=False) for one in questions]
    page, shape = to.with_suffix(".md"), to.with_suffix(".schema.json")
    if to in (page, shape):
        raise shell.Stop(f"{to} would be written over: let the name of the questions end in .jsonl.")
    shell.write(to, "".join(f"{line}\n" for line in lines).encode())
    shell.write(shape, (json.dumps(schema.schema(book), indent=1) + "\n").encode())
    shell.write(page, schema.instructions(book).encode())
    numbers = sum(one.size for one in questions)
    letters = sum(map(len, lines)) // max(numbers, 1)
    say(
        (
            f"{_counted(questions)}: {to} ({letters} characters a number)",
            f"how to answer: {page}, {shape}",
            "then: extractor answer FILE",
        )
    )


def _counted(questions: Sequence[Asked]) -> str:
    numbers, sources = sum(one.size for one in questions), {one.source for one in questions}
    return f"{len(questions)} questions about {numbers} numbers of {len(sources)} reports"


def _questions(out: Path, which: str, reports: Sequence[str], most: int | None) -> list[Asked]:
    """The chosen questions; a sentence for each report that cannot be asked about."""
    from extractor.run import asked

    if which not in asked.WHICH:
        raise shell.Stop(f"'{which}' is not one of {', '.join(asked.WHICH)}.")
    rows = shell.observations(out) if which == "disagreeing" else []
    disputed = {row.observation_id for row in rows if row.second_reading == "differs" or row.flags}
    kept = asked.questions_of(out, reports, disputed)
    for sentence in kept.silent:
        shell.complain(sentence)
    questions = asked.chosen(kept.asked, which, most)
    if not questions:
        raise shell.Stop(f"There is nothing to ask about the reports of {out}.")
    return questions


def _shown(one: Asked, rules: bool) -> dict[str, object]:
    """A question as it is written."""
    shown: dict[str, object] = {"question": one.question.hash, **one.question.body}
    if rules:
        shown["rules"] = {
            n: _coding(one.rows[n]) if n in one.rows else f"refused: {number.why}"
            for n, number in one.question.numbers.items()
        }
    return shown


def _coding(row: Observation) -> dict[str, str]:
    codes = {name: getattr(row, name) for name in _SHOWN} | {one.dimension: one.code for one in row.slice}
    return {name: code for name, code in codes.items() if code}


def _prices(text: str) -> tuple[float, float] | None:
    """(a million tokens sent, received) of '0.5,1.5'."""
    with suppress(ValueError):
        sent, received = (float(part) for part in text.split(","))
        return sent, received
    if text:
        raise shell.Stop(f"'{text}' is not two prices such as 0.5,1.5.")
    return None


def _ask_a_model(
    asked: Sequence[Asked],
    server: Endpoint,
    price: tuple[float, float] | None,
    to: Path | None,
    book: Rulebook,
) -> int:
    """Put the questions to a model, and its answers into a file; without one, only count."""
    from extractor.second_reader import model

    questions = [one.question for one in asked]
    sent, received = model.estimate(questions, book)
    cost = f", at most {_cost(sent, received, price)}" if price else ""
    say((f"{_counted(asked)}: about {sent:,} tokens to send, at most {received:,} to receive{cost}",))
    if to is None:
        return shell.DONE
    if not server.model:
        raise shell.Stop("Use --model to say which model to ask.")
    before = _answered(to, server.model)
    questions = [one for one in questions if one.hash not in before]
    try:
        with to.open("a", encoding="utf-8") as file:

            def keep(answer: Mapping[str, Any]) -> None:
                file.write(json.dumps(answer, ensure_ascii=False) + "\n")
                file.flush()

            spent = model.read(questions, server, book, keep)
    except OSError as error:
        raise shell.Stop(f"{to} could not be written: {shell.reason(error)}.") from error
    for sentence in spent.failed[:_MOST_SAID]:
        shell.complain(sentence)
    if spent.left:
        why = spent.stopped or f"The budget of {server.budget:,} tokens is used up."
        shell.complain(f"{why} {spent.left} questions were not asked; the same command goes on from here.")
    took = f"{spent.sent:,} tokens sent, {spent.received:,} received"
    cost = f", {_cost(spent.sent, spent.received, price)}" if price else ""
    say(
        (
            f"{spent.answered} answers, {spent.from_cache} of them kept from before: {to} ({took}{cost})",
            f"then: extractor answer {to}",
        )
    )
    return shell.SOME_FAILED if spent.failed or spent.left else shell.DONE


def _cost(sent: int, received: int, price: tuple[float, float]) -> str:
    return f"{(sent * price[0] + received * price[1]) / _MILLION:.2f} in the currency of --price"


def _answered(to: Path, model: str) -> set[str]:
    """The questions that the file holds an answer of this model to."""
    found = set()
    if to.is_file():
        for line in to.read_text(encoding="utf-8", errors="replace").splitlines():
            with suppress(ValueError, TypeError, KeyError):
                said = json.loads(line)
                if str(said["reader"]).startswith(model):
                    found.add(str(said["question"]))
    return found


@shell.app.command()
def answer(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Answers, one JSON object a line.")],
    out: shell.Out = Path("outputs"),
    reader: Reader = "",
    answers: Kept = Path("corpus/answers.csv"),
    patterns: shell.Patterns = None,
) -> int:
    """Take the answers of a second reader.

    Each answer is held against its question. What is legal is added to the file of answers, which the
    next run weighs against the rules; what is not is refused with its line and the reason.

    Example: extractor answer answers.jsonl --out outputs
    """
    from extractor.language.words import using
    from extractor.lexicon import rulebook
    from extractor.lexicon.language_words import words_of
    from extractor.run import asked
    from extractor.second_reader import answers as taking

    book = rulebook.load(shell.folder(patterns))
    known = {one.question.hash: (one.source, one.question) for one in asked.questions_of(out).asked}
    with using(words_of(book)):
        taken = taking.take(file, known, book, reader)
    said = [*taken.refused[:_MOST_SAID], *taken.remarks[:_MOST_SAID]]
    if more := max(len(taken.refused) - _MOST_SAID, 0):
        said.append(f"{more} more were refused.")
    for sentence in (*said, *_persons({one.reader for one in taken.choices})):
        shell.complain(sentence)
    try:
        added = taking.append(answers, taken.choices)
    except OSError as error:
        raise shell.Stop(f"{answers} could not be written: {shell.reason(error)}.") from error
    say(
        (
            f"{taken.legal} of {taken.lines} answers are wholly legal; {added} decisions about numbers "
            f"added to {answers}. The next run will weigh them.",
        )
    )
    return shell.SOME_FAILED if taken.refused and not taken.choices else shell.DONE


def _persons(names: set[str]) -> Iterator[str]:
    for name in sorted(name for name in names if _PERSON.fullmatch(name)):
        yield (
            f"The reader '{name}' is named like a person: the name will stand in the dataset, and its "
            "answers weigh as a second reader's, not as corrections."
        )
