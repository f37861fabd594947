"""Reads councils' annual complaint reports into one comparable dataset.

Two functions are for use from Python: `read` takes one report, `run` many. What they give holds
pandas DataFrames with the columns that docs/data-dictionary.md describes.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.run.api import Outputs, Report

__all__ = ["read", "run"]

# The packages of these names come first, or they would take the functions' places when they are loaded.
for _package in ("read", "run"):
    import_module(f"{__name__}.{_package}")


def read(path: str | Path, patterns: str | Path | None = None) -> Report:
    """Read one report, here and now, and write nothing.

    `path` is a PDF, Word, Excel, OpenDocument, web or text file; what a manifest.csv beside it says of it
    holds. `patterns` is a folder to use in place of the tool's own.
    Raises Unreadable (of extractor.model.types) for a file that cannot be read, and RulebookError for a
    broken folder of patterns, each with one plain sentence.
    """
    from extractor.run import api

    return api.read(Path(path), _patterns(patterns))


def run(
    paths: str | Path | Iterable[str | Path],
    out: str | Path = "outputs",
    *,
    patterns: str | Path | None = None,
    **options: Any,
) -> Outputs:
    """Read many reports and write the outputs folder, as `extractor run` does.

    `paths` are files, folders, glob patterns or a manifest. `options` are those of
    extractor.run.options.Options: jobs, engine, scheduler, fresh, min_confidence, population,
    corrections, answers, suppress.
    Raises as extractor.run.pipeline.run does, each with one plain sentence; a report that cannot be read
    is no error but a row of coverage.
    """
    from extractor.run import api

    given = [paths] if isinstance(paths, str | Path) else paths
    return api.run([str(path) for path in given], Path(out), _patterns(patterns), options)


def _patterns(given: str | Path | None) -> Path:
    from extractor.cli import patterns_folder

    return Path(given) if given is not None else patterns_folder()
