"""The shapes of years: '2018/19' in all its spellings, bare years, quarters.

Everything here works on folded text (see `fold_text`); what is said in days
and months is for `dates.py`.
"""

from __future__ import annotations

import re

from extractor.language.fold import fold_text
from extractor.model.frozen import frozen

FIRST_YEAR, LAST_YEAR = 2005, 2035


@frozen
class Period:
    """One mention; start and end are offsets into the text.

    kind: financial_year, date, month, quarter, part_year, calendar_year,
    relative_previous, relative_current, relative_next, relative_two_back, or
    range (several years, or months that are no quarters). code is '' where the
    words alone do not say it: a relative year, a day or a quarter without its
    year, a range. repaired: the printed year is evidently a slip.
    """

    start: int
    end: int
    raw: str
    code: str
    kind: str
    repaired: bool = False


_FY = (
    r"(?P<twice>20(?=20[0-9]{2}))?(?P<first>20[0-9]{2})"
    r"(?:\s?[-/\\]\s?|\s-\s|\sto\s)(?:(?P<last4>20[0-9]{2})|(?P<last2>[0-9]{2})|(?P<last1>[0-9])(?=$"
    r"|[\s,.;:)]))"
    r"(?![0-9]|[/.,][0-9]|-(?!20)[0-9])"
)
_FY_SHORT = (
    r"(?<![0-9]-)(?P<short1>[0-3][0-9])(?P<mark>\s?/\s?|-)(?P<short2>[0-3][0-9])(?![0-9]|[-/.,:][0-9]|\s?%)"
)
_HALF = re.compile(r"(?:the\s)?(?:h(?=[12])|(?=[a-z0-9]+\shalf))([a-z0-9]+)")
_ORDINAL = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "final": 4,
    "last": 4,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
}
_QUARTER = (
    r"(?:q|qtrs?\.?\s?|quarters?\s)(?P<q1>[1-4]|one|two|three|four)\b"
    r"(?:\s?(?:-|to|&|and)\s?(?:q|qtr\.?\s?|quarter\s)?(?P<q2>[1-4])\b(?!\s?[/%]))?"
    r"|(?:the\s)?(?P<q3>first|second|third|fourth|final|last|1st|2nd|3rd|4th)\squarter\b"
    r"|h(?P<h1>[12])\b|(?:the\s)?(?P<h2>first|second|1st|2nd|last)\shalf"
    r"(?:\s(?:of|in)\s(?=(?:the\s)?(?:(?:financial|reporting)\s)?(?:year\b|20|[0-3][0-9]/))|(?=\s20))"
)
_YEAR_SHAPE = re.compile(
    rf"(?<![0-9a-z£.,/])(?:(?:fy\s?)?{_FY}|(?:fy\s?)?{_FY_SHORT}|fy\s?'?(?P<fy>(?:20)?[0-3][0-9])(?![0-9])"
    rf"|(?P<quarter>{_QUARTER})|(?<![0-9]-)(?P<year>20[0-3][0-9])(?![0-9]|[,./:-][0-9]|\s?%|-?[a-z]))"
)
_OTHER_BEFORE = re.compile(
    r"\b(?:(?:academic|school)\syear|(?:half|mid)[\s-]?year(?:ly)?(?:\s(?:report|review|update))?)"
    r"(?:\s(?:of|for|in))?(?:\sthe)?[\s:,]{0,2}$"
)
_OTHER_AFTER = re.compile(r"\s(?:academic|school)\syear\b|\s(?:half|mid)[\s-]?year")
_BESIDE = re.compile(r"[\s,:(-]{0,3}(?:of\s|in\s|for\s)?(?:the\s)?")
_LAW_BEFORE = re.compile(
    r"\b(?:acts?|regulations?|regs|rules|orders?|guidance|code|directive|convention|bill|statute"
    r"|strategy|census)"
    r"(?:\s\([a-z, ]+\))?,?\s(?:and\s)?$"
)
_LAW_AFTER = re.compile(r"\s(?:[a-z]+\s){0,2}?(?:acts?|regulations?|regs|rules|order|directive|census)\b")
_COUNT_BEFORE = re.compile(
    r"(?:\btotal of|\breceived|\bthere (?:were|was)|\bhandled|\blogged|\brecorded|\bof the|:)\s$"
)
_COUNT_OPENS = re.compile(r"\s(?:[a-z]+\s)?[a-z]{3,}s\s(?:were|was|have|had)\b")
_OPENING = re.compile(r"(?:^|[.;]\s)$")
_COUNT_AFTER = re.compile(r"\s(?:[a-z]+\s){0,2}?[a-z]{3,}s\b")
_TIME_BEFORE = re.compile(
    r"(?:^|\b(?:in|for|during|of|than|to|from|since|by|vs|versus|year|and|the|with|fy|total|until)\s|[(,;:]\s?)$"
)
_DAYS_AFTER = re.compile(
    r"\s?-?(?:(?:working|calendar)\s)?(?:days?|weeks?|months?|years?|yrs?|year-olds?|hours?)\b"
    r"|\s(?:complaints?|cases|responses|were|was|upheld|on time|children|young|people)\b"
)
_PAIR = r"\b[0-3][0-9]/[0-3][0-9]\b"
_AGE_BEFORE = re.compile(r"\b(?:age[ds]?|ages?\sof|aged\sbetween|range|band|group|under|over|between)s?:?\s$")


def year_code(first: int) -> str:
    """2017 gives '2017/18'."""
    return f"{first}/{(first + 1) % 100:02d}"


def in_range(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR


def years(text: str, folded: str) -> list[Period]:
    found = []
    for match in _YEAR_SHAPE.finditer(folded):
        period = _year_period(text, folded, match)
        if period is not None:
            found.append(period)
    return found


def _year_period(text: str, folded: str, match: re.Match[str]) -> Period | None:
    start, end = match.span()
    raw = text[start:end]
    if match["first"]:
        return _long_year(match, raw)
    if match["short1"]:
        return _short_year(match, raw, folded)
    if match["fy"]:
        year = int(match["fy"])
        return Period(start, end, raw, year_code((year if year > 100 else 2000 + year) - 1), "financial_year")
    if match["quarter"]:
        several = match["q2"] or match["h1"] or match["h2"]
        return Period(start, end, raw, "", "part_year" if several else "quarter")
    return _bare_year(match, raw, folded)


def _long_year(match: re.Match[str], raw: str) -> Period | None:
    """'2017/18' in all its spellings; '2016-2019' is a range of years."""
    first = int(match["first"])
    last = int(match["last4"] or 0) or _second_year(first, match["last2"], match["last1"])
    start, end = match.span()
    if last == first + 1 and _other_year(match.string, start, end):
        return Period(start, end, raw, "", "range")
    if last == first + 1:
        kind = "financial_year" if in_range(first) else "past"
        code = year_code(first) if kind == "financial_year" else ""
        return Period(start, end, raw, code, kind, repaired=bool(match["twice"]))
    if last <= first or last > 2060:
        return None
    return Period(start, end, raw, "", "range")


def _other_year(folded: str, start: int, end: int) -> bool:
    """'Academic year 2019/20' and 'half-year report 2019/20' are no financial years."""
    before, after = folded[max(0, start - 40) : start], folded[end : end + 20]
    return bool(_OTHER_BEFORE.search(before) or _OTHER_AFTER.match(after))


def _second_year(first: int, two: str | None, one: str | None) -> int:
    if two:
        return first // 100 * 100 + int(two)
    return first // 10 * 10 + int(one or 0) + (10 if int(one or 0) < first % 10 else 0)


def _short_year(match: re.Match[str], raw: str, folded: str) -> Period | None:
    """'18/19' and '18-19', where nothing says that they are ages, days or 18 of 19."""
    first, last = int(match["short1"]), int(match["short2"])
    if last != first + 1 or not 5 <= first <= 34:
        return None
    start, end = match.span()
    before, after = folded[max(0, start - 16) : start], folded[end : end + 20]
    whole = raw.strip() == folded.strip()
    named = folded.startswith("fy", start)
    if not named and (_AGE_BEFORE.search(before) or _DAYS_AFTER.match(after)):
        return None
    beside = re.search(_PAIR + r"\s*$", before) or re.match(r"\s+" + _PAIR, after)
    surely = named or _TIME_BEFORE.search(before) is not None or beside is not None
    if "-" in match["mark"] and not (surely and not (whole and first < 19)):
        return None
    if not surely and not re.match(r"\s*(?:$|[)\].,;:|]|and\b|q[1-4])", after):
        return None
    return Period(start, end, raw, year_code(2000 + first), "financial_year")


def _bare_year(match: re.Match[str], raw: str, folded: str) -> Period | None:
    start, end = match.span()
    before, after = folded[max(0, start - 40) : start], folded[end : end + 40]
    if not in_range(int(match["year"])) or _LAW_BEFORE.search(before) or _LAW_AFTER.match(after):
        return None
    counted = _COUNT_BEFORE.search(before) or (_COUNT_OPENS.match(after) and _OPENING.search(before))
    if counted and _COUNT_AFTER.match(after):
        return None
    return Period(start, end, raw, match["year"], "calendar_year")


def with_quarters(text: str, folded: str, found: list[Period]) -> list[Period]:
    """A quarter takes the financial year beside it: 'Q1 2018/19', '2018/19 (Quarter 1)'."""
    found.sort(key=lambda p: p.start)
    merged: list[Period] = []
    for period in found:
        before = merged[-1] if merged else None
        if before is not None and _BESIDE.fullmatch(folded, before.end, period.start):
            quarter = next((p for p in (before, period) if _lacks_year(p)), None)
            year = next((p for p in (before, period) if p.kind == "financial_year"), None)
            if quarter is not None and year is not None:
                raw = text[before.start : period.end]
                code = f"{year.code} {quarter_suffix(quarter.raw)}"
                merged[-1] = Period(before.start, period.end, raw, code, quarter.kind, year.repaired)
                continue
        merged.append(period)
    return merged


def _lacks_year(period: Period) -> bool:
    return period.kind in ("quarter", "part_year") and not period.code


_FIRST_MONTH = re.compile(r"\s*(?:0?1(?:st)?\s)?(apr|jul|oct|jan)[a-z]*\s?(?:-|to)")
_BY_MONTH = {"apr": "Q1", "jul": "Q2", "oct": "Q3", "jan": "Q4"}


def quarter_suffix(raw: str) -> str:
    """'Quarter 1', 'Q1-Q3', 'first quarter' and 'H1' as the dataset writes them."""
    if half := _HALF.match(fold_text(raw, lower=True)):
        return "Q1-Q2" if half[1] in ("1", "first", "1st") else "Q3-Q4"
    if months := _FIRST_MONTH.match(fold_text(raw, lower=True)):
        return _BY_MONTH[months[1]]
    words = re.findall(r"[1-4]|[a-z]+", fold_text(raw, lower=True))
    numbers = [int(w) if w.isdigit() else _ORDINAL[w] for w in words if w.isdigit() or w in _ORDINAL]
    return "-".join(f"Q{n}" for n in numbers[:2])
