"""Tables of PDFs as they come and perturbed: the cells against those that other tools' tests expect.

    python -m benchmarks.peer_tables ../shared
    python -m benchmarks.peer_tables ../shared --change small --change no-rules
    python -m benchmarks.peer_tables ../shared --misses 10        # of the seen half alone

Documents are split by a hash of their name into a half whose misses may be looked at and one
that only this benchmark reads. A change is made to what is drawn on the page before anything
is read: another scale shows measures that hold for one size of print only, missing rules and
shading show how much a table needs them. Truth: ICDAR's `-str.xml`,
the CSV of tabula-java and the JSON of docling, whose Word files and web pages are read as they are.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks.table_tools import Found, tables_of
from benchmarks.tables import scorer_of
from benchmarks.words import words_in_force
from extractor.read.files import read_bytes
from extractor.read.pdf import document
from extractor.read.pdf.ink import PageInk, scaled

Change = Callable[[PageInk], PageInk]


def half_of(name: str) -> str:
    """'seen' or 'unseen', by a hash of the file's name without its ending."""
    return "seen" if hashlib.sha256(name.encode()).digest()[0] % 2 else "unseen"


CHANGES: Mapping[str, Change] = {
    "as it is": lambda ink: ink,
    "small": lambda ink: scaled(ink, 0.6),
    "large": lambda ink: scaled(ink, 1.6),
    "no-rules": lambda ink: replace(ink, rules=()),
    "no-upright-rules": lambda ink: replace(ink, rules=tuple(r for r in ink.rules if r.top == r.bottom)),
    "no-level-rules": lambda ink: replace(ink, rules=tuple(r for r in ink.rules if r.top != r.bottom)),
    "no-shading": lambda ink: replace(ink, fills=()),
    "nothing-drawn": lambda ink: replace(ink, rules=(), fills=()),
}


def read(path: Path, change: Change) -> Found:
    """The tables of one document whose pages are changed; a Word file or web page has none."""
    if path.suffix != ".pdf":
        return tables_of(read_bytes(path.read_bytes(), path.name))
    pages = document.pdfium_pages

    def changed(source: Any) -> Iterator[PageInk | None]:
        for ink in pages(source):
            yield None if ink is None else change(ink)

    with mock.patch.object(document, "pdfium_pages", changed):
        return tables_of(document.read_pdf(path.read_bytes(), path.name))


Truths = dict[str, list[list[dict[str, Any]]]]
"""By document: each of its truths, of which the better one counts."""


def documents(shared: Path, scorer: Any) -> Iterator[tuple[str, list[Path], Truths]]:
    """Each set's name, files and truth."""
    icdar = sorted(shared.glob("icdar2013/competition-dataset-*/*.pdf"))
    yield "ICDAR 2013, EU", icdar, scorer.load_gt(str(shared / "icdar2013"))
    peers = sorted(shared.glob("peer-tables/tabula-java/*.pdf"))
    yield "tabula-java", peers, {p.stem: [_expected(p.with_suffix(".csv"), scorer)] for p in peers}
    others = {p.stem: [json.loads(p.read_text())] for p in sorted(shared.glob("peer-tables/docling/*.json"))}
    yield "docling", [shared / "peer-tables" / "docling" / name for name in others], others


def _counted(one: Found, truths: Sequence[Found], scorer: Any) -> Found:
    """Where a truth is of one table, the tables, of all or one page, or the one that come nearest to it."""
    pages = [[t for t in one if t["page"] == page] for page in sorted({t["page"] for t in one})]
    rivals = [one, *pages, *([t] for t in one)]
    return max(rivals, key=lambda own: scorer.score({"d": own}, {"d": truths})["macro"]["F1"], default=[])


def _expected(path: Path, scorer: Any) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{"page": 1, "cells": scorer.grid_to_cells(list(csv.reader(file)))}]


def misses(scorer: Any, found: Found, truths: Sequence[Found]) -> tuple[Counter[Any], Counter[Any]]:
    """Relations of the truth that were not found, and those found that are none."""
    own = scorer.doc_relations(found)
    best = max((scorer.doc_relations(one) for one in truths), key=lambda one: sum((one & own).values()))
    return best - own, own - best


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peer_tables")
    parser.add_argument("shared", type=Path, help="the folder that holds icdar2013 and peer-tables")
    parser.add_argument("--change", action="append", choices=CHANGES, help="only these changes")
    parser.add_argument(
        "--misses", type=int, default=0, metavar="N", help="of each document of the seen half"
    )
    parser.add_argument("--each", action="store_true", help="one line a document of the seen half")
    given = parser.parse_args()
    scorer = scorer_of(given.shared / "tools" / "table_score.py")
    with words_in_force():
        _measure(scorer, given)


def _measure(scorer: Any, given: Any) -> None:
    print(f"{'set':16} {'change':18} {'half':8} {'documents':>9} {'macro':>6} {'micro':>6}")
    for name, files, truth in documents(given.shared, scorer):
        for change in given.change or CHANGES:
            if name == "docling" and change != "as it is":
                continue
            found = {_named(path): read(path, CHANGES[change]) for path in files}
            if name == "tabula-java":
                found = {stem: _counted(one, truth[stem], scorer) for stem, one in found.items()}
            for half in ("seen", "unseen"):
                own = {stem: one for stem, one in found.items() if half_of(_document(stem)) == half}
                score = scorer.score(own, {k: v for k, v in truth.items() if half_of(k) == half})
                print(
                    f"{name:16} {change:18} {half:8} {score['docs']:9}"
                    f" {score['macro']['F1']:6.3f} {score['micro']['F1']:6.3f}"
                )
                if half == "seen":
                    _show(scorer, score, found, truth, given)


def _named(path: Path) -> str:
    """The name of a document among those of its set."""
    return path.stem if path.suffix == ".pdf" else path.name


def _document(stem: str) -> str:
    """The name under which the truth knows a document: two files may be one."""
    return re.sub(r"(\d)[ab]$", r"\1", stem)


def _show(scorer: Any, score: Any, found: Mapping[str, Found], truth: Truths, given: Any) -> None:
    for one in score["per_doc"]:
        if given.each and one["F1"] < 1:
            print(f"    {one['doc'][:40]:40} P {one['P']:.3f} R {one['R']:.3f} F1 {one['F1']:.3f}")
        if given.misses and one["F1"] < 1:
            stems = [stem for stem in found if _document(stem) == one["doc"]]
            lost, wrong = misses(scorer, [t for s in stems for t in found[s]], truth[one["doc"]])
            for sign, which in (("-", lost), ("+", wrong)):
                for (way, a, b), count in list(which.items())[: given.misses]:
                    print(f"      {sign} {way} {a[:50]} | {b[:50]} x{count}")


if __name__ == "__main__":
    main()
