"""The formats that are read. A new one is a file with its reader, and an entry in FORMATS."""

from __future__ import annotations

import importlib
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import cast

from extractor.model.types import Document, Unreadable

Reader = Callable[[bytes, str], Document]

MAX_FILE_BYTES = 500_000_000
MAX_TEXT_BYTES = 100_000_000
"""Text and web pages."""

_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|\?xml[^>]*>\s*<(?:!doctype|html))", re.IGNORECASE)
_HTML_PART = re.compile(
    rb"<(?:p|div|table|h[1-6]|ul|span|section|article|main|header|nav)\b[^<>]*>", re.IGNORECASE
)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ODF = "application/vnd.oasis.opendocument."


class Sample:
    """The bytes of a file as the formats look at them to know their own."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data, self.name = data, name
        self.extension = PurePath(name).suffix.lower()

    @cached_property
    def head(self) -> bytes:
        """How the file begins, in small letters."""
        return self.data[:2000].lower()

    @cached_property
    def parts(self) -> frozenset[str]:
        """The parts of a zip, none for any other file; raises Unreadable for a damaged one."""
        if not self.data.startswith(b"PK\x03\x04"):
            return frozenset()
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                return frozenset(archive.namelist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise Unreadable("damaged-file", f"{self.name} is a damaged zip or Word file.") from None

    @cached_property
    def is_text(self) -> bool:
        """Are the bytes those of text in any common encoding?"""
        sample = self.data[:65_536]
        if sample.startswith((_OLD_OFFICE, b"PK\x03\x04")):
            return False
        if sample.startswith(_BOMS):
            return True
        if sample.count(b"\x00"):
            pairs = len(sample) // 2
            # UTF-16 without a mark: every other byte of Latin text is nought
            return pairs > 0 and max(sample[::2].count(0), sample[1::2].count(0)) > 0.7 * pairs
        odd = sum(sample.count(bytes((n,))) for n in (*range(1, 9), *range(14, 32)))
        return odd <= max(4, len(sample) // 500)

    @cached_property
    def is_page(self) -> bool:
        """Is the text a web page? A piece of one begins with a tag; text that only quotes tags does not."""
        if not self.is_text:
            return False
        head = self.data[:4096].replace(b"\x00", b"")
        if _HTML.search(head):
            return True
        begins = _HTML_PART.match(head.lstrip(b"\xef\xbb\xbf \t\r\n")) is not None
        return begins and (self.extension in (".html", ".htm", ".xhtml") or len(_HTML_PART.findall(head)) > 3)

    def holds_part(self, name: str) -> bool:
        """Is the file a zip with a part whose name begins so?"""
        return any(part.startswith(name) for part in self.parts)

    def is_odf(self, kind: str) -> bool:
        """Is the file an OpenDocument 'text' or 'spreadsheet'? Its first part says so, not packed."""
        return f"mimetype{_ODF}{kind}".encode() in self.data[:200] and "content.xml" in self.parts

    def is_old_office(self, *streams: str) -> bool:
        """Is the file one of Office 2003 or older, with a stream of that name?"""
        return self.data.startswith(_OLD_OFFICE) and any(s.encode("utf-16-le") in self.data for s in streams)


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, how its files end, how its bytes are known, and where its reader is.

    `reader` is 'module:function', imported when first needed: the PDF libraries cost more to load
    than a text file to read. `noun` names a file of it: 'a PDF'.
    """

    name: str
    extensions: tuple[str, ...]
    sniff: Callable[[Sample], bool]
    reader: str
    noun: str
    most_bytes: int = MAX_FILE_BYTES

    def read(self, data: bytes, name: str) -> Document:
        """The Document of the bytes; raises Unreadable."""
        module, _, function = self.reader.partition(":")
        return cast(Reader, getattr(importlib.import_module(module), function))(data, name)


_R = "extractor.read."
FORMATS = (
    Format("pdf", (".pdf",), lambda s: b"%PDF" in s.data[:1024], _R + "pdf.document:read_pdf", "a PDF"),
    Format(
        "docx",
        (".docx", ".docm"),
        lambda s: s.holds_part("word/document"),
        _R + "docx.document:read_docx",
        "a Word document",
    ),
    Format(
        "xlsx",
        (".xlsx", ".xlsm"),
        lambda s: s.holds_part("xl/workbook.xml"),
        _R + "sheets.xlsx:read_xlsx",
        "an Excel workbook",
    ),
    Format(
        "odt",
        (".odt",),
        lambda s: s.is_odf("text"),
        _R + "odf.text:read_odt",
        "an OpenDocument text",
    ),
    Format(
        "ods",
        (".ods",),
        lambda s: s.is_odf("spreadsheet"),
        _R + "odf.sheets:read_ods",
        "an OpenDocument spreadsheet",
    ),
    Format(
        "doc",
        (".doc",),
        lambda s: s.is_old_office("WordDocument"),
        _R + "old_office:read_doc",
        "an old Word document",
    ),
    Format(
        "xls",
        (".xls",),
        lambda s: s.is_old_office("Workbook", "Book"),
        _R + "old_office:read_xls",
        "an old Excel workbook",
    ),
    Format(
        "rtf",
        (".rtf",),
        lambda s: s.data.startswith(b"{\\rtf"),
        _R + "old_office:read_rtf",
        "a rich-text (RTF) file",
    ),
    Format(
        "mhtml",
        (".mht", ".mhtml"),
        lambda s: b"mime-version:" in s.head and b"multipart/related" in s.head,
        _R + "html.document:read_saved_page",
        "a saved web page",
        MAX_TEXT_BYTES,
    ),
    Format(
        "html",
        (".html", ".htm", ".xhtml"),
        lambda s: s.is_page,
        _R + "html.document:read_html",
        "a web page",
        MAX_TEXT_BYTES,
    ),
    Format(
        "text",
        (".txt", ".text", ".md", ".markdown"),
        lambda s: s.is_text,
        _R + "text.document:read_text",
        "plain text",
        MAX_TEXT_BYTES,
    ),
)
"""In the order in which they look at a file."""
EXTENSIONS = {ending: f.name for f in FORMATS for ending in f.extensions}
READ = "a PDF, Word, Excel, OpenDocument, RTF, web or text file"
"""What the sentences about other files say is read."""

_SIGNATURES = {
    b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture", b"II*\x00": "a picture",
    b"MM\x00*": "a picture", b"Rar!": "an archive", b"7z\xbc\xaf": "an archive", b"\x1f\x8b": "an archive",
}  # fmt: skip
_NAMED = {
    ".pdf": ("not-a-pdf", "holds no PDF"),
    ".docx": ("not-a-docx", "holds no Word document"),
    ".docm": ("not-a-docx", "holds no Word document"),
}


def format_of(data: bytes, name: str = "") -> Format:
    """The format of the bytes, by their content; raises Unreadable with one sentence if none fits."""
    sample = Sample(data, name)
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise Unreadable("unknown-format", f"{name} is {what}, not {READ}.")
    for one in FORMATS:
        if one.sniff(sample):
            if len(data) > one.most_bytes:
                raise too_large(name, len(data), one.most_bytes)
            return one
    if data.startswith(_OLD_OFFICE):
        sentence = f"{name} is an old or encrypted Office file; save it as .docx without a password."
        raise Unreadable("old-office-file", sentence)
    if sample.parts:
        raise Unreadable("not-a-docx", f"{name} is a zip file that holds no Word document or workbook.")
    if sample.extension in _NAMED:
        code, why = _NAMED[sample.extension]
        raise Unreadable(code, f"{name} is named {sample.extension} but {why}.")
    raise Unreadable("unknown-format", f"{name} is not {READ}.")


def too_large(name: str, size: int, limit: int) -> Unreadable:
    """The refusal of a file above the limit, in bytes."""
    sizes = f"{size / 1e6:,.0f} MB; the limit is {limit // 1_000_000} MB"
    return Unreadable("too-large", f"{name} is too large ({sizes}).")
