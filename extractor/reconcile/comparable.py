"""comparable.csv: one row for each fact, made of every place that prints it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from extractor.lexicon.comparison import ReconcileFile
from extractor.model import contract
from extractor.model.table import (
    cells_of,
    column_of,
    constant,
    frame_of,
    mapped,
    ranks,
    records,
    texts,
)
from extractor.reconcile.agreement import FAR, Conflict, Printing, Verdict, class_rank, far_apart, judge
from extractor.reconcile.groups import Groups, grouped

if TYPE_CHECKING:
    from pandas import DataFrame, Series

    from extractor.model.table import Codes


_CLASSES = ("", *contract.COMPARABLE)
_FLAG = {"restated": "restated", "disputed": "same-fact-two-values"}


@dataclass(frozen=True, eq=False)
class Reconciled:
    """The facts, and what contradicts between reports, in the order of the facts."""

    comparable: DataFrame
    conflicts: tuple[Conflict, ...]
    """Their printings' `row` counts the observations from 0."""
    gaps: tuple[tuple[Printing, Printing], ...] = ()
    """Counts of one fact that lie too far apart, the surer first."""


def reconcile(rows: DataFrame, settings: ReconcileFile) -> Reconciled:
    """Group observations by contract.KEY_COLUMNS; each belongs to exactly one fact.

    `rows` are observations in the order in which they are published. Their cells
    are never changed: a fact carries the preferred printing's value.
    """
    if not len(rows):
        return Reconciled(frame_of((), contract.COMPARABLE_COLUMNS), ())
    groups = grouped(rows, settings.never_joined)
    members = _members(rows, groups)
    verdicts = {fact: judge(mine, settings) for fact, mine in members.items()}
    preferred = _preferred(rows, groups, settings)
    for fact, verdict in verdicts.items():
        preferred[fact] = verdict.preferred.row
    agreement = np.where(groups.sizes > 1, "agreed", "single").astype(object)
    because = np.where(groups.sizes > 1, "all_agree", "only_figure").astype(object)
    for fact, verdict in verdicts.items():
        agreement[fact], because[fact] = verdict.agreement, verdict.because
    facts = rows.iloc[preferred].reset_index(drop=True)
    facts = facts.assign(
        agreement=column_of(agreement),
        preferred_because=column_of(because),
        printings=column_of(map(str, groups.sizes.tolist())),
        comparable=column_of(_worst(rows, groups, preferred, verdicts, settings)),
        flags=column_of(_flags(rows, groups, preferred, verdicts)),
        observation_ids=column_of(_identities(rows, groups, preferred)),
        conflict_group=column_of(_conflict_groups(facts, verdicts)),
        source_url=constant("", len(facts)),
    )
    conflicts = tuple(one for fact in sorted(verdicts) for one in verdicts[fact].conflicts)
    gaps = tuple(gap for fact in sorted(members) if (gap := far_apart(members[fact], settings)))
    return Reconciled(facts[list(contract.COMPARABLE_COLUMNS)], conflicts, gaps)


def _preferred(rows: DataFrame, groups: Groups, settings: ReconcileFile) -> Codes:
    """For each fact on which all figures are the same, the printing that the rules like best."""
    given = {name: n for n, name in enumerate(settings.statuses)}
    kinds = {name: n for n, name in enumerate(settings.source_kinds)}
    order = {
        "over_the_mark": ~_at_least(rows, settings.mark),
        "own_report": ~_own(rows),
        "own_year": _years_off(rows),
        "best_read": ~_at_least(rows, settings.sure),
        "most_exact": mapped(rows["value_status"], given, len(given)),
        "best_checked": mapped(rows["comparable"], {c: class_rank(c) for c in _CLASSES}, 1),
        "table_first": mapped(rows["source_kind"], kinds, len(kinds)),
        "latest_report": -ranks(rows, "report_period"),
    }
    wanted = [order[rule.id] for rule in settings.rules if rule.id in order]
    return np.asarray(groups.ordered(*wanted)[groups.starts])


def _at_least(rows: DataFrame, confidence: float) -> Codes:
    """Which rows were read at least so surely."""
    sure = {text: float(text or 0) >= confidence for text in rows["confidence"].cat.categories}
    return mapped(rows["confidence"], sure, 0).astype(bool)


def _own(rows: DataFrame) -> Codes:
    """Which rows stand in a report of the council that they are about."""
    council = {text: n for n, text in enumerate(rows["authority_code"].cat.categories)}
    publisher = mapped(rows["publisher_code"], council, -1)
    return np.asarray((publisher == ranks(rows, "authority_code")) | (rows["publisher_code"] == ""))


def _years_off(rows: DataFrame) -> Codes:
    """How many years after the figure its report is about; FAR where it is before it or not known."""
    start, report = (
        mapped(rows[name], {text: first_year(text) for text in rows[name].cat.categories}, 0)
        for name in ("period", "report_period")
    )
    off = report - start
    return np.where((start == 0) | (report == 0) | (off < 0), FAR, off)


def first_year(period: str) -> int:
    """The calendar year in which the period's financial year begins; 0 where there is none."""
    if not contract.is_period(period):
        return 0
    year = int(period[:4])
    in_spring = period[4:5] == "-" and int(period[5:7]) < 4
    return year - 1 if in_spring else year


def _members(rows: DataFrame, groups: Groups) -> dict[int, list[Printing]]:
    """The printings of each fact whose printings are not all the same text."""
    facts = np.flatnonzero(_differs(rows["value"], groups) | _differs(rows["value_status"], groups))
    order = groups.ordered()
    members = [order[groups.starts[f] : groups.starts[f] + groups.sizes[f]].tolist() for f in facts]
    wanted = np.array([row for fact in members for row in fact], dtype=np.int64)
    read = dict(zip(wanted.tolist(), _printings(rows, wanted), strict=True))
    return {int(f): [read[row] for row in mine] for f, mine in zip(facts, members, strict=True)}


def _printings(rows: DataFrame, wanted: Codes) -> Iterator[Printing]:
    names = (
        *("value", "value_status", "unit", "source_kind", "report_period", "comparable", "source_file"),
        *("confidence", "evidence"),
    )
    part = rows.iloc[wanted]
    columns = [texts(part, name) for name in names]
    own, off = _own(rows)[wanted].tolist(), _years_off(rows)[wanted].tolist()
    cells = zip(wanted.tolist(), own, off, *columns, strict=True)
    for row, mine, years, value, status, unit, kind, year, comparable, source, sure, words in cells:
        confidence = float(sure or 0)
        yield Printing(
            row, value, status, unit, kind, mine, year, years, comparable, source, confidence, words
        )


def _differs(column: Series[Any], groups: Groups) -> Codes:
    """For each fact, whether its printings hold more than one text of the column."""
    codes = np.asarray(column.cat.codes, dtype=np.int64)[groups.ordered()]
    low = np.minimum.reduceat(codes, groups.starts)
    return np.asarray(low != np.maximum.reduceat(codes, groups.starts))


def _worst(
    rows: DataFrame, groups: Groups, preferred: Codes, verdicts: dict[int, Verdict], settings: ReconcileFile
) -> Iterator[str]:
    """The worst class of the preferred printing and of those that were read surely.

    `with_care` at best where they contradict or are a part.
    """
    order = {name: n for n, name in enumerate(_CLASSES)}
    counted = _at_least(rows, settings.sure)
    counted[preferred] = True
    found = np.where(counted, mapped(rows["comparable"], order, 0), 0)[groups.ordered()]
    worst = np.maximum.reduceat(found, groups.starts)
    careful = [fact for fact, verdict in verdicts.items() if verdict.agreement in _FLAG]
    careful += np.flatnonzero(groups.narrowed).tolist()
    worst[careful] = np.maximum(worst[careful], order["with_care"])
    return (_CLASSES[n] for n in worst.tolist())


def _flags(rows: DataFrame, groups: Groups, preferred: Codes, verdicts: dict[int, Verdict]) -> list[str]:
    """The union of the flags of a fact's printings, and how they contradict."""
    column, order = rows["flags"], groups.ordered()
    flags = cells_of(column.iloc[preferred])
    for fact in np.flatnonzero(_differs(column, groups)).tolist():
        mine = order[groups.starts[fact] : groups.starts[fact] + groups.sizes[fact]]
        flags[fact] = _union(cells_of(column.iloc[mine]))
    for fact, verdict in verdicts.items():
        added = {one.check for one in verdict.conflicts} | {_FLAG.get(verdict.agreement, "")}
        flags[fact] = _union((flags[fact], *added))
    for fact in np.flatnonzero(groups.narrowed).tolist():
        flags[fact] = _union((flags[fact], "label-narrower-than-code"))
    return flags


def _union(flags: Iterable[str]) -> str:
    return ";".join(sorted({flag for several in flags for flag in several.split(";")} - {""}))


def _identities(rows: DataFrame, groups: Groups, preferred: Codes) -> Iterator[str]:
    """The printings' observation ids: the preferred first, then the others as printed."""
    chosen = np.ones(len(rows), dtype=np.int64)
    chosen[preferred] = 0
    ordered = cells_of(rows["observation_id"].iloc[groups.ordered(chosen)])
    bounds = zip(groups.starts.tolist(), groups.sizes.tolist(), strict=True)
    return (";".join(ordered[start : start + size]) for start, size in bounds)


def _conflict_groups(facts: DataFrame, verdicts: dict[int, Verdict]) -> list[str]:
    """An id that stays the same as long as the fact does, for facts on which figures contradict."""
    found = [""] * len(facts)
    disputed = [fact for fact, verdict in verdicts.items() if verdict.agreement in _FLAG]
    keys = records(facts.iloc[disputed], (*contract.KEY_COLUMNS, *contract.LABELS))
    for fact, key in zip(disputed, keys, strict=True):
        found[fact] = conflict_group(key)
    return found


def conflict_group(row: dict[str, str]) -> str:
    """'c' and twelve hex digits of the fact's key; labels count where they are all that is known."""
    key: Sequence[str] = [row[name] for name in contract.KEY_COLUMNS] + [
        row[f"{name}_label"] for name in contract.DIMENSIONS if row[name] == contract.UNMAPPED
    ]
    return "c" + hashlib.sha256("\x1f".join(key).encode()).hexdigest()[:12]
