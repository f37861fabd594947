"""How long assembling, reconciling and writing take for many reports, and how much memory.

    python -m benchmarks.reconcile 1000 3000 10000 [--conflicts]

Each size runs in a process of its own, on one core. The reports are made up: 350
councils, one or two reports for each of fifteen years with the year before printed
again, 120 rows each, one figure in ten contradicted; with --conflicts every one is.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from extractor import publish, reconcile
from extractor.cli import patterns_folder
from extractor.identify.councils import Authorities
from extractor.identify.manifest import ManifestEntry
from extractor.lexicon import rulebook
from extractor.lexicon.language_words import words_of
from extractor.model import contract
from extractor.model.observation import of_cells
from extractor.model.records import Coverage
from extractor.model.result import ReportResult, published, table_of
from extractor.reconcile import assemble

ROWS = 120
COUNCILS = 350
PROCEDURES = (("children_statutory", "corporate"), ("adult_statutory", "public_health"))
MEASURES = (
    ("complaints_received", "", ("",)),
    ("complaints_received", "complainant", ("child_or_young_person", "parent_or_carer", "advocate")),
    ("complaints_received", "service_area", ("fostering", "adoption", "duty", "unmapped")),
    ("complaints_decided", "outcome", ("", "upheld", "partially_upheld", "not_upheld")),
    ("complaints_responded", "timeliness", ("within_timescale", "over_timescale")),
    ("compliments_received", "", ("",)),
)


def report(number: int, who: tuple[str, str], year: int, version: int, every: bool) -> ReportResult:
    """One report of a council on a year: ROWS figures, a third of them of the year before."""
    source = f"{who[1].lower().replace(' ', '-')}-{year}-{version}.pdf"
    label = f"{year}/{(year + 1) % 100:02d}"
    chance = random.Random(f"{who[0]} {year} {version}")
    kinds = PROCEDURES[version % len(PROCEDURES)]
    rows = tuple(_row(source, who, label, year - (n % 3 == 2), n, chance, every, kinds) for n in range(ROWS))
    line = Coverage(source, authority_code=who[0], authority_name=who[1], report_period=label, status="ok")
    return ReportResult(source, f"{number:064x}", table_of(rows), coverage=line)


def _row(
    source: str,
    who: tuple[str, str],
    label: str,
    year: int,
    n: int,
    chance: random.Random,
    every: bool,
    kinds: tuple[str, str],
) -> dict[str, str]:
    fact = n % 80  # the last forty print facts again
    measure, dimension, codes = MEASURES[fact % len(MEASURES)]
    same = random.Random(f"{who[0]} {year} {fact}").randrange(1, 90)
    value = chance.randrange(1, 90) if every or chance.random() < 0.1 else same
    code = codes[fact // len(MEASURES) % len(codes)]
    row = dict.fromkeys(contract.OBSERVATION_COLUMNS, "") | {
        "observation_id": f"{source}-{n}",
        "authority_code": who[0],
        "authority_name": who[1],
        "publisher_code": who[0],
        "report_period": label,
        "period": f"{year}/{(year + 1) % 100:02d}",
        "procedure": kinds[fact // 40],
        "stage": ("stage_1", "stage_2")[fact // 20 % 2],
        "measure": measure,
        "unit": "count",
        "unit_of_count": "complaint",
        "value": str(value),
        "value_status": "exact",
        "published_label": f"Table {n // 10} > row {fact} > {label}",
        "source_kind": ("table", "prose")[n >= 100],
        "source_file": source,
        "page": str(n // 12 + 1),
        "table_index": str(n // 10 + 1),
        "row": str(n % 10 + 1),
        "column": "2",
        "evidence": f"Row {n} of the report of {who[1]} for {label} says {value}",
        "confidence": f"0.{90 + fact % 10}",
        "comparable": ("yes", "with_care")[fact % 7 == 0],
        "line": str(n + 10),
    }
    if dimension and code:
        row |= {dimension: code, f"{dimension}_label": f"{code.replace('_', ' ').title()} {fact // 6}"}
    return row


def measure(size: int, every: bool) -> dict[str, Any]:
    """Seconds of each step and the peak of memory, in MiB, for so many reports."""
    book = rulebook.load(patterns_folder())
    named = [a for a in Authorities(book.raw("authorities"), words_of(book)).all if not a.end]
    councils = [(a.code, a.name) for a in named[:COUNCILS]]
    made: list[ReportResult] = []
    clock = time.process_time
    packing = 0.0
    for number in range(size):
        council, rest = number % COUNCILS, number // COUNCILS
        one = report(number, councils[council], 2024 - rest % 15, rest // 15, every)
        rows = [of_cells(row) for row in one.rows()]
        begun = clock()
        made.append(replace(one, observations=published(rows, one.source)[0]))
        packing += clock() - begun
    entries = {
        one.source: ManifestEntry(file=one.source, url=f"https://example.org/{one.source}") for one in made
    }
    begun = clock()
    whole = assemble.assemble(made)
    assembled = clock()
    made.clear()
    dataset = replace(reconcile.compare(whole, entries, {}, book), review=None)
    reconciled = clock()
    with tempfile.TemporaryDirectory() as folder:
        publish.publish(dataset, Path(folder), book)
        written = sum(path.stat().st_size for path in Path(folder).iterdir())
    return {
        "reports": size,
        "rows": len(dataset.observations),
        "facts": len(dataset.comparable),
        "indicators": len(dataset.indicators),
        "checks": len(dataset.checks),
        "packing": round(packing, 1),
        "assembling": round(assembled - begun, 1),
        "reconciling": round(reconciled - assembled, 1),
        "publishing": round(clock() - reconciled, 1),
        "MB written": written // 1_000_000,
        "peak MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main(arguments: Sequence[str]) -> None:
    every = "--conflicts" in arguments
    sizes = [word for word in arguments if word.isdigit()]
    if "--here" in arguments:
        print(json.dumps(measure(int(sizes[0]), every)))
        return
    for size in sizes:
        command = [sys.executable, "-m", "benchmarks.reconcile", size, "--here"]
        command += ["--conflicts"] if every else []
        environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
        subprocess.run(command, check=True, env=environment)


if __name__ == "__main__":
    main(sys.argv[1:])
