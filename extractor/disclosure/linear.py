"""What can be worked out of a set of sums of which some terms are hidden."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

PRIME = 2_147_483_647
"""Coefficients are small whole numbers, so that counting modulo a large prime finds what fractions would."""


def recoverable(
    sums: Iterable[Mapping[int, int]], hidden: Collection[int], lost: Collection[int]
) -> set[int]:
    """Which hidden terms the sums give away.

    Each sum maps a term to its coefficient, and all terms together give a number that anyone knows.
    `hidden` terms are to be kept, `lost` ones were never printed; all others are known.
    """
    unknown = {*hidden, *lost}
    rows = [{term: factor % PRIME for term, factor in one.items() if term in unknown} for one in sums]
    solved = _reduced([row for row in rows if row])
    return {next(iter(row)) for row in solved if len(row) == 1} - {*lost}


def _reduced(rows: Sequence[dict[int, int]]) -> list[dict[int, int]]:
    """Reduced row echelon form, sparse."""
    solved: dict[int, dict[int, int]] = {}
    for row in rows:
        row = dict(row)
        for pivot in [term for term in row if term in solved]:
            _subtract(row, solved[pivot], row[pivot])
        if not row:
            continue
        pivot = min(row)
        if row[pivot] != 1:
            inverse = pow(row[pivot], PRIME - 2, PRIME)
            row = {term: factor * inverse % PRIME for term, factor in row.items()}
        for other in solved.values():
            if pivot in other:
                _subtract(other, row, other[pivot])
        solved[pivot] = row
    return list(solved.values())


def _subtract(row: dict[int, int], other: Mapping[int, int], times: int) -> None:
    for term, factor in other.items():
        left = (row.get(term, 0) - times * factor) % PRIME
        if left:
            row[term] = left
        else:
            row.pop(term, None)
