"""What one of a figure is: findings called complaints, and numbers so small that they may name a child."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from extractor.check.breakdown_sum import DIMENSION_WORDS
from extractor.check.figures import Figure, Figures, swap
from extractor.check.finding import Finding, described, plain, where
from extractor.lexicon.checklist import CheckBook


def unit_of_count(figures: Figures, book: CheckBook) -> Iterator[Finding]:
    """Findings or points that outnumber the complaints of their stage."""
    words = book.check("unit-of-count").words
    called, points = (re.compile(words[name], re.IGNORECASE) for name in ("complaints", "points"))
    stages = {f.whole for f in figures.all if f.measure == "findings_decided" and f.unit == "count"}
    for whole in sorted(stages):
        printed = [f for f in figures.of(whole) if f.exact]
        parts = [p for p in figures.parts_of.get(whole, ()) if p.dimension == "outcome" and not p.others]
        rows = tuple(printed[:1]) or (parts[0].figures if parts else ())
        total = sum(f.value for f in rows)
        said = " ".join(f"{f.row['published_label']} {f.row['evidence']}" for f in rows)
        if not called.search(said) or points.search(said):
            continue  # the report itself says that these are points
        complaints = [
            f
            for measure in ("complaints_decided", "complaints_received", "complaints_investigated")
            for f in figures.totals(swap(whole, measure=measure)).values()
        ]
        base = next(iter(complaints), None)
        if base is None or total <= max(f.value for f in complaints):
            continue
        slots = {"what": described(base, book), "where": where(rows[0]), "counts": plain(total)}
        yield Finding("unit-of-count", "findings", plain(base.value), plain(total), (base, *rows), "", slots)


def small_number(figures: Figures, book: CheckBook) -> Iterator[Finding]:
    """Counts of 1 to 5 by sex, age, ethnicity, disability or religion, one line for each breakdown."""
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
