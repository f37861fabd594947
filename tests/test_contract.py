"""contract.yaml is whole and sound, and what it says comes out in every file."""

from __future__ import annotations

import pytest
from made import BOOK

from extractor.model import contract


@pytest.mark.parametrize("table", contract.TABLES.values(), ids=lambda table: table.name)
def test_every_column_has_words_and_fitting_examples(table: contract.Table) -> None:
    for column in table.fields:
        assert column.id in contract.COLUMNS and column.examples, column.id
        if column.allowed and table.name == "observations":
            assert set(column.examples) & set(column.allowed), column.id
        if column.kind != "text":
            assert all(float(one) is not None for one in column.examples)
    assert {*table.key, *table.facets} <= {*table.columns}
    assert not table.parent or "source_file" in table.columns


def test_nothing_is_described_that_no_file_has() -> None:
    used = {name for table in (*contract.TABLES.values(), contract.EES) for name in table.columns}
    assert contract.COLUMNS.keys() == used
    lists = {column.codes for table in contract.TABLES.values() for column in table.fields}
    assert contract.CODES.keys() - lists == {"scope", "marker"}
    assert lists - contract.CODES.keys() == {"", contract.PATTERNS}


def test_labels_stand_in_the_middle_of_a_sentence_and_tell_codes_apart() -> None:
    for name, codes in contract.CODES.items():
        labels = [code.label for code in codes.values()]
        assert len(set(labels)) == len(labels), name
        assert all(label and not label.endswith(".") for label in labels), name
        assert all(label[0].islower() or label[0].isdigit() or label[:9] == "Ombudsman" for label in labels)


def test_examples_of_growing_codes_are_codes() -> None:
    for column in contract.FREE_CODES:
        ids = {entry.id for entry in BOOK.entries_of(column)}
        for example in contract.COLUMNS[column].examples:
            assert example in ids or any("{" in one and one.split("{")[0] in example for one in ids), example
