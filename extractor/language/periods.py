"""Years, dates and quarters as they are printed, and what they mean.

`find` gives every mention in a text, left to right; `resolve` turns one into
the code of the dataset ('2017/18', '2019-03-31', '2024/25 Q1',
'2024/25 Q1-Q3', '2019', a month '2018-04'), relative ones ('last year')
against the report's own year. Only years 1990 to 2035 are periods; older
dates still come back from `mentions`, so that nobody counts them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from extractor.language import dates
from extractor.language.fold import fold_text
from extractor.language.words import Words, in_force
from extractor.language.years import (
    BESIDE,
    Period,
    in_range,
    lacks_year,
    lone_short_year,
    names_year,
    quarter_months,
    quarter_suffix,
    repaired_year,
    with_quarters,
    year_code,
    years,
)

__all__ = [
    "Period",
    "find",
    "header_period",
    "is_month",
    "mentions",
    "next_year",
    "previous",
    "resolve",
    "year_code",
]

_RELATIVE = (
    r"\b(?:(?P<two>{two_back})|(?P<previous>(?:{year_owners}\s)?{previous_words}\s(?:{year_kinds}\s){0,2}{year_units}"
    r"(?:'s)?\b(?!s)|{years_before}\b(?!\s{before_what}\b)|{years_ago})"
    r"|(?P<next>(?:{day_articles}\s)?{next_words}\s(?:{next_kinds}\s)?{next_units}\b)"
    r"|(?P<current>(?:{current_words}|{current_owners}\s(?={current_years}\b))\s?(?:{current_kinds}\s)?"
    r"{current_units}(?:\s{under_review})?(?:'s)?\b"
    r"|{within_words}\s{day_articles}\s(?:{within_kinds}\s)?{current_units}\b(?!\s(?:{not_within}|[0-9])|-)))"
)
_ENDING = (
    r"\b(?:(?P<year>{ends_of_year})|(?P<months>[0-9]{1,2}|{month_counts})[\s-]{month_units}"
    r"|(?P<half>{ends_of_half})|(?P<period>{ends_of_period})|(?P<years>{ends_of_years}))"
    r"(?:{end_words}|\s{endings})\s(?:{day_leads}\s)?(?:{day_articles}\s)?$"
)
_MONTHS_OF_YEAR = (
    rf"(?<![0-9a-z])(?P<from>{dates.MONTH})\s?(?:-|/|{{range_words}})\s?(?P<to>{dates.MONTH})[\s,:(]{{1,2}}"
    r"(?P<first>(?:19|20)[0-9]{2})\s?[-/]\s?(?:19|20)?(?P<last>[0-9]{2})(?![0-9])"
)
_QUARTER_ENDING = r"\b{quarter_endings}\s(?:{day_leads}\s)?(?:{day_articles}\s)?$"
_HEADER = r"(?:{header_words}|%|[-()\[\],.:;|*#/&\s'])*"
SAME_PART, SAME_SPAN = "same_part", "same_span"
"""Kinds of 'the same quarter of last year' and 'the same period of 2018/19', with the year behind them."""
_DIGIT = re.compile(r"[0-9]")
_LONGEST_HEADER = 60
_YEARISH = r"[0-9][0-9]|q\s?[1-4]|\b{half_marks}[12]\b|\b{halves}\b|{quarters}"


def _shift(code: str, by: int) -> str:
    match = re.fullmatch(r"((?:19|20)[0-9]{2})(/[0-9]{2})?(.*)", code)
    if match is None:
        return ""
    first = int(match[1]) + by
    return (year_code(first) if match[2] else str(first)) + match[3]


def previous(code: str) -> str:
    """The same stretch a year earlier: '2018/19 Q1' gives '2017/18 Q1'; '' for no code."""
    return _shift(code, -1)


def next_year(code: str) -> str:
    return _shift(code, 1)


def find(text: str, words: Words | None = None) -> tuple[Period, ...]:
    """Every year, date, quarter and relative year of the text, 1990 to 2035, left to right."""
    return tuple(p for p in mentions(text, words) if p.kind != "past")


def mentions(text: str, words: Words | None = None) -> tuple[Period, ...]:
    """As `find`, with dates of other years too (kind 'past'): they are no counts either."""
    return _mentions(text, words or in_force())


@lru_cache(maxsize=4096)
def _mentions(text: str, words: Words) -> tuple[Period, ...]:
    folded = fold_text(text, lower=True)
    has_digit = _DIGIT.search(folded) is not None
    has_word = words.compile("{period_hints}").search(folded) is not None
    parts = _parts_of_year(text, folded, words)
    if not has_digit and not has_word:
        return tuple(parts)
    found: list[Period] = []
    if has_digit:
        found.extend(_months_of_year(text, folded, words))
        found.extend(_free(_dated(text, folded, words), found))
    if words.compile(_YEARISH).search(folded):
        found.extend(_free(years(text, folded, words), found))
        found = with_quarters(text, folded, found, words)
    if has_word:
        found.extend(_unnamed(_free(_relative(text, folded, words), found), found))
    found.extend(_free(parts, found))
    if has_word:
        back = _quarters_back(text, folded, words)
        found = [*_free(found, back), *back]
        found = _same_parts(text, folded, _of_relative_years(text, folded, found, words), words)
    return tuple(sorted((_with_length(p, text, folded, words) for p in found), key=lambda p: p.start))


def _with_length(period: Period, text: str, folded: str, words: Words) -> Period:
    """'Three years 2016-2019': the number of years is part of the range, and no number."""
    if period.kind != "range":
        return period
    before = words.compile(r"\b{year_lengths}\s\(?$").search(folded, max(0, period.start - 30), period.start)
    if before is None:
        return period
    return replace(period, start=before.start(), raw=text[before.start() : period.end])


def _free(candidates: list[Period], taken: list[Period]) -> list[Period]:
    return [c for c in candidates if not any(c.start < t.end and t.start < c.end for t in taken)]


def _dated(text: str, folded: str, words: Words) -> list[Period]:
    """Days, months and spans of months."""
    found = []
    for span in dates.spans(text, folded, words):
        start = span.start
        if span.first is span.last:
            kind, code, start = _point_code(span, folded, words)
        else:
            kind, code = _span_code(span)
        found.append(Period(start, span.end, text[start : span.end], code, kind))
    return found


def _point_code(span: dates.Span, folded: str, words: Words) -> tuple[str, str, int]:
    """What one printed day or month means, and where the words that say so begin."""
    point = span.first
    if point.year is None:
        return "date", "", point.start
    if not in_range(point.year):
        return "past", "", point.start
    before = folded[max(0, point.start - 40) : point.start]
    ending = words.compile(_ENDING).search(before)
    if ending and dates.ends_month(point):
        if ending["period"] and point.month == 3:
            return "financial_year", year_code(point.year - 1), point.start
        if not ending["period"]:
            # The 'six' of 'six months to September 2019' is part of the period, and no number.
            start = point.start - len(before) + ending.start() if ending["months"] else point.start
            return *_ended(point.year, point.month, ending, words), start
    if point.month % 3 == 0 and words.compile(_QUARTER_ENDING).search(before):
        return *_quarters(point.year, point.month - 2, point.month), point.start
    if point.day is None:
        return "month", f"{point.year}-{point.month:02d}", point.start
    return "date", f"{point.year}-{point.month:02d}-{point.day:02d}", point.start


def _ended(year: int, month: int, ending: re.Match[str], words: Words) -> tuple[str, str]:
    """'Six months to 30 September 2019': what so many months make that end with this one."""
    months = ending["months"]
    length = 12 if ending["year"] else 6 if ending["half"] else 0
    if months:
        length = int(words.values["month_counts"].get(months, months))
    return _months_code(year, month - length + 1, length) if length else ("range", "")


def _months_of_year(text: str, folded: str, words: Words) -> list[Period]:
    """'April to September 2019/20': months in a financial year that is printed whole."""
    found = []
    for match in words.compile(_MONTHS_OF_YEAR).finditer(folded):
        first, month = int(match["first"]), dates.month_number(match["from"], words)
        if (first + 1) % 100 != int(match["last"]) or not in_range(first):
            continue
        length = (dates.month_number(match["to"], words) - month) % 12 + 1
        kind, code = _months_code(first if month >= 4 else first + 1, month, length)
        start, end = match.span()
        found.append(Period(start, end, text[start:end], code, kind))
    return found


def _months_code(year: int, month: int, length: int) -> tuple[str, str]:
    """So many months from a month on, which may lie before January of the year: -8 is April."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if not in_range(year):
        return "past", ""
    if length == 12 and month == 4:
        return "financial_year", year_code(year)
    if length == 12 and month == 1:
        return "calendar_year", str(year)
    if length in (3, 6, 9) and month % 3 == 1:
        last = month + length - 1
        if month < 4 <= last:
            return "range", ""
        return _quarters(year, month, last)
    return "range", ""


def _span_code(span: dates.Span) -> tuple[str, str]:
    """What two printed ends make: a financial year, quarters, a calendar year, or a range."""
    length = dates.months_between(span.first, span.last)
    known = dates.dated(span.first, span.last)
    if known is None:
        return "range", ""
    return _months_code(known[0], known[1], length)


def _quarters(year: int, first_month: int, last_month: int) -> tuple[str, str]:
    """Quarters count from April; last_month may run on into the next year (15 is March)."""
    code = year_code(year if first_month >= 4 else year - 1)
    first = ((first_month - 4) % 12) // 3 + 1
    last = ((last_month - 4) % 12) // 3 + 1
    if first == last:
        return "quarter", f"{code} Q{first}"
    return "part_year", f"{code} Q{first}-Q{last}"


def _parts_of_year(text: str, folded: str, words: Words) -> list[Period]:
    """'April to December', without a year: the quarters of the year that is spoken of."""
    found = []
    for match in words.compile(r"(?<!\w)(?={months_of_year})").finditer(folded):
        months = quarter_months(words).match(folded, match.start())
        suffix = quarter_suffix(months[0], words) if months else ""
        if months and "-" in suffix and not folded[months.end() : months.end() + 1].isdigit():
            end = months.start() + len(months[0].rstrip())
            found.append(Period(months.start(), end, text[months.start() : end], "", "part_year"))
    return found


def _relative(text: str, folded: str, words: Words) -> list[Period]:
    found = []
    for match in words.compile(_RELATIVE).finditer(folded):
        start, end = match.span()
        kind = f"relative_{match.lastgroup}" if match.lastgroup != "two" else "relative_two_back"
        if kind == "relative_previous" and _means_now(folded, start, match[0], words):
            kind = "relative_current"
        found.append(Period(start, end, text[start:end], "", kind))
    return found


def _unnamed(relative: list[Period], named: list[Period]) -> list[Period]:
    """'During the period October to December 2019': words for the report's year that no period explains."""
    starts = {p.start for p in named}
    return [p for p in relative if p.kind != "relative_current" or p.end + 1 not in starts]


def _quarters_back(text: str, folded: str, words: Words) -> list[Period]:
    """'The quarter before' names one by its distance."""
    shape = words.compile(
        r"\b(?:{day_articles}\s)?{quarters_back}\b(?!\s[0-9]|\s(?:{half_links}|{year_links})\s)"
    )
    return [
        Period(*match.span(), text[match.start() : match.end()], "", "quarter_back")
        for match in shape.finditer(folded)
    ]


def _of_relative_years(text: str, folded: str, found: list[Period], words: Words) -> list[Period]:
    """'Q3 (last year)': a quarter and whose it is, as one; `resolve` counts the year back.

    'Last year (2023/24)' likewise, as the year that it names.
    """
    joined: list[Period] = []
    for period in sorted(found, key=lambda p: p.start):
        before = joined[-1] if joined else None
        if before is not None and words.compile(BESIDE).fullmatch(folded, before.end, period.start):
            if names_year(before, period, folded):
                raw = text[before.start : period.end]
                joined[-1] = replace(period, start=before.start, raw=raw, also=before.kind)
                continue
            quarter = next((p for p in (before, period) if lacks_year(p)), None)
            if quarter is not None and any(p.kind.startswith("relative") for p in (before, period)):
                raw = text[before.start : period.end]
                joined[-1] = Period(before.start, period.end, raw, "", quarter.kind)
                continue
        joined.append(period)
    return joined


def _same_parts(text: str, folded: str, found: list[Period], words: Words) -> list[Period]:
    """'The same quarter of 2023/24': so long a part of that year as is spoken of, and not the year."""
    shape = words.compile(
        r"\b(?:{day_articles}\s)?(?:{same_parts}|(?P<span>{same_spans}))"
        r"[\s(]{0,2}(?:{half_links}\s)?(?:{day_articles}\s)?$"
    )
    out: list[Period] = []
    for period in found:
        yearly = period.kind in ("financial_year", "relative_previous", "relative_two_back")
        same = shape.search(folded, max(0, period.start - 40), period.start) if yearly else None
        if same is not None:
            start = same.start()
            kind = f"{SAME_SPAN if same['span'] else SAME_PART} {period.code or period.kind}"
            period = Period(start, period.end, text[start : period.end], "", kind)
        out.append(period)
    return out


def _means_now(folded: str, start: int, named: str, words: Words) -> bool:
    """'Over the last year' is the year that the report is about, unless it compares."""
    shape = r"(?P<article>{day_articles}\s)?(?:(?P<past>{past_words})|{last_words})\s{recent_units}"
    match = words.compile(shape).match(named)
    if match is None or match["past"]:
        return match is not None
    recent = words.compile(r"{recent_words}\s$").search(folded[max(0, start - 12) : start])
    compared = words.compile(r"\b{comparing_words}\b").search(folded[max(0, start - 60) : start])
    return bool(match["article"] and recent and not compared)


def resolve(period: Period, report_period: str, words: Words | None = None) -> str:
    """The code that the mention stands for in a report of that year; '' when it cannot tell."""
    if period.code:
        return period.code
    match = re.fullmatch(r"((?:19|20)[0-9]{2})/[0-9]{2}", report_period)
    if match is None:
        return ""
    first = int(match[1])
    shift = {"relative_current": 0, "relative_previous": -1, "relative_two_back": -2, "relative_next": 1}
    if period.kind in shift:
        return year_code(first + shift[period.kind])
    if period.kind in ("quarter", "part_year"):
        return _quarter_of(period.raw, first, words or in_force())
    if period.kind == "date":
        for point in dates.points(period.raw, fold_text(period.raw, lower=True), words):
            if point.day is not None:
                year = first if point.month >= 4 else first + 1
                return f"{year}-{point.month:02d}-{point.day:02d}"
    return ""


def _quarter_of(raw: str, first: int, words: Words) -> str:
    """The quarters that words name in the financial year begun in `first`, or in one before it."""
    folded = fold_text(raw, lower=True)
    back = sum(1 for match in words.compile(_RELATIVE).finditer(folded) if match["previous"])
    bare = words.compile(_RELATIVE).sub(" ", folded).strip(" ,:()") if back else folded
    suffix = quarter_suffix(bare, words)
    return f"{year_code(first - back)} {suffix}" if suffix else ""


def is_month(text: str, words: Words | None = None) -> bool:
    """Is the text the name of one month, with its year or without?"""
    shape = (words or in_force()).compile(rf"{dates.MONTH}[\s'-]{{0,2}}(?:(?:19|20)?[0-9]{{2}})?")
    return shape.fullmatch(fold_text(text, lower=True).strip()) is not None


def header_period(text: str, words: Words | None = None) -> Period | None:
    """The period of a table's header or stub that says nothing else.

    'Total 2018/19', '2018/19 (last year)', 'Apr17 - Mar18'. A misprint such as
    '2017/19' is read as 2017/18 and marked repaired. None for other labels.
    """
    return None if len(text) > _LONGEST_HEADER else _header_period(text, words or in_force())


@lru_cache(maxsize=4096)
def _header_period(text: str, words: Words) -> Period | None:
    found = list(find(text, words))
    named = [p for p in found if not p.kind.startswith("relative")]
    folded = fold_text(text, lower=True)
    if not found and quarter_months(words).fullmatch(folded.strip()) and quarter_suffix(folded, words):
        kind = "part_year" if "-" in quarter_suffix(folded, words) else "quarter"
        return Period(0, len(text), text, "", kind)
    if len(named) == 2 and named[0].kind == "quarter" and not named[0].code:
        # 'Q1 (April - June 2021)', 'Quarter 1 (1 April - 30 June)': the months only say it again
        named = [p for p in named if p.kind == "quarter"][-1:]
    chosen = named[0] if named else (found[0] if found else None)
    if chosen is None or len(named) > 1:
        return lone_short_year(text)
    rest = list(folded)
    for period in found:
        rest[period.start : period.end] = " " * (period.end - period.start)
    left = "".join(rest)
    if chosen.kind == "quarter":
        left = quarter_months(words).sub(" ", left)
    if not words.compile(_HEADER).fullmatch(left):
        return None
    return repaired_year(chosen) if chosen.kind == "range" else chosen
