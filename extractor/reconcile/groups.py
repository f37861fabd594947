"""Which printed figures speak of the same fact: a number for each fact, in the order of its key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from extractor.language.fold import fold_label
from extractor.lexicon.comparison import Slice
from extractor.model import contract
from extractor.model.table import ranks

if TYPE_CHECKING:
    from pandas import DataFrame, Series

    from extractor.model.table import Codes


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


def grouped(rows: DataFrame, never_joined: Iterable[Slice]) -> Groups:
    """Facts are numbered in the sorted order of contract.KEY_COLUMNS.

    Where a dimension is unmapped its printed label joins the key; where council
    or period is not known the report does, since two reports that do not say
    whom they are about may be about two councils; a payment stands by itself.
    One code may stand for several labels of a report (Afghani and Sri Lankan,
    both another Asian background): then the label joins the key too.
    """
    number = numbered([*_keys(rows), *_apart(rows, never_joined)])
    labels = _by_label(rows, number)
    number = numbered([number, labels])
    sizes = np.bincount(number)
    narrowed = np.zeros(len(sizes), dtype=np.bool_)
    narrowed[number] = labels > 0
    return Groups(number, np.cumsum(sizes) - sizes, sizes, narrowed)


def _keys(rows: DataFrame) -> Iterable[Codes]:
    for name in contract.KEY_COLUMNS:
        yield ranks(rows, name)
        if name in contract.DIMENSIONS:
            unmapped = rows[name] == contract.UNMAPPED
            if unmapped.any():
                yield np.where(unmapped, ranks(rows, f"{name}_label") + 1, 0)


def _apart(rows: DataFrame, never_joined: Iterable[Slice]) -> Iterable[Codes]:
    unknown = (rows["authority_code"] == "") | (rows["period"] == "")
    if unknown.any():
        yield np.where(unknown, ranks(rows, "source_file") + 1, 0)
    single = np.zeros(len(rows), dtype=np.bool_)
    for one in never_joined:
        single |= ((rows["measure"] == one.measure) & (rows["unit"] == one.unit)).to_numpy()
    if single.any():
        yield np.where(single, np.arange(1, len(rows) + 1), 0)


def _by_label(rows: DataFrame, number: Codes) -> Codes:
    """For each row a number for its printed labels where they tell facts apart that share a code, else 0.

    In one table two labels are two slices. In one report so are two labels of an open
    vocabulary (services, themes, groups of people) with two figures; what a report
    calls 'upheld' or 'on time' may be worded anyhow.
    """
    every, open_ones = _labels(rows, contract.DIMENSIONS), _labels(rows, contract.FREE_CODES)
    in_table = (rows["table_index"] != "").to_numpy()
    here = numbered([number, ranks(rows, "source_file"), ranks(rows, "table_index")])
    in_report = numbered([number, ranks(rows, "source_file")])
    figures = numbered([ranks(rows, "value"), ranks(rows, "value_status")])
    many = _of_fact(number, _several(here, every) & in_table)
    differ = _of_fact(number, _several(in_report, open_ones) & _several(in_report, figures))
    return np.where(many, every + 1, np.where(differ, open_ones + 1, 0))


def _labels(rows: DataFrame, dimensions: Iterable[str]) -> Codes:
    """A number for each row's printed labels, however they are spelt."""
    return numbered([_folded(rows[f"{name}_label"]) for name in dimensions])


def _folded(column: Series[Any]) -> Codes:
    folded = [fold_label(text) for text in column.cat.categories]
    places = {text: n for n, text in enumerate(sorted(set(folded)))}
    codes = np.array([places[text] for text in folded], dtype=np.int64)
    return codes[column.cat.codes] if len(codes) else np.zeros(len(column), dtype=np.int64)


def _several(here: Codes, kinds: Codes) -> Codes:
    """For each row, whether the rows of the same place hold more than one kind."""
    from pandas import Series

    by_place = Series(kinds).groupby(here)
    return np.asarray(by_place.transform("min") != by_place.transform("max"))


def _of_fact(number: Codes, rows: Codes) -> Codes:
    """For each row, whether any row of its fact is one of these."""
    size = int(number.max()) + 1 if len(number) else 0
    any_of = np.zeros(size, dtype=np.bool_)
    any_of[number[rows]] = True
    return any_of[number]


def numbered(keys: Iterable[Codes]) -> Codes:
    """A number for each row's combination of keys, in their sorted order."""
    from pandas import DataFrame

    frame = DataFrame(dict(enumerate(keys)), copy=False)
    return np.asarray(frame.groupby(list(frame.columns), sort=True).ngroup(), dtype=np.int64)
