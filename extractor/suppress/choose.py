"""Which figures of a council and year are hidden: the small ones, and others that would give them away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.suppress.figures import Figure, World
from extractor.suppress.linear import recoverable
from extractor.suppress.sums import Key, Sums, sums_of, totals

Unions = Mapping[str, Mapping[str, Sequence[str]]]


def hidden(world: World, limit: int, unions: Unions) -> set[Key]:
    """The figures of one council and year whose numbers may stand nowhere."""
    small = {key for key, figure in world.items() if is_small(world, figure, limit)}
    if not small:
        return small
    sums = sums_of(world, unions)
    names = {number: key for key, number in sums.terms.items()}
    chosen = {sums.terms[key] for key in small}
    while True:
        given_away = recoverable(sums.sums, chosen, sums.lost) | _all_ones(sums, chosen)
        more = {victim for term in sorted(given_away) if (victim := _victim(sums, chosen, term)) is not None}
        if not more:
            return {names[number] for number in chosen}
        # One at a time: a victim often protects several.
        chosen.add(min(more, key=lambda number: _cost(sums, number)))


def is_small(world: World, figure: Figure, limit: int) -> bool:
    """Is a count of 1 to `limit` printed, or does a printed percentage stand for one?"""
    if any(0 < abs(count) <= limit for count in figure.counts):
        return True
    for share, base in figure.shares:
        if 0 < base <= limit:
            return True
        for total in [*totals(world, figure), base]:
            if share and total and 0 < share * total / 100 < limit + 0.5:
                return True
    return False


def _all_ones(sums: Sums, chosen: set[int]) -> set[int]:
    """Hidden parts of which each must be 1, since together they are as many as they are."""
    found: set[int] = set()
    for one in sums.sums:
        parts = [term for term, factor in one.items() if factor == 1 and term in chosen]
        if any(term in chosen or term in sums.lost for term, factor in one.items() if factor == -1):
            continue
        if parts and all(sums.bounds.get(term) == (1.0, 1.0) for term in parts):
            found |= {*parts}
    return found


def _victim(sums: Sums, chosen: set[int], term: int) -> int | None:
    """The figure whose loss costs least among those that help to give `term` away."""
    reached, wave = {term}, {term}
    while wave:
        beside = {other for one in sums.sums if wave & one.keys() for other in one}
        free = [number for number in beside - chosen - sums.lost if number in sums.filled]
        if free:
            return min(free, key=lambda number: _cost(sums, number))
        wave = (beside & (chosen | sums.lost)) - reached
        reached |= wave
    return None


def _cost(sums: Sums, number: int) -> tuple[bool, int, float, int]:
    """Parts before totals, small numbers before large ones, nought last: it is hardly a secret."""
    low, high = sums.bounds.get(number, (0.0, 0.0))
    return high == 0, -sums.filled[number], low, number
