"""The parts of an Office file: a zip opened with care, and its XML parsed with care."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass, field, replace
from typing import TypeAlias
from urllib.parse import unquote

from lxml import etree

from extractor.model.types import Issue, Unreadable

Element: TypeAlias = etree._Element

MOST_BYTES = 200_000_000
"""Uncompressed bytes of all parts together, as declared."""
MOST_PART_BYTES = 100_000_000
"""Uncompressed bytes of one XML part, as declared and as found."""
MOST_RATIO = 150
"""Uncompressed to compressed size; above it a file over SMALL_BYTES is taken for a zip bomb."""
SMALL_BYTES = 30_000_000

_PARTS_OF_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    NotImplementedError,
    OSError,
    ValueError,
    struct.error,
    OverflowError,
    MemoryError,
    KeyError,
)


@dataclass(frozen=True, slots=True)
class Relation:
    """What an r:id of a part points to; `kind` is the last word of its type ('chart', 'header')."""

    target: str
    kind: str


@dataclass(frozen=True, slots=True)
class Package:
    """An opened Office file."""

    archive: zipfile.ZipFile
    names: dict[str, str]
    """Part name in small letters, without a leading slash, to the name in the zip."""
    main: str
    """The part that holds the document: word/document.xml, xl/workbook.xml, content.xml."""
    promised: set[str] = field(default_factory=set)
    """Parts that others point to."""
    lacking: dict[str, None] = field(default_factory=dict)
    """Parts that were asked for, and are damaged or promised and not there."""

    def xml(self, part: str) -> Element | None:
        """The root of a part; None where there is no such part or it is not XML."""
        name = self.names.get(part.lower())
        if name is None:
            if part.lower() in self.promised:
                self.lacking[part.lower()] = None
            return None
        try:
            return parse(_bounded(self.archive, name))
        except (*_BROKEN, etree.LxmlError, Unreadable):
            self.lacking[part.lower()] = None
            return None

    def issues(self) -> tuple[Issue, ...]:
        """What the file has lost, once all that is wanted of it was asked for."""
        if not self.lacking:
            return ()
        parts = ", ".join(self.lacking)
        message = f"The file is damaged: of its parts {parts} cannot be read; numbers may be missing."
        return (Issue("part-damaged", "error", message),)

    def data(self, part: str) -> bytes:
        """The bytes of a part; none where it is not there or cannot be unpacked."""
        name = self.names.get(part.lower())
        try:
            return _bounded(self.archive, name) if name else b""
        except (*_BROKEN, Unreadable):
            return b""

    def document(self) -> Element:
        """The root of the main part; raises Unreadable where it cannot be read."""
        try:
            return parse(_bounded(self.archive, self.names.get(self.main, self.main)))
        except etree.LxmlError as problem:
            raise Unreadable("damaged", "The document's XML is damaged and cannot be read.") from problem
        except _BROKEN as problem:
            raise Unreadable(
                "damaged", "The file is damaged: its document part cannot be unpacked."
            ) from problem

    def properties(self, part: str, *names: str) -> list[str]:
        """The texts of a file's properties of these names, by name."""
        root = self.xml(part)
        return [
            e.text or "" for name in names for e in (root.iter(f"{{*}}{name}") if root is not None else ())
        ]

    def relations(self, part: str) -> dict[str, Relation]:
        """The relationships of a part by their id; those that lead outside the file are left out."""
        folder, base = posixpath.split(part)
        root = self.xml(f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels")
        found: dict[str, Relation] = {}
        for rel in root.iter(_RELATIONSHIPS) if root is not None else ():
            if rel.get("TargetMode") == "External":
                continue
            target = unquote(rel.get("Target") or "").replace("\\", "/")
            whole = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(folder, target))
            )
            found[rel.get("Id") or ""] = Relation(whole.lower(), (rel.get("Type") or "").rsplit("/", 1)[-1])
        self.promised.update(relation.target for relation in found.values())
        return found


def open_office(data: bytes, usual: str) -> Package:
    """As `open_zip`, with the main part that the file names, `usual` where it names none in that folder."""
    package = open_zip(data)
    main = next((r.target for r in package.relations("").values() if r.kind == "officeDocument"), "")
    inside = main in package.names and main.startswith(usual.partition("/")[0])
    main = main if inside else usual
    folder, base = posixpath.split(main)
    package.promised.add(f"{folder}/_rels/{base}.rels")  # without it, notes, charts and sheets are not found
    return replace(package, main=main)


def open_zip(data: bytes) -> Package:
    """The parts of a zip of XML files; raises Unreadable for anything else and for what is too large."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _check_sizes(archive, len(data))
    except _BROKEN as problem:
        raise Unreadable(
            "damaged", "The file is truncated or damaged: its table of parts cannot be read."
        ) from problem
    names = {i.filename.replace("\\", "/").lstrip("/").lower(): i.filename for i in archive.infolist()}
    return Package(archive, names, "")


def parse(data: bytes) -> Element:
    """The root of an XML part; raises etree.LxmlError, or Unreadable where the XML declares entities."""
    if b"purl.oclc.org/ooxml" in data[:20_000]:
        for strict, usual in _PARTS_OF_STRICT:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(
            "unsafe-xml", "The document's XML declares entities, which is not allowed in an Office file."
        )
    return root


def _check_sizes(archive: zipfile.ZipFile, packed: int) -> None:
    infos = archive.infolist()
    total = sum(i.file_size for i in infos)
    if total > MOST_BYTES or (total > SMALL_BYTES and total > MOST_RATIO * packed):
        raise Unreadable(
            "too-large", f"The file unpacks to {total // 1_000_000} MB, which is over the limit."
        )
    if any(i.flag_bits & 1 for i in infos):
        raise Unreadable("encrypted", "The file is protected by a password.")


def _bounded(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of a part, never more than the limit whatever the zip declares."""
    info = archive.getinfo(name)
    if info.file_size > MOST_PART_BYTES:
        raise Unreadable(
            "too-large",
            f"A part of the file unpacks to {info.file_size // 1_000_000} MB, which is over the limit.",
        )
    with archive.open(info) as part:
        data = part.read(MOST_PART_BYTES + 1)
        if len(data) > MOST_PART_BYTES:
            raise Unreadable("too-large", "A part of the file unpacks to more than it declares.")
    return data
