"""The shape of patterns/checks.yaml: every check as data."""

from __future__ import annotations

from functools import cached_property
from string import Formatter
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from extractor.lexicon.codes import Comparable, DenominatorClass, EventBasis, Measure, Scope, Severity
from extractor.lexicon.strict import Pattern, Strict, Text, Texts, once


class Example(Strict):
    """Figures written as `measure stage slice = value`, or a text; and what the check says of them."""

    rows: tuple[Text, ...] = ()
    text: str = ""
    printed: str = ""
    computed: str = ""
    severity: Severity = "warning"


class Check(Strict):
    """One check: its name, how it says what it found, from which point on, and what it looks for."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$")]
    severity: Severity
    name: Text
    text: Text
    """What it means that the check failed, in one sentence."""
    comparable: Comparable = "with_care"
    """How far a figure that the check names may still be compared."""
    needs_sure: bool = True
    """It accuses a report of something, and so needs figures whose reading is sure."""
    least_together: float = 0.5
    """The confidence that each of its figures needs where all stand in one table or sentence,"""
    least_apart: float = 0.6
    """and where they stand in several: else the finding is that it could not be checked."""
    sentences: dict[str, Text] = Field(min_length=1)
    """Plain sentences with slots such as {printed} and {computed}."""
    limits: dict[str, float] = Field(default={})
    words: dict[str, Pattern] = Field(default={})
    """Regular expressions over plain text, by name."""
    codes: dict[str, tuple[str, ...]] = Field(default={})
    """Codes of the contract that the check knows apart, by name."""
    examples: tuple[Example, ...] = ()
    not_: tuple[Example, ...] = Field(default=(), alias="not")

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for name, sentence in self.sentences.items():
            slots = {slot for _, slot, _, _ in Formatter().parse(sentence) if slot is not None}
            if not slots <= SLOTS:
                raise ValueError(f"check '{self.code}': sentence '{name}' has no such slot: {slots - SLOTS}")
        return self


SLOTS = frozenset(
    ("what", "printed", "computed", "parts", "base", "bases", "counts", "other", "where", "words", "period")
)


class Mark(Strict):
    """Words beside a number that settle a column of its row."""

    id: Text
    words: Annotated[Pattern, StringConstraints(min_length=1)]
    """A regular expression over the label, caption, heading and sentence, in lower case."""
    examples: Texts
    not_: tuple[Text, ...] = Field(default=(), alias="not")


class ScopeMark(Mark):
    """Words that say what a number takes in."""

    id: Scope


class DenominatorMark(Mark):
    """Words that say what a percentage is a share of."""

    id: DenominatorClass


class CheckBook(Strict):
    """The content of patterns/checks.yaml."""

    checks: tuple[Check, ...]
    names: dict[str, dict[str, str]]
    """Plain words for stages and procedures beside a measure."""
    not_checked: Text
    """The sentence of a finding that rests on a figure whose reading is not sure."""
    comparable_from: float = Field(ge=0, le=1)
    """The confidence below which no figure is comparable without care."""
    total_words: Text
    union: dict[str, tuple[str, ...]]
    """A code that takes in others, and those that it takes in."""
    scopes: tuple[ScopeMark, ...]
    event_bases: dict[Measure, EventBasis]
    """Measure -> the event that it counts."""
    denominators: tuple[DenominatorMark, ...]
    limits: tuple[Mark, ...]
    """The id is the limit in days; `{days}` in words stands for a printed number of days."""

    @model_validator(mode="after")
    def _once(self) -> Self:
        once(check.code for check in self.checks)
        return self

    @cached_property
    def by_code(self) -> dict[str, Check]:
        """The checks by their codes."""
        return {check.code: check for check in self.checks}

    def check(self, code: str) -> Check:
        """The entry of one check; raises KeyError for an unknown code."""
        return self.by_code[code]
