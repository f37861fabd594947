"""Pages a second and peak memory for each format and each stage, on one core.

    python -m benchmarks.speed                        # the reports that ship
    python -m benchmarks.speed ../shared/reports
    python -m benchmarks.speed --json benchmarks/figures/speed.json

Nothing is kept from an earlier run and start-up is not counted. Each repetition
is a new process in which every report is read for the first time; the figure is
the median. Seconds are processor time, so that a busy machine does not blur them.
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

from benchmarks.one_pass import PAGE_CHARACTERS, reports_of
from benchmarks.stages import STAGES

ROOT = Path(__file__).resolve().parent.parent
FORMATS = ("text", "html", "docx", "pdf")
GOAL = {"text": 150.0, "html": 150.0}
"""Pages a second that must be reached from read to normalise."""
COLUMNS = (*STAGES, "all")


def one_pass(kind: str, folder: str, memory: bool) -> dict[str, Any]:
    """What benchmarks.one_pass prints for a format, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.one_pass", kind, folder, *(["--memory"] if memory else [])]
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    return dict(json.loads(done.stdout))


def measure(folder: str, repetitions: int, formats: Sequence[str] = FORMATS) -> dict[str, Any]:
    """The figures of a folder: by format the pages a second of each stage and the peak memory, in MB."""
    by_format: dict[str, Any] = {}
    for kind in formats:
        if not reports_of(folder, kind):
            continue
        passes = [one_pass(kind, folder, memory=False) for _ in range(repetitions)]
        first, pages = passes[0], passes[0]["pages"]
        seconds = {name: statistics.median(p["seconds"][name] for p in passes) for name in COLUMNS}
        by_format[kind] = {
            "reports": first["reports"],
            "unreadable": first["unreadable"],
            "pages": round(pages, 1),
            "characters": first["characters"],
            "pages_a_second": {name: _rate(pages, spent) for name, spent in seconds.items()},
            "elapsed_pages_a_second": _rate(pages, statistics.median(p["elapsed"] for p in passes)),
            "start_up_seconds": round(statistics.median(p["start_up"] for p in passes), 2),
            "peak_mb": {n: round(mb, 1) for n, mb in one_pass(kind, folder, memory=True)["memory"].items()},
        }
    return {
        "folder": Path(folder).name,
        "page": f"{PAGE_CHARACTERS} characters of text, HTML or Word; a page of a PDF",
        "repetitions": repetitions,
        "python": platform.python_version(),
        "machine": processor(),
        "formats": by_format,
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
    yield f"{figures['folder']}: {figures['page']}; median of {figures['repetitions']}; {figures['machine']}"
    yield ""
    yield _line("pages a second", ("pages", *COLUMNS, "goal"))
    for kind, of in figures["formats"].items():
        rates = of["pages_a_second"]
        goal = "" if kind not in GOAL else "reached" if rates["all"] >= GOAL[kind] else f"{GOAL[kind]:.0f}"
        yield _line(kind, (f"{of['pages']:.1f}", *(f"{rates[name]:.0f}" for name in COLUMNS), goal))
    yield ""
    yield _line("peak memory, MB", ("at rest", *COLUMNS))
    for kind, of in figures["formats"].items():
        yield _line(kind, (f"{of['peak_mb'][name]:.0f}" for name in ("at_rest", *COLUMNS)))
    for kind, of in figures["formats"].items():
        for name in of["unreadable"]:
            yield f"not counted, as it cannot be read: {name} ({kind})"


def _line(name: str, cells: Iterable[str]) -> str:
    return f"{name:<16}" + "".join(f"{cell:>10}" for cell in cells)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__.split("\n")[0])
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
