"""What several checks ask of the parts of a whole."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.check.figures import Figure, Figures, Parts, swap
from extractor.lexicon.checklist import CheckBook

DIMENSION_WORDS = {"service_area": "service", "age_band": "age", "complainant": "who complained"}


def overlapping(parts: Parts, book: CheckBook) -> bool:
    """Could one complaint stand in two of these parts ('within 10 days', 'within 20 days')?"""
    codes = {dict(f.dims)[parts.dimension] for f in parts.figures}
    apart = book.check("breakdown-sum").codes
    return any(
        len(codes.intersection(group)) > 1
        for name, group in apart.items()
        if name.startswith(parts.dimension)
    )


def rounding_slack(parts: Sequence[Figure]) -> float:
    """How far percentages that are all right may miss 100 for being rounded."""
    return sum(0.5 * 0.1 ** len(f.printed.partition(".")[2]) for f in parts)


def counted_beside(figures: Figures, parts: Parts) -> list[Figure]:
    """The counts of the same parts in the same place."""
    count = swap(parts.whole, unit="count")
    found = []
    for figure in parts.figures:
        same = [f for f in figures.of(count, figure.dims) if f.place == parts.place and f.exact]
        same = [f for f in same if f.label(parts.dimension) == figure.label(parts.dimension)]
        if len(same) == 1:
            found.append(same[0])
    return found


def open_shares(figures: Figures, parts: Parts) -> list[float]:
    """The printed share of complaints still open, or what their printed count makes of the totals."""
    still = swap(parts.whole, measure="complaints_open", unit="percent")
    found = [f.value for f in figures.of(still, parts.others)]
    counted = figures.totals(swap(still, unit="count"), parts.others)
    received = figures.totals(swap(parts.whole, measure="complaints_received", unit="count"), parts.others)
    return found + [100 * n / base for n in counted for base in received if base]
