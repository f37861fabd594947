"""Regular expressions made from the words of patterns/, compiled once for all processes.

What Python's own compiler makes of an expression is a row of numbers. It depends on Python and on
nothing else, so a later process may be given it and skip the compiling.
"""

from __future__ import annotations

import importlib
import re
import sys
from array import array
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from extractor.language import first_letters

Key = tuple[str, int]
"""An expression and its flags."""
Made = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""All flags, the compiler's numbers, how many groups, their places by name, and their names in order."""

_given: dict[Key, Made] = {}
news: dict[Key, Made] = {}
"""What this process compiled itself."""


def version() -> str:
    """What the numbers depend on."""
    magic = getattr(importlib.import_module("_sre"), "MAGIC", "")
    own = f"{array('I').itemsize} with first letters"
    return f"{sys.implementation.cache_tag} {sys.version} {magic} {sys.byteorder} {own}"


def give(made: Mapping[Key, Made]) -> None:
    """What an earlier process made, which `compiled` need not make again."""
    _given.update(made)


@lru_cache(maxsize=8192)
def compiled(source: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`; raises re.error where that does."""
    flags = int(flags)
    made = _given.pop((source, flags), None) or _made(source, flags)
    if made is None:
        return re.compile(source, flags)
    whole, numbers, groups, places, names = made
    pattern: re.Pattern[str] = importlib.import_module("_sre").compile(
        source, whole, array("I", numbers).tolist(), groups, places, names
    )
    return pattern


def _made(source: str, flags: int) -> Made | None:
    """What `re` itself would make of an expression; None under a Python that does so in another way."""
    try:
        parser: Any = importlib.import_module("re._parser")
        compiler: Any = importlib.import_module("re._compiler")
        tree = parser.parse(source, flags)
        state = tree.state
        told = first_letters.told(compiler._code(tree, flags), tree, flags | state.flags)
        numbers = array("I", told).tobytes()
        names: list[str | None] = [None] * state.groups
        for name, place in state.groupdict.items():
            names[place] = name
        whole = int(flags | state.flags)
    except (ImportError, AttributeError, TypeError):
        return None
    made = news[source, flags] = (whole, numbers, state.groups - 1, dict(state.groupdict), tuple(names))
    return made
