"""What the checks look at, the checks by their codes, and how what they find becomes rows of checks.csv.

A new check is a module here with `@check("its-code")`, and its entry in patterns/checks.yaml.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from typing import Literal, NamedTuple

from extractor.check.figures import Figure, Figures
from extractor.language.regex import compiled
from extractor.lexicon.checklist import Check as Entry
from extractor.lexicon.checklist import CheckBook
from extractor.model import contract
from extractor.model.records import Check
from extractor.model.types import Document, Issue, Place, Reading, Severity

SHOWN = 12
"""So many numbers are spelt out in a sentence; the rest is in the evidence."""
DIMENSION_WORDS = {"service_area": "service", "age_band": "age", "complainant": "who complained"}


class About(NamedTuple):
    """Which report is checked: for findings that rest on no row."""

    source_file: str
    authority_code: str
    report_period: str


@dataclass(frozen=True)
class Text:
    """A report's text, where it is at hand, and how its places were read."""

    document: Document
    readings: Sequence[tuple[Place, Reading]] = ()
    issues: Sequence[Issue] = ()


class Base(NamedTuple):
    """What a percentage is of: the count, the figure that prints it (if one does), and how it is known."""

    value: float
    figure: Figure | None
    status: str


Bases = dict[int, Base]
"""Index of a percentage's row -> its base."""


@dataclass
class Percentages:
    """A report's percentages worked out."""

    bases: Bases = field(default_factory=dict)
    counted: set[int] = field(default_factory=set)
    """Indexes of percentages whose own count is printed."""
    wrong: list[Check] = field(default_factory=list)
    """What percent-recompute found."""
    impossible: list[Check] = field(default_factory=list)
    """What percent-infeasible found."""


@dataclass(frozen=True)
class Subject:
    """One report as one check sees it: its figures, its text, and the check's entry in patterns/."""

    figures: Figures
    book: CheckBook
    about: About
    text: Text
    percentages: Percentages = field(default_factory=Percentages)
    code: str = ""

    @property
    def entry(self) -> Entry:
        """The check's own entry of patterns/checks.yaml."""
        return self.book.check(self.code)

    @property
    def limits(self) -> Mapping[str, float]:
        return self.entry.limits

    def codes(self, name: str) -> frozenset[str]:
        """Codes of the contract that the check knows apart."""
        return frozenset(self.entry.codes[name])

    def words(self, name: str) -> re.Pattern[str]:
        """Words that the check looks for."""
        return compiled(self.entry.words[name], re.IGNORECASE)

    def described(self, figure: Figure, *leave_out: str) -> str:
        """What a figure counts, in words: 'stage 1 complaints received, Children’s Social Care, 2018/19'."""
        measure = figure.measure.partition("/")[0]
        stage = self.book.names["stage"].get(figure.stage, "")
        procedure = self.book.names["procedure"].get(figure.whole.procedure, "")
        change = "change in" if figure.whole.is_change else ""
        named = contract.label("measure", measure)
        parts = [" ".join(word for word in (change, procedure, stage, named) if word)]
        for dimension, _ in figure.dims:
            if dimension not in leave_out:
                parts.append(figure.row.label(dimension).rpartition(" > ")[2].strip(" :*"))
        return ", ".join([*parts, figure.period] if figure.period else parts)

    def finding(
        self,
        sentence: str,
        printed: float | str,
        computed: float | str,
        evidence: Sequence[Figure] = (),
        severity: Severity | Literal[""] = "",
        **slots: float | str,
    ) -> Check:
        """A thing found, as it is published.

        Args:
            sentence: the name of its sentence in patterns/.
            printed: what stands in the report.
            computed: what should stand there.
            evidence: the figures that show it. What the first counts and where it stands are said
                unless `what` and `where` say otherwise.
            severity: that of patterns/ where none is given.
            slots: what else the sentence says.
        """
        said = {name: slot if isinstance(slot, str) else plain(slot) for name, slot in slots.items()}
        told = {"printed": printed, "computed": computed}
        said |= {name: slot if isinstance(slot, str) else plain(slot) for name, slot in told.items()}
        first = evidence[0] if evidence else None
        if first:
            said = {"what": self.described(first), "where": where(first), **said}
        message = self.entry.sentences[sentence].format_map(said)
        return Check(
            source_file=self.about.source_file,
            authority_code=first.row.authority_code if first else self.about.authority_code,
            period=first.period if first else self.about.report_period,
            check=self.code,
            severity=severity or self.entry.severity,
            printed=said["printed"],
            computed=said["computed"],
            message=message[0].upper() + message[1:],
            observation_ids=tuple(dict.fromkeys(figure.row.observation_id for figure in evidence)),
        )


CheckFunction = Callable[[Subject], Iterable[Check]]


@dataclass(frozen=True)
class Registered:
    """One function, the code of what it finds, and whether it needs the report's text."""

    code: str
    needs_text: bool
    function: CheckFunction

    def run(self, subject: Subject) -> Iterable[Check]:
        """What it finds in a report."""
        return self.function(replace(subject, code=self.code))


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
    return {
        one.code: frozenset(o.needs_text for o in registered() if o.code == one.code) for one in registered()
    }


def plain(value: float) -> str:
    """A number as people write it: 18, 35.3."""
    return str(int(value)) if float(value).is_integer() else f"{value:.1f}"


def numbers(values: Iterable[float], joiner: str = ", ") -> str:
    """Several numbers in a row, the last ones left out where there are many."""
    listed = [plain(value) for value in values]
    more = [f"{len(listed) - SHOWN} more"] if len(listed) > SHOWN else []
    return joiner.join([*listed[:SHOWN], *more])


def either(values: Iterable[float]) -> str:
    """'51', '51 or 58', '51, 56 or 58'."""
    listed = [plain(value) for value in values]
    return " or ".join(filter(None, [", ".join(listed[:-1]), *listed[-1:]]))


def where(figure: Figure) -> str:
    """The table, page or line of a figure, in words."""
    anchor = figure.row.anchor
    place = f"table {anchor.table}" if anchor.table else "the text"
    if anchor.table and anchor.page:
        return f"{place} on page {anchor.page}"
    return f"page {anchor.page}" if anchor.page else place


def sentence(text: str, at: int) -> str:
    """The sentence around a place, at most 200 characters."""
    start = max(text.rfind(". ", 0, at) + 2, 0) if ". " in text[:at] else 0
    end = text.find(". ", at)
    said = text[start : end if end > 0 else len(text)].strip(" .*")
    return said if len(said) <= 200 else said[:197].rsplit(" ", 1)[0] + "..."
