"""Which rows are hidden in all worlds, and which numbers may stand in no text of which report."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from extractor.disclosure.choose import Unions, hidden
from extractor.disclosure.figures import Figure, Place, Printed, World
from extractor.disclosure.sums import Key, parents, same_family, tells_a_total


@dataclass
class Secrets:
    """What a run keeps to itself."""

    limit: int
    rows: set[int] = field(default_factory=set)
    """Numbers of hidden rows: observations first, then review."""
    bases: set[int] = field(default_factory=set)
    """Numbers of rows whose base is hidden."""
    ids: set[str] = field(default_factory=set)
    keys: dict[Place, set[Key]] = field(default_factory=dict)
    values: dict[Place, set[float]] = field(default_factory=lambda: defaultdict(set))
    """Hidden numbers of a council and year."""
    _in_source: dict[str, set[float]] = field(default_factory=lambda: defaultdict(set))
    _frozen: dict[str, frozenset[float]] = field(default_factory=dict)

    def in_source(self, source: str) -> frozenset[float]:
        """Numbers that may stand in no text of a report, beside the small ones."""
        numbers = self._frozen.get(source)
        if numbers is None:
            numbers = self._frozen[source] = frozenset(self._in_source.get(source, ()))
        return numbers

    def is_small(self, cell: str) -> bool:
        """Is this a count of 1 to the limit?"""
        return bool(cell) and 0 < abs(float(cell)) <= self.limit


def keep_secret(printed: Printed, limit: int, unions: Unions) -> Secrets:
    """Choose what to hide in each world, then what changes and bases would give away."""
    secrets = Secrets(limit)
    for place, world in printed.worlds.items():
        keys = hidden(world, limit, unions)
        if keys:
            secrets.keys[place] = keys
            _hide_figures(secrets, printed, place, world, keys)
    for change in printed.changes:
        value = printed.values[change.row]
        here = change.key in secrets.keys.get(change.place, ())
        before = change.key in secrets.keys.get(_year_before(change.place), ())
        if here or before or (printed.counted[change.row] and secrets.is_small(value)):
            _hide_row(secrets, printed, change.row)
    for number, base in enumerate(printed.bases):
        if base and (secrets.is_small(base) or float(base) in secrets.values.get(printed.places[number], ())):
            secrets.bases.add(number)
    return secrets


def _hide_figures(secrets: Secrets, printed: Printed, place: Place, world: World, keys: set[Key]) -> None:
    for key, figure in world.items():
        if key in keys:
            for number in figure.rows:
                _hide_row(secrets, printed, number)
            _spread(secrets, printed, figure)
            secrets.values[place] |= set(figure.counts)
        elif figure.shares and (
            any(above in keys for above in parents(*key))
            or (any(same_family(key, other) for other in keys) and tells_a_total(world, figure))
        ):
            # With its own count or base, a percentage tells the total that it is a share of.
            for number in figure.rows:
                if not printed.counted[number]:
                    _hide_row(secrets, printed, number)


def _hide_row(secrets: Secrets, printed: Printed, number: int) -> None:
    secrets.rows.add(number)
    secrets.ids.add(printed.ids[number])
    if printed.values[number]:
        value = float(printed.values[number])
        secrets._in_source[printed.sources[number]].add(abs(value))
        secrets.values[printed.places[number]].add(value)


def _spread(secrets: Secrets, printed: Printed, figure: Figure) -> None:
    """What one report prints of a hidden figure, the others that print it may not say either."""
    numbers = {abs(float(printed.values[row])) for row in figure.rows if printed.values[row]}
    for source in {printed.sources[row] for row in figure.rows}:
        secrets._in_source[source] |= numbers


def _year_before(place: Place) -> Place:
    council, period = place
    if period[4:5] == "/":
        year = int(period[:4]) - 1
        return council, f"{year}/{(year + 1) % 100:02d}"
    return council, str(int(period) - 1) if period.isdigit() else period
