"""The five real reports with the quirks of their councils left out, where they stand beside the project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from extractor.evaluate import Score, evaluate
from extractor.lexicon import rulebook
from extractor.run.report import work

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def scores(formats: Sequence[str]) -> dict[str, Score]:
    """By report and format; empty where the reports are not there."""
    book = rulebook.load(ROOT / "patterns").without_quirks()
    truths = [folder for folder in (SHARED / "gold", ROOT / "tests" / "truth") if folder.is_dir()]
    found: dict[str, Score] = {}
    for kind in formats:
        for path in sorted((SHARED / "reports").glob(f"*[0-9].{kind}")):
            rows = work(path.read_bytes(), path.name, None, book).observed()
            for folder in truths:
                one = evaluate(rows, folder).reports.get(path.stem)
                if one is not None:
                    found[path.name] = one.score()
    return found


def lines(formats: Sequence[str]) -> Iterator[str]:
    """One line for each report."""
    found = scores(formats)
    if found:
        yield "real reports, quirks left out: found F1, right F1"
    for name, score in found.items():
        yield f"  {name:32} {score.found.f1:.3f} {score.right.f1:.3f}"
