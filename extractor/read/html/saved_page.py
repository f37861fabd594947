"""Web pages that a browser saved as one file (.mht, .mhtml): a message of which one part is the page."""

from __future__ import annotations

import codecs
import email
from contextlib import suppress
from dataclasses import replace

from extractor.model.types import Document, Unreadable
from extractor.read.html.document import read_html


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
