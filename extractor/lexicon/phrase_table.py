"""The vocabularies' phrases, what each means, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractor.language.fold import fold_text
from extractor.lexicon.entries import Entry

Meaning = tuple[str, str, bool]
"""Facet, code, and whether it is meant in a label only."""
Span = tuple[int, int, tuple[Meaning, ...]]
"""Where a phrase starts and ends, and what it means."""

#: A number with its point and commas, a word, the s of a genitive, a mark; blanks apart.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)+|'s\b|\w+|[^\w\s]")
#: Facets whose single words stand in the plural too.
_PLURALS = ("sex",)
_HYPHENED = ("stage", "outcome")
"""Facets of which two words may be written as one ('first-stage', 'part-upheld')."""


def words_in(text: str) -> list[str]:
    """The words, numbers and marks of a text, of which phrases are made."""
    return _TOKEN.findall(text)


class PhraseTable:
    """Meanings by phrase; a phrase's beginnings stand there too, and mean nothing."""

    def __init__(self) -> None:
        self._meanings: dict[str, tuple[Meaning, ...]] = {}

    def add(self, form: str, meaning: Meaning) -> None:
        """One more meaning of a phrase; the same phrase may have several."""
        if words := words_in(form):
            self._put(" ".join(words), (meaning,))

    def without(self, words: Iterable[str]) -> PhraseTable:
        """A table of its own, in which the words name at most what is counted."""
        new = PhraseTable()
        new._meanings = dict(self._meanings)
        for phrase in {" ".join(words_in(form)) for word in words for form in variants(word.lower())}:
            if phrase in new._meanings:
                new._meanings[phrase] = tuple(m for m in new._meanings[phrase] if m[0] == "thing")
        return new

    def merge(self, other: PhraseTable) -> None:
        """The phrases of another table as well."""
        for phrase, meanings in other._meanings.items():
            self._put(phrase, meanings)

    def _put(self, phrase: str, meanings: tuple[Meaning, ...]) -> None:
        self._meanings[phrase] = (*self._meanings.get(phrase, ()), *meanings)
        while (phrase := phrase.rpartition(" ")[0]) and phrase not in self._meanings:
            self._meanings[phrase] = ()

    def phrases(self) -> Iterator[list[str]]:
        """The words of every phrase."""
        return (phrase.split(" ") for phrase, meanings in self._meanings.items() if meanings)

    def places(self, text: str) -> list[Span]:
        """Where phrases stand in a text, also one inside another."""
        words = words_in(text)
        meanings = self._meanings
        found = []
        for first, phrase in enumerate(words):
            end = first + 1
            while (meant := meanings.get(phrase)) is not None:
                if meant:
                    found.append((first, end, meant))
                if end == len(words):
                    break
                phrase = f"{phrase} {words[end]}"
                end += 1
        if not found:
            return []
        spans = [token.span() for token in _TOKEN.finditer(text)]
        return [(spans[first][0], spans[end - 1][1], meant) for first, end, meant in found]


def phrases_of(facet: str, entries: Iterable[Entry]) -> PhraseTable:
    """The words of a vocabulary in small letters, in all their variants."""
    table = PhraseTable()
    for entry in entries:
        add_words(table, facet, entry.id, entry.aliases)
        if facet == "outcome":
            unions = [a for a in entry.aliases if " or " in a]
            joints = ("/", ", or ", " / or ")
            add_words(table, facet, entry.id, [a.replace(" or ", j) for a in unions for j in joints])
        if facet in _HYPHENED:
            joined = [a.replace(" ", "-") for a in entry.aliases if a.count(" ") == 1]
            add_words(table, facet, entry.id, joined)
        add_words(table, facet, entry.id, entry.label_only, label_only=True)
    return table


def add_words(
    table: PhraseTable, facet: str, code: str, words: Iterable[str], label_only: bool = False
) -> None:
    """Words for a code, in small letters and in all their variants."""
    plural = (f"{a}s" for a in words if facet in _PLURALS and a.isalpha() and a[-1] not in "sn")
    for word in (*words, *plural):
        for form in variants(word.lower()):
            table.add(form, (facet, code, label_only))


def variants(word: str) -> Iterator[str]:
    """The spellings under which a word may stand in a folded text."""
    word = fold_text(word).strip()
    yield word
    for old, new in ((" & ", " and "), (" and ", " & ")):
        if old in word:
            yield word.replace(old, new)
    if "'" in word:
        yield word.replace("'", "")
        yield word.replace("'s ", " ")
    for sign in ("-", ". "):
        if sign in word:
            yield word.replace(sign, " ")
    if len(word) > 4 and word[-1].isalpha() and not word.endswith("s"):
        yield word + "s"
    head, of, rest = word.partition(" of ")
    if of and " " not in head and head[-1:].isalpha() and head[-1] not in "sn":
        yield f"{head}s{of}{rest}"  # 'members of parliament'
