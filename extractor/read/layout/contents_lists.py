"""Contents lists told from the text that they list."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from extractor.model.types import Block, Prose, Table
from extractor.read.layout.words import CONTENTS_TITLE

_CONTENTS_LINE = re.compile(
    r"(?P<words>.*?\D)(?:\t|\.{3,}|…|_{3,}|\s)[\s.…_]*(?P<page>\d{1,3})(?:\s*[-–]\s*\d{1,3})?$"
)
_LEADER = re.compile(r"\t|\.{4,}|…{2,}|_{4,}")
_LED = re.compile(r"(?:\.{4,}|…{2,}|_{4,})\s*\d{1,3}(?=\s|$)")
_PAGE = re.compile(r"\d{1,3}(?=$|\s*[-–])")
_WORD = re.compile(r"[a-z]+")
MOST_CONTENTS_LINES = 120
MOST_CONTENTS_LETTERS = 140
SURE_LINES = 6
"""Lines with rising numbers that are a contents list whatever they say; of fewer a title must come again."""


def mark_contents(blocks: list[Block]) -> list[Block]:
    """Contents lists become kind 'toc': from their heading on, or by their leaders and pages."""
    out = list(blocks)
    i = 0
    while i < len(out):
        block = out[i]
        if isinstance(block, Prose) and len(block.text) < 40 and CONTENTS_TITLE.match(block.text.strip()):
            out[i] = _as_toc(block)
            i = _contents_run(out, i + 1)
            continue
        run = i
        while run < len(out) and _is_contents_line(out[run]):
            run += 1
        several = run - i >= 3 or any(map(_runs_in, out[i:run]))
        if several and _rising(out[i:run]) and (run - i >= SURE_LINES or _come_again(out, i, run)):
            for k in range(i, run):
                out[k] = _as_toc(out[k])
        i = max(run, i + 1)
    return out


def _contents_run(out: list[Block], i: int) -> int:
    """Mark what follows the heading of a contents list; gives where the body begins."""
    seen: set[str] = set()
    first = i
    while i < len(out) and i - first < MOST_CONTENTS_LINES:
        block = out[i]
        if isinstance(block, Table) and i == first and _contents_table(block):
            out[i : i + 1] = [Prose(text, "toc") for text in _rows_as_lines(block)]
            continue
        if isinstance(block, Prose) and _runs_in(block):
            out[i] = _as_toc(block)
            i += 1
            continue
        if not isinstance(block, Prose) or len(block.text) > MOST_CONTENTS_LETTERS:
            break
        if block.kind != "toc" and not (_CONTENTS_LINE.match(block.text) and _LEADER.search(block.text)):
            key = _words(block.text)
            if (
                block.kind in ("heading", "title")
                or key in seen
                or not _goes_on(block.text, out[i + 1 : i + 4])
            ):
                break
        seen.add(_words(block.text))
        out[i] = _as_toc(block)
        i += 1
    return i


def _goes_on(text: str, ahead: list[Block]) -> bool:
    """A line without a page number belongs to the list when it is no sentence and the list goes on."""
    if text[-1] == "." or len(text.split()) > 16:
        return False
    short = (
        isinstance(b, Prose) and b.kind in ("paragraph", "toc") and len(b.text) <= MOST_CONTENTS_LETTERS
        for b in ahead
    )
    return any(short) or not ahead or (isinstance(ahead[0], Prose) and ahead[0].kind == "heading")


def _runs_in(block: Block) -> bool:
    """Lines of a contents list that ran into one paragraph: 'Summary ..... 5 Timescales ..... 6'."""
    return isinstance(block, Prose) and len(_LED.findall(block.text)) > 1


def _is_contents_line(block: Block) -> bool:
    if _runs_in(block):
        return True
    if not isinstance(block, Prose) or len(block.text) > MOST_CONTENTS_LETTERS:
        return False
    if block.kind not in ("paragraph", "list", "toc") or not block.text[-1].isdigit():
        return False
    return _LEADER.search(block.text) is not None and _CONTENTS_LINE.match(block.text) is not None


def _rising(run: list[Block]) -> bool:
    """Page numbers never fall along a contents list; the figures of a table do."""
    if any(map(_runs_in, run)):
        return True
    found = (_CONTENTS_LINE.match(b.text) for b in run if isinstance(b, Prose))
    pages = [int(m["page"]) for m in found if m]
    return all(a <= b for a, b in pairwise(pages)) and pages[-1] > pages[0]


def _come_again(blocks: list[Block], start: int, end: int) -> bool:
    """Is a title of the lines [start, end) that of a part of the text, or one a contents list for sure?"""
    lines = [b for b in blocks[start:end] if isinstance(b, Prose)]
    if any(map(_runs_in, lines)) or any(b.kind == "toc" for b in lines):
        return True
    titles = {_words(m["words"]) for b in lines if (m := _CONTENTS_LINE.match(b.text))}
    return any(isinstance(b, Prose) and _words(b.text) in titles for b in (*blocks[:start], *blocks[end:]))


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _contents_table(table: Table) -> bool:
    """Is the table under a 'Contents' heading a list of words and rising page numbers?"""
    last = [c.text.strip() for c in table.cells if c.column == table.columns - 1 and c.text.strip()]
    pages = [int(m[0]) for t in last if (m := _PAGE.match(t))]
    rising = all(a <= b for a, b in pairwise(pages))
    return table.columns <= 4 and len(pages) >= 2 and len(pages) >= len(last) - 2 and rising


def _rows_as_lines(table: Table) -> list[str]:
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(" ".join(cell.text.split()))
    return ["\t".join(words) for _, words in sorted(rows.items())]


def _as_toc(block: Block) -> Block:
    return replace(block, text=block.text.strip(), kind="toc", level=0) if isinstance(block, Prose) else block
