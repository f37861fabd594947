"""What several checks ask of the parts of a whole."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.check.figures import Figure, Figures, Parts
from extractor.lexicon.checklist import CheckBook


def overlapping(parts: Parts, book: CheckBook) -> bool:
    """Could one complaint stand in two of these parts ('within 10 days', 'within 20 days')?"""
    codes = {f.code(parts.dimension) for f in parts.figures}
    return any(
        len(codes.intersection(group)) > 1
        for name, group in book.check("breakdown-sum").codes.items()
        if name.startswith(parts.dimension)
    )


def rounding_slack(parts: Sequence[Figure]) -> float:
    """How far percentages that are all right may miss 100 for being rounded."""
    return sum(0.5 * 0.1 ** len(f.printed.partition(".")[2]) for f in parts)


def counted_beside(figures: Figures, parts: Parts) -> list[Figure]:
    """The counts of the same parts in the same place."""
    count, name = parts.whole._replace(unit="count"), parts.dimension
    found = []
    for part in parts.figures:
        beside = [f for f in figures.of(count, part.dims) if f.place == parts.place and f.exact]
        same = [f for f in beside if f.label(name) == part.label(name)]
        found += same if len(same) == 1 else []
    return found


def open_shares(figures: Figures, parts: Parts) -> list[float]:
    """The printed share of complaints still open, or what their printed count makes of the totals."""
    still = parts.whole._replace(measure="complaints_open", unit="percent")
    found = [f.value for f in figures.of(still, parts.others)]
    counted = figures.totals(still._replace(unit="count"), parts.others)
    received = figures.totals(parts.whole._replace(measure="complaints_received", unit="count"), parts.others)
    return found + [100 * n / base for n in counted for base in received if base]
