"""The vocabularies' phrases and what each means; spaCy's phrase matcher finds them in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from extractor.language.fold import fold_text
from extractor.lexicon.entries import Entry

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher
    from spacy.vocab import Vocab

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


_KEY = "phrase"


class PhraseTable:
    """Meanings by phrase, and the phrases that begin with one or two words."""

    def __init__(self) -> None:
        self._meanings: dict[str, tuple[Meaning, ...]] = {}
        self._beginning: dict[str, list[str]] = {}
        self._engine: tuple[Vocab, PhraseMatcher] | None = None
        self._waiting: dict[str, list[str]] = {}
        """Phrases that the matcher does not know yet, by their first two words."""

    def __getstate__(self) -> dict[str, Any]:
        # The matcher is built from the phrases where it is needed.
        return {**self.__dict__, "_engine": None, "_waiting": {}}

    def add(self, form: str, meaning: Meaning) -> None:
        """One more meaning of a phrase; the same phrase may have several."""
        if words := _TOKEN.findall(form):
            self._put(" ".join(words), (meaning,))

    def merge(self, other: PhraseTable) -> None:
        """The phrases of another table as well."""
        for phrase, meanings in other._meanings.items():
            self._put(phrase, meanings)

    def _put(self, phrase: str, meanings: tuple[Meaning, ...]) -> None:
        known = self._meanings.get(phrase)
        self._meanings[phrase] = meanings if known is None else (*known, *meanings)
        if known is None:
            self._beginning.setdefault(" ".join(phrase.split(" ", 2)[:2]), []).append(phrase)

    def places(self, text: str) -> list[Span]:
        """Where phrases stand in a text, also one inside another."""
        words = _TOKEN.findall(text)
        beginnings = [*words, *map(" ".join, pairwise(words))]
        if self._beginning.keys().isdisjoint(beginnings):
            return []
        return self._matched(text, words, beginnings)

    def _matched(self, text: str, words: list[str], beginnings: list[str]) -> list[Span]:
        from spacy.tokens import Doc

        vocab, matcher = self._fed(beginnings)
        found = matcher(Doc(vocab, words=words))
        if not found:
            return []
        spans = [token.span() for token in _TOKEN.finditer(text)]
        return [
            (spans[first][0], spans[end - 1][1], self._meanings[" ".join(words[first:end])])
            for _, first, end in sorted(found, key=lambda one: one[1:])
        ]

    def _fed(self, beginnings: list[str]) -> tuple[Vocab, PhraseMatcher]:
        """The matcher, with the phrases that begin so: of most, no report has any."""
        from spacy.matcher import PhraseMatcher
        from spacy.tokens import Doc
        from spacy.vocab import Vocab

        if self._engine is None:
            vocab = Vocab()
            self._engine = (vocab, PhraseMatcher(vocab, attr="ORTH"))
            self._waiting = dict(self._beginning)
        vocab, matcher = self._engine
        for beginning in beginnings:
            if phrases := self._waiting.pop(beginning, None):
                matcher.add(_KEY, [Doc(vocab, words=phrase.split(" ")) for phrase in phrases])
        return vocab, matcher


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
    if "-" in word:
        yield word.replace("-", " ")
    if len(word) > 4 and word[-1].isalpha() and not word.endswith("s"):
        yield word + "s"
    head, of, rest = word.partition(" of ")
    if of and " " not in head and head[-1:].isalpha() and head[-1] not in "sn":
        yield f"{head}s{of}{rest}"  # 'members of parliament'
