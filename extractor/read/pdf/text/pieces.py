"""The parts of a row that may be cells of their own, and which of them are figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractor.read.pdf.text.words import Row, make_row, pieces

CHUNK_GAP = 0.75
"""In sizes: words further apart than this stand in different cells."""
LOOSEST = 1.7
"""In sizes: the widest space between the words of a justified line."""
EVEN = 0.6
"""Points by which the spaces of a justified line differ at most."""
FEWEST_LOOSE = 4
_VALUE = re.compile(
    r"^[(<>~£€$+±≤≥-]{0,3}\s?[\d.,]*\d[\d.,\s]*%?\)?(?:(?:\s|(?<=%)|(?=\())\(?[<>~]?\d[\d.,]*%?\)?){0,3}[*†‡]{0,3}$"
)
_YEAR = re.compile(r"\(?(?:19|20)\d\d ?[/–-] ?(?:20)?\d\d\)?$")
_FOUR_DIGITS = re.compile(r"\(?(?:19|20)\d\d\)?$")
_BLANK_VALUES = frozenset(
    ("-", "–", "—", "n/a", "na", "n.a.", "nil", "*", ":", "..", "...", "x", "c", "%", "n/k")
)


@lru_cache(maxsize=4096)
def is_value(text: str) -> bool:
    """A figure, or what stands in a cell for a missing one."""
    return _VALUE.match(text) is not None or text.lower() in _BLANK_VALUES


@lru_cache(maxsize=4096)
def counts(text: str) -> bool:
    """A figure, or a few words behind one: '12 complaints'."""
    first, _, rest = text.partition(" ")
    return is_value(text) or (rest.count(" ") < 2 and any(map(str.isdigit, first)) and is_value(first))


def is_year(text: str) -> bool:
    """A year alone, such as '2018/19' or '(2018-2019)'."""
    return _YEAR.match(text) is not None


def heads_years(texts: Sequence[str]) -> bool:
    """Different years alone, as they head columns."""
    return len(texts) > 1 and len({*texts}) == len(texts) and all(map(_FOUR_DIGITS.match, texts))


def chunks(row: Row) -> list[Row]:
    """The parts of a row that may be cells of their own."""
    parts = [own for part in pieces(row, CHUNK_GAP) for own in _years_apart(part)]
    return _drawn_in(parts) if len(parts) > FEWEST_LOOSE else parts


def _years_apart(part: Row) -> list[Row]:
    """Years side by side head a column each, however near they stand."""
    if len(part.words) < 2 or not all(is_year(word.text) for word in part.words):
        return [part]
    return [make_row([word]) for word in part.words]


def _drawn_in(parts: list[Row]) -> list[Row]:
    """Words that a justified line sets far apart as one part: equal spaces between words of all lengths."""
    found: list[Row] = []
    start = 0
    while start < len(parts):
        end = start
        space = parts[start + 1].x0 - parts[start].x1 if start + 1 < len(parts) else 0.0
        while (
            end + 1 < len(parts)
            and len(parts[end].words) == len(parts[end + 1].words) == 1
            and abs(parts[end + 1].x0 - parts[end].x1 - space) < EVEN
            and space < LOOSEST * parts[end].size
        ):
            end += 1
        own = parts[start : end + 1]
        if end - start >= FEWEST_LOOSE and len({round(p.x1 - p.x0) for p in own}) >= FEWEST_LOOSE:
            found.append(make_row([word for part in own for word in part.words]))
            start = end + 1
        else:
            found.append(parts[start])
            start += 1
    return found
