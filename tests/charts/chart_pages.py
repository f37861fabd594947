"""What one drawn report holds: its chart, and the figures that the chart prints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

Room = tuple[float, float, float, float]
Drawn = list[bytes] | Callable[[Canvas, Room], None]
"""PDFs to set into the page, or a function that draws on it."""
Points = tuple[tuple[str, str, str], ...]
"""(series, category, figure as printed); series is empty where there is one."""

STAGES = ("Stage 1", "Stage 2", "Ombudsman")
YEARS = ("2019/20", "2020/21", "2021/22", "2022/23")
OUTCOMES = ("Upheld", "Partially upheld", "Not upheld", "Withdrawn")
SERVICES = (
    "Waste and recycling",
    "Housing repairs",
    "Council tax",
    "Planning",
    "Highways and street lighting",
)


@dataclass(frozen=True)
class Report:
    """One PDF to make."""

    name: str
    kind: str
    caption: str
    drawn: Drawn
    points: Points = ()
    unread: int = 0
    """Charts that the reader must call unread."""
    year: str = "2022/23"


def single(categories: Sequence[str], values: Sequence[object], form: str = "{}") -> Points:
    """The points of a chart of one series."""
    return tuple(("", c, form.format(v)) for c, v in zip(categories, values, strict=True))


def several(
    series: Sequence[str], categories: Sequence[str], values: Sequence[Sequence[object]], form: str = "{}"
) -> Points:
    """The points of a chart of several series; `values` is one list a series, None for no point."""
    return tuple(
        (s, c, form.format(v))
        for s, row in zip(series, values, strict=True)
        for c, v in zip(categories, row, strict=True)
        if v is not None
    )
