"""What is settled of each row from the words beside it, and from the checks that name it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from extractor.check.finding import plain
from extractor.check.percent_recompute import Base, Bases
from extractor.lexicon.checklist import CheckBook

Row = Mapping[str, str]
_DAYS = re.compile(r"(\d+)_days")
_BY_BASE = {
    "complaints_received": "all_received",
    "complaints_investigated": "accepted",
    "complaints_decided": "decided",
    "complaints_responded": "responded",
}
_COMPLAINTS = frozenset(("complaints_received", "complaints_decided", "complaints_responded"))
_RANK = {"yes": 0, "with_care": 1, "no": 2}


def marked(rows: Iterable[Row], book: CheckBook) -> tuple[dict[str, str], ...]:
    """The rows with scope, event_basis, limit_days and denominator_class as far as their words say them."""
    out = []
    for row in rows:
        new = dict(row)
        text = _words(row)
        new["scope"] = row["scope"] or ";".join(_found(text, book.scopes))
        new["event_basis"] = row["event_basis"] or book.event_bases.get(row["measure"], "")
        if row["timeliness"] and not row["limit_days"]:
            new["limit_days"] = _limit(row["timeliness"], text, book)
        if row["unit"] == "percent" and row["measure"] != "change" and not row["denominator_class"]:
            new["denominator_class"] = next(iter(_found(text, book.denominators)), "")
        out.append(new)
    return tuple(out)


_MARKED = ("scope", "event_basis", "limit_days", "denominator_class")


def unmarked(rows: Sequence[Row], settled: Mapping[str, Collection[str]]) -> tuple[dict[str, str], ...]:
    """The rows without what `marked` and `with_bases` fill in, so that it can be filled in anew.

    `settled` names, by observation_id, the columns that stay.
    """
    out = []
    for row in rows:
        kept = settled.get(row["observation_id"], ())
        empty = [name for name in _MARKED if name not in kept]
        if row["base_status"] != "printed" and "base" not in kept:
            empty += ["base", "base_status"]
        out.append({**row, **dict.fromkeys(empty, "")})
    return tuple(out)


def _words(row: Row) -> str:
    label, evidence = row["published_label"], row["evidence"]
    return (label if evidence in label else f"{label} {evidence}").lower()


@lru_cache(maxsize=16384)
def _found(text: str, marks: tuple) -> tuple[str, ...]:  # type: ignore[type-arg]
    return tuple(dict.fromkeys(mark.id for mark in marks if _compiled(mark.words).search(text)))


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _limit(code: str, text: str, book: CheckBook) -> str:
    """The limit in days of 'within' and 'over', from the code itself or from the words."""
    if coded := _DAYS.search(code):
        return coded.group(1)
    if code.startswith("days_"):
        return code.rpartition("_")[2]
    if code not in ("within_timescale", "over_timescale"):
        return ""
    days = {m["days"] for mark in book.limits for m in _compiled(mark.words).finditer(text)}
    return days.pop() if len(days) == 1 else ""


def with_bases(rows: Sequence[dict[str, str]], bases: Bases) -> tuple[dict[str, str], ...]:
    """The rows, each percentage with its base or the word that it is unknown, and the class of that base."""
    out = []
    still_open = {
        (row["report_period"], row["procedure"], row["stage"])
        for row in rows
        if row["measure"] == "complaints_open" and float(row["value"] or 0)
    }
    for index, row in enumerate(rows):
        if row["unit"] == "percent" and row["measure"] != "change":
            known = bases.get(index)
            if known and not row["base"]:
                row = {**row, "base": plain(known.value), "base_status": known.status}
            elif not row["base"]:
                row = {**row, "base_status": "unknown"}
            if not row["denominator_class"]:
                some_open = (row["period"], row["procedure"], row["stage"]) in still_open
                row = {**row, "denominator_class": _class(row, known, some_open)}
        out.append(row)
    return tuple(out)


def _class(row: Row, known: Base | None, some_open: bool) -> str:
    """The class of a base: by the measure that prints it, or that its parts are of."""
    if row["measure"] not in (*_COMPLAINTS, "complaints_open"):
        return "other_measure"
    if known is None:
        return "unknown"
    found = _BY_BASE.get(known.figure.measure if known.figure else row["measure"], "other_measure")
    with_open = found == "all_received" and row["measure"] != "complaints_received" and some_open
    return "all_with_open" if with_open else found


def flagged(
    rows: Iterable[dict[str, str]], checks: Sequence[Row], book: CheckBook
) -> tuple[dict[str, str], ...]:
    """The rows with `flags`, and with `comparable` as the gravest of their flags allows."""
    codes: dict[str, set[str]] = defaultdict(set)
    worst: dict[str, str] = {}
    rule: dict[str, str] = {check.code: check.comparable for check in book.checks}
    for check in checks:
        for one in filter(None, check["observation_ids"].split(";")):
            codes[one].add(check["check"])
            grade = rule[check["check"]] if check["severity"] != "info" else "with_care"
            worst[one] = max(worst.get(one, "yes"), grade, key=_RANK.__getitem__)
    out = []
    for row in rows:
        one = row["observation_id"]
        grade = worst.get(one, "yes")
        if _doubtful(row):
            grade = max(grade, "with_care", key=_RANK.__getitem__)
        flags = ";".join(sorted(codes.get(one, ())))
        out.append({**row, "flags": flags, "comparable": grade})
    return tuple(out)


def _doubtful(row: Row) -> bool:
    """Rows that no check need name to be used with care only."""
    return (
        row["value_status"] != "exact"
        or row["base_status"] == "unknown"
        or bool(row["scope"])
        or not row["period"]
        or "unmapped" in (row["service_area"], row["outcome"], row["theme"], row["timeliness"])
    )
