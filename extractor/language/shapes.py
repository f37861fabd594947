"""Shapes of text that are known by words; the words are those in force."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.language.words import in_force


@dataclass(frozen=True, slots=True)
class Shape:
    """A regular expression with lists of words in braces, filled from the words in force.

    `template` is written as for `language.words.Words.compile`; letters of either case match unless
    `flags` says otherwise. Raises LookupError where no words are in force.
    """

    template: str
    flags: int = re.IGNORECASE

    @property
    def pattern(self) -> re.Pattern[str]:
        """Compiled once for each rulebook."""
        return in_force().compile(self.template, self.flags)

    def match(self, text: str) -> re.Match[str] | None:
        return self.pattern.match(text)

    def search(self, text: str) -> re.Match[str] | None:
        return self.pattern.search(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self.pattern.fullmatch(text)

    def sub(self, put: str, text: str) -> str:
        return self.pattern.sub(put, text)


def words(name: str) -> Sequence[str]:
    """A list of words as it stands in patterns/, in small letters."""
    return in_force().lists[name]


_DIGITS_ALLOWED = Shape(
    r"(?:20)?20[012]\d\s*[-–/]\s*(?:20)?\d{2}|\b(?:19|20)\d\d\b|\b\d\d\s*[-–/]\s*\d\d\b"
    r"|\b{numbered_parts}\.?\s*\d+(?:\.\d+)*(?:\s*(?:{part_links}|[&,–-])\s*\d+)*"
    r"|\b\d{1,2}{day_endings}?\s+{months_of_year}\b"
)


def has_loose_digits(text: str) -> bool:
    """True where digits are left once years, dates and 'Stage 2' are taken away."""
    if not any(ch.isdigit() for ch in text):
        return False
    return any(ch.isdigit() for ch in _DIGITS_ALLOWED.sub("", text))
