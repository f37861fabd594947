"""The text of one paragraph of a Word file, as it prints.

Deleted, hidden and moved-away text is left out, inserted text is in; the result
of a field counts, its instruction does not; raised note marks are dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from extractor.read.docx.styles import PLAIN, VAL, Element, Style, Styles, W, coloured, run_look, whole
from extractor.read.layout.wording import NOTE_MARK, font_text

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

_INSIDE = {W + t for t in ("hyperlink", "ins", "moveTo", "smartTag", "customXml", "dir", "bdo", "ruby", "rt")}
_PAGE_FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "SECTION"}
_RAISED_SIGNS = " ,;()[]\u00a0"


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    showing: bool = False


@dataclass(slots=True)
class Fields:
    """The fields open at a place; one may run over many paragraphs, as a contents list does."""

    open: list[_Field] = field(default_factory=list)

    @property
    def quiet(self) -> bool:
        """Nothing here prints, or only a page number does."""
        return any(not f.showing or _word(f.instruction) in _PAGE_FIELDS for f in self.open)

    @property
    def contents(self) -> bool:
        """Inside the result of a contents list."""
        return any(f.showing and _word(f.instruction) == "TOC" for f in self.open)

    def mark(self, kind: str) -> None:
        """A w:fldChar: begin, separate or end."""
        if kind == "begin":
            self.open.append(_Field())
        elif self.open and kind == "separate":
            self.open[-1].showing = True
        elif self.open and kind == "end":
            self.open.pop()

    def instruct(self, text: str) -> None:
        """More of the instruction of the innermost field."""
        if self.open and not self.open[-1].showing:
            self.open[-1].instruction += text

    def end_paragraph(self, heading: bool) -> None:
        """Drop fields that were never closed, so that they cannot swallow what follows."""
        self.open = [f for f in self.open if f.showing and _word(f.instruction) not in _PAGE_FIELDS]
        if heading:
            self.open = [f for f in self.open if _word(f.instruction) != "TOC"]


@dataclass(slots=True)
class Line:
    """What one paragraph holds: pieces of text with '\\n' and '\\t' in them, and what is not text."""

    parts: list[str] = field(default_factory=list)
    strong: int = 0
    """Letters and digits in bold or capitals; `weak` are the others."""
    weak: int = 0
    upright: int = 0
    """Letters and digits not in italics."""
    mark: str = ""
    """A raised mark before any text: the paragraph is a note."""
    drawings: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    """('footnote' or 'endnote', id) in order of reference."""
    sizes: Counter[int] = field(default_factory=Counter)

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def bold(self) -> bool:
        return self.strong > 0 and self.weak == 0

    @property
    def italic(self) -> bool:
        return self.upright == 0

    @property
    def size(self) -> int:
        """Half points of most of the text; 0 where the file does not say."""
        return self.sizes.most_common(1)[0][0] if self.sizes else 0


def read_line(paragraph: Element, base: Style, styles: Styles, fields: Fields) -> Line:
    """The text of a paragraph; `base` is the look that its style gives."""
    line = Line()
    _children(paragraph, base, styles, fields, line)
    return line


def inside(parent: Element, holders: Collection[str]) -> Iterator[Element]:
    """The children of an element; of a holder, a content control and alternatives those inside it."""
    for child in parent:
        if child.tag in holders:
            yield from inside(child, holders)
        elif child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None and child.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
                yield from inside(content, holders)
        elif child.tag == MC + "AlternateContent":
            branch = chosen(child)
            yield from inside(branch, holders) if branch is not None else ()
        else:
            yield child


def chosen(alternate: Element) -> Element | None:
    """The one branch of an mc:AlternateContent to read: the first choice that holds anything readable."""
    branches = [*alternate.findall(MC + "Choice"), *alternate.findall(MC + "Fallback")]
    for branch in branches:
        if any(_readable(e) for e in branch.iter(etree.Element)):
            return branch
    return branches[0] if branches else None


def _readable(element: Element) -> bool:
    tag = element.tag.rpartition("}")[2]
    return tag in ("txbxContent", "chart", "relIds", "blip", "imagedata") or (
        tag == "t" and bool(element.text)
    )


def _word(instruction: str) -> str:
    words = instruction.split(None, 1)
    return words[0].upper() if words else ""


def _children(parent: Element, base: Style, styles: Styles, fields: Fields, line: Line) -> None:
    for child in inside(parent, _INSIDE):
        if child.tag == W + "r":
            _run(child, base, styles, fields, line)
        elif child.tag == W + "fldSimple":
            if _word(child.get(W + "instr") or "") not in _PAGE_FIELDS:
                _children(child, base, styles, fields, line)
        elif child.tag in (MATHS + "oMath", MATHS + "oMathPara"):
            _say("".join(t.text or "" for t in child.iter(MATHS + "t")), base, line)


def _run(run: Element, base: Style, styles: Styles, fields: Fields, line: Line) -> None:
    look = base
    properties = run.find(W + "rPr")
    if properties is not None:
        named = properties.find(W + "rStyle")
        if named is not None:
            look = _over(base, styles.by_id.get(named.get(VAL) or "", PLAIN))
        look = run_look(look, properties)
    hidden = bool(look.hidden) or (bool(look.white) and not _on_colour(run, styles))
    quiet = fields.quiet or hidden
    for item in run:
        tag = item.tag.rpartition("}")[2]
        if tag == "fldChar":
            fields.mark(item.get(W + "fldCharType") or "")
            quiet = fields.quiet or hidden
        elif tag == "instrText":
            fields.instruct(item.text or "")
        elif quiet:
            continue
        elif tag == "t":
            if item.text:
                _say(font_text(item.text, look.font) if look.font else item.text, look, line)
        else:
            _other(item, tag, look, line)


_PROPERTIES = {W + t: W + f"{t}Pr" for t in ("r", "p", "tc", "tr", "tbl")}


def _on_colour(run: Element, styles: Styles) -> bool:
    """Is the ground behind a run coloured: by itself, its paragraph, cell or table, or a shape's fill?"""
    for at in (run, *run.iterancestors()):
        if at.tag == W + "txbxContent":
            return True
        properties = at.find(_PROPERTIES[at.tag]) if at.tag in _PROPERTIES else None
        if properties is None:
            continue
        named = properties.find(W + "tblStyle") if at.tag == W + "tbl" else properties.find(W + "pStyle")
        if coloured(properties) or properties.find(W + "highlight") is not None:
            return True
        if named is not None and named.get(VAL) in styles.grounds:
            return True
    return False


def _other(item: Element, tag: str, look: Style, line: Line) -> None:
    if tag in ("tab", "ptab"):
        line.parts.append("\t")
    elif tag in ("br", "cr"):
        line.parts.append("\n")
    elif tag == "noBreakHyphen":
        line.parts.append("-")
    elif tag == "sym":
        code = item.get(W + "char") or ""
        if 0 < len(code) <= 4 and all(c in "0123456789abcdefABCDEF" for c in code):
            line.parts.append(font_text(chr(int(code, 16)), item.get(W + "font") or ""))
    elif tag in ("footnoteReference", "endnoteReference"):
        line.notes.append((tag.removesuffix("Reference"), item.get(W + "id") or ""))
    elif tag in ("drawing", "pict", "object"):
        line.drawings.append(item)
    elif tag == "AlternateContent":
        branch = chosen(item)
        for child in branch if branch is not None else ():
            _other(child, child.tag.rpartition("}")[2], look, line)
    elif tag == "ruby":
        for text in item.iterfind(f"{W}rubyBase//{W}t"):
            _say(text.text or "", look, line)


def _say(text: str, look: Style, line: Line) -> None:
    if look.raised:
        if NOTE_MARK.fullmatch(text):
            if not line.mark and not any(p.strip() for p in line.parts):
                line.mark = text.strip()
            return
        if not text.strip(_RAISED_SIGNS):
            return
    line.parts.append(text)
    letters = sum(map(str.isalnum, text))
    if look.bold or look.capitals:
        line.strong += letters
    else:
        line.weak += letters
    if not look.italic:
        line.upright += letters
    if look.size and letters:
        line.sizes[look.size] += letters


def _over(base: Style, above: Style) -> Style:
    """A character style laid over the paragraph's look."""
    looks = ("bold", "italic", "hidden", "white", "raised", "capitals", "size", "font")
    said = {name: look for name in looks if (look := getattr(above, name)) is not None}
    return replace(base, **said)


def span(element: Element | None, most: int) -> tuple[int, bool]:
    """A w:gridSpan or its kind as a number from 1, clamped, and whether it had to be clamped."""
    claimed = whole(element.get(VAL), 1) if element is not None else 1
    return max(1, min(claimed, most)), claimed > most
