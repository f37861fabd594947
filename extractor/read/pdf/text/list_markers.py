"""What stands in front of a list item or a numbered paragraph: bullets, dashes, numbers, note marks."""

from __future__ import annotations

import re

from extractor.read.pdf.text.words import Row, make_row

BULLETS = frozenset("•·▪■□❑❖◆➢➔✓✗‣◦○●►▶»*∙⁃→◼◻◾◽▫◇◈◉◎⦿⬤❏❒➤➜➞✔✘✦✧")
DASHES = frozenset(("-", "–", "—", "o", "ο", "+"))
ENUMERATOR = re.compile(
    r"\(?(?:\d{1,2}[.)]|[a-z][.)]|[A-Z][.)]|[ivx]{1,5}[.)]|[IVX]{1,5}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?\)?)$"
)
_COUNTED = re.compile(r"\(\d+\)$")


def marker_of(row: Row) -> tuple[str, str, float]:
    """Bullet ('b'), dash ('d') or enumerator ('n') at the start, its kind, the gap after it in sizes."""
    words = row.words
    first = words[0]
    if not first.text and first.mark and len(words) > 1:
        return first.mark, "m", 0.0
    gap = (words[1].x0 - first.x1) / row.size if len(words) > 1 else 0.0
    text = first.text
    if text in BULLETS:
        return text, "b", gap
    if len(words) > 1:
        if text in DASHES:
            return text, "d", gap
        if len(text) <= 9 and ENUMERATOR.match(text):
            return text, "n", gap
    if len(text) > 1 and text[0] in BULLETS and text[0] != "*":
        return text[0], "b", 0.0
    return "", "", gap


def item_marker(row: Row, before: Row | None, full: bool, last: str) -> str:
    """The marker if this row starts an item of a list or a numbered paragraph; `last` is the open one."""
    marker, kind, gap = marker_of(row)
    if kind in ("b", "m") or not marker:
        return marker
    if last and _follows(last, marker):
        return marker
    if before is not None and full and gap < 0.45 and row.x0 >= before.x0 - 2:
        return ""  # the sentence above runs on and happens to break here
    if kind == "d":
        return marker if gap > 0.1 else ""
    if before is not None and _COUNTED.match(marker) and _in_sentence(before, row):
        return ""  # '... the number of representations' / '(67) which were ...'
    if marker[-1] == "." and marker[0].isalpha() and len(marker) == 2 and gap < 0.45:
        return ""  # an initial: 'A. Smith'
    return marker


def _in_sentence(before: Row, row: Row) -> bool:
    """The row above has not ended, and this one goes on in small letters."""
    return before.text[-1:] not in (".", ":", ";", ",") and row.words[1].text[:1].islower()


def _follows(last: str, marker: str) -> bool:
    """'2.' behind '1.', 'b)' behind 'a)'."""
    a, b = last.strip("().").rsplit(".", 1)[-1], marker.strip("().").rsplit(".", 1)[-1]
    if a.isdigit() and b.isdigit():
        return int(b) == int(a) + 1
    return len(a) == len(b) == 1 and ord(b) == ord(a) + 1


def bare(row: Row, marker: str) -> Row:
    """The row without its marker."""
    first = row.words[0]
    if first.text in ("", marker):
        return make_row(row.words[1:]) if len(row.words) > 1 else row
    rest = first._replace(text=first.text[len(marker) :])
    return row._replace(words=(rest, *row.words[1:]))
