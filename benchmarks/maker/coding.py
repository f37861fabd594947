"""A figure with its codes, and what a section is about."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmarks.maker.world import World

OUTCOMES = {
    "up": "upheld",
    "pu": "partially_upheld",
    "nu": "not_upheld",
    "wd": "withdrawn",
    "upu": "upheld|partially_upheld",
}
UNION = "upheld_or_partially_upheld"


class NoFigure(Exception):
    """The key has no figure in this world or in this section."""


@dataclass(frozen=True)
class Scope:
    """What a section is about; `stage` is 'all' where its heading names none."""

    procedure: str
    stage: str = "all"


@dataclass(frozen=True)
class Figure:
    """A number, how many it is a share of, and its codes."""

    value: int
    codes: dict[str, str] = field(default_factory=dict)
    label: str = ""
    of: int = 0
    """The base of its share."""


def year_name(year: int, style: str = "/") -> str:
    """2021 as '2021/22' or with another style: '-', '–', 'long/' or 'long-'."""
    if style.startswith("long"):
        return f"{year}{style[-1]}{year + 1}"
    return f"{year}{style}{(year + 1) % 100:02d}"


def share(part: int, whole: int) -> int:
    """Whole per cent, halves up."""
    return (200 * part + whole) // (2 * whole)


def period(world: World, back: int) -> str:
    """The coded financial year."""
    return year_name(world.year - back)


def codes_of(world: World, scope: Scope, back: int, measure: str, **more: str) -> dict[str, str]:
    codes = {
        "period": period(world, back),
        "procedure": scope.procedure,
        "stage": scope.stage,
        "measure": measure,
        "unit": "count",
        "unit_of_count": "complaint",
        **more,
    }
    if scope.procedure == "adult_statutory":
        codes["also"] = "stage=stage_1"
    return codes
