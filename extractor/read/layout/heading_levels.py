"""Levels of headings and the lines of the title, from what stands where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.language.shapes import Shape
from extractor.model.types import Block, Prose, Table
from extractor.read.layout.line_shapes import depth, is_part, is_title_case

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WORD = re.compile(r"[a-z]+")
_CONTENTS = Shape(r"^{contents_titles}\b")
MOST_TITLE_LINES = 12
TITLE_LENGTH = 140
NEAR = 60


def with_levels(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with a level on every heading that came without one (level 0)."""
    headings = [b for b in blocks if isinstance(b, Prose) and b.kind == "heading"]
    numbered = [h for h in headings if depth(h.number)]
    printed = _printed_levels(headings)
    marked = sum(1 for h in headings if h.level)
    tracker = _Numbered(1) if max(len(numbered), marked) >= 3 else _Plain()
    out: list[Block] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Prose) and block.kind == "heading":
            after = blocks[index + 1] if index + 1 < len(blocks) else None
            leads = isinstance(after, Prose) and after.kind == "heading" and not depth(after.number)
            block = replace(block, level=_level(block, printed, tracker, leads))
        out.append(block)
    return out


def _printed_levels(headings: Sequence[Prose]) -> dict[int, int]:
    """For Markdown: the level that headings numbered to a depth have at their highest."""
    levels: dict[int, int] = {}
    for heading in headings:
        if heading.level and depth(heading.number):
            at = depth(heading.number)
            levels[at] = min(levels.get(at, 9), heading.level)
    return levels


def _level(heading: Prose, printed: dict[int, int], tracker: _Numbered | _Plain, leads: bool) -> int:
    at = depth(heading.number)
    if heading.level:
        level = printed.get(at, heading.level) if at else heading.level
        tracker.saw(level)
        return level
    if at or is_part(heading.text):
        level = at or 1
        tracker.saw(level)
        return level
    return tracker.next(heading, leads)


class _Numbered:
    """Where sections are numbered or marked, a heading that is not so is one below the last that is."""

    def __init__(self, level: int) -> None:
        self.level = level

    def saw(self, level: int) -> None:
        self.level = level

    def next(self, heading: Prose, leads: bool) -> int:
        return self.level + 1


class _Plain:
    """Without numbers: a heading directly on top of another one leads it and those like it."""

    def __init__(self) -> None:
        self.child: Prose | None = None
        self.waiting = False
        self.bodyless = False
        """The last heading had another one directly below it."""

    def saw(self, level: int) -> None:
        self.child, self.waiting, self.bodyless = None, False, False

    def next(self, heading: Prose, leads: bool) -> int:
        bodyless, self.bodyless = self.bodyless, leads
        if self.waiting:
            self.child, self.waiting = heading, False
            return 3
        like = self.child is not None and _alike(self.child.text, heading.text)
        if like and not (leads and len(heading.text) > 30):
            return 3
        # several in a row without a body (their charts are lost) do not lead each other
        self.child, self.waiting = None, leads and not bodyless
        return 2


def _alike(first: str, second: str) -> bool:
    """True for headings of one rank: both of three words at most, or sharing their first or last word."""
    a, b = _WORD.findall(first.lower()), _WORD.findall(second.lower())
    if len(a) <= 3 and len(b) <= 3:
        return True
    return bool(a and b) and len(a) > 3 < len(b) and a[-1].rstrip("s") == b[-1].rstrip("s")


def with_title(blocks: Sequence[Block]) -> tuple[list[Block], tuple[str, ...]]:
    """The blocks with the short lines in front of the body as titles, and the texts of the titles.

    Where the file begins with its body, short lines with a year near the start serve as titles.
    """
    out = list(blocks)
    front = _front(out)
    after = out[len(front)] if len(front) < len(out) else None
    last = front[-1] if front else None
    text = isinstance(after, Prose) and after.kind in ("paragraph", "list", "quote")
    body = text or isinstance(after, Table)
    # the line on top of the body is its heading, unless it is all the title there is
    if last and body and (len(front) > 1 or (last.kind == "heading" and not _YEAR.search(last.text))):
        front.pop()
    if not any(p.kind == "heading" for p in front) and len(front) > 6:
        front = []
    for index, prose in enumerate(front):
        out[index] = replace(prose, kind="title", level=0)
    if front:
        return out, tuple(p.text for p in front)
    near = (b for b in out[:NEAR] if isinstance(b, Prose) and b.kind in ("heading", "paragraph"))
    dated = [b.text for b in near if _YEAR.search(b.text) and _is_title(b.text)]
    return out, tuple(dated[:2])


def _front(blocks: Sequence[Block]) -> list[Prose]:
    """The short lines with which the file begins."""
    front: list[Prose] = []
    for block in blocks[:MOST_TITLE_LINES]:
        if not isinstance(block, Prose) or block.kind not in ("heading", "paragraph") or block.number:
            break
        if len(block.text) > TITLE_LENGTH or (block.kind == "paragraph" and block.text.endswith(".")):
            break
        if _CONTENTS.match(block.text) or _is_figure(block.text):
            break
        front.append(block)
    return front


def _is_figure(text: str) -> bool:
    """A number alone, or in front of its words: a key figure, not a title."""
    first = text.strip("*_ ").split()[:1]
    bare = first[0].strip("*_%£,") if first else ""
    return bare.isdigit() and len(bare) != 4 and not text.rstrip("*_ ").endswith(":")


def _is_title(text: str) -> bool:
    short = len(text) <= TITLE_LENGTH and len(text.split()) > 3
    return short and not text.endswith((".", ":", ";")) and is_title_case(text)
