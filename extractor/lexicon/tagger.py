"""Finds the vocabularies' words in a text.

The one place where words become facets: tables and sentences both read labels
through `Tagger.tags`, so a new alias teaches both at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import copy
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from extractor.language import numbers
from extractor.language.fold import fold_text
from extractor.language.regex import compiled
from extractor.language.words import Words
from extractor.lexicon.asked import Asked
from extractor.lexicon.language_words import words_of
from extractor.lexicon.phrase_table import Meaning, PhraseTable, Span, add_words, phrases_of, variants
from extractor.lexicon.phrases import Phrases
from extractor.lexicon.rulebook import Rulebook
from extractor.lexicon.settings_book import SettingsBook
from extractor.lexicon.wordlists import MeasuresFile
from extractor.model.fast_dataclass import fast_dataclass

#: The facets and the file in patterns/ that holds the vocabulary of each.
VOCABULARY = {
    "stage": "stages",
    "procedure": "procedures",
    "outcome": "outcomes",
    "timeliness": "timeliness",
    "complainant": "complainants",
    "channel": "channels",
    "sex": "sex",
    "age_band": "age_bands",
    "ethnicity": "ethnicity",
    "disability": "disability",
    "religion": "religion",
    "service_area": "service_areas",
    "theme": "themes",
    "remedy": "remedies",
    "refusal": "refusal_reasons",
    "expenditure": "expenditure_kinds",
    "contact": "contact_kinds",
}
#: Those whose words are looked for in running text.
FACETS = tuple(f for f in VOCABULARY if f not in ("remedy", "refusal", "expenditure", "contact"))
FILES = tuple(VOCABULARY[facet] for facet in FACETS)


@fast_dataclass
class Tag:
    """Words of the text, from start to end, and what they mean."""

    start: int
    end: int
    facet: str
    code: str
    text: str
    label_only: bool = False


_LIMIT = re.compile(r"day|time|deadline|target|date|limit|within \d+$")
"""A speed in free text names a limit; a bare number ('over 20') is one in a label only."""
_COUNTED_LATE = re.compile(r"(?:were |was |came |arrived )?$")
"""What may stand between a number and 'late'."""
_CUT_SHORT = re.compile(r"\s*(?:$|[,;:.)]|[-\u2013]\s)")
"""What follows an outcome cut short."""
_KEPT = 20_000
"""Texts whose phrases and tags are remembered."""


def _of_facet(rulebook: Rulebook, facet: str) -> PhraseTable:
    name = VOCABULARY[facet]
    return rulebook.once(f"phrases of {name}", lambda book: phrases_of(facet, book.entries(name)), name)


def _loose(rulebook: Rulebook) -> PhraseTable:
    """The phrases of every vocabulary, whatever their case."""
    table = PhraseTable()
    for facet in FACETS:
        table.merge(_of_facet(rulebook, facet))
    measures: MeasuresFile = rulebook.raw("measures")
    settings: SettingsBook = rulebook.raw("settings")
    others = [
        *(("thing", thing.id, thing.words) for thing in measures.things),
        *(("source", source.id, source.words) for source in measures.sources),
        *(("client", client.code, client.words) for client in settings.clients),
        *(("event", event.id, event.words) for event in measures.events),
        *(("context", figure.id, figure.aliases) for figure in rulebook.raw("service_figures").root),
    ]
    for facet, code, words in others:
        add_words(table, facet, code, words)
    return table


def spoken(rulebook: Rulebook) -> PhraseTable:
    """The phrases that are looked for in running text, in small letters."""
    return rulebook.once("phrases", _loose, *FILES)


def _strict(rulebook: Rulebook) -> tuple[PhraseTable, list[str]]:
    """The initials of every vocabulary as a table, and their forms, the longest first."""
    table = PhraseTable()
    forms = set()
    for facet in FACETS:
        for entry in rulebook.entries(VOCABULARY[facet]):
            for form in (form for word in entry.case_sensitive for form in variants(word)):
                table.add(form, (facet, entry.id, False))
                forms.add(form)
    return table, sorted(forms, key=lambda form: (-len(form), form))


def _widest(forms: Iterable[str]) -> int:
    """The most characters between two neighbouring capitals of a form, at the nearest of them."""
    places = [[at for at, letter in enumerate(form) if letter.isupper()] for form in forms]
    gaps = [min((b - a - 1 for a, b in pairwise(found)), default=10**4) for found in places]
    return max(gaps, default=0)


_QUALIFIED = frozenset(("not_upheld", "partially_upheld"))


class Tagger:
    """Gives the tags of any text, longest first."""

    def __init__(self, rulebook: Rulebook, asked: Asked | None = None) -> None:
        """`asked` notes the texts."""
        note = (asked or Asked()).noting
        self.words = words_of(rulebook)
        self._office = Phrases.of(rulebook).compile(r"\s+{offices}\b")
        self._loose = spoken(rulebook)
        self._strict, forms = rulebook.once("initials", _strict, *FILES)
        self._shapes: list[tuple[tuple[Meaning, ...], re.Pattern[str]]] = [
            ((("timeliness", entry.id, False),), compiled(rf"(?<!\w)(?:{shape})(?!\w)", re.I))
            for entry in rulebook.entries("timeliness")
            for shape in entry.patterns
        ]
        self._initials = compiled("|".join(re.escape(form) for form in forms) or r"(?!)")
        self._capitals = compiled(rf"[A-Z](?:\d|.{{0,{_widest(forms)}}}[A-Z])")
        """What stands in all of them ('S1', 'LGO'), and is looked for first, as most texts have none."""
        self._found = lru_cache(maxsize=_KEPT)(self._found_in)
        self.tags = note("tags", lru_cache(maxsize=_KEPT)(self._tags))
        self.mentions = note("mentions", self._mentions)

    def taught(self, facet: str, words: Iterable[tuple[str, str, bool]], asked: Asked) -> Tagger:
        """A tagger that knows more words of a facet: each with its code, and whether it is a label only.

        What a word meant before, but for what is counted, it means no longer.
        """
        words = list(words)
        new = copy(self)
        new._loose = self._loose.without(word for word, _, _ in words)
        for word, code, label_only in words:
            add_words(new._loose, facet, code, [word], label_only)
        new._found = lru_cache(maxsize=_KEPT)(new._found_in)
        new.tags = asked.noting("tags", lru_cache(maxsize=_KEPT)(new._tags))
        new.mentions = asked.noting("mentions", new._mentions)
        return new

    def _found_in(self, text: str) -> list[Span]:
        return self._loose.places(fold_text(text, lower=True))

    def _mentions(self, text: str, facet: str) -> bool:
        """May the text have a tag of this facet? Quicker than asking for its tags."""
        if any(meaning[0] == facet for _, _, meanings in self._found(text) for meaning in meanings):
            return True
        return bool(self._capitals.search(text) and self._initials.search(text))

    def _tags(self, text: str) -> tuple[Tag, ...]:
        """The tags of the text: longest words win; words of equal extent all stay."""
        plain = fold_text(text)
        found = list(self._found(text))
        if self._capitals.search(plain) and self._initials.search(plain):
            found += self._strict.places(plain)
        if _LIMIT.search(plain.lower()):
            for meanings, shape in self._shapes:
                hits = (m for m in shape.finditer(plain) if _LIMIT.search(m.group().lower()))
                found.extend((m.start(), m.end(), meanings) for m in hits)
        return self._meant(text, found) if found else ()

    def _meant(self, text: str, found: list[Span]) -> tuple[Tag, ...]:
        """What the phrases mean, those inside a longer one left out."""
        found = self._uncrossed(found)
        found.sort(key=lambda f: (f[0] - f[1], f[0]))
        taken: list[tuple[int, int]] = []
        out: list[Tag] = []
        for start, end, meanings in found:
            clash = [t for t in taken if t[0] < end and start < t[1]]
            if clash and (start, end) not in clash:
                # 'Corporate Stage 1 Complaints' names a procedure and, inside it, a stage and a noun.
                inside = {
                    t.facet
                    for t in out
                    if t.facet in ("stage", "procedure") and t.start <= start and end <= t.end
                }
                allowed = {"procedure", "stage", "thing"} - inside if inside else set()
                if any(t.facet == "event" and t.start <= start and end <= t.end for t in out):
                    allowed |= {"thing"}  # 'decisions were made' counts decisions
                if any(t.facet == "theme" and t.start < start and t.end == end for t in out):
                    allowed |= {"thing"} if _is_counted(text, start) else set()
                named = any(t.facet == "outcome" and t.start <= start and end <= t.end for t in out)
                if named:  # 'the Ombudsman found fault' says who found it
                    meanings = tuple(m for m in meanings if m[0] in allowed or m[1] == "ombudsman")
                meanings = tuple(m for m in meanings if m[0] in allowed or m[0] == "client" or named)
            else:
                taken.append((start, end))
            for facet, code, label_only in meanings:
                out.append(Tag(start, end, facet, code, text[start:end], label_only))
        if self._office.search(text):
            out = [t for t in out if not self._names_office(t, out, text)]
        out = [replace(t, label_only=False) if _counted_late(t, text, self.words) else t for t in out]
        if any(t.label_only and t.facet == "outcome" for t in out):
            out = _completed(out, text, self.words)
        return tuple(sorted(_promoted(set(out), text), key=lambda t: (t.start, t.end, t.facet, t.code)))

    @staticmethod
    def _uncrossed(found: list[Span]) -> list[Span]:
        """'Not upheld complaints' is not upheld, 'partly well founded' in part: the first of two holds."""
        outcomes = [f for f in found if any(m[0] == "outcome" for m in f[2])]
        if len(outcomes) < 2:
            return found
        crossed = {b for a in outcomes for b in outcomes if a[0] < b[0] < a[1] < b[1]}
        joined = [(a, b) for a in outcomes for b in outcomes if _qualifies(a, b)]
        # The 'partially' of 'upheld or partially upheld complaints' is part of what begins before it.
        joined = [(a, b) for a, b in joined if not any(c[0] < a[0] and a[1] < c[1] for c in outcomes)]
        gone = crossed | {span for pair in joined for span in pair}
        whole = [(a[0], b[1], tuple((*m[:2], False) for m in a[2] if m[0] == "outcome")) for a, b in joined]
        return [f for f in found if f not in gone] + whole

    def _names_office(self, tag: Tag, tags: Iterable[Tag], text: str) -> bool:
        """'Contacts with the Complaints Unit': the office's name does not say that complaints are counted."""
        if tag.facet != "thing" or tag.code != "complaint" or not self._office.match(text, tag.end):
            return False
        return any(t.facet == "thing" and t.code not in ("complaint", "case") for t in tags)


def _qualifies(one: Span, other: Span) -> bool:
    """Is the first an outcome's qualifier right before it: the 'not' of 'not well founded'?"""
    first, second = ({m[1] for m in span[2] if m[0] == "outcome"} for span in (one, other))
    return one[1] < other[0] <= one[1] + 1 and second == {"upheld"} and bool(first & _QUALIFIED)


def _is_counted(text: str, at: int) -> bool:
    """'Three staff complaints' counts complaints; 'handling of complaints' names a theme alone."""
    return any(n.end < at and text[n.end : at].count(" ") == 2 for n in numbers.in_sentence(text))


def _counted_late(tag: Tag, text: str, words: Words) -> bool:
    """'45 were answered in time and 12 late': so the number itself says, while 'in late May' says nothing."""
    if not tag.label_only or tag.facet != "timeliness" or tag.text.lower() != "late":
        return False
    found = numbers.in_sentence(text, words)
    ends = (n.end for n in found if n.end < tag.start and n.unit in ("", "count", "percent"))
    return any(_COUNTED_LATE.fullmatch(text[end : tag.start].lstrip()) for end in ends)


def _completed(tags: list[Tag], text: str, words: Words) -> list[Tag]:
    """'Seven upheld, 10 part, 22 not': behind an outcome in full, a number's short one is an outcome too."""
    first = min((t.end for t in tags if t.facet == "outcome" and not t.label_only), default=len(text))
    ends = {n.end for n in numbers.in_sentence(text, words) if n.end > first}

    def short(t: Tag) -> bool:
        counted = t.label_only and t.facet == "outcome" and len(text[: t.start].rstrip()) in ends
        return counted and _CUT_SHORT.match(text, t.end) is not None

    return [replace(t, label_only=False) if short(t) else t for t in tags]


def _promoted(tags: set[Tag], text: str) -> set[Tag]:
    """'Statutory' or 'Corporate' beside a stage or a noun names the procedure, in any text."""
    if not any(tag.label_only and tag.facet == "procedure" for tag in tags):
        return tags
    beside = [t for t in tags if t.facet in ("stage", "thing") and not t.label_only]
    out: set[Tag] = set()
    for tag in tags:
        if (
            tag.label_only
            and tag.facet == "procedure"
            and any(
                text[tag.end : t.start].isspace()
                or text[t.end : tag.start].isspace()
                or (t.start <= tag.start and tag.end <= t.end)
                for t in beside
            )
        ):
            tag = replace(tag, label_only=False)
        out.add(tag)
    return out
