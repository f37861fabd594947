"""The shape of patterns/number_words.yaml, periods.yaml, not_counts.yaml and council_names.yaml."""

from __future__ import annotations

from typing import Self

from pydantic import Field, RootModel, model_validator

from extractor.language import not_counts
from extractor.lexicon.strict import Strict, Text


class _Entry(Strict):
    id: Text
    note: str = ""
    examples: tuple[Text, ...] = ()
    """'text => what is read', in the notation that the file's first lines give."""
    not_: tuple[Text, ...] = Field(default=(), alias="not")

    @model_validator(mode="after")
    def _with_arrows(self) -> Self:
        for text in (*self.examples, *self.not_):
            if "=>" not in text:
                raise ValueError(f"'{text}' does not say what is read ('text => what is read')")
        return self


class WordsOf(_Entry):
    """One list: its words, or its words with what each stands for."""

    words: tuple[Text, ...] = ()
    values: dict[Text, Text] = Field(default={})
    cells: tuple[Text, ...] = ()
    """Examples read as a cell of a table."""
    headers: tuple[Text, ...] = ()
    """Examples read as the header of a column."""


class RuleOf(_Entry):
    """Words that make the number beside them no count."""

    reason: Text
    shape: Text
    words: tuple[Text, ...]
    numbers: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.shape not in not_counts.shape_names():
            raise ValueError(f"there is no shape '{self.shape}'")
        return self


class WordLists(RootModel[tuple[WordsOf, ...]]):
    """The content of a file of word lists."""


class NotCounts(Strict):
    """The content of not_counts.yaml."""

    rules: tuple[RuleOf, ...]
    lists: tuple[WordsOf, ...]
