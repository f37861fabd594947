"""Percentages without printed counts: the whole numbers that can stand behind them, and on which total."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from extractor.check.arithmetic import fitting_bases, solve
from extractor.check.bases import BEFORE, Base, Bases, Percentages, share_of
from extractor.check.figures import Dims, Figure, Figures, Parts, swap
from extractor.check.finding import Finding, described, either, numbers, plain, where
from extractor.check.parts import counted_beside, overlapping, rounding_slack
from extractor.check.registry import Subject, check
from extractor.lexicon.checklist import CheckBook

WHOLES = ("complaints_received", "complaints_decided", "complaints_responded", "complaints_investigated")
_FINISHED = ("complaints_decided", "complaints_responded")
_SAID_FINISHED = ("decided", "responded", "decided_without_withdrawn")
_OF_COMPLAINTS = frozenset((*WHOLES, "complaints_open", "complaints_not_accepted", "advocacy_used"))


@check("percent-infeasible")
def percent_infeasible(subject: Subject) -> Iterable[Finding]:
    """Percentages that no whole number of a printed total gives."""
    return subject.percentages.impossible


def solve_without_counts(figures: Figures, book: CheckBook, worked: Percentages) -> None:
    """Percentages without printed counts: which of the printed totals can they be of?"""
    done: set[int] = worked.counted.union(worked.bases)
    for parts in figures.parts:
        if parts.whole[5] != "percent" or "/change" in parts.whole[4] or overlapping(parts, book):
            continue
        if counted_beside(figures, parts) or any(f.order in done for f in parts.figures):
            continue
        if not parts.figures[0].shares(parts.dimension):
            continue
        done.update(f.order for f in parts.figures)
        worked.impossible += _solved(figures, parts.figures, parts, book, worked.bases)
    for figure in figures.all:
        if figure.unit == "percent" and "/change" not in figure.measure and figure.order not in done:
            worked.impossible += _solved(figures, (figure,), None, book, worked.bases)


def _solved(
    figures: Figures, group: Sequence[Figure], parts: Parts | None, book: CheckBook, bases: Bases
) -> Iterator[Finding]:
    candidates = _candidates(figures, group[0], parts)
    if not candidates or any(f.status == "approximate" or f.value > 100 for f in group):
        return
    total = sum(f.value for f in group)
    still = _still_open(figures, parts, total)
    every = [*group, *([still] if still else [])]
    shares = [share_of(f) for f in every]
    whole = (
        parts is not None
        and not parts.gaps
        and (still is not None or abs(total - 100) <= rounding_slack(group))
    )
    results = {value: solve(shares, int(value), int(value) if whole else None) for value in candidates}
    right = [value for value, counts in results.items() if counts is not None]
    if len(right) == 1:
        for figure in group:
            bases.setdefault(figure.order, Base(right[0], candidates[right[0]], "inferred"))
    wrong = [value for value in results if value not in right]
    if right and not (wrong and _same_slice(candidates, right[0], wrong)):
        return
    if not _worth_saying(figures, group[0], candidates, book):
        return
    near = int(max(wrong))
    fitting = fitting_bases(shares, near, whole) if not right else iter(())
    other = list(islice(fitting, int(book.check("percent-infeasible").limits["named"])))
    slots = {
        "what": described(group[0], book, (parts.dimension,) if parts else ()),
        "parts": numbers((f.value for f in every), "%, ") + "%",
        "base": either(wrong),
        "bases": either(sorted(right) or sorted(other)) or "no number near it",
        "counts": numbers(results[right[0]] or ()) if right else "",
        "where": where(group[0]),
    }
    name = ("settled" if right else "none") + ("_together" if whole else "")
    computed = plain(right[0]) if right else (plain(other[0]) if other else "")
    printed = "; ".join(f.printed for f in group)
    evidence = (*every, *candidates.values())
    yield Finding("percent-infeasible", name, printed, computed, evidence, "", slots)


def _worth_saying(figures: Figures, figure: Figure, candidates: dict[float, Figure], book: CheckBook) -> bool:
    """A share in the text may be of a few that are not coded, or of a total that stands in prose alone."""
    least = book.check("percent-infeasible").limits["least_base"]
    if figure.kind == "prose" and max(candidates) < least:
        return False
    return any(figures.established(one) or _named(figure, one.value) for one in candidates.values())


def _named(figure: Figure, value: float) -> bool:
    """Does its own caption or sentence name the total ('findings from the combined 97 complaints')?"""
    return f" {plain(value)} " in f" {figure.row.published_label} "


def _same_slice(candidates: dict[float, Figure], right: float, wrong: Sequence[float]) -> bool:
    """Is a total that cannot be right another printing of the very one that can?"""
    one = candidates[right]
    return any((candidates[w].whole, candidates[w].dims) == (one.whole, one.dims) for w in wrong)


def _still_open(figures: Figures, parts: Parts | None, total: float) -> Figure | None:
    """A printed share still open that fills the parts up to the whole."""
    if parts is None or parts.dimension not in ("outcome", "timeliness"):
        return None
    key = swap(parts.whole, measure="complaints_open", unit="percent")
    for figure in figures.of(key, parts.others):
        if abs(total + figure.value - 100) <= rounding_slack((*parts.figures, figure)):
            return figure
    return None


def _candidates(figures: Figures, figure: Figure, parts: Parts | None) -> dict[float, Figure]:
    """The printed totals that a percentage may be of: value -> a figure that prints it."""
    whole = swap(figure.whole, unit="count")
    shared = [d for d, _ in figure.dims if figure.shares(d)]
    slices: list[Dims] = [parts.others] if parts else [figure.without(d) for d in shared] or [()]
    if figure.measure == "complaints_escalated":
        before = BEFORE.get(figure.stage, "")
        keys = [
            (swap(whole, measure=m, stage=before), figure.dims)
            for m in ("complaints_received", "complaints_decided")
        ]
    elif figure.measure in _OF_COMPLAINTS and (figure.dims or figure.measure == "complaints_open"):
        measures = _FINISHED if figure.row.denominator_class in _SAID_FINISHED else WHOLES
        keys = [(swap(whole, measure=m), dims) for m in measures for dims in slices]
    elif figure.measure == "findings_decided" and figure.dims:
        keys = [(whole, dims) for dims in slices]
    else:
        return {}
    found: dict[float, Figure] = {}
    for key, dims in keys:
        for value, one in figures.totals(key, dims).items():
            if value >= 1 and value.is_integer():
                found.setdefault(value, one)
    return found
