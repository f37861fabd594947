"""Designed pages: every layout is read in its order, with its tables whole."""

from __future__ import annotations

import pytest
from designed import LAYOUTS, Layout, Told
from made_pdf import made

from extractor.read.pdf import read_pdf
from extractor.types import Document, Prose, Table


def told(document: Document) -> Told:
    """What was read: the text of every block, the rows of every table; captions stand before their tables."""
    found: Told = []
    for block in document.blocks:
        if isinstance(block, Prose):
            found.append(f"{block.number} {block.text}" if block.number[:1].isdigit() else block.text)
        elif isinstance(block, Table):
            rows = [[""] * block.columns for _ in range(block.rows)]
            for cell in block.cells:
                rows[cell.row][cell.column] = cell.text
            found += [*([block.caption] if block.caption else []), [tuple(row) for row in rows], *block.notes]
    return found


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_a_designed_page_is_read_in_order_with_its_tables_whole(layout: Layout) -> None:
    wanted: Told = []
    data = made(lambda page: wanted.extend(layout(page)))
    assert told(read_pdf(data, "made.pdf")) == wanted
