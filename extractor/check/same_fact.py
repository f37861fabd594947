"""One fact printed with two values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from extractor.check.figures import FREE, Dims, Figure, Figures, Whole, swap
from extractor.check.finding import Finding, described, numbers, plain, where
from extractor.check.registry import Subject, check
from extractor.lexicon.checklist import CheckBook


@check("same-fact-two-values")
def same_fact(subject: Subject) -> Iterator[Finding]:
    """The same slice with two exact values in two places that nothing tells apart."""
    figures, book = subject.figures, subject.book
    entry = book.check("same-fact-two-values")
    for (whole, dims), printings in figures.by_slice.items():
        if len(printings) < 2 or whole[4] in entry.codes["never"] or whole[5] not in ("count", "percent"):
            continue
        if "remedies_paid" in whole[4] and whole[5] == "gbp":
            continue
        if whole[4].endswith("/change"):
            printings = [f for f in printings if f.kind == "table" or not _beside_counts(figures, f)]
        for group in _alike(printings):
            yield from _judged(figures, whole, dims, group, book)


def _beside_counts(figures: Figures, figure: Figure) -> bool:
    """Is it a change in a sentence that prints counts, perhaps of something else?"""
    beside = figures.by_place[figure.place]
    return any(f.unit == "count" and "/change" not in f.measure for f in beside)


def _alike(printings: Sequence[Figure]) -> list[list[Figure]]:
    """Printings parted by the words of their slice, their scope and what they are a share of."""
    groups: dict[tuple[str | tuple[str, ...], ...], list[Figure]] = defaultdict(list)
    for figure in printings:
        if figure.status == "exact" and "unmapped" not in "".join(code for _, code in figure.dims):
            words = tuple(
                label.rpartition(" > ")[2]
                for (dimension, _), label in zip(figure.dims, figure.labels, strict=True)
                if dimension in FREE
            )
            row = figure.row
            groups[(*words, row.scope, row.denominator_class, row.unit_of_count)].append(figure)
    return list(groups.values())


def _judged(
    figures: Figures, whole: Whole, dims: Dims, group: Sequence[Figure], book: CheckBook
) -> Iterator[Finding]:
    entry = book.check("same-fact-two-values")
    told_apart = _side_by_side(group)
    values: dict[float, list[Figure]] = defaultdict(list)
    for figure in group:
        if figure.place not in told_apart:
            values[figure.value].append(figure)
    if len(values) < 2:
        return
    ranked = sorted(values, key=lambda v: (-len(_places(values[v])), values[v][0].order))
    first = ranked[0]
    for other in ranked[1:]:
        if _apart(first, other, whole, told_apart.values(), entry.limits):
            continue
        if _explained(figures, whole, dims, first, other, book):
            continue
        both = [values[first], values[other]]
        if all(f.kind == "prose" for f in (*both[0], *both[1])):
            continue  # two sentences may each speak of something that is not coded
        yield Finding(
            "same-fact-two-values",
            "main",
            plain(first),
            plain(other),
            (*both[0], *both[1]),
            "",
            {
                "what": described(both[0][0], book),
                "where": _listed(both[0]),
                "other": _listed(both[1]),
                "words": "%" if whole[5] == "percent" else "",
                "parts": numbers(ranked),
            },
        )


def _places(group: Sequence[Figure]) -> set[str]:
    return {figure.place for figure in group}


def _listed(group: Sequence[Figure]) -> str:
    named = list(dict.fromkeys(where(figure) for figure in group))
    return " and ".join(named[:3]) if len(named) < 4 else f"{named[0]} and {len(named) - 1} other places"


def _side_by_side(group: Sequence[Figure]) -> dict[str, set[float]]:
    """Places that print several values of the slice at once: something tells them apart that is not coded."""
    places: dict[str, set[float]] = defaultdict(set)
    for figure in group:
        places[figure.place].add(figure.value)
    return {place: values for place, values in places.items() if len(values) > 1}


def _apart(
    first: float, other: float, whole: Whole, beside: Iterable[set[float]], limits: dict[str, float]
) -> bool:
    """Values that one place prints side by side, that lie too far apart, or that rounding explains."""
    if any({first, other} <= values for values in beside):
        return True
    low, high = sorted((abs(first), abs(other)))
    if high > limits["ratio"] * low:
        return True
    if whole[5] == "percent":
        return high - low <= limits["rounding"]
    return False


def _explained(
    figures: Figures, whole: Whole, dims: Dims, first: float, other: float, book: CheckBook
) -> bool:
    """Is the difference a count that the one takes in and the other leaves out?"""
    difference = abs(first - other)
    for measure in book.check("same-fact-two-values").codes["taken_in"]:
        for stage in {whole[3], "all", "representation"}:
            for procedure in {whole[2], "all"}:
                key = swap(whole, measure=measure, stage=stage, procedure=procedure)
                if difference in figures.totals(key, dims):
                    return True
    return False
