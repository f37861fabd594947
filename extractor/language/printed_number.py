"""What a printed number is, the signs and units beside one, and two that belong together."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.language.words import Words
from extractor.model.fast_dataclass import fast_dataclass


@fast_dataclass
class Number:
    """One printed number; start and end are offsets into the text.

    unit: count, percent, percentage_point, gbp, ratio (one of the two of
    '6/10'), range ('10-15', without a value), working_days, days, weeks,
    months, years, hours, or '' when only the context can say. status:
    exact, approximate, less_than, more_than, suppressed, not_available; value
    is None for the last two and for a range. word: printed in words.
    """

    start: int
    end: int
    raw: str
    value: float | None
    unit: str
    status: str
    word: bool = False


DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
TIMES = r"(?P<times>\s?{multiples}\b|{short_multiples}(?![a-z]))?"
UNIT = (
    r"(?:(?P<points>\s?(?:%\s?|{percent_words}\s){points}\b|\s?{short_points}\b)|(?P<percent>\s?%|\s?{percent_words}\b)"
    r"|(?P<pounds>\s{pounds}\b)|(?P<pence>{pence}\b))?"
)
"""Templates: after a number, what multiplies it, and its unit."""
_TIME_UNITS = ("working_days", "days", "weeks", "months", "years", "hours", "minutes")
TIME = "|".join(f"(?P<{name}>{{{name}}})" for name in _TIME_UNITS)
"""A template with one group for each unit of time."""
AFTER_UNIT = rf"[\s-]?(?:{TIME})(?![a-z])(?!\s?{{old}}\b)"
PARTS = {"¼": 0.25, "½": 0.5, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
DOWN = "↓▼⇩⬇"
"""Arrows that make a change a fall."""
_JOIN = r"\s?-\s?(?!-)|\s(?P<word>{range_words})\s"
_RATIO_END = re.compile(r"(?![/-]|\.[0-9])")


def unit_of(match: re.Match[str], money: bool) -> str:
    """The unit that a match of UNIT gives, pounds where a pound sign stands before it; '' for none."""
    if money or match["pounds"] or match["pence"]:
        return "gbp"
    return "percentage_point" if match["points"] else "percent" if match["percent"] else ""


def multiple(match: re.Match[str], words: Words) -> float:
    """What a match of TIMES multiplies the number by."""
    times = (match["times"] or "").strip()
    return float((words.values["multiples"] | words.values["short_multiples"])[times]) if times else 1.0


def length_unit(folded: str, end: int, words: Words) -> str:
    """working_days, days, weeks, ... where the number counts time; else ''."""
    match = words.compile(AFTER_UNIT).match(folded, end)
    return (match.lastgroup or "") if match else ""


def joined(text: str, folded: str, found: list[Number], words: Words) -> list[Number]:
    """'10-15' is one range, '6/10' two parts of a ratio, '3 (three)' one number."""
    kept: list[Number] = []
    for number in found:
        before = kept[-1] if kept else None
        if before is None or before.value is None or number.value is None or before.word:
            kept.append(number)
            continue
        between = folded[before.end : number.start]
        if number.word:
            if text[before.end : number.start].strip() == "(" and number.value == before.value:
                kept[-1] = replace(before, end=number.end + 1, raw=text[before.start : number.end + 1])
            else:
                kept.append(number)
        elif between in ("/", ":") and _is_ratio(before, number, folded):
            kept[-1] = replace(before, unit="ratio")
            kept.append(replace(number, unit="ratio"))
        elif _is_range(before, number, folded, words):
            kept[-1] = Number(
                before.start, number.end, text[before.start : number.end], None, "range", "exact"
            )
        else:
            kept.append(number)
    return kept


def _is_ratio(first: Number, second: Number, folded: str) -> bool:
    both = first.unit == second.unit == "count"
    return both and _RATIO_END.match(folded, second.end) is not None


def _is_range(first: Number, second: Number, folded: str, words: Words) -> bool:
    """'10-15', '10 - 15 days' and '10 to 15 days', but not 'from 10 to 15 days'."""
    join = words.compile(r"\s?-\s?(?!-)|\s(?P<word>{range_words})\s").fullmatch(
        folded, first.end, second.start
    )
    if join is None or first.value is None or second.value is None or not 0 <= first.value < second.value:
        return False
    timed = second.unit in _TIME_UNITS[:5]
    if join["word"]:
        return timed and not words.compile(r"{range_leads}\s$").search(folded[: first.start])
    return timed if len(join[0]) > 1 else first.unit in ("count", "gbp", "percent")
