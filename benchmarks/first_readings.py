"""Sets of reports as they were read the first time, before anybody had looked at them.

`python -m benchmarks.first_readings SET` reads tests/first_readings/SET/reports once and keeps beside them
observations.csv, coverage.csv, judged.csv (for each row its traits and whether the truth has it so) and the
commit of the code, and puts the result into README.md. It refuses a set that has been read. Without SET it
prints found and right F1 of every set as it was first read, and by kind of report over the last three.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

from benchmarks.confidence import judged_file
from extractor.evaluate import Score, compare, could_be_told, truth_of
from extractor.lexicon import rulebook
from extractor.model import contract
from extractor.model.observation import Observation, of_cells

ROOT = Path(__file__).resolve().parent.parent
SETS = ROOT / "tests" / "first_readings"
SUFFIXES = (".txt", ".html", ".docx", ".pdf")


def sets() -> list[Path]:
    """The folders of the sets that have been read, oldest first."""
    return sorted(path.parent for path in SETS.glob("*/observations.csv"))


def read(folder: Path) -> None:
    """Read a set for the first and only time; raises SystemExit where it has been read."""
    if (folder / "observations.csv").exists():
        raise SystemExit(f"{folder.name} has been read: a first reading cannot be had twice.")
    command = [sys.executable, "-m", "extractor", "run", str(folder / "reports"), "--fresh", "--out"]
    out = folder / "out"
    subprocess.run([*command, str(out)], check=False, cwd=ROOT, stdout=subprocess.DEVNULL)
    for name in ("observations.csv", "coverage.csv"):
        (out / name).replace(folder / name)
    for path in sorted(out.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    out.rmdir()
    judge(folder)
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], check=True, cwd=ROOT, capture_output=True, text=True
    )
    (folder / "commit.txt").write_text(commit.stdout, encoding="utf-8")


def judge(folder: Path) -> None:
    """Write judged.csv: report, confidence, right and traits of every row that the truth could speak of."""
    book = rulebook.load(ROOT / "patterns")
    with (folder / "judged.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("report", "confidence", "right", "traits"))
        for path in sorted((folder / "reports").iterdir()):
            truth = folder / "truth" / f"{path.stem}.csv"
            if path.suffix in SUFFIXES and truth.exists():
                for row in judged_file(path, truth, book):
                    chance = f"{book.raw('confidence').of(row.traits):.2f}"
                    writer.writerow((path.stem, chance, int(row.right), ";".join(sorted(row.traits))))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def scores(folder: Path) -> dict[str, Score]:
    """By report, how its first reading compares with its truth."""
    rows: dict[str, list[Observation]] = defaultdict(list)
    for row in map(of_cells, _rows(folder / "observations.csv")):
        rows[Path(row.source_file).stem].append(row)
    out: dict[str, Score] = {}
    for path in sorted((folder / "truth").glob("*.csv")):
        if path.stem == "identity":
            continue
        truth = truth_of(path)
        asked = [row for row in rows[path.stem] if row.value is not None and could_be_told(row, truth)]
        out[path.stem] = compare(truth, asked).score()
    return out


def kinds(folder: Path) -> dict[str, str]:
    """The kind of each report of a set, by its stem."""
    return {Path(row["file"]).stem: row["kind"] for row in _rows(folder / "truth" / "identity.csv")}


def total(found: dict[str, Score]) -> Score:
    """Several reports together."""
    return sum(found.values(), Score())


LAST = 3
"""So many sets, the latest, say how reports of each kind are read."""
QUALITY = ROOT / "extractor" / "publish" / "quality.csv"


def by_kind() -> dict[str, list[Score]]:
    """By kind of report, the scores of the reports of the last few sets."""
    found: dict[str, list[Score]] = defaultdict(list)
    for folder in sets()[-LAST:]:
        named = kinds(folder)
        for stem, score in scores(folder).items():
            found[named.get(stem, "?")].append(score)
    return dict(sorted(found.items()))


def write_quality() -> None:
    """The file that every run hands out as quality.csv."""
    found = by_kind()
    lines = {"all": [score for several in found.values() for score in several], **found}
    rows = []
    for kind, several in lines.items():
        whole = sum(several, Score())
        rates = (whole.found.precision, whole.found.recall, whole.right.precision, whole.right.recall)
        rows.append((kind, len(several), whole.found.truth, *(f"{rate:.3f}" for rate in rates)))
    with QUALITY.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(contract.TABLES["quality"].columns)
        writer.writerows(rows)


def table() -> str:
    """The curve, and the kinds of the last few sets, as two Markdown tables."""
    lines = ["| set | reports | numbers | found F1 | right F1 |", "| --- | ---: | ---: | ---: | ---: |"]
    for folder in sets():
        found = scores(folder)
        whole = total(found)
        f1 = f"{whole.found.f1:.3f} | {whole.right.f1:.3f}"
        lines.append(f"| {folder.name} | {len(found)} | {whole.found.truth} | {f1} |")
    lines += ["", f"| kind, last {LAST} sets | found F1 | right F1 |", "| --- | ---: | ---: |"]
    kinds_found = {kind: sum(several, Score()) for kind, several in by_kind().items()}
    for kind, score in {"all": total(kinds_found), **kinds_found}.items():
        lines.append(f"| {kind} | {score.found.f1:.3f} | {score.right.f1:.3f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.first_readings", description=__doc__)
    parser.add_argument("set", nargs="?", help="the name of a set that has not been read yet")
    options = parser.parse_args()
    if options.set:
        from benchmarks import readme

        read(SETS / options.set)
        readme.write()
    print(table())


if __name__ == "__main__":
    main()
