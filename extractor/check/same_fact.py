"""One fact printed with two values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extractor.check.changes import counts_beside
from extractor.check.figures import FREE, Figure, Whole, grouped
from extractor.check.subject import Subject, check, numbers, where
from extractor.model.records import Check


@check("same-fact-two-values")
def same_fact(subject: Subject) -> Iterator[Check]:
    """The same slice with two exact values in two places that nothing tells apart."""
    for (whole, _), printings in subject.figures.by_slice.items():
        if len(printings) < 2 or whole.measure in subject.codes("never"):
            continue
        if whole.unit not in ("count", "percent"):
            continue
        if whole.is_change:
            printings = [f for f in printings if f.kind == "table" or not counts_beside(subject.figures, f)]
        for group in _alike(printings):
            yield from _judged(subject, group)


def _alike(printings: Sequence[Figure]) -> Iterable[list[Figure]]:
    """Printings parted by the words of their slice, their scope and what they are a share of."""

    def told_by(figure: Figure) -> tuple[object, ...]:
        pairs = zip(figure.dims, figure.labels, strict=True)
        words = (label.rpartition(" > ")[2] for (dimension, _), label in pairs if dimension in FREE)
        return (*words, figure.row.scope, figure.row.denominator_class, figure.row.unit_of_count)

    mapped = [f for f in printings if f.exact and "unmapped" not in "".join(code for _, code in f.dims)]
    return grouped(mapped, told_by).values()


def _judged(subject: Subject, group: Sequence[Figure]) -> Iterator[Check]:
    # Places that print several values of the slice at once: something tells them apart that is not coded.
    printed = {place: {f.value for f in found} for place, found in grouped(group, lambda f: f.place).items()}
    side_by_side = {place: values for place, values in printed.items() if len(values) > 1}
    values = grouped((f for f in group if f.place not in side_by_side), lambda f: f.value)
    ranked = sorted(values, key=lambda v: (-len({f.place for f in values[v]}), values[v][0].order))
    for other in ranked[1:]:
        both = [values[ranked[0]], values[other]]
        one, two = (found[0] for found in both)
        if _apart(subject, one, two, side_by_side.values()) or _explained(subject, one, two):
            continue
        if all(f.kind == "prose" for f in (*both[0], *both[1])):
            continue  # two sentences may each speak of something that is not coded
        yield subject.finding(
            "main",
            one.value,
            two.value,
            (*both[0], *both[1]),
            where=_listed(both[0]),
            other=_listed(both[1]),
            words="%" if one.unit == "percent" else "",
            parts=numbers(ranked),
        )


def _listed(group: Sequence[Figure]) -> str:
    named = list(dict.fromkeys(where(figure) for figure in group))
    return " and ".join(named[:3]) if len(named) < 4 else f"{named[0]} and {len(named) - 1} other places"


def _apart(subject: Subject, one: Figure, two: Figure, beside: Iterable[set[float]]) -> bool:
    """Values that one place prints side by side, that lie too far apart, or that rounding explains."""
    if any({one.value, two.value} <= values for values in beside):
        return True
    low, high = sorted((abs(one.value), abs(two.value)))
    if high > subject.limits["ratio"] * low:
        return True
    return one.unit == "percent" and high - low <= subject.limits["rounding"]


def _explained(subject: Subject, one: Figure, two: Figure) -> bool:
    """Is the difference a count that the one takes in and the other leaves out?"""
    whole = one.whole
    return any(
        abs(one.value - two.value)
        in subject.figures.totals(Whole(*whole[:2], procedure, stage, measure, whole.unit), one.dims)
        for measure in subject.codes("taken_in")
        for stage in {whole.stage, "all", "representation"}
        for procedure in {whole.procedure, "all"}
    )
