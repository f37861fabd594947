"""The shapes of patterns/reconcile.yaml, indicators.yaml, headlines.yaml and neighbours.yaml."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from extractor.lexicon.codes import (
    DenominatorClass,
    Dimension,
    Measure,
    Procedure,
    Severity,
    Stage,
    Timeliness,
    Unit,
)
from extractor.lexicon.strict import Strict, Text, Texts
from extractor.model import contract

RULES = (
    "has_value",
    "over_the_mark",
    "own_report",
    "own_year",
    "best_read",
    "surest_in_words",
    "not_a_part",
    "most_exact",
    "table_first",
    "best_checked",
    "most_places",
    "latest_report",
    "most_digits",
    "first_printed",
)
"""What can decide between printed figures; patterns/reconcile.yaml says in which order."""
CONFLICTS = ("restated", "same-fact-two-values", "another-council-disagrees")
"""The checks that need several reports."""


class Rule(Strict):
    """One way to choose between figures, with lists of figures of which the first is chosen."""

    id: Literal[RULES]  # type: ignore[valid-type]
    says: Text
    examples: tuple[tuple[str, ...], ...] = Field(min_length=1)


class Approximate(Strict):
    """How far from a figure 'about' may reach."""

    share: Decimal = Field(ge=0)
    least: Decimal = Field(ge=0)


class Slice(Strict):
    """Rows of one measure and unit."""

    measure: Measure
    unit: Unit


class ReconcileFile(Strict):
    """The content of patterns/reconcile.yaml."""

    rules: tuple[Rule, ...]
    source_kinds: tuple[str, ...]
    statuses: tuple[str, ...]
    approximate: Approximate
    rounded_units: tuple[str, ...]
    mark: float = Field(ge=0, le=1)
    """No figure read less surely than this is preferred where another stands."""
    sure: float = Field(ge=0, le=1)
    """Figures read so surely are equally well read."""
    part: float = Field(gt=1)
    """A count so many times smaller than another of one fact is probably a part of it."""
    wide_gap: float = Field(gt=1)
    """Counts of one fact so many times apart were probably not read as what they are."""
    never_joined: tuple[Slice, ...]
    messages: dict[str, Text]
    severities: dict[str, Severity]
    far_apart: Text
    """The sentence of the Issue about two such figures."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        _same("rules", [rule.id for rule in self.rules], RULES)
        _same("source_kinds", self.source_kinds, contract.SOURCE_KINDS)
        _same("statuses", self.statuses, contract.VALUE_STATUSES)
        _same("messages", self.messages, CONFLICTS)
        _same("severities", self.severities, CONFLICTS)
        if self.rules[-1].id != "first_printed":
            raise ValueError("the last rule must be first_printed, which always decides")
        return self


class Part(Strict):
    """What is counted above or below the line: a total, or codes of one dimension added up."""

    measure: Measure
    dimension: Dimension = ""
    codes: tuple[Text, ...] = ()
    instead: str = ""
    """A union code that says the same as all of them."""
    some: bool = False
    """A code that is not printed may be left out, which is said."""
    procedure: str = ""
    """Where it is counted, if not where the indicator is."""
    stage: str = ""


class Limit(Strict):
    """What 'within' means, in days; '' where the printed figure itself says."""

    days: str
    codes: tuple[Timeliness, ...] = Field(min_length=1)
    instead: str = ""


class Whole(Strict):
    """Codes that together are everything, where all that it needs are printed."""

    needs: Texts
    also: tuple[Text, ...] = ()


class IndicatorExample(Strict):
    """Figures, as 'measure code stage' -> value, and what the indicator is then."""

    figures: dict[str, str]
    procedure: str = "children_statutory"
    stage: str
    population: str = ""
    gives: str


class Indicator(Strict):
    """One indicator: what is divided by what, and what makes it not comparable."""

    id: Text
    label: Text
    kind: Literal["count", "share", "ratio", "rate"]
    per: Decimal = Decimal(100)
    procedures: tuple[Procedure, ...]
    stages: tuple[Stage, ...]
    numerator: Part
    denominator: Part | None = None
    denominator_class: DenominatorClass = ""
    one_class: bool = False
    """A share of anything else than this class is another rate, not this one with care."""
    whole: tuple[Whole, ...] = ()
    open: tuple[Text, ...] = ()
    apart: tuple[Text, ...] = ()
    limits: tuple[Limit, ...] = ()
    always: tuple[Text, ...] = ()
    examples: tuple[IndicatorExample, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if (self.kind in ("share", "ratio")) != (self.denominator is not None):
            raise ValueError(f"the indicator '{self.id}' of kind {self.kind} has a wrong denominator")
        return self


class Reason(Strict):
    """Why a figure is not simply comparable."""

    best: Literal["with_care", "no"] = Field(alias="class")
    says: Text


class IndicatorsFile(Strict):
    """The content of patterns/indicators.yaml."""

    other_cases: Decimal
    """Percentage points beyond which a printed share is of other cases than the counts beside it."""
    indicators: tuple[Indicator, ...]
    reasons: dict[str, Reason]

    @model_validator(mode="after")
    def _known(self) -> Self:
        for indicator in self.indicators:
            for reason in indicator.always:
                if reason not in self.reasons:
                    raise ValueError(f"the indicator '{indicator.id}' names '{reason}', which is no reason")
        return self


class Headline(Strict):
    """One figure of councils.csv: a printed measure, or what indicators give."""

    id: Text
    label: Text
    measure: Measure | Literal[""] = ""
    outcome: str = ""
    indicators: tuple[Text, ...] = ()
    """Looked at in this order where the measure is not printed."""
    part: Literal["value", "denominator"] = "value"
    """What is shown of an indicator."""
    stages: tuple[Stage, ...] = Field(min_length=1)
    """The first of which there is a figure is shown; another than the first with care."""
    procedures: tuple[Procedure, ...] = ()
    """The rows in which it stands; () for all."""
    of: Procedure | Literal[""] = ""
    """The procedure in which it is counted, if not that of the row."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        if not self.measure and not self.indicators:
            raise ValueError(f"the headline '{self.id}' must name an indicator or a measure")
        return self


class HeadlinesFile(Strict):
    """The content of patterns/headlines.yaml."""

    procedures: tuple[Procedure, ...]
    """One row for each."""
    headlines: tuple[Headline, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of councils.csv."""
        pairs = [name for one in self.headlines for name in (one.id, f"{one.id}_comparable")]
        return ("authority_code", "authority_name", "period", "procedure", *pairs)


class NeighboursFile(Strict):
    """The content of patterns/neighbours.yaml: a council's GSS code, and those of its neighbours."""

    neighbours: dict[str, tuple[str, ...]]

    @model_validator(mode="after")
    def _codes(self) -> Self:
        for code, others in self.neighbours.items():
            for one in (code, *others):
                if not contract.AUTHORITY_CODE.fullmatch(one):
                    raise ValueError(f"'{one}' is not a nine-character authority code")
            if code in others:
                raise ValueError(f"'{code}' is its own neighbour")
        return self


def _same(name: str, given: object, wanted: tuple[str, ...]) -> None:
    listed = list(given)  # type: ignore[call-overload]
    if sorted(listed) != sorted(wanted):
        raise ValueError(f"{name} must name each of these once: {', '.join(wanted)}")
