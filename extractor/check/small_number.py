"""Counts so small that they may name a child."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from extractor.check.figures import Figure
from extractor.check.finding import Finding, described, plain, where
from extractor.check.parts import DIMENSION_WORDS
from extractor.check.registry import Subject, check


@check("small-number")
def small_number(subject: Subject) -> Iterator[Finding]:
    """Counts of 1 to 5 by sex, age, ethnicity, disability or religion, one line for each breakdown."""
    figures, book = subject.figures, subject.book
    entry = book.check("small-number")
    low, high = entry.limits["least"], entry.limits["most"]
    personal, nobody = frozenset(entry.codes["dimensions"]), frozenset(entry.codes["nobody"])
    groups: dict[tuple[str, str, str, str], list[Figure]] = defaultdict(list)
    for figure in figures.all:
        if figure.unit != "count" or not figure.dims or not low <= figure.value <= high:
            continue
        if not figure.value.is_integer() or figure.measure == "context":
            continue
        place = figure.place if figure.kind != "prose" else "p"
        for dimension, code in figure.dims:
            if dimension in personal and code.partition(":")[0] not in nobody:
                groups[place, figure.period, figure.stage, dimension].append(figure)
    for (_, _, _, dimension), found in groups.items():
        least = min(f.value for f in found)
        slots = {
            "what": described(found[0], book, (dimension,)),
            "counts": str(len(found)),
            "words": DIMENSION_WORDS.get(dimension, dimension),
            "where": where(found[0]),
        }
        yield Finding(
            "small-number",
            "one" if len(found) == 1 else "main",
            plain(least),
            plain(high),
            tuple(found),
            "",
            slots,
        )
