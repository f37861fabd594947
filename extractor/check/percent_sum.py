"""Percentages of one whole that come to more or less than 100."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.check.figures import Figures, Parts, swap
from extractor.check.finding import Finding, described, numbers, plain, where
from extractor.check.parts import DIMENSION_WORDS, counted_beside, open_shares, overlapping, rounding_slack
from extractor.check.registry import Subject, check
from extractor.lexicon.checklist import CheckBook


@check("percent-sum")
def percent_sum(subject: Subject) -> Iterator[Finding]:
    """Percentages that should make a whole and do not."""
    figures, book = subject.figures, subject.book
    entry = book.check("percent-sum")
    for parts in figures.parts:
        if parts.whole[5] != "percent" or parts.kind == "prose" or "/change" in parts.whole[4]:
            continue
        if not all(f.exact for f in parts.figures) or overlapping(parts, book):
            continue
        if not parts.figures[0].shares(parts.dimension):
            continue
        total = sum(f.value for f in parts.figures)
        slack = rounding_slack(parts.figures) + entry.limits["slack"]
        if abs(total - 100) <= slack or not _exhaustive(figures, parts, total, slack, book):
            continue
        still = max(open_shares(figures, parts), default=0.0) if total < 100 else 0.0
        yield Finding(
            "percent-sum",
            "over" if total > 100 else "under_open" if still else "under",
            plain(total),
            "100",
            parts.figures,
            "error" if abs(total - 100) > entry.limits["far"] else "warning",
            {
                "what": described(parts.figures[0], book, (parts.dimension,)),
                "parts": numbers((f.value for f in parts.figures), "% + ") + "%",
                "words": DIMENSION_WORDS.get(parts.dimension, parts.dimension),
                "where": where(parts.figures[0]),
                "other": f"{plain(still)}%",
                "base": f"{plain(total + still)}%",
            },
        )


def _exhaustive(figures: Figures, parts: Parts, total: float, slack: float, book: CheckBook) -> bool:
    """Should these percentages make a whole? Nobody promised that some reasons named in a list do."""
    entry = book.check("percent-sum")
    if parts.dimension in entry.codes["several_at_once"]:
        return False
    if total > 100:
        return total <= entry.limits["most"]
    beside = counted_beside(figures, parts)
    if beside and len(beside) == len(parts.figures):
        wholes = figures.totals(beside[0].whole, parts.others)
        return sum(f.value for f in beside) in wholes
    if parts.dimension not in entry.codes["whole_when_listed"] or parts.kind != "table":
        return False
    if total < entry.limits["least"] or len(parts.figures) < 2:
        return False
    if parts.gaps and 100 - total <= entry.limits["gap"]:
        return False  # what is printed as a dash may be what is missing
    return not _explained(figures, parts, total, slack)


def _explained(figures: Figures, parts: Parts, total: float, slack: float) -> bool:
    """Do the complaints still open fill the gap?"""
    rest = open_shares(figures, parts)
    if parts.dimension == "timeliness":  # those withdrawn were answered neither in time nor late
        gone = swap(parts.whole, measure="complaints_decided")
        rest += [f.value for f in figures.of(gone, (*parts.others, ("outcome", "withdrawn")))]
    return any(abs(total + share - 100) <= slack + 0.5 for share in rest)
