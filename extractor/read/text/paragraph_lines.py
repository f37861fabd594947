"""Which lines of running text belong to one paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from extractor.model.types import Block, Prose
from extractor.read.layout import line_shapes as shape
from extractor.read.text.decode import Line

_CLOSING = re.compile(r"^\s*[”’)\],;:.%](?![\w])|^\s*[”)]")
_LABEL_VALUE = re.compile(r"[:=–-]\s*[<~£]?\d[\d,.]*\s*%?\s*$|\s{2,}[<~£]?\d[\d,.]*\s*%?$")
_MARKED = re.compile(r"^\s*(?:#{1,6}\s|\||\ufffd|\[|!\[|>\s)")
_OPEN_END = re.compile(r"[\w,’'\"”)%&/–-]$")
_COLUMNS = re.compile(r"\t|\||\S {3,}\S")
_ADDRESS = re.compile(r"\S+@|https?:|www\.", re.IGNORECASE)
_COUNT = re.compile(r"^\s*\(\d+\)")
SHORT = 25
TAIL = 60
LONGEST = 20_000
WIDEST_WRAP = 140
NEARLY_FULL = 0.75
"""Share of the width that a line fills which was ended by it."""
_MARK = re.compile(r"\s*(?:[\d(][\w.)]{0,7}|[^\w\s])\s+(?=\S)")
"""The number or bullet of a paragraph, and the blanks behind it."""
_HANGING = 50
"""Characters of a line, at least, that the width of the page may have ended."""
_SMALL_WORD_LAST = re.compile(r"(?:^|\s)[a-z]{1,4}$")


class Piece(NamedTuple):
    """A line of running text, cleaned."""

    text: str
    number: int
    gap: bool
    """A blank line stands above it."""
    strong: bool
    indent: int


_BROKEN_WORD = re.compile(r"[a-z]-$")
"""'twenty-' at the end of a line: the hyphen is the word's own."""


def wrap_width(lines: Sequence[Line]) -> int:
    """The width at which the text was wrapped by hand, or 0: most lines are about as long as the longest."""
    lengths = [
        len(a.text.rstrip())
        for a, b in pairwise(lines)
        if not a.blank and not b.blank and not _COLUMNS.search(a.text.strip())
    ]
    if len(lengths) < 8:
        return 0
    lengths.sort()
    width = lengths[int(len(lengths) * 0.95)]
    if not 45 <= width <= WIDEST_WRAP:
        return 0
    near = sum(n >= 0.8 * width for n in lengths)
    return width if near >= 0.55 * len(lengths) else 0


def joined(pieces: list[Piece], wrap: int) -> list[Piece]:
    """The pieces with lines that go on from the line above put onto it."""
    out: list[Piece] = []
    above = ""
    local = () if wrap else _wraps(pieces)
    for at, piece in enumerate(pieces):
        before = out[-1] if out else None
        width = wrap or local[at]
        if before is not None and len(before.text) < LONGEST and _goes_on(before, above, piece, width):
            text = _glued(before.text, piece.text)
            out[-1] = before._replace(text=text, strong=before.strong and piece.strong)
        else:
            out.append(piece)
        above = piece.text.rstrip()
    return out


def _wraps(pieces: Sequence[Piece]) -> list[int]:
    """For each line the width at which its own paragraph was wrapped by hand, 0 where it was not."""
    out: list[int] = []
    start = 0
    for at in range(1, len(pieces) + 1):
        if at == len(pieces) or pieces[at].gap:
            out += [_wrap_of([p.text.rstrip() for p in pieces[start:at]])] * (at - start)
            start = at
    return out


def _wrap_of(lines: list[str]) -> int:
    """The width of the lines of one paragraph where they are full and run on, else 0.

    They run on where the last ends a sentence, no other is a label with its value, and one begins
    in small letters or ends in a short word in small letters, as no title or entry of a list does.
    """
    full = lines[:-1]
    if len(full) < 2 or not shape.ends_sentence(lines[-1]) or any(map(_COLUMNS.search, lines)):
        return 0
    width = max(map(len, full))
    if not 45 <= width <= WIDEST_WRAP or min(map(len, full)) < NEARLY_FULL * width:
        return 0
    if any(_LABEL_VALUE.search(line[-TAIL:]) or _is_item(line) for line in full):
        return 0
    runs_on = any(line[:1].islower() for line in lines[1:]) or any(map(_SMALL_WORD_LAST.search, full))
    return width if runs_on else 0


def _glued(first: str, second: str) -> str:
    first, second = first.rstrip(), second.lstrip()
    if _CLOSING.match(second) or (_BROKEN_WORD.search(first) and second[:1].islower()):
        return first + second
    return f"{first} {second}"


def _goes_on(before: Piece, above: str, piece: Piece, wrap: int) -> bool:
    """True where a line continues the piece before; `above` is that piece's last line."""
    if shape.BARE_BULLET.match(before.text):
        return not shape.take_bullet(piece.text)[0]
    start = piece.text.lstrip()
    if piece.gap or _MARKED.match(piece.text) or _ADDRESS.match(start):
        return False
    if _MARKED.match(before.text) and before.text.lstrip()[0] != ">":
        return False
    if _is_item(piece.text) and not (wrap and _COUNT.match(piece.text) and not _ends(above)):
        return False
    if shape.is_caption(start) or shape.is_caption(before.text.strip()):
        return False
    if shape.is_number_alone(before.text) or shape.is_number_alone(piece.text):
        return False
    if _CLOSING.match(piece.text):
        return True
    if before.strong and not piece.strong and not start[:1].islower():
        return False
    if wrap and _is_full(above, start, wrap):
        return True
    if _LABEL_VALUE.search(above[-TAIL:]) or _LABEL_VALUE.search(piece.text[-TAIL:]):
        return False
    if _hangs(before, above, piece):
        return True
    if shape.ends_sentence(above) or not _OPEN_END.search(above[-1:]):
        return False
    return start[0].islower() and len(before.text.strip()) >= SHORT


def _hangs(before: Piece, above: str, piece: Piece) -> bool:
    """True for a line that begins below the first word of a paragraph with a number or bullet before it."""
    mark = _MARK.match(before.text)
    return mark is not None and mark.end() == piece.indent and len(above) >= _HANGING


def _is_full(above: str, start: str, wrap: int) -> bool:
    """True where the line above was ended by the width of the page, not by its writer."""
    if len(above) + 1 + len(start.split(None, 1)[0]) > wrap - 1:
        return True
    # widths differ with proportional letters
    open_end = not shape.ends_sentence(above) and not _LABEL_VALUE.search(above[-TAIL:])
    return len(above) >= NEARLY_FULL * wrap and open_end


def _ends(text: str) -> bool:
    return shape.ends_sentence(text) or text.rstrip().endswith(("and", "or"))


def _is_item(text: str) -> bool:
    if shape.BARE_BULLET.match(text) or shape.take_bullet(text)[0] or shape.take_item(text)[0]:
        return True
    return bool(shape.take_number(text.strip())[0])


def over_pages(blocks: list[Block]) -> list[Block]:
    """Paragraphs that a page break cut in two put together again: the second begins in lower case."""
    out: list[Block] = []
    for block in blocks:
        before = out[-1] if out else None
        if isinstance(before, Prose) and isinstance(block, Prose) and _was_cut(before, block):
            out[-1] = replace(before, text=f"{before.text} {block.text}")
        else:
            out.append(block)
    return out


def _was_cut(before: Prose, block: Prose) -> bool:
    if block.kind != "paragraph" or block.number or before.kind not in ("paragraph", "list", "quote"):
        return False
    if not block.text[:1].islower() or not 40 <= len(before.text) < LONGEST:
        return False
    if (len(block.text) < SHORT and not block.text.endswith(".")) or _LABEL_VALUE.search(block.text[-TAIL:]):
        return False
    if shape.ends_sentence(before.text) or shape.is_number_alone(before.text):
        return False
    return _OPEN_END.search(before.text[-1:]) is not None and _LABEL_VALUE.search(before.text[-TAIL:]) is None
