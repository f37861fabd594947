"""comparable.csv: one row for each fact, made of every place that prints it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from extractor.lexicon.comparison import ReconcileFile
from extractor.model import contract
from extractor.model.frame import Codes, Column, Frame
from extractor.reconcile.agreement import FAR, Conflict, Printing, Verdict, class_rank, judge
from extractor.reconcile.groups import Groups, grouped

_CLASSES = ("", *contract.COMPARABLE)
_FLAG = {"restated": "restated", "disputed": "same-fact-two-values"}


@dataclass(frozen=True, eq=False)
class Reconciled:
    """The facts, and what contradicts between reports, in the order of the facts."""

    comparable: Frame
    conflicts: tuple[Conflict, ...]
    """Their printings' `row` counts the observations from 0."""


def reconcile(rows: Frame, settings: ReconcileFile) -> Reconciled:
    """Group observations by contract.KEY_COLUMNS; each belongs to exactly one fact.

    `rows` are observations in the order in which they are published. Their cells
    are never changed: a fact carries the preferred printing's value.
    """
    if not len(rows):
        return Reconciled(Frame.of([], contract.COMPARABLE_COLUMNS), ())
    groups = grouped(rows, settings.never_joined)
    verdicts = _verdicts(rows, groups, settings)
    preferred = _preferred(rows, groups, settings)
    for fact, verdict in verdicts.items():
        preferred[fact] = verdict.preferred.row
    agreement = np.where(groups.sizes > 1, "agreed", "single").tolist()
    because = np.where(groups.sizes > 1, "all_agree", "only_figure").tolist()
    for fact, verdict in verdicts.items():
        agreement[fact], because[fact] = verdict.agreement, verdict.because
    facts = rows.take(preferred).with_columns(
        agreement=Column.of(agreement),
        preferred_because=Column.of(because),
        printings=Column.of(map(str, groups.sizes.tolist())),
        comparable=_worst(rows, groups, verdicts),
        flags=_flags(rows, groups, preferred, verdicts),
        observation_ids=_identities(rows, groups, preferred),
        conflict_group=_conflict_groups(rows, preferred, verdicts),
    )
    whole = {name: facts.column(name) for name in contract.COMPARABLE_COLUMNS}
    conflicts = tuple(one for fact in sorted(verdicts) for one in verdicts[fact].conflicts)
    return Reconciled(Frame(whole, len(groups)), conflicts)


def _preferred(rows: Frame, groups: Groups, settings: ReconcileFile) -> Codes:
    """For each fact on which all figures are the same, the printing that the rules like best."""
    given = {name: n for n, name in enumerate(settings.statuses)}
    kinds = {name: n for n, name in enumerate(settings.source_kinds)}
    ranks = {
        "own_report": ~_own(rows),
        "own_year": _years_off(rows),
        "most_exact": rows.column("value_status").mapped(given, len(given)),
        "best_checked": rows.column("comparable").mapped({c: class_rank(c) for c in _CLASSES}, 1),
        "table_first": rows.column("source_kind").mapped(kinds, len(kinds)),
        "latest_report": -rows.column("report_period").ranks(),
    }
    wanted = [ranks[rule.id] for rule in settings.rules if rule.id in ranks]
    return np.asarray(groups.ordered(*wanted)[groups.starts])


def _own(rows: Frame) -> Codes:
    """Which rows stand in a report of the council that they are about."""
    publisher, council = rows.column("publisher_code"), rows.column("authority_code")
    known = {text: n for n, text in enumerate(council.texts)}
    of = publisher.mapped(known, -1)
    return np.asarray((of == council.codes) | publisher.among(("",)))


def _years_off(rows: Frame) -> Codes:
    """How many years after the figure its report is about; FAR where it is before it or not known."""
    periods, reports = rows.column("period"), rows.column("report_period")
    start = periods.mapped({text: first_year(text) for text in periods.texts}, 0)
    report = reports.mapped({text: first_year(text) for text in reports.texts}, 0)
    off = report - start
    return np.where((start == 0) | (report == 0) | (off < 0), FAR, off)


def first_year(period: str) -> int:
    """The calendar year in which the period's financial year begins; 0 where there is none."""
    if not contract.is_period(period):
        return 0
    year = int(period[:4])
    in_spring = period[4:5] == "-" and int(period[5:7]) < 4
    return year - 1 if in_spring else year


def _verdicts(rows: Frame, groups: Groups, settings: ReconcileFile) -> dict[int, Verdict]:
    """Judgement, fact by fact, of those whose printings are not all the same text."""
    mixed = _differs(rows.column("value"), groups) | _differs(rows.column("value_status"), groups)
    facts = np.flatnonzero(mixed)
    order = groups.ordered()
    members = [order[groups.starts[f] : groups.starts[f] + groups.sizes[f]].tolist() for f in facts]
    wanted = np.array([row for fact in members for row in fact], dtype=np.int64)
    read = dict(zip(wanted.tolist(), _printings(rows, wanted), strict=True))
    return {
        int(fact): judge([read[row] for row in mine], settings)
        for fact, mine in zip(facts, members, strict=True)
    }


def _printings(rows: Frame, wanted: Codes) -> Iterator[Printing]:
    names = (
        "value",
        "value_status",
        "unit",
        "source_kind",
        "report_period",
        "comparable",
        "source_file",
    )
    columns = [rows.column(name).take(wanted) for name in names]
    own, off = _own(rows)[wanted].tolist(), _years_off(rows)[wanted].tolist()
    cells = zip(wanted.tolist(), own, off, *columns, strict=True)
    for row, mine, years, value, status, unit, kind, year, comparable, source in cells:
        yield Printing(row, value, status, unit, kind, mine, year, years, comparable, source)


def _differs(column: Column, groups: Groups) -> Codes:
    """For each fact, whether its printings hold more than one text of the column."""
    codes = column.codes[groups.ordered()].astype(np.int64)
    low = np.minimum.reduceat(codes, groups.starts)
    return np.asarray(low != np.maximum.reduceat(codes, groups.starts))


def _worst(rows: Frame, groups: Groups, verdicts: dict[int, Verdict]) -> Column:
    """The worst class of a fact's printings; `with_care` at best where they contradict or are a part."""
    order = {name: n for n, name in enumerate(_CLASSES)}
    ranks = rows.column("comparable").mapped(order, 0)[groups.ordered()]
    worst = np.maximum.reduceat(ranks, groups.starts)
    careful = [fact for fact, verdict in verdicts.items() if verdict.agreement in _FLAG]
    careful += np.flatnonzero(groups.narrowed).tolist()
    worst[careful] = np.maximum(worst[careful], order["with_care"])
    return Column(worst, _CLASSES).tidied()


def _flags(rows: Frame, groups: Groups, preferred: Codes, verdicts: dict[int, Verdict]) -> Column:
    """The union of the flags of a fact's printings, and how they contradict."""
    column, order = rows.column("flags"), groups.ordered()
    flags = column.take(preferred)[:]
    for fact in np.flatnonzero(_differs(column, groups)).tolist():
        mine = order[groups.starts[fact] : groups.starts[fact] + groups.sizes[fact]]
        flags[fact] = _union(column.texts[code] for code in column.codes[mine].tolist())
    for fact, verdict in verdicts.items():
        added = {one.check for one in verdict.conflicts} | {_FLAG.get(verdict.agreement, "")}
        flags[fact] = _union((flags[fact], *added))
    for fact in np.flatnonzero(groups.narrowed).tolist():
        flags[fact] = _union((flags[fact], "label-narrower-than-code"))
    return Column.of(flags)


def _union(flags: Iterable[str]) -> str:
    return ";".join(sorted({flag for several in flags for flag in several.split(";")} - {""}))


def _identities(rows: Frame, groups: Groups, preferred: Codes) -> Column:
    """The printings' observation ids: the preferred first, then the others as printed."""
    column = rows.column("observation_id")
    chosen = np.ones(len(rows), dtype=np.int64)
    chosen[preferred] = 0
    identities = column[:]
    ordered = [identities[row] for row in groups.ordered(chosen).tolist()]
    bounds = zip(groups.starts.tolist(), groups.sizes.tolist(), strict=True)
    return Column.of(";".join(ordered[start : start + size]) for start, size in bounds)


def _conflict_groups(rows: Frame, preferred: Codes, verdicts: dict[int, Verdict]) -> Column:
    """An id that stays the same as long as the fact does, for facts on which figures contradict."""
    found = [""] * len(preferred)
    disputed = [fact for fact, verdict in verdicts.items() if verdict.agreement in _FLAG]
    columns = [*contract.KEY_COLUMNS, *contract.LABELS]
    keys = rows.take(preferred[np.array(disputed, dtype=np.int64)]).cells(columns)
    for fact, cells in zip(disputed, keys, strict=True):
        found[fact] = conflict_group(dict(zip(columns, cells, strict=True)))
    return Column.of(found)


def conflict_group(row: dict[str, str]) -> str:
    """'c' and twelve hex digits of the fact's key; labels count where they are all that is known."""
    key: Sequence[str] = [row[name] for name in contract.KEY_COLUMNS] + [
        row[f"{name}_label"] for name in contract.DIMENSIONS if row[name] == contract.UNMAPPED
    ]
    return "c" + hashlib.sha256("\x1f".join(key).encode()).hexdigest()[:12]
