"""Printed percentages against the counts that the report prints of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.check.bases import count_and_bases, gives
from extractor.check.figures import Figure, Figures
from extractor.check.subject import Base, Subject, check, where
from extractor.model.records import Check


@check("percent-recompute")
def percent_recompute(subject: Subject) -> Iterable[Check]:
    """Printed percentages that their own count and base do not give."""
    return subject.percentages.wrong


def recompute(subject: Subject) -> None:
    """Fill in what each percentage is of as far as its count is printed, and which are wrong."""
    worked = subject.percentages
    for figure in subject.figures.all:
        if figure.unit != "percent" or figure.whole.is_change or figure.value > 100:
            continue
        count, candidates, beside = count_and_bases(subject.figures, figure, subject.book)
        if figure.row.base is not None and figure.row.base_status == "printed":
            worked.bases[figure.order] = Base(float(figure.row.base), None, "printed")
            candidates = [worked.bases[figure.order]]
        if count is None or not candidates:
            continue
        worked.counted.add(figure.order)
        right = [b for b in candidates if any(gives(c.value, b.value, figure) for c in count)]
        if not right and _beside_the_right_one(subject.figures, figure, count, candidates):
            continue
        if figure.order not in worked.bases and (right or beside):
            worked.bases[figure.order] = (right or candidates)[0]
        if right:
            finding = None if beside else _fits_other(subject, figure, count, candidates, right[0])
        else:
            finding = _fits_none(subject, figure, count, candidates, beside)
        if finding and figure.exact:
            worked.wrong.append(finding)


def _beside_the_right_one(
    figures: Figures, figure: Figure, count: Sequence[Figure], candidates: Sequence[Base]
) -> bool:
    """Does its place print another share of the same that is right? '66% (71%)': this is another year's."""
    return any(
        other.place == figure.place and other is not figure and gives(c.value, b.value, other)
        for other in figures.of(figure.whole, figure.dims)
        for c in count
        for b in candidates
    )


def _fits_other(
    subject: Subject, figure: Figure, count: Sequence[Figure], candidates: Sequence[Base], right: Base
) -> Check | None:
    """A percentage that is right for one printing of its total, and not for another."""
    other = _contradicted(right, candidates)
    if not other:
        return None
    value = 100 * count[0].value / other[0].value
    if abs(value - figure.value) < subject.limits["near"] or value > 100:
        return None
    evidence = (figure, count[0], *(b.figure for b in (other[0], right) if b.figure))
    said = {"counts": count[0].value, "base": other[0].value, "other": right.value}
    return subject.finding("fits_other", figure.printed, f"{value:.1f}", evidence, "error", **said)


def _fits_none(
    subject: Subject, figure: Figure, count: Sequence[Figure], candidates: Sequence[Base], beside: bool
) -> Check | None:
    """A percentage that no count and total printed for it give."""
    limits = subject.limits
    pairs = [(100 * c.value / b.value, c, b) for c in count for b in candidates if b.value >= c.value > 0]
    if not pairs:
        return None
    value, one, base = min(pairs, key=lambda pair: abs(pair[0] - figure.value))
    off = abs(value - figure.value)
    if not beside and off > limits["far_elsewhere"]:
        return None
    # Of parts that a sentence names nobody knows whether they are all there are.
    printed = base.figure is not None or figure.kind == "table" or figure.row.base_status == "printed"
    return subject.finding(
        "beside" if beside else "elsewhere",
        figure.printed,
        f"{value:.1f}",
        (figure, one, *((base.figure,) if base.figure else ())),
        "error" if beside and printed and off > limits["slip"] else "warning",
        counts=one.value,
        base=base.value,
        other=where(one),
    )


def _contradicted(right: Base, candidates: Sequence[Base]) -> list[Base]:
    """Bases that another place prints for the very slice of the base that fits."""
    one = right.figure
    others = [b for b in candidates if one and b.figure and b.value != right.value]
    return [b for b in others if one and b.figure and b.figure.slice == one.slice]
