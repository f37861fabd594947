"""How well and how fast each OCR engine reads scans: quality, pages a second, peak memory.

    python -m benchmarks.ocr FOLDER

FOLDER holds the real reports: the scan of Kingston 2017/18, and the PDF of
Hartlepool 2020/21, of which a scan is made. Each engine reads in a process of
its own, which may use one core.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.scans import scan_of

ROOT = Path(__file__).resolve().parent.parent
ENGINES = ("tesseract", "rapidocr")
GIVEN_SCAN, TO_SCAN = "kingston-2017-18-scan.pdf", "hartlepool-2020-21.pdf"


def measure(scan: Path, truth: list[Path]) -> dict[str, float | str]:
    """One report read with the engine that the environment names."""
    from extractor.evaluate import evaluate
    from extractor.lexicon import rulebook
    from extractor.read.ocr.engines import engine_name
    from extractor.run.report import work

    book = rulebook.load(ROOT / "patterns")
    began = time.process_time() + _children().ru_utime + _children().ru_stime
    result = work(scan.read_bytes(), scan.name, None, book)
    seconds = time.process_time() + _children().ru_utime + _children().ru_stime - began
    report = scan.stem.removesuffix("-scan")
    rows = result.observed()
    scores = [e.reports[report] for e in (evaluate(rows, t) for t in truth) if report in e.reports]
    score = scores[0].score()
    peak = max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, _children().ru_maxrss)
    return {
        "engine": engine_name(),
        "report": report,
        "found": score.found.f1,
        "right": score.right.f1,
        "pages_a_second": (result.coverage.pages or 0) / seconds,
        "peak_mb": peak / 1024,
    }


def _children() -> resource.struct_rusage:
    return resource.getrusage(resource.RUSAGE_CHILDREN)


def measured(engine: str, scan: Path, truth: list[Path]) -> dict[str, float | str] | None:
    """The same in a new process on one core; None where the engine is not here."""
    command = [sys.executable, "-m", "benchmarks.ocr", "--one", str(scan), *map(str, truth)]
    done = subprocess.run(
        command,
        env={**os.environ, "EXTRACTOR_OCR": engine},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(f"{engine}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    found: dict[str, float | str] = json.loads(done.stdout)
    return found


def main() -> None:
    said = "Quality and speed of the OCR engines."
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ocr", description=said)
    parser.add_argument("folder", type=Path, help="the folder of real reports")
    parser.add_argument("truth", type=Path, nargs="*", help="folders of hand-coded rows")
    parser.add_argument("--one", action="store_true", help="FOLDER is one scan; prints JSON")
    given = parser.parse_args()
    if given.one:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        print(json.dumps(measure(given.folder, given.truth)))
        return
    folder = given.folder.resolve()
    truth = given.truth or [folder.parent / "gold", ROOT / "tests" / "truth"]
    print("| engine | report | found: F1 | right: F1 | pages a second | peak memory |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as made:
        scans = [
            folder / GIVEN_SCAN,
            scan_of(folder / TO_SCAN, Path(made) / f"{Path(TO_SCAN).stem}-scan.pdf"),
        ]
        for engine in ENGINES:
            for scan in scans:
                row = measured(engine, scan, truth)
                if row is None:
                    print(f"| {engine} | {scan.stem} | not here | | | |")
                    continue
                print(
                    f"| {row['engine']} | {row['report']} | {row['found']:.3f} | {row['right']:.3f} "
                    f"| {row['pages_a_second']:.2f} | {row['peak_mb']:.0f} MB |"
                )


if __name__ == "__main__":
    main()
