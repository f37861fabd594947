"""Lists of words, and the shapes that are made of them.

The code says how words and digits stand together, the lists say which words: a
template such as r"{months}\\s[0-9]+" names its lists in braces. The lists come from
patterns/ and are handed in; nothing here knows a word of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from extractor.language.fold import fold_text
from extractor.language.regex import compiled

_SLOT = re.compile(r"\{(!?)([a-z_]+)\}")
_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
_SIGNS = {" ": r"\s", "~": r"[\s-]", "*": "[a-z]*", "_": "[a-z]+"}


@dataclass(frozen=True, slots=True)
class NumberRule:
    """A number beside one of the words is no count: 'Section 3', 'aged 12'.

    shape names a pattern of `not_counts`; numbers, where given, are the only ones meant.
    """

    reason: str
    shape: str
    words: tuple[str, ...]
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Words:
    """Word lists by name. Two objects are never equal, so that one may be the key of a cache."""

    lists: Mapping[str, tuple[str, ...]]
    values: Mapping[str, dict[str, str]]
    """For lists whose words stand for something: the word and what it stands for."""
    rules: tuple[NumberRule, ...] = ()
    _compiled: dict[tuple[str, int], re.Pattern[str]] = field(default_factory=dict, repr=False)

    @cached_property
    def hash(self) -> str:
        """sha-256 over everything that it holds."""
        held = (sorted(self.lists.items()), sorted(self.values.items()), self.rules)
        return sha256(repr(held).encode()).hexdigest()

    def compile(self, template: str, flags: int = 0) -> re.Pattern[str]:
        """The template with each {list} filled in, and each {!list} as 'not right after one of the list'.

        Raises KeyError for a list that is not there.
        """
        key = (template, flags)
        if key not in self._compiled:
            self._compiled[key] = compiled(self.source(template), flags)
        return self._compiled[key]

    def source(self, template: str) -> str:
        """As `compile`, the text of the regular expression."""
        return _SLOT.sub(lambda slot: self._filled(slot[2], bool(slot[1])), template)

    def _filled(self, name: str, barred: bool) -> str:
        if name not in self.lists:
            raise KeyError(f"the list '{name}' is missing")
        words = self.lists[name]
        if barred:
            return "".join(rf"(?<!\b{pattern_of(word)}\s)" for word in words)
        return f"(?:{'|'.join(pattern_of(word) for word in sorted(words, key=len, reverse=True)) or '(?!)'})"


def pattern_of(word: str) -> str:
    """A word as a regular expression of folded text.

    (a|b) is a choice, `*` any ending, `_` any one word, `~` a blank or a hyphen; all else is itself.
    """
    parts = []
    for i, part in enumerate(_CHOICE.split(fold_text(word))):
        if i % 2:
            parts.append(f"(?:{'|'.join(map(pattern_of, part.split('|')))})")
        else:
            parts += [_SIGNS.get(sign) or re.escape(sign) for sign in part]
    return "".join(parts)


_IN_FORCE: ContextVar[Words] = ContextVar("words")


@contextmanager
def using(words: Words) -> Iterator[None]:
    """These words are in force for what is read inside the block."""
    token = _IN_FORCE.set(words)
    try:
        yield
    finally:
        _IN_FORCE.reset(token)


def in_force() -> Words:
    """The words that `using` put in force. Raises LookupError where there are none."""
    return _IN_FORCE.get()
