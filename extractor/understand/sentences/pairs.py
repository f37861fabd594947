"""Two numbers that say one thing: '78% (66)', '(41%, 18)', '171 = 51%', 'seven, or 58%,'.

The first leads and is read; the second, its twin, takes all that is said of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.language.numbers import Number
from extractor.language.periods import Period
from extractor.lexicon.phrases import Phrases

_CLOSES = re.compile(r"\s*[),;]")
_CLOSED = re.compile(r"\s*\)")
_ADJACENT = re.compile(r"\s*\(\s*")
_FIGURES = ("", "count")
Twins = dict[int, tuple[Number, ...]]
"""By where a number starts."""


class Pairs:
    """Knows what may stand between the two; compiled once per rulebook."""

    def __init__(self, phrases: Phrases) -> None:
        compiled = phrases.compile
        self._inside = compiled(r"\s*(?:[,;/=-]|[,;]?\s*\b{twin_joints}\b)\s*")
        self._alone = compiled(r"\s*(?:(?:[,;/=-]|[,;]?\s*\b{twin_joints}\b)\s*[\d.,]+\s?%?\s*)?\)")
        self._part = compiled(r"\s*{outs_of} (?:{wholes} )?(?:{sums} (?:{of_links} )?)?")
        self._again = compiled(r"(?:\s*=\s*|,?\s+{twin_joints}\s+)(?:{restating_hedges}\s+){0,2}")
        self._ends = compiled(r"\s*(?:[.,;:)]|$)|\s+{auxiliaries}\b")
        self._moved = compiled(r"\b(?:{by_words}|{moved_words})\s+(?:{change_hedges}\s+)?$")
        self._from_to = compiled(r"\b{range_starts}\s+[\d,.]+\s+(?:\S+\s+){0,3}{range_ends}\s+$")
        self._each = compiled(r"\b{in_order}\b")

    def part(
        self, plain: str, found: Sequence[Number], periods: Sequence[Period]
    ) -> tuple[str, list[Number], Twins]:
        """The text with the twins blanked, the numbers that lead, and the twins of each."""
        leads: list[Number] = []
        twins: Twins = {}
        blanks: list[tuple[int, int]] = []
        for n in found:
            said = (leads[-1], *twins.get(leads[-1].start, ())) if leads else ()
            blank = self._blank(plain, said, n, periods) if said else None
            if blank is None:
                leads.append(n)
                continue
            owner = self._owner(plain, leads, n)
            twins[owner.start] = (*twins.get(owner.start, ()), n)
            blanks.append(blank)
        for start, end in blanks:
            plain = plain[:start] + " " * (end - start) + plain[end:]
        return plain, leads, twins

    def _owner(self, plain: str, leads: Sequence[Number], n: Number) -> Number:
        """Of '69 of the 91 complaints (76%)' the 69, as the arithmetic says."""
        part, whole = leads[-2:] if len(leads) > 1 else (leads[-1], leads[-1])
        if part is whole or not self._part.fullmatch(plain, part.end, whole.start):
            return whole
        share = 100 * (part.value or 0.0) / (whole.value or 1.0)
        return part if abs(share - (n.value or 0.0)) < 1 else whole

    def _blank(
        self, plain: str, said: Sequence[Number], n: Number, periods: Sequence[Period]
    ) -> tuple[int, int] | None:
        """Where the words stand that make `n` a twin of the numbers before it; None for no twin."""
        a = said[-1]
        if not _two_ways(said, n):
            return None
        gap, opened = plain[a.end : n.start], plain[: a.start].rstrip().endswith("(")
        inside = opened or len(said) > 1
        if inside and self._inside.fullmatch(gap):
            close = _CLOSED.match(plain, n.end)
            if close:
                return a.end, close.end() if len(said) > 1 else n.end
        dated = any(a.end <= p.start < n.start for p in periods)
        if gap.rstrip().endswith("(") and not dated and not inside and self._same(plain, a, n, gap):
            at = a.end + gap.rindex("(")
            close = _CLOSED.match(plain, n.end)
            return at, close.end() if close else n.end
        if self._each.search(plain, n.end, n.end + 40):
            return None
        if n.unit == "percent" and self._again.fullmatch(gap) and self._ends.match(plain, n.end):
            comma = plain[n.end : n.end + 1] == ","
            return a.end, n.end + comma
        return None

    def _same(self, plain: str, a: Number, n: Number, gap: str) -> bool:
        """Is the bracket's number the figure before it in another unit, not another year's or a part?"""
        if n.unit == "percent" and self._from_to.search(plain[: a.start]):
            return False  # 'rose from 304 to 411 (35%)'
        if n.unit == "percent" or _ADJACENT.fullmatch(gap):
            return bool(_CLOSES.match(plain, n.end))
        moved = self._moved.search(plain[: a.start])
        loose = any(sign in gap[:-1] for sign in ",;:()")
        return not moved and not loose and bool(self._alone.match(plain, n.end))


def _two_ways(said: Sequence[Number], n: Number) -> bool:
    """A share and a count, or a share in words and in figures."""
    if n.unit == "percent":
        return said[-1].unit in _FIGURES or (said[-1].unit == "percent" and said[-1].word)
    return n.unit in _FIGURES and said[-1].unit == "percent"
