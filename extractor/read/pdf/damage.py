"""Whether the bytes of a PDF are as its writer left them, as far as they themselves say so."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator

MOST_UNPACKED = 100_000_000
"""Bytes that are unpacked to see whether the streams are whole."""
MOST_ENTRIES = 1_000_000
"""Lines of tables of contents that are looked at."""
PALETTE = 1024
"""Bytes that a table of colours may have, which is no drawing either."""
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_FLATE = re.compile(rb"/Filter\s*\[?\s*(?:/ASCII85Decode\s*)?/FlateDecode")
_ASCII = re.compile(rb"/ASCII85Decode")
_START = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF\s*$")
_SECTION = re.compile(rb"\s*(\d{1,9})\s+(\d{1,9})[ \t]*\r?\n?")
_ENTRY = re.compile(rb"\s*(\d{10})\s(\d{5})\s([nf])")
_PLAIN = re.compile(rb"<<\s*/Length\s+\d+(?:\s+\d+\s+R)?\s*>>\s*$")
"""What stands before the drawing of a page that nothing packed."""
_INNER = rb"\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\)"
_TOKEN = re.compile(
    rb"[\s\[\]]++|\((?:[^()\\]++|\\.|%b)*+\)|<<|>>|<[0-9A-Fa-f\s]*+>|/[^\s/\[\]()<>\x00-\x1f\x7f-\xff]*+"
    rb"|[-+]*[\d.]+-?\d*|(?P<word>[A-Za-z'\"][A-Za-z0-9*]*+)" % _INNER,
    re.DOTALL,
)
_OPERATORS = frozenset(
    b"b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l".split()
    + b"m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W*".split()
    + [b"'", b'"', *b"y true false null".split()]
)
_BEFORE = re.compile(rb"/Prev\s+(\d{1,12})")


def looks_damaged(data: bytes) -> bool:
    """The file's end does not point at its table of contents, that at no objects, or a stream is broken."""
    found = _START.search(data[-2048:].rstrip(b"\x00\r\n\t "))
    if found is None:
        return True
    start = data.find(b"%PDF-", 0, 1024)
    at = data[int(found[1]) + start : int(found[1]) + start + 40].lstrip()
    if not (at.startswith(b"xref") or re.match(rb"\d+\s+\d+\s+obj", at)):
        return True
    if not all(
        re.match(rb"\s*%d\s+\d+\s+obj" % n, data[p : p + 40]) for n, p in _places(data, int(found[1]))
    ):
        return True
    return b"/Encrypt" not in data and _has_broken_stream(data)


def _places(data: bytes, table: int) -> Iterator[tuple[int, int]]:
    """Each object of the tables of contents that are plain text, and where it should begin."""
    start, seen, left = data.find(b"%PDF-", 0, 1024), set[int](), MOST_ENTRIES
    told: set[int] = set()
    while table not in seen and data[start + table : start + table + 40].lstrip().startswith(b"xref"):
        seen.add(table)
        at = data.index(b"xref", start + table) + 4
        while section := _SECTION.match(data, at):
            at, first = section.end(), int(section[1])
            for number in range(first, first + int(section[2])):
                entry = _ENTRY.match(data, at)
                if entry is None:
                    yield number, len(data)
                    return
                at, left = entry.end(), left - 1
                if not left:
                    return
                if number not in told:
                    told.add(number)
                    if entry[3] == b"n" and int(entry[1]):
                        yield number, int(entry[1]) + start
        before = _BEFORE.search(data, at, at + 2000)
        table = int(before[1]) if before else len(data)


def _has_broken_stream(data: bytes) -> bool:
    """One of the streams that zlib packed, pictures apart, does not unpack to its end."""
    budget = MOST_UNPACKED
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - 400) : found.start()].rsplit(b"obj", 1)[-1]
        end = data.find(b"endstream", found.end())
        packed = data[found.end() : end if end > 0 else len(data)]
        if _PLAIN.search(head) and _is_no_drawing(packed):
            return True
        if not _FLATE.search(head) or b"/Image" in head:
            continue
        if _ASCII.search(head):
            packed = _of_ascii(packed)
        unpacker = zlib.decompressobj()
        try:
            while packed and budget > 0 and not unpacker.eof:  # what follows the end is never used up
                budget -= len(unpacker.decompress(packed, 1_000_000))
                packed = unpacker.unconsumed_tail
        except zlib.error:
            return True
        if budget > 0 and not unpacker.eof:
            return True
    return False


def _of_ascii(packed: bytes) -> bytes:
    """Bytes written as letters; nothing where that is broken."""
    try:
        return base64.a85decode(packed.split(b"~>")[0].removeprefix(b"<~").strip())
    except ValueError:
        return b"no stream"


def _is_no_drawing(content: bytes) -> bool:
    """The text of a stream has something in it that no program draws with."""
    if b"begincmap" in content or b" ID" in content or len(content) <= PALETTE:
        return False
    at = 0
    while at < len(content):
        token = _TOKEN.match(content, at)
        if token is None or (token["word"] and token["word"] not in _OPERATORS):
            return True
        at = token.end()
    return False
