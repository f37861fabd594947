"""What the labels along a table's axis mean: fixed words, periods, or one free dimension."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor import numbers, periods
from extractor.match import Matcher
from extractor.parse.tag import VOCABULARY, Tag, Tagger, fold, residue
from extractor.rulebook import Rulebook
from extractor.types import Label

#: Facets whose labels councils invent; the rest are exact or refused.
FREE = (
    "service_area",
    "theme",
    "ethnicity",
    "religion",
    "disability",
    "age_band",
    "complainant",
    "channel",
    "sex",
)

#: Facets that say what is counted; the rest say of which slice.
STRUCTURAL = ("stage", "procedure", "thing", "source", "event", "outcome", "timeliness")

_UNIT = re.compile(
    r"(?P<percent>%|\bper ?cent\b|\bpercentages?\b|^shares?\b|\bproportion\b)|(?P<count>\bnumbers?\b|\bno\.|\bcounts?\b|\bvolume\b|#)|(?P<gbp>£)|(?P<working_days>\bworking days\b)|(?P<change>\bchange\b|\bvariance\b|\bdifference\b|\bmovement\b|\+/-)",
    re.I,
)
_DAYS = re.compile(
    r"\b(average|mean)\b.*\bdays\b|\bdays\b.*\b(average|mean)\b|\bresponse time\b.*\bdays\b", re.I
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one label says, before its axis is known."""

    text: str
    tags: tuple[Tag, ...]
    period: str
    total: bool
    unit: str
    rest: str
    """Words that no vocabulary explains."""
    average: bool = False


class Reader:
    """Reads labels; one per rulebook and process."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.tagger = Tagger(rulebook)
        self.matcher = Matcher(rulebook)
        phrases = rulebook.raw("phrases")
        self.phrases = phrases
        self._totals = {fold(w).lower() for w in phrases["totals"]["words"]}
        self._hints = [
            (
                h["id"],
                re.compile(
                    r"\b(?:"
                    + "|".join(re.escape(w) for w in sorted(h["words"], key=len, reverse=True))
                    + r")\b",
                    re.I,
                ),
            )
            for h in phrases["axis_hints"]
        ]
        self.meaning = lru_cache(maxsize=20_000)(self._meaning)

    def _meaning(self, text: str) -> Meaning:
        plain = fold(text).strip()
        bare = plain.strip(" .:*†#").lower()
        period = periods.header_period(plain)
        tags = self.tagger.tags(text)
        if any(t.label_only for t in tags) and residue(_without_periods(plain), tags):
            tags = tuple(t for t in tags if not t.label_only)
        unit = ""
        for found in _UNIT.finditer(plain):
            unit = found.lastgroup or unit
        words = re.sub(r"\b(19|20)\d\d\s*[-/]\s*\d\d(\d\d)?\b", " ", bare).strip(" ():")
        rest = residue(_without_periods(plain), [t for t in tags if t.facet in STRUCTURAL])
        return Meaning(
            text=text,
            tags=tags,
            period=(period.code or period.kind) if period else self._inner_period(plain),
            total=words in self._totals
            or words.rstrip("s") in self._totals
            or (words.startswith(("total ", "overall ")) and not rest),
            unit=unit,
            rest=rest,
            average=bool(_DAYS.search(plain)),
        )

    def _inner_period(self, text: str) -> str:
        found = [p for p in periods.find(text) if p.code]
        codes = {p.code for p in found}
        return found[0].code if len(codes) == 1 else ""

    def hint(self, text: str) -> str:
        """The dimension that a corner, caption or heading announces, or ''."""
        found: list[tuple[int, int, str]] = []
        for facet, pattern in self._hints:
            for m in pattern.finditer(fold(text)):
                found.append((m.end() - m.start(), -m.start(), facet))
        return max(found)[2] if found else ""

    def fixed(self, meaning: Meaning) -> bool:
        """Do stages, outcomes, nouns, events, periods and units explain the label without rest?"""
        if meaning.total or (meaning.period and not meaning.rest):
            return True
        known = [t for t in meaning.tags if t.facet in STRUCTURAL]
        rest = residue(_without_periods(fold(meaning.text)), known)
        return not rest and bool(known or meaning.unit)

    def support(self, facet: str, labels: Sequence[str]) -> float:
        """The share of labels that the dimension's vocabulary knows, exact ones counting whole."""
        if not labels:
            return 0.0
        score = 0.0
        for label in labels:
            found = self.matcher.match(VOCABULARY[facet], label)
            if found.code != "unmapped":
                score += 1.0 if found.method == "exact" else 0.6 * found.score / 100
        return score / len(labels)

    def free_facet(self, labels: Sequence[str], corner: str, caption: str, headings: Sequence[str]) -> str:
        """Which free dimension an axis of invented labels carries, or '' where it cannot tell."""
        scores: dict[str, float] = {}
        for facet in FREE:
            scores[facet] = 1.2 * self.support(facet, labels)
        weights = [
            (corner, 1.0),
            (caption, 0.5),
            *((h, 0.4 / (k + 1)) for k, h in enumerate(reversed(headings))),
        ]
        for text, weight in weights:
            facet = self.hint(text) if text else ""
            if facet in ("remedy", "refusal"):
                facet = "theme"
            if facet in scores:
                scores[facet] += weight
        best = max(scores, key=lambda f: scores[f])
        return best if scores[best] >= 0.38 else ""

    def label(self, facet: str, text: str, origin: str, vocabulary: str = "") -> Label:
        """The label as a code of its dimension, with the receipt of the match."""
        found = self.matcher.match(VOCABULARY[vocabulary or facet], text)
        code = found.code
        return Label(
            facet, text, code, origin, found.method, found.score, found.runner_up, found.runner_up_score
        )


def _without_periods(text: str) -> str:
    for p in reversed(periods.find(text)):
        text = text[: p.start] + " " * (p.end - p.start) + text[p.end :]
    return text


def number_in_label(text: str) -> bool:
    """Is a number printed inside a label (and not a period, stage or limit)?"""
    return bool(numbers.in_sentence(text))
