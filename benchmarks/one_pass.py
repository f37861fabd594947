"""The given reports read once, in this process, after everything else was made ready.

    python -m benchmarks.one_pass text REPORT... [--memory]

Prints one line of JSON. speed.py starts one such process for each repetition:
in a process that has read a report before, what it remembers of the words
makes the second reading quicker than the first (`again` says how much).
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Sequence
from typing import Any

from benchmarks.first_report import tiny
from benchmarks.stages import MemoryGauge, Stopwatch, forget_peak, metered, peak_memory
from extractor.cli import patterns_folder
from extractor.identify.manifest import ManifestEntry
from extractor.lexicon.rulebook import Rulebook
from extractor.read.formats import EXTENSIONS
from extractor.run import inputs, pipeline, report
from extractor.run.inputs import Input


def ready(kind: str) -> Rulebook:
    """Everything that is done once in a process: libraries loaded, patterns compiled for every quirk."""
    book = pipeline.prepare(str(patterns_folder()))
    for code in ("", *book.quirks):
        entry = ManifestEntry(file="tiny.txt", authority_code=code)
        report.work(tiny("text"), entry.file, entry, book)
    report.work(tiny(kind), f"tiny.{kind}", None, book)
    gc.collect()  # what start-up left behind is cleared now, not in the midst of a report
    return book


def measure(kind: str, sources: Sequence[Input], memory: bool) -> dict[str, Any]:
    """Processor seconds of each stage, of all and of a second pass; or each stage's peak memory, in MB."""
    begun = time.perf_counter()
    book = ready(kind)
    start_up = time.perf_counter() - begun
    forget_peak()
    at_rest = peak_memory()
    watch, second, gauge = Stopwatch(), Stopwatch(), MemoryGauge()
    clock = time.perf_counter()
    with metered(gauge if memory else watch):
        whole = _read_all(sources, book)
    elapsed = time.perf_counter() - clock
    if memory:
        return {"at_rest": at_rest, **gauge.peaks, "all": max(gauge.peaks.values())}
    with metered(second):
        again = _read_all(sources, book)
    told = {"all": whole - watch.seconds["check"], "again": again - second.seconds["check"]}
    seconds = {**watch.seconds, **told}
    return {"seconds": seconds, "elapsed": elapsed, "start_up": start_up}


def _read_all(sources: Sequence[Input], book: Rulebook) -> float:
    """Processor seconds of one pass."""
    begun = time.process_time()
    for source in sources:
        report.work(source.path.read_bytes(), source.source_file, source.entry, book)
    return time.process_time() - begun


def main(arguments: Sequence[str]) -> None:
    kind, *paths = [word for word in arguments if word != "--memory"]
    sources = inputs.gather(paths, EXTENSIONS).reports
    print(json.dumps(measure(kind, sources, "--memory" in arguments)))


if __name__ == "__main__":
    main(sys.argv[1:])
