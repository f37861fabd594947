"""The five real reports as PDFs against their Word editions, and a public table benchmark."""

from __future__ import annotations

import importlib.util
import re
from collections import Counter
from pathlib import Path

import pytest

from extractor.model.types import Document, Prose, Table
from extractor.read.docx.document import read_docx
from extractor.read.pdf.document import read_pdf
from extractor.read.pdf.engine.pdfium import open_pdf, pdfium_pages
from extractor.read.pdf.engine.plumber import plumber_pages

REPORTS = (
    "harrow-2018-19", "hartlepool-2020-21", "havering-2017-18", "kingston-2017-18", "staffordshire-2019-20",
)  # fmt: skip
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_WORD = re.compile(r"[^\W\d_]{2,}")


def printed(document: Document, shape: re.Pattern[str]) -> Counter[str]:
    """What the blocks print, contents lists apart."""
    found: Counter[str] = Counter()
    for block in document.blocks:
        if isinstance(block, Prose):
            if block.kind != "toc":
                found.update(shape.findall(f"{block.number} {block.text}"))
        elif isinstance(block, Table):
            found.update(shape.findall(block.caption))
            for cell in block.cells:
                found.update(shape.findall(cell.text))
        else:
            for line in block.legend:
                found.update(shape.findall(line))
    return found


@pytest.mark.parametrize("name", REPORTS)
def test_both_editions_print_the_same(name: str, shared: Path) -> None:
    folder = shared / "reports"
    pdf = read_pdf((folder / f"{name}.pdf").read_bytes(), name)
    word = read_docx((folder / f"{name}.docx").read_bytes(), name)
    assert printed(pdf, _NUMBER) == printed(word, _NUMBER)
    ours, theirs = printed(pdf, _WORD), printed(word, _WORD)
    assert sum((ours - theirs).values()) + sum((theirs - ours).values()) < 0.004 * sum(theirs.values())
    tables = [block for block in pdf.blocks if isinstance(block, Table)]
    others = [block for block in word.blocks if isinstance(block, Table)]
    assert len(tables) == len(others)
    # Word stacks the lines of a row in one cell where the PDF shows rows
    assert [t.columns for t in tables] == [t.columns for t in others]
    assert all(t.rows >= other.rows for t, other in zip(tables, others, strict=True))
    assert all(
        block.anchor.page for block in pdf.blocks if not isinstance(block, Prose) or block.kind != "toc"
    )


@pytest.mark.parametrize("name", REPORTS)
def test_the_engines_see_the_same_letters(name: str, shared: Path) -> None:
    data = (shared / "reports" / f"{name}.pdf").read_bytes()
    source = open_pdf(data)
    for own, other in zip(pdfium_pages(source), plumber_pages(data), strict=True):
        assert own is not None and other is not None
        ours = Counter(c for char in own.chars for c in char.text if c.strip())
        theirs = Counter(c for char in other.chars for c in char.text if c.strip())
        assert sum((ours - theirs).values()) + sum((theirs - ours).values()) <= 0.002 * sum(ours.values()) + 1


def test_inspection_reports_hold_one_table_each(shared: Path) -> None:
    for path in sorted((shared / "other-pdfs").glob("*.pdf")):
        document = read_pdf(path.read_bytes(), path.name)
        tables = [block for block in document.blocks if isinstance(block, Table)]
        assert [t.columns for t in tables] == [2], path.name


def test_public_benchmark_of_tables(shared: Path) -> None:
    path = shared / "tools" / "table_score.py"
    truth = shared / "icdar2013"
    spec = importlib.util.spec_from_file_location("table_score", path)
    if spec is None or spec.loader is None or not truth.is_dir():
        pytest.skip("the table benchmark is not on this machine")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    found = {}
    for file in sorted(truth.glob("competition-dataset-*/*.pdf")):
        document = read_pdf(file.read_bytes(), file.name)
        found[file.stem] = [
            {"page": page, "cells": _cells(block, page)}
            for block in document.blocks
            if isinstance(block, Table)
            for page in sorted({c.anchor.page for c in block.cells if c.anchor.page})
        ]
    result = scorer.score(found, scorer.load_gt(str(truth)))
    assert result["macro"]["F1"] > 0.98
    assert result["micro"]["P"] > 0.98


def _cells(table: Table, page: int) -> list[list[object]]:
    return [
        [c.row, c.column, c.row + c.row_span - 1, c.column + c.column_span - 1, c.text]
        for c in table.cells
        if c.anchor.page == page
    ]
