"""Lines of running text into paragraphs, headings, lists, captions, notes and pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.language.shapes import Shape
from extractor.model.types import Anchor, Block, Prose
from extractor.read.layout import line_shapes as shape
from extractor.read.layout.words import ATTRIBUTION
from extractor.read.text.decode import Line, broken_by_tags, clean
from extractor.read.text.paragraph_lines import Piece, joined
from extractor.read.text.pictures import picture_at
from extractor.read.text.section_numbers import (
    BARE_SECTION,
    caption_title,
    follows,
    is_numbered_title,
    is_sibling,
)

_MARKDOWN = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_NOTE = re.compile(
    r"^\s*(?P<mark>\ufffd|[\x00-\x08\x0e-\x1f]|\*{1,3}(?=[^\s*])|[†‡]{1,3}|\[\^[\w-]+\]:|\[\d{1,2}\](?=\s))\s*(?P<rest>.+)$",
    re.DOTALL,
)
_QUOTE = re.compile(r"^[\"“‘'](?=.{40}).*[\"”’']\s*(?:[-–—].{0,80}|\(.{0,60}\))?[.\s]*$", re.DOTALL)
_PAGE_AT_END = re.compile(r"^(?P<title>\S.*?\D)(?:\s{2,}|\t+|\s)(?P<page>\d{1,3}(?:\s?[-–]\s?\d{1,3})?)$")
_CONTENTS = Shape(r"^{contents_titles}:?$")
HEADING_LENGTH = 160
LONG = 60
FIRST = 3
"""Lines of a text before the number of its chapter, at most."""


@dataclass(slots=True)
class Prosewriter:
    """Turns segments of lines into blocks; remembers section numbers from one segment to the next."""

    wrap: int = 0
    """Width at which the text was wrapped by hand; 0 where every line is a paragraph."""
    markdown: bool = False
    """The text marks its headings with '#'; unmarked lines must then be bold to be one."""
    sections: frozenset[int] = frozenset()
    """Bare whole numbers that count sections ('2 Background'); any other is a figure."""
    lettered: frozenset[int] = frozenset()
    """Lines with the headings 'A. Volumes', 'B. Teams', ..."""
    last: tuple[int, ...] | None = None
    indents: list[int] = field(default_factory=list)
    in_contents: bool = False
    page: int = 0
    """The last page number in the list of contents at hand."""
    listed: set[str] = field(default_factory=set)
    """Titles in the list of contents, folded: the first to come again ends it."""
    item: int = 0
    """The last number of a list in brackets."""
    body: int | None = None
    """Position of the last piece at hand that is no heading, once asked for."""

    def blocks(self, lines: Sequence[Line], followed: bool = True) -> list[Block]:
        """Blocks of the lines; `followed` says that more (a table) comes after them."""
        pieces = joined(self._pieces(lines), self.wrap)
        out: list[Block] = []
        self.body = None
        at = 0
        while at < len(pieces):
            at += self._one(pieces, at, followed, out)
        return out

    def saw_number(self, number: str) -> None:
        """A section number that stands outside the lines, such as in a column of numbers."""
        digits = tuple(int(n) for n in re.findall(r"\d+", number))
        self.last = digits or self.last

    def _pieces(self, lines: Sequence[Line]) -> list[Piece]:
        pieces: list[Piece] = []
        gap = True
        for line in lines:
            if line.blank:
                gap = True
                continue
            for part in broken_by_tags(line.text):
                if _NOTE.match(part) and part.lstrip()[0] < " ":
                    part = "\ufffd " + part.lstrip()[1:]
                text, strong = clean(part)
                if not text.strip():
                    continue
                pieces.append(Piece(text, line.number, gap, strong, len(text) - len(text.lstrip())))
                gap = False
        return pieces

    def _one(self, pieces: list[Piece], at: int, followed: bool, out: list[Block]) -> int:
        """Puts out the block that begins at a piece; gives how many pieces it took."""
        piece = pieces[at]
        text = " ".join(piece.text.split())
        anchor = Anchor(line=piece.number)
        pictured = picture_at(pieces, at)
        if pictured is not None:
            out += pictured[0]
            return pictured[1]
        found = _MARKDOWN.match(piece.text)
        if found:
            out += self._marked(found, anchor, piece)
            return 1
        if _CONTENTS.match(text):
            self._open_contents()
            out.append(Prose(text, "heading", anchor=anchor, emphasis=piece.strong))
            return 1
        if self.in_contents and self._is_listing(text):
            number, title = shape.take_number(text)
            out.append(Prose(title, "toc", number=number, anchor=anchor))
            return 1
        if piece.gap and _folded(text) in self.listed and not shape.ends_sentence(text):
            self.indents.clear()
            out.append(Prose(text, "heading", anchor=anchor, emphasis=True))
            return 1
        if piece.number in self.lettered:
            self.indents.clear()
            title = text[text.index(" ") :].strip() if not text.startswith(("Part", "Section")) else text
            out.append(Prose(title, "heading", anchor=anchor, emphasis=True))
            return 1
        number, title = self._section(pieces, at, text)
        if number and title:
            self.saw_number(number)
            loud = piece.strong or shape.is_capitals(title)
            out.append(Prose(title, "heading", 0, number, anchor, loud))
            return 1
        if self._number_line(pieces, at):
            self.saw_number(text)
            after = pieces[at + 1]
            title = " ".join(after.text.split())
            out.append(Prose(title, "heading", 0, text, anchor, after.strong))
            return 2
        title = caption_title(pieces, at, text)
        if title:
            self.indents.clear()
            out.append(Prose(f"{text} {title}", "caption", anchor=anchor, emphasis=piece.strong))
            return 2
        out.append(self._plain(pieces, at, text, followed, out))
        return 1

    def _open_contents(self) -> None:
        self.in_contents, self.page = True, 0
        self.listed.clear()

    def _is_listing(self, text: str) -> bool:
        """True for a line of the contents at hand, 'title 12'; else sees whether the list has ended."""
        found = _PAGE_AT_END.match(text) if len(text) < HEADING_LENGTH else None
        title = _folded(found["title"] if found else text)
        if found and title not in self.listed:
            page = int(re.findall(r"\d+", found["page"])[0])
            if page >= self.page:
                self.page = page
                self.listed.add(title)
                return True
        if found or title in self.listed or len(text) >= 30 or shape.ends_sentence(text):
            self.in_contents = False
        return False

    def _marked(self, found: re.Match[str], anchor: Anchor, piece: Piece) -> list[Block]:
        text = " ".join(found[2].split()).strip("*_ ")
        if not text:
            return []
        self.indents.clear()
        self.in_contents = False
        if _CONTENTS.match(text):
            self._open_contents()
        if not any(ch.isalpha() for ch in text) or len(text) > HEADING_LENGTH:
            return [Prose(text, anchor=anchor, emphasis=True)]
        if shape.is_caption(text):
            return [Prose(text, "caption", anchor=anchor, emphasis=True)]
        number, rest = shape.take_number(text)
        if number:
            self.saw_number(number)
            text = rest
        loud = piece.strong or shape.is_capitals(text)
        return [Prose(text, "heading", len(found[1]), number, anchor, loud)]

    def _section(self, pieces: list[Piece], at: int, text: str) -> tuple[str, str]:
        """The number and title of a numbered heading, or two empty strings."""
        number, rest = shape.take_number(text)
        if not number:
            number, rest = self._bare_section(pieces, at, text)
        if not number or not (self._may_head(pieces, at) or self._counts_on(pieces, at, number)):
            return "", ""
        if not is_numbered_title(rest) or (self.markdown and not pieces[at].strong):
            return "", ""
        if shape.depth(number) == 1:
            after = pieces[at + 1] if at + 1 < len(pieces) else None
            before = pieces[at - 1] if at else None
            listed = after is not None and is_sibling(after.text, number, 1)
            if listed or (before is not None and is_sibling(before.text, number, -1)):
                return "", ""
            if not follows(self.last, number) and self.last is not None:
                return "", ""
        return number, rest

    def _bare_section(self, pieces: list[Piece], at: int, text: str) -> tuple[str, str]:
        """('2', 'Background') where the file counts its sections by bare numbers and 2 comes next."""
        found = BARE_SECTION.match(text)
        if found is None or int(found[1]) not in self.sections or not pieces[at].gap:
            return "", text
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        comes_next = follows(self.last, found[1]) or (
            self.last is None and int(found[1]) == min(self.sections)
        )
        if (after is not None and not after.gap) or not comes_next:
            return "", text
        return found[1], found[2]

    def _number_line(self, pieces: list[Piece], at: int) -> bool:
        """True for a section number alone on its line, with its title on the next one."""
        text = pieces[at].text.strip()
        if at + 1 == len(pieces) or not shape.is_section_number(text) or not text[0].isdigit():
            return False
        if "." not in text or not follows(self.last, text):
            return False
        after = " ".join(pieces[at + 1].text.split())
        return is_numbered_title(after) and not shape.take_number(after)[0]

    def _may_head(self, pieces: list[Piece], at: int) -> bool:
        """True where the piece stands by itself, above something."""
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        return pieces[at].gap and (after is None or after.gap or len(after.text) > LONG)

    def _counts_on(self, pieces: list[Piece], at: int, number: str) -> bool:
        """True for the section number that comes next, above a sentence, where no blank line parts them."""
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        opens = self.last is None and at <= FIRST  # a chapter that stands by itself, as a page of its own
        if after is None or not (opens or follows(self.last, number)):
            return False
        follows_on = len(after.text) > LONG or shape.is_caption(after.text.strip())
        deeper = not opens and (shape.depth(number) > 1 or bool(shape.take_number(after.text)[0]))
        return follows_on or deeper

    def _plain(self, pieces: list[Piece], at: int, text: str, followed: bool, out: list[Block]) -> Prose:
        piece = pieces[at]
        anchor = Anchor(line=piece.number)
        strong = piece.strong or shape.is_capitals(text)
        note = _NOTE.match(text)
        if note:
            mark = "" if note["mark"] == "\ufffd" else note["mark"].strip("[]^:")
            return Prose(note["rest"], "footnote", number=mark, anchor=anchor)
        item = self._item(piece, text, anchor)
        if item is not None:
            return item
        self.indents.clear()
        if shape.is_caption(text):
            return Prose(text, "caption", anchor=anchor, emphasis=strong)
        if self._heads(pieces, at, text, followed, out):
            return Prose(text, "heading", 0, anchor=anchor, emphasis=strong)
        number, rest = shape.take_number(text)
        if number:
            if shape.depth(number) == 1:
                return Prose(rest, "list", 1, number, anchor, strong)
            self.saw_number(number)
            return Prose(rest, "paragraph", 0, number, anchor, strong)
        if _QUOTE.match(text):
            return Prose(text, "quote", anchor=anchor)
        return Prose(text, anchor=anchor, emphasis=strong)

    def _item(self, piece: Piece, text: str, anchor: Anchor) -> Prose | None:
        mark, rest = shape.take_bullet(text)
        inner, rest = shape.take_bullet(rest) if mark else ("", rest)
        letter, after = shape.take_item(rest)
        if letter and self._is_next(letter):
            rest = after
        else:
            letter = ""
        mark = letter or inner or mark
        if not mark:
            return None
        while self.indents and piece.indent < self.indents[-1]:
            self.indents.pop()
        if not self.indents or piece.indent > self.indents[-1]:
            self.indents.append(piece.indent)
        rest = rest.strip()
        if _QUOTE.match(rest):
            return Prose(rest, "quote", len(self.indents), mark, anchor)
        return Prose(rest, "list", len(self.indents), mark, anchor, piece.strong)

    def _is_next(self, mark: str) -> bool:
        """False for a figure in brackets that begins a line: '(13)' not after '(12)'."""
        digits = re.findall(r"\d+", mark)
        if not digits:
            return True
        before, self.item = self.item, int(digits[0])
        return self.item == 1 or self.item - 1 == before

    def _heads(self, pieces: list[Piece], at: int, text: str, followed: bool, out: list[Block]) -> bool:
        """True where a line without number or mark is a heading of what comes after it."""
        piece = pieces[at]
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        if not piece.gap and not (after is not None and not after.gap and len(after.text) > LONG):
            above = pieces[at - 1].text
            if after is None or not after.gap or len(above) <= LONG:
                return False
        alone = piece.gap and (after is None or after.gap or piece.strong)
        if self.markdown and not piece.strong:
            return False
        if not shape.is_heading_like(text, alone or piece.strong):
            return False
        close = after is not None and not after.gap and len(after.text) <= LONG
        if close and not shape.take_bullet(pieces[at + 1].text)[0]:
            return False
        before = out[-1] if out else None
        if isinstance(before, Prose) and before.kind == "quote" and ATTRIBUTION.match(text):
            return False
        return followed or self._has_body(pieces, at)

    def _has_body(self, pieces: list[Piece], at: int) -> bool:
        """True where something that is no heading itself comes further down."""
        if self.body is None:
            last = len(pieces) - 1
            while last >= 0 and shape.is_heading_like(" ".join(pieces[last].text.split()), True):
                last -= 1
            self.body = last
        return len(pieces) == 1 or at < self.body


def _folded(title: str) -> str:
    return shape.take_number(title)[1].casefold().strip(" .:")
