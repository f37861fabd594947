"""Which printed figures speak of the same fact: a number for each fact, in the order of its key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from extractor.language.fold import fold_label
from extractor.lexicon.comparison import Slice
from extractor.model import contract
from extractor.model.frame import Codes, Column, Frame

_ROOM = 1 << 62


@dataclass(frozen=True, eq=False)
class Groups:
    """Rows gathered by fact: those of fact g are order[starts[g] : starts[g] + sizes[g]]."""

    number: Codes
    """The fact of each row."""
    starts: Codes
    sizes: Codes
    narrowed: Codes
    """Whether the fact's code takes in other printed labels beside its own."""

    def __len__(self) -> int:
        return len(self.starts)

    def ordered(self, *ranks: Codes) -> Codes:
        """Row numbers by fact, and inside a fact by the ranks given, the first rank most; else as printed."""
        return np.lexsort((*reversed(ranks), self.number))


def grouped(rows: Frame, never_joined: Iterable[Slice]) -> Groups:
    """Facts are numbered in the sorted order of contract.KEY_COLUMNS.

    Where a dimension is unmapped its printed label joins the key; where council
    or period is not known the report does, since two reports that do not say
    whom they are about may be about two councils; a payment stands by itself.
    One code may stand for several labels of a report (Afghani and Sri Lankan,
    both another Asian background): then the label joins the key too.
    """
    number, *_ = _numbered([*_keys(rows), *_apart(rows, never_joined)], len(rows))
    labels = _by_label(rows, number)
    number, starts, sizes = _numbered([number, labels], len(rows))
    first = np.zeros(len(starts), dtype=np.int64)
    first[number] = labels
    return Groups(number, starts, sizes, first > 0)


def _keys(rows: Frame) -> Iterable[Codes]:
    for name in contract.KEY_COLUMNS:
        column = rows.column(name)
        yield column.ranks()
        if name in contract.DIMENSIONS and contract.UNMAPPED in column.texts:
            labels = rows.column(f"{name}_label")
            yield np.where(column.among((contract.UNMAPPED,)), labels.ranks() + 1, 0)


def _apart(rows: Frame, never_joined: Iterable[Slice]) -> Iterable[Codes]:
    unknown = rows.column("authority_code").among(("",)) | rows.column("period").among(("",))
    if unknown.any():
        yield np.where(unknown, rows.column("source_file").ranks() + 1, 0)
    single = np.zeros(len(rows), dtype=np.bool_)
    for one in never_joined:
        single |= rows.column("measure").among((one.measure,)) & rows.column("unit").among((one.unit,))
    if single.any():
        yield np.where(single, np.arange(1, len(rows) + 1), 0)


def _by_label(rows: Frame, number: Codes) -> Codes:
    """For each row a number for its printed labels where they tell facts apart that share a code, else 0.

    In one table two labels are two slices. In one report so are two labels of an open
    vocabulary (services, themes, groups of people) with two figures; what a report
    calls 'upheld' or 'on time' may be worded anyhow.
    """
    size = int(number.max()) + 1 if len(rows) else 0
    every = _labels(rows, contract.DIMENSIONS)
    open_ones = _labels(rows, contract.FREE_CODES)
    source, table = rows.column("source_file").ranks(), rows.column("table_index")
    in_table = np.where(table.among(("",)), -1, table.ranks())
    here, *_ = _numbered([number, source, in_table + 1], len(rows))
    many = np.zeros(size, dtype=np.bool_)
    many[number[_several(here, every) & (in_table >= 0)]] = True
    here, *_ = _numbered([number, source], len(rows))
    differ = np.zeros(size, dtype=np.bool_)
    figures, *_ = _numbered([rows.column("value").ranks(), rows.column("value_status").ranks()], len(rows))
    differ[number[_several(here, open_ones) & _several(here, figures)]] = True
    return np.where(many[number], every + 1, np.where(differ[number], open_ones + 1, 0))


def _labels(rows: Frame, dimensions: Iterable[str]) -> Codes:
    """A number for each row's printed labels, however they are spelt."""
    columns = [rows.column(f"{name}_label") for name in dimensions]
    folded = [Column(column.codes, tuple(map(fold_label, column.texts))) for column in columns]
    return _numbered([_merged(column) for column in folded], len(rows))[0]


def _merged(column: Column) -> Codes:
    places = {text: n for n, text in enumerate(sorted(set(column.texts)))}
    return column.mapped(places, 0)


def _several(here: Codes, kinds: Codes) -> Codes:
    """For each row, whether the rows of the same place hold more than one kind."""
    size = int(here.max()) + 1 if len(here) else 0
    low, high = np.full(size, np.iinfo(np.int64).max), np.full(size, -1)
    np.minimum.at(low, here, kinds)
    np.maximum.at(high, here, kinds)
    return np.asarray((low != high)[here])


def _numbered(keys: Iterable[Codes], length: int) -> tuple[Codes, Codes, Codes]:
    """(number of each row's combination, where it starts when sorted, how many rows it has)."""
    number = np.zeros(length, dtype=np.int64)
    kinds = 1
    for ranks in keys:
        here = int(ranks.max()) + 1 if length else 1
        if kinds * here > _ROOM:
            found, number = np.unique(number, return_inverse=True)
            kinds = len(found)
        number = number * here + ranks
        kinds *= here
    _, number, sizes = np.unique(number, return_inverse=True, return_counts=True)
    return number, np.cumsum(sizes) - sizes, sizes
