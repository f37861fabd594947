"""Numbers as they are printed, in running text and in table cells.

`in_sentence` and `excluded` share out every digit of a text between numbers
and things that count nothing, with the reason. `in_cell` reads a line of a
table cell that holds nothing but numbers, and gives () for a label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractor.language import not_counts, number_words, periods
from extractor.language.cell_numbers import in_cell, is_value_cell
from extractor.language.fold import fold_text
from extractor.language.printed_number import (
    AFTER_UNIT,
    DIGITS,
    DOWN,
    PARTS,
    TIMES,
    UNIT,
    Number,
    joined,
    length_unit,
    multiple,
    unit_of,
)
from extractor.language.words import Words, in_force

__all__ = ["Number", "excluded", "in_cell", "in_sentence", "is_value_cell"]

_STATUS_LISTS = ("about", "at_most", "at_least", "totals_of")
_STATUS = (
    r"(?:(?P<approximate>\b{about}|~)|(?P<less_than>\b{at_most}|[<≤])|(?P<more_than>\b{at_least}|[>≥]))"
    r"\s{0,2}(?:{totals_of}\s)?[£(]?\s?$"
)
_AND_MORE = r"\s(?:[a-z]+\s)?{alternatives}\s(?:(?P<less_than>{or_fewer})|(?P<more_than>{or_more}))\b"
_ONE_IN = (
    r"1\s{out_of}\s(?P<of>[2-9]|10|20)(?![0-9,.%:/-])"
    r"(?!\s(?:{working_days}|{days}|{weeks}|{months}|{years}|{not_parts})(?![a-z]))"
)
_FIRST_DIGIT = re.compile(r"[0-9]")
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?=\s[a-z]{4})")
"""'1 204 compliments': spaces part thousands before a word, where no number stands before it."""
_COUNTING = re.compile(r"[0-9,.]+\s[a-z]")
"""After a dash that opens a line: '-3 complaints' is an item of a list, not less than nothing."""
_PERCENT_AFTER = re.compile(r"[0-9.]+\s?%")
_AGAIN = re.compile(r"\s?\(([0-9]{1,4})\)")
_WINDOW = 28
Excluded = tuple[int, int, str]


@dataclass(frozen=True)
class _Shapes:
    number: re.Pattern[str]
    sign: re.Pattern[str]
    old_after: re.Pattern[str]
    and_more: re.Pattern[str]
    status: re.Pattern[str]
    one_in: re.Pattern[str]
    sign_leads: re.Pattern[str]
    after_unit: re.Pattern[str]
    last: tuple[str, ...]
    """Ends of the words that say a status: a cheap first question."""


@lru_cache(maxsize=8)
def _shapes(words: Words) -> _Shapes:
    last = {word.rstrip(")").rsplit(" ", 1)[-1] for name in _STATUS_LISTS for word in words.lists[name]}
    ends = (end for word in last for end in word.split("(")[-1].split("|"))
    return _Shapes(
        number=words.compile(rf"(?P<digits>{DIGITS})(?P<part>[¼½¾⅓⅔])?{TIMES}{UNIT}(?P<more>\+)?"),
        sign=words.compile(UNIT),
        old_after=words.compile(r"[\s-]{old_after}\b"),
        and_more=words.compile(_AND_MORE),
        status=words.compile(_STATUS),
        one_in=words.compile(_ONE_IN),
        sign_leads=words.compile(r"(?:[^a-z0-9%)]|\b{sign_leads})\s$"),
        after_unit=words.compile(AFTER_UNIT),
        last=(*ends, *"<>~≤≥"),
    )


def in_sentence(text: str, words: Words | None = None) -> tuple[Number, ...]:
    """Every number printed in running text, left to right, never overlapping."""
    return _scan(text, words or in_force())[0]


def excluded(text: str, words: Words | None = None) -> tuple[Excluded, ...]:
    """What holds digits or number words and is no number: (start, end, reason)."""
    return _scan(text, words or in_force())[1]


@lru_cache(maxsize=4096)
def _scan(text: str, words: Words) -> tuple[tuple[Number, ...], tuple[Excluded, ...]]:
    folded = fold_text(text, lower=True)
    has_digit = _FIRST_DIGIT.search(folded) is not None
    has_word = number_words.mentioned(folded, words)
    if not has_digit and not has_word:
        return (), ()
    others: list[Excluded] = []
    if has_digit:
        folded = _without_periods(text, folded, others, words)
    found: list[Number] = []
    if has_word:
        folded = _words(text, folded, found, others, words)
    if has_digit:
        _digits(text, folded, found, others, words)
    found.sort(key=lambda n: n.start)
    return tuple(joined(text, folded, found, words)), tuple(sorted(others))


def _without_periods(text: str, folded: str, others: list[Excluded], words: Words) -> str:
    """Addresses and periods are taken first: they hold digits of every shape."""
    for start, end in not_counts.addresses(folded):
        others.append((start, end, "address"))
        folded = not_counts.blank(folded, start, end)
    for period in periods.mentions(text, words):
        if "\x00" in folded[period.start : period.end]:
            continue
        reason = "date" if period.kind in ("date", "past") else "period"
        others.append((period.start, period.end, reason))
        folded = not_counts.blank(folded, period.start, period.end)
    return folded


def _words(text: str, folded: str, found: list[Number], others: list[Excluded], words: Words) -> str:
    """Number words as numbers, those that count nothing as what they are; the text with both blanked."""
    for start, end, reason in not_counts.words(folded, words):
        if "\x00" not in folded[start:end]:
            others.append((start, end, reason))
            folded = not_counts.blank(folded, start, end)
    for word in number_words.find(folded, words):
        other = _word_of_other(folded, word, words)
        if other is not None:
            others.append(other)
        else:
            found.append(_word_number(text, folded, word, words))
        folded = not_counts.blank(folded, word.start, other[1] if other else found[-1].end)
    return folded


def _word_of_other(folded: str, word: number_words.Word, words: Words) -> Excluded | None:
    """'A sixteen year old' is an age, 'a two-hander' a name for a kind of thing."""
    shapes = _shapes(words)
    if age := shapes.old_after.match(folded, word.end):
        return word.start, age.end(), "age"
    hyphened = folded.startswith("-", word.end) and folded[word.end + 1 : word.end + 2].isalpha()
    if hyphened and shapes.after_unit.match(folded, word.end) is None:
        return word.start, word.end, "compound"
    return None


def _word_number(text: str, folded: str, word: number_words.Word, words: Words) -> Number:
    shapes, end = _shapes(words), word.end
    status = _status(folded, word.start, shapes)
    sign = shapes.sign.match(folded, end)
    unit = unit_of(sign, money=False) if sign else ""
    if word.percent:
        unit, status = "percent", "approximate" if status == "exact" else status
    elif sign and unit in ("percent", "percentage_point"):
        end = sign.end()
    else:
        unit = length_unit(folded, end, words) or "count"
        status = _bounded(status, folded, end, shapes)
        repeat = _AGAIN.match(folded, end)  # 'nine (9)'
        if repeat is not None and float(repeat[1]) == word.value:
            end = repeat.end()
    return Number(word.start, end, text[word.start : end], word.value, unit, status, word=True)


def _bounded(status: str, folded: str, end: int, shapes: _Shapes) -> str:
    """The status, unless 'or fewer', 'or more' stands after the number."""
    bound = shapes.and_more.match(folded, end) if status == "exact" else None
    return (bound.lastgroup if bound else None) or status


def _digits(text: str, folded: str, found: list[Number], others: list[Excluded], words: Words) -> None:
    """Each run of digits is a number, or part of something that is not."""
    done = 0
    while (match := _FIRST_DIGIT.search(folded, done)) is not None:
        place = match.start()
        other = not_counts.at(folded, place, done, words)
        number = None if other else _number_at(text, folded, place, done, words)
        if number is not None:
            found.append(number)
            done = number.end
            continue
        others.append(other or (place, place + 1, "unread"))
        done = others[-1][1]


def _number_at(text: str, folded: str, place: int, done: int, words: Words) -> Number | None:
    shapes = _shapes(words)
    match = shapes.number.match(folded, place)
    if match is None:
        return None
    if (spaced := _SPACED.match(folded, place)) and not folded[:place].rstrip()[-1:].isdigit():
        status = _status(folded, place, shapes, done)
        return _number(text, place, spaced.end(), float(spaced[0].replace(" ", "")), "count", status)
    if share := shapes.one_in.match(folded, place):
        return _number(text, place, share.end(), 100 / int(share["of"]), "percent", "approximate")
    start, end = place, match.end()
    value = float(match["digits"].replace(",", "")) + PARTS.get(match["part"] or "", 0.0)
    if _point_before(folded, place, done) and match["digits"].isdigit():  # '.5%'
        start, value = place - 1, float(f"0.{match['digits']}")
    money = _money_start(folded, place, done)
    unit = unit_of(match, money is not None)
    value *= multiple(match, words) / (100 if match["pence"] else 1)
    start, sign = _sign(folded, start if money is None else money, done, shapes)
    status = "more_than" if match["more"] else _status(folded, start, shapes, done)
    status = _bounded(status, folded, end, shapes)
    start = _marked_start(folded, start, done)
    value *= _arrow(text, start, end) * sign
    if not unit:
        whole = "." not in match["digits"] and sign == 1
        unit = length_unit(folded, end, words) or ("count" if whole else "")
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


def _sign(folded: str, start: int, done: int, shapes: _Shapes) -> tuple[int, int]:
    """'+5' and '-3%' carry their sign; ' - 5' and '4-5' are dashes."""
    if start <= done or folded[start - 1] not in "+-":
        return start, 1
    before = folded[max(done, start - 7) : start - 1]
    if folded[start - 1] == "+":
        return (start, 1) if before[-1:].isalnum() else (start - 1, 1)
    opens = before.endswith("(") or not (folded[: start - 1].strip() or _COUNTING.match(folded, start))
    led = shapes.sign_leads.search(before) and _PERCENT_AFTER.match(folded, start)
    return (start - 1, -1) if opens or led else (start, 1)


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


def _status(folded: str, start: int, shapes: _Shapes, done: int = 0) -> str:
    """What the words before a number say of it: 'over', 'about', 'up to'."""
    window = folded[max(done, start - _WINDOW) : start].rstrip(" (£")
    if not window.endswith(shapes.last):
        return "exact"
    match = shapes.status.search(window + " ")
    return match.lastgroup if match is not None and match.lastgroup else "exact"
