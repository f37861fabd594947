"""Counts so small that they may name a child."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from extractor.check.figures import Figure
from extractor.check.subject import DIMENSION_WORDS, Subject, check
from extractor.model.records import Check


@check("small-number")
def small_number(subject: Subject) -> Iterator[Check]:
    """Counts of 1 to 5 by sex, age, ethnicity, disability or religion, one line for each breakdown."""
    low, high = subject.limits["least"], subject.limits["most"]
    personal, nobody = subject.codes("dimensions"), subject.codes("nobody")
    groups: dict[tuple[str, str, str, str], list[Figure]] = defaultdict(list)
    for figure in subject.figures.all:
        if figure.unit != "count" or not low <= figure.value <= high:
            continue
        if not figure.value.is_integer() or figure.measure == "context":
            continue
        place = figure.place if figure.kind != "prose" else "p"
        for dimension, code in figure.dims:
            if dimension in personal and code.partition(":")[0] not in nobody:
                groups[place, figure.period, figure.stage, dimension].append(figure)
    for (*_, dimension), found in groups.items():
        yield subject.finding(
            "one" if len(found) == 1 else "main",
            min(f.value for f in found),
            high,
            found,
            what=subject.described(found[0], dimension),
            counts=len(found),
            words=DIMENSION_WORDS.get(dimension, dimension),
        )
