"""Figures of other councils, printed for comparison, are not the report's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from extractor.identify.councils import Authorities
from extractor.language.fold import fold_text
from extractor.lexicon.phrases import Phrases
from extractor.model.types import Claim, Document, Ignored, Label, Place, Reading

_WORD = re.compile(r"[a-z]+")
_COMMON = frozenset(
    ("council", "county", "borough", "city", "district", "metropolitan", "london", "royal", "unitary")
    + ("authority", "the", "of", "and", "upon")
)
_TITLES = r"(?:the )?(?:(?:(?:london|royal) borough|county|city|council) of (?:the )?)?"
_REASON = "a figure of another council"


@dataclass(frozen=True, slots=True)
class Others:
    """Tells whose figures a row of a table and a sentence print.

    `council` is the report's own name and `code` its GSS code; where they are
    not known, the titles and name of the document stand in for the name, and
    sentences are not judged.
    """

    authorities: Authorities
    phrases: Phrases
    code: str
    council: str

    def left_out(
        self, pairs: Iterable[tuple[Place, Reading]], document: Document
    ) -> list[tuple[Place, Reading]]:
        """The readings less what a table of councils or a sentence prints for another one."""
        own = _telling(self.council) or _telling(" ".join((*document.titles, document.name)))
        told: dict[str, tuple[int, int]] = {}
        return [(place, self._own_only(self._parted(reading), own, told)) for place, reading in pairs]

    def _parted(self, reading: Reading) -> Reading:
        """A table of the report's council beside others: their names are those of no teams."""
        labels = (x for claim in reading.claims for x in claim.labels if x.facet == "service_area")
        named = {fold_text(x.text).lower() for x in labels} & self.authorities.names
        if len(named) < 2 or fold_text(self.council).lower() not in named:
            return reading

        def told(label: Label) -> Label:
            return replace(label, facet="council") if fold_text(label.text).lower() in named else label

        claims = (replace(claim, labels=tuple(map(told, claim.labels))) for claim in reading.claims)
        return replace(reading, claims=tuple(claims))

    def _own_only(self, reading: Reading, own: frozenset[str], told: dict[str, tuple[int, int]]) -> Reading:
        kept: list[Claim] = []
        dropped: list[Ignored] = []
        for claim in reading.claims:
            named = next((x.text for x in claim.labels if x.facet == "council"), "")
            if (named and not _telling(named) & own) or self._in_words(claim, told):
                dropped.append(Ignored(claim.raw, _REASON, claim.anchor, claim.evidence))
            else:
                kept.append(claim)
        if not dropped:
            return reading
        return replace(reading, claims=tuple(kept), ignored=(*reading.ignored, *dropped))

    def _in_words(self, claim: Claim, told: dict[str, tuple[int, int]]) -> bool:
        if claim.kind == "table" or not self.code:
            return False
        if claim.evidence not in told:
            told[claim.evidence] = self._spoken_of(claim.evidence)
        return claim.evidence.find(claim.raw, *told[claim.evidence]) >= 0

    def _spoken_of(self, sentence: str) -> tuple[int, int]:
        """The part of a sentence that has another council for its subject; empty where none has."""
        text = fold_text(sentence)
        opens = self.phrases.compile(rf"(?:^|[.;:] |, )(?:{{comparing_openings}},? )?{_TITLES}$")
        tells = self.phrases.compile(r"[^.;:,\d]{0,60}?(?:'s? |\b{tellings}\b)")
        shield = self.phrases.compile(r"\b{own_voices}\b")
        for mention in self.authorities.mentions(text):
            if self._is_own(mention.keys) or (not mention.formal and len(mention.keys) > 1):
                continue
            before, after = text[: mention.start], text[mention.end :]
            if opens.search(before) and tells.match(after):
                own = shield.search(text, mention.end)
                return mention.end, own.start() if own else len(text)
        return 0, 0

    def _is_own(self, keys: tuple[str, ...]) -> bool:
        """The report's council, or one that came before or after it?"""
        entries = [entry for key in keys for entry in self.authorities.by_key.get(key, ())]
        codes = {entry.code for entry in entries} | {code for entry in entries for code in entry.successor}
        mine = {entry.code for entry in self.authorities.all if self.code in entry.successor}
        return self.code in codes or bool(mine & codes)


def _telling(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name.lower())) - _COMMON
