"""From what was typed to the list of reports: files, folders, globs and manifests."""

from __future__ import annotations

import glob
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.identify import manifest
from extractor.identify.manifest import ManifestEntry

BESIDE_REPORTS = frozenset({"readme", "licence", "license", "sources", "notice", "changelog"})
"""Text files that accompany reports in a folder and are not reports."""

NEVER_REPORTS = frozenset(
    {
        ".csv",
        ".css",
        ".js",
        ".json",
        ".lock",
        ".log",
        ".ps1",
        ".py",
        ".pyc",
        ".sh",
        ".toml",
        ".xml",
        ".yaml",
        ".yml",
    }
)
"""Data and code: in a folder they are skipped silently. Anything else might have been a report."""


def sha256_of(path: Path) -> str:
    """The hash of a file's content, in hex. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


OUTPUTS = "it is the outputs folder of a run"


class NoInput(Exception):
    """Nothing to read, with one sentence saying why."""


@dataclass(frozen=True)
class Input:
    """One report to read."""

    path: Path
    source_file: str
    """The name that it has in the dataset."""
    root: Path
    """The folder that was given, or that holds the file that was given."""
    entry: ManifestEntry | None = None

    @property
    def missing(self) -> bool:
        """Named by a manifest, but not there."""
        return not self.path.is_file()


@dataclass(frozen=True)
class Inputs:
    reports: tuple[Input, ...]
    """By source_file; no file twice."""
    skipped: tuple[tuple[str, str], ...] = ()
    """Path and reason of what was given and is not read."""

    @property
    def manifests(self) -> list[Path]:
        """The manifests beside the reports."""
        beside = {report.root / manifest.NAME for report in self.reports}
        return sorted(path for path in beside if path.is_file())


def gather(paths: Sequence[str], formats: Mapping[str, str]) -> Inputs:
    """Everything that the paths name; `formats` gives the format of each ending that is read.

    Raises NoInput, and ManifestFault for a broken manifest.
    """
    found: dict[Path, Input] = {}
    skipped: dict[str, str] = {}
    for given in paths:
        for path in _expand(given):
            for report in _reports(path, formats, skipped):
                found.setdefault(report.path.resolve(), report)
    if not found:
        raise NoInput(_why_nothing(paths, formats, skipped))
    return Inputs(_named(found.values()), tuple(sorted(skipped.items())))


def _expand(given: str) -> list[Path]:
    if not given:
        raise NoInput("An empty path was given: use . for the folder that you are in.")
    if web := web_address(given):
        raise NoInput(web)
    if Path(given).exists():
        return [Path(given)]
    if glob.has_magic(given):
        matches = sorted(glob.glob(given, recursive=True))
        if not matches:
            raise NoInput(f"Nothing matches '{given}'.")
        return [Path(match) for match in matches]
    raise NoInput(f"There is no file or folder '{given}'.")


def _reports(path: Path, formats: Mapping[str, str], skipped: dict[str, str]) -> Iterable[Input]:
    if path.is_dir():
        yield from _folder(path, formats, skipped)
    elif path.suffix.lower() == ".csv":
        for entry in manifest.load(path):
            yield Input(path.parent / entry.file, "", path.parent, entry)
    elif not path.is_file():
        skipped[str(path)] = "not a regular file"
    elif path.suffix.lower() not in formats:
        skipped[str(path)] = _not_read(path)
    elif is_outputs(path.parent):
        skipped[str(path.parent)] = OUTPUTS
    else:
        yield Input(path, "", path.parent, entry_of(path))


def entry_of(path: Path) -> ManifestEntry | None:
    """What the manifest beside a report says of it. Raises ManifestFault."""
    beside = path.parent / manifest.NAME
    entries = manifest.load(beside) if beside.is_file() else ()
    return next((entry for entry in entries if entry.file == path.name), None)


def web_address(given: str) -> str:
    """The sentence for a web address in the place of a file; '' for anything else."""
    if not re.match(r"[a-z]+:/", given, re.IGNORECASE):
        return ""
    return f"'{given}' is a web address: save the report as a file first, and give that."


def _folder(folder: Path, formats: Mapping[str, str], skipped: dict[str, str]) -> Iterable[Input]:
    listed = folder / manifest.NAME
    entries = {entry.file: entry for entry in manifest.load(listed)} if listed.is_file() else {}
    if is_outputs(folder):
        skipped[str(folder)] = OUTPUTS
        return
    for path in sorted(folder.rglob("*")):
        below = path.relative_to(folder)
        if outputs := next((p for p in path.parents if folder in p.parents and is_outputs(p)), None):
            skipped[str(outputs)] = OUTPUTS
            continue
        if any(part.startswith((".", "~$")) for part in below.parts) or not path.is_file():
            continue
        entry = entries.pop(below.as_posix(), None)
        if entry is None and path.suffix.lower() in NEVER_REPORTS:
            continue
        if entry is None and path.suffix.lower() not in formats:
            skipped[str(path)] = _not_read(path)
        elif entry is None and formats[path.suffix.lower()] == "text" and path.stem.lower() in BESIDE_REPORTS:
            skipped[str(path)] = "supporting file, not a report"
        else:
            yield Input(path, "", folder, entry)
    for entry in entries.values():
        yield Input(folder / entry.file, "", folder, entry)


def is_outputs(folder: Path) -> bool:
    """Did a run write this folder? Its report.html is no report of a council."""
    return (folder / "run.json").is_file()


def _not_read(path: Path) -> str:
    return f"'{path.suffix}' files are not supported" if path.suffix else "its name has no extension"


def _why_nothing(paths: Sequence[str], formats: Iterable[str], skipped: dict[str, str]) -> str:
    if not paths:
        return "No path was given."
    if len(skipped) == 1:
        ((path, reason),) = skipped.items()
        return f"Nothing to read: {path} was skipped: {reason}."
    where = f"in '{paths[0]}'" if len(paths) == 1 else "in the paths given"
    also = f" {len(skipped)} other files were skipped." if skipped else ""
    return f"No reports {where}. Supported formats: {', '.join(sorted(formats))}.{also}"


def _named(reports: Iterable[Input]) -> tuple[Input, ...]:
    """The file's name; where two share one, with the folder below the root, and further up if need be."""
    groups: dict[str, list[Input]] = defaultdict(list)
    for report in reports:
        groups[report.path.name].append(report)
    named: list[Input] = []
    for group in groups.values():
        names = _names(group)
        named += [replace(report, source_file=name) for report, name in zip(group, names, strict=True)]
    return tuple(sorted(named, key=lambda report: report.source_file))


def _names(group: list[Input]) -> list[str]:
    whole = [report.path.resolve() for report in group]
    depth = [len(path.relative_to(r.root.resolve()).parts) for path, r in zip(whole, group, strict=True)]
    names = [path.name for path in whole]
    for more in range(max(len(path.parts) for path in whole)):
        if len(set(names)) == len(names):
            break
        names = ["/".join(path.parts[-(n + more) :]) for path, n in zip(whole, depth, strict=True)]
    return names
