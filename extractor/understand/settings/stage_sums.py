"""The stage of figures that name none, told by the total that they add up to.

'78 complaints at stage 1' in a sentence, and 41 by web form, 24 by email, 8 by telephone and 5 by letter in a
list: the list is of stage 1, where nothing else of the report counts 78.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.model.contract import is_financial_year
from extractor.model.types import Claim, Label, Place, Reading
from extractor.understand.coding.measure import NEAR, rank
from extractor.understand.settings.stage import EARLIER
from extractor.understand.tables.memory import SLICES

_STAGES = frozenset(("stage_1", "stage_2", "stage_3"))
_COMPLAINTS = frozenset(("complaint", "case", ""))
_ONE_STAGE = "adult_statutory"
"""A procedure of one stage, which is named beside its complaints or not."""
_LEAST = 20
"""Smaller totals are met by chance."""
_PARTS = 3
"""Figures, at least, that add up."""
_Total = tuple[float, str]
"""A total and its financial year."""


def with_stages(places: Sequence[Place], read: Mapping[int, Reading]) -> dict[int, Reading]:
    """The readings, those of no stage with that of the one total that they add up to.

    Args:
        places: the places of a report in reading order.
        read: what was read at each, by position.
    """
    told = _told(places, read)
    out = dict(read)
    for run in _runs(places, read) if told else ():
        claims = [claim for i in run for claim in read[i].claims if _open(claim)]
        met = {total: told[total] for total in _totals(claims) if total in told}
        if len(set(met.values())) == 1:
            (total, _), code = next(iter(met.items()))
            label = Label("stage", f"{total:g} in all", code, "sum")
            for i in run:
                new = (replace(c, labels=(*c.labels, label)) if c in claims else c for c in read[i].claims)
                out[i] = replace(read[i], claims=tuple(new))
    return out


def _told(places: Sequence[Place], read: Mapping[int, Reading]) -> dict[_Total, str]:
    """The totals that words count at one stage, and nowhere without one."""
    found: dict[_Total, set[str]] = {}
    for i, place in enumerate(places):
        for claim in read[i].claims if i in read else ():
            value = claim.value if claim.unit == "count" else None
            if value is None or value < _LEAST or _sliced(claim) or not _of_complaints(claim):
                continue
            codes = {x.code for x in claim.labels if x.facet == "stage" and rank(x) <= NEAR}
            if any(x.code == _ONE_STAGE for x in claim.labels if rank(x) <= NEAR):
                codes.add("")
            if codes or place.kind not in ("table", "chart"):
                found.setdefault((value, _year(claim)), set()).update(codes or {""})
    single = ((total, next(iter(codes))) for total, codes in found.items() if len(codes) == 1)
    return {total: code for total, code in single if code in _STAGES}


def _runs(places: Sequence[Place], read: Mapping[int, Reading]) -> Iterator[list[int]]:
    """Each place by itself; entries of one list, under one heading, together."""
    run: list[int] = []
    for i, place in enumerate(places):
        if i not in read:
            continue
        listed = place.kind == "list"
        if run and listed and places[run[-1]].kind == "list" and places[run[-1]].context == place.context:
            run.append(i)
            continue
        if run:
            yield run
        run = [i]
    if run:
        yield run


def _open(claim: Claim) -> bool:
    """Does it count complaints, of no stage that words nearby or a heading name?"""
    staged = any(x.facet == "stage" and x.origin != EARLIER for x in claim.labels)
    return claim.unit in ("count", "percent") and not staged and _of_complaints(claim)


def _of_complaints(claim: Claim) -> bool:
    near = [x for x in claim.labels if x.facet == "thing" and rank(x) <= NEAR]
    return {x.code for x in near} <= _COMPLAINTS


def _sliced(claim: Claim) -> bool:
    return any(x.facet in SLICES and rank(x) <= NEAR for x in claim.labels)


def _year(claim: Claim) -> str:
    """The financial year that the nearest words give the claim, or ''."""
    years = [x for x in claim.labels if x.facet == "period" and is_financial_year(x.code)]
    return min(years, key=rank).code if years else ""


def _totals(claims: Iterable[Claim]) -> Iterator[_Total]:
    """What the figures add up to: printed totals, and sums along a row, a column or a list."""
    lines: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        if claim.unit != "count" or claim.value is None:
            continue
        if any(x.facet == "total" for x in claim.labels) and not _sliced(claim):
            yield claim.value, _year(claim)
        at = claim.anchor
        for line in (("row", at.row), ("column", at.column)) if at.table else (("list", None),):
            lines.setdefault((*line, _year(claim)), []).append(claim)
    for parts in lines.values():
        for facet in SLICES:
            texts = [x.text for claim in parts for x in claim.labels if x.facet == facet and rank(x) <= NEAR]
            if len(parts) >= _PARTS and len(set(texts)) == len(texts) == len(parts):
                yield sum(claim.value or 0.0 for claim in parts), _year(parts[0])
