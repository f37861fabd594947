"""The text of a web page gathered line by line into Prose, by its blocks, list numbers and note marks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from extractor.model.types import Anchor, Block, Issue, Prose, ProseKind
from extractor.read.html.parse import Element, text_of
from extractor.read.layout import wording

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
BLOCKS = {
    "p", "div", "section", "article", "main", "header", "footer", "aside", "ul", "ol", "menu", "li", "dl",
    "dt", "dd", "table", "blockquote", "figure", "figcaption", "details", "summary", "pre", "address", "hr",
    "form", "fieldset", "legend", "center", "body", "html", "hgroup", "caption", "tbody", "thead", "tfoot",
    "tr", "td", "th", "search", *HEADINGS,
}  # fmt: skip

_NOTE_TARGET = re.compile(r"#\w*?(?:fn|foot|note|ftn|edn|ref|cite)", re.IGNORECASE)
NOTE_ID = re.compile(r"(?:_?ftn|_?edn|fn|footnote|endnote|note)[-_:]?(\d{1,3})$", re.IGNORECASE)
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_BACK = {"↩", "↩︎", "↑", "^", "⤴", "back"}
BREAK = "\x0b"
"""Stands for <br> in the text being gathered."""
TAKEN = "\x0c"
"""For a number: the definition has taken its term, what follows stands alone."""


def words_of(element: Element) -> str:
    """The text of an element on one line, its blocks and line breaks parted by spaces."""
    if len(element) == 0:
        return wording.fold(element.text or "")
    parts: list[str] = []
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if inner.tag == "br" or inner.tag in BLOCKS:
            parts.append(" ")
        parts.append((inner.text if event == "start" else inner.tail if inner is not element else "") or "")
    return wording.fold("".join(parts))


@dataclass(slots=True)
class Frame:
    """A block element that says what its text is; it holds until its end."""

    element: Element
    kind: ProseKind
    level: int = 0
    number: str = ""


@dataclass(slots=True)
class Reading:
    """What the parts of one page share."""

    issues: list[Issue] = field(default_factory=list)
    tables: int = 0
    nesting: int = 0
    above: int = 0
    """Lines of the file above those that were parsed."""


@dataclass(slots=True)
class Gatherer:
    """One pass over a part: blocks so far, the text being gathered, and the frames that are open."""

    reading: Reading
    where: Anchor | None
    out: list[Block] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    bold: int = 0
    is_bold: bool = False
    is_plain: bool = False
    line: int | None = None
    frames: list[Frame] = field(default_factory=list)
    counters: list[int] = field(default_factory=list)
    """One for each open list: the next number of an ordered one, -1 for bullets."""
    term: list[str] = field(default_factory=list)
    joint: int = 0
    """1 where one inline element ended and the next begins at once, 2 where the two look different."""
    pre: int = 0

    def say(self, text: str | None) -> None:
        """More text of the line being gathered."""
        if not text or (not self.text and text.isspace() and not self.pre):
            return
        if self.joint:
            before = self.text[-1][-1] if self.text and self.text[-1] else " "
            first = text[0]
            mixed = (
                first.isalpha() if before.isdigit() or before == "%" else before.isalpha() and first.isdigit()
            )
            if mixed or (self.joint == 2 and first.isalnum() and (before.isalnum() or before in "%)")):
                self.text.append(" ")
            self.joint = 0
        if self.pre:
            text = text.replace("\n", BREAK)
        self.text.append(text)
        if not text.isspace():
            if self.bold:
                self.is_bold = True
            else:
                self.is_plain = True

    def flush(self) -> None:
        """End the line: what was gathered becomes Prose of the innermost frame's kind."""
        if not self.text:
            return
        emphasis = self.is_bold and not self.is_plain
        pieces = [wording.fold(piece) for piece in "".join(self.text).split(BREAK)]
        self.text.clear()
        self.is_bold = self.is_plain = False
        self.joint = 0
        if not any(pieces):
            return
        anchor = self.where or Anchor(line=self.line)
        frame = self.frames[-1] if self.frames else None
        if frame is None:
            self._paragraphs(pieces, "paragraph", 0, "", anchor, emphasis)
        elif frame.element.tag == "dt":
            self.term.append(" ".join(filter(None, pieces)))
        elif frame.element.tag == "dd" and self.term and not frame.number:
            self._definition(" ".join(filter(None, pieces)), frame.level, anchor, emphasis)
            frame.number = TAKEN
        else:
            number = "" if frame.number == TAKEN else frame.number
            self._paragraphs(pieces, frame.kind, frame.level, number, anchor, emphasis)
            if frame.kind == "list" and number:
                frame.number = ""

    def _paragraphs(
        self, pieces: list[str], kind: ProseKind, level: int, number: str, anchor: Anchor, emphasis: bool
    ) -> None:
        if self.where is None:
            pieces = wording.join_wrapped(pieces, always=kind in ("heading", "title", "caption"))
        for text in pieces:
            if text or self.where is not None:
                self.out.append(Prose(text, kind, level, number, anchor, emphasis))
                number = ""

    def _definition(self, text: str, level: int, anchor: Anchor, emphasis: bool) -> None:
        """'Term: value'; a figure defined by words ('51', 'complaints') stays two lines."""
        term = " / ".join(self.term)
        if not any(map(str.isalpha, term)):
            self.out.append(Prose(term, anchor=anchor))
            self.out.append(Prose(text, anchor=anchor, emphasis=emphasis))
        else:
            self.out.append(Prose(f"{term.rstrip(': ')}: {text}", "list", max(level, 1), anchor=anchor))

    def drop_term(self) -> None:
        """A term that no definition took up, or that holds a table, is a line of its own."""
        if self.term:
            anchor = self.where or Anchor(line=self.line)
            self.out.append(Prose(" / ".join(self.term), anchor=anchor, emphasis=True))
            self.term = []


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
