"""Days and months as they are printed, and what two of them span.

The shapes below `periods.py`: everything here works on text already folded
to lower case with plain hyphens, in which every character keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.language.words import Words, in_force
from extractor.language.years import full_year, in_range

MONTH = r"(?:{months_of_year}(?![a-z]))"
"""A template; the others below are too."""
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])(?:\s?{day_endings}\b)?"
_YEAR = r"(?:(?:19|20)[0-9]{2}(?![0-9]))"
_SHORT = r"(?:'?[0-9]{2}(?![0-9]|[,:][0-9]|\s?{day_endings}\b))"
_SEP = r",?\s*(?:-|/|\b{span_words}\b)\s*(?:{day_articles}\s)?"

_NOT_COUNTING = rf"(?!\s?%|[.][0-9]|\s(?!{{not_counting}}\b|{MONTH})[a-z])"
"""After a year of two digits: 'in March 19 complaints' is no year."""

_POINT = (
    r"(?<![0-9a-z£])(?<![0-9][.,/])(?:"
    r"(?P<iso>(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9](?![0-9]))"
    r"|(?P<num>[0-3]?[0-9](?P<mark>[/.-])[01]?[0-9](?P=mark)(?:(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9/]))"
    rf"|(?:(?<![0-9]-)|(?<=20[0-9][0-9]-)|(?<=199[0-9]-))(?:{_DAY}\s?(?:-|\b{{range_words}}\b)\s?)?(?P<day>{_DAY})"
    rf"(?:\s?-\s?|\s?{{day_links}}\s|\s)?(?P<month>{MONTH})\.?"
    rf"(?:[\s,'/-]{{0,3}}(?P<year>{_YEAR}|(?<=[\s'/-])(?<!-\s)(?<!\s-){_SHORT}{_NOT_COUNTING}))?"
    r")"
    rf"|(?<![0-9a-z])(?P<month2>{MONTH})(?:"
    rf"\.?[\s,'/-]{{0,3}}(?P<year2>{_YEAR})"
    rf"|[\s'-]{{0,2}}(?P<short2>{_SHORT})(?!,?\s?{_YEAR}){_NOT_COUNTING}"
    rf"|\s(?P<day3>{_DAY})(?:\s?,?\s?(?P<year3>{_YEAR})|{_NOT_COUNTING})"
    rf"|(?P<bare>(?={_SEP}(?:{_DAY}\s?(?:{{day_links}}\s)?)?{MONTH})))"
)
_JOIN = r",?" + _SEP + r"$|^\s{1,2}$"
_HINT = rf"{MONTH}|[0-9][./-][0-9]{{1,2}}[./-][0-9]"


@dataclass(frozen=True, slots=True)
class Point:
    """One printed day or month; year is None where none is printed, day None for a month."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    month_only: bool = False
    """A month name by itself: of use only as one end of a span."""
    loose: bool = False
    """'April 12': a year, a day, or a month followed by its count; the words before must tell."""


@dataclass(frozen=True, slots=True)
class Span:
    """One day, or two that belong together (`last` is the same point for one)."""

    first: Point
    last: Point

    @property
    def start(self) -> int:
        return self.first.start

    @property
    def end(self) -> int:
        return self.last.end


def _point(match: re.Match[str], words: Words) -> Point | None:
    start, end = match.span()
    if match["iso"]:
        year, month, day = (int(part) for part in match["iso"].split("-"))
        return Point(start, end, year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None
    if match["num"]:
        day_text, month_text, year_text = match["num"].split(match["mark"])
        day, month = int(day_text), int(month_text)
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return None
        return Point(start, end, full_year(int(year_text)), month, day)
    if match["month"]:
        day = int(re.sub(r"[^0-9]", "", match["day"]))
        year_or_none = full_year(int(match["year"].strip("'"))) if match["year"] else None
        return Point(start, end, year_or_none, month_number(match["month"], words), day)
    month = month_number(match["month2"], words)
    if match["year2"]:
        return Point(start, end, int(match["year2"]), month, None)
    if match["day3"]:
        return _month_first(match, month)
    if match["short2"]:
        return _month_and_two_digits(match, month)
    return Point(start, end, None, month, None, month_only=True)


def _month_first(match: re.Match[str], month: int) -> Point:
    """'March 31st, 2019' and 'March 31'."""
    day = int(re.sub(r"[^0-9]", "", match["day3"]))
    year = int(match["year3"]) if match["year3"] else None
    return Point(match.start(), match.end(), year, month, day, loose=year is None)


def _month_and_two_digits(match: re.Match[str], month: int) -> Point:
    """'Apr17' and "March '18" are months of a year; 'March 31' can only be a day."""
    digits = match["short2"]
    number = int(digits.strip("'"))
    loose = match[0][: -len(digits)].endswith(" ") and not digits.startswith("'")
    if not in_range(full_year(number)):
        day = number if 1 <= number <= 31 else None
        return Point(match.start(), match.end(), None, month, day, month_only=day is None, loose=loose)
    return Point(match.start(), match.end(), full_year(number), month, None, loose=loose)


def month_number(name: str, words: Words) -> int:
    """1 to 12 for a month in small letters, in full or short."""
    return int(words.values["months_of_year"][name])


def points(text: str, folded: str, words: Words | None = None) -> Iterator[Point]:
    """Every printed day and month of a text, left to right."""
    words = words or in_force()
    if words.compile(_HINT).search(folded) is None:
        return
    for match in words.compile(_POINT).finditer(folded):
        point = _point(match, words)
        if point is not None and not (point.year is None and _is_modal(text, match, words)):
            yield point


def _is_modal(text: str, match: re.Match[str], words: Words) -> bool:
    """'5 may be' and '10 march' in lower case are no dates."""
    group = "month" if match["month"] else "month2"
    return match[group] in words.lists["month_verbs"] and text[match.start(group)].islower()


def _stands(span: Span, folded: str, words: Words) -> bool:
    """Whether a mention by itself is a date: 'in April 18' and a lone 'Apr 18' are."""
    point = span.first
    if span.last is not point:
        return True
    if point.month_only:
        return False
    if not point.loose:
        return True
    whole = not folded[: point.start].strip() and not folded[point.end :].strip()
    before = folded[max(0, point.start - 12) : point.start]
    return whole or (
        bool(before.strip()) and words.compile(r"(?:^|\b{date_leads}\s|\(\s?)$").search(before) is not None
    )


def spans(text: str, folded: str, words: Words) -> list[Span]:
    """Days and months in the text, those that are the two ends of one span joined."""
    return [span for span in _joined(text, folded, words) if _stands(span, folded, words)]


def _joined(text: str, folded: str, words: Words) -> list[Span]:
    found: list[Span] = []
    for point in points(text, folded, words):
        if found:
            before = found[-1]
            joined = before.first is before.last and _joins(folded, before.last, point, words)
            if joined:
                found[-1] = Span(before.first, point)
                continue
        found.append(Span(point, point))
    return found


def _joins(folded: str, first: Point, last: Point, words: Words) -> bool:
    between = folded[first.end : last.start]
    if len(between) > 12 or not words.compile(_JOIN).fullmatch(between):
        return False
    if not between.strip():  # 'Apr 16 Mar17': nothing but a space between them
        return months_between(first, last) == 12
    if words.compile(r"\b{span_ands}\b").search(between):
        length = months_between(first, last)
        return (
            length in (3, 6, 9, 12)
            or words.compile(r"\b{span_leads}\s*$").search(folded[max(0, first.start - 14) : first.start])
            is not None
        )
    return True


def dated(first: Point, last: Point) -> tuple[int, int, int, int] | None:
    """Year and month of both ends, a year that is printed once lent to the other end."""
    start, end = first.year, last.year
    if end is None and start is None:
        return None
    if end is None:
        assert start is not None
        end = start if last.month >= first.month else start + 1
    if start is None:
        start = end if first.month <= last.month else end - 1
    return start, first.month, end, last.month


def months_between(first: Point, last: Point) -> int:
    """Whole months from the first to the last, both counted; 0 where it is not whole months."""
    if first.day not in (None, 1) or not ends_month(last):
        return 0
    known = dated(first, last)
    if known is None:
        return (last.month - first.month) % 12 + 1
    start, from_month, end, to_month = known
    return (end - start) * 12 + to_month - from_month + 1


def ends_month(point: Point) -> bool:
    """Is it a month, or the last day of one?"""
    if point.day is None:
        return True
    if point.month == 2:
        return point.day in (28, 29)
    return point.day in ((30, 31) if point.month in (4, 6, 9, 11) else (31, 30))
