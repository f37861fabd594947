"""Parts against their whole: counts that do not add up, percentages that do not come to 100."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.check.figures import Figure, Figures, Parts, Whole, swap
from extractor.check.finding import Finding, described, numbers, plain, where
from extractor.lexicon.checklist import CheckBook

DIMENSION_WORDS = {"service_area": "service", "age_band": "age", "complainant": "who complained"}


def breakdown_sum(figures: Figures, book: CheckBook) -> Iterator[Finding]:
    """Parts of a count against the total printed beside them, or elsewhere for the same slice."""
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
    yield from sibling_tables(figures, book)


def _countable(parts: Parts, book: CheckBook) -> bool:
    """Every part is an exact count, and of one kind; ways to answer in time may overlap."""
    if not all(f.exact for f in parts.figures):
        return False
    return not overlapping(parts, book)


def sibling_tables(figures: Figures, book: CheckBook) -> Iterator[Finding]:
    """Tables that follow each other, each with a group and its total, against the total of all groups."""
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
    return bool(re.search(words, parts.figures[0].row["published_label"], re.IGNORECASE))


def overlapping(parts: Parts, book: CheckBook) -> bool:
    """Could one complaint stand in two of these parts ('within 10 days', 'within 20 days')?"""
    codes = {dict(f.dims)[parts.dimension] for f in parts.figures}
    apart = book.check("breakdown-sum").codes
    return any(
        len(codes.intersection(group)) > 1
        for name, group in apart.items()
        if name.startswith(parts.dimension)
    )


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
    reach = limits["near_beside"] if beside else limits["near_elsewhere"]
    if not beside and total < nearest.value:
        reach = limits["near_short"]  # a list may leave the rare ones out
    if off > max(limits["near_count"], reach * nearest.value) or not nearest.value:
        return
    several = book.check("percent-sum").codes["several_at_once"]
    if parts.dimension in several and not beside and total > nearest.value + limits["slip"]:
        return  # one complaint may have more than one subject
    if parts.gaps and total < nearest.value:
        return  # the number that is not printed may be what is missing
    yield _finding(parts.dimension, added, nearest, total, off > limits["slip"], beside, book)


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


def percent_sum(figures: Figures, book: CheckBook) -> Iterator[Finding]:
    """Percentages of one whole that come to more or less than 100."""
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


def rounding_slack(parts: Sequence[Figure]) -> float:
    """How far percentages that are all right may miss 100 for being rounded."""
    return sum(0.5 * 0.1 ** len(f.row["value"].partition(".")[2]) for f in parts)


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


def _explained(figures: Figures, parts: Parts, total: float, slack: float) -> bool:
    """Do the complaints still open fill the gap?"""
    rest = open_shares(figures, parts)
    if parts.dimension == "timeliness":  # those withdrawn were answered neither in time nor late
        gone = swap(parts.whole, measure="complaints_decided")
        rest += [f.value for f in figures.of(gone, (*parts.others, ("outcome", "withdrawn")))]
    return any(abs(total + share - 100) <= slack + 0.5 for share in rest)


def open_shares(figures: Figures, parts: Parts) -> list[float]:
    """The printed share of complaints still open, or what their printed count makes of the totals."""
    still = swap(parts.whole, measure="complaints_open", unit="percent")
    found = [f.value for f in figures.of(still, parts.others)]
    counted = figures.totals(swap(still, unit="count"), parts.others)
    received = figures.totals(swap(parts.whole, measure="complaints_received", unit="count"), parts.others)
    return found + [100 * n / base for n in counted for base in received if base]
