"""Every entry of the word lists does what its examples say, and no example would hold without its entry."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from extractor.language import numbers, periods
from extractor.language.numbers import Number
from extractor.language.periods import Period
from extractor.language.words import Words
from extractor.lexicon import rulebook
from extractor.lexicon.language_schema import NotCounts, RuleOf, WordsOf
from extractor.lexicon.language_words import words_of

PATTERNS = Path(__file__).resolve().parent.parent / "patterns"
BOOK = rulebook.load(PATTERNS)
WORDS = words_of(BOOK)
Entry = WordsOf | RuleOf


def entries(name: str) -> Sequence[Entry]:
    file = BOOK.raw(name)
    return (*file.rules, *file.lists) if isinstance(file, NotCounts) else file.root


def as_number(number: Number) -> str:
    value = (
        "?" if number.value is None else f"{number.value:.3g}" if number.value < 100 else f"{number.value:g}"
    )
    unit = "" if number.unit in ("", "count") else f" {number.unit}"
    return value + unit + ("" if number.status == "exact" else f" {number.status}")


def in_text(text: str, words: Words) -> str:
    found = [(n.start, as_number(n)) for n in numbers.in_sentence(text, words)]
    found += [(e[0], f"({e[2]})") for e in numbers.excluded(text, words)]
    return " ".join(shown for _, shown in sorted(found))


def in_cell(text: str, words: Words) -> str:
    return " ".join(as_number(n) for n in numbers.in_cell(text, words))


def as_period(period: Period) -> str:
    return period.code or period.kind


def periods_in(text: str, words: Words) -> str:
    return " ".join(as_period(p) for p in periods.mentions(text, words))


def worded(text: str, words: Words) -> str:
    return " ".join(f"{as_period(p)} '{p.raw}'" for p in periods.mentions(text, words))


def header(text: str, words: Words) -> str:
    found = periods.header_period(text, words)
    return as_period(found) if found else ""


READERS = {"number_words": in_text, "not_counts": in_text, "periods": periods_in}
ALL = [(name, entry) for name in READERS for entry in entries(name)]


def split(line: str) -> tuple[str, str]:
    text, _, wanted = line.partition("=>")
    return text.strip(), wanted.strip()


def read_all(name: str, entry: Entry, words: Words) -> list[str]:
    """What is read in each of the entry's texts."""
    found = []
    for text, result in map(split, (*entry.examples, *entry.not_)):
        reader = worded if result.endswith("'") else READERS[name]
        found.append(reader(text, words))
    if isinstance(entry, WordsOf):
        found += [in_cell(split(line)[0], words) for line in entry.cells]
        found += [header(split(line)[0], words) for line in entry.headers]
    return found


def wanted(entry: Entry) -> list[str]:
    more = (*entry.cells, *entry.headers) if isinstance(entry, WordsOf) else ()
    return [split(line)[1] for line in (*entry.examples, *entry.not_, *more)]


def without(entry: Entry) -> Words:
    """The words of patterns/ with those of one entry left out."""
    if isinstance(entry, RuleOf):
        return Words(WORDS.lists, WORDS.values, tuple(r for r in WORDS.rules if r.words != entry.words))
    return Words({**WORDS.lists, entry.id: ()}, {**WORDS.values, entry.id: {}}, WORDS.rules)


@pytest.mark.parametrize(("name", "entry"), ALL, ids=[f"{name}-{entry.id}" for name, entry in ALL])
def test_every_entry_has_an_example_that_holds(name: str, entry: Entry) -> None:
    assert wanted(entry)
    assert read_all(name, entry, WORDS) == wanted(entry)


@pytest.mark.parametrize(("name", "entry"), ALL, ids=[f"{name}-{entry.id}" for name, entry in ALL])
def test_no_example_would_hold_without_its_entry(name: str, entry: Entry) -> None:
    assert read_all(name, entry, without(entry)) != wanted(entry)
