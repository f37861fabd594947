"""Results kept on disk by everything that they depend on, so that nothing is read twice.

A key covers the file's content and name, its manifest entry, patterns/, this
package's code, the versions of what it is built on, Python's, and the engine that
would read pictures of pages.
"""

from __future__ import annotations

import json
import sys
import zlib
from contextlib import suppress
from functools import cache
from importlib import metadata
from typing import Any

from extractor.lexicon import store
from extractor.model.records import CategoryRow, Check, Coverage, IssueRow
from extractor.model.result import ReportResult
from extractor.model.table import arrow_array
from extractor.read.ocr.engines import engine_name

BUILT_ON = (
    "lxml",
    "numpy",
    "pdfminer.six",
    "pdfplumber",
    "pydantic",
    "pypdfium2",
    "pyyaml",
    "rapidfuzz",
)


def basis(rules: str) -> str:
    """One hex key for all that every result depends on; `rules` is the hash of patterns/."""
    return store.key_of([rules, store.code_hash(), *built_on()])


def built_on() -> list[str]:
    """Python, the packages and the engine for pictures that a reading depends on, each with its version."""
    return [*(f"{name} {version}" for name, version in versions().items()), f"ocr {engine_name()}"]


def key(basis: str, sha256: str, name: str, entry: str) -> str:
    """One hex key for a report; `entry` is its manifest row as text, empty where it has none."""
    return store.key_of(["result", basis, sha256, name, entry])


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
    packed = store.read(key)
    if packed is None:
        return None
    try:
        return _result(json.loads(zlib.decompress(packed)))
    except (ValueError, KeyError, TypeError, zlib.error):
        return None


def _result(content: dict[str, Any]) -> ReportResult:
    import pyarrow

    columns = content["observations"]
    return ReportResult(
        source=content["source"],
        sha256=content["sha256"],
        observations=pyarrow.table({name: arrow_array(cells) for name, cells in columns.items()}),
        categories=tuple(map(CategoryRow.of_plain, content["categories"])),
        issues=tuple(map(IssueRow.of_plain, content["issues"])),
        coverage=Coverage.of_plain(content["coverage"]),
        fingerprint=tuple(content["fingerprint"]),
        checks=tuple(map(Check.of_plain, content["checks"])),
        asked=content["asked"],
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
        "asked": result.asked,
    }
    return store.write(key, zlib.compress(json.dumps(content, ensure_ascii=False).encode(), 1))
