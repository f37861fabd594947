"""The entries of the vocabularies: a code and its words, from a file or with a quirk laid over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar

from pydantic import Field

from extractor.language.fold import fold_label
from extractor.lexicon.strict import Strict

WORD_LISTS = ("aliases", "case_sensitive", "label_only", "keywords", "hints")
"""The lists of an entry that hold words."""


@dataclass(frozen=True)
class Entry:
    """One code of a facet and the words for it."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    id: str
    label: str = ""
    aliases: tuple[str, ...] = ()
    """Names, as whole labels or in running text."""
    case_sensitive: tuple[str, ...] = ()
    """Initials that count only in just this case."""
    label_only: tuple[str, ...] = ()
    """Names that count only as a whole label, never in running text."""
    keywords: tuple[str, ...] = ()
    """Words that speak for the code inside a longer label."""
    hints: tuple[str, ...] = ()
    """Like keywords, but heard only where no other code has a say."""
    patterns: tuple[str, ...] = ()
    """Regular expressions for a whole label; named groups fill the braces of the id."""
    covers: tuple[str, ...] = ()
    """A union: the codes that it takes in."""
    whole_of: tuple[str, ...] = ()
    """The parts of a department: a label that names several of them and nothing else names the department."""
    over: tuple[str, ...] = ()
    """Codes that this one outranks in one label ('delay in assessment'), unless joined by 'and'."""
    examples: tuple[str, ...] = ()
    not_: Annotated[tuple[str, ...], Field(alias="not")] = ()
    """Labels, aliases or keywords that are not this code, whatever the rest says."""
    note: str = ""
    from_quirk: frozenset[str] = frozenset()
    """The words that a quirk added."""

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that names the code as a whole label."""
        return (*self.aliases, *self.label_only, *self.case_sensitive)


class VocabularyModel(Strict):
    """A vocabulary file; `facet` is the column of the dataset that its codes go to."""

    facet: str
    note: str = ""
    entries: tuple[Entry, ...]


class QuirkModel(Strict):
    """A file in patterns/quirks: entries with the same keys, by the vocabulary that they change."""

    authority: str
    name: str
    note: str = ""
    vocabularies: dict[str, tuple[Entry, ...]]


def overlaid(entries: tuple[Entry, ...], additions: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """General entries with a quirk's laid over: its words are added, and taken from every other code."""
    quirks = {one.id: one for one in additions}
    taken = {fold_label(w): q.id for q in quirks.values() for w in (*q.words, *q.keywords, *q.hints)}
    merged = []
    for entry in entries:
        kept: dict[str, Any] = {n: _left(getattr(entry, n), taken, entry.id) for n in WORD_LISTS}
        entry = replace(entry, **kept)
        quirk = quirks.pop(entry.id, None)
        merged.append(_extended(entry, quirk) if quirk else entry)
    return (*merged, *(_extended(Entry(q.id, q.label), q) for q in quirks.values()))


def _left(words: tuple[str, ...], taken: Mapping[str, str], code: str) -> tuple[str, ...]:
    return tuple(w for w in words if taken.get(fold_label(w), code) == code)


def _extended(entry: Entry, quirk: Entry) -> Entry:
    """The quirk's words first, so that they are the ones that a match names."""
    names = (*WORD_LISTS, "patterns", "covers", "whole_of", "over", "examples", "not_")
    both: dict[str, Any] = {n: dict.fromkeys((*getattr(quirk, n), *getattr(entry, n))) for n in names}
    added = frozenset((*quirk.words, *quirk.keywords, *quirk.hints, *quirk.patterns))
    longer: dict[str, Any] = {n: tuple(words) for n, words in both.items()}
    return replace(entry, **longer, from_quirk=added)
