"""The indicators section: each group's years and series, as far as there is room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from extractor.lexicon.page_schema import IndicatorText, Page
from extractor.model import contract
from extractor.model.csv_text import csv_bytes
from extractor.publish.html import drawing, fit, series, wording
from extractor.publish.html.figures import Figure, Group, breaks
from extractor.publish.html.funnel import Funnel, Mark, funnel
from extractor.publish.html.intervals import Limits
from extractor.publish.html.printed import Printed, behind

RATE_PER = 10_000
"""A rate whose unit says nothing is shown for this many heads."""
OPEN_IN_SERIES = 400
"""Figures of a series beyond which its cells only name them: each year's table has where they are printed."""
Part = tuple[int, str]
"""One piece of a group, by its number: a year, or (empty) the series over all years."""


@dataclass(frozen=True)
class Line:
    """One figure in a table."""

    figure: Figure
    bar: tuple[float, ...]
    """Low, high and value of the interval drawn: percent of the axis; empty where nothing is."""
    hollow: bool
    """Not comparable: its mark is drawn hollow."""
    mark: Mark | None
    inner: str
    outer: str


@dataclass(frozen=True)
class Shown:
    """A group with the pieces that fit: the fullest year first, then the others, latest first."""

    id: str
    group: Group
    years: tuple[Markup, ...]
    over_years: Markup
    years_left_out: str
    series_left_out: bool


@dataclass(frozen=True)
class Section:
    """An indicator with its groups, the one with most councils first."""

    indicator: IndicatorText
    groups: tuple[Shown, ...]


def sections(
    groups: Sequence[Group], known: Mapping[str, Printed], texts: Page, parts: Any, room: int
) -> list[Section]:
    """The fullest year of every group first, then the series, then other years, until the room is used."""
    wanted = _wanted(groups)
    made = fit.fitting(wanted, lambda part: _render(part, groups[part[0]], known, texts, parts), room)
    pieces: defaultdict[int, dict[str, Markup]] = defaultdict(dict)
    for (number, period), piece in zip(wanted, made.pieces, strict=False):
        pieces[number][period] = piece
    shown: dict[str, list[Shown]] = {}
    for number, group in enumerate(groups):
        shown.setdefault(group.indicator.id, []).append(_shown(number, group, pieces[number]))
    return [Section(of[0].group.indicator, tuple(sorted(of, key=_widest))) for of in shown.values()]


def _widest(shown: Shown) -> tuple[bool, int]:
    group = shown.group
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


def _shown(number: int, group: Group, pieces: dict[str, Markup]) -> Shown:
    periods = _periods(group)
    return Shown(
        id=f"g{number + 1}",
        group=group,
        years=tuple(pieces[period] for period in periods if period in pieces),
        over_years=pieces.get("", Markup("")),
        years_left_out=wording.years(period for period in periods if period not in pieces),
        series_left_out=len(group.periods) > 1 and not group.alone and "" not in pieces,
    )


def _render(part: Part, group: Group, known: Mapping[str, Printed], texts: Page, parts: Any) -> str:
    number, period = part
    place = f"g{number + 1}"
    if not period:
        found, small = series.table(group, texts), drawing.multiples(group, texts)
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


def _lines(group: Group, figures: Sequence[Figure], plot: Funnel | None, full: float) -> list[Line]:
    marks = {mark.figure: mark for mark in plot.marks} if plot else {}
    lines = []
    for figure in figures:
        mark = marks.get(figure)
        inner = _span(mark.limits.low_95, mark.limits.high_95, group) if mark else ""
        outer = _span(mark.limits.low_998, mark.limits.high_998, group) if mark else ""
        hollow = group.alone or not figure.comparable
        lines.append(Line(figure, _bar(figure, full), hollow, mark, inner, outer))
    return lines


def _bar(figure: Figure, full: float) -> tuple[float, ...]:
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
    curve: list[tuple[int, Limits]] = list(plot.curve)
    size, limits = curve[len(curve) // 2]
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
