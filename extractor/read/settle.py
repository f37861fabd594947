"""The last step of the Word and web readers: what the paragraphs of a finished block list are.

A reader says what its format says (a heading style, a list item, a bold line).
Here the whole list is known, so contents lists, captions, typed numbers and
bullets, bold lines that serve as headings and the order of tables are settled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from extractor.read import layout, lines, outline, wording
from extractor.types import Anchor, Block, Prose, Table

_CONTENTS = re.compile(
    r"(?:table of )?contents(?: page)?\s*:?(?:\s*\bpages?(?: (?:no|number)\.?)?)?$", re.IGNORECASE
)
_CONTENTS_LINE = re.compile(
    r"(?P<words>.*?\D)(?:\t|\.{3,}|…|_{3,}|\s)[\s.…_]*(?P<page>\d{1,3})(?:\s*[-–]\s*\d{1,3})?$"
)
_LEADER = re.compile(r"\t|\.{4,}|…{2,}|_{4,}")
_PAGE = re.compile(r"\d{1,3}(?=$|\s*[-–])")
_ATTRIBUTION = re.compile(r"(?:from|by)\s|[-–—]", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")
MOST_CONTENTS_LINES = 120
MOST_CONTENTS_LETTERS = 140


def finish(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Blocks in order, empty ones gone, each Prose with its kind, number and level, tables numbered."""
    kept = [b for b in blocks if not isinstance(b, Prose) or b.text.strip()]
    kept = _contents(_late_titles(kept))
    kept = [_settle(b) if isinstance(b, Prose) else b for b in kept]
    kept = _promote(_bare_numbers(_lone_stars(kept)))
    return layout.number_tables(layout.attach_captions(map(_outside_tables, kept)))


def _late_titles(blocks: list[Block]) -> list[Block]:
    """A title after the text has begun is the heading of a part."""
    out: list[Block] = []
    begun = False
    for block in blocks:
        if isinstance(block, Prose):
            if begun and block.kind == "title":
                block = replace(block, kind="heading", level=1)
            begun = begun or block.kind == "heading" or (block.kind == "paragraph" and len(block.text) > 90)
        out.append(block)
    return out


def _contents(blocks: list[Block]) -> list[Block]:
    """Contents lists become kind 'toc': from their heading on, or by their leaders and pages."""
    out = list(blocks)
    i = 0
    while i < len(out):
        block = out[i]
        if isinstance(block, Prose) and len(block.text) < 40 and _CONTENTS.match(block.text.strip()):
            out[i] = _as_toc(block)
            i = _contents_run(out, i + 1)
            continue
        run = i
        while run < len(out) and _is_contents_line(out[run]):
            run += 1
        if run - i >= 3 and _rising(out[i:run]):
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
        if not isinstance(block, Prose) or len(block.text) > MOST_CONTENTS_LETTERS:
            break
        if block.kind != "toc" and not (_CONTENTS_LINE.match(block.text) and _LEADER.search(block.text)):
            key = " ".join(_WORD.findall(block.text.lower()))
            if (
                block.kind in ("heading", "title")
                or key in seen
                or not _goes_on(block.text, out[i + 1 : i + 4])
            ):
                break
        seen.add(" ".join(_WORD.findall(block.text.lower())))
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


def _is_contents_line(block: Block) -> bool:
    if not isinstance(block, Prose) or len(block.text) > MOST_CONTENTS_LETTERS:
        return False
    if block.kind not in ("paragraph", "list", "toc") or not block.text[-1].isdigit():
        return False
    return _LEADER.search(block.text) is not None and _CONTENTS_LINE.match(block.text) is not None


def _rising(run: list[Block]) -> bool:
    """Page numbers never fall along a contents list; the figures of a table do."""
    found = (_CONTENTS_LINE.match(b.text) for b in run if isinstance(b, Prose))
    pages = [int(m["page"]) for m in found if m]
    return all(a <= b for a, b in pairwise(pages)) and pages[-1] > pages[0]


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


def _settle(prose: Prose) -> Prose:
    """Take the printed number, bullet or note mark off, and name captions and notes."""
    text, kind = prose.text.strip(), prose.kind
    emphasis = prose.emphasis or lines.is_capitals(text)
    if kind in ("toc", "footnote"):
        return _changed(prose, text, kind, prose.level, prose.number, emphasis)
    if kind not in ("list", "quote") and lines.is_caption(text):
        return _changed(prose, text, "caption", 0, prose.number, emphasis)
    if kind in ("list", "paragraph") and wording.is_quote(text):
        return _changed(prose, text, "quote", prose.level, prose.number, emphasis)
    note, rest = wording.split_note(text)
    if note and kind in ("paragraph", "caption"):
        return _changed(prose, rest, "footnote", 0, note, emphasis)
    number, rest = ("", text) if kind == "quote" else wording.split_marker(text)
    if kind == "heading" and (wording.too_long_for_heading(rest) or wording.states_figure(rest)):
        return _changed(prose, rest, "paragraph", 0, prose.number or number, True)
    if (
        number
        and kind == "paragraph"
        and not (emphasis and wording.like_heading(rest))
        and _is_item(number, rest)
    ):
        return _changed(prose, rest, "quote" if wording.is_quote(rest) else "list", 1, number, emphasis)
    return _changed(prose, rest, kind, prose.level, prose.number or number, emphasis)


def _changed(prose: Prose, text: str, kind: str, level: int, number: str, emphasis: bool) -> Prose:
    if (text, kind, level, number, emphasis) == (
        prose.text,
        prose.kind,
        prose.level,
        prose.number,
        prose.emphasis,
    ):
        return prose
    return Prose(text, kind, level, number, prose.anchor, emphasis)  # type: ignore[arg-type]


def _is_item(number: str, rest: str) -> bool:
    """A typed bullet makes a list item, a typed number only before short text."""
    if not any(map(str.isalnum, number)) or number == "o":
        return True
    return "." not in number.rstrip(".") and len(rest) <= 160 and rest[-1] != ":"


def _lone_stars(blocks: list[Block]) -> list[Block]:
    """'* without withdrawn ones': one line after a star and a space is a note, several are a list."""
    starred = [isinstance(b, Prose) and b.kind == "list" and b.number == "*" for b in blocks]
    out = list(blocks)
    for i, block in enumerate(blocks):
        if (
            starred[i]
            and isinstance(block, Prose)
            and not any(starred[max(0, i - 1) : i] + starred[i + 1 : i + 2])
        ):
            out[i] = replace(block, kind="footnote", level=0)
    return out


def _promote(blocks: list[Block]) -> list[Block]:
    """Short bold paragraphs are headings; their levels follow the styled ones, else their own order."""
    styled = any(isinstance(b, Prose) and b.kind == "heading" and b.level for b in blocks)
    out: list[Block] = []
    level = 0
    for i, block in enumerate(blocks):
        if isinstance(block, Prose):
            if block.kind == "heading" and block.level:
                level = block.level
            elif _acts_as_heading(block, out[-1] if out else None, blocks[i + 1] if i + 1 < len(blocks) else None):
                depth = lines.depth(block.number)
                level = depth or level
                block = replace(block, kind="heading", level=(depth or min(level + 1, 6)) if styled else 0)
        out.append(block)
    return out if styled else outline.with_levels(out)


def _acts_as_heading(prose: Prose, before: Block | None, after: Block | None) -> bool:
    if prose.kind == "heading":
        return True
    if prose.kind != "paragraph" or not prose.emphasis or after is None:
        return False
    if isinstance(before, Prose) and before.kind == "quote" and _ATTRIBUTION.match(prose.text):
        return False
    return wording.like_heading(prose.text)


def _bare_numbers(blocks: list[Block]) -> list[Block]:
    """'3 Complaints received' is section 3 only where headings or bold lines before it count 1, 2."""
    run: list[tuple[int, str]] = []
    for i, block in enumerate(blocks):
        if not isinstance(block, Prose) or block.number or block.kind not in ("heading", "paragraph"):
            continue
        split = wording.split_bare_number(block.text)
        if split is None or split[0] != len(run) + 1 or (run and run[-1][0] == i - 1):
            continue
        if block.kind == "heading" or (block.emphasis and wording.like_heading(split[1])):
            run.append((i, split[1]))
    if len(run) < 2:
        return blocks
    out = list(blocks)
    for number, (i, rest) in enumerate(run, 1):
        block = out[i]
        if isinstance(block, Prose):
            out[i] = replace(block, text=rest, number=str(number))
    return out


def _outside_tables(block: Block) -> Block:
    """Prose and pictures of a layout table stand in no table that is published."""
    if isinstance(block, Table) or block.anchor.table is None:
        return block
    return replace(block, anchor=Anchor(line=block.anchor.line))
