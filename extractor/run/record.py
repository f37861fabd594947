"""run.json: what a run was made with and of, what it came to, and how long it took."""

from __future__ import annotations

import platform
from collections.abc import Collection, Iterable, Mapping, Sequence
from importlib import metadata
from typing import Any

from extractor.lexicon import store
from extractor.model.records import Coverage
from extractor.read.ocr.engines import engine_name
from extractor.run import cache

DISTRIBUTION = "council-complaints-extractor"


def record(
    settings: Mapping[str, Any],
    coverage: Sequence[Coverage],
    cached: Collection[str],
    keys: Mapping[str, str],
    skipped: Iterable[tuple[str, str]],
    counts: Mapping[str, Any],
    seconds: Mapping[str, float],
) -> dict[str, Any]:
    """The content of run.json; only `timings` differ between two runs over the same input."""
    return {
        "extractor": own_version(),
        "versions": cache.versions() | {"ocr": engine_name(), "platform": platform.platform()},
        "code": store.code_hash(),
        **settings,
        "inputs": [
            {
                "source_file": line.source_file,
                "sha256": line.sha256,
                "status": line.status,
                "from_cache": line.source_file in cached,
                "kept": keys.get(line.source_file, ""),
            }
            for line in coverage
        ],
        "skipped": [{"path": path, "reason": reason} for path, reason in skipped],
        "counts": dict(counts),
        "timings": {name: round(value, 3) for name, value in seconds.items()},
    }


def own_version() -> str:
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return "not installed"
