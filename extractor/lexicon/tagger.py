"""Finds the vocabularies' words in a text.

The one place where words become facets: tables and sentences both read labels
through `Tagger.tags`, so a new alias teaches both at once. Tokens and phrase
matching are spaCy's (a blank English pipeline; nothing is downloaded).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from extractor.language import numbers
from extractor.language.fold import fold_text
from extractor.language.words import Words
from extractor.lexicon.language_words import words_of
from extractor.lexicon.phrases import Phrases
from extractor.lexicon.rulebook import Rulebook
from extractor.lexicon.settings_book import SettingsBook
from extractor.lexicon.wordlists import MeasuresFile
from extractor.model.frozen import frozen

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


@frozen
class Tag:
    """Words of the text, from start to end, and what they mean."""

    start: int
    end: int
    facet: str
    code: str
    text: str
    label_only: bool = False


#: Facets whose single words stand in the plural too.
_PLURALS = ("sex",)
#: A number with its point and commas, a word, the s of a genitive, a mark; blanks apart.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)+|'s\b|\w+|[^\w\s]")


Span = tuple[int, int, int]
"""Where a phrase starts and ends, and its name."""
_HYPHENED = ("stage", "outcome")
"""Facets of which two words may be written as one ('first-stage', 'part-upheld')."""
_LIMIT = re.compile(r"day|time|deadline|target|due date|limit|within \d+$", re.I)
"""A speed in free text names a limit; a bare number ('over 20') is one in a label only."""
_COUNTED_LATE = re.compile(r"(?:were |was |came |arrived )?$")
"""What may stand between a number and 'late'."""
_BREAK = "\n"
"""A token that stands in no phrase."""
_KEPT = 20_000
"""Texts whose phrases and tags are remembered."""


class _Phrases:
    """spaCy's phrase matcher over many texts at once: a call costs more than the words in it."""

    def __init__(self, nlp: Language) -> None:
        self._vocab = nlp.vocab
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._words: set[str] = set()

    def add(self, name: str, form: str) -> None:
        """One phrase."""
        words = _TOKEN.findall(form)
        self._words.update(words)
        self._matcher.add(name, [Doc(self._vocab, words=words)])

    def places(self, texts: Sequence[str]) -> Iterator[list[Span]]:
        """For each text where its phrases stand. Words that are in no phrase are all alike."""
        known = self._words
        words: list[str] = []
        starts: list[int] = []
        for text in texts:
            starts.append(len(words))
            words += [word if word in known else _BREAK for word in _TOKEN.findall(text)]
            words.append(_BREAK)
        found: dict[int, list[Span]] = {}
        for name, first, last in self._matcher(Doc(self._vocab, words=words)):
            number = bisect_right(starts, first) - 1
            start = starts[number]
            found.setdefault(number, []).append((first - start, last - 1 - start, name))
        for number, text in enumerate(texts):
            inside = found.get(number)
            spans = [token.span() for token in _TOKEN.finditer(text)] if inside else []
            yield [(spans[first][0], spans[last][1], name) for first, last, name in inside or ()]


def _widest(forms: Iterable[str]) -> int:
    """The most characters between two neighbouring capitals of a form, at the nearest of them."""
    places = [[at for at, letter in enumerate(form) if letter.isupper()] for form in forms]
    gaps = [min((b - a - 1 for a, b in pairwise(found)), default=10**4) for found in places]
    return max(gaps, default=0)


class Tagger:
    """Compiled once per rulebook; gives the tags of any text, longest first."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.nlp = spacy.blank("en")
        # Shapes and the like of every new word are never asked for.
        getters: dict[int, object] = getattr(self.nlp.vocab, "lex_attr_getters")  # noqa: B009
        getters.clear()
        self.words = words_of(rulebook)
        self._office = Phrases.of(rulebook).compile(r"\s+{offices}\b")
        self._loose, self._strict = _Phrases(self.nlp), _Phrases(self.nlp)
        self._exact_forms: set[str] = set()
        self._meaning: dict[int, list[tuple[str, str, bool]]] = {}
        for facet in FACETS:
            for entry in rulebook.entries(VOCABULARY[facet]):
                self._add(facet, entry.id, entry.aliases, False)
                if facet == "outcome":
                    unions = [a for a in entry.aliases if " or " in a]
                    joints = ("/", ", or ", " / or ")
                    self._add(facet, entry.id, [a.replace(" or ", j) for a in unions for j in joints], False)
                if facet in _HYPHENED:
                    joined = [a.replace(" ", "-") for a in entry.aliases if a.count(" ") == 1]
                    self._add(facet, entry.id, joined, False)
                self._add(facet, entry.id, entry.label_only, True)
                self._add_strict(facet, entry.id, entry.case_sensitive)
        self._shapes = [
            (self.nlp.vocab.strings.add("p:" + entry.id), re.compile(rf"(?<!\w)(?:{shape})(?!\w)", re.I))
            for entry in rulebook.entries("timeliness")
            for shape in entry.patterns
        ]
        for entry in rulebook.entries("timeliness"):
            self._meaning[self.nlp.vocab.strings.add("p:" + entry.id)] = [("timeliness", entry.id, False)]
        measures: MeasuresFile = rulebook.raw("measures")
        for thing in measures.things:
            self._add("thing", thing.id, thing.words, False)
        for source in measures.sources:
            self._add("source", source.id, source.words, False)
        settings: SettingsBook = rulebook.raw("settings")
        for client in settings.clients:
            self._add("client", client.code, client.words, False)
        for event in measures.events:
            self._add("event", event.id, event.words, False)
        for figure in rulebook.raw("service_figures").root:
            self._add("context", figure.id, figure.aliases, False)
        strict = sorted(self._exact_forms, key=len, reverse=True)
        self._initials = re.compile("|".join(re.escape(form) for form in strict) or r"(?!)")
        self._capitals = re.compile(rf"[A-Z].{{0,{_widest(strict)}}}[A-Z]")
        """What stands in all of them, and is looked for first, as most texts have none."""
        self._found: dict[str, list[Span]] = {}
        self.tags = lru_cache(maxsize=_KEPT)(self._tags)

    def _variants(self, alias: str) -> Iterable[str]:
        alias = fold_text(alias).strip()
        yield alias
        for old, new in ((" & ", " and "), (" and ", " & ")):
            if old in alias:
                yield alias.replace(old, new)
        if "'" in alias:
            yield alias.replace("'", "")
            yield alias.replace("'s ", " ")
        if "-" in alias:
            yield alias.replace("-", " ")
        if len(alias) > 4 and alias[-1].isalpha() and not alias.endswith("s"):
            yield alias + "s"
        head, of, rest = alias.partition(" of ")
        if of and " " not in head and head[-1:].isalpha() and head[-1] not in "sn":
            yield f"{head}s{of}{rest}"  # 'members of parliament'

    def _add(self, facet: str, code: str, aliases: Iterable[str], label_only: bool) -> None:
        strings = self.nlp.vocab.strings
        plural = (f"{a}s" for a in aliases if facet in _PLURALS and a.isalpha() and a[-1] not in "sn")
        for alias in (*aliases, *plural):
            for form in self._variants(alias.lower()):
                self._meaning.setdefault(strings.add("i:" + form), []).append((facet, code, label_only))
                self._loose.add("i:" + form, form)

    def _add_strict(self, facet: str, code: str, aliases: Iterable[str]) -> None:
        strings = self.nlp.vocab.strings
        for alias in aliases:
            for form in self._variants(alias):
                self._meaning.setdefault(strings.add("c:" + form), []).append((facet, code, False))
                self._exact_forms.add(form)
                self._strict.add("c:" + form, form)

    def learn(self, texts: Iterable[str]) -> None:
        """Look for phrases in many texts at once; their tags may then be asked for one by one."""
        new = [text for text in dict.fromkeys(texts) if text not in self._found]
        if len(self._found) > _KEPT:
            self._found.clear()
        lowered = [fold_text(text, lower=True) for text in new]
        self._found.update(zip(new, self._loose.places(lowered), strict=True))

    def mentions(self, text: str, facet: str) -> bool:
        """May the text have a tag of this facet? Quicker than asking for its tags."""
        if text not in self._found:
            self.learn((text,))
        if any(meaning[0] == facet for _, _, key in self._found[text] for meaning in self._meaning[key]):
            return True
        return bool(self._capitals.search(text) and self._initials.search(text))

    def _tags(self, text: str) -> tuple[Tag, ...]:
        """The tags of the text: longest words win; words of equal extent all stay."""
        plain = fold_text(text)
        if text not in self._found:
            self.learn((text,))
        found = list(self._found[text])
        if self._capitals.search(plain) and self._initials.search(plain):
            found += next(self._strict.places((plain,)))
        if _LIMIT.search(text):
            for key, shape in self._shapes:
                found.extend(
                    (m.start(), m.end(), key) for m in shape.finditer(plain) if _LIMIT.search(m.group())
                )
        return self._meant(text, found) if found else ()

    def _meant(self, text: str, found: list[Span]) -> tuple[Tag, ...]:
        """What the phrases mean, those inside a longer one left out."""
        found = self._uncrossed(found)
        found.sort(key=lambda f: (f[0] - f[1], f[0]))
        taken: list[tuple[int, int]] = []
        out: list[Tag] = []
        for start, end, key in found:
            clash = [t for t in taken if t[0] < end and start < t[1]]
            meanings = self._meaning[key]
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
                meanings = [m for m in meanings if m[0] in allowed or m[0] == "client"]
            else:
                taken.append((start, end))
            for facet, code, label_only in meanings:
                out.append(Tag(start, end, facet, code, text[start:end], label_only))
        if self._office.search(text):
            out = [t for t in out if not self._names_office(t, out, text)]
        out = [replace(t, label_only=False) if _counted_late(t, text, self.words) else t for t in out]
        return tuple(sorted(_promoted(set(out), text), key=lambda t: (t.start, t.end, t.facet, t.code)))

    def _uncrossed(self, found: list[Span]) -> list[Span]:
        """'Not upheld complaints' is not upheld: of two outcomes that cross, the first holds."""
        outcomes = [f for f in found if any(m[0] == "outcome" for m in self._meaning[f[2]])]
        if len(outcomes) < 2:
            return found
        crossed = {b for a in outcomes for b in outcomes if a[0] < b[0] < a[1] < b[1]}
        return [f for f in found if f not in crossed]

    def _names_office(self, tag: Tag, tags: Iterable[Tag], text: str) -> bool:
        """'Contacts with the Complaints Unit': the office's name does not say that complaints are counted."""
        if tag.facet != "thing" or tag.code != "complaint" or not self._office.match(text, tag.end):
            return False
        return any(t.facet == "thing" and t.code not in ("complaint", "case") for t in tags)


def _counted_late(tag: Tag, text: str, words: Words) -> bool:
    """'45 were answered in time and 12 late': so the number itself says, while 'in late May' says nothing."""
    if not tag.label_only or tag.facet != "timeliness" or tag.text.lower() != "late":
        return False
    found = numbers.in_sentence(text, words)
    ends = (n.end for n in found if n.end < tag.start and n.unit in ("", "count", "percent"))
    return any(_COUNTED_LATE.fullmatch(text[end : tag.start].lstrip()) for end in ends)


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
