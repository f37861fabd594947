"""Which whole counts can stand behind printed percentages, exactly and without trying them all.

The counts that round to one percentage are a run of whole numbers, so a set of
percentages fits a total just when the total lies between the sum of the runs'
lowest and the sum of their highest counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Rounding = Literal["half_up", "half_even"]
ROUNDINGS: tuple[Rounding, ...] = ("half_up", "half_even")
_LIMITS = {"less_than": "<", "more_than": ">"}


@dataclass(frozen=True, slots=True)
class Share:
    """A printed percentage: `scaled` is its value times 10**decimals, a whole number."""

    scaled: int
    decimals: int = 0
    limit: Literal["", "<", ">"] = ""
    """'<' where it is printed as less than its value ('<1%'), '>' as more than."""

    @classmethod
    def of(cls, text: str, status: str = "exact") -> Share:
        """From a plain number as text ('12', '4.7'); trailing zeros count as printed decimals."""
        whole, _, rest = text.partition(".")
        limit: Literal["", "<", ">"] = "<" if status == "less_than" else ">" if status == "more_than" else ""
        return cls(int(whole + rest), len(rest), limit)

    def of_base(self, base: int) -> float:
        """The exact count that it would be of a base, whole or not."""
        return self.scaled * base / float(100 * 10**self.decimals)

    def nearest(self, base: int) -> int:
        """The whole count nearest to that."""
        unit: int = 100 * 10**self.decimals
        return (2 * self.scaled * base + unit) // (2 * unit)


def counts(share: Share, base: int, rounding: Rounding = "half_up") -> range:
    """The whole counts of `base` that are printed as `share`; an empty range where there is none."""
    unit = 200 * 10**share.decimals
    if share.limit:
        exact = share.scaled * 2 * base
        if share.limit == "<":
            return range(min(-(-exact // unit), base + 1))
        return range(exact // unit + 1, base + 1)
    low, high = (2 * share.scaled - 1) * base, (2 * share.scaled + 1) * base
    inclusive_low = rounding == "half_up" or share.scaled % 2 == 0
    inclusive_high = rounding == "half_even" and share.scaled % 2 == 0
    first = -(-low // unit) if inclusive_low else low // unit + 1
    last = high // unit if inclusive_high else -(-high // unit) - 1
    return range(max(first, 0), max(min(last, base) + 1, max(first, 0)))


def fits(share: Share, base: int) -> bool:
    """Does some whole count of `base` round to this percentage?"""
    return base > 0 and any(counts(share, base, rounding) for rounding in ROUNDINGS)


def solve(shares: Sequence[Share], base: int, total: int | None = None) -> tuple[int, ...] | None:
    """One count for each percentage of `base`, adding up to `total` where it is given; None if none can.

    Of all that fit, the counts nearest to the exact shares, in the percentages' order.
    """
    if base <= 0:
        return None
    for rounding in ROUNDINGS:
        runs = [counts(share, base, rounding) for share in shares]
        if not all(runs):
            continue
        near = [
            min(max(share.nearest(base), run[0]), run[-1]) for share, run in zip(shares, runs, strict=True)
        ]
        if total is None:
            return tuple(near)
        if sum(run[0] for run in runs) <= total <= sum(run[-1] for run in runs):
            return tuple(_shifted(near, runs, [share.of_base(base) for share in shares], total))
    return None


def _shifted(near: list[int], runs: list[range], exact: list[float], total: int) -> list[int]:
    """The counts moved within their runs until they add up, each time where it costs least."""
    step = 1 if total > sum(near) else -1
    while sum(near) != total:
        free = [i for i, run in enumerate(runs) if near[i] + step in run]
        room = abs(total - sum(near))
        if len(runs) * 50 < room:  # wide runs: take whole strides first
            i = max(free, key=lambda i: len(runs[i]))
            edge = runs[i][-1] if step > 0 else runs[i][0]
            near[i] += step * min(abs(edge - near[i]), room)
            continue
        i = min(free, key=lambda i: (abs(near[i] + step - exact[i]), i))
        near[i] += step
    return near


def fitting_bases(shares: Sequence[Share], near: int, whole: bool, reach: int = 60) -> Iterator[int]:
    """Bases around `near` that can give the percentages, the nearest first.

    `whole` asks that the counts add up to the base.
    """
    for away in range(1, reach + 1):
        for base in (near - away, near + away):
            if solve(shares, base, base if whole else None) is not None:
                yield base
