"""Real reports as scans, by each engine. Floors are only ever raised."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from made_scan import ENGINES

from benchmarks.scans import scan_of
from extractor.evaluate import evaluate
from extractor.lexicon import rulebook
from extractor.read.pdf.scan import pages
from extractor.run.report import work

SCANS = os.environ.get("SCANS", "kingston-2017-18").split(",")
"""The shorter of the two; SCANS=hartlepool-2020-21 tries the other."""
ROOT = Path(__file__).resolve().parent.parent
#: (found F1, right F1) that each scan must reach.
FLOORS = {
    ("tesseract", "kingston-2017-18"): (0.97, 0.97),
    ("tesseract", "hartlepool-2020-21"): (0.97, 0.97),
    ("rapidocr", "kingston-2017-18"): (0.97, 0.97),
    ("rapidocr", "hartlepool-2020-21"): (0.97, 0.97),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("report", SCANS)
def test_a_scan_reaches_its_floors(
    engine: str, report: str, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXTRACTOR_OCR", engine)
    monkeypatch.setattr(pages, "PAGE_SECONDS", 900.0)  # the machine may be busy
    scan = shared / "reports" / f"{report}-scan.pdf"
    if not scan.is_file():
        scan = scan_of(shared / "reports" / f"{report}.pdf", tmp_path / scan.name)
    result = work(scan.read_bytes(), scan.name, None, rulebook.load(ROOT / "patterns"))
    truth = shared / "gold" if (shared / "gold" / f"{report}.csv").is_file() else ROOT / "tests" / "truth"
    score = evaluate(result.observed(), truth).reports[report].score()
    found, right = FLOORS[engine, report]
    assert score.found.f1 >= found, f"found F1 {score.found.f1:.3f}"
    assert score.right.f1 >= right, f"right F1 {score.right.f1:.3f}"
    assert result.coverage.status == "ok"
