"""Percentages without printed counts: the whole numbers that can stand behind them, and on which total."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from extractor.check.arithmetic import fitting_bases, solve
from extractor.check.bases import BEFORE, share_of
from extractor.check.figures import Dims, Figure, Figures, Parts
from extractor.check.parts import counted_beside, overlapping, rounding_slack
from extractor.check.subject import Base, Subject, check, either, numbers, plain
from extractor.model.records import Check

WHOLES = ("complaints_received", "complaints_decided", "complaints_responded", "complaints_investigated")
_FINISHED = ("complaints_decided", "complaints_responded")
_SAID_FINISHED = ("decided", "responded", "decided_without_withdrawn")
_OF_COMPLAINTS = frozenset((*WHOLES, "complaints_open", "complaints_not_accepted", "advocacy_used"))


@check("percent-infeasible")
def percent_infeasible(subject: Subject) -> Iterable[Check]:
    """Percentages that no whole number of a printed total gives."""
    return subject.percentages.impossible


def solve_without_counts(subject: Subject) -> None:
    """Percentages without printed counts: which of the printed totals can they be of?"""
    figures, worked = subject.figures, subject.percentages
    done: set[int] = worked.counted.union(worked.bases)
    for parts in figures.parts:
        if parts.whole.unit != "percent" or parts.whole.is_change or overlapping(parts, subject.book):
            continue
        if counted_beside(figures, parts) or any(f.order in done for f in parts.figures):
            continue
        if not parts.figures[0].shares(parts.dimension):
            continue
        done.update(f.order for f in parts.figures)
        worked.impossible += _solved(subject, parts.figures, parts)
    for figure in figures.all:
        if figure.unit == "percent" and not figure.whole.is_change and figure.order not in done:
            worked.impossible += _solved(subject, (figure,), None)


def _solved(subject: Subject, group: Sequence[Figure], parts: Parts | None) -> Iterator[Check]:
    figures = subject.figures
    candidates = _candidates(figures, group[0], parts)
    if not candidates or any(f.row.value_status == "approximate" or f.value > 100 for f in group):
        return
    total = sum(f.value for f in group)
    still = _still_open(figures, parts, total)
    every = [*group, *([still] if still else [])]
    shares = [share_of(f) for f in every]
    complete = still is not None or abs(total - 100) <= rounding_slack(group)
    whole = parts is not None and not parts.gaps and complete
    results = {value: solve(shares, int(value), int(value) if whole else None) for value in candidates}
    right = [value for value, counts in results.items() if counts is not None]
    if len(right) == 1:
        for figure in group:
            base = Base(right[0], candidates[right[0]], "inferred")
            subject.percentages.bases.setdefault(figure.order, base)
    wrong = [value for value in results if value not in right]
    same_slice = [w for w in wrong if right and candidates[w].slice == candidates[right[0]].slice]
    if (right and not same_slice) or not _worth_saying(subject, group[0], candidates):
        return
    fitting = fitting_bases(shares, int(max(wrong)), whole) if not right else iter(())
    other = list(islice(fitting, int(subject.limits["named"])))
    yield subject.finding(
        ("settled" if right else "none") + ("_together" if whole else ""),
        "; ".join(f.printed for f in group),
        next(iter([*right, *other]), ""),
        (*every, *candidates.values()),
        what=subject.described(group[0], *([parts.dimension] if parts else [])),
        parts=numbers((f.value for f in every), "%, ") + "%",
        base=either(wrong),
        bases=either(sorted(right) or sorted(other)) or "no number near it",
        counts=numbers(results[right[0]] or ()) if right else "",
    )


def _worth_saying(subject: Subject, figure: Figure, candidates: dict[float, Figure]) -> bool:
    """A share in the text may be of a few that are not coded, or of a total that stands in prose alone."""
    if figure.kind == "prose" and max(candidates) < subject.limits["least_base"]:
        return False
    # Its own caption or sentence may name the total ('findings from the combined 97 complaints').
    said = f" {figure.row.published_label} "
    return any(
        subject.figures.established(one) or f" {plain(one.value)} " in said for one in candidates.values()
    )


def _still_open(figures: Figures, parts: Parts | None, total: float) -> Figure | None:
    """A printed share still open that fills the parts up to the whole."""
    if parts is None or parts.dimension not in ("outcome", "timeliness"):
        return None
    for figure in figures.of(parts.whole._replace(measure="complaints_open", unit="percent"), parts.others):
        if abs(total + figure.value - 100) <= rounding_slack((*parts.figures, figure)):
            return figure
    return None


def _candidates(figures: Figures, figure: Figure, parts: Parts | None) -> dict[float, Figure]:
    """The printed totals that a percentage may be of: value -> a figure that prints it."""
    whole = figure.whole._replace(unit="count")
    shared = [d for d, _ in figure.dims if figure.shares(d)]
    slices: list[Dims] = [parts.others] if parts else [figure.without(d) for d in shared] or [()]
    measures: tuple[str, ...] = ()
    if figure.measure == "complaints_escalated":
        whole, slices = whole._replace(stage=BEFORE.get(figure.stage, "")), [figure.dims]
        measures = ("complaints_received", "complaints_decided")
    elif figure.measure in _OF_COMPLAINTS and (figure.dims or figure.measure == "complaints_open"):
        measures = _FINISHED if figure.row.denominator_class in _SAID_FINISHED else WHOLES
    elif figure.measure == "findings_decided" and figure.dims:
        measures = (figure.measure,)
    found: dict[float, Figure] = {}
    for measure in measures:
        for dims in slices:
            for value, one in figures.totals(whole._replace(measure=measure), dims).items():
                if value >= 1 and value.is_integer():
                    found.setdefault(value, one)
    return found
