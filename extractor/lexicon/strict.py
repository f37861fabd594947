"""What the schemas of patterns/ have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


class Strict(BaseModel):
    """A part of a file that may have no other keys than these."""

    # Most processes take what an earlier one made of the files, and so need no validator.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"the pattern {pattern} is broken: {error}") from error
    return pattern


def once(words: Iterable[str]) -> None:
    """Raises ValueError for a word that appears twice."""
    seen: set[str] = set()
    for word in words:
        if word in seen:
            raise ValueError(f"'{word}' appears twice")
        seen.add(word)


def _distinct(words: tuple[str, ...]) -> tuple[str, ...]:
    once(words)
    return words


def _distinct_ids(entries: tuple[Any, ...]) -> tuple[Any, ...]:
    once(entry.id for entry in entries)
    return entries


Entry = TypeVar("Entry")
Text = Annotated[str, StringConstraints(min_length=1)]
Pattern = Annotated[str, AfterValidator(_compiles)]
"""A regular expression."""
Words = Annotated[tuple[Text, ...], Field(min_length=1), AfterValidator(_distinct)]
"""One word at least, and none twice."""
Texts = Annotated[tuple[Text, ...], Field(min_length=1)]
Entries = Annotated[tuple[Entry, ...], AfterValidator(_distinct_ids)]
"""Entries of which no two have one id."""
