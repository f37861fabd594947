"""Tables of the kinds of which `python -m benchmarks.kinds_of_tables` makes many, each read whole."""

from random import Random

import pytest

from benchmarks.maker.table_kinds import page_of
from benchmarks.table_tools import Found, tables_of
from extractor.read.pdf.document import read_pdf


def _cells(tables: Found) -> list[list[tuple[int, int, int, int, str]]]:
    return [
        sorted((*c[:4], " ".join(c[4].split())) for c in table["cells"] if c[4].strip()) for table in tables
    ]


@pytest.mark.parametrize(
    ("kind", "seed"),
    [
        ("three rules", 0),
        ("three rules", 3),
        ("rules under heads", 9),
        ("rows set in", 2),
        ("close columns", 12),
        ("columns ruled, numbered", 0),
        ("words between rules", 1),
        ("left edges", 3),
        ("middles", 1),
        ("words over lines", 5),
        ("words in the middle", 1),
        ("rows set in, columns ruled", 9),
        ("bands, bare", 1),
        ("bands in the middle", 2),
        ("groups not set in", 0),
        ("years below", 0),
        ("sentences in zebra", 1),
        ("sentences in zebra", 4),
    ],
)
def test_a_table_of_a_kind_is_read_whole(kind: str, seed: int) -> None:
    data, truths = page_of(kind, Random(f"{kind} test {seed}"))
    assert _cells(tables_of(read_pdf(data, "a.pdf"))) in [_cells(truth) for truth in truths]
