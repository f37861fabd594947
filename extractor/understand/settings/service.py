"""The service that a heading, caption or lead names, for the numbers below it."""

from __future__ import annotations

import re

from extractor.language.fold import fold_text
from extractor.lexicon.settings_book import SettingsBook
from extractor.model.types import Label
from extractor.understand.tables.labels import STRUCTURAL, Reader, without_brackets, without_periods

_PART = re.compile(r"\s*(?:[:;|()]|\s[-–—/]\s)\s*")
"""What parts a heading: 'Housing: complaints by stage', 'Planning – upheld complaints'."""
_WHOLES = ("adult_social_care", "education_and_children", "children_and_adults")
"""Services that are all of a client group's: its name speaks for a procedure first."""
_LONGEST = 9
"""Words of a heading that names a service."""


def service_named(reader: Reader, book: SettingsBook, text: str, origin: str) -> Label | None:
    """The one service that the words name beside stages, nouns and years; None for none or several."""
    if len(text.split()) > _LONGEST or reader.hint(text) not in ("", "service_area"):
        return None
    if reader.hint(text) and reader.names_row_kind(text):
        return None  # 'Complaints by housing service' tells what the rows are
    found: dict[str, Label] = {}
    if (outer := without_brackets(text)) != text and reader.tagger.mentions(outer, "client"):
        text = outer  # 'Adults (Community and Housing Department)': who answers for all of them
    for part in filter(None, _PART.split(text)):
        label = _service(reader, book, part, origin)
        if label is not None:
            found.setdefault(label.code, label)
    return next(iter(found.values())) if len(found) == 1 else None


def _service(reader: Reader, book: SettingsBook, part: str, origin: str) -> Label | None:
    if reader.phrases.compile(r"\b(?:19|20)\d\d {law_words}\b").search(fold_text(part)):
        return None  # '2009 Regulations'
    plain = without_periods(fold_text(part))
    tags = [t for t in reader.tagger.tags(part) if t.facet in STRUCTURAL]
    if any(t.facet == "procedure" for t in tags):
        return None
    rest = reader.residue(plain, tags)
    if not rest and any(t.facet == "stage" and t.text.lower().rstrip("s") in reader.own_stages for t in tags):
        return None  # 'Appeals', where an appeal is the second stage
    for words in (plain.strip(" .:*"), rest, reader.without_ending(rest)):
        if words and reader.matcher.named("service_areas", words):
            label = reader.label("service_area", part.strip(" .:*"), origin)
            code = reader.matcher.match("service_areas", words).code
            whole = code.endswith("_whole") or code in _WHOLES
            if whole or code in book.departments.not_headings or book.client(words):
                return None
            return Label("service_area", label.text, code, origin)
    return None
