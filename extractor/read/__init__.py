"""Files into Documents: what a file is, is told from its content first, then from its name."""

from __future__ import annotations

import hashlib
import importlib
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Literal, cast

from extractor.model.types import Document, Issue, Unreadable
from extractor.read.layout.tables import number_tables

Format = Literal["pdf", "docx", "html", "text"]
Reader = Callable[[bytes, str], Document]

MAX_TEXT_BYTES = 100_000_000
"""Text and web pages."""
MAX_FILE_BYTES = 500_000_000
"""Everything else."""

EXTENSIONS: dict[str, Format] = {
    ".pdf": "pdf", ".docx": "docx", ".docm": "docx", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text",
}  # fmt: skip
_READERS: dict[Format, tuple[str, str]] = {
    "pdf": ("extractor.read.pdf.document", "read_pdf"),
    "docx": ("extractor.read.docx.document", "read_docx"),
    "html": ("extractor.read.html.document", "read_html"),
    "text": ("extractor.read.text.document", "read_text"),
}
_NAMES: dict[Format, str] = {
    "pdf": "a PDF",
    "docx": "a Word document",
    "html": "a web page",
    "text": "plain text",
}
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|\?xml[^>]*>\s*<(?:!doctype|html))", re.IGNORECASE)
_HTML_PART = re.compile(
    rb"<(?:p|div|table|h[1-6]|ul|span|section|article|main|header|nav)\b[^<>]*>", re.IGNORECASE
)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_SIGNED_BINARIES = {
    b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture", b"II*\x00": "a picture",
    b"MM\x00*": "a picture", b"Rar!": "an archive", b"7z\xbc\xaf": "an archive", b"\x1f\x8b": "an archive",
    b"{\\rtf": "a rich-text (RTF) file",
}  # fmt: skip


def read(path: Path) -> Document:
    """The Document of one file; tables are numbered from 1 in reading order.

    Raises Unreadable with one plain sentence for what cannot be read: missing,
    a folder, empty, too large, encrypted, damaged or of a kind not known.
    """
    return read_bytes(load(path), path.name)


def read_bytes(data: bytes, name: str) -> Document:
    """The Document of a file's bytes; `name` gives the extension that was expected of them.

    Raises Unreadable as `read` does, for whatever the bytes alone can tell.
    """
    if not data.strip():
        raise Unreadable("empty-file", f"{name} is empty.")
    kind = sniff(data, name)
    document = _reader(kind)(data, name)
    issues = document.issues
    suffix = PurePath(name).suffix
    expected = EXTENSIONS.get(suffix.lower())
    if expected is not None and expected != kind:
        message = f"The file is named {suffix} but is {_NAMES[kind]}; it was read as {_NAMES[kind]}."
        issues = (Issue("wrong-extension", "info", message), *issues)
    return replace(
        document,
        id=hashlib.sha256(data).hexdigest(),
        name=name,
        blocks=number_tables(document.blocks),
        issues=issues,
    )


def load(path: Path) -> bytes:
    """The bytes of a file that can be read at all; Unreadable otherwise."""
    if path.is_dir():
        raise Unreadable("is-a-folder", f"{path.name} is a folder, not a file.")
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise _too_large(path.name, size, MAX_FILE_BYTES)
        data = path.read_bytes()
    except FileNotFoundError:
        raise Unreadable("not-found", f"There is no file named {path.name}.") from None
    except PermissionError:
        raise Unreadable("no-permission", f"There is no permission to read {path.name}.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be opened"
        raise Unreadable("cannot-open", f"{path.name} cannot be opened ({reason}).") from None
    if not data.strip():
        raise Unreadable("empty-file", f"{path.name} is empty.")
    return data


def sniff(data: bytes, name: str = "") -> Format:
    """The format of the bytes, by content and then by the name's extension; Unreadable if none fits."""
    head = data[:1024]
    if b"%PDF" in head:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data, name)
    if data.startswith(_OLD_OFFICE):
        sentence = f"{name} is an old or encrypted Office file; save it as .docx without a password."
        raise Unreadable("old-office-file", sentence)
    for signature, what in _SIGNED_BINARIES.items():
        if data.startswith(signature):
            raise Unreadable("unknown-format", f"{name} is {what}, not a PDF, Word, web or text file.")
    extension = EXTENSIONS.get(Path(name).suffix.lower())
    kind = _text_kind(data, extension)
    if kind is None:
        if extension == "pdf":
            raise Unreadable("not-a-pdf", f"{name} is named .pdf but holds no PDF.")
        if extension == "docx":
            raise Unreadable("not-a-docx", f"{name} is named .docx but holds no Word document.")
        raise Unreadable("unknown-format", f"{name} is not a PDF, Word, web or text file.")
    if len(data) > MAX_TEXT_BYTES:
        raise _too_large(name, len(data), MAX_TEXT_BYTES)
    return kind


def _too_large(name: str, size: int, limit: int) -> Unreadable:
    sizes = f"{size / 1e6:,.0f} MB; the limit is {limit // 1_000_000} MB"
    return Unreadable("too-large", f"{name} is too large ({sizes}).")


def _zip_kind(data: bytes, name: str) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Unreadable("damaged-file", f"{name} is a damaged zip or Word file.") from None
    if "word/document.xml" in names or any(n.startswith("word/document") for n in names):
        return "docx"
    raise Unreadable("not-a-docx", f"{name} is a zip file that holds no Word document.")


def _text_kind(data: bytes, extension: Format | None) -> Format | None:
    if not _is_text(data):
        return None
    head = data[:4096].replace(b"\x00", b"")
    if _HTML.search(head):
        return "html"
    # a piece of a page begins with a tag; text that only quotes tags does not
    begins = _HTML_PART.match(head.lstrip(b"\xef\xbb\xbf \t\r\n")) is not None
    return "html" if begins and (extension == "html" or len(_HTML_PART.findall(head)) > 3) else "text"


def _is_text(data: bytes) -> bool:
    sample = data[:65_536]
    if sample.startswith(_BOMS):
        return True
    if sample.count(b"\x00"):
        pairs = len(sample) // 2
        # UTF-16 without a mark: every other byte of Latin text is nought
        return pairs > 0 and max(sample[::2].count(0), sample[1::2].count(0)) > 0.7 * pairs
    odd = sum(sample.count(bytes((n,))) for n in (*range(1, 9), *range(14, 32)))
    return odd <= max(4, len(sample) // 500)


def _reader(kind: Format) -> Reader:
    # imported when first needed: the PDF libraries cost more to load than a text file to read
    module, function = _READERS[kind]
    return cast(Reader, getattr(importlib.import_module(module), function))
