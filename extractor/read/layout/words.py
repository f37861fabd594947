"""Shapes of lines that are known by words; the words stand in patterns/layout.yaml."""

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


CONTENTS_TITLE = Shape(r"{contents_titles}\s*:?(?:\s*\b{page_words}(?: (?:{number_words_short})\.?)?)?$")
"""The heading of a list of contents."""
CHART_WORDS = Shape(r"\b{chart_words}\b")
ATTRIBUTION = Shape(r"{attribution_leads}\s|[-–—]")
"""How the line below a quotation begins that says whose words it is."""
QUESTION_CLAUSE = Shape(r"^{question_clauses}\b")
"""A clause that names its section: 'How complaints were received'."""
