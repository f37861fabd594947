"""What the three sentences at the head of the page need, and who stands where on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extractor.model import contract
from extractor.publish.html import wording
from extractor.publish.html.figures import Figure, Group, Row, once


@dataclass(frozen=True)
class Widest:
    """The year and group in which most councils can be set side by side, and how far their values reach."""

    group: Group
    period: str
    councils: int
    low: Figure
    high: Figure


def headlines(rows: Sequence[Row], groups: Sequence[Group]) -> dict[str, Any]:
    """Councils and years of the figures, the widest comparison, and how many figures have which mark.

    Of comparisons with as many councils a share is worth most.
    """
    found = [wide for group in groups if not group.alone and (wide := _widest(group))]
    best = max(found, key=lambda wide: (wide.councils, wide.group.kind == "share"), default=None)
    return {
        "councils": len({row["authority_code"] for row in rows}),
        "years": wording.years(row["period"] for row in rows),
        "widest": best,
        "marks": Counter(dict.fromkeys(contract.COMPARABLE, 0) | Counter(row["comparable"] for row in rows)),
    }


def _widest(group: Group) -> Widest | None:
    fullest = group.fullest
    there = [one for one in once(group.figures) if one.period == fullest]
    able = sorted(there, key=lambda one: one.value or 0.0)
    return Widest(group, fullest, len(able), able[0], able[-1]) if len(able) > 1 else None


def index(sections: Sequence[dict[str, Any]]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Every council with a figure on the page, by name: its years, and for each indicator the first group."""
    years: dict[tuple[str, str, str], set[str]] = {}
    places: dict[tuple[str, str, str], dict[str, str]] = {}
    for section in sections:
        for shown in section["groups"]:
            for figure in shown["group"].figures if shown["years"] else ():
                key = (figure.council.casefold(), figure.code, figure.council)
                years.setdefault(key, set()).add(figure.period)
                places.setdefault(key, {}).setdefault(section["indicator"].name, shown["id"])
    return [(key[2], wording.years(years[key]), list(places[key].items())) for key in sorted(years)]
