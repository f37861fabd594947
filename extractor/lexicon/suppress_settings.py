"""The shape of patterns/suppression.yaml: how numbers in text are found that may be suppressed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from extractor.lexicon.strict import Strict

Word = Annotated[str, StringConstraints(pattern=r"^[a-z]+( [a-z]+)*$")]


class NumberWords(Strict):
    """Words that say one number (or, as a share, a percentage)."""

    id: Annotated[str, StringConstraints(pattern=r"^\d+$")]
    words: tuple[Word, ...] = Field(min_length=1)
    examples: tuple[str, ...] = Field(min_length=1)


class Suppression(Strict):
    """The content of patterns/suppression.yaml."""

    words: tuple[NumberWords, ...]
    before: tuple[Word, ...]
    """Words before a number that is no count."""
    after: tuple[Word, ...]
    """Words after a number that is no count."""
    joiners: tuple[Word, ...]
    """Words between two numbers of which the first is no count: 'stages 1 and 2'."""
    ranges: tuple[Word, ...]
    """Words between the ends of a span of days or the like: '5 to 10 days'."""
    ordinals: tuple[Word, ...]
    """Endings of a number in a row or a date: '3rd'."""
    months: tuple[Word, ...]
    """How the months begin: a number beside one is a date."""
    examples: tuple[str, ...] = Field(min_length=1)
    """Text of which nothing is hidden."""
