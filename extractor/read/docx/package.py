"""A Word file told from anything else, and its main part."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from extractor.model.types import Unreadable
from extractor.read.zip_package import Package, open_zip

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def open_package(data: bytes) -> Package:
    """The parts of a Word file; raises Unreadable for anything else and for what is too large."""
    if not data:
        raise Unreadable("empty", "The file is empty.")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise Unreadable("encrypted", "The file is protected by a password.")
        raise Unreadable("old-word", "This is a file of Word 2003 or older; save it as .docx first.")
    if data.startswith(b"%PDF"):
        raise Unreadable("not-a-docx", "This is a PDF file, despite its name.")
    if not zipfile.is_zipfile(io.BytesIO(data)):
        if data.startswith(b"PK\x03\x04"):
            raise Unreadable("damaged", "The file is truncated or damaged: its table of parts is missing.")
        raise Unreadable("not-a-docx", "This is not a Word file.")
    package = open_zip(data)
    main = next((r.target for r in package.relations("").values() if r.kind == "officeDocument"), "")
    if main not in package.names or not main.startswith("word/"):
        main = "word/document.xml"
    if main not in package.names:
        raise Unreadable("not-a-docx", "This zip file holds no Word document.")
    return replace(package, main=main)
