"""What is settled of each row from the words beside it, and from the checks that name it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from extractor.check.subject import Base, Bases, plain
from extractor.language.regex import compiled
from extractor.lexicon.checklist import CheckBook
from extractor.model.contract import UNMAPPED
from extractor.model.fast_dataclass import changed
from extractor.model.observation import Observation
from extractor.model.records import Check

_DAYS = re.compile(r"(\d+)_days")
_BY_BASE = {
    "complaints_received": "all_received",
    "complaints_investigated": "accepted",
    "complaints_decided": "decided",
    "complaints_responded": "responded",
}
_COMPLAINTS = frozenset(("complaints_received", "complaints_decided", "complaints_responded"))
_RANK = {"yes": 0, "with_care": 1, "no": 2}


def marked(rows: Iterable[Observation], book: CheckBook) -> tuple[Observation, ...]:
    """The rows with scope, event_basis, limit_days and denominator_class as far as their words say them."""
    return tuple(_marked(row, book) for row in rows)


def _marked(row: Observation, book: CheckBook) -> Observation:
    text = _words(row)
    limit, kind = row.limit_days, row.denominator_class
    if not limit and (code := row.code("timeliness")):
        limit = _limit(code, text, book)
    if row.unit == "percent" and row.measure != "change" and not kind:
        kind = next(iter(_found(text, book.denominators)), "")
    return changed(
        row,
        scope=row.scope or _found(text, book.scopes),
        event_basis=row.event_basis or book.event_bases.get(row.measure, ""),
        limit_days=limit,
        denominator_class=kind,
    )


_UNMARKED: dict[str, Any] = {"scope": (), "event_basis": "", "limit_days": None, "denominator_class": ""}


def unmarked(rows: Sequence[Observation], settled: Mapping[str, Collection[str]]) -> tuple[Observation, ...]:
    """The rows without what `marked` and `with_bases` fill in, so that it can be filled in anew.

    `settled` names, by observation_id, the columns that stay.
    """
    out = []
    for row in rows:
        kept = settled.get(row.observation_id, ())
        empty = {name: nothing for name, nothing in _UNMARKED.items() if name not in kept}
        if row.base_status != "printed" and "base" not in kept:
            empty |= {"base": None, "base_status": ""}
        out.append(changed(row, **empty))
    return tuple(out)


def _words(row: Observation) -> str:
    label, evidence = row.published_label, row.evidence
    return (label if evidence in label else f"{label} {evidence}").lower()


@lru_cache(maxsize=16384)
def _found(text: str, marks: tuple) -> tuple[str, ...]:  # type: ignore[type-arg]
    return tuple(dict.fromkeys(mark.id for mark in marks if compiled(mark.words).search(text)))


def _limit(code: str, text: str, book: CheckBook) -> int | None:
    """The limit in days of 'within' and 'over', from the code itself or from the words."""
    if coded := _DAYS.search(code):
        return int(coded.group(1))
    if code.startswith("days_"):
        return int(code.rpartition("_")[2])
    if code not in ("within_timescale", "over_timescale"):
        return None
    days = {int(m["days"]) for mark in book.limits for m in compiled(mark.words).finditer(text)}
    return days.pop() if len(days) == 1 else None


def with_bases(rows: Sequence[Observation], bases: Bases) -> tuple[Observation, ...]:
    """The rows, each percentage with its base or the word that it is unknown, and the class of that base."""
    still_open = {
        (row.report_period, row.procedure, row.stage)
        for row in rows
        if row.measure == "complaints_open" and row.value
    }
    return tuple(_with_base(row, bases.get(index), still_open) for index, row in enumerate(rows))


def _with_base(row: Observation, known: Base | None, still_open: set[tuple[str, str, str]]) -> Observation:
    if row.unit != "percent" or row.measure == "change":
        return row
    if row.base is None and known:
        row = changed(row, base=Decimal(plain(known.value)), base_status=known.status)
    elif row.base is None:
        row = changed(row, base_status="unknown")
    if not row.denominator_class:
        some_open = (row.period, row.procedure, row.stage) in still_open
        row = changed(row, denominator_class=_class(row, known, some_open))
    return row


def _class(row: Observation, known: Base | None, some_open: bool) -> str:
    """The class of a base: by the measure that prints it, or that its parts are of."""
    if row.measure not in (*_COMPLAINTS, "complaints_open"):
        return "other_measure"
    if known is None:
        return "unknown"
    found = _BY_BASE.get(known.figure.measure if known.figure else row.measure, "other_measure")
    with_open = found == "all_received" and row.measure != "complaints_received" and some_open
    return "all_with_open" if with_open else found


def flagged(rows: Iterable[Observation], checks: Sequence[Check], book: CheckBook) -> tuple[Observation, ...]:
    """The rows with `flags`, and with `comparable` as the gravest of their flags allows."""
    codes: dict[str, set[str]] = defaultdict(set)
    worst: dict[str, str] = {}
    for check in checks:
        for one in check.observation_ids:
            codes[one].add(check.check)
            grade: str = book.check(check.check).comparable if check.severity != "info" else "with_care"
            worst[one] = max(worst.get(one, "yes"), grade, key=_RANK.__getitem__)
    out = []
    for row in rows:
        grade = worst.get(row.observation_id, "yes")
        if _doubtful(row) or row.confidence < book.comparable_from:
            grade = max(grade, "with_care", key=_RANK.__getitem__)
        flags = tuple(sorted(codes.get(row.observation_id, ())))
        same = flags == row.flags and grade == row.comparable
        out.append(row if same else changed(row, flags=flags, comparable=grade))
    return tuple(out)


def _doubtful(row: Observation) -> bool:
    """Rows that no check need name to be used with care only."""
    return (
        row.value_status != "exact"
        or row.base_status == "unknown"
        or bool(row.scope)
        or not row.period
        or not row.authority_code
        or any(
            one.code == UNMAPPED
            for one in row.slice
            if one.dimension in ("service_area", "outcome", "theme", "timeliness")
        )
    )
