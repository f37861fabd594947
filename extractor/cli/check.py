"""Where patterns/ is, which file holds what, and whether it and the manifest are in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from extractor.identify import examples, manifest
from extractor.identify.manifest import ManifestFault
from extractor.lexicon import check as audit
from extractor.lexicon import rulebook
from extractor.lexicon.rulebook import RulebookError
from extractor.model.contract import DIMENSIONS
from extractor.model.observation import Observation
from extractor.run.inputs import sha256_of
from extractor.understand import line_examples


def check(listed: Path | None, folder: Path) -> tuple[list[str], str]:
    """One sentence for each problem in patterns/ and the manifest, and what was looked at."""
    faults: list[str] = []
    try:
        book = rulebook.load(folder)
        faults += audit.check(book) or [*examples.faults(book), *line_examples.faults(book)]
        looked_at = f"{sum(map(len, book.vocabularies.values()))} entries in {folder.name}/"
    except RulebookError as error:
        faults.append(str(error))
        looked_at = f"{folder.name}/"
    if listed:
        faults += _manifest_faults(listed)
        looked_at += f" and {listed}"
        faults += _corrections_faults(listed.parent, folder)
    return faults, looked_at


def silent(rows: Iterable[Observation], folder: Path) -> list[str]:
    """Which codes of patterns/ no row of a run carries; a sentence for each vocabulary."""
    book = rulebook.load(folder)
    seen: dict[str, set[str]] = {column: set() for column in book.columns.values()}
    for row in rows:
        for column, codes in seen.items():
            codes.add(row.code(column) if column in DIMENSIONS else getattr(row, column))
    return list(audit.silent(book, seen))


def _corrections_faults(folder: Path, patterns: Path) -> Iterator[str]:
    """What is wrong with the corrections beside the manifest, whatever the reports print."""
    from extractor.corrections import NAME, CorrectionsFault, codes, contradictions, load

    path = folder / NAME
    if not path.is_file():
        return
    try:
        given, book = load(path), rulebook.load(patterns)
    except (CorrectionsFault, RulebookError) as error:
        yield str(error)
        return
    yield from (f"{path} line {number}: {clause}." for number, _, clause in given.faults)
    for entry in given.entries:
        if clause := codes.fault_of(entry.changes, book):
            yield f"{path} line {entry.number}: {clause}."
    for earlier, later in contradictions(given.entries):
        yield f"{path} lines {earlier.number} and {later.number} say opposite things of the same: keep one."


def _manifest_faults(path: Path) -> Iterator[str]:
    try:
        entries = manifest.load(path)
    except ManifestFault as error:
        yield str(error)
        return
    for name in manifest.unknown_columns(path):
        yield f"{path}: a manifest has no column '{name}'."
    for entry in entries:
        file = path.parent / entry.file
        if not file.is_file():
            yield f"{path}: '{entry.file}' does not exist."
        elif entry.sha256 and entry.sha256 != sha256_of(file):
            yield f"{path}: '{entry.file}' does not have the SHA-256 that the manifest gives."
