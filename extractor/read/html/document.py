"""Web pages, and those that a browser saved as one file (.mht), as a Document; the site around left out."""

from __future__ import annotations

import codecs
import email
from contextlib import suppress
from dataclasses import replace

from extractor.model.types import Block, Document, Unreadable
from extractor.read.html.blocks import blocks_of
from extractor.read.html.boilerplate import own_parts
from extractor.read.html.gather import Reading
from extractor.read.html.parse import Element, parse_page, text_of
from extractor.read.html.ruled_off import as_tables
from extractor.read.layout import finish

_NAMED = {
    "og:site_name", "og:title", "author", "dc.title", "dcterms.title", "dc.publisher", "dcterms.publisher",
    "dc.creator", "dcterms.creator", "application-name",
}  # fmt: skip


def read_html(data: bytes, name: str) -> Document:
    """The Document of a web page.

    Anchors of tables count from 1 in reading order, rows and columns from 1;
    `line` is the line of the markup; there are no pages. Raises Unreadable
    (`empty`, `too-large`, `damaged`) where there is nothing to give.
    """
    if not data.strip():
        raise Unreadable("empty", "The file is empty.")
    page = parse_page(data)
    as_tables(page.root)
    titles = _titles(page.root)
    parts, furniture = own_parts(page.root)
    reading = Reading()
    found: list[Block] = []
    for part in parts:
        found += blocks_of(part, reading)
    return finish.document(
        found,
        titles,
        (*page.issues, *reading.issues),
        "page",
        "The page holds no text; it may be filled in by a script when it is shown.",
        address=_address(page.root),
        furniture=furniture,
    )


def _address(root: Element) -> str:
    """The page's own address: its canonical link, `og:url`, or the base of its links."""
    head = root.find("head")
    if head is None:
        return ""
    found = [e.get("href") for e in head.iter("link") if (e.get("rel") or "").lower() == "canonical"]
    found += [e.get("content") for e in head.iter("meta") if (e.get("property") or "").lower() == "og:url"]
    found += [e.get("href") for e in head.iter("base")]
    return next((text.strip() for text in found if text and "//" in text), "")


def _titles(root: Element) -> list[str]:
    """The page's title, its site's name and its author, as its head gives them."""
    texts: list[str] = []
    head = root.find("head")
    for element in head.iter("title", "meta") if head is not None else ():
        if element.tag == "title":
            texts.append(text_of(element))
        elif (element.get("property") or element.get("name") or "").lower() in _NAMED:
            texts.append(element.get("content") or "")
    return texts


def read_saved_page(data: bytes, name: str) -> Document:
    """The Document of the first web page in the file, with the address that it was saved from.

    Raises Unreadable as `read_html` does, and (`damaged`) where the file holds no page.
    """
    try:
        message = email.message_from_bytes(data)
        page = next((p for p in message.walk() if p.get_content_type() == "text/html"), None)
    except RecursionError:
        page = None
    content = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(content, bytes):
        raise Unreadable("damaged", "The file holds no web page; save the page again.")
    with suppress(LookupError, UnicodeDecodeError):  # else the page says in which letters it is written
        content = codecs.BOM_UTF8 + content.decode(page.get_content_charset() or "").encode()
    document = read_html(content, name)
    address = page.get("Content-Location") or message.get("Snapshot-Content-Location") or ""
    return replace(document, address=document.address or str(address).strip())
