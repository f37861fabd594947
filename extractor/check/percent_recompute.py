"""Printed percentages against the counts that the report prints of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.check.bases import Base, Percentages, count_and_bases, gives
from extractor.check.figures import Figure, Figures
from extractor.check.finding import Finding, described, plain, where
from extractor.check.registry import Subject, check
from extractor.lexicon.checklist import CheckBook


@check("percent-recompute")
def percent_recompute(subject: Subject) -> Iterable[Finding]:
    """Printed percentages that their own count and base do not give."""
    return subject.percentages.wrong


def recompute(figures: Figures, book: CheckBook, worked: Percentages) -> None:
    """Fill in what each percentage is of as far as its count is printed, and which are wrong."""
    for figure in figures.all:
        if figure.unit != "percent" or "/change" in figure.measure or figure.value > 100:
            continue
        count, candidates, beside = count_and_bases(figures, figure, book)
        if figure.row.base is not None and figure.row.base_status == "printed":
            printed = Base(float(figure.row.base), None, "printed")
            worked.bases[figure.order] = printed
            candidates = [printed]
        if count is None or not candidates:
            continue
        worked.counted.add(figure.order)
        right = [b for b in candidates if any(gives(c.value, b.value, figure) for c in count)]
        if not right and _beside_the_right_one(figures, figure, count, candidates):
            continue
        if figure.order not in worked.bases and (right or beside):
            worked.bases[figure.order] = (right or candidates)[0]
        finding = (
            _fits_other(figures, figure, count, candidates, right, beside, book)
            if right
            else _fits_none(figure, count, candidates, beside, book)
        )
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
    figures: Figures,
    figure: Figure,
    count: Sequence[Figure],
    candidates: Sequence[Base],
    right: Sequence[Base],
    beside: bool,
    book: CheckBook,
) -> Finding | None:
    """A percentage that is right for one printing of its total, and not for another."""
    other = [] if beside else _contradicted(right[0], candidates)
    if not other:
        return None
    value = 100 * count[0].value / other[0].value
    if abs(value - figure.value) < book.check("percent-recompute").limits["near"] or value > 100:
        return None
    evidence = (figure, count[0], *(b.figure for b in (other[0], right[0]) if b.figure))
    slots = {
        "what": described(figure, book),
        "counts": plain(count[0].value),
        "base": plain(other[0].value),
        "other": plain(right[0].value),
        "where": where(figure),
    }
    computed = f"{value:.1f}"
    return Finding("percent-recompute", "fits_other", figure.printed, computed, evidence, "error", slots)


def _fits_none(
    figure: Figure, count: Sequence[Figure], candidates: Sequence[Base], beside: bool, book: CheckBook
) -> Finding | None:
    """A percentage that no count and total printed for it give."""
    limits = book.check("percent-recompute").limits
    pairs = [(100 * c.value / b.value, c, b) for c in count for b in candidates if b.value >= c.value > 0]
    if not pairs:
        return None
    value, one, base = min(pairs, key=lambda pair: abs(pair[0] - figure.value))
    off = abs(value - figure.value)
    if not beside and off > limits["far_elsewhere"]:
        return None
    evidence = (figure, one, *((base.figure,) if base.figure else ()))
    slots = {
        "what": described(figure, book),
        "counts": plain(one.value),
        "base": plain(base.value),
        "where": where(figure),
        "other": where(one),
    }
    # Of parts that a sentence names nobody knows whether they are all there are.
    printed = base.figure is not None or figure.kind == "table" or figure.row.base_status == "printed"
    grave = beside and printed and off > limits["slip"]
    name = "beside" if beside else "elsewhere"
    computed = f"{value:.1f}"
    return Finding(
        "percent-recompute", name, figure.printed, computed, evidence, "error" if grave else "warning", slots
    )


def _contradicted(right: Base, candidates: Sequence[Base]) -> list[Base]:
    """Bases that another place prints for the very slice of the base that fits."""
    if right.figure is None:
        return []
    same = (right.figure.whole, right.figure.dims)
    return [
        b
        for b in candidates
        if b.figure and (b.figure.whole, b.figure.dims) == same and b.value != right.value
    ]
