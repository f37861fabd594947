"""Numbers in a line of a table cell that holds nothing but numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from extractor.language import number_words, periods
from extractor.language.fold import fold_text
from extractor.language.printed_number import DIGITS, DOWN, PARTS, TIMES, Number, length_unit, unit_of

_CELL_NUMBER = re.compile(
    r"(?P<lead>[↑▲⇧⬆↓▼⇩⬇]\s?)?(?P<mark>[<>≤≥~]\s?)?(?P<sign>[+-](?=[£0-9.]))?(?P<pound>£\s?)?"
    rf"(?P<digits>{DIGITS}|\.[0-9]+)(?P<part>[¼½¾⅓⅔])?(?P<times>(?:k|m|bn)(?![a-z])|\s?million\b)?"
    r"(?P<unit>\s?%\s?(?:points?|pts?)\b|\s?pp\b|\s?percentage\spoints?\b|\s?%|\s?per\s?cent\b)?(?P<more>\+)?"
    r"(?P<length>\s?(?:working\s?days?|wds?|days?|weeks?|months?|years?|hours?)\b)?"
    r"(?P<stars>\s?(?:\*+|[¹²³†‡#]+))?(?P<trail>\s?[↑▲⇧⬆↓▼⇩⬇→])?"
)
_CELL_ABSENT = re.compile(
    r"(?:n/a|n\.a\.?|not\s(?:available|applicable|published)|-+%?|\.{2,3}|z|x|:|tbc|no\sdata)(?![a-z0-9])"
)
_CELL_SUPPRESSED = re.compile(r"(?:\*{1,3}|supp(?:ressed|r)?\.?|c|redacted|withheld|<\s?\*)(?![a-z0-9])")
_CELL_GAP = re.compile(r"[\s,;:|()\[\]=]*(?:(?:and|or|of|out\sof|plus)\b)?[\s,;:|()\[\]]*")
_CELL_RATIO = re.compile(r"\s?/\s?|\s(?:out\s)?of\s")


def is_value_cell(text: str) -> bool:
    """True where a line of a cell holds numbers, or what stands for one, and nothing else."""
    return bool(in_cell(text))


@lru_cache(maxsize=8192)
def in_cell(text: str) -> tuple[Number, ...]:
    """The numbers of one line of a table cell; () where it is a label, a period or empty.

    Units: as printed, else '' (the header must say). '-' and 'n/a' are
    not_available, '*', 'c' and 'supp' suppressed, 'nil' and 'none' 0.
    """
    folded = fold_text(text, lower=True).replace("\u00ad", " ")
    stripped = folded.strip()
    if not stripped or len(stripped) > 60:
        return ()
    lead = folded.index(stripped[0])
    value = number_words.alone(stripped)
    if value is not None:
        return (
            Number(
                lead, lead + len(stripped), text[lead : lead + len(stripped)], value, "", "exact", word=True
            ),
        )
    if _is_label(stripped):
        return ()
    return _cell_items(text, folded)


_SHAPES_OF_LABELS = re.compile(
    r"[0-9]{1,3}[.)]|[a-z]?[0-9]{1,2}\.[0-9]+\.[0-9.]+|[0-9]{1,3}\s?(?:-|to)\s?[0-9]{1,3}\s?(?:(?:working\s)?days?|years?|%|\+)?"
    r"|(?:16|18|19|21|25)\+|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}|0[0-9]{2,4}\s?[0-9 ]{6,}|[0-9]+:[0-9]+"
)


def _is_label(stripped: str) -> bool:
    """A period, a range, a list number: digits that head a row and count nothing."""
    if _SHAPES_OF_LABELS.fullmatch(stripped):
        return True
    if not any(mark in stripped for mark in "/-") and not stripped[:1].isalpha():
        return False
    named = periods.header_period(stripped)
    return named is not None and named.kind != "calendar_year"


def _cell_items(text: str, folded: str) -> tuple[Number, ...]:
    found: list[Number] = []
    place, size, ratio = 0, len(folded), False
    while place < size:
        gap = _CELL_GAP.match(folded, place)
        if found and not ratio and (slash := _CELL_RATIO.match(folded, place)) and _numeric(found[-1]):
            ratio, place = True, slash.end()
            continue
        if gap is not None and gap.end() > place:
            if gap.end() < size and re.search(r"[a-z]", gap[0]) and not found:
                return ()
            place = gap.end()
            continue
        number = _cell_item(text, folded, place)
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


def _cell_item(text: str, folded: str, place: int) -> Number | None:
    match = _CELL_NUMBER.match(folded, place)
    if match is not None:
        return _cell_number(text, match)
    for pattern, status in ((_CELL_ABSENT, "not_available"), (_CELL_SUPPRESSED, "suppressed")):
        match = pattern.match(folded, place)
        if match is not None:
            unit = "percent" if match[0].endswith("%") else ""
            return Number(place, match.end(), text[place : match.end()], None, unit, status)
    return None


def _cell_number(text: str, match: re.Match[str]) -> Number:
    value = float(match["digits"].replace(",", "")) + PARTS.get(match["part"] or "", 0.0)
    if match["times"]:
        value *= TIMES[match["times"].strip()]
    if match["sign"] == "-" or any(mark in DOWN for mark in (match["lead"] or " ") + (match["trail"] or " ")):
        value = -value
    unit = unit_of(match["unit"], match["pound"] is not None)
    if not unit and match["length"]:
        unit = length_unit(match["length"], 0)
    mark = (match["mark"] or " ")[0]
    status = {"<": "less_than", "≤": "less_than", ">": "more_than", "≥": "more_than", "~": "approximate"}.get(
        mark, "exact"
    )
    if match["more"]:
        status = "more_than"
    start, end = match.span()
    return Number(start, end, text[start:end], value, unit, status)
