"""What is read in the examples of line_words.yaml, in their notation."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.language.words import Words, using
from extractor.lexicon.language_examples import faults_in, split
from extractor.lexicon.language_schema import RuleOf, WordsOf
from extractor.lexicon.language_words import words_of
from extractor.lexicon.rulebook import Rulebook
from extractor.understand import entry_lines
from extractor.understand.tables.slot import BAND

FILES = ("line_words",)


def faults(rulebook: Rulebook) -> Iterator[str]:
    """A sentence for each example that does not hold, and each list without one."""
    words = words_of(rulebook)
    yield from faults_in(rulebook, FILES, lambda name, entry: readings(name, entry, words))


def readings(name: str, entry: WordsOf | RuleOf, words: Words) -> Iterator[tuple[str, str, str]]:
    """For each example of an entry: its text, what should be read, what is read."""
    for line in (*entry.examples, *entry.not_):
        text, wanted = split(line)
        with using(words):
            band = BAND.fullmatch(text) is not None
            yield text, wanted, "band" if band else " | ".join(entry_lines.split(text) or ())
