"""Every number of a place is a row, or is ignored with a reason, or is an Issue."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from reading import work_of

from extractor.language import numbers
from extractor.lexicon import rulebook
from extractor.model.types import Place, Prose, Reading, Table
from extractor.run.report import work

ROOT = Path(__file__).resolve().parent.parent
_DIGITS = re.compile(r"\d+")


def _told(reading: Reading) -> Counter[str]:
    """The runs of digits in everything that the reading accounts for."""
    raws = [c.raw for c in reading.claims] + [i.raw for i in reading.ignored]
    raws += [i.message for i in reading.issues]
    return Counter(d for raw in raws for d in _DIGITS.findall(raw))


def _printed(text: str) -> Counter[str]:
    """The runs of digits that count as numbers: not years, stages, section numbers."""
    taken = [(s, e) for s, e, _ in numbers.excluded(text)]
    return Counter(
        m.group()
        for m in _DIGITS.finditer(text)
        if not any(start <= m.start() and m.end() <= end for start, end in taken)
    )


def _lost(place: Place, reading: Reading) -> Counter[str]:
    if isinstance(place.block, Prose):
        return _printed(place.block.text) - _told(reading)
    if isinstance(place.block, Table):
        printed: Counter[str] = Counter()
        for cell in place.block.cells:
            for line in cell.text.split("\n"):
                printed += _printed(line)
        return printed - _told(reading)
    return Counter()


def _check(path: Path) -> None:
    pairs = work_of(path).pairs
    assert pairs, "no place was found"
    lost = [(dict(found), str(place.block)[:200]) for place, r in pairs if (found := _lost(place, r))]
    assert not lost, f"{len(lost)} places lose numbers, such as {lost[:5]}"


@pytest.mark.parametrize("name", sorted(p.name for p in (ROOT / "corpus").glob("*-example.*")))
def test_no_number_of_an_example_report_is_lost(name: str) -> None:
    _check(ROOT / "corpus" / name)


@pytest.mark.parametrize("extension", ["txt", "docx", "pdf"])
@pytest.mark.parametrize(
    "report",
    ["harrow-2018-19", "havering-2017-18", "kingston-2017-18", "staffordshire-2019-20", "hartlepool-2020-21"],
)
def test_no_number_of_a_real_report_is_lost(report: str, extension: str, shared: Path) -> None:
    _check(shared / "reports" / f"{report}.{extension}")


def test_a_report_of_which_few_numbers_are_taken_is_partial_and_says_which_were_not() -> None:
    told = "\n\n".join(f"The list then shows {n} beside the {n + 7}." for n in range(31, 51))
    text = f"Rutland County Council\n\nAnnual complaints report 2021/22\n\nWe had 12 complaints.\n\n{told}\n"
    result = work(text.encode(), "rutland.txt", None, rulebook.load(ROOT / "patterns"))
    assert result.coverage.status == "partial"
    assert "of 41 numbers were taken" in result.coverage.reason
    refused = [issue.message for issue in result.issues if issue.code == "number-not-counted"]
    assert any("31, 38 in 'The list then shows 31" in message for message in refused)
