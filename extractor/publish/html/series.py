"""A group's figures over the years: the table beside the small charts, and the last change."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.lexicon.page_schema import Page
from extractor.publish.html import wording
from extractor.publish.html.figures import Figure, Group, breaks


@dataclass(frozen=True)
class Line:
    """One council's cells, one for each year of the table, and its change over the last two."""

    council: str
    cells: tuple[tuple[Figure, ...], ...]
    change: str


@dataclass(frozen=True)
class Table:
    """Councils by years; `before` and `last` are the two years of the change, empty without two."""

    years: tuple[str, ...]
    before: str
    last: str
    lines: tuple[Line, ...]


def table(group: Group, texts: Page) -> Table | None:
    """The table of a group with figures of two periods or more, else None; other periods are left out."""
    periods = sorted({figure.period for figure in group.figures if figure.text != "no figure"})
    if len(periods) < 2:
        return None
    by_place: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in group.figures:
        by_place.setdefault((figure.code, figure.council, figure.period), []).append(figure)
    starts = sorted(start for period in periods if (start := wording.start_year(period)) is not None)
    pair = ("", "")
    if len(starts) > 1:
        pair = (wording.financial_year(starts[-1] - 1), wording.financial_year(starts[-1]))
    anew = {one.year for one in breaks(group, texts)}
    lines = []
    for code, council in group.councils:
        of = {period: by_place.get((code, council, period), []) for period in {*periods, *pair}}
        change = _change(of[pair[0]], of[pair[1]], pair, group, anew, texts) if pair[1] else ""
        lines.append(Line(council, tuple(tuple(of[period]) for period in periods), change))
    return Table(tuple(periods), *pair, tuple(lines))


def _change(
    before: list[Figure],
    last: list[Figure],
    pair: tuple[str, str],
    group: Group,
    anew: set[str],
    texts: Page,
) -> str:
    """The change in words, or 'not given' and why."""
    for figures, period in zip((before, last), pair, strict=True):
        if not figures:
            return f"Not given: no figure for {period}"
        if len(figures) > 1:
            return f"Not given: two figures for {period}"
        if not figures[0].comparable:
            return f"Not given: {period} is not comparable"
        if figures[0].value is None:
            return f"Not given: {period} is hidden or not known"
    if pair[1] in anew:
        return f"Not given: the series begins anew in {pair[1]}"
    return change(before[0], last[0], group.kind, texts.thresholds.percent_base)


def change(before: Figure, last: Figure, kind: str, least: int) -> str:
    """From one value to the next: points for a share, else percent; none on a base under `least`."""
    base = {"share": before.denominator, "count": before.value}.get(kind, before.numerator)
    if base is None:
        return f"Not given: the number behind {before.period} is not known"
    if base < least:
        return f"Not given: fewer than {least} in {before.period}"
    old, new = before.value or 0.0, last.value or 0.0
    if kind == "share":
        size, unit = new - old, "percentage points"
    elif old == 0:
        return f"Not given: {before.period} is 0"
    else:
        size, unit = (new - old) / old * 100, "%"
    text = wording.rounded(abs(size), 1)
    if text == "0.0":
        return "No change"
    return f"{'Up' if size > 0 else 'Down'} {text}{'' if unit == '%' else ' '}{unit}"
