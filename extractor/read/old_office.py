"""Files of old Office programs and RTF, put into today's formats by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from extractor.model.types import Document, Unreadable

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 120
"""Longest that LibreOffice may take over one file."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_doc(data: bytes, name: str) -> Document:
    """The Document of a .doc file; raises Unreadable, also where LibreOffice is missing or fails."""
    return _as_word(data, name, "doc", "an old Word file")


def read_rtf(data: bytes, name: str) -> Document:
    """The Document of an .rtf file; raises Unreadable as read_doc does."""
    return _as_word(data, name, "rtf", "a rich-text (RTF) file")


def read_xls(data: bytes, name: str) -> Document:
    """The Document of an .xls file; raises Unreadable as read_doc does."""
    from extractor.read.sheets.xlsx import read_xlsx

    return _converted(data, name, ("xls", "xlsx"), "an old Excel file", read_xlsx)


def _as_word(data: bytes, name: str, ending: str, what: str) -> Document:
    from extractor.read.docx.document import read_docx

    return _converted(data, name, (ending, "docx"), what, read_docx)


def _converted(
    data: bytes, name: str, endings: tuple[str, str], what: str, reader: Callable[[bytes, str], Document]
) -> Document:
    """The Document of the file that LibreOffice makes of the bytes."""
    before, after = endings
    if _ENCRYPTED in data:
        raise Unreadable("encrypted", f"{name} is protected by a password.")
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        sentence = f"{name} is {what}: install LibreOffice to have it read, or save it as .{after}."
        raise Unreadable("needs-libreoffice", sentence)
    failed = Unreadable("not-converted", f"{name} is {what} that LibreOffice could not open.")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"report.{before}"
        source.write_bytes(data)
        profile = (Path(folder) / "profile").as_uri()
        command = [program, "--headless", "--norestore", f"-env:UserInstallation={profile}", "--convert-to"]
        try:
            subprocess.run(
                [*command, after, "--outdir", folder, str(source)],
                capture_output=True,
                timeout=SECONDS,
                check=True,
            )
            made = source.with_suffix(f".{after}").read_bytes()
        except (OSError, subprocess.SubprocessError):
            raise failed from None
    return reader(made, name)
