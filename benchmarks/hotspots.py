"""Where the time goes: the functions that take most of a format's reading.

    python -m benchmarks.hotspots text ../shared/reports --top 20

`own` is the time spent in the function itself, `with calls` in all that it calls
too; both as shares of the whole. Garbage is not collected meanwhile, so that it
is laid to no function. A profiler slows small functions more than large ones:
use benchmarks.speed for figures, this for where to look.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from benchmarks.one_pass import ready
from benchmarks.sizes import FORMATS
from benchmarks.speed import ROOT
from extractor.model.types import Unreadable
from extractor.read.files import sniff
from extractor.read.formats import EXTENSIONS
from extractor.run import inputs, report
from extractor.run.inputs import Input

Where = tuple[str, int, str]
"""File, line and name of a function, as pstats gives them."""


def profile(kind: str, folder: str) -> pstats.Stats:
    """One pass over the reports of a format under the profiler, start-up left out."""
    given = [(one, one.path.read_bytes()) for one in inputs.gather([folder], EXTENSIONS).reports]
    sources = [(one, data) for one, data in given if _kind(one, data) == kind]
    book = ready(kind)
    profiler = cProfile.Profile()
    gc.disable()
    profiler.enable()
    for one, data in sources:
        with suppress(Unreadable):
            report.work(data, one.source_file, one.entry, book)
    profiler.disable()
    gc.enable()
    return pstats.Stats(profiler)


def _kind(source: Input, data: bytes) -> str:
    # not by reading it, which would leave the reader quicker than it is
    try:
        return sniff(data, source.path.name)
    except Unreadable:
        return ""


def table(stats: pstats.Stats, top: int, by_own: bool) -> Iterable[str]:
    """The functions that take most, one a line."""
    timings = stats.stats  # type: ignore[attr-defined]
    whole = sum(own for _, _, own, _, _ in timings.values())
    order = sorted(timings.items(), key=lambda item: item[1][2 if by_own else 3], reverse=True)
    yield f"{'own':>7}{'with calls':>12}{'calls':>10}  function"
    for where, (_, calls, own, through, _) in order[:top]:
        yield f"{own / whole:7.1%}{through / whole:12.1%}{calls:10}  {place(where)}"


def place(where: Where) -> str:
    """'extractor/lexicon/tagger.py:103 tags', or the bare name of something built in."""
    file, line, name = where
    if file.startswith("~"):
        return name
    path = Path(file)
    with suppress(ValueError):
        return f"{path.relative_to(ROOT).as_posix()}:{line} {name}"
    return f"{path.parent.name}/{path.name}:{line} {name}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hotspots", description="Where the time goes.")
    parser.add_argument("format", choices=FORMATS)
    parser.add_argument("folder", nargs="?", default=str(ROOT / "corpus"), help="reports; default: corpus/")
    parser.add_argument("--top", type=int, default=25, metavar="N")
    parser.add_argument("--own", action="store_true", help="in the order of the time spent in each itself")
    given = parser.parse_args()
    for line in table(profile(given.format, given.folder), given.top, given.own):
        print(line)


if __name__ == "__main__":
    main()
