"""What a report says once of its sentences: other names of stages, and what its brackets hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.language import periods
from extractor.language.fold import fold_text
from extractor.lexicon.tagger import Tag
from extractor.understand.sentences.split import masked
from extractor.understand.tables.labels import Reader


class Conventions:
    """Grows as a report's prose is looked over; one per report."""

    def __init__(self, reader: Reader) -> None:
        self._tags = reader.tagger.tags
        compiled = reader.phrases.compile
        self._given = compiled(r"\b(?P<name>{deciders})\s*\(\s*(?P<stage>{stage_starts} \w+)\s*\)")
        self._name = compiled(r"\b{deciders_before}\s+(?:{articles}\s+)?(?P<name>{deciders})\b")
        self._legend = compiled(
            r"(?:\b{earlier_years}|y{5,})[^.()]{0,40}\b{bracket_words}\b"
            r"|\b{bracket_words}\b[^.()]{0,40}(?:\b{earlier_years}|y{5,})"
        )
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
        """The sentence's tags, and a stage wherever complaints go to one by its other name."""
        if not self._stages:
            return tags
        out = list(tags)
        for found in self._name.finditer(fold_text(text)):
            start, end = found.span("name")
            code = self._stages.get(found["name"].lower(), "")
            if code and not any(t.facet == "stage" and t.start < end + 3 and start < t.end for t in tags):
                out.append(Tag(start, end, "stage", code, text[start:end]))
        return sorted(out, key=lambda t: (t.start, t.end))
