"""Numbers as they are printed, in running text and in table cells.

`in_sentence` and `excluded` share out every digit of a text between numbers
and things that count nothing, with the reason. `in_cell` reads a line of a
table cell that holds nothing but numbers, and gives () for a label.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.language import not_counts, number_words, periods
from extractor.language.cell_numbers import in_cell, is_value_cell
from extractor.language.fold import fold_text
from extractor.language.number_pairs import joined
from extractor.language.printed_number import (
    AFTER_UNIT,
    DIGITS,
    DOWN,
    PARTS,
    TIMES,
    Number,
    length_unit,
    unit_of,
)

__all__ = ["Number", "excluded", "in_cell", "in_sentence", "is_value_cell"]


_TAIL = (
    r"(?P<times>\s?(?:million|billion|thousand|hundred)\b|(?:k|m|bn)(?![a-z]))?"
    r"(?P<unit>\s?%\s?(?:points?|pts?)\b|\s?(?:percentage|per\scent|percent)\spoints?\b|\s?pp\b"
    r"|\s?%|\s?per\s?cent(?:age)?\b|\s?pct\b|\s(?:pounds|gbp)\b|p\b)?"
    r"(?P<more>\+)?"
)
_NUMBER = re.compile(rf"(?P<digits>{DIGITS})(?P<part>[¼½¾⅓⅔])?{_TAIL}")
_OLD_AFTER = re.compile(r"[\s-](?:years?|months?|weeks?)[\s-](?:olds?|of\sage)\b")
_AND_MORE = re.compile(
    r"\s(?:[a-z]+\s)?or\s(?:(?P<less_than>fewer|less|under|below)|(?P<more_than>more|over|above))\b"
)
_APPROXIMATE = re.compile(
    r"(?:(?P<approximate>\b(?:about|around|approximately|approx\.?|circa|ca?\.|roughly|nearly|almost|close\sto|nearer|in\sthe\sregion\sof"
    r"|(?:just|well|slightly|somewhere)\s(?:about|around))|~)"
    r"|(?P<less_than>\b(?:less\sthan|fewer\sthan|under|below|up\sto|(?:no|not)\smore\sthan|at\smost|a\smaximum\sof|maximum\sof)|[<≤])"
    r"|(?P<more_than>\b(?:more\sthan|over|above|at\sleast|in\sexcess\sof|exceed(?:s|ed|ing)|upwards\sof|greater\sthan|a\sminimum\sof"
    r"|(?:no|not)\s(?:less|fewer)\sthan)|[>≥]))\s{0,2}(?:a\s(?:total|further)\sof\s)?[£(]?\s?$"
)
_APPROXIMATE_LAST = {
    "about",
    "around",
    "approximately",
    "approx",
    "approx.",
    "circa",
    "c.",
    "ca.",
    "roughly",
    "nearly",
    "almost",
    "to",
    "nearer",
    "of",
    "than",
    "under",
    "below",
    "most",
    "over",
    "above",
    "least",
    "exceeds",
    "exceeded",
    "exceeding",
}
_ONE_IN = re.compile(
    r"1\s(?:in|out\sof)\s(?:every\s)?(?P<of>[2-9]|10|20)(?![0-9,.%:/-])(?!\s(?:working|days?|weeks?|months?|years?|areas|stages?)\b)"
)
_FIRST_DIGIT = re.compile(r"[0-9]")
_SAID_BEFORE = re.compile(r"(?:[^a-z0-9%)]|\b(?:and|to|of|by|or|from|was))\s$")
_COUNTING = re.compile(r"[0-9,.]+\s[a-z]")
"""After a dash that opens a line: '-3 complaints' is an item of a list, not less than nothing."""
_PERCENT_AFTER = re.compile(r"[0-9.]+\s?%")
Excluded = tuple[int, int, str]


def in_sentence(text: str) -> tuple[Number, ...]:
    """Every number printed in running text, left to right, never overlapping."""
    return _scan(text)[0]


def excluded(text: str) -> tuple[Excluded, ...]:
    """What holds digits or number words and is no number: (start, end, reason)."""
    return _scan(text)[1]


@lru_cache(maxsize=4096)
def _scan(text: str) -> tuple[tuple[Number, ...], tuple[Excluded, ...]]:
    folded = fold_text(text, lower=True)
    has_digit = _FIRST_DIGIT.search(folded) is not None
    has_word = number_words.mentioned(folded)
    if not has_digit and not has_word:
        return (), ()
    others: list[Excluded] = []
    if has_digit:
        folded = _without_periods(text, folded, others)
    found: list[Number] = []
    if has_word:
        folded = _words(text, folded, found, others)
    if has_digit:
        _digits(text, folded, found, others)
    found.sort(key=lambda n: n.start)
    return tuple(joined(text, folded, found)), tuple(sorted(others))


def _without_periods(text: str, folded: str, others: list[Excluded]) -> str:
    """Addresses and periods are taken first: they hold digits of every shape."""
    if (
        "@" in folded
        or "www" in folded
        or "://" in folded
        or ".uk" in folded
        or ".com" in folded
        or ".org" in folded
    ):
        for match in not_counts.ADDRESS.finditer(folded):
            others.append((match.start(), match.end(), "address"))
            folded = not_counts.blank(folded, match.start(), match.end())
    for period in periods.mentions(text):
        if "\x00" in folded[period.start : period.end]:
            continue
        reason = "date" if period.kind in ("date", "past") else "period"
        others.append((period.start, period.end, reason))
        folded = not_counts.blank(folded, period.start, period.end)
    return folded


def _words(text: str, folded: str, found: list[Number], others: list[Excluded]) -> str:
    for start, end, reason in not_counts.words(folded):
        if "\x00" not in folded[start:end]:
            others.append((start, end, reason))
            folded = not_counts.blank(folded, start, end)
    for word in number_words.find(folded):
        if age := _OLD_AFTER.match(folded, word.end):  # 'a sixteen year old'
            others.append((word.start, age.end(), "age"))
            folded = not_counts.blank(folded, word.start, age.end())
            continue
        if folded.startswith("-", word.end) and folded[word.end + 1 : word.end + 2].isalpha():
            length = AFTER_UNIT.match(folded, word.end)
            if length is None:  # 'a two-hander': a name for a kind of thing
                others.append((word.start, word.end, "compound"))
                folded = not_counts.blank(folded, word.start, word.end)
                continue
        found.append(_word_number(text, folded, word))
        folded = not_counts.blank(folded, word.start, found[-1].end)
    return folded


def _word_number(text: str, folded: str, word: number_words.Word) -> Number:
    end, unit, status = word.end, "count", _status(folded, word.start)
    if word.percent:
        unit, status = "percent", "approximate" if status == "exact" else status
    elif sign := re.match(r"\s(?:per\s?cent|percent)\b|\spercentage\spoints?\b|\s?%", folded[end:]):
        end += sign.end()
        unit = "percentage_point" if "point" in sign[0] else "percent"
    else:
        unit = length_unit(folded, end) or "count"
        if status == "exact" and (bound := _AND_MORE.match(folded, end)) is not None:
            status = bound.lastgroup or status
        repeat = re.match(r"\s?\(([0-9]{1,4})\)", folded[end:])  # 'nine (9)'
        if repeat is not None and float(repeat[1]) == word.value:
            end += repeat.end()
    return Number(word.start, end, text[word.start : end], word.value, unit, status, word=True)


def _digits(text: str, folded: str, found: list[Number], others: list[Excluded]) -> None:
    """Each run of digits is a number, or part of something that is not."""
    done, size = 0, len(folded)
    while True:
        match = _FIRST_DIGIT.search(folded, done)
        if match is None:
            return
        place = match.start()
        other = not_counts.at(folded, place, done)
        if other is not None:
            others.append(other)
            done = other[1]
            continue
        number = _number_at(text, folded, place, done)
        if number is None:
            others.append((place, min(size, place + 1), "unread"))
            done = place + 1
            continue
        found.append(number)
        done = number.end


def _number_at(text: str, folded: str, place: int, done: int) -> Number | None:
    match = _NUMBER.match(folded, place)
    if match is None:
        return None
    if share := _ONE_IN.match(folded, place):
        return _number(text, place, share.end(), 100 / int(share["of"]), "percent", "approximate")
    start, end = place, match.end()
    value = float(match["digits"].replace(",", "")) + PARTS.get(match["part"] or "", 0.0)
    if _point_before(folded, place, done) and match["digits"].isdigit():  # '.5%'
        start, value = place - 1, float(f"0.{match['digits']}")
    money = _money_start(folded, place, done)
    unit = unit_of(match["unit"], money is not None)
    times = (match["times"] or "").strip()
    if times:
        value *= TIMES[times]
    if match["unit"] == "p":
        value /= 100
    start, sign = _sign(folded, start if money is None else money, done)
    status = "more_than" if match["more"] else _status(folded, start, done)
    if status == "exact" and (bound := _AND_MORE.match(folded, end)) is not None:
        status = bound.lastgroup or status
    start = _marked_start(folded, start, done)
    value *= _arrow(text, start, end) * sign
    if not unit:
        whole = "." not in match["digits"] and sign == 1
        unit = length_unit(folded, end) or ("count" if whole else "")
    return _number(text, start, end, value, unit, status)


def _number(text: str, start: int, end: int, value: float, unit: str, status: str) -> Number:
    return Number(start, end, text[start:end], value, unit, status)


def _point_before(folded: str, place: int, done: int) -> bool:
    """A decimal point without a nought: '.5', but not 'upheld.5' and not '1..5'."""
    return (
        place > done and folded[place - 1] == "." and (place - 1 == done or folded[place - 2] in " (<>~£+-")
    )


def _money_start(folded: str, place: int, done: int) -> int | None:
    start = place - 1
    if start >= done and folded[start] == " ":
        start -= 1
    return start if start >= done and folded[start] == "£" else None


def _sign(folded: str, start: int, done: int) -> tuple[int, int]:
    """'+5' and '-3%' carry their sign; ' - 5' and '4-5' are dashes."""
    if start <= done or folded[start - 1] not in "+-":
        return start, 1
    before = folded[max(done, start - 7) : start - 1]
    if folded[start - 1] == "+":
        return (start, 1) if before[-1:].isalnum() else (start - 1, 1)
    opens = before.endswith("(") or not (folded[: start - 1].strip() or _COUNTING.match(folded, start))
    said = _SAID_BEFORE.search(before) and _PERCENT_AFTER.match(folded, start)
    return (start - 1, -1) if opens or said else (start, 1)


def _marked_start(folded: str, start: int, done: int) -> int:
    """The start of '<5' and '~ 5', mark included."""
    at = start - 1
    while at >= done and folded[at] == " ":
        at -= 1
    return at if at >= done and folded[at] in "<>≤≥~" else start


def _arrow(text: str, start: int, end: int) -> int:
    """-1 where an arrow beside the number points down."""
    near = text[max(0, start - 2) : start].strip() + text[end : end + 2].strip()
    return -1 if any(mark in near for mark in DOWN) else 1


def _status(folded: str, start: int, done: int = 0) -> str:
    """What the words before a number say of it: 'over', 'about', 'up to'."""
    window = folded[max(done, start - 28) : start].rstrip(" (£")
    last = window[window.rfind(" ") + 1 :]
    if last not in _APPROXIMATE_LAST and not last.endswith(("<", ">", "~", "≤", "≥")):
        return "exact"
    match = _APPROXIMATE.search(window + " ")
    return match.lastgroup if match is not None and match.lastgroup else "exact"
