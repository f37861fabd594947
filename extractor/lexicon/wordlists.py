"""The shapes of patterns/phrases.yaml, measures.yaml and service_figures.yaml."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, RootModel, StringConstraints, model_validator

from extractor.lexicon.codes import Measure, UnitOfCount

Text = Annotated[str, StringConstraints(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GuardedWord(_Strict):
    """A word that does not count right after, or right before, some text (spaces included)."""

    word: Text
    not_after: tuple[Text, ...] = ()
    not_before: tuple[Text, ...] = ()


class WordList(_Strict):
    """Words of one meaning; `*` is any ending, (a|b) a choice."""

    id: Text
    note: str = ""
    words: tuple[Text, ...] = Field(min_length=1)
    guarded: tuple[GuardedWord, ...] = ()
    examples: tuple[Text, ...] = Field(min_length=1)
    not_: tuple[Text, ...] = Field(default=(), alias="not")

    @model_validator(mode="after")
    def _sound(self) -> Self:
        _once(f"list '{self.id}'", (*self.words, *(g.word for g in self.guarded)))
        for word in self.words:
            if "|" in word and word.count("(") != word.count(")"):
                raise ValueError(f"the brackets of '{word}' do not close")
        return self


class AxisHint(_Strict):
    """What a table's corner, caption or heading says about the labels along an axis."""

    id: Text
    words: tuple[Text, ...] = Field(min_length=1)
    examples: tuple[Text, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        _once(f"axis hint '{self.id}'", self.words)
        return self


class PhrasesFile(_Strict):
    """The content of patterns/phrases.yaml."""

    axis_hints: tuple[AxisHint, ...]
    lists: tuple[WordList, ...]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        _once("file", [hint.id for hint in self.axis_hints])
        _once("file", [one.id for one in self.lists])
        return self


class Counted(_Strict):
    """A thing that is counted, or something that happened to it."""

    id: Text
    measure: Measure
    unit_of_count: UnitOfCount = ""
    weak: bool = False
    """The words count complaints only where a stage or the word complaint stands nearby."""
    words: tuple[Text, ...] = Field(min_length=1)
    examples: tuple[Text, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        _once(f"entry '{self.id}'", self.words)
        return self


class Source(_Strict):
    """Words for enquiries that also say whose they are."""

    id: Text
    words: tuple[Text, ...] = Field(min_length=1)
    examples: tuple[Text, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        _once(f"entry '{self.id}'", self.words)
        return self


class MeasuresFile(_Strict):
    """The content of patterns/measures.yaml."""

    things: tuple[Counted, ...]
    events: tuple[Counted, ...]
    sources: tuple[Source, ...]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for entries in (self.things, self.events, self.sources):
            _once("file", [entry.id for entry in entries])
        return self


class ServiceFigure(_Strict):
    """A figure about the service itself, never one of complaints."""

    id: Text
    label: Text
    unit_of_count: UnitOfCount
    aliases: tuple[Text, ...] = Field(min_length=1)
    examples: tuple[Text, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        _once(f"entry '{self.id}'", self.aliases)
        return self


class ServiceFigures(RootModel[tuple[ServiceFigure, ...]]):
    """The content of patterns/service_figures.yaml."""

    model_config = ConfigDict(frozen=True)


def _once(where: str, words: tuple[str, ...] | list[str]) -> None:
    """Raises ValueError for a word that stands twice."""
    seen: set[str] = set()
    for word in words:
        if word in seen:
            raise ValueError(f"'{word}' stands twice in the {where}")
        seen.add(word)
