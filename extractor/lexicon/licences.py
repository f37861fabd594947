"""The shape of patterns/licences.yaml: the words by which a report names the licence it is under."""

from __future__ import annotations

from typing import Self

from pydantic import ConfigDict, RootModel, model_validator

from extractor.lexicon.strict import Strict, Text, Texts


class Licence(Strict):
    """A licence and the words, in lower case, by which a report's own text names it."""

    id: Text
    title: Text
    words: Texts
    path: Text
    examples: Texts

    def named_in(self, text: str) -> bool:
        """Does this text speak of this licence?"""
        return any(word in text.lower() for word in self.words)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for example in self.examples:
            if not self.named_in(example):
                raise ValueError(f"licence '{self.id}': nothing in '{example}' names it")
        return self


class LicencesFile(RootModel[tuple[Licence, ...]]):
    """The content of patterns/licences.yaml."""

    model_config = ConfigDict(frozen=True)
