"""What a printed number is, and the signs and units that stand beside one."""

from __future__ import annotations

import re

from extractor.model.frozen import frozen


@frozen
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

AFTER_UNIT = re.compile(
    r"[\s-]?(?P<length>(?:working|business|week|school)[\s-]?days?|wds?|(?:calendar\s)?days?|weeks?|wks?|months?|years?|yrs?"
    r"|hours?|hrs?|minutes?|mins?)(?![a-z])(?!\s?(?:old|olds)\b)"
)
TIMES = {"million": 1e6, "billion": 1e9, "thousand": 1e3, "hundred": 1e2, "k": 1e3, "m": 1e6, "bn": 1e9}
PARTS = {"¼": 0.25, "½": 0.5, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
DOWN = "↓▼⇩⬇"
"""Arrows that make a change a fall."""


def unit_of(tail: str | None, money: bool) -> str:
    if money:
        return "gbp"
    tail = (tail or "").strip()
    if not tail:
        return ""
    if "point" in tail or "pt" in tail or tail == "pp":
        return "percentage_point"
    return "gbp" if tail in ("p", "pounds", "gbp") else "percent"


def length_unit(folded: str, end: int) -> str:
    """working_days, days, weeks, ... where the number counts time."""
    match = AFTER_UNIT.match(folded, end)
    if match is None:
        return ""
    word = match["length"]
    if word.startswith(("working", "business", "wd")):
        return "working_days"
    for name in ("day", "week", "month", "year", "hour", "minute"):
        if name in word:
            return f"{name}s"
    return {"wk": "weeks", "yr": "years", "hr": "hours"}.get(word.rstrip("s"), "minutes")
