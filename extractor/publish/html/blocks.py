"""The indicators section: each group's years and series, as far as there is room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from extractor.lexicon.page_schema import IndicatorText, Page
from extractor.publish.html import drawing, fit, series, wording
from extractor.publish.html.figures import Figure, Group, breaks
from extractor.publish.html.funnel import Funnel, Mark, NoFunnel, funnel
from extractor.publish.html.intervals import Limits

RATE_PER = 10_000
"""A rate whose unit says nothing is shown for this many heads."""


@dataclass(frozen=True)
class Part:
    """One piece of a group: a year, or (period empty) the series over all years."""

    group: int
    period: str


@dataclass(frozen=True)
class Bar:
    """An interval drawn in a table's cell: percent of its width, at most 100."""

    low: float
    high: float
    value: float


@dataclass(frozen=True)
class Line:
    """One council in a year's table."""

    figure: Figure
    bar: Bar | None
    mark: Mark | None
    inner: str
    outer: str


@dataclass(frozen=True)
class Shown:
    """A group with the pieces that fit."""

    id: str
    group: Group
    years: tuple[Markup, ...]
    over_years: Markup
    years_left_out: str
    series_left_out: bool


@dataclass(frozen=True)
class Section:
    """An indicator with its groups."""

    indicator: IndicatorText
    groups: tuple[Shown, ...]


def sections(groups: Sequence[Group], texts: Page, parts: Any, room: int) -> list[Section]:
    """The latest year of every group first, then the series, then earlier years, until the room is used."""
    wanted = _wanted(groups)
    made = fit.fitting(wanted, lambda part: _render(part, groups[part.group], texts, parts), room)
    pieces: defaultdict[int, dict[str, Markup]] = defaultdict(dict)
    for part, piece in zip(wanted, made.pieces, strict=False):
        pieces[part.group][part.period] = piece
    shown: dict[str, list[Shown]] = {}
    for number, group in enumerate(groups):
        shown.setdefault(group.indicator.id, []).append(_shown(number, group, pieces[number]))
    return [Section(of[0].group.indicator, tuple(of)) for of in shown.values()]


def _wanted(groups: Sequence[Group]) -> list[Part]:
    latest = [Part(number, group.periods[0]) for number, group in enumerate(groups)]
    over_years = [Part(number, "") for number, group in enumerate(groups) if len(group.periods) > 1]
    earlier = [
        (place, Part(number, period))
        for number, group in enumerate(groups)
        for place, period in enumerate(group.periods[1:])
    ]
    earlier.sort(key=lambda pair: (pair[0], pair[1].group))
    return [*latest, *over_years, *(part for _, part in earlier)]


def _shown(number: int, group: Group, pieces: dict[str, Markup]) -> Shown:
    periods = group.periods
    return Shown(
        id=f"g{number + 1}",
        group=group,
        years=tuple(pieces[period] for period in periods if period in pieces),
        over_years=pieces.get("", Markup("")),
        years_left_out=wording.years(period for period in periods if period not in pieces),
        series_left_out=len(periods) > 1 and "" not in pieces,
    )


def _render(part: Part, group: Group, texts: Page, parts: Any) -> str:
    place = f"g{part.group + 1}"
    if not part.period:
        found = series.table(group, texts)
        small = drawing.multiples(group, texts)
        return str(parts.over_years(place, group, found, small, breaks(group, texts), drawing))
    figures = group.year(part.period)
    plot: Funnel | NoFunnel = NoFunnel(group.unsettled, 0)
    if not group.unsettled:
        plot = funnel(figures, group.kind, texts.thresholds.funnel_councils)
    drawn = drawing.funnel_drawing(plot, _scale(group), group.unit) if isinstance(plot, Funnel) else None
    return str(
        parts.year(
            f"{place}-{part.period.replace('/', '-').replace(' ', '-')}",
            group,
            part.period,
            _lines(group, figures, plot),
            plot,
            drawn,
            _told(plot, group) if isinstance(plot, Funnel) else {},
            part.period == group.periods[0],
            drawing,
            texts,
        )
    )


def _scale(group: Group) -> float:
    """What a fraction is multiplied by: 10,000 for the unit per_10000."""
    per = wording.number(group.unit.removeprefix("per_"))
    return 100.0 if group.unit == "percent" else per or float(RATE_PER)


def _lines(group: Group, figures: Sequence[Figure], plot: Funnel | NoFunnel) -> list[Line]:
    marks = {mark.figure: mark for mark in plot.marks} if isinstance(plot, Funnel) else {}
    ends = [figure.upper if figure.upper is not None else figure.value or 0.0 for figure in figures]
    full = 100.0 if group.unit == "percent" else max([*ends, 0.0]) or 1.0
    lines = []
    for figure in figures:
        mark = marks.get(figure)
        inner = _span(mark.limits.low_95, mark.limits.high_95, group) if mark else ""
        outer = _span(mark.limits.low_998, mark.limits.high_998, group) if mark else ""
        lines.append(Line(figure, _bar(figure, full), mark, inner, outer))
    return lines


def _bar(figure: Figure, full: float) -> Bar | None:
    if figure.value is None or not figure.comparable:
        return None
    low = figure.value if figure.lower is None else figure.lower
    high = figure.value if figure.upper is None else figure.upper
    low, high, value = (round(min(100.0, max(0.0, n / full * 100)), 1) for n in (low, high, figure.value))
    return Bar(low, high, value)


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
