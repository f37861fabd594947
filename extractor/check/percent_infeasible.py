"""Percentages without printed counts: the whole numbers that can stand behind them, and on which total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from extractor.check.arithmetic import fitting_bases, solve
from extractor.check.breakdown_sum import counted_beside, overlapping, rounding_slack
from extractor.check.figures import Dims, Figure, Figures, Parts, swap
from extractor.check.finding import Finding, described, either, numbers, plain, where
from extractor.check.percent_recompute import BEFORE, Base, Bases, printed_text, share_of
from extractor.lexicon.checklist import CheckBook

WHOLES = ("complaints_received", "complaints_decided", "complaints_responded", "complaints_investigated")
_FINISHED = ("complaints_decided", "complaints_responded")
_SAID_FINISHED = ("decided", "responded", "decided_without_withdrawn")
_OF_COMPLAINTS = frozenset((*WHOLES, "complaints_open", "complaints_not_accepted", "advocacy_used"))


def percent_infeasible(
    figures: Figures, book: CheckBook, bases: Bases, counted: set[int]
) -> Iterator[Finding]:
    """Percentages without printed counts: which of the printed totals can they be of? Fills `bases`."""
    done: set[int] = counted.union(bases)
    for parts in figures.parts:
        if parts.whole[5] != "percent" or "/change" in parts.whole[4] or overlapping(parts, book):
            continue
        if counted_beside(figures, parts) or any(f.order in done for f in parts.figures):
            continue
        if not parts.figures[0].shares(parts.dimension):
            continue
        done.update(f.order for f in parts.figures)
        yield from _solved(figures, parts.figures, parts, book, bases)
    for figure in figures.all:
        if figure.unit == "percent" and "/change" not in figure.measure and figure.order not in done:
            yield from _solved(figures, (figure,), None, book, bases)


def _solved(
    figures: Figures, group: Sequence[Figure], parts: Parts | None, book: CheckBook, bases: Bases
) -> Iterator[Finding]:
    if any(f.status == "approximate" or f.value > 100 for f in group):
        return
    candidates = _candidates(figures, group[0], parts)
    if not candidates:
        return
    entry = book.check("percent-infeasible")
    shares = [share_of(f) for f in group]
    total = sum(f.value for f in group)
    open_share = _still_open(figures, parts, total) if parts else None
    extra = [share_of(f) for f in ([open_share] if open_share else [])]
    whole = (
        parts is not None
        and not parts.gaps
        and (open_share is not None or abs(total - 100) <= rounding_slack(group))
    )
    results = {
        value: solve([*shares, *extra], int(value), int(value) if whole else None) for value in candidates
    }
    right = [value for value, counts in results.items() if counts is not None]
    if len(right) == 1 or (right and len(set(right)) == 1):
        for figure in group:
            bases.setdefault(figure.order, Base(right[0], candidates[right[0]], "inferred"))
    wrong = [value for value in results if value not in right]
    if right and not (wrong and _same_slice(candidates, right[0], wrong)):
        return
    near = max(wrong)
    named = fitting_bases([*shares, *extra], int(near), whole) if not right else iter(())
    other = list(islice(named, int(entry.limits["named"])))
    if group[0].kind == "prose" and max(candidates) < entry.limits["least_base"]:
        return  # a share in the text may be of a few that are not coded
    if not any(figures.established(one) or _named(group[0], one.value) for one in candidates.values()):
        return
    evidence = (*group, *((open_share,) if open_share else ()), *candidates.values())
    slots = {
        "what": described(group[0], book, (parts.dimension,) if parts else ()),
        "parts": numbers((f.value for f in [*group, *([open_share] if open_share else [])]), "%, ") + "%",
        "base": either(wrong),
        "bases": either(sorted(right) or sorted(other)) or "no number near it",
        "counts": numbers(results[right[0]] or ()) if right else "",
        "where": where(group[0]),
    }
    name = ("settled" if right else "none") + ("_together" if whole else "")
    computed = plain(right[0]) if right else (plain(other[0]) if other else "")
    printed = printed_text(group[0]) if len(group) == 1 else "; ".join(printed_text(f) for f in group)
    yield Finding("percent-infeasible", name, printed, computed, evidence, "", slots)


def _named(figure: Figure, value: float) -> bool:
    """Does its own caption or sentence name the total ('findings from the combined 97 complaints')?"""
    return f" {plain(value)} " in f" {figure.row['published_label']} "


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
        measures = _FINISHED if figure.row["denominator_class"] in _SAID_FINISHED else WHOLES
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
