"""The shapes of patterns/phrases.yaml, measures.yaml and service_figures.yaml."""

from __future__ import annotations

from typing import Self

from pydantic import ConfigDict, Field, RootModel, model_validator

from extractor.lexicon.codes import Measure, UnitOfCount
from extractor.lexicon.strict import Entries, Strict, Text, Texts, Words, once


class GuardedWord(Strict):
    """A word that does not count right after, or right before, some text (spaces included)."""

    word: Text
    not_after: tuple[Text, ...] = ()
    not_before: tuple[Text, ...] = ()


class WordList(Strict):
    """Words of one meaning; `*` is any ending, (a|b) a choice."""

    id: Text
    note: str = ""
    words: Words
    guarded: tuple[GuardedWord, ...] = ()
    examples: Texts
    not_: tuple[Text, ...] = Field(default=(), alias="not")

    @model_validator(mode="after")
    def _sound(self) -> Self:
        once((*self.words, *(g.word for g in self.guarded)))
        for word in self.words:
            if "|" in word and word.count("(") != word.count(")"):
                raise ValueError(f"the brackets of '{word}' do not close")
        return self


class AxisHint(Strict):
    """What a table's corner, caption or heading says about the labels along an axis."""

    id: Text
    words: Words
    examples: Texts


class PhrasesFile(Strict):
    """The content of patterns/phrases.yaml."""

    axis_hints: Entries[AxisHint]
    lists: Entries[WordList]


class Counted(Strict):
    """A thing that is counted, or something that happened to it."""

    id: Text
    measure: Measure
    unit_of_count: UnitOfCount = ""
    weak: bool = False
    """The words count complaints only where a stage or the word complaint stands nearby."""
    words: Words
    examples: Texts


class Source(Strict):
    """Words for enquiries that also say whose they are."""

    id: Text
    words: Words
    examples: Texts


class MeasuresFile(Strict):
    """The content of patterns/measures.yaml."""

    things: Entries[Counted]
    events: Entries[Counted]
    sources: Entries[Source]


class ServiceFigure(Strict):
    """A figure about the service itself, never one of complaints."""

    id: Text
    label: Text
    unit_of_count: UnitOfCount
    aliases: Words
    examples: Texts


class ServiceFigures(RootModel[Entries[ServiceFigure]]):
    """The content of patterns/service_figures.yaml."""

    model_config = ConfigDict(frozen=True)
