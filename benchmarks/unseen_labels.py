"""Of the labels of services and reasons: how many are coded at all, and how many of those rightly."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from benchmarks.maker.splits import SPLITS, load, parted, split_of
from extractor.lexicon import rulebook
from extractor.lexicon.match import UNMAPPED, Matcher

ROOT = Path(__file__).resolve().parent.parent
ALIASES = ROOT.parent / "shared" / "domain" / "aliases.csv"
VOCABULARIES = {"service_area": "service_areas", "theme": "themes"}
FACETS = {"service_area": "service_area", "nature": "theme"}
WANTED = (0.75, 0.97)
"""Shares that are asked for: coded at all, and of those right."""


def labels() -> dict[tuple[str, str], str]:
    """(dimension, label) -> the code that it should get: our own, and the domain's exact aliases."""
    wanted = {
        ("service_area", text): code
        for code, texts in load("labels_services")["children"].items()
        for text in parted(texts)
    }
    wanted |= {
        ("theme", text): code for code, texts in load("labels_themes").items() for text in parted(texts)
    }
    if ALIASES.is_file():
        with ALIASES.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["facet"] in FACETS and row["match"] == "exact" and row["contract_code"]:
                    wanted.setdefault((FACETS[row["facet"]], row["alias"]), row["contract_code"])
    return wanted


def shares(split: str) -> dict[str, tuple[int, int, int]]:
    """For each dimension: labels, of these coded, of these right."""
    matcher = Matcher(rulebook.load(ROOT / "patterns").without_quirks())
    sums = {name: [0, 0, 0] for name in VOCABULARIES}
    for (name, text), code in labels().items():
        if split_of(text) == split:
            given = matcher.match(VOCABULARIES[name], text).code
            sums[name][0] += 1
            sums[name][1] += given != UNMAPPED
            sums[name][2] += given == code
    return {name: (of, coded, right) for name, (of, coded, right) in sums.items()}


def lines() -> Iterator[str]:
    """What `--labels` prints; quirks of single councils are left out."""
    yield f"{'split':8} {'dimension':14} {'labels':>7} {'coded':>14} {'of these right':>16}"
    for split in SPLITS:
        found = shares(split)
        found["together"] = tuple(map(sum, zip(*found.values(), strict=True)))  # type: ignore[assignment]
        for name, (of, coded, right) in found.items():
            yield f"{split:8} {name:14} {of:7} {coded:6} ({coded / of:.1%}) {right:7} ({right / coded:.1%})"
    yield f"wanted: {WANTED[0]:.0%} coded, {WANTED[1]:.0%} of these right"
