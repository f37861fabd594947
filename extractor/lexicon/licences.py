"""The shape of patterns/licences.yaml: the words by which a report names the licence it is under."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, RootModel, StringConstraints, model_validator

Text = Annotated[str, StringConstraints(min_length=1)]


class Licence(BaseModel):
    """A licence and the words, in lower case, by which a report's own text names it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Text
    title: Text
    words: tuple[Text, ...] = Field(min_length=1)
    path: Text
    examples: tuple[Text, ...] = Field(min_length=1)

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
