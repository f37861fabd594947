"""The checks by their codes: a new one is a module here with `@check("its-code")`, and its entry in YAML."""

from __future__ import annotations

import pkgutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from extractor.check.bases import Percentages
from extractor.check.figures import Figures
from extractor.check.finding import Finding
from extractor.lexicon.checklist import CheckBook
from extractor.model.types import Document, Issue, Place, Reading


@dataclass(frozen=True)
class Text:
    """A report's text, where it is at hand, and how its places were read."""

    document: Document
    readings: Sequence[tuple[Place, Reading]] = ()
    issues: Sequence[Issue] = ()


@dataclass(frozen=True)
class Subject:
    """What the checks look at: the figures of one report, its percentages worked out, and its text."""

    figures: Figures
    book: CheckBook
    percentages: Percentages
    text: Text = Text(Document(()))


CheckFunction = Callable[[Subject], Iterable[Finding]]


@dataclass(frozen=True)
class Registered:
    """One function, the code of what it finds, and whether it needs the report's text."""

    code: str
    needs_text: bool
    run: CheckFunction


_registered: list[Registered] = []


def check(code: str, *, needs_text: bool = False) -> Callable[[CheckFunction], CheckFunction]:
    """Register a function under the code of its entry in patterns/checks.yaml; a code may have several."""

    def register(function: CheckFunction) -> CheckFunction:
        _registered.append(Registered(code, needs_text, function))
        return function

    return register


@cache
def registered() -> tuple[Registered, ...]:
    """Every check of this package, in the order of their modules."""
    package = import_module("extractor.check")
    for module in sorted(found.name for found in pkgutil.iter_modules(package.__path__)):
        import_module(f"extractor.check.{module}")
    return tuple(sorted(_registered, key=lambda one: one.code))


@cache
def by_kind() -> dict[str, frozenset[bool]]:
    """code -> whether its functions need the report's text: {True}, {False} or both."""
    kinds: dict[str, set[bool]] = defaultdict(set)
    for one in registered():
        kinds[one.code].add(one.needs_text)
    return {code: frozenset(needs) for code, needs in kinds.items()}
