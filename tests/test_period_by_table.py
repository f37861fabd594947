"""A figure compared with is of the year under which the report's own table prints it."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.lexicon import rulebook
from extractor.run.report import work

ROOT = Path(__file__).resolve().parent.parent
REPORT = """Fareham Borough Council
Annual complaints report 2019/20

Stage 1 complaints received by year

Year        Stage 1 complaints received
2015/16     171
2016/17     158
2017/18     186
2018/19     {last}
2019/20     137

{sentence}
"""


@pytest.mark.parametrize(
    ("last", "sentence", "period"),
    [
        (149, "There were 137 Stage 1 complaints, down from 171 at the start.", "2015/16"),
        (171, "There were 137 Stage 1 complaints, down from 171.", "2018/19"),
        (149, "There were 137 Stage 1 complaints, down from 172.", "2018/19"),
        (149, "There were 137 Stage 1 complaints, down from 171 in 2018/19.", "2018/19"),
    ],
)
def test_an_earlier_figure_is_of_the_year_whose_cell_has_it(last: int, sentence: str, period: str) -> None:
    text = REPORT.format(last=last, sentence=sentence)
    rows = work(text.encode(), "report.txt", None, rulebook.load(ROOT / "patterns")).rows()
    told = [r["period"] for r in rows if r["source_kind"] == "prose" and r["value"] in ("171", "172")]
    assert told == [period]
