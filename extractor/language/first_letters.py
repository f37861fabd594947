"""With which characters a match of a regular expression may begin, so that a search may skip all others.

Python's own compiler notes them for the simplest expressions only: not behind a word boundary, and not
where letters of either case match. Most of ours begin so, and would be tried at every character.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from typing import Any

ALL = frozenset(range(128))
"""Of ASCII; every other character may begin a match, as far as is known here."""
_IGNORE_CASE, _CHARSET, _PREFIX = 2, 4, 1
_MOST = 100
"""So many characters that skipping the others is not worth the look."""
_NO_WIDTH = frozenset(("AT", "ASSERT", "ASSERT_NOT"))
_REPEATS = frozenset(("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"))
_KINDS = {
    "CATEGORY_DIGIT": frozenset(n for n in ALL if chr(n).isdigit()),
    "CATEGORY_SPACE": frozenset(n for n in ALL if chr(n).isspace()),
    "CATEGORY_WORD": frozenset(n for n in ALL if chr(n).isalnum() or chr(n) == "_"),
}


def told(numbers: Sequence[int], tree: Any, flags: int) -> list[int]:
    """The compiler's numbers for a parsed expression, told where a match may begin if they do not know it.

    Raises AttributeError under a Python whose compiler does not work with such numbers.
    """
    compiler: Any = importlib.import_module("re._compiler")
    info, skip, mask, least = numbers[:4]
    if info != int(compiler.INFO) or mask & _PREFIX or not least:
        return list(numbers)
    found, empty = _of_sequence(tree, flags)
    if empty or not 0 < len(found) < _MOST:
        return list(numbers)
    bits = compiler._mk_bitmap(bytearray(n in found or n > 127 for n in range(256)))
    kinds = (compiler.CHARSET, *bits, compiler.RANGE, 256, 0x10FFFF, compiler.FAILURE)
    block = [*numbers[3:5], *map(int, kinds)]
    return [info, len(block) + 2, _CHARSET, *block, *numbers[1 + skip :]]


def _of_sequence(items: Iterable[tuple[Any, Any]], flags: int) -> tuple[frozenset[int], bool]:
    """The characters of ASCII with which one after the other may begin, and may they match nothing?"""
    found: frozenset[int] = frozenset()
    for kind, given in items:
        first, empty = _of_item(str(kind), given, flags)
        found |= first
        if not empty:
            return found, False
    return found, True


def _of_item(kind: str, given: Any, flags: int) -> tuple[frozenset[int], bool]:
    if kind in _NO_WIDTH:
        return frozenset(), True
    if kind == "LITERAL":
        return _letters((given,), flags), False
    if kind == "IN":
        return _of_set(given, flags), False
    if kind in _REPEATS:
        found, empty = _of_sequence(given[2], flags)
        return found, empty or not given[0]
    if kind == "SUBPATTERN":
        return _of_sequence(given[3], (flags | given[1]) & ~given[2])
    if kind == "BRANCH":
        each = [_of_sequence(one, flags) for one in given[1]]
        return frozenset().union(*(found for found, _ in each)), any(empty for _, empty in each)
    return ALL, False


def _of_set(items: Sequence[tuple[Any, Any]], flags: int) -> frozenset[int]:
    found: frozenset[int] = frozenset()
    for kind, given in items:
        if str(kind) == "LITERAL":
            found |= _letters((given,), flags)
        elif str(kind) == "RANGE":
            found |= _letters(range(given[0], min(given[1], 127) + 1), flags)
        else:
            found |= _KINDS.get(str(given), ALL)
    return found


def _letters(codes: Iterable[int], flags: int) -> frozenset[int]:
    """These characters, in both cases where the case does not matter."""
    plain = frozenset(code for code in codes if code < 128)
    if not flags & _IGNORE_CASE:
        return plain
    return plain | {ord(form) for n in plain for form in (chr(n).lower(), chr(n).upper())}
