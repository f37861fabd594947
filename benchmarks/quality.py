"""How many hand-coded numbers a run finds, and how many it codes right, as JSON for the README.

    python -m benchmarks.quality --json benchmarks/figures/quality.json

The same sums as `extractor evaluate`, over every set of reports for which there
is a truth: the example reports, the made-up ones of the tests, and the five real
reports in each format where the folder ../shared stands beside the project.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.shown import Row, shown
from extractor import publish
from extractor.cli import patterns_folder
from extractor.evaluate import Rates, Score, evaluate
from extractor.lexicon import store
from extractor.model.observation import of_cells
from extractor.run import pipeline

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
EXTENSIONS = {"txt": "text", "docx": "Word", "pdf": "PDF", "html": "HTML"}


@dataclass(frozen=True)
class Trial:
    """A set of reports and the folders that hold their truth."""

    name: str
    paths: tuple[str, ...]
    truth: tuple[Path, ...]


class Silent:
    """Nobody watches how far the run is."""

    def begin(self, reports: int, cached: int) -> None: ...

    def reading(self, source_file: str) -> None: ...

    def doing(self, what: str) -> None: ...

    def read(self, source_file: str, status: str, reason: str) -> None: ...


def trials() -> Iterator[Trial]:
    """Every set that can be measured on this machine; the example reports come first."""
    corpus, made = ROOT / "corpus", ROOT / "tests" / "made"
    yield Trial("The example reports, `corpus/`", (str(corpus),), (corpus / "truth",))
    if made.is_dir():
        yield Trial("Made-up reports, `tests/made/`", (str(made),), (made / "truth",))
    truth = tuple(folder for folder in (SHARED / "gold", ROOT / "tests" / "truth") if folder.is_dir())
    for extension, name in EXTENSIONS.items():
        reports = sorted((SHARED / "reports").glob(f"*[0-9].{extension}"))
        if reports:
            yield Trial(f"Real reports as {name}", tuple(map(str, reports)), truth)


def run(paths: Sequence[str], out: Path) -> list[dict[str, str]]:
    """The observations of a run over the paths, written to a folder."""
    pipeline.run(paths, pipeline.Options(patterns_folder(), out=out), Silent())
    return publish.read_csv(out / "observations.csv")


def measure(trial: Trial, rows: Sequence[Row]) -> dict[str, Any]:
    """Reports, hand-coded numbers, and precision and recall of those found and those right.

    Truth of reports that are not in the trial is left aside; a report in it that
    gave no row counts with all its numbers missed.
    """
    given = {path.stem for path in _files(trial.paths)}
    scores = [
        score
        for folder in trial.truth
        for name, score in evaluate(list(map(of_cells, rows)), folder).by_report().items()
        if name in given
    ]
    whole = sum(scores, Score())
    return {
        "name": trial.name,
        "reports": len(scores),
        "numbers": whole.found.truth,
        "found": _rounded(whole.found),
        "right": _rounded(whole.right),
    }


def _files(paths: Iterable[str]) -> Iterator[Path]:
    for path in map(Path, paths):
        yield from path.iterdir() if path.is_dir() else (path,)


def _rounded(rates: Rates) -> dict[str, float]:
    return {name: round(getattr(rates, name), 3) for name in ("precision", "recall", "f1")}


def figures() -> dict[str, Any]:
    """The README's rows, all trials, and the hash of the code that was measured."""
    measured: list[dict[str, Any]] = []
    rows: list[dict[str, str]] = []
    for trial in trials():
        with tempfile.TemporaryDirectory() as folder:
            found = run(trial.paths, Path(folder))
        rows += shown(found) if not rows else []
        measured.append(measure(trial, found))
    return {"code": store.code_hash()[:12], "rows": rows, "trials": measured}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.quality", description="Precision and recall as JSON."
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here, not to the screen")
    given = parser.parse_args()
    text = json.dumps(figures(), indent=2) + "\n"
    if given.json:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
