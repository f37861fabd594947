"""`evaluate`: how well a run reads what a person coded by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.shell import DONE, AsJson, Out, Stop, answer, app, observations


@app.command()
def evaluate(
    truth: Annotated[Path, typer.Argument(metavar="TRUTH_DIR", help="A folder of hand-coded CSV files.")],
    out: Out = Path("outputs"),
    misses: Annotated[
        int,
        typer.Option(
            "--misses", metavar="N", min=0, help="Show up to N missed, wrong and extra rows for each report."
        ),
    ] = 0,
    as_json: AsJson = False,
) -> int:
    """Score a run against hand-coded rows.

    It prints precision and recall by report and by measure. A truth file has the name of its
    report (harrow-2018-19.csv). A row is found if its value, unit, period and measure agree, and
    right if its procedure, stage and every dimension agree too.

    Example: extractor evaluate corpus/truth --out outputs --misses 5
    """
    from extractor.cli import evaluation
    from extractor.evaluate import evaluate as score

    if not truth.is_dir():
        raise Stop(f"There is no folder '{truth}'.")
    scored = score(observations(out), truth)
    if not any(one.pairs or one.extra for one in scored.reports.values()):
        raise Stop(
            f"No hand-coded file in '{truth}' has the name of a report in '{out}': "
            "a file harrow-2018-19.csv is for the report harrow-2018-19.pdf."
        )
    answer(evaluation.lines(scored, misses), as_json, lambda: evaluation.data(scored))
    return DONE
