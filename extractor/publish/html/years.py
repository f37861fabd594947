"""The indicators: each group's years, and its table and charts over the years, as far as there is room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from extractor.lexicon.page_schema import Page
from extractor.model import contract
from extractor.model.csv_text import csv_bytes
from extractor.publish.html import drawing, wording
from extractor.publish.html.figures import Figure, Group, breaks
from extractor.publish.html.funnel import Funnel, funnel
from extractor.publish.html.lists import fitting
from extractor.publish.html.printed import Printed, behind

RATE_PER = 10_000
"""A rate whose unit says nothing is shown for this many heads."""
OPEN_IN_SERIES = 400
"""Figures of a series beyond which its cells only name them: each year's table has where they are printed."""
Part = tuple[int, str]
"""One piece of a group, by its number: a year, or (empty) the series over all years."""


def sections(
    groups: Sequence[Group], known: Mapping[str, Printed], texts: Page, parts: Any, room: int
) -> list[dict[str, Any]]:
    """The fullest year of every group first, then the series, then other years, until the room is used."""
    wanted = _wanted(groups)
    made = fitting(wanted, lambda part: _render(part, groups[part[0]], known, texts, parts), room)
    pieces: defaultdict[int, dict[str, Markup]] = defaultdict(dict)
    for (number, period), piece in zip(wanted, made.pieces, strict=False):
        pieces[number][period] = piece
    shown: dict[str, dict[str, Any]] = {}
    for number, group in enumerate(groups):
        section = shown.setdefault(group.indicator.id, {"indicator": group.indicator, "groups": []})
        section["groups"].append(_shown(number, group, pieces[number]))
    for section in shown.values():  # the group with most councils first
        section["groups"].sort(key=lambda one: _widest(one["group"]))
    return list(shown.values())


def _widest(group: Group) -> tuple[bool, int]:
    return group.alone, -len(group.year(group.fullest))


def _periods(group: Group) -> list[str]:
    """The pieces of a group that are tables of figures: its years, or all of it where it stands alone."""
    if group.alone:
        return ["all"]
    return [group.fullest, *(period for period in group.periods if period != group.fullest)]


def _wanted(groups: Sequence[Group]) -> list[Part]:
    first = [(number, _periods(group)[0]) for number, group in enumerate(groups)]
    over_years = [(n, "") for n, group in enumerate(groups) if len(group.periods) > 1 and not group.alone]
    others = sorted(
        (place, number, period)
        for number, group in enumerate(groups)
        for place, period in enumerate(_periods(group)[1:])
    )
    return [*first, *over_years, *((number, period) for _, number, period in others)]


def _shown(number: int, group: Group, pieces: dict[str, Markup]) -> dict[str, Any]:
    """A group with the pieces that fit: the fullest year first, then the others, latest first."""
    periods = _periods(group)
    return {
        "id": f"g{number + 1}",
        "group": group,
        "years": [pieces[period] for period in periods if period in pieces],
        "over_years": pieces.get("", Markup("")),
        "years_left_out": wording.years(period for period in periods if period not in pieces),
        "series_left_out": len(group.periods) > 1 and not group.alone and "" not in pieces,
    }


def _render(part: Part, group: Group, known: Mapping[str, Printed], texts: Page, parts: Any) -> str:
    number, period = part
    place = f"g{number + 1}"
    if not period:
        found, small = table(group, texts), drawing.multiples(group, texts)
        opens = len(group.figures) <= OPEN_IN_SERIES
        saved = download(group.figures)
        sources = {one: behind(one, known) for one in group.figures} if opens else {}
        return str(
            parts.over_years(place, group, found, small, breaks(group, texts), drawing, sources, saved)
        )
    figures = list(group.figures) if group.alone else group.year(period)
    plot = None if group.alone else funnel(figures, group.kind, texts.thresholds.funnel_councils)
    drawn = plot and drawing.funnel_drawing(plot, _scale(group), group.unit)
    steps = _steps(figures, group.unit)
    return str(
        parts.year(
            f"{place}-{period.replace('/', '-').replace(' ', '-')}",
            group,
            period,
            _lines(group, figures, plot, steps[-1]),
            plot,
            drawn,
            _told(plot, group) if plot else {},
            [drawing.label(step, group.unit) for step in (0.0, steps[-1] / 2, steps[-1])],
            drawing,
            {one: behind(one, known) for one in figures},
            download(figures),
        )
    )


def download(figures: Sequence[Figure]) -> str:
    """The figures' rows as a CSV file, written into an address."""
    return "data:text/csv;charset=utf-8," + quote(
        csv_bytes([one.row for one in figures], contract.INDICATOR_COLUMNS)
    )


def _scale(group: Group) -> float:
    """What a fraction is multiplied by: 10,000 for the unit per_10000."""
    per = wording.number(group.unit.removeprefix("per_"))
    return 100.0 if group.unit == "percent" else per or float(RATE_PER)


def _steps(figures: Sequence[Figure], unit: str) -> list[float]:
    """The one axis of a table, from nought."""
    if unit == "percent":
        return [0.0, 100.0]
    return drawing.steps(max(figure.upper or figure.value or 0.0 for figure in figures))


def _lines(group: Group, figures: Sequence[Figure], plot: Funnel | None, full: float) -> list[dict[str, Any]]:
    """The lines of a table: figure, interval as it is drawn, and place in the plot.

    One that is not comparable is drawn hollow.
    """
    marks = {mark.figure: mark for mark in plot.marks} if plot else {}
    lines = []
    for figure in figures:
        mark = marks.get(figure)
        line: dict[str, Any] = {"figure": figure, "bar": _bar(figure, full), "mark": mark}
        line["hollow"] = group.alone or not figure.comparable
        if mark:
            line["inner"] = _span(mark.limits.low_95, mark.limits.high_95, group)
            line["outer"] = _span(mark.limits.low_998, mark.limits.high_998, group)
        lines.append(line)
    return lines


def _bar(figure: Figure, full: float) -> tuple[float, ...]:
    """Low, high and value of the interval drawn: percent of the axis; empty where nothing is."""
    if figure.value is None:
        return ()
    ends = (figure.value if end is None else end for end in (figure.lower, figure.upper, figure.value))
    return tuple(round(min(100.0, max(0.0, end / full * 100)), 1) for end in ends)


def _span(low: float, high: float, group: Group) -> str:
    """A pair of limits in the group's unit."""
    return f"{_amount(low, group)} to {_amount(high, group)}"


def _amount(fraction: float, group: Group) -> str:
    text = wording.rounded(fraction * _scale(group), 1)
    return f"{text}%" if group.unit == "percent" else text


def _told(plot: Funnel, group: Group) -> dict[str, str]:
    """What the plot says, for its text alternative."""
    size, limits = plot.curve[len(plot.curve) // 2]
    where = [mark.place for mark in plot.marks]
    return {
        "target": _amount(plot.target, group),
        "interval": _span(*plot.interval, group),
        "size": f"{size:,}",
        "inner": _span(limits.low_95, limits.high_95, group),
        "outer": _span(limits.low_998, limits.high_998, group),
        "within": str(where.count("within")),
        "between": str(where.count("above_95") + where.count("below_95")),
        "beyond": str(where.count("above_998") + where.count("below_998")),
        "phi": f"{plot.dispersion.phi:.2f}",
        "threshold": f"{plot.dispersion.threshold:.2f}",
        "wider": f"{plot.dispersion.factor**0.5:.2f}",
    }


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
