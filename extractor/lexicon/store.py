"""A folder of the user's own for what need not be made twice, by a key of all that it depends on.

An entry carries its own checksum, and one that is damaged, or that another user could have
written, is as good as none. Two processes may write at once: an entry takes its place whole.
What is packed may hold this package's own classes and plain values, and nothing else is
ever called when it is unpacked.
"""

from __future__ import annotations

import gc
import hashlib
import io
import os
import pickle
import re
import stat
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from extractor.language import regex

PACKAGE = Path(__file__).parents[1]
KEEP_DAYS = 60
"""Entries that no run has asked for in so long are removed."""
FEW = 20
"""Regular expressions that are not worth writing down."""
MANY = 6_000
"""Regular expressions that are written down at most: a change of patterns/ leaves old ones behind."""
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_PLAIN = {
    ("builtins", "frozenset"): frozenset,
    ("builtins", "set"): set,
    ("decimal", "Decimal"): Decimal,
    ("re", "RegexFlag"): re.RegexFlag,
    ("re", "_compile"): regex.compiled,
}
"""What else may stand in packed values: the name that pickle gives it, and what is meant."""


def folder() -> Path:
    """EXTRACTOR_CACHE, or `extractor` in the user's own folder for caches."""
    if given := os.environ.get("EXTRACTOR_CACHE"):
        return Path(given)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "extractor"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "extractor" / "cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "extractor"


@cache
def code_hash(*packages: str) -> str:
    """sha-256 over the names and contents of these packages' modules and data; without any, of all."""
    digest = hashlib.sha256()
    places = [PACKAGE / name for name in packages] or [PACKAGE]
    for path in sorted(path for place in places for kind in ("*.py", "*.yaml") for path in place.rglob(kind)):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(PACKAGE).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def key_of(parts: Iterable[str]) -> str:
    """One hex key for all that an entry depends on."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)} {part}\n".encode())
    return digest.hexdigest()


def read(key: str) -> bytes | None:
    """What is kept under a key; None where there is nothing, or nothing to be trusted."""
    try:
        with _path(key).open("rb") as file:
            if not (_is_own(file.fileno()) and _is_own(folder()) and _is_own(_path(key).parent)):
                return None
            content = file.read()
            with suppress(OSError):
                os.utime(file.name)
    except OSError:
        return None
    digest, body = content[:32], content[32:]
    return body if hashlib.sha256(key.encode() + body).digest() == digest else None


def touch(key: str) -> bool:
    """Whether something is kept under a key; it counts as asked for."""
    try:
        os.utime(_path(key))
    except OSError:
        return False
    return True


def write(key: str, body: bytes) -> bool:
    """Keep something; False where it could not be written, which harms nothing."""
    place, temporary = _path(key), ""
    try:
        for one in (folder(), place.parent):
            one.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _is_own(one):
                return False
        descriptor, temporary = tempfile.mkstemp(dir=place.parent, prefix=".new-")
        with os.fdopen(descriptor, "wb") as file:
            file.write(hashlib.sha256(key.encode() + body).digest() + body)
        Path(temporary).replace(place)
    except OSError:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        return False
    return True


def recall_expressions() -> None:
    """Take over what earlier processes made of regular expressions."""
    regex.give(_expressions())


def keep_expressions() -> None:
    """Keep what this process made of regular expressions, where it is much, for the processes to come."""
    if len(regex.news) < FEW:
        return
    known = _expressions()
    write(_expressions_key(), pack((known if len(known) < MANY else {}) | regex.news))
    regex.news.clear()


def _expressions() -> dict[regex.Key, regex.Made]:
    packed = read(_expressions_key())
    with suppress(pickle.UnpicklingError):
        found: dict[regex.Key, regex.Made] = {} if packed is None else unpack(packed)
        return found
    return {}


def _expressions_key() -> str:
    return key_of(["expressions", regex.version()])


def tidy(now: float | None = None) -> int:
    """Remove what no run has asked for in KEEP_DAYS, and return how many entries that was."""
    oldest = (time.time() if now is None else now) - KEEP_DAYS * 86400
    removed = 0
    for path in folder().glob("??/*"):
        with suppress(OSError):
            if path.stat().st_mtime < oldest:
                path.unlink()
                removed += 1
    return removed


def _path(key: str) -> Path:
    return folder() / key[:2] / key[2:]


def _is_own(place: Path | int) -> bool:
    """Is it this user's own, and may no other user write there?"""
    if not hasattr(os, "geteuid"):  # Windows, where the folder lies in the user's profile
        return True
    status = os.stat(place)
    return status.st_uid == os.geteuid() and not status.st_mode & _OTHERS_MAY_WRITE


def pack(value: Any) -> bytes:
    """A value of plain Python types and this package's classes as bytes."""
    return pickle.dumps(value, protocol=5)


def unpack(body: bytes) -> Any:
    """What `pack` was given. Raises pickle.UnpicklingError where anything else stands there."""
    collecting = gc.isenabled()
    gc.disable()  # nothing of it is garbage, and looking costs more than reading
    try:
        return _Unpickler(io.BytesIO(body)).load()
    finally:
        if collecting:
            gc.enable()


class _Unpickler(pickle.Unpickler):
    """Finds this package's own classes, and calls nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN:
            return _PLAIN[module, name]
        found = super().find_class(module, name) if module.startswith("extractor.") else None
        if not isinstance(found, type) or found.__module__ != module:
            raise pickle.UnpicklingError(f"{module}.{name} may not be unpacked")
        return found
