"""Answers taken in: held against their questions, refused with a reason, or kept in answers.csv."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.identify.councils import authorities_of
from extractor.language import periods
from extractor.lexicon.language_words import words_of
from extractor.lexicon.match import UNMAPPED, Matcher
from extractor.lexicon.rulebook import Rulebook
from extractor.model import contract
from extractor.model.csv_text import csv_line, plain, read_given
from extractor.second_reader.marking import CLOSE, OPEN
from extractor.second_reader.questions import Question
from extractor.second_reader.schema import CANNOT_TELL, FIELDS, FREE, NOT_A_FIGURE, VERDICTS, code_of, codes

NAME = "answers.csv"
COLUMNS = ("reader", "question", "number", "source_file", "printed", "choice", "words")
LONGEST_LINE = 1_000_000
"""Letters; an answer is far shorter."""
LONGEST_NAME = 100
_ID = re.compile(r"\W*(?:n|no|number)?\W*(\d{1,5})\W*", re.I)
_MARK = re.compile(rf"{OPEN}\d+{CLOSE}")
_PARTS = {"settings", "columns", "rows", "numbers", "question", "reader"}


class AnswersFault(Exception):
    """A file of answers that cannot be used, with one sentence saying why."""


@dataclass(frozen=True)
class Choice:
    """What one reader says of one printed number."""

    reader: str
    question: str
    number: str
    source_file: str
    printed: str
    choice: str
    """`not_a_figure`, `cannot_tell`, or 'column=code; ...'."""
    words: str = ""
    """The printed words that it rests on, 'column=words; ...'."""

    @property
    def codes(self) -> dict[str, str]:
        """The columns that it codes; empty where it is no figure or cannot be told."""
        return _pairs(self.choice)

    @property
    def labels(self) -> dict[str, str]:
        """The printed words that it points to, by column; under '' those for the number as a whole."""
        return _pairs(self.words)


@dataclass(frozen=True)
class Answers:
    """A file of them; of two by one reader to the same number the later one counts."""

    name: str = ""
    sha256: str = ""
    choices: tuple[Choice, ...] = ()
    faults: tuple[str, ...] = ()
    """One sentence for each line that is not used."""


@dataclass
class Taken:
    """What came of a file of answers."""

    choices: list[Choice] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """One sentence each, with the line and the reason."""
    remarks: list[str] = field(default_factory=list)
    """What was taken, but should be looked at."""
    legal: int = 0
    """Questions whose answer holds nothing that was refused."""
    lines: int = 0


def _pairs(text: str) -> dict[str, str]:
    if text in VERDICTS:
        return {}
    parts = (part.partition("=") for part in text.split("; ") if "=" in part)
    return {name.strip(): cell.strip() for name, _, cell in parts}


def _joined(pairs: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={cell.replace(';', ',')}" for name, cell in pairs.items())


def take(
    path: Path, questions: Mapping[str, tuple[str, Question]], book: Rulebook, reader: str = ""
) -> Taken:
    """The legal answers of a file, one JSON object a line, and a sentence for what is refused.

    Args:
        path: the file.
        questions: (source_file, question) by hash.
        book: patterns/.
        reader: who answers where the answers do not say.

    Raises AnswersFault for a file that cannot be read at all.
    """
    taken, clerk = Taken(), _Clerk(book)
    first: dict[tuple[str, str], tuple[int, Any]] = {}
    for line, text in _lines(path):
        if not text.strip() or text.strip().startswith("```"):
            continue
        for said in _objects(line, text, taken):
            taken.lines += 1
            clerk.answer(
                line, {"reader": reader, **said} if not said.get("reader") else said, questions, taken
            )
            key = (str(said.get("reader") or reader), str(said.get("question")))
            if key in first and first[key][1] != said:
                taken.remarks.append(
                    f"Line {line}: '{key[0]}' answered the question {key[1]} in line {first[key][0]} "
                    "already, and otherwise; this later answer counts."
                )
            first[key] = (line, said)
    if not taken.lines and not taken.refused:
        raise AnswersFault(f"There are no answers in {path}.")
    return taken


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of the file; of one that is far too long, its start."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            number = 0
            while text := file.readline(LONGEST_LINE + 1):
                number += 1
                yield number, text
                while len(text) > LONGEST_LINE and not text.endswith("\n"):
                    text = file.readline(LONGEST_LINE + 1)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise AnswersFault(f"The answers {path} cannot be read: {why}.") from error


def _objects(line: int, text: str, taken: Taken) -> list[dict[str, Any]]:
    if len(text) > LONGEST_LINE:
        taken.refused.append(f"Line {line} is longer than {LONGEST_LINE:,} letters: no answer is.")
        return []
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        taken.refused.append(
            f"Line {line} is not a whole JSON object: each answer stands on a line of its own."
        )
        return []
    found = said if isinstance(said, list) else [said]
    whole = [one for one in found if isinstance(one, dict)]
    if len(whole) < len(found) or not found:
        taken.refused.append(
            f"Line {line} is JSON, but not an answer: an answer is an object with a question."
        )
    return whole


class _Clerk:
    """Holds answers against their questions."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self._matcher = Matcher(book)
        self._authorities = authorities_of(book)

    def answer(
        self, line: int, said: Mapping[str, Any], questions: Mapping[str, tuple[str, Question]], taken: Taken
    ) -> None:
        """One answer: its legal choices taken, and a sentence for each thing that is refused."""
        before = len(taken.refused)
        if clause := self._whole(said, questions):
            taken.refused.append(f"Line {line} was refused: {clause}.")
            return
        reader, name = str(said["reader"]).strip(), str(said["question"])
        source, question = questions[name]
        shared = {part: said.get(part) or {} for part in ("settings", "columns", "rows")}
        if clause := self._shared(shared):
            taken.refused.append(f"Line {line} was refused: {clause}.")
            return
        for key, own in said["numbers"].items():
            found = _ID.fullmatch(str(key))
            number = found[1] if found else ""
            if number not in question.numbers:
                taken.refused.append(f"Line {line}: the question {name} prints no number {_short(key)}.")
                continue
            made = self._choice(own, number, question, shared)
            if isinstance(made, str):
                taken.refused.append(f"Line {line}, number {number}: {made}.")
                continue
            printed = question.numbers[number].raw
            taken.choices.append(Choice(reader, name, number, source, printed, *made))
        taken.legal += len(taken.refused) == before

    def _whole(self, said: Mapping[str, Any], questions: Mapping[str, Any]) -> str:
        """Why nothing of the answer can be used; '' where something can."""
        reader = said.get("reader")
        if not isinstance(reader, str) or not reader.strip():
            return "it does not say who answers (reader)"
        if len(reader) > LONGEST_NAME or not reader.isprintable():
            return f"the name of its reader is not a line of up to {LONGEST_NAME} letters"
        if not isinstance(said.get("question"), str):
            return "it does not say which question it answers"
        if said["question"] not in questions:
            return f"the question {_short(said['question'])} is not one of this run"
        if not isinstance(said.get("numbers"), dict) or not said["numbers"]:
            return "it says nothing of any number (numbers)"
        if other := [name for name in said if name not in _PARTS]:
            return f"'{_short(other[0])}' is not a part of an answer"
        return ""

    def _shared(self, shared: Mapping[str, Any]) -> str:
        """What is wrong with what the answer says of several numbers at once."""
        if not all(isinstance(part, dict) for part in shared.values()):
            return "settings, columns and rows are objects"
        each = [shared["settings"], *shared["columns"].values(), *shared["rows"].values()]
        return next((clause for one in each if isinstance(clause := self._coding(one), str)), "")

    def _choice(
        self, own: Any, number: str, question: Question, shared: Mapping[str, Any]
    ) -> tuple[str, str] | str:
        """(choice, words) of one number, or the clause that says why it is refused."""
        if isinstance(own, str):
            verdict = "_".join(own.lower().split())
            return (
                (verdict, "")
                if verdict in VERDICTS
                else f"'{_short(own)}' is not one of {', '.join(VERDICTS)}"
            )
        row, column = question.numbers[number].grid
        coding: dict[str, str] = {}
        for part in (
            shared["settings"],
            shared["columns"].get(f"c{column}", {}),
            shared["rows"].get(f"r{row}", {}),
            own,
        ):
            told = self._coding(part)
            if isinstance(told, str):
                return told
            coding |= told
        if coding.get("whose") not in (None, "", "own", CANNOT_TELL) and not self._council(coding["whose"]):
            return NOT_A_FIGURE, ""
        return self._coded(coding, question)

    def _council(self, whose: str) -> str:
        return next((a.code for a in self._authorities.all if a.name.lower() == whose.lower()), "")

    def _coding(self, part: Any) -> dict[str, str] | str:
        """The fields of one part of an answer, codes as the contract has them, or what is wrong."""
        if not isinstance(part, dict):
            return "a coding is an object of fields"
        out: dict[str, str] = {}
        for name, said in part.items():
            if name not in (*FIELDS, "words"):
                return f"'{_short(name)}' is not a field"
            if isinstance(said, dict) and name == "words":
                said = " / ".join(map(str, said.values()))
            if said is None:
                said = ""
            if not isinstance(said, str | int):
                return f"{name} must be a code or words"
            code = self._code(name, str(said).strip())
            if code is None:
                return f"'{_short(said)}' is not a code of {name}"
            out[name] = code
        return out

    def _code(self, name: str, said: str) -> str | None:
        if name == "words" or said in ("", CANNOT_TELL):
            return said
        if name == "period":
            if contract.is_period(said):
                return said
            found = periods.header_period(said, words_of(self._book))
            return found.code if found is not None and contract.is_period(found.code) else None
        if name == "whose":
            return code_of(name, said, self._book) or (said if self._council(said) else None)
        if name in FREE:
            return said
        return code_of(name, said, self._book) or (UNMAPPED if said == UNMAPPED else None)

    def _coded(self, coding: Mapping[str, str], question: Question) -> tuple[str, str]:
        """The choice with the codes of printed words, and the words that it rests on."""
        choice, labels = {}, {}
        for name, cell in coding.items():
            if name == "words":
                if words := _printed(cell, question):
                    labels["words"] = words
            elif name == "whose":
                if code := self._council(cell):
                    choice["authority_code"] = code
            elif cell != CANNOT_TELL:
                choice[name] = self._of_words(name, cell) if name in FREE and cell else cell
                if name in FREE and (words := _printed(cell, question)):
                    labels[name] = words
        return _joined(choice), _joined(labels)

    def _of_words(self, name: str, said: str) -> str:
        """The code of a dimension with codes of its own, from the code or from printed words."""
        if said == UNMAPPED or said in codes(self._book)[name]:
            return said
        for vocabulary, column in self._book.columns.items():
            if column == name and (found := self._matcher.match(vocabulary, said)).code != UNMAPPED:
                return found.code
        return code_of(name, said, self._book) or UNMAPPED


def _printed(said: str, question: Question) -> str:
    """The words, if the question prints them."""
    words = " ".join(said.split())
    shown = " ".join(_MARK.sub("", question.words).split())
    return words if words and words.casefold() in shown.casefold() else ""


def _short(said: Any) -> str:
    text = " ".join(str(said).split())
    return text if len(text) <= 40 else f"{text[:39]}…"


def append(path: Path, choices: Iterable[Choice]) -> int:
    """Add the choices that the file does not hold yet; how many. Raises OSError, AnswersFault."""
    known = load(path).choices if path.is_file() else ()
    last = {(c.reader, c.question, c.number): c for c in known}
    new = [c for c in choices if last.get((c.reader, c.question, c.number)) != c]
    path.parent.mkdir(parents=True, exist_ok=True)
    head = [] if path.is_file() and path.stat().st_size else [COLUMNS]
    with path.open("a", newline="", encoding="utf-8") as file:
        file.writelines(map(csv_line, [*head, *([getattr(c, name) for name in COLUMNS] for c in new)]))
    return len(new)


def load(path: Path) -> Answers:
    """Every choice of a file that `append` wrote, the last of each. Raises AnswersFault."""
    given = read_given(path, "The file of answers", COLUMNS, AnswersFault)
    last: dict[tuple[str, str, str], Choice] = {}
    faults = []
    for number, row in given.rows:
        one = Choice(**{name: plain(row.get(name) or "") for name in COLUMNS})
        if clause := _fault(one):
            faults.append(f"Line {number} of {path.name} was not used: {clause}.")
        else:
            last.pop((one.reader, one.question, one.number), None)
            last[one.reader, one.question, one.number] = one
    return Answers(path.name, given.sha256, tuple(last.values()), tuple(faults))


def _fault(one: Choice) -> str:
    """Why a line of answers.csv cannot be used."""
    if not (one.reader and one.question and one.number.isdigit()):
        return "it must name the reader, the question and the number"
    legal = {*FIELDS, "authority_code"}
    if one.choice not in VERDICTS and not ({*one.codes} <= legal and one.codes):
        return f"'{_short(one.choice)}' is no choice"
    return ""
