"""A part of a web page as blocks in reading order: one pass over its elements."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from extractor.model.types import Anchor, Block, Picture, Prose, ProseKind
from extractor.read.html import gather, pictures, tables
from extractor.read.html.boilerplate import is_contents
from extractor.read.html.gather import BLOCKS, BREAK, HEADINGS, Frame, Gatherer, Reading, words_of
from extractor.read.html.parse import Element, line_of, text_of
from extractor.read.layout.tables import blocks_from_table
from extractor.read.text.document import typed_blocks

_SKIP = {
    "script", "style", "noscript", "template", "head", "title", "meta", "link", "input", "select", "textarea",
    "option", "datalist", "del", "s", "strike", "audio", "video", "source", "track", "map", "area", "dialog",
    "nav", "colgroup", "param", "embed",
}  # fmt: skip
_PICTURES = {"img", "svg", "canvas", "iframe", "object", "picture"}
_BOLD = {"b", "strong"}
_QUOTE_CLASS = re.compile(r"(?:block|pull)?quote(?:s|d|ation)?|testimonial", re.IGNORECASE)
_HEAVY = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_IGNORED_LIST = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_WORD_LEVEL = re.compile(r"mso-list\s*:[^;]*?level(\d)", re.IGNORECASE)
MOST_CONTENTS_DEPTH = 4
"""Lists inside each other that may yet be contents lists."""
MOST_NESTING = 16
"""Tables inside each other that are still read as tables."""


def blocks_of(root: Element, reading: Reading, where: Anchor | None = None) -> list[Block]:
    """The blocks inside an element; in a cell (`where`) each line is its own paragraph."""
    walk = Gatherer(reading, where)
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        tag = element.tag
        if event == "start":
            if tag in BLOCKS:
                walk.flush()
                walk.line = line_of(element)
                if tag == "table" or element.get("role") in ("table", "grid"):
                    if element is not root:
                        _table(element, walk)
                        events.skip_subtree()
                        continue
                elif not _open(element, tag, walk):
                    events.skip_subtree()
                    continue
                walk.say(element.text)
            elif not _inline(element, tag, walk):
                events.skip_subtree()
            elif element.text:
                walk.say(element.text)
        else:
            if tag in BLOCKS:
                walk.flush()
                _close(element, tag, walk)
            elif tag in _BOLD or (walk.bold and _HEAVY.search(element.get("style") or "")):
                walk.bold = max(0, walk.bold - 1)
            if element is not root and element.tail:
                walk.joint = 0
                walk.say(element.tail)
    walk.flush()
    walk.drop_term()
    return walk.out


def _open(element: Element, tag: str, walk: Gatherer) -> bool:
    """Begin a block element; False where it is to be stepped over."""
    frames = walk.frames
    if tag in ("figure", "ul", "ol") and _chart(element, walk):
        return False
    if tag in HEADINGS or element.get("role") == "heading":
        level = HEADINGS.get(tag) or gather.whole(element.get("aria-level")) or 2
        frames.append(Frame(element, "heading", level))
    elif tag == "li":
        frames.append(gather.item(element, walk))
    elif tag in ("ul", "ol", "menu"):
        if len(walk.counters) < MOST_CONTENTS_DEPTH and is_contents_list(element):
            frames.append(Frame(element, "toc"))
        walk.counters.append(-1 if tag != "ol" else gather.whole(element.get("start")) or 1)
    elif tag == "blockquote" or (element.get("class") and _is_quote(element)):
        frames.append(Frame(element, "quote"))
    elif tag in ("figcaption", "caption"):
        frames.append(Frame(element, "caption"))
    elif tag == "summary":
        frames.append(Frame(element, "heading", 0))
    elif tag in ("dt", "dd"):
        if tag == "dt" and walk.term and _tag(element.getprevious()) != "dt":
            walk.term = []
        frames.append(Frame(element, "list", max(len(walk.counters), 1)))
    elif tag == "pre":
        typed = typed_blocks(text_of(element)) if walk.where is None else []
        walk.out += (replace(b, anchor=Anchor(line=line_of(element))) for b in typed)
        if typed:
            return False
        walk.pre += 1
    elif tag == "p" and "mso-list" in (element.get("style") or ""):
        found = _WORD_LEVEL.search(element.get("style") or "")
        frames.append(Frame(element, "list", int(found[1]) if found else 1))
    elif element.get("id") and gather.NOTE_ID.match(element.get("id") or ""):
        frames.append(gather.note(element))
    return True


def _close(element: Element, tag: str, walk: Gatherer) -> None:
    """End a block element: its frame goes, and what it left waiting."""
    while walk.frames and walk.frames[-1].element is element:
        frame = walk.frames.pop()
        if frame.element.tag == "dd" and _tag(element.getnext()) != "dd":
            walk.term = []
    if tag in ("ul", "ol", "menu") and walk.counters:
        walk.counters.pop()
    elif tag == "dl" or (tag == "dt" and _tag(element.getnext()) not in ("dt", "dd", None)):
        walk.drop_term()
    elif tag == "pre":
        walk.pre -= 1


def _inline(element: Element, tag: str, walk: Gatherer) -> bool:
    """Begin an inline element; False where it is to be stepped over."""
    if tag == "br":
        walk.text.append(BREAK)
        return False
    if tag in _SKIP:
        if tag == "nav" and is_contents(element):
            walk.flush()
            _lines(element, "toc", walk)
        return False
    if tag in _PICTURES:
        _picture(element, walk)
        return False
    if tag == "sup":
        gather.raised(element, walk)
        return False
    if tag == "button":
        return _is_toggle(element, walk)
    if tag == "a" and gather.is_note_link(element, walk):
        return False
    style = element.get("style")
    if style and _IGNORED_LIST.search(style):
        if walk.frames and walk.frames[-1].kind == "list":
            walk.frames[-1].number = gather.marker_sign(text_of(element).strip())
        return False
    if tag in _BOLD or (style and _HEAVY.search(style)):
        walk.bold += 1
    if walk.text:
        before = element.getprevious()
        if before is not None and not before.tail and before.tag not in ("sup", "sub", "br"):
            walk.joint = 1 if before.get("class") == element.get("class") else 2
    return True


def is_contents_list(element: Element) -> bool:
    """A list whose every item is a link to a place on this page."""
    first = next(element.iter("a"), None)
    if first is None or not (first.get("href") or "").startswith("#"):
        return False
    return is_contents(element)


def _is_quote(element: Element) -> bool:
    return any(_QUOTE_CLASS.fullmatch(name) for name in (element.get("class") or "").split())


def _is_toggle(element: Element, walk: Gatherer) -> bool:
    """Buttons print no content, but those in a heading, or that open a part of the page, are its heading."""
    if walk.frames and walk.frames[-1].kind == "heading":
        return True
    if element.get("aria-expanded") is None and element.get("aria-controls") is None:
        return False
    text = words_of(element)
    walk.flush()
    if text and any(map(str.isalpha, text)):
        walk.out.append(Prose(text, "heading", 0, anchor=walk.where or Anchor(line=line_of(element))))
    return False


def _picture(element: Element, walk: Gatherer) -> None:
    picture = pictures.picture_of(element, walk.where or Anchor(line=line_of(element)))
    if picture is not None:
        walk.flush()
        walk.out.append(picture)


def _chart(element: Element, walk: Gatherer) -> bool:
    """Take a chart whose legend is a list as one Picture, after its caption; False where there is none."""
    picture = pictures.charted(element, walk.where or Anchor(line=line_of(element)))
    if picture is None:
        return False
    before = walk.out[-1] if walk.out else None
    if isinstance(before, Picture) and not before.legend and element.tag != "figure":
        walk.out.pop()
        picture = replace(picture, alt=picture.alt or before.alt)
    for caption in element.iter("figcaption"):
        walk.out.append(Prose(words_of(caption), "caption", anchor=picture.anchor))
    walk.out.append(picture)
    return True


def _lines(element: Element, kind: ProseKind, walk: Gatherer) -> None:
    """A contents list inside the page, or a table that is not read as one, one line an entry."""
    anchor = walk.where or Anchor(line=line_of(element))
    walk.out += (Prose(line, kind, anchor=anchor) for line in tables.lines_of(element))


def _table(element: Element, walk: Gatherer) -> None:
    walk.drop_term()
    reading = walk.reading
    if is_contents(element) or reading.nesting >= MOST_NESTING:
        _lines(element, "toc" if reading.nesting < MOST_NESTING else "paragraph", walk)
        return
    reading.nesting += 1
    walk.out += blocks_from_table(tables.raw_table(element, reading, blocks_of))
    reading.nesting -= 1


def _tag(element: Element | None) -> object:
    return element.tag if element is not None else None
