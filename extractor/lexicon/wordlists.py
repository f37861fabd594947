"""The shapes of patterns/phrases.yaml, measures.yaml and service_figures.yaml."""

from __future__ import annotations

from functools import cached_property
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
    own: bool = False
    """It keeps its measure whatever became of it."""
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

    @cached_property
    def plain(self) -> dict[str, str]:
        """A thing -> its measure where nothing is said of what became of it."""
        return {thing.id: thing.measure for thing in self.things}

    @cached_property
    def own(self) -> dict[str, str]:
        """Things that have a measure of their own, whatever became of them -> the measure."""
        return {thing.id: thing.measure for thing in self.things if thing.own}

    @cached_property
    def weak(self) -> frozenset[str]:
        """Things whose words count complaints only where something beside them says so."""
        return frozenset(thing.id for thing in self.things if thing.weak)

    @cached_property
    def of_event(self) -> dict[str, str]:
        """What happened -> the measure of the complaints to which it happened."""
        return {event.id: event.measure for event in self.events}

    @cached_property
    def unit_of(self) -> dict[str, str]:
        """A measure -> what one of its count is, by the first thing that has it."""
        return {thing.measure: thing.unit_of_count for thing in reversed(self.things)}


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
