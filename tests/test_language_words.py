"""Every entry of the word lists does what its examples say, and no example would hold without its entry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor.identify import examples as identity
from extractor.identify.councils import Authorities
from extractor.language.words import Words
from extractor.lexicon import language_examples, rulebook
from extractor.lexicon.language_schema import RuleOf, WordsOf
from extractor.lexicon.language_words import words_of
from extractor.understand import line_examples

BOOK_FOLDER = Path(__file__).resolve().parent.parent / "patterns"
BOOK = rulebook.load(BOOK_FOLDER)
WORDS = words_of(BOOK)
Entry = WordsOf | RuleOf
FILES = (*language_examples.FILES, *identity.FILES, *line_examples.FILES)
ALL = [(name, entry) for name in FILES for entry in language_examples.entries_of(BOOK, name)]


def readings(name: str, entry: Entry, words: Words) -> list[tuple[str, str]]:
    """What should be read in each example of an entry, and what is."""
    if name in identity.FILES:
        found = identity.readings(name, entry, Authorities(BOOK.raw("authorities"), words))
    elif name in line_examples.FILES:
        found = line_examples.readings(name, entry, words)
    else:
        found = language_examples.readings(name, entry, words)
    return [(wanted, read) for _, wanted, read in found]


def without(entry: Entry) -> Words:
    """The words of patterns/ with those of one entry left out."""
    if isinstance(entry, RuleOf):
        return Words(WORDS.lists, WORDS.values, tuple(r for r in WORDS.rules if r.words != entry.words))
    return Words({**WORDS.lists, entry.id: ()}, {**WORDS.values, entry.id: {}}, WORDS.rules)


@pytest.mark.parametrize(("name", "entry"), ALL, ids=[f"{name}-{entry.id}" for name, entry in ALL])
def test_every_entry_has_an_example_that_holds(name: str, entry: Entry) -> None:
    found = readings(name, entry, WORDS)
    assert found and all(wanted == read for wanted, read in found), found


@pytest.mark.parametrize(("name", "entry"), ALL, ids=[f"{name}-{entry.id}" for name, entry in ALL])
def test_not_all_examples_would_hold_without_their_entry(name: str, entry: Entry) -> None:
    assert any(wanted != read for wanted, read in readings(name, entry, without(entry)))


def test_every_list_is_used_and_every_list_that_is_used_is_there() -> None:
    package = Path(rulebook.__file__).resolve().parents[1]
    code = "".join(
        p.read_text(encoding="utf-8")
        for room in ("language", "identify", "read", "understand")
        for p in (package / room).rglob("*.py")
    )
    named = set(re.findall(r"\{!?([a-z_]+)\}", code)) | set(
        re.findall(r'(?:(?:lists|values)\[|words_of\()"([a-z_]+)"[\])]', code)
    )
    assert set(WORDS.lists) - named == set()


def test_a_list_that_is_missing_is_one_sentence(tmp_path: Path) -> None:
    for path in BOOK_FOLDER.glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("- id: months_of_year\n", "- id: moons\n")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    assert list(language_examples.faults(rulebook.load(tmp_path))) == [
        "number_words: the list 'months_of_year' is missing."
    ]


def test_an_example_that_does_not_hold_is_one_sentence(tmp_path: Path) -> None:
    for path in BOOK_FOLDER.rglob("*.y*ml"):
        target = tmp_path / path.relative_to(BOOK_FOLDER)
        target.parent.mkdir(exist_ok=True)
        target.write_text(
            path.read_text(encoding="utf-8").replace("'nine cases => 9'", "'nine cases => 8'"),
            encoding="utf-8",
        )
    assert list(language_examples.faults(rulebook.load(tmp_path))) == [
        "number_words, 'units': 'nine cases' should be read as '8' and is '9'."
    ]
