"""A paragraph cut into sentences, a sentence into zones: which words belong to which number.

Between two numbers the words are shared out at the first joint (a comma, 'and',
'compared with', a bracket): what stands before it tells of the earlier number,
what follows of the later one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.language import numbers, periods
from extractor.language.fold import fold_text
from extractor.language.numbers import Number
from extractor.language.periods import Period
from extractor.language.words import in_force
from extractor.lexicon.phrases import Phrases
from extractor.lexicon.tagger import Tag
from extractor.understand.sentences.pairs import Pairs, Twins
from extractor.understand.sentences.sentence import SHARE_OF, Parsed, Zone
from extractor.understand.sentences.units import Units

_SENTENCE = re.compile(
    r"[.!?;\n](?:(?<=[.!?])(?P<stop>[\"')\]’”]?\s+(?=[\"'(\[£‘“]?[A-Z0-9]))"
    r"|(?<=;)(?P<half>\s+(?=[A-Z]))|(?<=\n)\n*)"
)
"""An end mark or a line break, and the blanks behind it."""
_FROM = r"\b{range_starts}\s+(?:{articles} (?:{sums} {of_links} )?|{to_hedges} )?(?:y{5,}[^\d(]{0,5}\(\s*)?$"
_PARTITIVE = (
    r"(?:\b{outs}\s+(?:{wholes}|{articles} {sums} {of_links})?|\b{of_links}\s+{wholes}|^\s*{of_links})"
    r"\s*(?:{sums}\s+)?(?:{of_links}\s+)?$"
)
_EARLIER = r"(?:y{5,}|{earlier_years})"
_YEAR_THEN_BRACKET = (
    r"\b(?:{year_comparisons}\s+)?{year_links}?\s*(?:{articles}\s+)?" + _EARLIER + r"\s*\(\s*$"
)
"""'to 2016/17 (135)': the year belongs to the bracket's number."""
_YEAR_THEN_WHEN = (
    rf"\b(?:{{year_links}}\s+)?(?:{{articles}}\s+)?{_EARLIER}(?:\s+{{of_links}}\s+{_EARLIER})?"
    r",?\s+{whens}\b[^\d]*$"
)
"""'up 9% on 2016/17, when there were 135': likewise."""
_TO_BRACKET = re.compile(r"(?:[^()\d.,;:]|(?<=\s)\d(?=\s)){0,60}\(\s*")
"""From '41' to the bracket of '41 stage 2 complaints (38)'."""
_EACH_BRACKETED = re.compile(r"\)(?=(?:[^()]|\(y+\))*[a-z](?:[^()]|\(y+\))*\($)")
"""Between the numbers of 'women (72) than men (34)': each stands behind its own words."""
_LIST_NUMBER = re.compile(r"^\s*\(?\d{1,2}[.)]?$")

LENGTHS = ("months", "years")
"""Such numbers claim no words of others, unless they are averages."""
Spans = Sequence[tuple[int, int]]
"""Stretches of text that no cut may part."""


class Cutter:
    """Knows the words at which sentences part; compiled once per rulebook."""

    def __init__(self, phrases: Phrases) -> None:
        compiled = phrases.compile
        self._abbreviation = compiled(r"(?:\b{abbreviations}\.|\b(?-i:[A-Z])\.)$")
        self.earlier_in_brackets = False
        """Does the report say that last year's figures stand in brackets?"""
        self._pairs, self._units = Pairs(phrases), Units(phrases)
        self._aside = compiled(r"\b{asides}")
        # '27% (43% in 2013/14, 40% in 2012/13)'
        self._of_a_year = compiled(r"\s*{year_ins}\s+y{5,}\s*[,)]")
        # Of '54 complaints (49 in 2020/21) and 120 compliments (131)': what a bracket is for.
        self._year_in_bracket = compiled(r"\(\s*[\d,.]+%?\s+{year_ins}\s+y{5,}\s*\)")
        self._joint = compiled(r"[;:()]|,(?!\d)|\s-\s|\b{joints}\b|\b{joints_before_numbers}\s*$")
        self._compare = compiled(
            r"\b{compare_links}\b(?:[^\d(]{0,60}|[^\d(]{0,20}y{5,}[^\d(]{0,5}\(\s*)$",
        )
        self._only_bracket = compiled(r"\s*{counted_nouns}?\s*\(\s*{twin_joints}?\s*")
        self._from = compiled(_FROM)
        self._to = compiled(r"\b{range_ends}\s*(?:{to_hedges} )?$")
        self._partitive = compiled(_PARTITIVE)
        self._back = compiled(r"\b{determiners}\s+(?!{fresh})(?:[a-z'-]+\s+){0,1}$")
        self._totalling = compiled(
            r"\b{articles}\s+(?:{grand} )?{sums}\s+{of_links}\s+(?:{articles}\s+)?$|\b{totalling}\s+$"
        )
        self._of_paper = compiled(r"\b{dated_papers}\s+$")
        self._which = compiled(r"\b{part_pointers}\s*$")
        self._of_which = compiled(r"\s*(?:[\w'-]+\s+)?{part_pointers}\b")
        self._at_once = compiled(r"\)?\s*{which_words}\b")
        self._moved = compiled(r"\b(?:{increase}|{decrease})\b")
        self._alone = compiled(r"\s*{counted_nouns}?\s*\(\s*$")
        self._restated = compiled(r"(?:{restating}|=)\s*{restating_hedges}?\s*$")
        # '118 requests, 13% of the replies given.'
        self._behind = compiled(r"[^.;:()\d]{3,60},\s*{restating_hedges}?\s*")
        self._of_what = compiled(r"\s*{of_links}\s(?:{articles}\s)?{stage_starts}\b[^().,;]{0,40}\)")
        self._share_of = compiled(SHARE_OF)
        self._clause_end = compiled(r",\s*{clause_openings}\b|;|\s-\s|\b{clause_breaks}\b")
        self._on_average = compiled(r"\s*,?\s*{averages}\b")
        self._averaged = compiled(r"\b{averages}\b")
        self._opens = compiled(r"\W*{case_leads}\s+(?:{change_hedges}\s+)?")
        self._cases = compiled(r"\s+{case_nouns}\b")
        self._series_end = compiled(r"[,;]| {series_ends} ")
        self._year_then_bracket = compiled(_YEAR_THEN_BRACKET)
        self._year_then_when = compiled(_YEAR_THEN_WHEN)
        # A joint right before a number starts its clause; all before it is the other number's.
        self._acts = compiled(r"\b{subject_pronouns}\s+(?:[a-z]+\s+){1,2}$")
        self._trailing = compiled(r"(?:[,;]\s*{trailing_joints}?|\b{clause_joints})\s*$")

    def sentences(self, text: str) -> Iterator[tuple[int, str]]:
        """(offset, sentence) of a paragraph; abbreviations do not end one."""
        start = 0
        for cut in _SENTENCE.finditer(text):
            head = text[start : cut.start(cut.lastgroup or 0)]
            if self._abbreviation.search(head) or _LIST_NUMBER.match(head):
                continue
            if cut.lastgroup == "half" and head.count("(") > head.count(")"):
                continue  # '(councillors 1,090; MPs 124)'
            yield start, text[start : cut.end()]
            start = cut.end()
        if text[start:].strip():
            yield start, text[start:]

    def parse(self, text: str, offset: int, tags: Sequence[Tag]) -> Parsed:
        """Zones, tags and periods of one sentence. `offset` is its place in the paragraph."""
        years = tuple(periods.find(text))
        found = [n for n in numbers.in_sentence(text) if not any(p.start <= n.start < p.end for p in years)]
        plain_text = fold_text(text)
        plain = masked(text, years)
        tags = [t for t in tags if not (t.facet == "timeliness" and self._is_average(plain_text, t))]
        named = [t for t in tags if t.facet in ("timeliness", "age_band", "stage", "outcome")]
        inside = tuple(n for n in found if any(t.start <= n.start and n.end <= t.end for t in named))
        if not self._averaged.search(plain_text):
            inside += tuple(n for n in found if n.unit in LENGTHS and not (n.value or 0) % 1)
        starts = {n.start for n in inside}
        lengths = [n for n in found if n not in inside or n.unit]
        found = [n for n in self._units.attach(plain, lengths) if n.start not in starts]
        busy = [*((t.start, t.end) for t in tags), *((p.start, p.end) for p in years)]
        useful = tuple(
            t
            for t in tags
            if not any(p.start < t.end and t.start < p.end for p in years)
            and not any(n.start < t.start and t.end <= n.end for n in found)  # 'four percentage points'
        )
        plain, found, twins = self._pairs.part(plain, found, years)
        years = tuple(p for p in years if not self._of_paper.search(plain_text[: p.start]))
        by_facet: dict[str, list[Tag]] = {}
        for tag in useful:
            by_facet.setdefault(tag.facet, []).append(tag)
        zones = self._zones(plain, found, twins, busy)
        asides = tuple(m.span() for m in self._aside.finditer(plain)) if zones else ()
        return Parsed(text, plain, offset, zones, useful, years, inside, asides, by_facet)

    def _is_average(self, plain: str, tag: Tag) -> bool:
        """'Answered in 15 days on average', 'on average 15 days': a time taken, no limit that was kept."""
        if not any(ch.isdigit() for ch in tag.text):
            return False
        if tag.text[0].isdigit() and self._averaged.search(plain, 0, tag.start):
            return True
        return bool(self._on_average.match(plain, tag.end))

    def _zones(self, plain: str, found: Sequence[Number], twins: Twins, busy: Spans) -> tuple[Zone, ...]:
        zones: list[Zone] = []
        cuts = [self._cut(plain, a, b, busy) for a, b in itertools.pairwise(found)]
        for i, n in enumerate(found):
            before = plain[: n.start]
            opened = before.rstrip().endswith("(")
            bracketed = opened and plain[n.end :].lstrip()[:1] in (")", ",", ";")
            bracketed |= opened and n.unit == "percent" and self._of_what.match(plain, n.end) is not None
            last = (*twins.get(found[i - 1].start, ()), found[i - 1]) if i else ()
            link = self._link(plain, last, n, bracketed)
            back = bool(self._back.search(before[-40:])) and not self._totalling.search(before[-40:])
            end = cuts[i] if i < len(cuts) else self._clause_ends(plain, n, link not in ("", "part"), busy)
            zones.append(
                Zone(n, i, cuts[i - 1] if i else 0, end, bracketed, link, back, twins.get(n.start, ()))
            )
        for i in range(len(zones) - 1, 0, -1):
            if zones[i].link == "restated" and self._only_bracket.fullmatch(
                plain[zones[i - 1].number.end : zones[i].number.start]
            ):
                # '12 (19%) were upheld': what follows the bracket is said of the 12.
                zones[i - 1] = replace(zones[i - 1], post_end=zones[i].post_end)
        return tuple(zones)

    def _link(self, plain: str, before: Sequence[Number], n: Number, bracketed: bool) -> str:
        """How the number hangs on the one before it (last, after its twins), from the words between."""
        last = before[-1] if before else None
        gap = in_force().compile(r"\b{accusations}\b").sub("", plain[last.end if last else 0 : n.start])
        shared = last and n.unit == "percent" and (last.unit != "percent" or (last.word and bracketed))
        behind = self._behind.fullmatch(gap) and self._share_of.match(plain, n.end)
        if shared and (bracketed or behind or self._restated.search(gap)):
            return "restated"
        if any(n.unit == x.unit for x in before) and "(" in gap and self._of_a_year.match(plain, n.end):
            return "compare"
        if last and len(gap) < 60 and self._partitive.search(gap):
            return "partitive"
        if self._compare.search(gap[-80:]) or self._from.search(gap[-40:]):
            return "compare"
        if before and self._is_earlier_bracket(plain, before[-1], n, bracketed):
            return "compare"
        if last and (self._which.search(gap) or self._of_which.match(plain, n.end)):
            return "part"
        return "to" if last and self._to.search(gap) else ""

    def _is_earlier_bracket(self, plain: str, last: Number, n: Number, bracketed: bool) -> bool:
        """'Compliments went up to 230 (190)': the bracket is the year before's."""
        if not bracketed or n.unit != last.unit or plain[n.end : n.end + 1] != ")":
            return False
        if self.earlier_in_brackets and _TO_BRACKET.fullmatch(plain, last.end, n.start):
            return True
        if self._year_in_bracket.search(plain, 0, last.start):
            return _TO_BRACKET.fullmatch(plain, last.end, n.start) is not None
        alone = self._alone.fullmatch(plain, last.end, n.start)
        return bool(alone and self._moved.search(plain, 0, last.start))

    def _clause_ends(self, plain: str, n: Number, linked: bool, busy: Spans) -> int:
        """Where the words of a sentence's last number end: at the next clause."""
        if self._opens.fullmatch(plain, 0, n.start) and self._cases.match(plain, n.end):
            return len(plain)  # 'In 43 cases the complainant was ... and the complaint was ...'
        opened, closed = plain.rfind("(", 0, n.start), plain.find(")", n.end)
        if (
            opened >= 0
            and closed >= 0
            and ")" not in plain[opened : n.start]
            and plain[opened + 1 : n.start].strip()
        ):
            return closed  # '(last year £24,115), which is ...'
        joints = (self._series_end if linked else self._clause_end).finditer(plain, n.end)
        for joint in joints:
            at = joint.start()
            if any(s < at < e for s, e in busy) or (not linked and not any(n.end <= s < at for s, _ in busy)):
                continue
            return at
        return len(plain)

    def _cut(self, plain: str, a: Number, b: Number, busy: Spans) -> int:
        """Where the words between two numbers part; never inside a vocabulary's words."""
        gap = plain[a.end : b.start]
        named = self._year_then_bracket.search(gap)
        if named and (a.unit == "percent" or b.unit != "percent"):
            return a.end + named.start()
        if when := self._year_then_when.search(gap):
            return a.end + when.start()
        if a.unit == b.unit and (of_each := _EACH_BRACKETED.match(gap)) and plain[: a.start].endswith("("):
            return a.end + of_each.end()
        trailing = self._trailing.search(gap)
        if trailing and not any(s < a.end + trailing.start() < e for s, e in busy):
            return a.end + trailing.start()
        which = self._at_once.match(gap)  # 'four of which went on; there had been 83'
        for joint in self._joint.finditer(gap, which.end() if which and which.end() < len(gap) - 1 else 0):
            at, sign = a.end + joint.start(), joint.group()
            width = joint.end() - joint.start()
            if any(s < at < e or (s == at and e - s > width and e <= b.start) for s, e in busy):
                continue
            if sign == ")" or (sign == "(" and ")" in gap[joint.start() :]):
                continue
            return at
        acts = self._acts.search(gap)
        return a.end + acts.start() if acts else b.start


def masked(text: str, years: Sequence[Period]) -> str:
    """The text in plain signs with periods as one word, so that joints and changes are seen through them."""
    plain = fold_text(text)
    for p in years:
        if any(c.isdigit() for c in p.raw):
            plain = plain[: p.start] + "y" * (p.end - p.start) + plain[p.end :]
    return plain
