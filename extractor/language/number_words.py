"""Numbers written in words: 'twenty two', 'no complaints', 'just over a quarter'."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from extractor.language.words import Words, in_force

_WORD = re.compile(r"[a-z]+")
_CARDINAL = r"(?:{tens}(?:[\s-]{units}\b)?|{teens}|{units})(?![a-z])(?![\s-]{ordinals}\b)"
_BIG = (
    rf"(?:{_CARDINAL}|{{articles}})\s{{scales}}\b(?:\s{{scales}}\b)?"
    rf"(?:,?\s(?:{{conjunctions}}\s)?{_CARDINAL}(?:\s{{scales}}\b(?:\s{{conjunctions}}\s{_CARDINAL})?)?)?"
)
_NO = (
    r"{!conditions}{no}(?=\s(?!{clause_words}\b)(?:(?!{clause_words}\b)[a-z][a-z'&/-]*,?\s|[0-9]\s|\x00+\s){0,5}?"
    r"(?!{uncounted_nouns}\b)(?:[a-z]{2,}[a-rt-z']s'?|{counted_nouns})\b)"
)
_NONE = r"{none}(?=\s{none_after}\b|[,;)]|\s?$)"
_SHARE = r"{shares}(?=\s{shares_after}\b|\s?[.,;)]|$)|{half}(?=\s{half_after}\b)"
_TIMED = r"(?!\s(?:{working_days}|{days}|{weeks}|{months})(?![a-z]))"
_ANY = (
    rf"\b(?:(?P<zero_no>{{no}}\s(?:\({{zero}}\)|\(0\)|{{zero}}\b))|(?P<share>{_SHARE})"
    rf"|(?P<in>(?P<part>{{share_parts}})\s{{out_of}}\s(?P<whole>{{share_wholes}})\b{_TIMED})"
    rf"|(?P<dozens>{{dozens}})\b"
    rf"|(?P<big>{_BIG})|(?P<cardinal>{_CARDINAL})|(?P<no>{_NO})|(?P<none>{_NONE})|(?P<nil>{{nil}})\b)"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A number in words: value as a count, or as a percentage where `percent`."""

    start: int
    end: int
    value: float
    percent: bool = False


@dataclass(frozen=True)
class _Shapes:
    any: re.Pattern[str]
    alone: re.Pattern[str]
    small: Mapping[str, float]
    scales: Mapping[str, float]
    phrases: Mapping[str, float]
    """Dozens and shares, blanks for hyphens; shares as percentages."""
    mentions: frozenset[str]
    """Words of which one stands in every text with a number in words."""


@lru_cache(maxsize=8)
def _shapes(words: Words) -> _Shapes:
    small = {
        word: float(value)
        for name in ("units", "teens", "tens")
        for word, value in words.values[name].items()
    }
    scales = {word: float(value) for word, value in words.values["scales"].items()}
    phrases = {word: float(value) for word, value in words.values["dozens"].items()}
    phrases |= {w.replace("~", " "): float(100 * Fraction(v)) for w, v in words.values["shares"].items()}
    phrases |= dict.fromkeys(words.lists["half"], 50.0)
    plain = [*small, *scales, *phrases, *(w for name in ("no", "none", "nil") for w in words.lists[name])]
    mentions = frozenset(part for word in plain for part in word.split()) - frozenset(words.lists["articles"])
    alone = words.compile(rf"(?:{_BIG}|{_CARDINAL}|{{nil}}|{{none}}|{{zero}})")
    return _Shapes(words.compile(_ANY), alone, small, scales, phrases, mentions)


def _value_of(text: str, shapes: _Shapes) -> float:
    """'one hundred and five' gives 105."""
    total = current = 0.0
    for word in _WORD.findall(text):
        if word in shapes.small:
            current += shapes.small[word]
        elif word in shapes.scales:
            scaled = (current or 1) * shapes.scales[word]
            total, current = (total, scaled) if shapes.scales[word] < 1000 else (total + scaled, 0.0)
    return total + current


def alone(folded: str, words: Words | None = None) -> float | None:
    """The value where the whole text is one number in words ('Nil', 'twenty two')."""
    shapes, text = _shapes(words or in_force()), folded.strip(" .")
    return _value_of(text, shapes) if shapes.alone.fullmatch(text) else None


def mentioned(folded: str, words: Words | None = None) -> bool:
    """Whether there is any word to look at: most sentences have none."""
    return not _shapes(words or in_force()).mentions.isdisjoint(_WORD.findall(folded))


def find(folded: str, words: Words | None = None) -> list[Word]:
    """Every number in words of a folded text, left to right."""
    shapes = _shapes(words or in_force())
    return [_word(match, shapes) for match in shapes.any.finditer(folded)]


def _word(match: re.Match[str], shapes: _Shapes) -> Word:
    start, end = match.span()
    kind, text = match.lastgroup, match[0]
    if match["in"]:
        return Word(
            start, end, 100 * shapes.small[match["part"]] / shapes.small[match["whole"]], percent=True
        )
    if kind in ("share", "dozens"):
        return Word(start, end, shapes.phrases[text.replace("-", " ")], percent=kind == "share")
    return Word(start, end, _value_of(text, shapes) if kind in ("big", "cardinal") else 0.0)
