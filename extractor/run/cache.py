"""Results kept on disk by everything that they depend on, so that nothing is read twice.

A key covers the file's content and name, its manifest entry, patterns/, this
package's code, the versions of what it is built on, Python's, and the engine that
would read pictures of pages. Entries carry their own checksum:
one that is damaged or half there is as good as none.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
import time
import zlib
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from extractor.model import contract
from extractor.model.records import CategoryRow, Check, Coverage, IssueRow
from extractor.model.result import ReportResult
from extractor.read.ocr.engines import engine_name

KEEP_DAYS = 60
"""Entries that no run has asked for in so long are removed."""
BUILT_ON = (
    "lxml",
    "numpy",
    "pdfminer.six",
    "pdfplumber",
    "pydantic",
    "pypdfium2",
    "python-docx",
    "pyyaml",
    "rapidfuzz",
    "spacy",
)


def folder() -> Path:
    """EXTRACTOR_CACHE, or `extractor` in the user's own folder for caches."""
    if given := os.environ.get("EXTRACTOR_CACHE"):
        return Path(given)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "extractor"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "extractor" / "cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "extractor"


def key(sha256: str, name: str, entry: str, rulebook_hash: str) -> str:
    """One hex key for a report; `entry` is its manifest row as text, empty where it has none."""
    built = [f"{n} {v}" for n, v in versions().items()]
    parts = [sha256, name, entry, rulebook_hash, code_hash(), *built, f"ocr {engine_name()}"]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@cache
def code_hash() -> str:
    """sha-256 over the names and contents of the package's modules and its contract."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in [*sorted(package.rglob("*.py")), contract.FILE]:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(package).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()


@cache
def versions() -> dict[str, str]:
    """Python and the packages that a result depends on; empty where one is not installed."""
    found = {"python": ".".join(map(str, sys.version_info[:3]))}
    for name in BUILT_ON:
        with suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    return found


def load(key: str) -> ReportResult | None:
    """The result kept under a key; None where there is none, or none that is whole."""
    path = _path(key)
    try:
        packed = path.read_bytes()
        digest, body = packed[:32], packed[32:]
        if hashlib.sha256(body).digest() != digest:
            return None
        content = json.loads(zlib.decompress(body))
        result = _result(content)
    except (OSError, ValueError, KeyError, TypeError, zlib.error):
        return None
    with suppress(OSError):
        os.utime(path)
    return result


def _result(content: dict[str, Any]) -> ReportResult:
    import pyarrow

    columns = content["observations"]
    return ReportResult(
        source=content["source"],
        sha256=content["sha256"],
        observations=pyarrow.table(
            {n: pyarrow.array(cells, pyarrow.string()) for n, cells in columns.items()}
        ),
        categories=tuple(map(CategoryRow.of_plain, content["categories"])),
        issues=tuple(map(IssueRow.of_plain, content["issues"])),
        coverage=Coverage.of_plain(content["coverage"]),
        fingerprint=tuple(content["fingerprint"]),
        checks=tuple(map(Check.of_plain, content["checks"])),
    )


def save(key: str, result: ReportResult) -> bool:
    """Keep a result; False where it could not be written, which harms nothing."""
    content = {
        "source": result.source,
        "sha256": result.sha256,
        "observations": result.observations.to_pydict(),
        "categories": [line.plain() for line in result.categories],
        "issues": [line.plain() for line in result.issues],
        "coverage": result.coverage.plain(),
        "fingerprint": result.fingerprint,
        "checks": [line.plain() for line in result.checks],
    }
    body = zlib.compress(json.dumps(content, ensure_ascii=False).encode(), 1)
    path = _path(key)
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        with os.fdopen(descriptor, "wb") as file:
            file.write(hashlib.sha256(body).digest() + body)
        Path(temporary).replace(path)
    except OSError:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        return False
    return True


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
