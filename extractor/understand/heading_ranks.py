"""Headings of one look: which open a procedure's part of the report, and which stand below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.language.fold import fold_text
from extractor.lexicon.tagger import Tag
from extractor.model.types import Block, Document, Prose, Table
from extractor.understand.tables.labels import Reader

_PROCEDURES = frozenset(("children_statutory", "corporate", "adult_statutory"))
_OWN_PART = frozenset(
    ("ombudsman", "compliment", "enquiry", "contact", "representation", "expenditure", "advocacy", "survey")
)
"""What has a part of the report to themselves."""
_TOLD = frozenset(("stage", "outcome", "timeliness", "event"))
_LETTER = re.compile(r"^(?:\w+\s)?(?P<letter>[A-Z\d]{1,2})(?:[.:)]|\s[-–—])\s+")
"""'A:', 'Part B:', 'C -' before a heading."""
_WORDED = re.compile(r"\w+\s[A-Z\d]")
"""'Part A' opens a part whose numbered sections stand below it."""
LONGEST = 8
"""Words of a heading that opens a procedure's part."""
FEWEST = 2
"""Breakdowns below each."""
Headings = Sequence[tuple[int, Prose]]


def ranked(document: Document, reader: Reader) -> Document:
    """The document with titles of tables and breakdowns of a procedure set below their headings."""
    document = _with_ombudsman(_with_titles(_with_letters(document, reader), reader), reader)
    return _with_stages(_with_parts(document, reader), reader)


def _with_letters(document: Document, reader: Reader) -> Document:
    """The document with the headings A, B, C of its parts at one level, that of the first.

    Where they are called parts, other headings of that level are sections of them.
    """
    blocks = list(document.blocks)
    level, parts = 0, list[int]()
    for i, block in enumerate(blocks):
        found = _LETTER.match(block.text) if isinstance(block, Prose) and _is_heading(block) else None
        if isinstance(block, Prose) and found and found["letter"] == chr(ord("A") + len(parts)):
            level = level or block.level
            blocks[i] = replace(block, level=level)
            parts.append(i)
    if len(parts) > 1 and all(_WORDED.match(_text(blocks[i])) for i in parts):
        for i in range(parts[0] + 1, len(blocks)):
            block = blocks[i]
            if i in parts or not isinstance(block, Prose) or (block.kind, block.level) != ("heading", level):
                continue
            if i > parts[-1] and _own_part(block, reader):
                break  # compliments, or the Ombudsman, after the last part
            blocks[i] = replace(block, level=level + 1)
    return replace(document, blocks=tuple(blocks))


def _text(block: Block) -> str:
    return block.text if isinstance(block, Prose) else ""


def _with_ombudsman(document: Document, reader: Reader) -> Document:
    """The document with the headings below one that opens the Ombudsman's part, set lower.

    'Complaints to the Ombudsman' stands directly on top of 'Decisions', which looks the same: the part
    lasts until a heading that opens another.
    """
    blocks = list(document.blocks)
    for i, block in enumerate(blocks[:-1]):
        below = blocks[i + 1]
        if not (_is_heading(block) and _is_heading(below)) or not isinstance(block, Prose):
            continue
        if not isinstance(below, Prose) or below.level != block.level or not _opens_ombudsman(block, reader):
            continue
        for k in range(i + 1, len(blocks)):
            other = blocks[k]
            if isinstance(other, Prose) and other.kind == "heading":
                if other.level < block.level or _own_part(other, reader) or _opens(other, reader):
                    break
                if other.level == block.level:
                    blocks[k] = replace(other, level=block.level + 1)
    return replace(document, blocks=tuple(blocks))


def _opens_ombudsman(heading: Prose, reader: Reader) -> bool:
    return any(t.code == "ombudsman" for t in _tags(heading, reader))


def _with_titles(document: Document, reader: Reader) -> Document:
    """A heading on top of a table, below another's text and about the same breakdown, as the lower one.

    'Stage 1 complaints by team', a sentence, 'Complaints received by service', a table: the second
    only names the table, and the first still holds.
    """
    blocks = list(document.blocks)
    for i, block in enumerate(blocks[:-1]):
        if not _is_heading(block) or not isinstance(blocks[i + 1], Table) or not isinstance(block, Prose):
            continue
        k = i - 1
        while k >= 0 and isinstance(b := blocks[k], Prose) and b.kind in ("paragraph", "list", "quote"):
            k -= 1
        above = blocks[k] if 0 <= k < i - 1 else None
        if not isinstance(above, Prose) or not _is_heading(above) or above.level != block.level:
            continue
        named = any(t.facet in ("stage", "procedure") for t in _tags(block, reader))
        about = _about(block, reader)
        if not named and about and about == _about(above, reader):
            blocks[i] = replace(block, level=block.level + 1)
    return replace(document, blocks=tuple(blocks))


def _is_heading(block: Block) -> bool:
    return isinstance(block, Prose) and block.kind == "heading" and block.level > 0 and not block.number


def _about(heading: Prose, reader: Reader) -> str:
    """Which breakdown it announces; 'what complaints were about' are services or themes."""
    text = heading.text
    for tag in sorted(_tags(heading, reader), key=lambda t: -t.start):
        if tag.facet == "stage":
            text = text[: tag.start] + text[tag.end :]
    hint = reader.hint(text)
    return "theme" if hint == "service_area" else hint


def _with_parts(document: Document, reader: Reader) -> Document:
    """The document with breakdowns of a procedure's complaints set below the heading that opens its part.

    In plain text, and wherever headings all look alike, 'Corporate complaints' and the 'Timescales'
    of those complaints have one level. Nothing changes unless two procedures are opened at that
    level, and one stands directly on top of another heading, or the same headings follow both, or
    breakdowns of that level follow each. Nor does it where parts have headings of a lower level that
    the document itself gives.
    """
    headings = [(i, b) for i, b in enumerate(document.blocks) if isinstance(b, Prose) and b.kind == "heading"]
    opened = {i: code for i, b in headings if (code := _opens(b, reader))}
    if len(set(opened.values())) < 2 or sum(b.number != "" for _, b in headings) * 2 > len(headings):
        return document
    level = min(b.level for i, b in headings if i in opened)
    first = next(opened[i] for i, b in headings if i in opened and b.level == level)
    # no procedure stands inside another: a guess of levels may have put one there
    lifted = {i for i, b in headings if b.level == level + 1 and opened.get(i, first) != first}
    headings = [(i, replace(b, level=level) if i in lifted else b) for i, b in headings]
    blocks: list[Block] = list(document.blocks)
    for i, b in headings:
        blocks[i] = b
    parts = [part for part in _parts(headings, opened, level) if part[0][1].level == level]
    levelled = [sum(1 for _, b in part[1:] if b.level > level) > 1 for part in parts]
    guessed = document.format == "text" and not all(levelled)
    if (
        len(parts) < 2
        or (any(levelled) and not guessed)
        or not (_leads(parts, document) or _alike(parts) or _many(parts, level, reader))
    ):
        return replace(document, blocks=tuple(blocks))
    closing = reader.phrases.compile(r"\b{closing_headings}\b")
    for part, settled in zip(parts, levelled, strict=True):
        own = [(i, b) for i, b in part[1:] if not settled]
        end = next(
            (n for n, (_, b) in enumerate(own) if closing.search(fold_text(b.text)) or _own_part(b, reader)),
            len(own),
        )
        told = [n for n, (_, b) in enumerate(own[:end]) if _breaks_down(b, reader)]
        for i, b in own[: told[-1] + 1 if told else 0]:
            if b.level == level:
                blocks[i] = replace(b, level=level + 1)
    return replace(document, blocks=tuple(blocks))


def _with_stages(document: Document, reader: Reader) -> Document:
    """The document with the breakdowns of a stage's complaints set below the heading that opens the stage.

    'Stage 1 complaints', 'Breakdown', 'Stage 2 complaints', 'Breakdown', all of one look: the same
    headings follow two stages or more, so they are about each in turn.
    """
    headings = [(i, b) for i, b in enumerate(document.blocks) if isinstance(b, Prose) and b.kind == "heading"]
    opened = {i: code for i, b in headings if not b.number and (code := _opens_stage(b, reader))}
    blocks: list[Block] = list(document.blocks)
    again = _again(headings, opened)
    for level in {b.level for i, b in headings if i in opened}:
        own = {i: code for i, code in opened.items() if blocks[i].level == level}  # type: ignore[union-attr]
        for part in _stage_parts([(i, b) for i, b in headings if b.level <= level], own, level):
            last = max((n for n, (_, b) in enumerate(part) if fold_text(b.text) in again), default=0)
            for i, b in part[1 : last + 1]:
                if i not in own and not _own_part(b, reader):
                    blocks[i] = replace(b, level=level + 1)
    return replace(document, blocks=tuple(blocks))


def _again(headings: Headings, opened: dict[int, str]) -> set[str]:
    """The headings that follow two different stages, whatever their levels."""
    follows: dict[str, set[str]] = {}
    stage = ""
    for i, block in headings:
        stage = opened.get(i, stage)
        if stage and i not in opened:
            follows.setdefault(fold_text(block.text), set()).add(stage)
    return {text for text, stages in follows.items() if len(stages) > 1}


def _stage_parts(headings: Headings, opened: dict[int, str], level: int) -> list[list[tuple[int, Prose]]]:
    """Each heading that opens another stage than the one before, with those of its level after it."""
    parts: list[list[tuple[int, Prose]]] = []
    inside = False
    for i, block in headings:
        if block.level < level:
            inside = False
        elif i in opened and not (inside and opened[parts[-1][0][0]] == opened[i]):
            parts.append([(i, block)])
            inside = True
        elif inside:
            parts[-1].append((i, block))
    return parts


def _opens_stage(heading: Prose, reader: Reader) -> str:
    """The one stage that a short heading names, with the procedure where it names one, or ''."""
    if len(heading.text.split()) > LONGEST:
        return ""
    tags = _tags(heading, reader)
    stages = {t.code for t in tags if t.facet == "stage"}
    procedures = {t.code for t in tags if t.facet == "procedure"}
    return " ".join(sorted(stages | procedures)) if len(stages) == 1 and len(procedures) < 2 else ""


def _parts(headings: Headings, opened: dict[int, str], level: int) -> list[list[tuple[int, Prose]]]:
    """Each heading that opens a procedure, with those after it up to the next or to a higher one."""
    parts: list[list[tuple[int, Prose]]] = []
    inside = False
    for i, block in headings:
        if i in opened:
            parts.append([(i, block)])
            inside = True
        elif block.level < level:
            inside = False
        elif inside:
            parts[-1].append((i, block))
    return parts


def _leads(parts: Sequence[Headings], document: Document) -> bool:
    """Does one that opens a part stand directly on top of another heading, as no text of its own follows?"""
    blocks = document.blocks
    below = [blocks[part[0][0] + 1] for part in parts if part[0][0] + 1 < len(blocks)]
    return any(isinstance(b, Prose) and b.kind == "heading" for b in below)


def _many(parts: Sequence[Headings], level: int, reader: Reader) -> bool:
    """Has every part several breakdowns that look like its own heading?"""
    return all(
        sum(1 for _, b in part[1:] if b.level == level and _breaks_down(b, reader)) >= FEWEST
        for part in parts
    )


def _alike(parts: Sequence[Headings]) -> bool:
    """Is a heading of one part met again in another?"""
    texts = [{fold_text(b.text) for _, b in part[1:]} for part in parts]
    return any(a & b for k, a in enumerate(texts) for b in texts[k + 1 :])


def _opens(heading: Prose, reader: Reader) -> str:
    """The one procedure, or client group, that a short heading names and nothing beside it, or ''."""
    if len(heading.text.split()) > LONGEST:
        return ""
    tags = _tags(heading, reader)
    codes = {t.code for t in tags if t.facet == "procedure"}
    client = reader.settings.client(_LETTER.sub("", heading.text))
    if client is not None and client.law and not codes:
        codes = {client.code}
    beside = any(t.facet in _TOLD or t.code in _OWN_PART for t in tags)
    return codes.pop() if len(codes) == 1 and codes <= _PROCEDURES and not beside else ""


def _own_part(heading: Prose, reader: Reader) -> bool:
    return any(t.code in _OWN_PART for t in _tags(heading, reader))


def _breaks_down(heading: Prose, reader: Reader) -> bool:
    """Does it speak of complaints, or of what became of them?"""
    told = any(t.facet in _TOLD or t.code == "complaint" for t in _tags(heading, reader))
    return told or bool(reader.hint(heading.text))


def _tags(heading: Prose, reader: Reader) -> list[Tag]:
    return [t for t in reader.tagger.tags(heading.text) if not t.label_only]


__all__ = ["ranked"]
