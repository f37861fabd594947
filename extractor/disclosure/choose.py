"""Which figures of a council and year are hidden: the small ones, and others that would give them away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from extractor.disclosure.figures import Figure, World
from extractor.disclosure.linear import recoverable
from extractor.disclosure.sums import Key, Sums, sums_of, totals

Unions = Mapping[str, Mapping[str, Sequence[str]]]


def hidden(world: World, limit: int, unions: Unions) -> set[Key]:
    """The figures of one council and year whose numbers may stand nowhere."""
    small = {key for key, figure in world.items() if is_small(world, figure, limit)}
    if not small:
        return small
    sums = sums_of(world, unions)
    names = {number: key for key, number in sums.terms.items()}
    chosen = {sums.terms[key] for key in small}
    standing: dict[int, list[dict[int, int]]] = defaultdict(list)
    for one in sums.sums:
        for term in one:
            standing[term].append(one)
    while True:
        given_away = _alone(sums, chosen) | _all_ones(sums, chosen)
        if not given_away:
            given_away = recoverable(sums.sums, chosen, sums.lost)
        if not _protect(sums, standing, chosen, sorted(given_away)):
            return {names[number] for number in chosen}


def _protect(
    sums: Sums, standing: Mapping[int, Sequence[Mapping[int, int]]], chosen: set[int], terms: Sequence[int]
) -> bool:
    """Hide a figure beside each of these terms that none of this round protects yet; was there one?"""
    helped: set[int] = set()
    protected = False
    for term in terms:
        if term in helped:
            continue
        victim = _victim(sums, standing, chosen, term)
        if victim is not None:
            protected = True
            chosen.add(victim)
            helped.update(*standing[victim])
    return protected


def _alone(sums: Sums, chosen: set[int]) -> set[int]:
    """Hidden terms that are the only unknown of a sum: the quick case of what a sum gives away."""
    unknown = chosen | sums.lost
    exposed = set()
    for one in sums.sums:
        hit = one.keys() & unknown
        if len(hit) == 1:
            exposed |= hit
    return exposed - sums.lost


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
    exposed: set[int] = set()
    for one in sums.sums:
        parts = [term for term, factor in one.items() if factor == 1 and term in chosen]
        if any(term in chosen or term in sums.lost for term, factor in one.items() if factor == -1):
            continue
        if parts and all(sums.bounds.get(term) == (1.0, 1.0) for term in parts):
            exposed |= {*parts}
    return exposed


def _victim(
    sums: Sums, standing: Mapping[int, Sequence[Mapping[int, int]]], chosen: set[int], term: int
) -> int | None:
    """The figure whose loss costs least among those that help to give `term` away."""
    reached, wave = {term}, {term}
    while wave:
        beside = {other for near in wave for one in standing[near] for other in one}
        free = beside - chosen - sums.lost
        if free:
            return min(free, key=lambda number: _cost(sums, number))
        wave = beside - reached
        reached |= wave
    return None


def _cost(sums: Sums, number: int) -> tuple[bool, int, float, int]:
    """Parts before totals, small numbers before large ones, nought last: it is hardly a secret."""
    low, high = sums.bounds.get(number, (0.0, 0.0))
    return high == 0, -sums.filled[number], low, number
