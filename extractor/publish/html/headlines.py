"""What the three sentences at the head of the page need, and who stands where on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.model import contract
from extractor.publish.html import wording
from extractor.publish.html.blocks import Section
from extractor.publish.html.coverage import Row
from extractor.publish.html.figures import Figure, Group, once


@dataclass(frozen=True)
class Widest:
    """The year and group in which most councils can be set side by side, and how far their values reach."""

    group: Group
    period: str
    councils: int
    low: Figure
    high: Figure


@dataclass(frozen=True)
class Headlines:
    """Councils and years of the figures, the widest comparison, and how many figures have which mark."""

    councils: int
    years: str
    widest: Widest | None
    marks: Counter[str]


@dataclass(frozen=True)
class Listed:
    """A council in the index: its years, and for each indicator the first group that has it."""

    name: str
    years: str
    places: tuple[tuple[str, str], ...]
    """Name of the indicator, id of the group."""


def headlines(rows: Sequence[Row], groups: Sequence[Group]) -> Headlines:
    """Of all figures; of comparisons with as many councils a share is worth most."""
    found = [wide for group in groups if not group.alone and (wide := _widest(group))]
    best = max(found, key=lambda wide: (wide.councils, wide.group.kind == "share"), default=None)
    return Headlines(
        len({row.get("authority_code", "") for row in rows}),
        wording.years(row.get("period", "") for row in rows),
        best,
        Counter(dict.fromkeys(contract.COMPARABLE, 0) | Counter(row.get("comparable", "") for row in rows)),
    )


def _widest(group: Group) -> Widest | None:
    able = sorted(
        (one for one in once(group.figures) if one.period == group.fullest), key=lambda one: one.value or 0.0
    )
    return Widest(group, group.fullest, len(able), able[0], able[-1]) if len(able) > 1 else None


def index(sections: Sequence[Section]) -> list[Listed]:
    """Every council with a figure on the page, by name."""
    years: dict[tuple[str, str, str], set[str]] = {}
    places: dict[tuple[str, str, str], dict[str, str]] = {}
    for section in sections:
        for shown in section.groups:
            for figure in shown.group.figures if shown.years else ():
                key = (figure.council.casefold(), figure.code, figure.council)
                years.setdefault(key, set()).add(figure.period)
                places.setdefault(key, {}).setdefault(section.indicator.name, shown.id)
    return [Listed(key[2], wording.years(years[key]), tuple(places[key].items())) for key in sorted(years)]
