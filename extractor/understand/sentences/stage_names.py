"""Other names that a report gives its stages: 'the Chief Executive (stage 2)', 'a review (Stage 3)'."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.language.fold import fold_text
from extractor.lexicon.tagger import Tag
from extractor.understand.tables.labels import Reader


class StageNames:
    """Grows as a report's prose is looked over; one per report."""

    def __init__(self, reader: Reader) -> None:
        self._tags = reader.tagger.tags
        compiled = reader.phrases.compile
        self._given = compiled(r"\b(?P<name>{deciders})\s*\(\s*(?P<stage>{stage_starts} \w+)\s*\)")
        self._name = compiled(r"\b{deciders_before}\s+(?:{articles}\s+)?(?P<name>{deciders})\b")
        self._stages: dict[str, str] = {}

    def learn(self, texts: Iterable[str]) -> None:
        """Remember who or what is printed right before a stage in brackets."""
        for text in texts:
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
