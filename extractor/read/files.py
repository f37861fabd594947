"""Files into Documents: the format of a file is decided by its content, then by its name."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path, PurePath

from extractor.model.types import Document, Issue, Unreadable
from extractor.read.endless import without_endless
from extractor.read.formats import EXTENSIONS, MAX_FILE_BYTES, format_of, too_large


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
    kind = format_of(data, name)
    document = without_endless(kind.read(data, name))
    issues = document.issues
    suffix = PurePath(name).suffix
    if EXTENSIONS.get(suffix.lower(), kind.name) != kind.name:
        message = f"The file is named {suffix} but is {kind.noun}; it was read as {kind.noun}."
        issues = (Issue("wrong-extension", "info", message), *issues)
    return replace(
        document,
        id=hashlib.sha256(data).hexdigest(),
        name=name,
        format=kind.name,
        issues=issues,
    )


def load(path: Path) -> bytes:
    """The bytes of a file that can be read at all; Unreadable otherwise."""
    if path.is_dir():
        raise Unreadable("is-a-folder", f"{path.name} is a folder, not a file.")
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise too_large(path.name, size, MAX_FILE_BYTES)
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


def sniff(data: bytes, name: str = "") -> str:
    """The name of the format of the bytes, as in FORMATS; raises Unreadable if none fits."""
    return format_of(data, name).name
