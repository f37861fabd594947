"""Pages a second and peak memory for each format and each stage, on one core.

    python -m benchmarks.speed                        # the reports that ship
    python -m benchmarks.speed ../shared/reports
    python -m benchmarks.speed --json benchmarks/figures/speed.json

Nothing is kept from an earlier run and start-up is not counted. Each repetition
is a new process in which every report is read for the first time; the figure is
the median. `again` is a second pass in the same process, which knows the words
by then: a long run comes between `all` and `again`. Seconds are processor time,
so that a busy machine does not blur them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.sizes import FORMATS, PAGE_CHARACTERS, Reports, reports_of
from benchmarks.stages import STAGES

ROOT = Path(__file__).resolve().parent.parent
GOAL = {"text": 150.0, "html": 150.0}
"""Pages a second that must be reached from read to normalise."""
RATES = (*STAGES, "all", "again")
PEAKS = ("at_rest", *STAGES, "all")


def one_pass(kind: str, paths: Sequence[Path], memory: bool) -> dict[str, Any]:
    """What benchmarks.one_pass prints for the reports of a format, in a process of its own."""
    given = [kind, *map(str, paths), *(["--memory"] if memory else [])]
    found = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, "PYTHONPATH": found, "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "benchmarks.one_pass", *given]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    return dict(json.loads(done.stdout))


def measure(folder: str, repetitions: int, formats: Sequence[str] = FORMATS) -> dict[str, Any]:
    """The figures of a folder: by format the pages a second of each stage and the peak memory, in MB."""
    return {
        "folder": Path(folder).resolve().name,
        "page": f"{PAGE_CHARACTERS:,} characters of text, HTML or Word; a page of a PDF",
        "repetitions": repetitions,
        "python": platform.python_version(),
        "processor": processor(),
        "goal": GOAL,
        "formats": {
            kind: of_format(kind, reports, repetitions)
            for kind, reports in reports_of(folder).items()
            if kind in formats and reports.paths
        },
    }


def of_format(kind: str, reports: Reports, repetitions: int) -> dict[str, Any]:
    """The figures of one format."""
    passes = [one_pass(kind, reports.paths, memory=False) for _ in range(repetitions)]
    seconds = {name: statistics.median(p["seconds"][name] for p in passes) for name in RATES}
    peaks = one_pass(kind, reports.paths, memory=True)
    return {
        "reports": len(reports.paths),
        "unreadable": reports.unreadable,
        "pages": round(reports.pages, 1),
        "characters": reports.characters,
        "pages_a_second": {name: _rate(reports.pages, spent) for name, spent in seconds.items()},
        "by_the_clock": _rate(reports.pages, statistics.median(p["elapsed"] for p in passes)),
        "start_up_seconds": round(statistics.median(p["start_up"] for p in passes), 2),
        "peak_mb": {name: round(peaks[name], 1) for name in PEAKS},
    }


def _rate(pages: float, seconds: float) -> float:
    return round(pages / seconds, 1) if seconds else 0.0


def processor() -> str:
    """The name of the machine's processor, as far as it can be told."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return " ".join(line.partition(":")[2].split())
    return platform.processor() or platform.machine()


def table(figures: dict[str, Any]) -> Iterable[str]:
    """The figures as lines of text: one table of pages a second, one of memory."""
    formats = figures["formats"].items()
    yield f"{figures['folder']}: a page is {figures['page']}"
    how = f"median of {figures['repetitions']}, one core of {figures['processor']}"
    yield f"{how}, Python {figures['python']}"
    yield ""
    yield _line("pages a second", ("pages", *RATES, "goal"))
    for kind, of in formats:
        rates = of["pages_a_second"]
        yield _line(
            kind, (f"{of['pages']:.1f}", *(f"{rates[name]:.0f}" for name in RATES), goal(kind, rates))
        )
    yield ""
    yield _line("peak memory, MB", (name.replace("_", " ") for name in PEAKS))
    for kind, of in formats:
        yield _line(kind, (f"{of['peak_mb'][name]:.0f}" for name in PEAKS))
    for kind, of in formats:
        for name in of["unreadable"]:
            yield f"not counted, as it has no text to read: {name} ({kind})"


def goal(kind: str, rates: dict[str, float]) -> str:
    """Whether a format reaches its goal: '', 'reached' or what is wanted."""
    if kind not in GOAL:
        return ""
    return "reached" if rates["all"] >= GOAL[kind] else f"> {GOAL[kind]:.0f}"


def _line(name: str, cells: Iterable[str]) -> str:
    return f"{name:<16}" + "".join(f"{cell:>10}" for cell in cells)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.speed",
        description="Pages a second and peak memory for each format and each stage, on one core.",
    )
    parser.add_argument("folder", nargs="?", default=str(ROOT / "corpus"), help="reports; default: corpus/")
    parser.add_argument("--repetitions", type=int, default=5, metavar="N")
    parser.add_argument("--format", action="append", choices=FORMATS, help="only this one; may be repeated")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too")
    given = parser.parse_args()
    figures = measure(given.folder, max(1, given.repetitions), given.format or FORMATS)
    for line in table(figures):
        print(line)
    if given.json:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
