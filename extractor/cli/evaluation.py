"""How well a run reads, in lines for a terminal or as data. Nothing is printed here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from extractor.cli.text import columns

if TYPE_CHECKING:
    from extractor.evaluate import Evaluation, Score, TruthRow
    from extractor.model.observation import Observation


def lines(result: Evaluation, misses: int = 0) -> Iterator[str]:
    """Precision, recall and F1 by report and by measure, and what the found rows get right besides."""
    from extractor.evaluate import coded

    yield from _scores("report", result.by_report(), result.total())
    yield ""
    yield from _scores("measure", result.by_measure(), None)
    yield ""
    yield "other fields of the found rows"
    yield from columns(
        [(name, f"{ok}/{of}", f"{ok / of:.3f}" if of else "-") for name, (ok, of) in result.besides.items()],
        "  ",
        (1, 2),
    )
    for name, comparison in result.reports.items():
        if misses:
            yield f"\n{name}"
        for row in comparison.missed[:misses]:
            yield f"  missed  {_row(row)}"
        for pair in [pair for pair in comparison.pairs if pair.wrong][:misses]:
            given = ", ".join(f"{field} {coded(pair.observation, field) or 'empty'}" for field in pair.wrong)
            yield f"  wrong   {_row(pair.truth)} | got {given}"
        for one in comparison.extra[:misses]:
            yield f"  extra   {_row(one)}"


def _row(row: TruthRow | Observation) -> str:
    return f"{row.period} {row.stage} {row.measure} {row.value} {row.unit} | {row.evidence[:90]}"


def _scores(what: str, scores: Mapping[str, Score], total: Score | None) -> list[str]:
    head = (what, "truth", "out", "found P", "R", "F1", "right P", "R", "F1")
    rows = [*scores.items(), *([("total", total)] if total else [])]
    table = [
        (
            name,
            str(score.found.truth),
            str(score.found.out),
            *(f"{rate:.3f}" for r in (score.found, score.right) for rate in (r.precision, r.recall, r.f1)),
        )
        for name, score in rows
    ]
    return columns([head, *table], right=range(1, 9))


def data(result: Evaluation) -> dict[str, Any]:
    """The same as data: what was found and right of each report, each measure and all."""
    scores = {"reports": result.by_report(), "measures": result.by_measure()}
    return {
        **{what: {name: _rates(score) for name, score in found.items()} for what, found in scores.items()},
        "total": _rates(result.total()),
    }


def _rates(score: Score) -> dict[str, Any]:
    return {
        what: {**asdict(rates), "precision": rates.precision, "recall": rates.recall, "f1": rates.f1}
        for what, rates in (("found", score.found), ("right", score.right))
    }
