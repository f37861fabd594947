"""List numbers, bullets and note marks of a web page."""

from __future__ import annotations

import re

from extractor.read.html.gather import BLOCKS, Frame, Gatherer
from extractor.read.html.parse import Element, text_of
from extractor.read.layout import wording

_NOTE_TARGET = re.compile(r"#\w*?(?:fn|foot|note|ftn|edn|ref|cite)", re.IGNORECASE)
NOTE_ID = re.compile(r"(?:_?ftn|_?edn|fn|footnote|endnote|note)[-_:]?(\d{1,3})$", re.IGNORECASE)
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_BACK = {"↩", "↩︎", "↑", "^", "⤴", "back"}


def item(element: Element, walk: Gatherer) -> Frame:
    """The frame of a list item, with the number or bullet that the page prints before it."""
    for frame in reversed(walk.frames):
        if frame.kind == "toc":
            return Frame(element, "toc")
    depth = max(len(walk.counters), 1)
    if element.get("id") and NOTE_ID.match(element.get("id") or ""):
        return note(element)
    if not walk.counters or walk.counters[-1] < 0:
        return Frame(element, "list", depth, "•")
    number = whole(element.get("value")) or walk.counters[-1]
    walk.counters[-1] = number + 1
    parent = element.getparent()
    kind = (parent.get("type") or "1") if parent is not None else "1"
    return Frame(element, "list", depth, f"{wording.written(number, _FORMS.get(kind, 'decimal'))}.")


def note(element: Element) -> Frame:
    found = NOTE_ID.match(element.get("id") or "")
    return Frame(element, "footnote", 0, found[1] if found else "")


def raised(element: Element, walk: Gatherer) -> None:
    """A raised mark goes after a word, and becomes the number of a note before one; 'st' and '½' stay."""
    text = wording.fold(text_of(element))
    part = (element.tail or "")[:1] in ("/", "⁄")
    if not wording.NOTE_MARK.fullmatch(text) or part:
        walk.say(text)
        return
    if not any(piece.strip() for piece in walk.text) and walk.where is None and not walk.frames:
        walk.text.clear()
        walk.frames.append(Frame(_block_of(element), "footnote", 0, text))


def is_note_link(element: Element, walk: Gatherer) -> bool:
    """A link to or back from a note: '[1]', '↩'."""
    href = element.get("href") or ""
    if not href.startswith("#") and "#_ftn" not in href and "#_edn" not in href:
        return False
    text = wording.fold(text_of(element))
    if text.lower() in _BACK or not text:
        return True
    if not wording.NOTE_MARK.fullmatch(text):
        return False
    marked = (
        text[0] in "[(*†"
        or element.get("role") == "doc-noteref"
        or _NOTE_TARGET.match(href[href.index("#") :])
    )
    if marked and not any(piece.strip() for piece in walk.text) and walk.frames == [] and walk.where is None:
        walk.frames.append(Frame(_block_of(element), "footnote", 0, text.strip("[]()")))
    return bool(marked)


def _block_of(element: Element) -> Element:
    """The block that an inline element stands in."""
    return next(element.iterancestors(*BLOCKS), element)


def marker_sign(text: str) -> str:
    return "•" if text in ("·", "o", "§", "Ø", "ü", "v", "-") or not text else text


def whole(text: str | None) -> int:
    return int(text) if text and text.strip().isdecimal() and len(text) < 6 else 0
