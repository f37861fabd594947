"""The real reports as Word files: the same numbers, tables and headings as their text."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from extractor.model.types import Document, Picture, Prose, Table
from extractor.read.docx.document import read_docx

REPORTS = [
    "harrow-2018-19",
    "havering-2017-18",
    "staffordshire-2019-20",
    "hartlepool-2020-21",
    "kingston-2017-18",
]
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def numbers_of(text: str) -> Counter[str]:
    return Counter(n.rstrip(",").replace(",", "") for n in NUMBER.findall(text))


def everything(document: Document) -> str:
    """All that a document prints, numbers taken off lines included."""
    out: list[str] = []
    for b in document.blocks:
        if isinstance(b, Prose):
            out += [b.number, b.text]
        elif isinstance(b, Table):
            out += [b.caption, *b.notes, *(c.text for c in b.cells)]
        elif isinstance(b, Picture):
            out += [b.alt, *b.legend]
    return "\n".join(out)


@pytest.mark.parametrize("report", REPORTS)
def test_real_reports_hold_the_numbers_of_their_text(shared: Path, report: str) -> None:
    text = (shared / "reports" / f"{report}.txt").read_text("utf-8")
    text = re.sub(r"\[image: \w+\.png\]", "", text).replace("202017", "2017").replace("202016", "2016")
    document = read_docx((shared / "reports" / f"{report}.docx").read_bytes(), report)
    notes = Counter(
        b.number
        for b in document.blocks
        if isinstance(b, Prose) and b.kind == "footnote" and b.number.isdigit()
    )
    assert numbers_of(everything(document)) - notes == numbers_of(text)


def test_real_chart_arrives_as_the_text_edition_prints_it(shared: Path) -> None:
    document = read_docx((shared / "reports/harrow-2018-19.docx").read_bytes(), "harrow-2018-19.docx")
    charts = [b for b in document.blocks if isinstance(b, Picture) and b.chart]
    assert len(charts) == 1 and len(charts[0].legend) == 11
    assert charts[0].legend[0] == "Disagrees with social care opinion (3)"
    tables = [b for b in document.blocks if isinstance(b, Table)]
    assert [t.anchor.table for t in tables] == list(range(1, len(tables) + 1))
    assert any(t.rows == 5 and t.columns == 7 and t.cells[-1].text == "142" for t in tables)


def test_real_headings_arrive_as_headings(shared: Path) -> None:
    document = read_docx((shared / "reports/havering-2017-18.docx").read_bytes(), "x")
    found = [
        (b.level, b.number, b.text) for b in document.blocks if isinstance(b, Prose) and b.kind == "heading"
    ]
    assert (1, "3.", "Complaints Received") in found and (2, "3.7", "Response times") in found
    assert sum(b.kind == "toc" for b in document.blocks if isinstance(b, Prose)) >= 20
