"""Paragraphs in which somebody else speaks, or one case is told: no number of them is a row."""

from __future__ import annotations

import re

from extractor.language.fold import fold_text
from extractor.lexicon.phrases import Phrases
from extractor.model.types import Context, Prose

_QUOTE = re.compile(r'"[^"]{20,600}"')
_SHORTEST_QUOTE = 60
"""Characters; a shorter text in quotation marks is a name."""
_VOICES = 3
"""So many 'I' and 'my' make a paragraph somebody's own words."""


class Voices:
    """Compiled once per report; each question answers with a reason, or ''."""

    def __init__(self, phrases: Phrases) -> None:
        compiled = phrases.compile
        self._quiet = compiled(r"\b{quiet_headings}\b")
        self._starts = tuple(word.lower() for word in phrases.words("story_starts"))
        self._praise = phrases.words("praise_headings")
        self._person = compiled(
            r"\b(?:{titles}|{titles_with_initials})\.? [A-Z]\b|\b{lettered_persons} [A-Z]\b", 0
        )
        self._named = compiled(r"\b{titles} [A-Z][a-z]+\b", 0)
        self._debate = compiled(r"\b{debates}\b")
        self._aged = compiled(r"\b{relatives} \d{1,2}\b|^[A-Z][a-z]+, (?:{ages_of_people} )?\d{1,2}, ", 0)
        self._first_person = compiled(r"\b{first_person}\b", 0)
        self._attendance = compiled(r"^\W*{attendance_openings}\s?[:(]|\b{attendances}\b")
        self._letter = compiled(r"\b{official_letters}\b")
        self._addressed = compiled(r"\b{letter_addresses}\b")
        self._we = compiled(r"\b{first_persons}\b")

    def paragraph(self, block: Prose, context: Context) -> str:
        """A reason that holds for the whole paragraph."""
        heading = fold_text(context.headings[-1]) if context.headings else ""
        if block.kind == "quote" and not self._letter.search(heading):
            return "a quotation"
        text = fold_text(block.text)
        if self._attendance.search(text):
            return "who was at a meeting"
        named = text.lstrip("-• ").lower().startswith(self._starts) or self._named.search(text)
        if self._person.search(text) or (named and not self._debate.search(text)):
            return "one case's story"
        quoted = text.lstrip()[:1] in "\"'" and text.rstrip().rstrip(".")[-1:] in "\"'"
        if quoted and len(text) > _SHORTEST_QUOTE:
            return "a quotation"
        text = _QUOTE.sub(" ", text)
        first = len(self._first_person.findall(text))
        if self._is_praise(block, text, first, context):
            return "a quoted compliment"
        if first >= _VOICES and not self._addressed.search(text):
            return "somebody's own words"
        if any(self._quiet.search(fold_text(h)) for h in context.headings):
            return "a section that explains or tells examples"
        return ""

    def tells_a_case(self, text: str) -> bool:
        """Does a sentence begin to tell of one person ('Two sisters of 15 and 17 ...')?"""
        return bool(self._aged.search(fold_text(text)))

    def quotations(self, text: str) -> list[tuple[int, int]]:
        """Where a paragraph lets somebody speak: the spans in quotation marks that say I or my."""
        return [m.span() for m in _QUOTE.finditer(fold_text(text)) if self._first_person.search(m.group())]

    def _is_praise(self, block: Prose, text: str, first: int, context: Context) -> bool:
        """Does somebody speak in the first person, under a heading that announces thanks?"""
        headings = " | ".join(context.headings[context.titles :][-2:]).lower()
        if not any(word in headings for word in self._praise):
            return False
        if block.kind == "list":
            return first + len(self._we.findall(text)) >= 1
        return first >= 2
