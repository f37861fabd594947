"""Counts of parts that do not add up to their whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.check.figures import Figure, Parts, grouped
from extractor.check.parts import overlapping
from extractor.check.subject import DIMENSION_WORDS, Subject, check, numbers, where
from extractor.model.records import Check


@check("breakdown-sum")
def breakdown_sum(subject: Subject) -> Iterator[Check]:
    """Parts of a count against the total printed beside them, or elsewhere for the same slice."""
    figures = subject.figures
    for parts in figures.parts:
        if parts.whole.unit != "count" or parts.kind == "prose" or not parts.exact:
            continue
        if overlapping(parts, subject.book):
            continue
        for whole, inner in parts.inner:
            if whole.exact and all(f.exact for f in inner):
                yield from _compared(subject, parts, inner, [whole], True)
        if len(parts.figures) >= 2 and not _some_only(subject, parts):
            local = [f for f in figures.of(parts.whole, parts.others) if f.place == parts.place and f.exact]
            if wholes := local or _elsewhere(subject, parts):
                yield from _compared(subject, parts, parts.figures, wholes, bool(local))


@check("breakdown-sum")
def sibling_tables(subject: Subject) -> Iterator[Check]:
    """Tables that follow each other, each with a group and its total, against the total of all groups."""
    limits = subject.limits
    single = [p for p in subject.figures.parts if len(p.figures) == 1 and p.inner and not p.others]
    counted = [p for p in single if p.whole.unit == "count" and p.place.startswith("t") and p.exact]
    for (whole, dimension), siblings in grouped(counted, lambda p: (p.whole, p.dimension)).items():
        groups = [parts.figures[0] for parts in siblings]
        tables = [int(f.place[1:]) for f in groups]
        if len(groups) < 2 or tables != list(range(tables[0], tables[0] + len(tables))):
            continue
        wholes, total = list(subject.figures.totals(whole).values()), sum(f.value for f in groups)
        if not wholes or any(f.value == total for f in wholes):
            continue
        nearest = _nearest(wholes, total)
        if abs(nearest.value - total) <= max(limits["near_count"], limits["near_elsewhere"] * nearest.value):
            yield _finding(subject, dimension, groups, nearest, False)


def _nearest(wholes: Sequence[Figure], total: float) -> Figure:
    return min(wholes, key=lambda f: (abs(f.value - total), f.order))


def _some_only(subject: Subject, parts: Parts) -> bool:
    """Do the words say that only the most frequent ones are listed ('top 5 reasons')?"""
    return bool(subject.words("some").search(parts.figures[0].row.published_label))


def _elsewhere(subject: Subject, parts: Parts) -> list[Figure]:
    """Totals of the same slice printed in other places; that of stage 1 where the parts name no stage."""
    if len(parts.figures) < subject.limits["least_parts_elsewhere"]:
        return []
    found = subject.figures.totals(parts.whole, parts.others)
    if not found and parts.whole.stage == "all":
        found = subject.figures.totals(parts.whole._replace(stage="stage_1"), parts.others)
    return list(found.values())


def _compared(
    subject: Subject, parts: Parts, added: Sequence[Figure], wholes: Sequence[Figure], beside: bool
) -> Iterator[Check]:
    figures, limits = subject.figures, subject.limits
    total = sum(f.value for f in added)
    away = _not_done(added, parts.dimension)
    if any(f.value == total - less for f in wholes for less in away):
        return
    received = parts.whole._replace(measure="complaints_received")
    if len(away) > 1 and parts.whole != received and total in figures.totals(received, parts.others):
        return
    nearest = _nearest(wholes, total)
    off = abs(nearest.value - total)
    reach = limits["near_beside"] if beside and parts.kind == "table" else limits["near_elsewhere"]
    if not beside and total < nearest.value:
        reach = limits["near_short"]  # a list may leave the rare ones out
    if off > max(limits["near_count"], reach * nearest.value) or not nearest.value:
        return
    several = subject.book.check("percent-sum").codes["several_at_once"]
    if parts.dimension in several and not beside and total > nearest.value + limits["slip"]:
        return  # one complaint may have more than one subject
    if total < nearest.value and (parts.gaps or (beside and _leaves_a_part_out(subject, parts))):
        return  # the number that is not printed may be what is missing
    yield _finding(subject, parts.dimension, added, nearest, beside)


def _leaves_a_part_out(subject: Subject, parts: Parts) -> bool:
    """Do the parts fall short of their totals line after line? Then one kind has no column of its own."""
    short = known = 0
    for other in subject.figures.parts:
        if (other.place, other.dimension) != (parts.place, parts.dimension):
            continue
        same = subject.figures.of(other.whole, other.others)
        beside = [f.value for f in same if f.place == other.place and f.exact]
        known += bool(beside)
        short += bool(beside) and other.total < min(beside)
    return short >= subject.limits["short_lines"] and 2 * short > known


def _finding(
    subject: Subject, dimension: str, added: Sequence[Figure], nearest: Figure, beside: bool
) -> Check:
    total = sum(f.value for f in added)
    return subject.finding(
        "beside" if beside else "elsewhere",
        nearest.value,
        total,
        (nearest, *added),
        "error" if abs(nearest.value - total) > subject.limits["slip"] else "warning",
        parts=numbers((f.value for f in added), " + "),
        words=DIMENSION_WORDS.get(dimension, dimension),
        where=where(added[0]),
        other=where(nearest),
    )


def _not_done(added: Sequence[Figure], dimension: str) -> set[float]:
    """What a printed total may leave out: nothing, those withdrawn, those open, both."""
    if dimension not in ("outcome", "timeliness"):
        return {0.0}
    values = {f.code(dimension): f.value for f in added}
    still, gone = values.get("outstanding", 0.0), values.get("withdrawn", 0.0)
    return {0.0, still, gone, still + gone}
