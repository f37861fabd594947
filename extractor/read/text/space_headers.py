"""Which columns a heading typed above several columns stands for.

    2021/22            2020/21
 Q1   Q2   Q3   Year      Year

The headings of an upper line share out the columns below them, left to right, so
that each stands as nearly as may be over the middle (or the edge) of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

Span = tuple[int, int]
"""First character and the one after the last."""

_SKIPPED = 1.5
"""What a column under no heading costs, in characters of distance."""
_EDGE = 0.5
"""What standing flush with an edge costs more than standing in the middle."""
_MOST = 3.5
"""Characters that a heading may stand beside its place, on average."""


def shared_out(
    headings: Sequence[Span], columns: Sequence[Span], names: Sequence[str]
) -> list[tuple[int, int]] | None:
    """For each heading (first column, number of columns); None where they do not fit.

    `headings` and `columns` are in order, `names` are the columns' own; there are fewer headings
    than columns, and no heading stands over two columns of one name.
    """
    if not 0 < len(headings) < len(columns):
        return None
    each = len(columns) // len(headings)
    if each * len(headings) == len(columns) and len(headings) > 1 and len(set(names[:each])) == each:
        groups = [(columns[k][0], columns[k + each - 1][1]) for k in range(0, len(columns), each)]
        over = all(h[0] < g[1] and g[0] < h[1] for h, g in zip(headings, groups, strict=True))
        if over and names[each:] == names[:-each]:  # 'No. % No. %': the same columns under each
            return [(k, each) for k in range(0, len(columns), each)]

    @cache
    def best(h: int, c: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        """The least cost of the headings from `h` on over the columns from `c` on."""
        if h == len(headings):
            return _SKIPPED * (len(columns) - c), ()
        if c == len(columns):
            return float("inf"), ()
        options = [_more(best(h, c + 1), _SKIPPED)]
        for end in range(c + 1, len(columns) + 1):
            if names[end - 1] in names[c : end - 1]:
                break
            cost = _distance(headings[h], (columns[c][0], columns[end - 1][1]))
            options.append(_more(best(h + 1, end), cost, (c, end - c)))
        return min(options, key=lambda o: o[0])

    cost, places = best(0, 0)
    skipped = len(columns) - sum(n for _, n in places)
    if len(places) != len(headings) or (cost - _SKIPPED * skipped) / len(headings) > _MOST:
        return None
    return list(places)


def _more(
    rest: tuple[float, tuple[tuple[int, int], ...]], cost: float, place: tuple[int, int] | None = None
) -> tuple[float, tuple[tuple[int, int], ...]]:
    return rest[0] + cost, ((place, *rest[1]) if place else rest[1])


def _distance(heading: Span, group: Span) -> float:
    """How far a heading stands from the middle, the left or the right edge of its columns."""
    if heading[1] <= group[0] or group[1] <= heading[0]:
        return 1000.0
    middle = abs((heading[0] + heading[1]) - (group[0] + group[1])) / 2
    edge = min(abs(heading[0] - group[0]), abs(heading[1] - group[1]))
    return min(middle, edge + _EDGE)
