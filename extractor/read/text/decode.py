"""Bytes into clean lines: encodings, line breaks, Markdown marks and tags left in the text."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from extractor.model.types import Issue
from extractor.read.layout.wording import INVISIBLE, MATHS


class Line(NamedTuple):
    """One line as printed, with its number from 1; a form feed leaves a blank line behind."""

    text: str
    number: int

    @property
    def blank(self) -> bool:
        return not self.text or self.text.isspace()


_SPACES = dict.fromkeys((160, 8199, 8239, 8201, 8202, 8194, 8195, 8200), " ")
_GONE = dict.fromkeys(INVISIBLE)
_FOLDS: dict[int, str | None] = {
    **_SPACES, **_GONE, **MATHS, 0xFB01: "fi", 0xFB02: "fl", 0xFB00: "ff", 0xFB03: "ffi", 0xFB04: "ffl",
}  # fmt: skip
LONGEST_BLANK = 200
_LONG_BLANK = re.compile(rf" {{{LONGEST_BLANK},}}")
_BREAKS = re.compile(r"\r\n?|[\x0b\x85\u2028\u2029]")

_TAG = re.compile(
    r"</?(?:u|b|i|em|strong|span|font|sub|a|mark|small|center|tt|code|ins|del|s|table|tbody|thead|tr|td|th|o:p)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_RAISED = re.compile(r"<sup(?:\s[^<>]*)?>([^<>]{0,40})</sup>", re.IGNORECASE)
_BREAK_TAG = re.compile(
    r"<br\s*/?>|</?(?:p|ul|ol|div|dl|dd|dt|h[1-6]|hr|section)(?:\s[^<>]*)?/?>|</li>", re.IGNORECASE
)
_ITEM_TAG = re.compile(r"<li(?:\s[^<>]*)?>\s*(?:[•·]\s*)?", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->")
_BOLD = re.compile(r"\*\*|__(?=\w)|(?<=\w)__")
_BETWEEN = re.compile(r"(?<=\d)(?:\*\*|__)+(?=\d)")
_STAR = re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*]*[^\s*\\])\*(?![\w*])")
_LOW = re.compile(r"(?<![\w_])_(?=[^\s_])([^_]*[^\s_])_(?![\w_])")
_LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\((?:[^()\s]|\([^()]*\))*\)")
_NOTE_REF = re.compile(r"(?<=\S)\[\^[\w-]+\](?!:)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~$%&])")
_MARKS = re.compile(r"[*_<&\[\\`~$]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_NO_TEXT = re.compile(r"[\x00-\x06\x0e-\x19\x1c-\x1f\x7f]")
"""No bell, which marks Word's cells, and no sign for the end of a file."""
LONG_LINE, LONG_TEXT = 40, 1000
_INNER_BULLET = re.compile(r"\s+(?=[•●▪■]\s)")


def decode(data: bytes) -> tuple[str, tuple[Issue, ...]]:
    """The text of the bytes: UTF-8, UTF-16 or Windows-1252, with an Issue where letters were lost."""
    text, issues = _decoded(data)
    if _breaks_off(text):
        message = "The text breaks off in the middle of a line; numbers may be missing."
        issues = (*issues, Issue("text-may-be-missing", "warning", message))
    strange = len(_NO_TEXT.findall(text))
    if strange and not any(issue.code == "letters-lost" for issue in issues):
        message = (
            f"The file holds {strange} signs that are no text: it is damaged, and numbers may be missing."
        )
        issues = (*issues, Issue("letters-lost", "warning", message))
    return text, issues


def _breaks_off(text: str) -> bool:
    """A long text whose last line is long as well and ends in a word or a comma, without a line break.

    A number, an address or a name may stand last of all.
    """
    last = text[-LONG_LINE:]
    word = last.rsplit(None, 1)[-1] if last.strip() else ""
    in_words = word.rstrip(",").isalpha() and not word.isupper()
    return len(text) >= LONG_TEXT and "\n" not in last and "\r" not in last and in_words


def _decoded(data: bytes) -> tuple[str, tuple[Issue, ...]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), ()
    sample = data[:65_536]
    if sample.count(b"\x00") > len(sample) // 4:
        little = sample[1::2].count(0) >= sample[::2].count(0)
        return data.decode("utf-16-le" if little else "utf-16-be", errors="replace"), ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    loose = data.decode("utf-8-sig", errors="replace")
    lost = loose.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    whole = sum(ch > "\x7f" for ch in loose) - lost
    if whole > 4 * lost:
        message = f"{lost} characters could not be decoded and appear as question marks."
        return loose, (Issue("letters-lost", "warning", message),)
    try:
        return data.decode("cp1252"), ()
    except UnicodeDecodeError:
        return data.decode("latin-1"), ()


def split_lines(text: str) -> tuple[list[Line], set[int]]:
    """Lines numbered from 1, and the positions in the list where a new page begins."""
    lines: list[Line] = []
    pages: set[int] = set()
    text = _LONG_BLANK.sub(" " * LONGEST_BLANK, _BREAKS.sub("\n", text))
    text = _folded(text)
    for number, line in enumerate(text.split("\n"), start=1):
        if "\f" not in line:
            lines.append(Line(line, number))
            continue
        for index, piece in enumerate(line.split("\f")):
            if index:
                lines.append(Line("", number))
                pages.add(len(lines))
            if piece:
                lines.append(Line(piece, number))
    return lines, pages


def _folded(text: str) -> str:
    """Plain spaces for the typographic ones, nothing for invisible signs, letters for ligatures."""
    return text if text.isascii() else text.translate(_FOLDS)


def broken_by_tags(text: str) -> list[str]:
    """The pieces of a line that tags such as <br>, <p> and <li> part; list items begin with '•'."""
    if "<" in text:
        text = _ITEM_TAG.sub("\n• ", _BREAK_TAG.sub("\n", _COMMENT.sub("", text) if "-->" in text else text))
    if "•" in text or "●" in text or "▪" in text or "■" in text:
        text = "\n".join(_bullets_apart(piece) for piece in text.split("\n"))
    if "\n" not in text:
        return [text]
    return [piece for piece in text.split("\n") if piece.strip()]


def _bullets_apart(piece: str) -> str:
    return _INNER_BULLET.sub("\n", piece) if piece.lstrip()[:1] in "•●▪■" else piece


def clean(text: str) -> tuple[str, bool]:
    """The text without Markdown marks, tags and entities, and whether all of it was emphasised."""
    if _CONTROLS.search(text):
        text = _CONTROLS.sub("", text)
    if not _MARKS.search(text):
        return text, False
    if "<" in text:
        text = _RAISED.sub(_lowered, text)
        strong = text.lstrip()[:3].lower() in ("<b>", "<u>") or text.lstrip()[:8].lower() == "<strong>"
        text = _TAG.sub("", text)
    else:
        strong = False
    if "&" in text and ";" in text:
        text = _folded(html.unescape(text))
    if "[" in text:
        text = _NOTE_REF.sub("", _LINK.sub(r"\1", text))
    bare = text.strip()
    if "**" in bare or "__" in bare:
        inner = bare.strip("*_")
        strong = strong or (bare[:2] in ("**", "__") and "**" not in inner and "__" not in inner)
        text = _BOLD.sub("", _BETWEEN.sub(" ", text))
    if "*" in text:
        text = _STAR.sub(r"\1", text)
    if "_" in text:
        text = _LOW.sub(r"\1", text)
    if "`" in text:
        text = text.replace("`", "")
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return text, strong


def _lowered(found: re.Match[str]) -> str:
    """Raised 'st' and 'th' stay; a raised number after a word is the mark of a note."""
    inner = found[1].strip()
    marks_note = inner.strip("*†‡,[]()").isdigit() or not inner.strip("*†‡")
    return "" if marks_note else inner


def cell_lines(text: str) -> list[str]:
    """The stacked lines of a table cell, cleaned, without bullets' own lines of nothing."""
    out: list[str] = []
    for piece in broken_by_tags(text):
        line = clean(piece)[0].strip()
        if line:
            out.append(line)
    return out
