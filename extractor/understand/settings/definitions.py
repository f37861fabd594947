"""What a report says that its own words mean: '"well founded" means upheld wholly or in part'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from extractor.language.fold import fold_text
from extractor.lexicon.tagger import VOCABULARY
from extractor.model.sense import NEAR, rank
from extractor.model.types import Claim, Document, Label, Prose, Reading
from extractor.understand.tables.labels import Reader

_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_STOP = re.compile(r"(?<=[.!?])\s+")
_QUOTED = re.compile(r"[\"“‘](?P<term>[^\"“”]{2,40}?)[\"”’]\s+(?P<rest>.+)")
_SHORT = re.compile(r"\((?P<short>[A-Z]{2,8})\)")
_LEGEND = re.compile(
    r"(?<![\w/])(?P<short>[A-Z][A-Za-z]{0,4}(?:[/&][A-Za-z]{1,3})?) ?= ?(?P<words>[^=.,;()\d]{3,60})"
)
"""'W/D = withdrawn. NE = North East team': a legend printed with a table."""
_STAGES = ("stage_1", "stage_2", "stage_3")
_DEFINED = ("outcome", "timeliness", "stage")


def _key(text: str) -> str:
    return " ".join(fold_text(text).lower().strip(" .:*'\"").split())


@dataclass
class Definitions:
    """What the words of one report mean there."""

    words: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Folded words -> the facet and code that they are said to mean."""
    offices: dict[str, str] = field(default_factory=dict)
    """Who answers a stage, or the council's own name for it, folded -> that stage."""
    settled: bool = False
    """Its concerns are those put right before a complaint is made."""
    working_days: bool = False

    def applied(self, reading: Reading, reader: Reader) -> Reading:
        """The reading, its claims' labels as the report defines them."""
        if not (self.words or reader.short_forms or self.offices or self.settled or self.working_days):
            return reading
        return replace(reading, claims=tuple(self._claim(claim, reader) for claim in reading.claims))

    def _claim(self, claim: Claim, reader: Reader) -> Claim:
        labels = [self._label(label, reader) for label in claim.labels]
        if not any(x.facet == "stage" and rank(x) <= NEAR for x in labels):
            said = {c for words, c in self.offices.items() if _stands_in(words, claim.published_label)}
            labels += [Label("stage", code, code, "own") for code in said] if len(said) == 1 else []
        labels = list(self._without_offices(labels))
        unit = "working_days" if self.working_days and claim.unit == "days" else claim.unit
        return replace(claim, labels=tuple(labels), unit=unit)

    def _without_offices(self, labels: list[Label]) -> Iterator[Label]:
        """The labels, those of services less the names of stages, in full or shortened."""
        for label in labels:
            parts = label.text.split(" > ")
            kept = [part for part in parts if not any(_stands_in(words, part) for words in self.offices)]
            if label.facet != "service_area" or kept == parts:
                yield label
            elif kept:
                yield replace(label, text=" > ".join(kept))

    def _label(self, label: Label, reader: Reader) -> Label:
        facet, code = self.words.get(_key(label.text), ("", ""))
        if facet == label.facet:
            return replace(label, code=code)
        client = reader.settings.client(reader.short_forms.get(label.text.strip(), ""))
        if label.facet in VOCABULARY and label.code == "unmapped" and client is not None:
            return Label("client", reader.short_forms[label.text.strip()], client.code, label.origin)
        if self.settled and label.facet == "thing" and label.code == "contact":
            return replace(label, code="representation") if reader.names_concerns(label.text) else label
        return label


def definitions(document: Document, reader: Reader) -> Definitions:
    """Look through the sentences of a document for what they say that words mean."""
    found = Definitions()
    means = reader.phrases.compile(r"\b{definition_words}\b")
    days = reader.phrases.compile(r"\b{working_days_defined}\b")
    office = reader.phrases.compile(r"\b{answering_offices}\b")
    stages: dict[str, set[str]] = {}
    for sentence in _sentences(document):
        quoted = _QUOTED.search(sentence)
        if quoted and (verb := means.match(quoted["rest"])):
            _define(found, quoted["term"], quoted["rest"][verb.end() :], reader)
        found.working_days |= days.search(fold_text(sentence)) is not None
        for words, code in _answered_stages(sentence, office, reader):
            stages.setdefault(words, set()).add(code)
    found.settled = any(reader.settles_concerns(sentence) for sentence in _sentences(document, _STOP))
    found.offices = {words: code for words, code in reader.own_stages.items() if " " in words}
    found.offices |= {words: next(iter(codes)) for words, codes in stages.items() if len(codes) == 1}
    return found


def short_forms(document: Document) -> dict[str, str]:
    """What a document says that its short forms stand for: 'FAT = Financial Assessment Team'."""
    found: dict[str, str] = {}
    for sentence in _sentences(document):
        for match in _SHORT.finditer(sentence):
            if words := _in_full(match["short"], sentence[: match.start()]):
                found.setdefault(match["short"], words)
        for match in _LEGEND.finditer(sentence):
            found.setdefault(match["short"], match["words"].strip())
    return found


def _in_full(short: str, before: str) -> str:
    """The words before an abbreviation in brackets whose capitals spell it; '' where they do not."""
    words = before.split()
    for at in range(len(words) - 1, -1, -1):
        initials = "".join(word[0] for word in words[at:] if word[0].isupper())
        if initials == short:
            return " ".join(words[at:])
        if len(initials) >= len(short):
            break
    return ""


def _sentences(document: Document, end: re.Pattern[str] = _SENTENCE) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Prose):
            yield from end.split(block.text)


def _define(found: Definitions, term: str, rest: str, reader: Reader) -> None:
    """Keep the one code of a kind that both the term and its meaning may have."""
    codes: dict[str, set[str]] = {}
    for tag in reader.tagger.tags(rest.split(";")[0].split(".")[0]):
        if tag.facet in _DEFINED and not tag.label_only:
            codes.setdefault(tag.facet, set()).add(tag.code)
    told = [(facet, next(iter(some))) for facet, some in codes.items() if len(some) == 1]
    if len(told) == 1:
        found.words[_key(term)] = told[0]


def _answered_stages(sentence: str, office: re.Pattern[str], reader: Reader) -> Iterator[tuple[str, str]]:
    """Who answers a stage ('the Chief Executive (stage 2)')."""
    plain = fold_text(sentence)
    places = list(office.finditer(plain))
    if places and reader.tagger.mentions(sentence, "stage"):
        yield from _beside_stages(plain, places, reader)


def _beside_stages(plain: str, places: Iterable[re.Match[str]], reader: Reader) -> Iterator[tuple[str, str]]:
    """Those of the places that only a link parts from a stage, with that stage."""
    fillers = reader.phrases.compile(r"[\s,:()]*(?:{office_links})?[\s,:()]*")
    tags = [tag for tag in reader.tagger.tags(plain) if tag.facet == "stage" and tag.code in _STAGES]
    for place in places:
        for tag in tags:
            if place.start() < tag.end and tag.start < place.end():
                continue
            between = (
                plain[tag.end : place.start()] if tag.end <= place.start() else plain[place.end() : tag.start]
            )
            if fillers.fullmatch(between) is not None:
                yield _key(place.group()), tag.code


def _stands_in(words: str, label: str) -> bool:
    """Does a label hold the words, or is a part of it short for them ('Svc Resp.')?"""
    if words in _key(label):
        return True
    return any(_shortens(_key(part).split(), words.split()) for part in label.split(" > "))


def _shortens(tokens: list[str], words: list[str]) -> bool:
    """Is each token its word, or some of that word's letters in their order, from the first on?"""
    return len(tokens) == len(words) and all(
        len(token) > 1 and re.match(".*".join(map(re.escape, token.rstrip("."))), word) is not None
        for token, word in zip(tokens, words, strict=True)
    )
