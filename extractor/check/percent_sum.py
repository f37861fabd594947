"""Percentages of one whole that come to more or less than 100."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.check.figures import Parts
from extractor.check.parts import counted_beside, open_shares, overlapping, rounding_slack
from extractor.check.subject import DIMENSION_WORDS, Subject, check, numbers, plain
from extractor.model.records import Check


@check("percent-sum")
def percent_sum(subject: Subject) -> Iterator[Check]:
    """Percentages that should make a whole and do not."""
    for parts in subject.figures.parts:
        if parts.whole.unit != "percent" or parts.kind == "prose" or parts.whole.is_change:
            continue
        if not parts.exact or overlapping(parts, subject.book):
            continue
        first, total = parts.figures[0], parts.total
        slack = rounding_slack(parts.figures) + subject.limits["slack"]
        if not first.shares(parts.dimension) or abs(total - 100) <= slack:
            continue
        if not _exhaustive(subject, parts, slack):
            continue
        still = max(open_shares(subject.figures, parts), default=0.0) if total < 100 else 0.0
        yield subject.finding(
            "over" if total > 100 else "under_open" if still else "under",
            total,
            "100",
            parts.figures,
            "error" if abs(total - 100) > subject.limits["far"] else "warning",
            what=subject.described(first, parts.dimension),
            parts=numbers((f.value for f in parts.figures), "% + ") + "%",
            words=DIMENSION_WORDS.get(parts.dimension, parts.dimension),
            other=f"{plain(still)}%",
            base=f"{plain(total + still)}%",
        )


def _exhaustive(subject: Subject, parts: Parts, slack: float) -> bool:
    """Should these percentages make a whole? Nobody promised that some reasons named in a list do."""
    limits, total = subject.limits, parts.total
    if parts.dimension in subject.codes("several_at_once"):
        return False
    if total > 100:
        return total <= limits["most"]
    beside = counted_beside(subject.figures, parts)
    if beside and len(beside) == len(parts.figures):
        return sum(f.value for f in beside) in subject.figures.totals(beside[0].whole, parts.others)
    if parts.dimension not in subject.codes("whole_when_listed") or parts.kind != "table":
        return False
    if total < limits["least"] or len(parts.figures) < 2:
        return False
    if parts.gaps and 100 - total <= limits["gap"]:
        return False  # what is printed as a dash may be what is missing
    return not _explained(subject, parts, slack)


def _explained(subject: Subject, parts: Parts, slack: float) -> bool:
    """Do the complaints still open fill the gap?"""
    rest = open_shares(subject.figures, parts)
    if parts.dimension == "timeliness":  # those withdrawn were answered neither in time nor late
        gone = parts.whole._replace(measure="complaints_decided")
        rest += [f.value for f in subject.figures.of(gone, (*parts.others, ("outcome", "withdrawn")))]
    return any(abs(parts.total + share - 100) <= slack + 0.5 for share in rest)
