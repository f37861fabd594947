"""The last step of the Word and web readers: what the paragraphs of a finished block list are.

A reader says what its format says (a heading style, a list item, a bold line).
Here the whole list is known, so contents lists, captions, typed numbers and
bullets, bold lines that serve as headings and the order of tables are settled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from extractor.model.types import Anchor, Block, Document, Issue, Prose, Table, Unreadable
from extractor.read.layout import heading_levels, line_shapes, tables, wording
from extractor.read.layout.contents_lists import mark_contents
from extractor.read.layout.led_lines import led_tables
from extractor.read.layout.words import ATTRIBUTION

_COMMA_FIGURE = re.compile(r",\s[<>~£]?\d[\d,.]*\s?%?$")
FEWEST_COUNTED = 4
"""Headings that count on, where the first is not to be seen."""


def document(
    found: Iterable[Block],
    titles: Sequence[str],
    issues: Iterable[Issue] = (),
    holder: str = "document",
    empty: str = "The document holds no text, tables or pictures.",
    **more: Any,
) -> Document:
    """The Document of the blocks that a reader found, finished; each title once.

    `holder` is what a message calls the file. Raises Unreadable with the sentence `empty` where
    nothing is left; a file of pictures alone has an Issue.
    """
    blocks = finish(found)
    if not blocks:
        raise Unreadable("empty", empty)
    named = tuple(dict.fromkeys(filter(None, map(wording.fold, titles))))
    if not any(isinstance(b, Prose | Table) for b in blocks):
        issues = (*issues, Issue("no-text", "error", f"The {holder} holds pictures only and no text."))
    return Document(blocks, titles=named, issues=tuple(issues), **more)


def finish(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Blocks in order, empty ones gone, each Prose with its kind, number and level, tables numbered."""
    kept = [b for b in blocks if not isinstance(b, Prose) or b.text.strip()]
    kept = list(led_tables(mark_contents(_late_titles(_whole_sentences(kept)))))
    kept = [_classified(b) if isinstance(b, Prose) else b for b in kept]
    kept = _captions_without_tables(_numbered_titles(kept))
    kept = _promote(_bare_numbers(_lone_stars(kept)))
    return tables.number_tables(tables.attach_captions(map(outside_tables, kept)))


def _whole_sentences(blocks: list[Block]) -> list[Block]:
    """Lines that are one sentence ('18%' / 'were upheld,' / '39%' / 'were not.') become one paragraph."""
    out: list[Block] = []
    for block in blocks:
        before = out[-1] if out else None
        if _goes_on_from(before, block) and isinstance(before, Prose) and isinstance(block, Prose):
            if len(out) > 1 and isinstance(first := out[-2], Prose) and _leads_into(first, before):
                out.pop()
                before = replace(before, text=f"{first.text} {before.text}")
            out[-1] = replace(before, text=f"{before.text} {block.text}", emphasis=False)
        else:
            out.append(block)
    return out


def _goes_on_from(before: Block | None, block: Block) -> bool:
    """Both plain paragraphs, the first unfinished: it ends in a comma, or in the figure that follows one."""
    if not isinstance(before, Prose) or not isinstance(block, Prose):
        return False
    if before.kind != "paragraph" or block.kind != "paragraph" or before.number or block.number:
        return False
    if before.text.endswith(","):
        return line_shapes.is_number_alone(block.text) or block.text[0].islower()
    return _COMMA_FIGURE.search(before.text) is not None and block.text[0].islower()


def _leads_into(first: Prose, block: Prose) -> bool:
    """A figure alone above the words that begin the sentence."""
    return first.kind == "paragraph" and line_shapes.is_number_alone(first.text) and block.text[0].islower()


def _captions_without_tables(blocks: list[Block]) -> list[Block]:
    """A heading that reads as a caption is one above a table or picture; above text it stays a heading."""
    out = list(blocks)
    for i, block in enumerate(blocks):
        if isinstance(block, Prose) and block.kind == "caption" and block.level:
            near = [b for b in blocks[i + 1 : i + 4] if not isinstance(b, Prose) or b.kind == "paragraph"][:1]
            above = bool(near) and not isinstance(near[0], Prose)
            out[i] = replace(block, level=0) if above else replace(block, kind="heading")
    return out


def _numbered_titles(blocks: list[Block]) -> list[Block]:
    """'2. Complaints by team' alone right above a table is its title, and no item of a list."""
    listed = [isinstance(b, Prose) and b.kind == "list" and b.number[:1].isdigit() for b in blocks]
    out = list(blocks)
    for i, block in enumerate(blocks[:-1]):
        lone = listed[i] and isinstance(blocks[i + 1], Table) and not any(listed[max(0, i - 1) : i])
        if lone and isinstance(block, Prose) and not line_shapes.ends_sentence(block.text):
            out[i] = replace(block, kind="caption", level=0)
    return out


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


def _classified(prose: Prose) -> Prose:
    """Take the printed number, bullet or note mark off, and name captions and notes."""
    text, kind = prose.text.strip(), prose.kind
    emphasis = prose.emphasis or line_shapes.is_capitals(text)
    if kind in ("toc", "footnote"):
        return _changed(prose, text, kind, prose.level, prose.number, emphasis)
    if kind not in ("list", "quote") and line_shapes.is_caption(text):
        return _changed(prose, text, "caption", prose.level, prose.number, emphasis)
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
            elif _acts_as_heading(
                block, out[-1] if out else None, blocks[i + 1] if i + 1 < len(blocks) else None
            ):
                depth = line_shapes.depth(block.number)
                level = depth or level
                block = replace(block, kind="heading", level=(depth or min(level + 1, 6)) if styled else 0)
        out.append(block)
    return out if styled else heading_levels.with_levels(out)


def _acts_as_heading(prose: Prose, before: Block | None, after: Block | None) -> bool:
    if prose.kind == "heading":
        return True
    if prose.kind != "paragraph" or not prose.emphasis or after is None:
        return False
    if isinstance(before, Prose) and before.kind == "quote" and ATTRIBUTION.match(prose.text):
        return False
    return wording.like_heading(prose.text)


def _bare_numbers(blocks: list[Block]) -> list[Block]:
    """'3 Complaints received' is section 3 only where headings or bold lines before it count 1, 2.

    Where the first of them are not to be seen, more must follow each other.
    """
    for start, fewest in ((1, 2), (2, FEWEST_COUNTED), (3, FEWEST_COUNTED)):
        run = _counted(blocks, start)
        if len(run) >= fewest:
            out = list(blocks)
            for number, (i, rest) in enumerate(run, start):
                block = out[i]
                if isinstance(block, Prose):
                    out[i] = replace(block, text=rest, number=str(number))
            return out
    return blocks


def _counted(blocks: Sequence[Block], start: int) -> list[tuple[int, str]]:
    """Headings or bold lines that count on from a number: where they stand, and their words."""
    run: list[tuple[int, str]] = []
    for i, block in enumerate(blocks):
        if not isinstance(block, Prose) or block.number or block.kind not in ("heading", "paragraph"):
            continue
        split = wording.split_bare_number(block.text)
        if split is None or split[0] != len(run) + start or (run and run[-1][0] == i - 1):
            continue
        if block.kind == "heading" or (block.emphasis and wording.like_heading(split[1])):
            run.append((i, split[1]))
    return run


def outside_tables(block: Block) -> Block:
    """Prose and pictures of a layout table stand in no table that is published."""
    if isinstance(block, Table) or block.anchor.table is None:
        return block
    return replace(block, anchor=Anchor(line=block.anchor.line))
