"""How long reading many small reports takes, by engine and number of workers.

    python -m benchmarks.scale 100 1000 [--jobs 1 2] [--engines local dask] [--report FILE]

Each run has a cache and a folder of its own, and reads so many copies of one report (a text of the corpus),
each with other figures. Seconds are of the clock: nothing else should run.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

REPORT = Path("corpus/harrow-2016-17-example.txt")
_COUNT = re.compile(r"(?<![\d/.,-])\d{2}(?![\d/.,%-])")


def copies(report: Path, many: int, folder: Path) -> None:
    """So many reports of other figures."""
    text = report.read_text(encoding="utf-8")
    for number in range(many):
        chance = random.Random(number)
        changed = _COUNT.sub(lambda _: str(chance.randrange(10, 100)), text)  # noqa: B023
        (folder / f"{number:05d}{report.suffix}").write_text(changed, encoding="utf-8")


def measure(reports: Path, engine: str, jobs: int, place: Path) -> dict[str, float]:
    """Seconds from the command to its end, and of the reading alone."""
    command = [sys.executable, "-m", "extractor", "run", str(reports), "--out", str(place / "out")]
    command += ["--jobs", str(jobs), "--engine", engine]
    began = time.monotonic()
    environment = {**os.environ, "EXTRACTOR_CACHE": str(place / "cache")}
    subprocess.run(command, env=environment, check=True, capture_output=True)
    took = time.monotonic() - began
    record = json.loads((place / "out" / "run.json").read_text(encoding="utf-8"))
    return {"all": round(took, 1), "reading": record["timings"]["reading"]}


def main(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--jobs", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--engines", nargs="+", default=["local", "dask"])
    parser.add_argument("--report", type=Path, default=REPORT)
    asked = parser.parse_args(words)
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as folder:
            reports = Path(folder) / "reports"
            reports.mkdir()
            copies(asked.report, size, reports)
            for engine in asked.engines:
                for jobs in asked.jobs:
                    place = Path(folder) / f"{engine}-{jobs}"
                    seconds = measure(reports, engine, jobs, place)
                    print(
                        json.dumps({"reports": size, "engine": engine, "jobs": jobs, **seconds}), flush=True
                    )


if __name__ == "__main__":
    main(sys.argv[1:])
