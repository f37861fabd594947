"""The shape of patterns/scope.yaml: which documents are complaint reports, and whose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from pydantic import Field, model_validator

from extractor.language.fold import fold_text
from extractor.language.regex import compiled
from extractor.lexicon.strict import Pattern, Strict


class Body(Strict):
    """A publisher that is no council."""

    id: str
    label: str
    names: tuple[Pattern, ...] = Field(min_length=1)
    in_text: tuple[Pattern, ...] = ()
    instance: tuple[Pattern, ...] = ()
    """Who hears its complaints last; tells where the report names no council."""
    of_councils: bool = False
    """Is it one whose name heads councils' own reports too?"""
    examples: tuple[str, ...] = Field(min_length=1)
    not_: tuple[str, ...] = Field(default=(), alias="not")


class Part(Strict):
    """Papers that are about complaints only in part."""

    papers: tuple[Pattern, ...]
    headings: tuple[Pattern, ...]
    examples: tuple[str, ...] = Field(min_length=1)


class Kindred(Strict):
    """Papers about complaints whose titles do not say so."""

    titles: tuple[Pattern, ...]
    examples: tuple[str, ...] = Field(min_length=1)
    not_: tuple[str, ...] = Field(default=(), alias="not")
    marks: tuple[Pattern, ...]
    """Kinds of words of which such a paper must hold some."""
    fewest: int

    def spoken_of(self, texts: Iterable[str]) -> int:
        """How often the words occur in the texts; 0 where there are too few kinds of them."""
        whole = fold_text("\n".join(texts), lower=True)
        found = [len(compiled(mark).findall(whole)) for mark in self.marks]
        return sum(found) if sum(map(bool, found)) >= self.fewest else 0


class Mentions(Strict):
    """How often complaints are spoken of, in a thousand words; the fewest mentions and words."""

    common: float
    rare: float
    fewest: int
    words: int


class ScopeWords(Strict):
    """The content of patterns/scope.yaml."""

    bodies: tuple[Body, ...]
    councils: tuple[Pattern, ...]
    not_publishers: tuple[Pattern, ...]
    own_words: tuple[Pattern, ...]
    """How a council speaks of itself."""
    local_ombudsman: tuple[Pattern, ...]
    """The Ombudsman of councils."""
    complaint_words: Pattern
    """What complaints and compliments are spoken of by."""
    kindred: Kindred
    letter: tuple[Pattern, ...]
    part: Part
    mentions: Mentions

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for body in self.bodies:
            for text in body.examples:
                if self.body_in(text) != body:
                    raise ValueError(f"body '{body.id}': the example '{text}' is not hit")
            for text in body.not_:
                if self.body_in(text) == body:
                    raise ValueError(f"body '{body.id}': '{text}' is hit, and should not be")
        for text in self.kindred.examples:
            if not hit(self.kindred.titles, text):
                raise ValueError(f"kindred: the example '{text}' is not hit")
        for text in self.kindred.not_:
            if hit(self.kindred.titles, text):
                raise ValueError(f"kindred: '{text}' is hit, and should not be")
        for text in self.part.examples:
            if not hit(self.part.headings, text):
                raise ValueError(f"part: the example '{text}' is not hit")
        return self

    def complaints_in(self, text: str) -> int:
        """How often a text speaks of complaints."""
        return len(compiled(self.complaint_words).findall(text.lower()))

    def body_in(self, line: str) -> Body | None:
        """The body that a line of a cover names."""
        if hit(self.not_publishers, line):
            return None
        return next((body for body in self.bodies if hit(body.names, line)), None)


def hit(patterns: Iterable[str], text: str) -> bool:
    """Does one of the patterns occur in the text, in small letters with plain quotes?"""
    folded = fold_text(text, lower=True).strip()
    return any(compiled(pattern).search(folded) for pattern in patterns)
