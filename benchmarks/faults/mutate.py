"""One damaged copy of a report: the same for the same seed, never larger than twice the report."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable

Chance = random.Random
Mutation = Callable[[bytes, Chance], bytes]

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_TAG = re.compile(rb"<[^<>]{1,80}>")


def cut_short(data: bytes, chance: Chance) -> bytes:
    """A download that broke off."""
    return data[: chance.randrange(len(data) // 4, len(data))]


def flipped(data: bytes, chance: Chance) -> bytes:
    """Some bytes are others."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 4, 16, 64))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def zeroed(data: bytes, chance: Chance) -> bytes:
    """A block of the disk was never written."""
    length = min(len(data) // 4, chance.choice((64, 512, 4096)))
    at = chance.randrange(len(data) - length)
    return data[:at] + bytes(length) + data[at + length :]


def missing(data: bytes, chance: Chance) -> bytes:
    """A stretch is gone."""
    length = min(len(data) // 4, chance.choice((16, 256, 4096)))
    at = chance.randrange(len(data) - length)
    return data[:at] + data[at + length :]


def doubled(data: bytes, chance: Chance) -> bytes:
    """A stretch stands there twice."""
    length = min(len(data) // 4, chance.choice((16, 256, 4096)))
    at = chance.randrange(len(data) - length)
    return data[: at + length] + data[at:]


def as_other_text(data: bytes, chance: Chance) -> bytes:
    """Line ends changed, as by a transfer that took it for text."""
    return data.replace(b"\n", b"\r\n") if chance.random() < 0.5 else data.replace(b"\r\n", b"\n")


def stream_damaged(data: bytes, chance: Chance) -> bytes:
    """A few bytes inside one stream of a PDF."""
    starts = [found.end() for found in _STREAM.finditer(data)]
    if not starts:
        return flipped(data, chance)
    start = chance.choice(starts)
    end = data.find(b"endstream", start)
    at = chance.randrange(start, max(end, start + 1))
    return data[:at] + chance.randbytes(8) + data[at + 8 :]


def part_damaged(data: bytes, chance: Chance) -> bytes:
    """One part of an Office file is damaged, and the zip around it whole."""
    return _with_part(data, chance, chance.choice((cut_short, flipped, missing, zeroed)))


def part_gone(data: bytes, chance: Chance) -> bytes:
    """One part of an Office file is not there."""
    return _with_part(data, chance, None)


def _with_part(data: bytes, chance: Chance, mutation: Mutation | None) -> bytes:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        names = [i.filename for i in archive.infolist() if i.file_size > 100]
        chosen = chance.choice(names)
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as out:
            for info in archive.infolist():
                content = archive.read(info)
                if info.filename == chosen:
                    if mutation is None:
                        continue
                    content = mutation(content, chance)
                out.writestr(zipfile.ZipInfo(info.filename), content, zipfile.ZIP_DEFLATED)
    except (zipfile.BadZipFile, zlib.error, IndexError, ValueError):
        return flipped(data, chance)
    return sink.getvalue()


def tag_broken(data: bytes, chance: Chance) -> bytes:
    """A tag of a page loses its end, or a comment, a script or a quotation is never closed."""
    tags = list(_TAG.finditer(data))
    if not tags:
        return flipped(data, chance)
    at = chance.choice(tags)
    new = chance.choice(
        (at[0][:-1], b"<!-- ", b"<script>", b'<p title="', b"<textarea>", b"<table><tr>", b"")
    )
    return data[: at.start()] + new + data[at.end() :]


EVERY: tuple[Mutation, ...] = (cut_short, flipped, zeroed, missing, doubled)
BY_FORMAT: dict[str, tuple[Mutation, ...]] = {
    "pdf": (*EVERY, stream_damaged, stream_damaged, as_other_text),
    "docx": (*EVERY, part_damaged, part_damaged, part_gone),
    "xlsx": (*EVERY, part_damaged, part_damaged, part_gone),
    "html": (*EVERY, tag_broken, tag_broken),
    "txt": (*EVERY, as_other_text),
    "md": (*EVERY, as_other_text),
}


def mutant(data: bytes, kind: str, seed: str) -> tuple[bytes, str]:
    """A damaged copy of a file of this ending, and the name of what was done to it."""
    chance = random.Random(seed)
    mutation = chance.choice(BY_FORMAT[kind])
    return mutation(data, chance), mutation.__name__
