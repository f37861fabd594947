"""Every list of patterns/layout.yaml does what its examples say, and none of them would without it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.language.shapes import has_loose_digits
from extractor.language.words import Words, using
from extractor.lexicon import rulebook
from extractor.lexicon.language_schema import WordsOf
from extractor.lexicon.language_words import words_of
from extractor.read.html import boilerplate
from extractor.read.layout import line_shapes as shape
from extractor.read.layout import tables
from extractor.read.layout.words import ATTRIBUTION, CHART_WORDS, CONTENTS_TITLE, QUESTION_CLAUSE
from extractor.read.text.furniture import PAGE
from extractor.read.text.pictures import PICTURE
from extractor.read.text.run_together import plain_header
from extractor.read.text.section_numbers import FILE_TAIL, LETTERED
from extractor.read.text.typed_tables import VALUE

BOOK = rulebook.load(Path(__file__).resolve().parent.parent / "patterns")
WORDS = words_of(BOOK)
LISTS: tuple[WordsOf, ...] = BOOK.raw("layout").root
TAKEN_FOR: dict[str, Callable[[str], object]] = {
    "caption": shape.is_caption,
    "heading": lambda text: shape.is_heading_like(text, alone=True),
    "part": shape.is_part,
    "sentence": shape.has_verb,
    "figures": has_loose_digits,
    "value": shape._VALUE_AT_END.search,
    "answer": lambda text: text.lower() in WORDS_NOW["answers"],
    "titled": shape.is_title_case,
    "contents": CONTENTS_TITLE.match,
    "chart": CHART_WORDS.search,
    "attribution": ATTRIBUTION.match,
    "question": QUESTION_CLAUSE.match,
    "cell": VALUE.match,
    "note": shape.NOTE.match,
    "page": PAGE.match,
    "picture": PICTURE.match,
    "lettered": lambda text: (found := LETTERED.match(text)) and len(found[1]) == 1 and found[2][:1] == "V",
    "year": tables._YEAR_ALONE.fullmatch,
    "site": boilerplate.SITE.fullmatch,
    "widget": boilerplate.WIDGET.fullmatch,
    "links": boilerplate.LINKS.fullmatch,
    "five-columns": lambda text: len(plain_header(text.split()).headings) == 5,
    "linked": FILE_TAIL.search,
    "listing": boilerplate.CONTENTS.fullmatch,
}
"""What a line can be taken for, and what decides it."""
WORDS_NOW: dict[str, tuple[str, ...]] = {}


def taken_for(text: str, words: Words) -> list[str]:
    """All that a line is taken for, by these words."""
    with using(words):
        WORDS_NOW.update(words.lists)
        return [name for name, test in TAKEN_FOR.items() if test(text)]


def cases(entry: WordsOf) -> list[tuple[str, list[str]]]:
    pairs = (line.partition("=>") for line in (*entry.examples, *entry.not_))
    return [(text.strip(), wanted.split()) for text, _, wanted in pairs]


@pytest.mark.parametrize("entry", LISTS, ids=lambda entry: entry.id)
def test_every_list_has_an_example_that_holds(entry: WordsOf) -> None:
    assert cases(entry)
    for text, wanted in cases(entry):
        assert taken_for(text, WORDS) == wanted, text


@pytest.mark.parametrize("entry", LISTS, ids=lambda entry: entry.id)
def test_no_example_would_hold_without_its_list(entry: WordsOf) -> None:
    without = Words({**WORDS.lists, entry.id: ()}, WORDS.values, WORDS.rules)
    assert [taken_for(text, without) for text, _ in cases(entry)] != [wanted for _, wanted in cases(entry)]


def test_every_list_is_read_by_the_readers() -> None:
    package = Path(shape.__file__).parents[2]
    source = "".join(
        path.read_text() for room in ("read", "language") for path in (package / room).rglob("*.py")
    )
    for entry in LISTS:
        assert re.search(rf"\{{{entry.id}\}}|words_of\(\"{entry.id}\"\)", source), entry.id
