"""Every word of a vocabulary does something: blanked, labels are read otherwise."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from extractor.cli import check as upkeep
from extractor.lexicon.check import silent, vocabulary_faults
from extractor.lexicon.entries import WORD_LISTS, Entry
from extractor.lexicon.match import Matcher
from extractor.lexicon.rulebook import Rulebook, load
from extractor.model.observation import of_cells

SAMPLED = (
    "service_areas",
    "themes",
    "outcomes",
    "stages",
    "timeliness",
    "channels",
    "complainants",
    "remedies",
    "contact_kinds",
    "refusal_reasons",
)
WORDS, ENTRIES = 20, 5
"""How many of each are blanked, one at a time; `python -m benchmarks.blanked` blanks all."""


@pytest.fixture(scope="module")
def book(root: Path) -> Rulebook:
    return load(root / "patterns")


def _with(book: Rulebook, name: str, old: Entry, new: Entry) -> Rulebook:
    entries = tuple(new if entry is old else entry for entry in book.entries(name))
    return replace(book, vocabularies={**book.vocabularies, name: entries})


def _alone(book: Rulebook, name: str) -> Rulebook:
    """The book with the settings of one vocabulary, so that only this one is laid out."""
    settings = yaml.load(book.texts["matching"], Loader=yaml.BaseLoader)
    settings["vocabularies"] = {n: s for n, s in settings["vocabularies"].items() if n == name}
    return replace(book, texts={**book.texts, "matching": yaml.safe_dump(settings)})


def test_a_word_that_is_blanked_is_missed(book: Rulebook) -> None:
    """Its own label, a longer one, or an example gets another code, method or score."""
    whole = Matcher(book)
    words = [
        (name, entry, kind, word)
        for name in SAMPLED
        for entry in book.entries(name)
        for kind in WORD_LISTS
        for word in getattr(entry, kind)
    ]
    unmissed = []
    for name, entry, kind, word in random.Random(13).sample(words, WORDS):
        left = {kind: tuple(w for w in getattr(entry, kind) if w != word)}
        without = Matcher(_alone(_with(book, name, entry, replace(entry, **left)), name))
        labels = (word, f"{word} in Barchester", *entry.examples)
        if all(_read(whole, name, label) == _read(without, name, label) for label in labels):
            unmissed.append((name, entry.id, word))
    assert len(unmissed) <= WORDS * 0.2, unmissed


def _read(matcher: Matcher, name: str, label: str) -> tuple[str, str, float]:
    found = matcher.match(name, label)
    return found.code, found.method, found.score


def test_an_entry_that_is_blanked_is_missed_by_check(book: Rulebook) -> None:
    entries = [(name, entry) for name in SAMPLED for entry in book.entries(name)]
    empty = dict.fromkeys((*WORD_LISTS, "patterns"), ())
    for name, entry in random.Random(14).sample(entries, ENTRIES):
        without = _alone(_with(book, name, entry, replace(entry, **empty)), name)
        faults = vocabulary_faults(Matcher(without), name, without.entries(name))
        assert any(entry.id in fault for fault in faults), (name, entry.id)


def test_codes_that_no_row_has_are_listed_by_vocabulary(book: Rulebook) -> None:
    every = {column: {e.id for e in book.entries(name)} for name, column in book.columns.items()}
    for name, column in book.columns.items():  # several vocabularies share a column
        every[column] |= {e.id for e in book.entries(name)}
    assert list(silent(book, every)) == []
    every["service_area"] -= {"parking", "highways"}
    assert list(silent(book, every)) == [
        f"service_areas: no row has 2 of {len(book.entries('service_areas'))} codes: highways, parking."
    ]


def test_the_rows_of_a_run_are_what_is_seen(book: Rulebook, root: Path) -> None:
    row = of_cells({"service_area": "parking"})
    listed = {line.partition(":")[0]: line for line in upkeep.silent([row], root / "patterns")}
    assert "parking" not in listed["service_areas"].split(": ")[2].split(", ")
    assert "highways" in listed["service_areas"]
    assert listed.keys() == set(book.columns)
