"""Lines of the shape 'label (8)', 'label: 34%' or '34% label' as small two-column tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.language import numbers, periods
from extractor.language.shapes import Shape
from extractor.model.types import Anchor, Cell, Table
from extractor.understand.tables.slot import OR_MORE

_SHARE = r"\s?\(\s?\d[\d,.]*\s?%?\s?\)|(?:,? {alternatives}|,|;|/| [-–=])\s?\d[\d.]*\s?%"
_BEFORE = r"\s?\(\s?\d[\d,.]*\s?%?\s{value_years}\s[^()]{4,24}\)"
_VALUE = rf"[<>~£]?\s?\d[\d,]*(?:\.\d+)?\s?%?(?:{_SHARE}|{_BEFORE})?"
_BAND = r"\d{1,3}\s*(?:{range_words}|-|–)\s*\d{1,3}\s+(?:{working_days}|\w+)"
_AGED = r"(?:{age_words}|{band_leads})(?: {band_leads})?"
_FROM_TO = rf"(?:\+|(?:{{range_words}}|-|–)\s?\d{{1,3}}|(?:{{years}} )?{OR_MORE})"
_AGES = rf"(?:{_AGED} )?\d{{1,3}}\s?{_FROM_TO}(?: {{years}})?|{_AGED} \d{{1,3}}(?: {{years}})?"
_LABEL = rf"(?:{_BAND}|{_AGES}|[^\d\s(<>£].{{1,110}}?)"
_AFTER_SIGN = Shape(
    rf"^(?P<label>{_LABEL})\s*(?:[:=;]|,(?=\s)|\s[-–—]|\.{{3,}}|\s{{2,}}|\t)\s*(?P<value>{_VALUE})\s*[.;,]?$"
)
_IN_BRACKETS = Shape(
    rf"^(?P<label>{_BAND}|{_AGES}|[^\d\s(<>£].{{1,110}}?[^\d\s])\s*[\[(]\s*(?P<value>{_VALUE})\s*[\])]\s*[.;,]?$"
)
#: 'Duty & Assessment 9 (14)': the number ends the line, and is not the number of a stage or table.
_ENDING = Shape(
    rf"^(?P<label>[^\d\s(<>£][^()]{{1,110}}?)\s+{{!numbered_things}}(?P<value>{_VALUE})\s*[.;,]?$"
)
#: '19 mums and dads': the number opens a short line.
_OPENING = Shape(rf"^(?P<value>{_VALUE})\s+(?P<label>[^\d\s(][^.:]{{1,60}}?)\s*[.;,]?$")
#: '2020-21 - 212', '15/16: 71%': a year and its figure.
_OF_YEAR = re.compile(
    r"^(?P<label>(?:20)?\d\d\s?[/–-]\s?(?:20)?\d\d)(?:\s*:\s*|\s+(?:[-–—=]\s+)?)(?P<value>\d[\d,]*|[a-z]+)\s*[.;,]?$"
)
_WITH_EARLIER = Shape(
    r"(?P<value>[^()]+?)\s?\(\s?(?P<earlier>\d[\d,.]*\s?%?)\s{value_years}\s(?P<year>[^()]+)\)"
)
#: '3 Changes of worker': a label with a capital of its own, unlike '3 complaints about delay'.
_NAMED = Shape(r"(?!(?i:.*\b{counted_things}))[A-Z]", 0)
_WORDED = re.compile(r"^(?P<label>[^:]{2,110}):\s+(?P<value>[A-Za-z]+(?:[ -][a-z]+){0,5})\s*[.;,]?$")
_VERB = Shape(r"\b{entry_verbs}\b")
_LOOSE_WORDS = ("or", "and", "i.e.", "of", "for")
"""What is left over of '48, or 23%' and is no label."""
_SENTENCE_LIKE = Shape(r"\b{entry_clauses}\b")
_LONGEST, _LONGEST_OPENED = 14, 6
"""Words of a label before its number, and after it."""
_LONGEST_LINE = 180
_DIGIT = re.compile(r"\d")
_BAND_END = 3
"""Numbers up to it name stages and the like."""
_BAND_OR_AGES = Shape(rf"{_BAND}|{_AGES}|\d\s*(?:{{working_days}}|{{days}})\b")
_ITEMS = Shape(r"[,;]\s+(?:{conjunctions}\s+)?|\s+{conjunctions}\s+(?=\S+ \d)")
_LIST = re.compile(r"^(?:(?P<lead>[A-Z][^:.,(]{1,60}?)(?::|\s[-–—])\s+)?(?P<items>[^:.]+)[.]?$")


_TELEPHONE = re.compile(r"\b0\d{2,4}[\s-]\d{3,8}\b|\b0\d{9,10}\b")


def split(line: str) -> tuple[str, str] | None:
    """(label, value) where the whole line is one entry, else None."""
    line = line.strip()
    if _TELEPHONE.search(line):
        return None
    if len(line) > _LONGEST_LINE:
        return None
    if not _DIGIT.search(line):
        return _in_words(line)
    dated = _OF_YEAR.match(line)
    if dated and numbers.is_value_cell(dated["value"]) and periods.header_period(dated["label"]):
        return dated["label"], dated["value"]
    for shape in (_AFTER_SIGN, _IN_BRACKETS, _ENDING, _OPENING):
        found = shape.match(line)
        if not found:
            continue
        label, value = found["label"].strip(" :-–—*"), found["value"]
        named = shape is _OPENING and _NAMED.match(label) is not None
        surely = shape is _AFTER_SIGN and "(" in value  # 'The work was not good enough: 29% (49)'
        if (_VERB.search(label) and not surely) or len(label.split()) > (
            _LONGEST_OPENED if shape is _OPENING and not named else _LONGEST
        ):
            return None
        if shape in (_ENDING, _OPENING) and not named and _SENTENCE_LIKE.search(label):
            return None
        if shape in (_ENDING, _OPENING) and _counts_too(label):
            return None
        return (label, value) if _holds_numbers(value) else None
    return None


def _counts_too(label: str) -> bool:
    """Has the label a figure of its own ('first complaints, up from 251'), besides years and bands?"""
    years = periods.find(label)
    return any(
        not any(p.start <= n.start < p.end for p in years)
        and n.unit in ("", "count", "percent")
        and (n.value or 0) > _BAND_END
        and _BAND_OR_AGES.search(label) is None
        for n in numbers.in_sentence(label)
    )


def _holds_numbers(value: str) -> bool:
    """A number, alone or with another year's behind it in brackets ('20 (24 in 2013/14)')."""
    earlier = _WITH_EARLIER.fullmatch(value)
    if earlier:
        return numbers.is_value_cell(earlier["value"]) and periods.header_period(earlier["year"]) is not None
    return numbers.is_value_cell(value)


def _in_words(line: str) -> tuple[str, str] | None:
    """'Leaving Care: thirty-three'."""
    found = _WORDED.match(line)
    if not found or _VERB.search(found["label"]) or len(found["label"].split()) > _LONGEST:
        return None
    value = found["value"].strip()
    return (found["label"].strip(), value) if numbers.is_value_cell(value) else None


def split_list(line: str) -> tuple[str, list[tuple[str, str]]] | None:
    """(lead, entries) of 'Gender: female 19, male 22, other 1'; None for any other text.

    At least two entries, each a short label and then its number.
    """
    found = _LIST.match(line.strip()) if _DIGIT.search(line) else None
    if not found:
        return None
    parts = [p.strip() for p in _ITEMS.pattern.split(found["items"]) if p.strip()]
    if len(parts) < 2:
        return None
    out: list[tuple[str, str]] = []
    for part in parts:
        entry = _ENDING.match(part) or _IN_BRACKETS.match(part)
        if not entry or len(entry["label"].split()) > _LONGEST_OPENED or _VERB.search(entry["label"]):
            return None
        if _SENTENCE_LIKE.search(entry["label"]) and not found["lead"]:
            return None
        if entry["label"].strip().lower() in _LOOSE_WORDS:
            return None
        out.append((entry["label"].strip(), entry["value"]))
    return found["lead"] or "", out


def list_table(pairs: Sequence[tuple[str, str]], anchor: Anchor) -> Table:
    """The entries of one line as a table of two columns."""
    cells = [Cell(text, r, c, anchor=anchor) for r, pair in enumerate(pairs) for c, text in enumerate(pair)]
    return Table(tuple(cells), len(pairs), 2, anchor=anchor)


def as_table(lines: Sequence[str], anchors: Sequence[Anchor], caption: str = "") -> Table | None:
    """A table of two columns from the lines, or None unless every line is an entry.

    Where lines end in another year's number in brackets, that year heads a third column;
    None where they name different years.
    """
    rows: list[tuple[str, ...]] = []
    years: set[str] = set()
    for line in lines:
        entry = split(line)
        if entry is None:
            return None
        earlier = _WITH_EARLIER.fullmatch(entry[1])
        rows.append((entry[0], earlier["value"], earlier["earlier"]) if earlier else entry)
        years.update({earlier["year"]} if earlier else ())
    if not rows or len(years) > 1:
        return None
    places = [replace(anchor, row=None, column=None) for anchor in anchors]
    cells = [Cell(year, 0, 2, header=True, anchor=places[0]) for year in years]
    for r, (texts, anchor) in enumerate(zip(rows, places, strict=True), len(years)):
        cells += [Cell(text, r, c, anchor=anchor) for c, text in enumerate(texts)]
    return Table(tuple(cells), len(rows) + len(years), 2 + len(years), caption, anchor=anchors[0])
