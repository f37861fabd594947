"""What a report says once of its sentences: other names of stages, and what its brackets hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.language import periods
from extractor.language.fold import fold_text
from extractor.lexicon.tagger import Tag
from extractor.understand.sentences.split import masked
from extractor.understand.tables.labels import Reader

_FINDINGS = 2
"""Findings of the Ombudsman in one sentence, at least, of which each shows that the others are findings."""


class Conventions:
    """Grows as a report's prose is looked over; one per report."""

    def __init__(self, reader: Reader) -> None:
        self._tags, self._settings = reader.tagger.tags, reader.settings
        compiled = reader.phrases.compile
        self._given = compiled(r"\b(?P<name>{deciders})\s*\(\s*(?P<stage>{stage_starts} \w+)\s*\)")
        self._name = compiled(r"\b{deciders_before}\s+(?:{articles}\s+)?(?P<name>{deciders})\b")
        self._legend = compiled(
            r"(?:\b{earlier_years}|y{5,})[^.()]{0,40}\b{bracket_words}\b"
            r"|\b{bracket_words}\b[^.()]{0,40}(?:\b{earlier_years}|y{5,})"
        )
        self._outside = compiled(r"\b{outside_leads}\s+(?:{articles}\s+)?$")
        self._not_yet = compiled(r"\b{not_yet_leads}\s+(?:{articles}\s+)?$")
        self._numbered = compiled(r"\d|\b{step_ordinals}\b")
        self._stages: dict[str, str] = {}
        self.earlier_in_brackets = False
        """'Last year's figures are in brackets.'"""

    def learn(self, texts: Iterable[str]) -> None:
        """Remember who or what is printed right before a stage in brackets, and what brackets are for."""
        for text in texts:
            if "bracket" in text:
                self.earlier_in_brackets |= self._legend.search(masked(text, periods.find(text))) is not None
            for found in self._given.finditer(fold_text(text)):
                codes = {t.code for t in self._tags(found["stage"]) if t.facet == "stage"}
                if len(codes) == 1:
                    self._stages.setdefault(found["name"].lower(), codes.pop())

    def tags(self, text: str, tags: Sequence[Tag]) -> Sequence[Tag]:
        """The sentence's tags, and a stage wherever complaints go to one by its other name.

        Without the move of 'complaints before escalation': it had not been made.
        """
        early = {
            (t.start, t.end)
            for t in tags
            if t.code == "escalated" and t.facet == "event" and self._not_yet.search(text[: t.start])
        }
        tags = [t for t in tags if (t.start, t.end) not in early]
        tags = self._of_the_ombudsman(text, tags)
        if not self._stages:
            return tags
        out = list(tags)
        for found in self._name.finditer(fold_text(text)):
            start, end = found.span("name")
            code = self._stages.get(found["name"].lower(), "")
            if code and not any(t.facet == "stage" and t.start < end + 3 and start < t.end for t in tags):
                out.append(Tag(start, end, "stage", code, text[start:end]))
        return sorted(out, key=lambda t: (t.start, t.end))

    def _of_the_ombudsman(self, text: str, tags: Sequence[Tag]) -> Sequence[Tag]:
        """The tags without the Ombudsman where it had no part, and without a stage by name where it decided.

        'Sent back for local resolution', said of the Ombudsman's decisions, names no stage; 'service failure'
        beside another finding is one, and no subject.
        """
        tags = [t for t in tags if t.code != "ombudsman" or not self._outside.search(text[: t.start])]
        tags = self._with_findings(text, tags)
        decided = {t.code for t in tags if t.facet == "outcome"}
        if not decided & set(self._settings.ombudsman_outcomes):
            return tags
        return [
            t for t in tags if t.facet != "stage" or t.code == "ombudsman" or self._numbered.search(t.text)
        ]

    def _with_findings(self, text: str, tags: list[Tag]) -> list[Tag]:
        outcomes = [t for t in tags if t.facet == "outcome"]
        found = [
            (a, b, code)
            for a, b, code in self._settings.findings_in(text)
            if not any(t.start <= a and b <= t.end for t in outcomes)
        ]
        given = any(t.code in self._settings.ombudsman_outcomes for t in outcomes)
        if not found or len(found) + given < _FINDINGS:
            return tags
        kept = [t for t in tags if not any(a < t.end and t.start < b for a, b, _ in found)]
        kept += [Tag(a, b, "outcome", code, text[a:b]) for a, b, code in found]
        return sorted(kept, key=lambda t: t.start)
