"""A run over what has not changed leaves its outputs folder as it is, and says again what it says."""

from __future__ import annotations

import json
import platform
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.lexicon import store
from extractor.publish.atomic_folder import FILES
from extractor.run import cache, remarks
from extractor.run.inputs import Inputs, sha256_of
from extractor.run.look_up import State
from extractor.run.options import Options, Summary

if TYPE_CHECKING:
    from extractor.second_reader.settle import Settled

WRITTEN_WITH = ("jinja2", "pandas", "pyarrow", "sqlite-utils")

Line = tuple[str, str, str]
"""A report's source_file, its status and the reason."""


@dataclass(frozen=True)
class Told:
    """What the run that wrote a folder had to say."""

    summary: Summary
    reports: tuple[Line, ...]


def signature(found: Inputs, options: Options, state: State) -> str:
    """One key for all that the files of the outputs folder depend on."""
    beside = [path for path in (options.corrections, options.answers, options.population) if path]
    with suppress(OSError):  # reading it later says what is wrong with it
        parts: list[Any] = [
            *(str(options.out.resolve()), options.min_confidence, options.suppress, platform.platform()),
            *(f"{path} {sha256_of(path)}" for path in beside),
            *(f"{name} {metadata.version(name)}" for name in WRITTEN_WITH),
            *sorted(state.keys.items()),
            *(result.coverage.plain() for result in state.results.values()),
            *(issue.plain() for issue in [*state.issues, *remarks.of_inputs(found)]),
            *found.skipped,
        ]
        return store.key_of(["outputs", cache.basis(""), json.dumps(parts)])
    return ""


def told(key: str, out: Path, state: State) -> Told | None:
    """What the run said that wrote just these files.

    None where they are not as it left them, or where a result is no longer kept for those who ask for it.
    """
    kept = store.read(key) if key else None
    if kept is None:
        return None
    content = json.loads(kept)
    if content["files"] != _files(out) or not all(map(store.touch, state.keys.values())):
        return None
    summary = content["summary"]
    skipped = tuple((path, reason) for path, reason in summary["skipped"])
    lines = tuple((source, status, reason) for source, status, reason in content["reports"])
    second = _settled(summary["second"]) if summary["second"] else None
    also = {"skipped": skipped, "out": out, "second": second, "unchanged": True}
    return Told(Summary(**{**summary, **also}), lines)


def _settled(record: dict[str, Any]) -> Settled:
    from extractor.second_reader.settle import Agreement, Settled

    agreements = [Agreement(**one) for one in record["agreement"]]
    return Settled({}, agreements=agreements, counts=Counter(record["rows"]))


def remember(key: str, summary: Summary, state: State) -> None:
    """What a run that kept the result of every report has written, for the next one."""
    second = summary.second.record() if summary.second else None
    said = {**vars(summary), "out": "", "from_cache": len(state.kept), "second": second}
    content = {"files": _files(summary.out), "summary": said, "reports": state.lines}
    if key:
        store.write(key, json.dumps(content).encode())


def _files(out: Path) -> dict[str, list[int]]:
    """Size and time of every file of an outputs folder."""
    found = {}
    for name in FILES:
        with suppress(OSError):
            status = (out / name).stat()
            found[name] = [status.st_size, status.st_mtime_ns]
    return found
