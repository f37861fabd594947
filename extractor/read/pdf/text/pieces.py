"""The parts of a row that may be cells of their own, and which of them are figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from extractor.read.pdf.text.words import Row, make_row, pieces

CHUNK_GAP = 0.75
"""In sizes: words further apart than this stand in different cells."""
FIGURE_GAP = 0.4
"""In sizes: figures further apart than this stand in different cells; a space between words is narrower."""
FEWEST_NUMBERED = 3
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
    bare = text[1:-1] if text[:1] == "(" and len(text) > 3 else text
    return _VALUE.match(text) is not None or bare.lower() in _BLANK_VALUES


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


def numbers_columns(texts: Sequence[str]) -> bool:
    """Numbers from one to the next, as they stand below the headings of columns: '(1)', '(2)', '(3)'."""
    found = [text.strip("()[]") for text in texts]
    if len(found) < FEWEST_NUMBERED or not all(map(str.isdecimal, found)):
        return False
    return int(found[0]) < FEWEST_NUMBERED and all(int(b) - int(a) == 1 for a, b in pairwise(found))


def chunks(row: Row) -> list[Row]:
    """The parts of a row that may be cells of their own."""
    parts = [own for part in pieces(row, CHUNK_GAP) for own in _years_apart(part)]
    parts = [own for part in parts for own in _figures_apart(part)]
    return _drawn_in(parts) if len(parts) > FEWEST_LOOSE else parts


def _years_apart(part: Row) -> list[Row]:
    """Years side by side head a column each, however near they stand."""
    if len(part.words) < 2 or not all(is_year(word.text) for word in part.words):
        return [part]
    return [make_row([word]) for word in part.words]


def _figures_apart(part: Row) -> list[Row]:
    """Figures at its end a little further apart than words of a phrase, and what stands as far in front."""
    first = len(part.words)
    while first and is_value(part.words[first - 1].text):
        first -= 1
    if len(part.words) - first < 2:
        return [part]
    spaces = [b.x0 - a.x1 for a, b in pairwise(part.words)]
    ends = [
        k + 1 for k, space in enumerate(spaces) if space > FIGURE_GAP * part.size and k + 1 >= max(first, 1)
    ]
    return [make_row(part.words[a:b]) for a, b in pairwise([0, *ends, len(part.words)])] if ends else [part]


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
        figures = all(is_value(part.text) for part in own)
        if (
            end - start >= FEWEST_LOOSE
            and not figures
            and len({round(p.x1 - p.x0) for p in own}) >= FEWEST_LOOSE
        ):
            found.append(make_row([word for part in own for word in part.words]))
            start = end + 1
        else:
            found.append(parts[start])
            start += 1
    return found
