"""Numbers in a line of a table cell that holds nothing but numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from extractor.language import number_words, periods
from extractor.language.fold import fold_text
from extractor.language.printed_number import (
    DIGITS,
    DOWN,
    PARTS,
    TIME,
    TIMES,
    UNIT,
    Number,
    multiple,
    unit_of,
)
from extractor.language.words import Words, in_force

_LONGEST = 60
_NUMBER = (
    r"(?P<lead>[↑▲⇧⬆↓▼⇩⬇]\s?)?(?P<mark>[<>≤≥~]\s?)?(?P<sign>[+-](?=[£0-9.]))?(?P<pound>£\s?)?"
    rf"(?P<digits>{DIGITS}|\.[0-9]+)(?P<part>[¼½¾⅓⅔])?{TIMES}{UNIT}(?P<more>\+)?(?:\s?(?:{TIME})\b)?"
    r"(?P<stars>\s?(?:\*+|[¹²³†‡#]+))?(?P<trail>\s?[↑▲⇧⬆↓▼⇩⬇→])?"
)
_ABSENT = r"(?:{not_available}|-+%?|\.{2,3}|:)(?![a-z0-9])"
_SUPPRESSED = r"(?:\*{1,3}|{suppressed}|<\s?\*)(?![a-z0-9])"
_GAP = r"[\s,;:|()\[\]=]*(?:{cell_joiners}\b)?[\s,;:|()\[\]]*"
_RATIO = r"\s?/\s?|\s{cell_ratios}\s"
_LABEL = (
    r"[0-9]{1,3}[.)]|[a-z]?[0-9]{1,2}\.[0-9]+\.[0-9.]+"
    r"|[0-9]{1,3}\s?(?:-|{range_words})\s?[0-9]{1,3}\s?(?:{working_days}|{days}|{years}|%|\+)?"
    r"|(?:16|18|19|21|25)\+|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}|0[0-9]{2,4}\s?[0-9 ]{6,}|[0-9]+:[0-9]+"
)
_STATUS = {"<": "less_than", "≤": "less_than", ">": "more_than", "≥": "more_than", "~": "approximate"}
_BRACKET = re.compile(r"\(([^()]*)\)")
_TIME_UNITS = re.findall(r"\?P<(\w+)>", TIME)


def is_value_cell(text: str, words: Words | None = None) -> bool:
    """True where a line of a cell holds numbers, or what stands for one, and nothing else."""
    return bool(in_cell(text, words))


def in_cell(text: str, words: Words | None = None) -> tuple[Number, ...]:
    """The numbers of one line of a table cell; () where it is a label, a period or empty.

    Units: as printed, else '' (the header must say). '-' and 'n/a' are
    not_available, '*', 'c' and 'supp' suppressed, 'nil' and 'none' 0.
    """
    return _in_cell(text, words or in_force())


@lru_cache(maxsize=8192)
def _in_cell(text: str, words: Words) -> tuple[Number, ...]:
    folded = _undated(fold_text(text, lower=True).replace("\u00ad", " "), words)
    stripped = folded.strip()
    if not stripped or len(stripped) > _LONGEST:
        return ()
    value = number_words.alone(stripped, words)
    if value is not None:
        start = folded.index(stripped[0])
        end = start + len(stripped)
        return (Number(start, end, text[start:end], value, "", "exact", word=True),)
    return () if _is_label(stripped, words) else _items(text, folded, words)


def _undated(folded: str, words: Words) -> str:
    """The text, the period of a figure in brackets blanked: '100 (80 in 2021/22)', '86 (2021/22: 74)'."""
    if "(" not in folded:
        return folded
    link, sign = words.compile(r"(?:\b{number_links}\s)?$"), re.compile(r"\s*[:=-]?")
    outside = _BRACKET.sub("", folded)
    for bracket in _BRACKET.finditer(folded) if any(map(str.isdigit, outside)) else ():
        for period in reversed(periods.find(bracket[1], words)):
            start, end = bracket.start(1) + period.start, bracket.start(1) + period.end
            start = found.start() if (found := link.search(folded[:start])) else start
            end = after.end() if (after := sign.match(folded, end)) else end
            folded = folded[:start] + " " * (end - start) + folded[end:]
    return folded


def _is_label(stripped: str, words: Words) -> bool:
    """A period, a range, a list number: digits that head a row and count nothing."""
    if words.compile(_LABEL).fullmatch(stripped):
        return True
    if not any(mark in stripped for mark in "/-") and not stripped[:1].isalpha():
        return False
    named = periods.header_period(stripped, words)
    return named is not None and named.kind != "calendar_year"


def _items(text: str, folded: str, words: Words) -> tuple[Number, ...]:
    gap_shape, ratio_shape = words.compile(_GAP), words.compile(_RATIO)
    found: list[Number] = []
    place, size, ratio = 0, len(folded), False
    while place < size:
        if found and not ratio and (slash := ratio_shape.match(folded, place)) and _numeric(found[-1]):
            ratio, place = True, slash.end()
            continue
        gap = gap_shape.match(folded, place)
        if gap is not None and gap.end() > place:
            if gap.end() < size and re.search(r"[a-z]", gap[0]) and not found:
                return ()
            place = gap.end()
            continue
        number = _item(text, folded, place, words)
        if number is None:
            return ()
        if ratio and number.value is not None and not number.unit and not found[-1].unit:
            found[-1], number = replace(found[-1], unit="ratio"), replace(number, unit="ratio")
        ratio = False
        found.append(number)
        place = number.end
    return tuple(found)


def _numeric(number: Number) -> bool:
    return number.value is not None and number.unit in ("", "percent")


def _item(text: str, folded: str, place: int, words: Words) -> Number | None:
    match = words.compile(_NUMBER).match(folded, place)
    if match is not None:
        return _number(text, match, words)
    for shape, status in ((_ABSENT, "not_available"), (_SUPPRESSED, "suppressed")):
        match = words.compile(shape).match(folded, place)
        if match is not None:
            unit = "percent" if match[0].endswith("%") else ""
            return Number(place, match.end(), text[place : match.end()], None, unit, status)
    return None


def _number(text: str, match: re.Match[str], words: Words) -> Number:
    value = float(match["digits"].replace(",", "")) + PARTS.get(match["part"] or "", 0.0)
    value *= multiple(match, words) / (100 if match["pence"] else 1)
    if match["sign"] == "-" or any(mark in DOWN for mark in (match["lead"] or " ") + (match["trail"] or " ")):
        value = -value
    timed = next((name for name in _TIME_UNITS if match[name]), "")
    status = "more_than" if match["more"] else _STATUS.get((match["mark"] or " ")[0], "exact")
    start, end = match.span()
    return Number(start, end, text[start:end], value, unit_of(match, bool(match["pound"])) or timed, status)
