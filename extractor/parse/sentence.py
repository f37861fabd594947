"""A sentence cut into zones: which words belong to which number.

Between two numbers the words are shared out at the first joint (a comma, 'and',
'compared with', a bracket): what stands before it tells of the earlier number,
what follows of the later one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor import numbers, periods
from extractor.numbers import Number
from extractor.parse.tag import Tag, fold
from extractor.periods import Period

_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]’”]?\s+(?=[\"'(\[£‘“]?[A-Z0-9])|\n+|(?<=;)\s+(?=[A-Z])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|approx|no|nos|vs|cf|mr|mrs|ms|dr|st|para|fig|inc|dept|incl)\.|\b[A-Z]\.)$", re.I
)
_LIST_NUMBER = re.compile(r"^\s*\(?\d{1,2}[.)]?$")

#: What follows these explains the thing counted and is not itself counted.
_ASIDE = re.compile(r"\b(?:i\.e\.|e\.g\.|such as|namely|that is to say|for example)", re.I)
#: Words at which the space between two numbers is shared out.
_JOINT = re.compile(
    r"[;:()]|,(?!\d)|\s-\s|"
    r"\b(?:and|but|while|whilst|whereas|compared|in comparison|as opposed|which|when|where|including|versus|providing|representing|"
    r"equating|equal to|making|leaving|against|of which|of whom|of these|of those|out of|up from|down from|rather than|plus|although|however|with (?:the|a|an|most))\b|"
    r"\b(?:from|to|with|or|than|on|by|of|at|the|a|an|in|was|were|is|are|only|just|some|a total of|about|around|over|under|further|another)\s*$",
    re.I,
)
_COMPARE = re.compile(
    r"\b(?:from|up from|down from|compared (?:to|with)|compared|in comparison (?:to|with)|as opposed to|against|versus|vs\.?|previously|"
    r"rather than|higher than|lower than|more than the|fewer than the|(?:increase|decrease|rise|fall|drop|reduction) (?:on|from))\b(?:[^\d(]{0,60}|[^\d(]{0,20}y{5,}[^\d(]{0,5}\(\s*)$",
    re.I,
)
_TO = re.compile(r"\bto\s*(?:just |only |about |around )?$", re.I)
_PARTITIVE = re.compile(
    r"(?:\bout of\s+(?:the|these|those|all|our|a total of)?|\bof\s+(?:the|these|those|all|our)|^\s*of)\s*(?:total\s+)?(?:of\s+)?$",
    re.I,
)


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """(offset, sentence) of a paragraph; abbreviations do not end one."""
    start = 0
    for cut in _SENTENCE.finditer(text):
        head = text[start : cut.start()]
        if _ABBREVIATION.search(head) or _LIST_NUMBER.match(head):
            continue
        yield start, text[start : cut.end()]
        start = cut.end()
    if text[start:].strip():
        yield start, text[start:]


@dataclass(frozen=True, slots=True)
class Zone:
    """One number with the words that are its own."""

    number: Number
    index: int
    pre_start: int
    post_end: int
    bracketed: bool
    link: str
    """How it hangs on the number before: '', compare, to, partitive, restated."""
    back: bool
    """Preceded by the, these, those: it may point back to a number printed before."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A sentence with everything that was recognised in it."""

    text: str
    plain: str
    """The text with plain quotes and dashes, and periods blanked to 'y'."""
    offset: int
    zones: tuple[Zone, ...]
    tags: tuple[Tag, ...]
    periods: tuple[Period, ...]
    inside: tuple[Number, ...] = ()
    """Numbers that are part of a name ('within 10 days', 'aged 5 to 9')."""

    def own(self, zone: Zone, facet: str) -> list[Tag]:
        """The facet's tags in the number's own zone, nearest first."""
        n = zone.number
        found = [
            t for t in self.tags if t.facet == facet and zone.pre_start <= t.start and t.end <= zone.post_end
        ]
        if facet in ("thing", "event", "context"):
            found = [t for t in found if not self._aside(t, n)] or found
        if facet in ("thing", "stage", "procedure"):
            found = (
                [t for t in found if not _ASIDE.search(self.plain[n.end : t.start])]
                if any(
                    t.facet == "thing" and n.end <= t.start and not _ASIDE.search(self.plain[n.end : t.start])
                    for t in self.tags
                )
                else found
            )
        return sorted(found, key=lambda t: t.start - n.end if t.start >= n.end else n.start - t.end + 8)

    def _aside(self, tag: Tag, n: Number) -> bool:
        """Does the tag stand in a bracket that the number is not in?"""
        opened = self.plain.rfind("(", 0, tag.start)
        closed = self.plain.find(")", tag.end)
        if opened < 0 or closed < 0 or ")" in self.plain[opened : tag.start]:
            return False
        return not opened <= n.start <= closed

    def after(self, zone: Zone, facet: str) -> list[Tag]:
        return [t for t in self.own(zone, facet) if t.start >= zone.number.end]

    def subject(self, facet: str) -> list[Tag]:
        """The facet's tags before the first number."""
        first = self.zones[0].number.start if self.zones else len(self.text)
        return [t for t in self.tags if t.facet == facet and t.end <= first]


_BACK = re.compile(
    r"\b(?:the|these|those|all|both|our|said)\s+(?!remaining|other|further)(?:[a-z'-]+\s+){0,1}$", re.I
)
_TOTALLING = re.compile(
    r"\b(?:a|the)\s+(?:overall |combined |grand )?(?:total|sum|number)\s+of\s+(?:the\s+)?$|\bthe (?:total|number|figure) (?:was|is|of)\s+$|\bthe remaining\s+$|\bthe other\s+$",
    re.I,
)
_RESTATED = re.compile(
    r"(?:providing|representing|which (?:is|was|represents|represented|equates to|equated to|equates|gives|amounts to)|equating to|equates to|equivalent to|"
    r"making up|that is|i\.e\.|or|=|this (?:is|was|represents|equates to|equated to|amounts to))\s*(?:a|an|just|around|about|approximately|some|only|over)?\s*$",
    re.I,
)


def parse(text: str, offset: int, tags: Sequence[Tag]) -> Parsed:
    """Zones, tags and periods of one sentence. `offset` is its place in the paragraph."""
    plain = fold(text)
    found = list(numbers.in_sentence(text))
    years = tuple(periods.find(text))
    found = [n for n in found if not any(p.start <= n.start < p.end for p in years)]
    named = [t for t in tags if t.facet in ("timeliness", "age_band", "stage", "outcome")]
    inside = tuple(n for n in found if any(t.start <= n.start and n.end <= t.end for t in named))
    found = [n for n in found if n not in inside]
    busy = [(t.start, t.end) for t in tags]
    useful = tuple(t for t in tags if not any(p.start < t.end and t.start < p.end for p in years))
    plain = _mask(plain, years)
    zones: list[Zone] = []
    cuts = [_cut(plain, a, b, busy) for a, b in itertools.pairwise(found)]
    for i, n in enumerate(found):
        before = plain[: n.start]
        gap = plain[found[i - 1].end : n.start] if i else before
        bracketed = before.rstrip().endswith("(") and plain[n.end :].lstrip()[:1] in (")", ",", ";")
        link = ""
        if (
            i
            and n.unit == "percent"
            and (bracketed or _RESTATED.search(gap))
            and found[i - 1].unit != "percent"
        ):
            link = "restated"
        elif i and len(gap) < 60 and _PARTITIVE.search(gap):
            link = "partitive"
        elif _COMPARE.search(gap[-80:]):
            link = "compare"
        elif i and _TO.search(gap):
            link = "to"
        back = bool(_BACK.search(before[-40:])) and not _TOTALLING.search(before[-40:])
        end = cuts[i] if i < len(cuts) else _clause_end(plain, n, bool(link), busy)
        zones.append(Zone(n, i, cuts[i - 1] if i else 0, end, bracketed, link, back))
    return Parsed(text, plain, offset, tuple(zones), useful, years, inside)


_CLAUSE_END = re.compile(
    r",\s*(?:however|but|although|though|while|whilst|whereas|which|who|where|when|as|due|because|resulting|this|and)\b|;|\s-\s|"
    r"\b(?:however|although|whereas|whilst|because|therefore)\b|\bso\b|\band (?:the|this|it|these|those|they|there|will|links?|relates?|continues?|shows?)\b",
    re.I,
)
#: 'to 2016/17 (135)': the year belongs to the bracket's number.
_YEAR_THEN_BRACKET = re.compile(
    r"\b(?:(?:compared|in comparison)\s+)?(?:to|in|for|than|with|on|from|and|during|against|as opposed to)?\s*(?:the\s+)?y{5,}\s*\(\s*$",
    re.I,
)
#: A joint right before a number starts its clause; all before it is the other number's.
_TRAILING = re.compile(r"(?:[,;]\s*(?:and|with|but|while|of which|of these)?|\band|\bbut)\s*$", re.I)
_SERIES_END = re.compile(r"[,;]| and | but | which ", re.I)


def _clause_end(plain: str, n: Number, linked: bool, busy: Sequence[tuple[int, int]]) -> int:
    """Where the words of a sentence's last number end: at the next clause."""
    joints = (_SERIES_END if linked else _CLAUSE_END).finditer(plain, n.end)
    for joint in joints:
        at = joint.start()
        if any(s < at < e for s, e in busy) or (not any(n.end <= s < at for s, _ in busy) and not linked):
            continue
        return at
    return len(plain)


def _mask(plain: str, years: Sequence[Period]) -> str:
    """Periods as one word, so that joints and changes are seen through them."""
    for p in years:
        if any(c.isdigit() for c in p.raw):
            plain = plain[: p.start] + "y" * (p.end - p.start) + plain[p.end :]
    return plain


def _cut(plain: str, a: Number, b: Number, busy: Sequence[tuple[int, int]]) -> int:
    """Where the words between two numbers part; never inside a vocabulary's words."""
    gap = plain[a.end : b.start]
    named = _YEAR_THEN_BRACKET.search(gap)
    if named:
        return a.end + named.start()
    trailing = _TRAILING.search(gap)
    if trailing and not any(s < a.end + trailing.start() < e for s, e in busy):
        return a.end + trailing.start()
    opened = plain[: a.start].rstrip().endswith("(")
    for joint in _JOINT.finditer(gap):
        at = a.end + joint.start()
        if any(
            s < at < e or (s == at and e - s > joint.end() - joint.start() and e <= b.start) for s, e in busy
        ):
            continue
        if opened and joint.group() == ")":
            opened = False
            continue
        if joint.group() == "(" and ")" in gap[joint.start() :]:
            continue
        if joint.group() == ")":
            continue
        return at
    return b.start
