"""How likely a row is right as coded, from how each of its parts came to be known.

A row has traits: where its stage, period, measure and noun stand to the number, how well its
labels matched, whether figures of its table add up, whether the report says the same twice.
patterns/confidence.yaml holds a weight for each, learnt from hand-coded reports by
`python -m benchmarks.confidence --train`; their sum gives the chance by the logistic function.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.model.contract import DIMENSIONS
from extractor.model.observation import Observation
from extractor.model.setting import Setting
from extractor.model.types import Claim, Label

Traits = frozenset[str]

_PLACES = {
    "own": "own",
    "row": "axis",
    "column": "axis",
    "group": "axis",
    "corner": "axis",
    "clause": "clause",
    "sentence": "sentence",
    "lead": "lead",
    "caption": "caption",
    "section": "section",
}
"""Where words stand to a number; all others are a heading's."""
_NEAREST = ("own", "axis", "clause", "sentence", "lead", "caption", "section", "heading")
_PARTS = ("thing", "stage", "period", "procedure", "event")
_SMALL = 3
"""A number word up to this is often no figure."""
_MANY = 5
"""Years or tables of a report from which it is one of many."""


def traits_of(
    claim: Claim, row: Observation, filled: Sequence[Label], settings: Sequence[Setting] = ()
) -> Traits:
    """What is known of one row by itself.

    Args:
        claim: the number in the report's words.
        row: the number as it is coded.
        filled: the labels of its dimensions.
        settings: procedure, stage and period in force, and last the report's own procedure.
    """
    kind = row.source_kind
    short = "grid" if kind in ("table", "chart") else "text"
    out = {
        f"kind {kind}",
        f"measure {row.measure}",
        f"unit {row.unit}",
        f"slices {min(len(filled), 3)}",
    }
    out.update(f"{short}: {part} {_nearest(claim, part)}" for part in _PARTS)
    out.add(f"stage {_stage(row)}")
    out.add(f"{short}: {row.measure}, stage {_nearest(claim, 'stage')}")
    out.update(_of_settings(settings, short))
    coded = {"procedure": row.procedure, "stage": _stage(row)}
    out.update(f"{x.facet} {coded[x.facet]} from {x.origin}" for x in settings[:-1] if x.facet in coded)
    for label in filled:
        out.add(f"{short}: {label.facet} {_PLACES.get(label.origin, 'heading')}")
        if label.code == "unmapped":
            out.add(f"unmapped {label.facet}")
        elif label.method in ("fuzzy", "ngram"):
            out.add(f"near spelling {int(label.score) // 5 * 5}")
    if any(x.facet == "unknown" for x in claim.labels):
        out.add("unknown words")
    if any(x.facet == "total" for x in claim.labels):
        out.add("total")
    if claim.value_status != "exact":
        out.add(f"value {claim.value_status}")
    if claim.raw[:1].isalpha():
        out.add("number in words")
        if 0 <= (claim.value or 0) <= _SMALL:
            out.add("small number in words")
    if short == "text":
        out.add(f"numbers in the sentence {min(_digits(claim.evidence), 6)}")
        out.add(f"words in the sentence {min(len(claim.evidence.split()) // 10, 4)}")
    return frozenset(out)


def _of_settings(settings: Sequence[Setting], short: str) -> Iterator[str]:
    """Where each setting comes from and how far it stands above its runner-up."""
    for one in settings[:-1]:
        yield f"{short}: {one.facet} from {one.origin}"
        if one.runner_up and one.score < 1:
            yield f"{one.facet} disputed {int(one.score * 4)}"
    if settings:
        report = settings[-1]
        yield f"report by {report.origin}, margin {min(int(report.score * 5), 4)}"
        yield f"report {report.code}"


def _stage(row: Observation) -> str:
    return row.stage if row.stage in ("all", "ombudsman", "representation") else "numbered"


def _nearest(claim: Claim, facet: str) -> str:
    """Where the nearest words of a facet stand, or none."""
    places = {_PLACES.get(x.origin, "heading") for x in claim.labels if x.facet == facet}
    return next((place for place in _NEAREST if place in places), "none")


def _digits(text: str) -> int:
    return sum(word[:1].isdigit() or word[:1] in "£(" for word in text.split())


def traits_among(rows: Sequence[Observation]) -> Iterator[Traits]:
    """What is known of each row from the others of its report, in their order."""
    facts = [_fact(row) for row in rows]
    said = Counter(facts)
    values: dict[_Fact, set[str | Decimal | None]] = defaultdict(set)
    for fact in facts:
        values[fact[:-1]].add(fact[-1])
    adding = adding_up(rows)
    kinds = Counter(row.source_kind for row in rows)
    narrative = (kinds["prose"] + kinds["list"]) / max(len(rows), 1)
    unmapped = sum("unmapped" in (row.code("theme"), row.code("service_area")) for row in rows)
    shared = {f"narrative report {int(narrative * 4)}", f"unmapped in the report {_tenths(unmapped, rows)}"}
    shared |= spread(rows)
    for n, (row, fact) in enumerate(zip(rows, facts, strict=True)):
        traits = shared | of_procedure(row)
        if said[fact] > 1:
            traits.add("said twice")
        elif len(values[fact[:-1]]) > 1:
            traits.add("said otherwise elsewhere")
        if n in adding:
            traits.add("adds up")
        traits.update(f"flag {flag}" for flag in row.flags)
        if row.unit == "percent":
            traits.add(f"base {row.base_status or 'none'}")
        yield frozenset(traits)


def spread(rows: Sequence[Observation]) -> set[str]:
    """How many years and tables a report has: reports of many are misread in other ways than short ones."""
    periods, tables = len({row.period for row in rows}), len({row.anchor.table for row in rows})
    return {f"periods in the report {min(periods, _MANY)}", f"tables in the report {min(tables, _MANY)}"}


def of_procedure(row: Observation) -> set[str]:
    """Which procedure a row is coded to, and by what type of council: a district has no social care."""
    return {f"procedure {row.procedure}", f"council {row.authority_code[:3]} procedure {row.procedure}"}


def _tenths(part: int, rows: Sequence[Observation]) -> int:
    return min(part * 10 // max(len(rows), 1), 4)


_Fact = tuple[str | Decimal | None, ...]


def _fact(row: Observation) -> _Fact:
    """What a row states; its value last."""
    said = (row.period, row.procedure, row.stage, row.measure, row.unit, row.change_of)
    codes = tuple(row.code(d) for d in DIMENSIONS)
    return (*said, *codes, row.label("service_area").lower(), row.label("theme").lower(), row.value)


def adding_up(rows: Sequence[Observation]) -> set[int]:
    """Positions of the rows of one grid whose slices add up to a total printed in it."""
    grids: dict[tuple[int, str, str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for n, row in enumerate(rows):
        if not row.anchor.table or row.unit != "count" or row.value is None or len(row.slice) > 1:
            continue
        key = (row.anchor.table, row.period, row.procedure, row.stage)
        grids[key][row.slice[0].dimension if row.slice else ""].append(n)
    out: set[int] = set()
    for parts in grids.values():
        totals = {float(rows[n].value or 0): n for n in parts.get("", ())}
        for dimension, members in parts.items():
            whole = sum(float(rows[n].value or 0) for n in members)
            if dimension and len(members) > 1 and whole in totals:
                out.update(members)
                out.add(totals[whole])
    return out
