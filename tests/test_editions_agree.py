"""The same report in any of its formats gives the same facts."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from reading import result_of

from extractor.model.contract import DIMENSIONS

FACT = ("period", "procedure", "stage", "measure", "unit", "value", "value_status", *DIMENSIONS)
ALLOWED = 0.03
#: Editions that may differ by more, with the reason.
EXPLAINED: dict[tuple[str, str], str] = {}


@cache
def _facts(path: Path) -> Counter[tuple[str, ...]]:
    return Counter(tuple(row[column] for column in FACT) for row in result_of(path).rows())


@pytest.mark.parametrize("extension", ["docx", "pdf", "html"])
@pytest.mark.parametrize(
    "report",
    ["harrow-2018-19", "havering-2017-18", "kingston-2017-18", "staffordshire-2019-20", "hartlepool-2020-21"],
)
def test_an_edition_gives_the_facts_of_the_text(report: str, extension: str, shared: Path) -> None:
    path = shared / "reports" / f"{report}.{extension}"
    if not path.exists():
        pytest.skip(f"there is no {extension} edition of {report}")
    text, other = _facts(shared / "reports" / f"{report}.txt"), _facts(path)
    differing = sum(((text - other) + (other - text)).values()) / 2
    share = differing / max(sum(text.values()), 1)
    assert share <= ALLOWED or (report, extension) in EXPLAINED, list((text - other) | (other - text))[:10]
