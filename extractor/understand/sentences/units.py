"""Units that a number takes from another one: '10 days at Stage 1 and 20 at Stage 2', '4 per 1,000'."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from extractor.language.numbers import Number
from extractor.lexicon.phrases import Phrases

RATE = "rate"
"""The unit of a count for so many heads or homes."""
_LENGTHS = ("working_days", "days", "weeks")
_HEADS = (1_000, 10_000, 100_000)


class Units:
    """Knows what may stand between the two; compiled once per rulebook."""

    def __init__(self, phrases: Phrases) -> None:
        compiled = phrases.compile
        self._joined = compiled(r"[^.;]{0,60}(?:,|\b{length_joints})\s+(?:[^.;,]{0,20}\b)?{length_leads}\s*$")
        self._beside = compiled(r"[^.;()]{0,60}\(\s*(?:y{4,}[:,]?\s*)?$")
        self._listed = compiled(r"[^.;]{0,40}(?:,|\b{and_words})\s*$")
        self._ends = compiled(r"\s*(?:$|[.,;:()])")
        self._at = compiled(r"\s+{stage_leads}\s+(?:{articles}\s+)?{stage_starts}")
        self._heads = compiled(r"{rate_leads} $")
        self._to = compiled(r"\s+(?:{day_kinds}\s+)?(?:{time_units}\s+)?{range_ends}\s+(?:{to_hedges}\s+)?")
        self._again = compiled(r"[^.;]{0,40}(?:,|\b{and_words}|\()\s*(?:y{5,}:?\s*)?$")

    def attach(self, plain: str, found: Sequence[Number]) -> list[Number]:
        """The numbers of a sentence, each with the unit that the words about another one lend it."""
        return self._rates(plain, self._lengths(plain, found))

    def _lengths(self, plain: str, found: Sequence[Number]) -> list[Number]:
        out: list[Number] = []
        for n in found:
            last = out[-1] if out else None
            if last and last.unit in _LENGTHS and n.unit in ("", "count") and self._continues(plain, last, n):
                n = replace(n, unit=last.unit)
            out.append(n)
        for at, (a, b) in enumerate(itertools.pairwise(out)):
            lends = b.unit in (*_LENGTHS, "percent") and a.unit in ("", "count")
            if lends and self._to.fullmatch(plain, a.end, b.start):
                out[at] = replace(a, unit=b.unit)  # 'from 40 to 36 days'
        return out

    def _continues(self, plain: str, last: Number, n: Number) -> bool:
        """Is nothing said of the number but at which stage it holds?"""
        gap = plain[last.end : n.start]
        at_stage = self._at.match(plain, n.end) is not None
        if self._beside.fullmatch(gap):
            return plain[n.end : n.end + 1] == ")"
        if self._joined.fullmatch(gap) or self._to.fullmatch(gap):
            return at_stage or self._ends.match(plain, n.end) is not None
        return at_stage and self._listed.fullmatch(gap) is not None

    def _rates(self, plain: str, found: Sequence[Number]) -> list[Number]:
        """'3.2 for every 1,000 homes (2.9)': rates, and no counts of complaints."""
        heads = [n for n in found if n.value in _HEADS and self._heads.search(plain[: n.start])]
        if not heads:
            return list(found)
        rates = {n.start for n in found if n.unit in ("", "count") and (n.value or 0) % 1}
        for a, b in itertools.pairwise(found):
            if b in heads and a.unit in ("", "count"):
                rates.add(a.start)
            elif a in heads and b.unit in ("", "count") and not plain[: a.start].strip(" -").count(" ") > 1:
                rates.add(b.start)  # 'For every 1,000 homes there were 4'
            elif a.start in rates and a.unit == b.unit and self._again.fullmatch(plain, a.end, b.start):
                rates.add(b.start)
        return [replace(n, unit=RATE) if n.start in rates else n for n in found]
