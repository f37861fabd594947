"""Which printed figures of a council and year add up to which: what a reader could subtract."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from extractor.disclosure.figures import AXES, Figure, Slice, World

FLOW = (
    "complaints_received",
    "complaints_investigated",
    "complaints_decided",
    "complaints_responded",
    "complaints_escalated",
)
"""Measures whose totals stand for one another where they are equal."""
BALANCES = (
    ("complaints_received", "complaints_investigated", "complaints_not_accepted"),
    ("complaints_received", "complaints_decided", "complaints_open"),
    ("complaints_received", "complaints_responded", "complaints_open"),
    ("contacts_received", "complaints_received", "representations_received"),
)
"""The first is the sum of the others, where the numbers say so."""
Key = tuple[str, Slice]
Bounds = tuple[float, float]
PAIRS = 24
"""Parts of one total up to which each pair is tried as the whole."""


@dataclass
class Sums:
    """The sums of one world. Terms are numbers of `terms`; `lost` ones are printed nowhere."""

    terms: dict[Key, int] = field(default_factory=dict)
    lost: set[int] = field(default_factory=set)
    sums: list[dict[int, int]] = field(default_factory=list)
    bounds: dict[int, Bounds] = field(default_factory=dict)
    filled: dict[int, int] = field(default_factory=dict)
    known: set[tuple[int, frozenset[int]]] = field(default_factory=set)

    def term(self, key: Key, figure: Figure | None) -> int:
        """The number of a figure."""
        if key not in self.terms:
            number = self.terms[key] = len(self.terms)
            self.filled[number] = sum(map(bool, key[1]))
            if figure is None:
                self.lost.add(number)
        return self.terms[key]


def sums_of(world: World, unions: Mapping[str, Mapping[str, Sequence[str]]]) -> Sums:
    """Every sum that holds between the figures; `unions` maps an axis and a code to what it covers."""
    sums = Sums()
    for key, figure in world.items():
        number = sums.term(key, figure)
        if (bounds := _bounds(world, figure)) is not None:
            sums.bounds[number] = bounds
    groups = _groups(world)
    # The most broken down first, so that a total that is printed nowhere has its parts' sum.
    for (measure, slice_, axis), parts in sorted(groups.items(), key=lambda g: -sum(map(bool, g[0][1]))):
        _breakdown(sums, world, (measure, slice_), axis, parts, unions.get(AXES[axis], {}))
    _balances(sums, world)
    _drop_useless(sums)
    return sums


def _bounds(world: World, figure: Figure) -> Bounds | None:
    """Between which numbers the count lies: as printed, or as its percentage and base give."""
    if figure.counts:
        return min(figure.counts), max(figure.counts)
    ranges = [
        ((share - 0.5) * total / 100, (share + 0.5) * total / 100)
        for share, base in figure.shares
        for total in ([base] if base else totals(world, figure))
    ]
    return (min(low for low, _ in ranges), max(high for _, high in ranges)) if ranges else None


def totals(world: World, figure: Figure) -> list[float]:
    """Printed counts that a percentage of this figure may be a share of."""
    counts: list[float] = []
    for key in parents(figure.measure, figure.slice):
        if key in world:
            counts += world[key].counts
    return counts


def parents(measure: str, slice_: Slice) -> Iterator[Key]:
    """The figures that this one may be a part of, of its own measure and of those that stand for it."""
    whole = (*slice_[:3], *[""] * (len(slice_) - 3))
    names = FLOW if measure in FLOW else (measure,)
    slices = [slice_[:axis] + ("",) + slice_[axis + 1 :] for axis in range(len(slice_)) if slice_[axis]]
    for name in names:
        for one in dict.fromkeys([*slices, whole]):
            if (name, one) != (measure, slice_):
                yield name, one


def same_family(one: Key, other: Key) -> bool:
    """Are they of one measure, or of two that stand for each other?"""
    return one[0] == other[0] or (one[0] in FLOW and other[0] in FLOW)


def tells_a_total(world: World, figure: Figure) -> bool:
    """Does a percentage, with its base or its own count, give a total that is printed nowhere else?"""
    broken_down = any(figure.slice[3:])
    printed = [
        count
        for key in parents(figure.measure, figure.slice)
        if key in world and (not broken_down or key[1][:3] == figure.slice[:3])
        for count in world[key].counts
    ]
    for share, base in figure.shares:
        if base and base not in printed:
            return True
        for count in figure.counts if share else ():
            low, high = 100 * count / (share + 0.5), 100 * count / max(share - 0.5, 0.01)
            if not any(low <= total <= high for total in printed):
                return True
    return False


def _groups(world: World) -> dict[tuple[str, Slice, int], list[Key]]:
    """(measure, slice of the total, axis) -> its parts, totals that are printed nowhere included."""
    groups: dict[tuple[str, Slice, int], list[Key]] = defaultdict(list)
    waiting = list(world)
    seen = set(waiting)
    while waiting:
        measure, slice_ = key = waiting.pop()
        for axis, code in enumerate(slice_):
            if not code:
                continue
            above = slice_[:axis] + ("",) + slice_[axis + 1 :]
            groups[measure, above, axis].append(key)
            if (measure, above) not in seen:
                seen.add((measure, above))
                waiting.append((measure, above))
    return {name: sorted(parts) for name, parts in groups.items()}


def _breakdown(
    sums: Sums, world: World, total: Key, axis: int, parts: list[Key], unions: Mapping[str, Sequence[str]]
) -> None:
    codes = {part[1][axis]: part for part in parts}
    covered = {code for union in unions if union in codes for code in unions[union]}
    numbers = {part: sums.term(part, world.get(part)) for part in parts}
    for union in unions:
        if union in codes and all(code in codes for code in unions[union]):
            _add_if_true(sums, numbers[codes[union]], [numbers[codes[code]] for code in unions[union]])
    known = [name for name in _totals_of(total) if name in world]
    if not known:
        # Its parts' sum stands in for it; along another axis it counts only where the sum agrees.
        number = sums.term(total, None)
        without = [numbers[part] for part in parts if part[1][axis] not in unions or not covered]
        if number in sums.bounds:
            _add_if_true(sums, number, without)
        elif all(part in sums.bounds for part in without):
            sums.bounds[number] = _added(sums, without)
            sums.sums.append({number: -1} | dict.fromkeys(without, 1))
    candidates = list(_candidates(world, parts, axis, unions, covered))
    for name in known:
        for members in candidates:
            _add_if_true(sums, sums.term(name, world[name]), [numbers[part] for part in members])
    for members in candidates:
        shares = [world[part].shares for part in members if part in world and world[part].shares]
        if len(shares) == len(members) > 1 and _is_whole(shares):
            sums.sums.append({numbers[part]: 1 for part in members})
    if AXES[axis] == "timeliness":
        for whole in parts:
            for two in combinations([part for part in parts if part != whole], 2):
                _add_if_true(sums, numbers[whole], [numbers[part] for part in two])


def _totals_of(total: Key) -> list[Key]:
    measure, slice_ = total
    return [(name, slice_) for name in (FLOW if measure in FLOW else (measure,))]


def _candidates(
    world: World,
    parts: Sequence[Key],
    axis: int,
    unions: Mapping[str, Sequence[str]],
    covered: set[str],
) -> Iterator[tuple[Key, ...]]:
    """Sets of parts that may make up the whole: all, without unions, with them, by table, in pairs."""
    tables: dict[tuple[str, str, str], list[Key]] = defaultdict(list)
    for part in parts:
        if part in world:
            for table in world[part].tables:
                tables[table].append(part)
    sets: dict[tuple[Key, ...], None] = {}
    for group in (parts, *(tables[table] for table in sorted(tables))):
        sets[tuple(group)] = None
        sets[tuple(part for part in group if part[1][axis] not in unions)] = None
        sets[tuple(part for part in group if part[1][axis] not in covered)] = None
    if len(parts) <= PAIRS:
        sets.update(dict.fromkeys(combinations(parts, 2)))
    yield from (members for members in sets if members)


def _add_if_true(sums: Sums, total: int, parts: Sequence[int]) -> None:
    """Only a sum whose numbers agree gives anything away."""
    if total not in sums.bounds or any(part not in sums.bounds for part in parts):
        return
    low, high = _added(sums, parts)
    least, most = sums.bounds[total]
    if low <= most + 1e-6 and high >= least - 1e-6:
        name = (total, frozenset(parts))
        if name not in sums.known:
            sums.known.add(name)
            sums.sums.append({total: -1} | dict.fromkeys(parts, 1))


def _added(sums: Sums, parts: Iterable[int]) -> Bounds:
    bounds = [sums.bounds[part] for part in parts]
    return sum(low for low, _ in bounds), sum(high for _, high in bounds)


def _is_whole(shares: Sequence[Sequence[tuple[float, float]]]) -> bool:
    low = sum(min(share for share, _ in one) for one in shares)
    high = sum(max(share for share, _ in one) for one in shares)
    return low - 0.5 * len(shares) <= 100 <= high + 0.5 * len(shares)


def _balances(sums: Sums, world: World) -> None:
    slices: dict[Slice, list[Key]] = defaultdict(list)
    for key in world:
        slices[key[1]].append(key)
    for slice_, keys in slices.items():
        for balance in BALANCES:
            total, *parts = [(measure, slice_) for measure in balance]
            if total in world and all(part in world for part in parts):
                _add_if_true(sums, sums.terms[total], [sums.terms[part] for part in parts])
        same = [key for key in keys if key[0] in FLOW]
        for one, other in combinations(same, 2):
            _add_if_true(sums, sums.terms[one], [sums.terms[other]])


def _drop_useless(sums: Sums) -> None:
    """A total that is printed nowhere and stands in one sum only tells nothing."""
    while True:
        times: dict[int, int] = defaultdict(int)
        for one in sums.sums:
            for term in one.keys() & sums.lost:
                times[term] += 1
        kept = [one for one in sums.sums if not any(times[term] == 1 for term in one.keys() & sums.lost)]
        if len(kept) == len(sums.sums):
            return
        sums.sums = kept
