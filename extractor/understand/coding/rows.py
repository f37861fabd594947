"""A claim in the report's words becomes a coded row of the contract, or an Issue."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor.language.fold import fold_label
from extractor.lexicon.confidence_model import ConfidenceModel
from extractor.lexicon.settings_book import SettingsBook
from extractor.lexicon.wordlists import MeasuresFile
from extractor.model.contract import is_whole
from extractor.model.fast_dataclass import changed, fast_dataclass
from extractor.model.observation import Category, Observation, as_decimal, sliced
from extractor.model.sense import NEAR, Sense
from extractor.model.setting import Setting
from extractor.model.types import Claim, Issue, Label
from extractor.understand.coding.confidence import Traits, traits_of
from extractor.understand.coding.dimensions import slice_of
from extractor.understand.coding.measure import OUTSIDE, measure_of, unit_of_count
from extractor.understand.coding.period_by_table import settle_periods
from extractor.understand.coding.stage_by_sum import settle_stages
from extractor.understand.settings.period import period_of
from extractor.understand.settings.procedure import SERVICES, service_of, settle
from extractor.understand.settings.report import UNKNOWN, ReportSettings
from extractor.understand.settings.stage import stage_of


@dataclass(frozen=True)
class ReportFacts:
    """What holds for a whole report."""

    measures: MeasuresFile
    """patterns/measures.yaml."""
    authority_code: str = ""
    authority_name: str = ""
    report_period: str = ""
    source_file: str = ""
    settings: ReportSettings = UNKNOWN
    """What the report says once of all its numbers."""
    book: SettingsBook | None = None
    counted_services: frozenset[str] = frozenset()
    """Services that its tables break figures down by."""
    enquiries_are_contacts: bool = False
    contact_kinds: Mapping[str, str] = field(default_factory=dict)
    """Folded words for a kind of contact -> its code."""
    context_units: dict[str, str] = field(default_factory=dict)
    model: ConfidenceModel | None = None
    """What the rows' confidence follows from."""


@dataclass(frozen=True)
class Observed:
    """The rows in the contract's columns, what could not be coded, and the labels that filled dimensions."""

    rows: tuple[Observation, ...]
    issues: tuple[Issue, ...]
    labels: tuple[Label, ...]
    """One for each filled dimension of each row; `facet` is the dimension."""
    odds: tuple[float, ...] = ()
    """For each row, what its traits say of its being right, in log odds."""
    at_most: tuple[float, ...] = ()
    """For each row, how sure the reading of its number is: 1, or what OCR says of it."""
    traits: tuple[Traits, ...] = ()
    """For each row, how its parts came to be known; only where there is no model yet."""


def observe(claims: Sequence[Claim], facts: ReportFacts) -> Observed:
    """Claims become rows, in their order."""
    rows: list[Observation] = []
    issues: list[Issue] = []
    seen: dict[str, int] = {}
    read: list[Claim] = []
    facts = replace(facts, counted_services=_counted_services(claims))
    labels: list[Label] = []
    odds: list[float] = []
    at_most: list[float] = []
    traits: list[Traits] = []
    for claim in claims:
        made = _row(claim, facts)
        if made is None:
            issues.append(
                Issue(
                    "number-not-understood",
                    "warning",
                    f"The report prints {claim.raw} but the words beside it do not say what is counted: "
                    f"{claim.evidence[:120]}",
                    claim.anchor,
                )
            )
            continue
        rows.append(made[0])
        labels.extend(made[1])
        told = traits_of(claim, *made)
        if facts.model is None:
            traits.append(told)
        else:
            odds.append(facts.model.odds(told))
            at_most.append(1.0 if claim.anchor.ocr_confidence is None else claim.anchor.ocr_confidence)
        read.append(claim)
    rows = settle_periods(settle_stages(_points_not_complaints(rows)), facts.report_period)
    for n, (row, claim) in enumerate(zip(rows, read, strict=True)):
        key = _identity(row, claim)
        seen[key] = seen.get(key, 0) + 1
        identity = hashlib.sha256(f"{key}#{seen[key]}".encode()).hexdigest()[:16]
        rows[n] = changed(row, observation_id=identity)
    return Observed(tuple(rows), tuple(issues), tuple(labels), tuple(odds), tuple(at_most), tuple(traits))


def _counted_services(claims: Sequence[Claim]) -> frozenset[str]:
    return frozenset(x.code for c in claims for x in c.labels if x.facet == "service_area" and x.on_axis)


def _points_not_complaints(rows: Sequence[Observation]) -> list[Observation]:
    """Outcomes in one sentence that outnumber the complaints of their stage are of points of complaint."""
    received: dict[tuple[str, str], float] = {}
    told: dict[tuple[str, str, str], list[int]] = {}
    for n, row in enumerate(rows):
        if row.unit != "count" or row.value is None or row.stage in ("all", "ombudsman"):
            continue
        if row.measure == "complaints_received" and not row.slice:
            key = (row.stage, row.period)
            received[key] = max(received.get(key, 0.0), float(row.value))
        elif row.measure == "complaints_decided" and row.code("outcome") and row.source_kind == "prose":
            told.setdefault((row.stage, row.period, row.published_label), []).append(n)
    new = list(rows)
    for (stage, period, _), group in told.items():
        whole = received.get((stage, period))
        total = sum(float(rows[n].value or 0) for n in group)
        if whole is not None and len(group) > 1 and total > 1.5 * whole:
            for n in group:
                new[n] = changed(rows[n], measure="findings_decided", unit_of_count="complaint_point")
    return new


_NOT_IDENTITY = ("observation_id", "confidence", "source_file", "because", "second_reading")


def _identity(row: Observation, claim: Claim) -> str:
    anchor = claim.anchor
    place = f"{anchor.page}|{anchor.table}|{anchor.row}|{anchor.column}|{anchor.line}|{anchor.start}"
    fields = [cell for name, cell in row.cells().items() if name not in _NOT_IDENTITY]
    return "|".join([*fields, place])


def _row(claim: Claim, facts: ReportFacts) -> tuple[Observation, list[Label], tuple[Setting, ...]] | None:
    sense = Sense.of((*_without_handlers(claim, facts), *_of_report(facts)))
    sense = _of_the_ombudsman(sense, facts)
    measure, thing = _measured(sense, claim, facts)
    if not measure:
        return None
    made = _settings(sense, measure, facts)
    stage, procedure = made.stage.code, made.procedure.code
    filled = slice_of(sense, measure, thing, claim.published_label)
    _set_client(filled, made, facts)
    if (
        measure == "contacts_received"
        and "theme" not in filled
        and (kind := _kind_of_contact(sense, claim, facts))
    ):
        filled["theme"] = kind
    change_of = _changed(sense, claim, facts.measures) if measure == "change" else ""
    count = unit_of_count(measure, sense, thing, stage, claim.unit, facts.context_units, facts.measures)
    if change_of in OUTSIDE:
        procedure = stage = "all"
    row = Observation(
        authority_code=facts.authority_code,
        authority_name=facts.authority_name,
        publisher_code=facts.authority_code,
        report_period=facts.report_period,
        period=made.period.code,
        procedure=procedure,
        stage=stage,
        measure=measure,
        unit=claim.unit,
        unit_of_count=count,
        value=as_decimal(claim.value),
        value_status=claim.value_status,
        slice=sliced([Category(d, label.code, label.text) for d, label in filled.items()]),
        published_label=claim.published_label,
        source_kind=claim.kind,
        source_file=facts.source_file,
        anchor=claim.anchor,
        evidence=claim.evidence[:240],
        base=as_decimal(claim.base),
        base_status="" if claim.base is None else "printed",
        change_of=change_of,
        confidence=claim.confidence,
        because=made.because(),
    )
    labels = [x if x.facet == d else replace(x, facet=d) for d, x in filled.items()]
    return row, labels, (made.procedure, made.stage, made.period, facts.settings.procedure)


def _without_handlers(claim: Claim, facts: ReportFacts) -> Iterator[Label]:
    """The labels of a claim, less those who deal with complaints where running text names them."""
    for label in claim.labels:
        told = facts.book is not None and claim.kind in ("prose", "list") and label.facet == "service_area"
        if not (told and not label.on_axis and facts.book is not None and facts.book.handles(label.text)):
            yield label


def _kind_of_contact(sense: Sense, claim: Claim, facts: ReportFacts) -> Label | None:
    """'77 comments': contacts whose noun says what kind they are, which the dataset keeps as their theme."""
    words = [x.text for x in sense.all("thing", NEAR) if x.code in ("contact", "complaint")]
    if claim.kind in ("table", "chart", "list"):
        words += claim.published_label.split(" > ")
    for text in words:
        if code := facts.contact_kinds.get(fold_label(text)):
            return Label("theme", text, code, "own")
    return None


def _of_the_ombudsman(sense: Sense, facts: ReportFacts) -> Sense:
    """The Ombudsman's stage of a number with an outcome that only the Ombudsman gives."""
    outcome = sense.nearest("outcome", NEAR)
    if facts.book is None or outcome is None or outcome.code not in facts.book.ombudsman_outcomes:
        return sense
    if sense.nearest("stage", NEAR):
        return sense
    return Sense.of((*sense.labels, Label("stage", outcome.text, "ombudsman", "sentence")))


def _of_report(facts: ReportFacts) -> tuple[Label, ...]:
    """The stage of every number in a report on the Ombudsman's cases, unless another is named."""
    if facts.settings.kind != "ombudsman":
        return ()
    return (Label("stage", facts.settings.procedure.words, "ombudsman", "document"),)


def _changed(sense: Sense, claim: Claim, measures: MeasuresFile) -> str:
    rest = Sense.of([x for x in sense.labels if x.facet != "change"])
    return measure_of(rest, "count", claim.kind, measures)[0] or measures.plain["complaint"]


@fast_dataclass
class _Made:
    """The settings in force at one number."""

    procedure: Setting
    stage: Setting
    period: Setting
    client: Label | None = None
    """The client group that is its service."""

    def because(self) -> str:
        """Where each part of the coding that was inherited comes from."""
        near = ("the number's own words", "row", "column")
        parts = [s.because() for s in (self.procedure, self.stage, self.period) if s.origin not in near]
        return "; ".join(parts)


def _measured(sense: Sense, claim: Claim, facts: ReportFacts) -> tuple[str, str]:
    """What a number measures and its noun, by what the report calls enquiries."""
    measure, thing = measure_of(sense, claim.unit, claim.kind, facts.measures)
    if (
        measure == "enquiries_received"
        and facts.enquiries_are_contacts
        and thing == "enquiry"
        and not sense.code("complainant", NEAR)
    ):
        measure = "contacts_received"
    return measure, thing


def _settings(sense: Sense, measure: str, facts: ReportFacts) -> _Made:
    """Procedure, stage and period of a number of this measure."""
    period = period_of(sense, facts.report_period, measure, facts.settings.part)
    if measure in OUTSIDE:
        none = Setting("procedure", "all", "measure", measure)
        client = None if facts.book is None else service_of(sense, facts.settings, facts.book)
        return _Made(none, replace(none, facet="stage"), period, client)
    stage = stage_of(sense, measure)
    if measure == "complaints_not_accepted" and stage.code == "representation":
        stage = replace(stage, code="all")
    report = facts.settings.procedure
    if facts.book is None:
        return _Made(report, stage, period)
    settled = settle(sense, stage, facts.settings, facts.book)
    procedure = settled.procedure
    if measure == "representations_received":
        stage = replace(stage, code="representation")
        procedure = procedure if procedure.code != "ombudsman" else report
    elif procedure.code == "ombudsman":
        stage = replace(procedure, facet="stage")
    return _Made(procedure, stage, period, settled.service)


def _set_client(filled: dict[str, Label], made: _Made, facts: ReportFacts) -> None:
    """A client group's name fills the service where it is a part, and not where it names the procedure.

    Nor where the whole report is about that group, unless its tables break figures down by it.
    """
    label = filled.get("service_area")
    if label is not None and is_whole(label.code):
        client = facts.book.client(label.text) if facts.book else None
        alone = client is not None and facts.settings.clients == {client.code}
        says = client is not None and SERVICES.get(made.procedure.code) == label.code
        named = says or made.procedure.words == label.text
        if (named and not alone) or (alone and label.code not in facts.counted_services):
            del filled["service_area"]
    elif made.client is not None and label is None:
        filled["service_area"] = made.client
