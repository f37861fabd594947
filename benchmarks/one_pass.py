"""Every report of one format read once, in this process, after everything else was made ready.

    python -m benchmarks.one_pass text FOLDER [--memory]

Prints one line of JSON. speed.py starts one such process for each repetition:
in a process that has read a report before, what it remembers of the words
would make the second reading quicker than any first.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from typing import Any

from benchmarks.first_report import tiny
from benchmarks.stages import MemoryGauge, Stopwatch, forget_peak, metered, peak_memory
from extractor import inputs, pipeline, read, report, upkeep
from extractor.inputs import Input
from extractor.rulebook import Rulebook
from extractor.types import Document, Picture, Prose, Table, Unreadable

PAGE_CHARACTERS = 3000
"""One page of text, HTML or Word, in characters of what the reader gives; a PDF has pages of its own."""


def reports_of(folder: str, kind: str) -> list[Input]:
    """The reports of one format in a folder, by their content."""
    found = inputs.gather([folder], read.EXTENSIONS).reports
    return [one for one in found if not one.missing and _kind(one) == kind]


def _kind(source: Input) -> str:
    try:
        return read.sniff(source.path.read_bytes(), source.path.name)
    except Unreadable:
        return ""


def ready(kind: str) -> Rulebook:
    """Everything that is done once in a process: patterns compiled, libraries loaded."""
    book = pipeline.prepare(str(upkeep.patterns_folder()))
    for code in book.quirks:
        report.reader_of(book.for_authority(code))
    report.work(tiny(kind), f"tiny.{kind}", None, book)
    return book


def characters(document: Document) -> int:
    """How much text a document holds; running headers and footers count too."""
    total = sum(len(line.text) for line in document.furniture)
    for block in document.blocks:
        if isinstance(block, Prose):
            total += len(block.text)
        elif isinstance(block, Table):
            total += len(block.caption) + sum(map(len, block.notes)) + sum(len(c.text) for c in block.cells)
        elif isinstance(block, Picture):
            total += len(block.alt) + sum(map(len, block.legend))
    return total


def measure(kind: str, sources: Sequence[Input], memory: bool) -> dict[str, Any]:
    """One pass over the reports: processor seconds of each stage, or its peak memory.

    Reports that cannot be read at all (a scan) are named in `unreadable` and left out of the sums.
    """
    begun = time.perf_counter()
    book = ready(kind)
    start_up = time.perf_counter() - begun
    forget_peak()
    gauge = MemoryGauge()
    done: list[Input] = []
    unreadable: list[str] = []
    seconds = dict.fromkeys([*Stopwatch().seconds, "all"], 0.0)
    elapsed = 0.0
    at_rest = peak_memory()
    for source in sources:
        data = source.path.read_bytes()
        watch = Stopwatch()
        processor, clock = time.process_time(), time.perf_counter()
        try:
            with metered(gauge if memory else watch):
                report.work(data, source.source_file, source.entry, book)
        except Unreadable:
            unreadable.append(source.source_file)
            continue
        seconds["all"] += time.process_time() - processor
        elapsed += time.perf_counter() - clock
        for stage, spent in watch.seconds.items():
            seconds[stage] += spent
        done.append(source)
    # reading once more tells the sizes; done last, so that it warms nothing
    sizes = [_size(read.read(source.path)) for source in done]
    peaks = {**gauge.peaks, "all": max(gauge.peaks.values()), "at_rest": at_rest}
    return {
        "reports": len(done),
        "pages": sum(pages for pages, _ in sizes),
        "characters": sum(count for _, count in sizes),
        "unreadable": unreadable,
        "start_up": start_up,
        "elapsed": elapsed,
        **({"memory": peaks} if memory else {"seconds": seconds}),
    }


def _size(document: Document) -> tuple[float, int]:
    """(pages, characters) of a document."""
    count = characters(document)
    return (float(document.pages) if document.format == "pdf" else count / PAGE_CHARACTERS), count


def main(arguments: Sequence[str]) -> None:
    kind, folder = arguments[:2]
    print(json.dumps(measure(kind, reports_of(folder, kind), "--memory" in arguments)))


if __name__ == "__main__":
    main(sys.argv[1:])
