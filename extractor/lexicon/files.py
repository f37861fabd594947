"""The files of patterns/ and the one hash of them all."""

from __future__ import annotations

import hashlib
from pathlib import Path

QUIRKS = "quirks"
WEIGHTS = ".npz"
Files = tuple[tuple[str, bytes], ...]
"""Names, as seen from the folder, and contents."""


def files_of(folder: Path) -> Files:
    """*.yaml, quirks/*.yml (or .yaml) and *.npz; nothing where there is no *.yaml and no quirk."""
    paths = sorted(folder.glob("*.yaml"))
    paths += sorted(path for ending in ("yml", "yaml") for path in (folder / QUIRKS).glob(f"*.{ending}"))
    paths += sorted(folder.glob(f"*{WEIGHTS}")) if paths else []
    return tuple((path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths)


def hash_of(files: Files) -> str:
    """sha-256 over names and contents."""
    digest = hashlib.sha256()
    for name, content in files:
        digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()
