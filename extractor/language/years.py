"""The shapes of years: '2018/19' in all its spellings, bare years, quarters.

Everything here works on folded text (see `fold_text`); what is said in days
and months is for `dates.py`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.language.fold import fold_text
from extractor.language.words import Words, in_force
from extractor.model.fast_dataclass import fast_dataclass

FIRST_YEAR, LAST_YEAR = 1990, 2035
YEAR = r"(?:199[0-9]|20[0-9]{2})"
"""Years that may be meant; `in_range` says which are."""


@fast_dataclass
class Period:
    """One mention; start and end are offsets into the text.

    kind: financial_year, date, month, quarter, part_year, calendar_year, quarter_back,
    relative_previous, relative_current, relative_next, relative_two_back, range (several
    years, or months that are no quarters), or 'same_part' or 'same_span' with a year or a
    relative kind behind it. code is '' where the
    words alone do not say it: a relative year, a day or a quarter without its
    year, a range. repaired: the printed year is evidently a slip. also: the relative kind of a
    year that is named by its distance too ('last year (2023/24)').
    """

    start: int
    end: int
    raw: str
    code: str
    kind: str
    repaired: bool = False
    also: str = ""


_FY = (
    rf"(?P<twice>20(?=20[0-9]{{2}}))?(?P<first>{YEAR})(?:\s?[-/\\]\s?|\s-\s|\s{{year_joiners}}\s)"
    rf"(?:(?P<last4>{YEAR})|(?P<last2>[0-9]{{2}})|(?P<last1>[0-9])(?=$|[\s,.;:)]))"
    r"(?![0-9]|[/.,][0-9]|-(?!20)[0-9])"
)
_FY_SHORT = (
    r"(?<![0-9]-)(?P<short1>[0-39][0-9])(?P<mark>\s?/\s?|-)(?P<short2>[0-39][0-9])(?![0-9]|[-/.,:][0-9]|\s?%)"
)
_QUARTER_NAME = (
    r"{quarter_marks}(?P<q1>{quarter_numbers})\b"
    r"(?:\s?(?:-|&|{quarter_joiners})\s?{quarter_marks}?(?P<q2>[1-4])\b(?!\s?[/%]))?"
    r"|(?:{day_articles}\s)?(?P<q3>{quarter_ranks})\s{quarters}\b"
    r"|{half_marks}(?P<h1>[12])\b|(?:{day_articles}\s)?(?P<h2>{half_ranks})\s{halves}"
)
_QUARTER = _QUARTER_NAME + (
    r"(?:\s{half_links}\s(?=(?:{day_articles}\s)?(?:{half_years}\b|20|19|[0-39][0-9]/))|(?=\s(?:20|19)))"
)
"""A half must say what it is a half of."""
_YEAR = (
    rf"(?<![0-9a-z£.,/])(?:(?:{{year_marks}}\s?)?{_FY}|(?:{{year_marks}}\s?)?{_FY_SHORT}"
    rf"|{{year_marks}}\s?'?(?P<fy>(?:20)?[0-3][0-9]|(?:19)?9[0-9])(?![0-9])"
    rf"|(?P<quarter>{_QUARTER})|(?<![0-9]-)(?P<year>199[0-9]|20[0-3][0-9])(?![0-9]|[,./:-][0-9]|\s?%|-?[a-z]))"
)
_SLIP = re.compile(r"(?<![0-9£.,/])20(?P<digit>[0-9])/(?P<last>[0-9]{2})(?![0-9%/]|[.,][0-9])")
BESIDE = r"[\s,:(-]{0,3}(?:{quarter_links}\s)?(?:{day_articles}\s)?"
_NAMED = re.compile(r"\s?\(\s?|,\s(?=[^,;.]*,)")
"""Between 'last year' and the year that it is: '(2023/24)', ', 2023/24, '."""
_LAW_BEFORE = r"\b{law_words}(?:\s\([a-z, ]+\))?,?\s(?:{span_ands}\s|{day_links}\s)?$"
_LAW_AFTER = r"\s(?:[a-z]+\s){0,2}?{law_words_after}\b"
_YOUNGEST = 5
"""'05-06' to '18-19' alone are ages as often as years; '03-04' and '99-00' are none."""
_IS_DAY = 4
"""'03/04' is a day as often as a year: only words before it can tell."""
_COUNT_BEFORE = r"(?:\b{count_leads}|:)\s$"
_COUNT_OPENS = r"\s(?:[a-z]+\s)?[a-z]{3,}s\s{count_verbs}\b"
_COUNT_AFTER = re.compile(r"\s(?:[a-z]+\s){0,2}?[a-z]{3,}s\b")
_OPENING = re.compile(r"(?:^|[.;]\s)$")
_PAIR = r"\b[0-39][0-9]/[0-39][0-9]\b"
_PAIR_BEFORE, _PAIR_AFTER = re.compile(_PAIR + r"\s*$"), re.compile(r"\s+" + _PAIR)
_MONTHS_OF_QUARTER = (
    r"\s*(?:0?1{day_endings}?\s)?(?P<from>{months_of_year})\s?(?:-|{span_words})\s?(?:3[01]{day_endings}?\s)?"
    r"(?P<to>{months_of_year})(?![a-z])\s*"
)


def year_code(first: int) -> str:
    """2017 gives '2017/18'."""
    return f"{first}/{(first + 1) % 100:02d}"


def full_year(digits: int) -> int:
    """18 is 2018 and 98 is 1998: reports are younger than 2040; four digits are the year."""
    if digits >= 1000:
        return digits
    return 2000 + digits if digits < 40 else 1900 + digits


def in_range(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR


def years(text: str, folded: str, words: Words) -> list[Period]:
    """Years and quarters of a folded text; a quarter without its year has no code."""
    shape = words.compile(_YEAR)
    found = (_year_period(text, folded, match, words) for match in shape.finditer(folded))
    return [period for period in found if period is not None] + _slips(text, folded)


def _slips(text: str, folded: str) -> list[Period]:
    """'201/22' can only be 2021/22: a digit of the first year fell out."""
    out = []
    for match in _SLIP.finditer(folded):
        last = int(match["last"])
        if int(match["digit"]) == (last - 1) % 10 and in_range(1999 + last):
            start, end = match.span()
            code = year_code(1999 + last)
            out.append(Period(start, end, text[start:end], code, "financial_year", repaired=True))
    return out


def _year_period(text: str, folded: str, match: re.Match[str], words: Words) -> Period | None:
    start, end = match.span()
    raw = text[start:end]
    if match["first"]:
        return _long_year(match, raw, words)
    if match["short1"]:
        return _short_year(match, raw, folded, words)
    if match["fy"]:
        year = int(match["fy"])
        return Period(start, end, raw, year_code(full_year(year) - 1), "financial_year")
    if match["quarter"]:
        several = match["q2"] or match["h1"] or match["h2"]
        return Period(start, end, raw, "", "part_year" if several else "quarter")
    return _bare_year(match, raw, folded, words)


def _long_year(match: re.Match[str], raw: str, words: Words) -> Period | None:
    """'2017/18' in all its spellings; '2016-2019' is a range of years."""
    first = int(match["first"])
    last = int(match["last4"] or 0) or _second_year(first, match["last2"], match["last1"])
    start, end = match.span()
    if last == first + 1 and _other_year(match.string, start, end, words):
        return Period(start, end, raw, "", "range")
    if last == first + 1:
        kind = "financial_year" if in_range(first) else "past"
        code = year_code(first) if kind == "financial_year" else ""
        return Period(start, end, raw, code, kind, repaired=bool(match["twice"]))
    if last <= first or last > 2060:
        return None
    return Period(start, end, raw, "", "range")


def _other_year(folded: str, start: int, end: int, words: Words) -> bool:
    """'Academic year 2019/20' and 'half-year report 2019/20' are no financial years."""
    before, after = folded[max(0, start - 40) : start], folded[end : end + 20]
    led = words.compile(r"\b{other_years}(?:\s{year_links})?(?:\s{day_articles})?[\s:,]{0,2}$").search(before)
    return bool(led or words.compile(r"\s{other_years_after}\b").match(after))


def _second_year(first: int, two: str | None, one: str | None) -> int:
    if two:
        return first // 100 * 100 + int(two) + (100 if int(two) < first % 100 == 99 else 0)
    return first // 10 * 10 + int(one or 0) + (10 if int(one or 0) < first % 10 else 0)


def _short_year(match: re.Match[str], raw: str, folded: str, words: Words) -> Period | None:
    """'18/19' and '18-19', where nothing says that they are ages, days or 18 of 19."""
    first, last = int(match["short1"]), int(match["short2"])
    if last != (first + 1) % 100 or not in_range(full_year(first)):
        return None
    start, end = match.span()
    before, after = folded[max(0, start - 16) : start], folded[end : end + 20]
    whole = raw.strip() == folded.strip()
    named = folded[start].isalpha()
    aged = words.compile(r"\b{age_leads}s?:?\s$").search(before)
    yearly = words.compile(r"\b{day_articles}\s$").search(before) and words.compile(
        r"\s{half_years}\b(?!-)"
    ).match(after)
    if yearly:  # 'in the 21/22 year'
        return Period(start, end, raw, year_code(2000 + first), "financial_year")
    if not named and (aged or words.compile(r"\s?-?{count_followers}\b").match(after)):
        return None
    timed = words.compile(r"(?:^|\b{time_leads}\s|[(,;:]\s?)$").search(before)
    surely = bool(named or timed or _PAIR_BEFORE.search(before) or _PAIR_AFTER.match(after))
    if "-" in match["mark"] and not (surely and not (whole and _YOUNGEST <= first < 19)):
        return None
    ends = words.compile(r"\s*(?:$|[)\].,;:|]|{short_year_ends}\b|{quarter_marks}[1-4])")
    if not surely and (first <= _IS_DAY or not ends.match(after)):
        return None
    return Period(start, end, raw, year_code(full_year(first)), "financial_year")


def _bare_year(match: re.Match[str], raw: str, folded: str, words: Words) -> Period | None:
    start, end = match.span()
    before, after = folded[max(0, start - 40) : start], folded[end : end + 40]
    of_law = words.compile(_LAW_BEFORE).search(before) or words.compile(_LAW_AFTER).match(after)
    if not in_range(int(match["year"])) or of_law:
        return None
    opens = _OPENING.search(before) and words.compile(_COUNT_OPENS).match(after)
    if _COUNT_AFTER.match(after) and (opens or words.compile(_COUNT_BEFORE).search(before)):
        return None
    return Period(start, end, raw, match["year"], "calendar_year")


def with_quarters(text: str, folded: str, found: list[Period], words: Words) -> list[Period]:
    """A quarter takes the financial year beside it: 'Q1 2018/19', '2018/19 (Quarter 1)'."""
    found.sort(key=lambda p: p.start)
    merged: list[Period] = []
    for period in found:
        before = merged[-1] if merged else None
        if before is not None and words.compile(BESIDE).fullmatch(folded, before.end, period.start):
            quarter = next((p for p in (before, period) if lacks_year(p)), None)
            year = next((p for p in (before, period) if p.kind == "financial_year"), None)
            if quarter is not None and year is not None:
                raw = text[before.start : period.end]
                code = f"{year.code} {quarter_suffix(quarter.raw, words)}"
                merged[-1] = Period(before.start, period.end, raw, code, quarter.kind, year.repaired)
                continue
        merged.append(period)
    return merged


def lacks_year(period: Period) -> bool:
    return period.kind in ("quarter", "part_year") and not period.code


def quarter_suffix(raw: str, words: Words | None = None) -> str:
    """'Quarter 1', 'Q1-Q3', 'first quarter', 'April to June' and 'H1' as the dataset writes them; else ''."""
    words = words or in_force()
    folded = fold_text(raw, lower=True).strip()
    if quarter := _quarter_of_months(folded, words):
        return quarter
    match = words.compile(_QUARTER_NAME).match(folded)
    if match is None:
        return ""
    if half := match["h1"] or match["h2"]:
        return "Q1-Q2" if words.values["half_ranks"].get(half, half) == "1" else "Q3-Q4"
    ranks = words.values["quarter_numbers"] | words.values["quarter_ranks"]
    return "-".join(f"Q{ranks[part]}" for part in (match["q1"] or match["q3"], match["q2"]) if part)


def quarter_months(words: Words) -> re.Pattern[str]:
    """Two months that may be those of one quarter, without a year: 'April to June'."""
    return words.compile(_MONTHS_OF_QUARTER)


def _quarter_of_months(folded: str, words: Words) -> str:
    match = quarter_months(words).match(folded)
    if match is None:
        return ""
    first, last = (int(words.values["months_of_year"][match[end]]) for end in ("from", "to"))
    if first == 4 and last in (9, 12):
        return f"Q1-Q{last // 3 - 1}"
    return f"Q{(first - 4) % 12 // 3 + 1}" if first % 3 == 1 and last == first + 2 else ""


def names_year(distance: Period, year: Period, folded: str) -> bool:
    """'Last year (2023/24)': the year that is meant, printed behind its distance."""
    if not distance.kind.startswith("relative") or year.kind != "financial_year":
        return False
    return _NAMED.match(folded, distance.end) is not None


def repaired_year(period: Period) -> Period | None:
    """'2017/19' above a column can only be 2017/18: the year that it starts with."""
    match = re.fullmatch(r"(20[0-9]{2})\s?/\s?([0-9]{2})", period.raw.strip())
    if match is None or int(match[2]) != int(match[1]) % 100 + 2:
        return None
    return replace(period, code=year_code(int(match[1])), kind="financial_year", repaired=True)


def lone_short_year(text: str) -> Period | None:
    """'19-20' alone: too high to be an age band of children."""
    match = re.fullmatch(r"\s*(1[89]|[23][0-9])\s?[-–—]\s?([0-9]{2})\s*", text)
    if match is None or int(match[2]) != int(match[1]) + 1 or int(match[1]) > 34 or int(match[1]) < 19:
        return None
    raw = text.strip()
    start = text.index(raw)
    return Period(start, start + len(raw), raw, year_code(2000 + int(match[1])), "financial_year")
