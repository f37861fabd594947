"""Counts of parts that do not add up to their whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.check.figures import Figure, Figures, Parts, Whole, swap
from extractor.check.finding import Finding, described, numbers, plain, where
from extractor.check.parts import DIMENSION_WORDS, overlapping
from extractor.check.registry import Subject, check
from extractor.lexicon.checklist import CheckBook


@check("breakdown-sum")
def breakdown_sum(subject: Subject) -> Iterator[Finding]:
    """Parts of a count against the total printed beside them, or elsewhere for the same slice."""
    figures, book = subject.figures, subject.book
    limits = book.check("breakdown-sum").limits
    for parts in figures.parts:
        if parts.whole[5] != "count" or parts.kind == "prose" or not _countable(parts, book):
            continue
        for whole, inner in parts.inner:
            if whole.exact and all(f.exact for f in inner):
                yield from _compared(parts, inner, [whole], limits, book, True, figures)
        if len(parts.figures) >= 2 and not _some_only(parts, book):
            local = [f for f in figures.of(parts.whole, parts.others) if f.place == parts.place and f.exact]
            wholes = local or _elsewhere(figures, parts, limits)
            if wholes:
                yield from _compared(parts, parts.figures, wholes, limits, book, bool(local), figures)


def _countable(parts: Parts, book: CheckBook) -> bool:
    """Every part is an exact count, and of one kind; ways to answer in time may overlap."""
    if not all(f.exact for f in parts.figures):
        return False
    return not overlapping(parts, book)


@check("breakdown-sum")
def sibling_tables(subject: Subject) -> Iterator[Finding]:
    """Tables that follow each other, each with a group and its total, against the total of all groups."""
    figures, book = subject.figures, subject.book
    limits = book.check("breakdown-sum").limits
    runs: dict[tuple[Whole, str], list[Figure]] = {}
    for parts in figures.parts:
        if len(parts.figures) != 1 or not parts.inner or parts.others or parts.whole[5] != "count":
            continue
        if parts.place.startswith("t") and parts.figures[0].exact:
            runs.setdefault((parts.whole, parts.dimension), []).append(parts.figures[0])
    for (whole, dimension), groups in runs.items():
        tables = [int(f.place[1:]) for f in groups]
        if len(groups) < 2 or tables != list(range(tables[0], tables[0] + len(tables))):
            continue
        wholes = list(figures.totals(whole).values())
        total = sum(f.value for f in groups)
        if not wholes or any(f.value == total for f in wholes):
            continue
        nearest = min(wholes, key=lambda f: (abs(f.value - total), f.order))
        off = abs(nearest.value - total)
        if off <= max(limits["near_count"], limits["near_elsewhere"] * nearest.value):
            yield _finding(dimension, groups, nearest, total, off > limits["slip"], False, book)


def _some_only(parts: Parts, book: CheckBook) -> bool:
    """Do the words say that only the most frequent ones are listed ('top 5 reasons')?"""
    words = book.check("breakdown-sum").words["some"]
    return bool(re.search(words, parts.figures[0].row.published_label, re.IGNORECASE))


def _elsewhere(figures: Figures, parts: Parts, limits: dict[str, float]) -> list[Figure]:
    """Totals of the same slice printed in other places; that of stage 1 where the parts name no stage."""
    many = limits["least_parts_elsewhere"]
    if len(parts.figures) < many or parts.kind == "prose":
        return []
    found = list(figures.totals(parts.whole, parts.others).values())
    if not found and parts.whole[3] == "all":
        found = list(figures.totals(swap(parts.whole, stage="stage_1"), parts.others).values())
    return found


def _compared(
    parts: Parts,
    added: Sequence[Figure],
    wholes: Sequence[Figure],
    limits: dict[str, float],
    book: CheckBook,
    beside: bool,
    figures: Figures,
) -> Iterator[Finding]:
    total = sum(f.value for f in added)
    away = _not_done(added, parts.dimension)
    if any(f.value == total - less for f in wholes for less in away):
        return
    if len(away) > 1 and parts.whole[4] != "complaints_received":
        received = figures.totals(swap(parts.whole, measure="complaints_received"), parts.others)
        if total in received:
            return
    nearest = min(wholes, key=lambda f: (abs(f.value - total), f.order))
    off = abs(nearest.value - total)
    reach = limits["near_beside"] if beside and parts.kind == "table" else limits["near_elsewhere"]
    if not beside and total < nearest.value:
        reach = limits["near_short"]  # a list may leave the rare ones out
    if off > max(limits["near_count"], reach * nearest.value) or not nearest.value:
        return
    several = book.check("percent-sum").codes["several_at_once"]
    if parts.dimension in several and not beside and total > nearest.value + limits["slip"]:
        return  # one complaint may have more than one subject
    if total < nearest.value and (parts.gaps or (beside and _leaves_a_part_out(figures, parts, limits))):
        return  # the number that is not printed may be what is missing
    yield _finding(parts.dimension, added, nearest, total, off > limits["slip"], beside, book)


def _leaves_a_part_out(figures: Figures, parts: Parts, limits: dict[str, float]) -> bool:
    """Do the parts fall short of their totals line after line? Then one kind has no column of its own."""
    short = known = 0
    for other in figures.parts:
        if (other.place, other.dimension) != (parts.place, parts.dimension):
            continue
        beside = [
            f.value for f in figures.of(other.whole, other.others) if f.place == other.place and f.exact
        ]
        known += bool(beside)
        short += bool(beside) and sum(f.value for f in other.figures) < min(beside)
    return short >= limits["short_lines"] and 2 * short > known


def _finding(
    dimension: str,
    added: Sequence[Figure],
    nearest: Figure,
    total: float,
    grave: bool,
    beside: bool,
    book: CheckBook,
) -> Finding:
    return Finding(
        "breakdown-sum",
        "beside" if beside else "elsewhere",
        plain(nearest.value),
        plain(total),
        (nearest, *added),
        "error" if grave else "warning",
        {
            "what": described(nearest, book),
            "parts": numbers((f.value for f in added), " + "),
            "words": DIMENSION_WORDS.get(dimension, dimension),
            "where": where(added[0]),
            "other": where(nearest),
        },
    )


def _not_done(added: Sequence[Figure], dimension: str) -> set[float]:
    """What a printed total may leave out: nothing, those withdrawn, those open, both."""
    if dimension not in ("outcome", "timeliness"):
        return {0.0}
    values = {dict(f.dims)[dimension]: f.value for f in added}
    still, gone = values.get("outstanding", 0.0), values.get("withdrawn", 0.0)
    return {0.0, still, gone, still + gone}
