"""The words of patterns/, in force while a benchmark reads files without the rest of a run."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from extractor.language.words import using
from extractor.lexicon import rulebook
from extractor.lexicon.language_words import words_of

PATTERNS = Path(__file__).resolve().parent.parent / "patterns"


def words_in_force() -> AbstractContextManager[None]:
    """A block in which readers know the words of patterns/."""
    return using(words_of(rulebook.load(PATTERNS)))
