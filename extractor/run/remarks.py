"""What a run itself has to remark on what it was given: one Issue for each thing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.identify import manifest
from extractor.model.records import IssueRow
from extractor.run.inputs import Input, Inputs

if TYPE_CHECKING:
    from extractor.reconcile.population import Population


def of_inputs(found: Inputs) -> Iterator[IssueRow]:
    """Files that were skipped, and columns of manifests that mean nothing here."""
    for path, reason in found.skipped:
        message = f"The file was skipped: {reason}."
        yield IssueRow(Path(path).name, "file-skipped", "info", None, message)
    for listed in found.manifests:
        for name in manifest.unknown_columns(listed):
            message = f"A manifest has no column '{name}', so its cells are not used."
            yield IssueRow(listed.name, "manifest-column-unknown", "warning", None, message)


def of_hash(report: Input, sha256: str) -> Iterator[IssueRow]:
    """A file whose content is not what the manifest says."""
    wanted = report.entry.sha256 if report.entry else ""
    if wanted and wanted != sha256:
        message = f"The manifest gives the sha-256 {wanted} for this file, but its content has the sha-256 "
        yield IssueRow(report.source_file, "sha256-differs", "warning", None, f"{message}{sha256}.")


def of_population(path: Path | None, people: Population | None) -> Iterator[IssueRow]:
    """Codes of the population file that no council has."""
    if people is None or path is None or not people.unknown:
        return
    codes = ", ".join(code or "an empty cell" for code in people.unknown)
    message = (
        f"The population file has codes that belong to no council, and their numbers are left out: {codes}."
    )
    yield IssueRow(path.name, "population-code-unknown", "warning", None, message)
