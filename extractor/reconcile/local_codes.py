"""Codes of a report's own for figures that only their printed labels tell apart, so that keys pivot.

'Afghani' and 'Sri Lankan' are both another Asian background, 'Boston' and 'South Holland' both
teams of a place: comparable.csv holds a row for each, as `asian_other_sri_lankan`. The same words
always give the same code. Observations keep the code of the vocabulary.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractor.language.fold import fold_label
from extractor.model import contract
from extractor.model.table import column_of, records, texts

if TYPE_CHECKING:
    from pandas import DataFrame

ELSEWHERE = "theme"
"""The dimension for figures whose labels are of a dimension with fixed codes, or that have none."""
_SIGNS = re.compile(r"[^a-z0-9]+")
Key = tuple[str, ...]


def with_local_codes(facts: DataFrame) -> DataFrame:
    """The facts, no two of which share every code of contract.KEY_COLUMNS."""
    shared = facts[facts.duplicated(list(contract.KEY_COLUMNS), keep=False)]
    if not len(shared):
        return facts
    columns = {name: texts(facts, name) for name in contract.FREE_CODES}
    taken = set(zip(*(texts(facts, name) for name in contract.KEY_COLUMNS), strict=True))
    groups: dict[Key, list[tuple[int, dict[str, str]]]] = defaultdict(list)
    for place, row in zip(shared.index.tolist(), records(shared), strict=True):
        groups[tuple(row[name] for name in contract.KEY_COLUMNS)].append((place, row))
    for group in groups.values():
        for place, codes in _told_apart(group, taken):
            for name, code in codes.items():
                columns[name][place] = code
    return facts.assign(**{name: column_of(cells) for name, cells in columns.items()})


def _told_apart(
    group: list[tuple[int, dict[str, str]]], taken: set[Key]
) -> Iterator[tuple[int, dict[str, str]]]:
    """(place, its local codes) of each figure of one key; `taken` takes up the new keys."""
    differing = [
        name
        for name in contract.FREE_CODES
        if len({fold_label(row[f"{name}_label"]) for _, row in group}) > 1
    ]
    for place, row in group:
        codes = {name: local_code(row[name], row[f"{name}_label"]) for name in differing if row[name]}
        if not codes:
            words = " ".join(row[f"{name}_label"] for name in contract.DIMENSIONS)
            codes = {ELSEWHERE: local_code(row[ELSEWHERE] or "local", words)}
        name, plain = next(iter(codes.items()))
        number = 1
        while (key := tuple({**row, **codes}[column] for column in contract.KEY_COLUMNS)) in taken:
            number += 1
            codes[name] = f"{plain}_{number}"
        taken.add(key)
        yield place, codes


def local_code(code: str, label: str) -> str:
    """The vocabulary's code and the innermost printed words: `asian_other_sri_lankan`."""
    words = _SIGNS.sub("_", fold_label(label.rpartition(" > ")[2])).strip("_")
    return "_".join(filter(None, (code, words))) or "local"
