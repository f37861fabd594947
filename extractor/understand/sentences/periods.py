"""Which of a sentence's periods is a number's own."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.language import periods
from extractor.language.periods import Period, year_code
from extractor.lexicon.phrases import Phrases
from extractor.model.types import Label, Prose
from extractor.understand.sentences.sentence import Parsed, Zone
from extractor.understand.settings.period import YEAR_TO_DATE

_OPENED = re.compile(r"\s*\(?\s*")
_BRACKET = re.compile(r"\s*\(\s*")
YEAR_JOINT = r"\s*(?:-|\b{span_joints}\b)\s*(?:{articles} )?"
"""A template of what stands between the two ends of a stretch of years."""
_ARTICLE = r"(?:{articles} )?$"


def period_label(period: Period, origin: str) -> Label:
    """A period as a label; the code is the period's, or its kind where it has none."""
    return Label("period", period.raw, period.code or period.kind, origin)


def is_stretch(phrases: Phrases, parsed: Parsed) -> bool:
    """'Between 2015 and 2019': two years of a sentence that has no figure for either."""
    ends = [p for p in parsed.periods if p.kind in ("financial_year", "calendar_year")]
    if len(ends) != 2 or len(parsed.periods) > 2 or any(z.link for z in parsed.zones):
        return False
    first, last = ends
    opens = phrases.compile(r"\b(?:{range_starts}|{range_pairs})\s+(?:{articles} )?$")
    joined = phrases.compile(YEAR_JOINT).fullmatch(parsed.plain, first.end, last.start)
    apart = int(last.code[:4]) - int(first.code[:4])
    return apart > 1 and bool(joined and opens.search(parsed.plain, 0, first.start))


def quoted_period(block: Prose) -> list[Label]:
    """The one year that a quoted letter names, which holds throughout and need not be the report's."""
    if block.kind != "quote":
        return []
    found = [p for p in periods.find(block.text) if p.kind == "financial_year"]
    return [period_label(found[0], "lead")] if len({p.code for p in found}) == 1 else []


class Dating:
    """Knows the words after which a year is only compared with; compiled once per rulebook."""

    def __init__(self, phrases: Phrases) -> None:
        compiled = phrases.compile
        self._from = compiled(r"\b{range_starts}\s+(?:{articles}\s+)?$")
        self._two_ends = compiled(r"\b{span_joints}\b|[-–/]")
        self._when = compiled(r"\W*{when_clauses}\b")
        self._will = compiled(r"\b{futures}\b")
        self._comparator = compiled(
            r"\b{comparators}\s+(?:{compared_figures} )?(?:{year_leads} )?" + _ARTICLE
        )
        self._changed_from = compiled(
            r"\b{changed_since}\s+(?:{compared_years} )?(?:{changed_leads} )?" + _ARTICLE
        )
        # 'a 35% decrease on those received during 2020/21'
        self._changed_on = compiled(
            r"\s*(?:{percent_words}|%)?\s*{change_words}\s+(?:{changed_since}|{comparators})\b"
        )
        self._among = compiled(r"\b{inclusions}\b")
        self._beside = compiled(
            r"\s*(?:'?s)?\s*(?:{figure_nouns}\s*)?(?:{figure_links}|:)?\s*(?:{to_hedges} )?"
        )
        self._came_from = compiled(r"\b{origins}\s+{date_leads}?\s*(?:{articles} )?$")
        self._to_date = compiled(r"\b{years_to_date}\b")
        self._forward = compiled(r"\b{forward}\s+{forward_links}?\s*$", 0)

    def is_compared(self, before: str) -> bool:
        """Do the words say that the year after them is only compared with?"""
        return bool(self._comparator.search(before))

    def own(self, parsed: Parsed, zone: Zone, change: bool, earlier: bool) -> Period | None:
        """The number's own period: the nearest in its zone that is not one it is compared with."""
        best: tuple[int, Period] | None = None
        for p in parsed.periods:
            if not (zone.pre_start <= p.start and p.end <= zone.post_end + 2):
                continue
            if p.start >= zone.number.end:
                distance = self._behind(parsed, zone, p, change)
            else:
                distance = self._ahead(parsed, zone, p, change, earlier)
            if distance is not None and (best is None or distance < best[0]):
                best = (distance, p)
        if best is None or best[1].kind == "relative_current":
            to_date = self._so_far(parsed, zone)
            if to_date is not None:
                return to_date
        return _dated_by_contrast(parsed, zone, best[1]) if best else None

    def _so_far(self, parsed: Parsed, zone: Zone) -> Period | None:
        """'341 in the year so far', in a digest of a quarter: from April to its end."""
        found = self._to_date.search(parsed.plain, zone.pre_start)
        if found is None or found.start() > zone.post_end:
            return None
        return Period(found.start(), found.end(), found.group(), "", YEAR_TO_DATE)

    def _behind(self, parsed: Parsed, zone: Zone, p: Period, change: bool) -> int | None:
        """How far the period stands behind the number, None where it is not the number's."""
        n = zone.number
        before, between = parsed.plain[: p.start], parsed.plain[n.end : p.start]
        if self._forward.search(before) or self._came_from.search(before):
            return None
        if self._will.search(between) and not self._will.search(parsed.plain[: n.start]):
            return None
        if self._among.search(between) or (change and self._changed_on.match(between)):
            return None
        compared = self._comparator.search(before) and not self._opens(p, before)
        if compared and (change or not _OPENED.fullmatch(between)):
            return None
        return None if change and self._changed_from.search(before) else len(between)

    def _ahead(self, parsed: Parsed, zone: Zone, p: Period, change: bool, earlier: bool) -> int | None:
        """How far the period stands before the number, None where it is not the number's."""
        before, between = parsed.plain[: p.start], parsed.plain[p.end : zone.number.start]
        if p.kind == "relative_current" and zone.link != "to" and self._from.search(between):
            return None  # 'received this year went from 12 to 15'
        opens = self._opens(p, before)
        compared = not opens and self._comparator.search(before)
        bracketed = _BRACKET.fullmatch(between)
        if bracketed and not self._alone(parsed, zone) and self._goes_on(parsed, zone):
            return None  # 'more than in 2020/21 (26 from 25)'
        alone = bracketed and self._alone(parsed, zone)
        if not change and not opens and self._beside.fullmatch(between):
            return len(between)  # 'last year's 84%', 'the 2020/21 figure of 37'
        when = self._when.match(between)  # 'twice as many as the year before, when there were 59'
        if compared and not alone and not when and not (earlier and zone.link == "compare"):
            return None
        if change and (compared or (not opens and self._changed_from.search(before))):
            return None
        return len(between) + 6

    @staticmethod
    def _goes_on(parsed: Parsed, zone: Zone) -> bool:
        """Is the next number what this one is compared with?"""
        return any(z.link in ("compare", "to") for z in parsed.zones[zone.index + 1 : zone.index + 2])

    def _opens(self, p: Period, before: str) -> bool:
        """'From April to September' opens a stretch of time; only a single end is compared with."""
        two = self._two_ends.search(p.raw) and p.kind != "financial_year"
        return bool(two and self._from.search(before))

    def _alone(self, parsed: Parsed, zone: Zone) -> bool:
        """Is the number alone in its bracket ('2016/17 (11)')?"""
        close = parsed.plain.find(")", zone.number.end)
        return not any(z is not zone and zone.number.end <= z.number.start < close for z in parsed.zones)


def _dated_by_contrast(parsed: Parsed, zone: Zone, period: Period) -> Period:
    """'Against the 93 of 2020/21, last year saw 120': the year after the one that it is held against."""
    if period.kind != "relative_previous" or zone.link == "compare":
        return period
    against = [z for z in parsed.zones if z.link == "compare"]
    years = {
        p.code
        for p in parsed.periods
        for z in against
        if p.kind == "financial_year" and p.code and z.pre_start <= p.start and p.end <= z.post_end
    }
    if len(years) != 1:
        return period
    return replace(period, kind="financial_year", code=year_code(int(years.pop()[:4]) + 1))
