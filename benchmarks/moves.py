"""How often the work on one report goes from one package to another: pairs of packages that call each other.

    python -m benchmarks.moves REPORT [--each]

A package is a folder of extractor/ with modules. Calls from one package to another are one
move, however many they are. The parts of the PDF reader are counted as one package, and told
apart beside it.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

from extractor.cli import patterns_folder
from extractor.lexicon import rulebook
from extractor.run import report

PACKAGE = Path(report.__file__).parents[1]
PDF = "read/pdf"


def moves(path: Path) -> Counter[tuple[str, str]]:
    """(calling package, called package) -> calls, of a report that has been read once before."""
    book = rulebook.load(patterns_folder())
    data = path.read_bytes()
    report.work(data, path.name, None, book)
    found: Counter[tuple[str, str]] = Counter()

    def count(frame: FrameType, event: str, _: Any) -> None:
        here = _package(frame.f_code.co_filename) if event == "call" else ""
        above = frame.f_back
        while here and above is not None and not _package(above.f_code.co_filename):
            above = above.f_back
        if here and above is not None and (other := _package(above.f_code.co_filename)) != here:
            found[other, here] += 1

    sys.setprofile(count)
    try:
        report.work(data, path.name, None, book)
    finally:
        sys.setprofile(None)
    return found


def between(found: Iterable[tuple[str, str]]) -> int:
    """How many of the moves are between packages, the parts of the PDF reader taken as one."""
    whole = {tuple(PDF if one.startswith(PDF) else one for one in pair) for pair in found}
    return sum(above != here for above, here in whole)


@cache
def _package(file: str) -> str:
    folder = Path(file).parent
    return folder.relative_to(PACKAGE).as_posix() if folder.is_relative_to(PACKAGE) else ""


def main() -> None:
    """Print how many moves there are."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.moves", description=__doc__)
    parser.add_argument("report", type=Path)
    parser.add_argument("--each", action="store_true", help="every move with its calls")
    given = parser.parse_args()
    found = moves(given.report)
    print(f"{between(found)} moves between packages; {len(found)} with those inside {PDF}")
    for (above, here), calls in sorted(found.items()) if given.each else ():
        print(f"  {above:24} {here:24} {calls}")


if __name__ == "__main__":
    main()
