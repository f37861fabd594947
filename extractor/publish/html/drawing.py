"""Where the lines and marks of the charts go; the templates draw them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from extractor.lexicon.page_schema import Page
from extractor.publish.html import wording
from extractor.publish.html.figures import Figure, Group, breaks, once
from extractor.publish.html.funnel import Funnel, Limits

Point = tuple[float, float]
WIDTH, HEIGHT = 400, 300
LEFT, RIGHT, TOP, BOTTOM = 48, 10, 12, 46
SMALL_WIDTH, SMALL_HEIGHT = 170, 100
SMALL_LEFT, SMALL_RIGHT, SMALL_TOP, SMALL_BOTTOM = 34, 8, 8, 18
_LIMITS: tuple[tuple[str, Callable[[Limits], float]], ...] = (
    ("outer", attrgetter("low_998")),
    ("inner", attrgetter("low_95")),
    ("inner", attrgetter("high_95")),
    ("outer", attrgetter("high_998")),
)


def funnel_drawing(funnel: Funnel, scale: float, unit: str) -> dict[str, Any]:
    """Places of everything in a funnel plot in a box of WIDTH by HEIGHT.

    `scale` turns a fraction into the unit shown. Ticks are (place, label), lines (class, path), marks
    (x, y, Mark).
    """
    most = max(mark.size for mark in funnel.marks)
    highest = max(mark.share for mark in funnel.marks)
    middle = sorted(mark.size for mark in funnel.marks)[len(funnel.marks) // 2]
    wide = next((limits.high_998 for size, limits in funnel.curve if size >= middle), highest)
    steps_up = steps(max(highest, wide) * scale, 1.0 * scale if unit == "percent" else math.inf)
    steps_across = steps(most)
    top, end = steps_up[-1] / scale, steps_across[-1]

    def x(size: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * size / end, 1)

    def y(share: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share / top, 1)

    lines = [
        (kind, path([(x(size), y(of(limits))) for size, limits in funnel.curve if of(limits) <= top]))
        for kind, of in _LIMITS
    ]
    return {
        "across": [(x(step), wording.amount(repr(step), "count")) for step in steps_across],
        "up": [(y(step / scale), label(step, unit)) for step in steps_up],
        "lines": [line for line in lines if line[1]],
        "target": y(funnel.target),
        "marks": [(x(mark.size), y(mark.share), mark) for mark in funnel.marks],
    }


def multiples(group: Group, texts: Page) -> dict[str, Any] | None:
    """Small charts, all on one scale, of the councils with two years or more to show; None without any.

    Only financial years and comparable figures are drawn. A line is broken where a
    year is missing and where a series begins anew.
    """
    by_council: dict[tuple[str, str], list[Figure]] = {}
    for figure in once(group.figures):
        if wording.start_year(figure.period) is not None:
            by_council.setdefault((figure.council, figure.code), []).append(figure)
    by_council = {key: of for key, of in by_council.items() if len(of) > 1}
    if not by_council:
        return None
    shown = [figure for of in by_council.values() for figure in of]
    starts = [_start(figure) for figure in shown]
    first, last = min(starts), max(starts)
    cap = 100.0 if group.unit == "percent" else math.inf
    ends = [figure.value if figure.upper is None else figure.upper for figure in shown]
    top = steps(max(end or 0 for end in ends), cap)[-1]
    anew = [int(one.year[:4]) for one in breaks(group, texts)]

    def x(year: float) -> float:
        room = SMALL_WIDTH - SMALL_LEFT - 2 * SMALL_RIGHT
        return round(SMALL_LEFT + SMALL_RIGHT + room * (year - first) / max(1, last - first), 1)

    def y(value: float) -> float:
        room = SMALL_HEIGHT - SMALL_TOP - SMALL_BOTTOM
        return round(SMALL_HEIGHT - SMALL_BOTTOM - room * min(value, top) / top, 1)

    return {
        "charts": [_small(council, of, anew, x, y) for (council, _), of in by_council.items()],
        "top": label(top, group.unit),
        "first": wording.financial_year(first),
        "last": wording.financial_year(last),
        "breaks": [x(year - 0.5) for year in anew if first < year <= last],
    }


def _start(figure: Figure) -> int:
    return wording.start_year(figure.period) or 0


def _small(
    council: str,
    figures: Sequence[Figure],
    anew: Sequence[int],
    x: Callable[[float], float],
    y: Callable[[float], float],
) -> dict[str, Any]:
    """One council's years in a box of SMALL_WIDTH by SMALL_HEIGHT, and the same numbers in words."""
    pieces: list[list[Point]] = []
    before = 0
    for figure in figures:
        year = _start(figure)
        if year != before + 1 or year in anew:
            pieces.append([])
        pieces[-1].append((x(year), y(figure.value or 0)))
        before = year
    whiskers = "".join(
        f"M{x(_start(figure)):g} {y(figure.lower):g}V{y(figure.upper):g}"
        for figure in figures
        if figure.lower is not None and figure.upper is not None
    )
    return {
        "council": council,
        "told": "; ".join(f"{figure.period}: {figure.text}" for figure in figures),
        "path": "".join(path(piece) for piece in pieces if len(piece) > 1),
        "whiskers": whiskers,
        "dots": [point for piece in pieces for point in piece],
    }


def path(points: Sequence[Point]) -> str:
    """An SVG path through points; empty for fewer than two."""
    if len(points) < 2:
        return ""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def steps(most: float, cap: float = math.inf) -> list[float]:
    """Round numbers from 0 to the first that is at least `most` (or `cap`), three to six of them."""
    most = min(most, cap)
    if most <= 0:
        return [0.0, 1.0]
    size = 10.0 ** math.floor(math.log10(most / 4))
    size *= next(by for by in (1, 2, 2.5, 5, 10) if most / (size * by) <= 5)
    return [round(size * step, 10) for step in range(math.ceil(round(most / size, 9)) + 1)]


def label(value: float, unit: str) -> str:
    """A step of an axis."""
    text = f"{value:,.10g}"
    return f"{text}%" if unit == "percent" else text
