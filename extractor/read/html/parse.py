"""A web page as a tree: its character set, its parsing, and whether the parser lost text on the way."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from extractor.model.types import Issue, Unreadable

Element: TypeAlias = etree._Element

MOST_BYTES = 60_000_000
MOST_TAGS = 800_000
"""Opening and closing tags; a page of more is not read, for want of time."""
MOST_ATTRIBUTES = 5_000
"""Of one tag: the parser compares each with all before it."""
LOST = 0.02
"""Share of the letters that may be missing from the tree without a word: the parser repairs bad markup."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]{2,40})")
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*\?>")
_LATIN = {"iso8859-1", "ascii", "cp1252"}
_UNSEEN = re.compile(rb"<(?:!--|(script|style|noscript|template|title|textarea)\b)", re.IGNORECASE)
_TAG = re.compile(rb"<[!/?a-zA-Z][^>]*>")
_ENTITY = re.compile(rb"&#?\w+;?")
_ATTRIBUTES = re.compile(rb"<[a-z](?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?)*+", re.IGNORECASE)
"""A tag to its end; it takes whatever it begins on, so that no byte is looked at for many tags."""
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_BOX = re.compile(rb"</?(?:div|section|article|center|form|fieldset|figure|body|html)\b[^>]*>", re.IGNORECASE)
_INLINE = re.compile(
    rb"</?(?:span|font|b|i|u|em|strong|small|big|a|ins|label|abbr|bdo|q|cite|code|tt)\b[^>]*>", re.IGNORECASE
)
_OPENED = re.compile(rb"<([a-z][a-z0-9]*)\b[^<>]*(?<!/)>", re.IGNORECASE)
_CLOSED = re.compile(rb"</([a-z][a-z0-9]*)\s*>", re.IGNORECASE)
_PAIRED = frozenset(
    b"table ul ol dl section main article aside nav header footer caption figure blockquote".split()
    + b"h1 h2 h3 h4 h5 h6".split()
)
_OFTEN_PAIRED = frozenset(b"p li dt dd thead tbody tr td th".split())
"""Their ends may be left out, but by a page that sets nearly all of them they are not."""
_NEARLY_ALL = 0.05
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_NOT_WORDS = bytes(c for c in range(256) if not (c < 128 and chr(c).isalnum()))
_SILENT = ("script", "style", "noscript", "template", "title", "textarea")


def text_of(element: Element) -> str:
    """All the text inside an element, in order."""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def line_of(element: Element) -> int | None:
    """The line of the markup on which an element begins."""
    return element.sourceline  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Page:
    """The tree of a page, and what went wrong with it."""

    root: Element
    issues: tuple[Issue, ...] = ()


def parse_page(data: bytes) -> Page:
    """The tree of a page; Unreadable where there is none. Text that got lost is an Issue, never silence."""
    strange = _strange(data)
    data = as_utf8(data) if len(data) <= MOST_BYTES else data
    seen = _seen(data) if len(data) <= MOST_BYTES else data
    if len(data) > MOST_BYTES or seen.count(b"<") > MOST_TAGS:
        raise Unreadable("too-large", f"The page is too large to read ({len(data) / 1e6:.0f} MB of markup).")
    if any(len(_QUOTED.sub(b"", tag).split()) > MOST_ATTRIBUTES for tag in _long_tags(seen)):
        raise Unreadable("too-large", f"A tag of the page has more than {MOST_ATTRIBUTES:,} attributes.")
    letters = _letters(_ENTITY.sub(b" ", _replaced(_TAG, b" ", seen)))
    enough = letters * (1 - LOST) - 5
    root = _tree(data)
    kept = _kept(root)
    doubts = (*strange, *_unpaired(seen))
    if kept >= enough:
        return Page(root, doubts)
    for flatten in (_without_boxes, _lines_only):
        again = _tree(flatten(seen))
        if _kept(again) >= enough:
            message = "The page's elements are nested too deeply to parse; it was read without them."
            return Page(again, (Issue("deep-html", "warning", message), *strange))
        if _kept(again) > kept:
            root, kept = again, _kept(again)
    missing = 100 * (letters - kept) // max(letters, 1)
    message = f"About {missing}% of the page's text was lost in parsing; numbers may be missing."
    return Page(root, (Issue("text-lost", "error", message), *doubts))


def _seen(data: bytes) -> bytes:
    """The page without comments and the like; those that never end are looked for once."""
    out, at, endless = [], 0, set()
    for found in _UNSEEN.finditer(data):
        name = (found[1] or b"").lower()
        if found.start() < at or name in endless:
            continue
        ends = re.compile(rb"</%b\s*>" % name if name else rb"-->", re.IGNORECASE)
        if end := ends.search(data, found.end()):
            out += [data[at : found.start()], b" "]
            at = end.end()
        else:
            endless.add(name)
    return b"".join((*out, data[at:]))


def _long_tags(data: bytes) -> Iterator[bytes]:
    """Tags so long that they may have too many attributes."""
    return (tag for found in _ATTRIBUTES.finditer(data) if len(tag := found[0]) > 2 * MOST_ATTRIBUTES)


def _replaced(tags: re.Pattern[bytes], by: bytes, data: bytes) -> bytes:
    """The page with something else for such tags; beyond the last '>' none ends, however many begin."""
    end = data.rfind(b">") + 1
    return tags.sub(by, data[:end]) + data[end:]


def _strange(data: bytes) -> tuple[Issue, ...]:
    """Bytes that stand in no page, unless it is in an alphabet of two bytes a letter."""
    if data.startswith(tuple(mark for mark, _ in _BOMS[1:])) or data[:200].count(b"\0") > 20:
        return ()
    strange = len(_CONTROL.findall(data))
    message = f"The page holds {strange} signs that are no text: it is damaged, and numbers may be missing."
    return (Issue("text-may-be-missing", "warning", message),) if strange else ()


def _unpaired(seen: bytes) -> tuple[Issue, ...]:
    """Elements that do not begin as often as they end: some of the page is gone, or was never written."""
    opened = Counter(found.lower() for found in _OPENED.findall(seen))
    closed = Counter(found.lower() for found in _CLOSED.findall(seen))
    names = [
        name
        for name in sorted(closed.keys() | (_PAIRED if opened[b"html"] else ()))
        if (few := abs(opened[name] - closed[name]))
        and (name in _PAIRED or (name in _OFTEN_PAIRED and few <= max(3, _NEARLY_ALL * opened[name])))
    ]
    names += [b"html"] if opened[b"html"] and not closed[b"html"] else []
    said = ", ".join(f"<{name.decode()}>" for name in names[:3])
    message = f"The page is damaged or ends too early ({said} without its pair); numbers may be missing."
    return (Issue("text-may-be-missing", "warning", message),) if names else ()


def as_utf8(data: bytes) -> bytes:
    """The page in UTF-8: by its byte order mark, by what it declares, else by what its bytes allow."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[3:] if name == "utf-8" else data.decode(name, "replace").encode()
    if data[:200].count(b"\0") > 20:  # UTF-16 that lost its mark
        order = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        return data.decode(order, "replace").encode()
    found = _CHARSET.search(data[:8192]) or _DECLARED.search(data[:400])
    name = _known(found[1].decode("ascii", "replace")) if found else ""
    for attempt in (name, "utf-8"):
        try:
            if attempt == "utf-8":
                data.decode(attempt)
                break
            if attempt:
                data = data.decode(attempt).encode()
                break
        except (UnicodeDecodeError, LookupError):
            continue
    else:
        data = data.decode("cp1252", "replace").encode()
    return _DECLARATION.sub(b"", data, count=1).replace(b"\0", b"")


def _known(name: str) -> str:
    """Python's name of a character set; '' where it knows none. Latin-1 on the web means Windows-1252."""
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return ""
    if known.startswith(("utf-16", "utf-32")):
        return "utf-8"  # a page whose ASCII letters could be read is in neither
    return "cp1252" if known in _LATIN else known


def _tree(data: bytes) -> Element:
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.LxmlError as problem:
        raise Unreadable("damaged", "The page cannot be parsed.") from problem
    if root is None:
        raise Unreadable("empty", "The page holds no text.")
    return root


def _kept(root: Element) -> int:
    """Letters and digits of the tree that a reader would see, ASCII only."""
    silent = sum(_letters_of(e) for e in root.iter(*_SILENT))
    return _letters_of(root) - silent


def _letters_of(element: Element) -> int:
    return _letters(etree.tostring(element, method="text", encoding="utf-8", with_tail=False))


def _letters(text: bytes) -> int:
    return len(text.translate(None, _NOT_WORDS))


def _without_boxes(data: bytes) -> bytes:
    """The page without the boxes and spans that only lay it out; a box's edge ends a line."""
    return _replaced(_INLINE, b"", _replaced(_BOX, b"<br>", data))


def _lines_only(data: bytes) -> bytes:
    """The page's text with a line break for every tag: numbers and words, no structure."""
    end = data.rfind(b">") + 1
    return b"<br>".join(part for part in (*_TAG.split(data[:end]), data[end:]) if part.strip())
