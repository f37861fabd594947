"""The word lists of patterns/phrases.yaml as regular expressions, compiled once for a rulebook.

The code says how words stand together, the lists say which words: a template
such as r"\\b{moved_words}\\s+by" names its lists in braces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.language.fold import fold_text
from extractor.language.regex import compiled
from extractor.lexicon.rulebook import Rulebook, RulebookError
from extractor.lexicon.wordlists import GuardedWord, PhrasesFile, WordList

_SLOT = re.compile(r"\{([a-z_]+)\}")
_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")


class Phrases:
    """Lists by id, and patterns made of them."""

    def __init__(self, file: PhrasesFile) -> None:
        self._lists = {one.id: one for one in file.lists}
        self._sources: dict[str, str] = {}
        self._compiled: dict[tuple[str, int], re.Pattern[str]] = {}
        self.axis_hints = tuple(
            (hint.id, compiled(rf"\b(?:{'|'.join(_longest_first(hint.words))})\b", re.I))
            for hint in file.axis_hints
        )
        """(dimension, pattern of the words that announce it), in file order."""

    @staticmethod
    def of(rulebook: Rulebook) -> Phrases:
        """The phrases of a rulebook; raises RulebookError where the file is broken."""
        return rulebook.once("phrases of sentences", lambda book: Phrases(book.raw("phrases")))

    def words(self, name: str) -> tuple[str, ...]:
        """The plain words of a list, with plain quotes and dashes, in file order."""
        return tuple(fold_text(word) for word in self._list(name).words)

    def compile(self, template: str, flags: int = re.I) -> re.Pattern[str]:
        """The template with every {list} filled in by its words."""
        key = (template, flags)
        if key not in self._compiled:
            self._compiled[key] = compiled(_SLOT.sub(lambda m: self._source(m[1]), template), flags)
        return self._compiled[key]

    def _source(self, name: str) -> str:
        if name not in self._sources:
            one = self._list(name)
            options = [*_longest_first(one.words), *map(_guarded, one.guarded)]
            self._sources[name] = f"(?:{'|'.join(options)})"
        return self._sources[name]

    def _list(self, name: str) -> WordList:
        try:
            return self._lists[name]
        except KeyError:
            raise RulebookError(f"phrases.yaml: the list '{name}' is missing.") from None


def _longest_first(words: Iterable[str]) -> list[str]:
    return [_pattern(word) for word in sorted(map(fold_text, words), key=len, reverse=True)]


def _pattern(word: str) -> str:
    """'increas*' and 'polic(y|ies)' as regular expressions; all else is meant literally."""
    parts = []
    for i, part in enumerate(_CHOICE.split(fold_text(word))):
        if i % 2:
            parts.append(f"(?:{'|'.join(map(_pattern, part.split('|')))})")
        else:
            parts.append(r"\w*".join(map(re.escape, part.split("*"))))
    return "".join(parts)


def _guarded(guarded: GuardedWord) -> str:
    after = "".join(f"(?<!{re.escape(fold_text(text))})" for text in guarded.not_after)
    before = "|".join(re.escape(fold_text(text)) for text in guarded.not_before)
    return f"{after}{_pattern(guarded.word)}{f'(?!{before})' if before else ''}"
