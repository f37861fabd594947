"""Letters to words, words to rows of text.

A word ends at a space, at a jump of the pen, or at a gap wider than letters
leave. Text struck twice for boldness counts once; a small raised digit or sign
behind a word is a footnote mark and is kept apart from the word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from extractor.model.types import Box
from extractor.read.pdf.ink import ASCENT, DESCENT, UNDECODED, Char, PageInk, Style, unturn

WORD_GAP = 0.14
"""In sizes: a wider gap between two letters parts two words."""
BACKSTEP = -0.45
RAISED = (0.1, 0.8)
"""In sizes of the word before: how far a footnote mark is lifted."""
SMALL = 0.82
INITIAL = 0.45
"""Times the size of an initial: raised letters that are smaller stand beside it, not behind it."""
SAME_ROW = 0.25
UNITS = ("m", "cm", "km", "mm", "ft")
_LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters that are read from right to left."""
_RIGHTWARD = re.compile(r"[^\W\u0590-\u08ff\ufb1d-\ufefc](?:[\w.,:/%-]*[^\W\u0590-\u08ff\ufb1d-\ufefc])?")
_FACING = str.maketrans("()[]{}<>", ")(][}{><")
RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"


class Word(NamedTuple):
    """One word; the box is in the frame of its style's angle."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    style: Style
    mark: str = ""
    """The footnote mark printed behind it; with empty text, a mark that stands alone."""

    @property
    def box(self) -> Box:
        return unturn(self.style.angle, (self.x0, self.top, self.x1, self.bottom))


class Row(NamedTuple):
    """Words that share a baseline, left to right; a whole row of the page or a part of one."""

    words: tuple[Word, ...]
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    bold: bool

    @property
    def text(self) -> str:
        text = " ".join([word.text for word in self.words if word.text])
        return text if text.isascii() or not _LEFTWARD.search(text) else _in_order(text)

    @property
    def box(self) -> Box:
        return self.x0, self.top, self.x1, self.bottom


def _in_order(text: str) -> str:
    """What is printed from right to left in the order of reading; numbers in it stand as they are."""
    return _RIGHTWARD.sub(lambda found: found[0][::-1], text[::-1].translate(_FACING))


def words_of(ink: PageInk) -> list[Word]:
    """The upright words of a page in the order of drawing."""
    return _words([char for char in ink.chars if not char.style.angle])


def turned_words(ink: PageInk) -> list[Word]:
    """Words of upended and slanted text, one for each stretch that reads as a line."""
    found: list[Word] = []
    turned = sorted((c for c in ink.chars if c.style.angle), key=lambda c: c.style.angle)
    for _, chars in groupby(turned, key=lambda c: c.style.angle):
        found.extend(_words(list(chars)))
    return found


def _words(chars: Sequence[Char]) -> list[Word]:
    found: list[Word] = []
    text: list[str] = []
    mark = ""
    x0 = x1 = base = last_x0 = 0.0
    style: Style | None = None
    for char in chars:
        letter, c0, c1, baseline, own = char
        if letter == " " or not letter:
            if style is not None and letter:
                found.append(_close(text, x0, x1, base, style, mark))
                style = None
            continue
        if style is not None:
            size = style.size
            gap = c0 - x1
            lift = base - baseline
            if -0.05 * size < lift < 0.05 * size:
                if BACKSTEP * size < gap < WORD_GAP * size:
                    text.append(letter)
                    last_x0 = c0
                    x1 = c1 if c1 > x1 else x1
                    if own.size > size:
                        style = own
                    continue
                if letter == text[-1] and abs(c0 - last_x0) < 0.12 * size:  # struck twice
                    continue
            elif (
                own.size < SMALL * size
                and RAISED[0] * size < lift < RAISED[1] * size
                and (-0.3 * size < gap < 0.35 * size)
            ):
                if letter.isalpha():
                    if own.size < INITIAL * size:
                        found.append(_close(text, x0, x1, base, style, mark))
                        text, x0, x1, base, style, mark, last_x0 = [letter], c0, c1, baseline, own, "", c0
                        continue
                    text.append(letter)
                else:
                    mark += letter
                x1 = max(x1, c1)
                continue
            found.append(_close(text, x0, x1, base, style, mark))
        text, x0, x1, base, style, mark, last_x0 = [letter], c0, c1, baseline, own, "", c0
    if style is not None:
        found.append(_close(text, x0, x1, base, style, mark))
    return found


def _close(text: list[str], x0: float, x1: float, base: float, style: Style, mark: str) -> Word:
    word = "".join(text)
    if UNDECODED in word and any(map(str.isdigit, word)):
        word = UNDECODED * len(word)  # part of a number is another number
    if word[-1] in RAISED_DIGITS:
        bare = word.rstrip(RAISED_DIGITS)
        if len(bare) > 2 or not bare.isalpha():
            mark, word = word[len(bare) :] + mark, bare
    size = style.size
    return Word(word, x0, base - ASCENT * size, x1, base + DESCENT * size, base, style, mark)


def rows_of(words: Iterable[Word], same: float = SAME_ROW, marks: bool = True) -> list[Row]:
    """Rows from top to bottom, every word in one; the words of a row lie left to right.

    Baselines that differ by less than `same` sizes are one row. Without `marks`
    small words above others stay rows of their own, as figures of a chart do.
    """
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.baseline, w.x0)):
        for group in reversed(groups[-3:]):
            first = group[0]
            if abs(word.baseline - first.baseline) <= same * min(word.style.size, first.style.size):
                group.append(word)
                break
        else:
            groups.append([word])
    rows = [make_row(_mended(sorted(group, key=lambda w: w.x0))) for group in groups]
    return _marks_joined(rows) if marks else rows


def make_row(words: Sequence[Word]) -> Row:
    """A row of these words; its size is that of most of its letters."""
    first = words[0]
    _, x0, top, x1, bottom, baseline, style, _ = first
    if len(words) == 1:
        bold_alone = style.bold and bool(first.text)
        return Row((first,), x0, top, x1, bottom, baseline, style.size, bold_alone)
    letters: dict[float, int] = {}
    bold = total = 0
    for text, left, high, right, low, _, style, _ in words:
        count = len(text)
        letters[style.size] = letters.get(style.size, 0) + count
        total += count
        if style.bold:
            bold += count
        if left < x0:
            x0 = left
        if high < top:
            top = high
        if right > x1:
            x1 = right
        if low > bottom:
            bottom = low
    size = style.size if len(letters) == 1 else max(letters, key=lambda s: (letters[s], s))
    return Row(tuple(words), x0, top, x1, bottom, baseline, size, total > 0 and bold >= 0.9 * total)


def _mended(words: list[Word]) -> list[Word]:
    """Words drawn in pieces joined, words drawn twice once, spaced-out letters closed up."""
    kept: list[Word] = []
    for word in words:
        before = kept[-1] if kept else None
        if before is not None:
            size = min(before.style.size, word.style.size)
            if word.text == before.text and abs(word.x0 - before.x0) < 0.15 * size:
                continue
            gap = word.x0 - before.x1
            if (
                -0.1 * size < gap < 0.02 * size
                and before.style.size == word.style.size
                and not (before.text[-1:].isspace())
            ):
                kept[-1] = before._replace(
                    text=before.text + word.text, x1=word.x1, mark=before.mark + word.mark
                )
                continue
        kept.append(word)
    return _closed_up(kept)


def _closed_up(words: list[Word]) -> list[Word]:
    """S P A C E D letters as words, parted at the wider gaps."""
    if len(words) < 5:
        return words
    single = sum(1 for w in words if len(w.text) == 1 and w.text.isalpha())
    if single < 5 or single < 0.8 * len(words):
        return words
    gaps = sorted(b.x0 - a.x1 for a, b in pairwise(words))
    usual = gaps[len(gaps) // 3]
    limit = max(usual * 1.7, usual + 0.12 * words[0].style.size)
    joined = [words[0]]
    for before, word in pairwise(words):
        if word.x0 - before.x1 > limit:
            joined.append(word)
        else:
            last = joined[-1]
            joined[-1] = last._replace(text=last.text + word.text, x1=word.x1)
    return joined


def _marks_joined(rows: list[Row]) -> list[Row]:
    """Rows that hold only raised marks given to the row below that they belong to."""
    kept: list[Row] = []
    for index, row in enumerate(rows):
        below = rows[index + 1] if index + 1 < len(rows) else None
        if below is not None and _is_marks(row, below):
            marks = [w._replace(text="", mark=w.text or w.mark) for w in row.words]
            words = sorted([*below.words, *marks], key=lambda w: w.x0)
            rows[index + 1] = below._replace(words=tuple(words), x0=min(below.x0, row.x0))
        else:
            kept.append(row)
    return kept


def _is_marks(row: Row, below: Row) -> bool:
    lift = below.baseline - row.baseline
    return (
        row.size < SMALL * below.size
        and RAISED[0] * below.size < lift < RAISED[1] * below.size
        and all(len(w.text) <= 3 and not w.text.isalpha() and _beside(w, below) for w in row.words)
    )


def _beside(mark: Word, below: Row) -> bool:
    """The mark stands right behind a word of the row, or right before one."""
    reach = 0.6 * below.size
    return any(
        -reach < mark.x0 - word.x1 < reach or -reach < word.x0 - mark.x1 < reach for word in below.words
    )


def pieces(row: Row, gap: float) -> list[Row]:
    """The row cut wherever its words stand further apart than `gap` sizes."""
    parts: list[list[Word]] = [[row.words[0]]]
    end = row.words[0].x1
    for word in row.words[1:]:
        if word.x0 - end > gap * max(word.style.size, row.size * 0.8):
            parts.append([])
        parts[-1].append(word)
        end = max(end, word.x1)
    return [row] if len(parts) == 1 else [make_row(part) for part in parts]
