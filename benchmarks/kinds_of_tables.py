"""Tables of many kinds, made with their cells known: how well each kind is read.

    python -m benchmarks.kinds_of_tables
    python -m benchmarks.kinds_of_tables --kind "leader dots" --misses 6
    python -m benchmarks.kinds_of_tables --keep FOLDER         # keeps the PDFs

Each kind draws pages from a seed of its own. Pages are split by a hash of their name: the misses of
one half may be looked at, the other is only measured. The measure is that of `benchmarks.tables`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.maker.table_kinds import kinds, page_of
from benchmarks.peer_tables import half_of, misses
from benchmarks.table_tools import tables_of
from benchmarks.tables import SCORER, scorer_of
from benchmarks.words import words_in_force
from extractor.read.pdf.document import read_pdf

PAGES = 10
"""Pages of a kind."""


def pages(kind: str) -> Iterator[tuple[str, bytes, list[list[dict[str, Any]]]]]:
    """Name, PDF and truths of each page of a kind; the same each time."""
    for number in range(PAGES):
        name = f"{kind} {number}"
        yield name, *page_of(kind, Random(name))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kinds_of_tables")
    parser.add_argument("--scorer", type=Path, default=SCORER)
    parser.add_argument("--kind", action="append", choices=kinds(), help="only these kinds")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="of each page of the seen half")
    parser.add_argument("--keep", type=Path, help="where the PDFs go")
    given = parser.parse_args()
    with words_in_force():
        _measure(scorer_of(given.scorer), given)


def _measure(scorer: Any, given: Any) -> None:
    print(f"{'kind':28} {'seen':>6} {'unseen':>6}    macro F1")
    means = []
    for kind in given.kind or kinds():
        rates: dict[str, list[float]] = {"seen": [], "unseen": []}
        for name, data, truth in pages(kind):
            half = half_of(name)
            if given.keep:
                given.keep.mkdir(parents=True, exist_ok=True)
                (given.keep / f"{half} {name}.pdf").write_bytes(data)
            found = tables_of(read_pdf(data, "made.pdf"))
            score = scorer.score({"d": found}, {"d": truth})["per_doc"][0]
            rates[half].append(score["F1"])
            if given.misses and half == "seen" and score["F1"] < 1:
                print(f"  {name} P {score['P']:.3f} R {score['R']:.3f} F1 {score['F1']:.3f}")
                for sign, which in zip("-+", misses(scorer, found, truth), strict=True):
                    for (way, a, b), count in list(which.items())[: given.misses]:
                        print(f"      {sign} {way} {a[:50]} | {b[:50]} x{count}")
        one = [sum(r) / len(r) for r in rates.values()]
        means.append(one)
        print(f"{kind:28} {one[0]:6.3f} {one[1]:6.3f}")
    seen, unseen = (sum(m[k] for m in means) / len(means) for k in (0, 1))
    print(f"{'mean':28} {seen:6.3f} {unseen:6.3f}")


if __name__ == "__main__":
    main()
