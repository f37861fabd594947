"""Every document beside the project goes through `run` and `inspect`: read, or refused in a sentence."""

from __future__ import annotations

import csv
from pathlib import Path

from sampled import sampled
from typed import typed

from extractor.model.types import Unreadable
from extractor.read.formats import EXTENSIONS
from extractor.run.looking import inspect

PATTERNS = Path(__file__).parent.parent / "patterns"
FOLDERS = ("cases", "icdar2013", "other-councils/reports", "other-pdfs", "peer-tables")
TRUTH = (".csv", ".json", ".xml", ".md")


def test_no_document_loops_or_breaks_the_reader(shared: Path, tmp_path: Path) -> None:
    """A loop ends at the limits of `run`, which gives the report the status `failed`."""
    files = [path for folder in FOLDERS for path in sorted((shared / folder).rglob("*")) if _is_report(path)]
    assert len(files) > 100
    # Most are read by a test of their own too.
    hard = {path for path in files if path.name == "hang-big-stream.pdf"}
    files = sorted({*hard, *sampled(files, 3, "documents")})
    assert hard and len(files) > 30
    said = typed("run", *files, "--fresh", "--out", tmp_path)
    assert "Traceback" not in said.stderr
    with (tmp_path / "coverage.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["source_file"] for row in rows if row["status"] == "failed"] == []
    assert len(rows) == len(files)
    for path in files[::9]:  # `inspect` reads as `run` does, and here tells of it
        try:
            inspect(path, PATTERNS)
        except Unreadable as refusal:
            assert str(refusal).endswith(".")


def _is_report(path: Path) -> bool:
    return path.suffix in EXTENSIONS and path.suffix not in TRUTH
