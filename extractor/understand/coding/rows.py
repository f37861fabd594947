"""A claim in the report's words becomes a coded row of the contract, or an Issue."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor.language import periods
from extractor.language.periods import Period
from extractor.lexicon.confidence_model import ConfidenceModel
from extractor.model.contract import is_financial_year
from extractor.model.observation import Category, Observation, as_decimal, sliced
from extractor.model.types import Claim, Issue, Label
from extractor.understand.coding.dimensions import slice_of
from extractor.understand.coding.measure import NEAR, OUTSIDE, Sense, measure_of, rank, unit_of_count
from extractor.understand.coding.stage_by_sum import settle_stages
from extractor.understand.confidence import Traits, traits_of

_PARTS = ("quarter", "part_year")
#: Measures whose figure may be the state on a day.
_CHILDREN = re.compile(r"child|famil|young|representation", re.I)
STOCKS = frozenset({"context", "complaints_open"})


@dataclass(frozen=True)
class ReportFacts:
    """What holds for a whole report."""

    authority_code: str = ""
    authority_name: str = ""
    report_period: str = ""
    source_file: str = ""
    procedure: str = "children_statutory"
    both_clients: bool = False
    """The report is about adults' and children's services alike."""
    """What a complaint is under where nothing nearer says: a procedure, or `all` in a mixed report."""
    counted_services: frozenset[str] = frozenset()
    """Services that the report breaks its figures down by."""
    enquiries_are_contacts: bool = False
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
            at_most.append(1.0 if claim.anchor.sureness is None else claim.anchor.sureness)
        read.append(claim)
    rows = settle_stages(_points_not_complaints(rows))
    for n, (row, claim) in enumerate(zip(rows, read, strict=True)):
        key = _identity(row, claim)
        seen[key] = seen.get(key, 0) + 1
        identity = hashlib.sha256(f"{key}#{seen[key]}".encode()).hexdigest()[:16]
        rows[n] = replace(row, observation_id=identity)
    return Observed(tuple(rows), tuple(issues), tuple(labels), tuple(odds), tuple(at_most), tuple(traits))


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
                new[n] = replace(rows[n], measure="findings_decided", unit_of_count="complaint_point")
    return new


_NOT_IDENTITY = ("observation_id", "confidence", "source_file")


def _identity(row: Observation, claim: Claim) -> str:
    anchor = claim.anchor
    place = f"{anchor.page}|{anchor.table}|{anchor.row}|{anchor.column}|{anchor.line}|{anchor.start}"
    fields = [cell for name, cell in row.cells().items() if name not in _NOT_IDENTITY]
    return "|".join([*fields, place])


def _row(claim: Claim, facts: ReportFacts) -> tuple[Observation, list[Label]] | None:
    sense = Sense.of(claim.labels)
    measure, thing = measure_of(sense, claim.unit, claim.kind)
    if not measure:
        return None
    if (
        measure == "enquiries_received"
        and facts.enquiries_are_contacts
        and thing == "enquiry"
        and not sense.code("complainant", NEAR)
    ):
        measure = "contacts_received"
    stage, procedure = _stage_and_procedure(sense, measure, thing, facts)
    if stage == "stage_3" and procedure == "all":
        procedure = "children_statutory"  # only the children's procedure has a third stage
    filled = slice_of(sense, measure, thing, claim.published_label)
    split = facts.both_clients and stage != "ombudsman" and measure not in OUTSIDE
    if split and "service_area" in filled:
        said = sense.nearest("client", NEAR)
        if said and said.text == filled["service_area"].text:
            del filled["service_area"]  # of two services, the one names the procedure
    change_of = _changed(sense, claim) if measure == "change" else ""
    count = unit_of_count(measure, sense, thing, stage, claim.unit, facts.context_units)
    if change_of in OUTSIDE:
        procedure = stage = "all"
    row = Observation(
        authority_code=facts.authority_code,
        authority_name=facts.authority_name,
        publisher_code=facts.authority_code,
        report_period=facts.report_period,
        period=_period(sense, facts, measure),
        procedure=procedure,
        stage=stage,
        measure=measure,
        unit=claim.unit,
        unit_of_count=count,
        value=as_decimal(claim.value),
        value_status=claim.value_status,
        slice=sliced(Category(d, label.code, label.text) for d, label in filled.items()),
        published_label=claim.published_label,
        source_kind=claim.kind,
        source_file=facts.source_file,
        anchor=claim.anchor,
        evidence=claim.evidence[:240],
        base=as_decimal(claim.base),
        base_status="" if claim.base is None else "printed",
        change_of=change_of,
        confidence=claim.confidence,
    )
    return row, [x if x.facet == d else replace(x, facet=d) for d, x in filled.items()]


def _changed(sense: Sense, claim: Claim) -> str:
    rest = Sense.of(x for x in sense.labels if x.facet != "change")
    return measure_of(rest, "count", claim.kind)[0] or "complaints_received"


def _year_beside(sense: Sense, quarter: Label) -> str:
    """The financial year that the other axis, or the caption, gives a bare quarter; '' for none."""
    axes = {"row": "column", "column": "row", "group": "row"}
    other = axes.get(quarter.origin, "")
    told = [x for x in sense.all("period") if is_financial_year(x.code)]
    years = {x.code for x in told if x.origin == quarter.origin} or {
        x.code for x in told if x.origin == other
    }
    years = years or {x.code for x in told if x.origin == "caption"}
    return next(iter(years)) if len(years) == 1 and is_financial_year(*years) else ""


def _period(sense: Sense, facts: ReportFacts, measure: str) -> str:
    """The nearest period that can be told; the report's own year where none stands near."""
    for label in _parts_first(sense.all("period")):
        code = label.code
        if code == "range" and rank(label) <= NEAR:
            return ""  # several years, or months that are no quarters: no period of the contract
        if code and not code[0].isdigit():
            year = _year_beside(sense, label) if code in _PARTS else ""
            period = Period(0, len(label.text), label.text, "", code)
            code = periods.resolve(period, year or facts.report_period)
        if len(code) == 7 and code[4] == "-":
            code = _year_of_month(code)
        if len(code) == 10 and code[4] == "-" and measure not in STOCKS:
            code = _year_of_month(code[:7]) if rank(label) <= NEAR else ""
        if code:
            return code
    return facts.report_period


def _parts_first(labels: Sequence[Label]) -> list[Label]:
    """The labels, nearest first; under a heading of a year its quarters come before it."""
    return [x for level in _levels(labels) for x in sorted(level, key=lambda x: x.code not in _PARTS)]


def _year_of_month(month: str) -> str:
    """The financial year in which a month lies."""
    year, number = int(month[:4]), int(month[5:7])
    return periods.year_code(year if number >= 4 else year - 1)


def _stage_and_procedure(sense: Sense, measure: str, thing: str, facts: ReportFacts) -> tuple[str, str]:
    if measure in OUTSIDE:
        return "all", "all"
    stage = _stage(sense, measure)
    procedure = _procedure(sense, stage, facts)
    if measure == "complaints_not_accepted" and stage == "representation":
        stage = "all"
    if measure == "representations_received":
        return "representation", procedure if procedure != "ombudsman" else facts.procedure
    if stage == "ombudsman" or (procedure == "ombudsman" and stage == "all"):
        return "ombudsman", "ombudsman"
    if procedure == "ombudsman":  # a report of Ombudsman cases that prints a stage of the council's own
        procedure = "corporate"
    return stage, procedure


def _levels(found: Sequence[Label]) -> list[list[Label]]:
    """Labels parted by how far they stand from the number, nearest first."""
    out: list[list[Label]] = []
    for label in found:
        if out and rank(out[-1][0]) == rank(label):
            out[-1].append(label)
        else:
            out.append([label])
    return out


def _stage(sense: Sense, measure: str) -> str:
    """The stage in force nearest the number; two at equal distance only where one led to the other."""
    for level in _levels(sense.all("stage")):
        codes = list(dict.fromkeys(x.code for x in level))
        if measure == "complaints_escalated":
            later = [c for c in codes if c in ("stage_2", "stage_3", "ombudsman")]
            if later:
                return later[-1]
            if "stage_1" in codes:
                return "stage_2"
        elif len(codes) == 1:
            return codes[0]
        elif rank(level[0]) <= 1:
            own = [c for c in codes if c != "all"]
            return own[-1] if own else "all"
        elif codes[0] == "ombudsman" and rank(level[0]) <= NEAR:
            return "ombudsman"
    return "all"


def _procedure(sense: Sense, stage: str, facts: ReportFacts) -> str:
    """The nearest procedure named; both at once are `all`, none is the report's own."""
    for level in _levels(sense.all("procedure")):
        codes = {_of_client(x, sense, facts) for x in level}
        if stage != "ombudsman":
            codes.discard("ombudsman")
        if len(codes) == 1:
            return codes.pop()
        if len(codes) > 1:
            last = _of_client(level[-1], sense, facts)
            return last if rank(level[0]) == 0 and last != "ombudsman" else "all"
    return _by_client(sense, facts)


def _of_client(label: Label, sense: Sense, facts: ReportFacts) -> str:
    """'Statutory complaints' are those of adults where adults are who the place or the report speaks of."""
    if label.code != "children_statutory" or _CHILDREN.search(label.text):
        return label.code
    said = sense.code("client") or facts.procedure
    return said if said == "adult_statutory" else label.code


def _by_client(sense: Sense, facts: ReportFacts) -> str:
    """The report's own procedure; where it covers adults and children, that of those last spoken of."""
    client = sense.nearest("client")
    if client and (
        facts.both_clients
        or (client.code == "adult_statutory" and facts.procedure not in ("corporate", "ombudsman"))
        or (client.code == "corporate" and client.origin == "caption")
    ):
        found = {x.code for x in sense.all("client") if rank(x) == rank(client)}
        return found.pop() if len(found) == 1 else facts.procedure
    return facts.procedure
