"""`run` and `inspect`: from reports to the dataset, and what was seen in one of them."""

from __future__ import annotations

import signal
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.shell import DONE, SOME_FAILED, AsJson, Patterns, Stop, answer, app, complain, folder
from extractor.cli.shell import report_file as one_report

if TYPE_CHECKING:
    from extractor.run.options import Summary

Paths = Annotated[
    list[str] | None, typer.Argument(metavar="PATHS", help="Files, folders, glob patterns or a manifest.")
]
Target = Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write the dataset to.")]
Jobs = Annotated[int, typer.Option("--jobs", min=0, help="Number of worker processes; 0 means one per core.")]


class Engine(StrEnum):
    """What reads the reports."""

    local = "local"
    dask = "dask"


Reader = Annotated[
    Engine, typer.Option("--engine", help="Read in processes of this machine, or of a Dask cluster.")
]
Scheduler = Annotated[
    str,
    typer.Option("--scheduler", metavar="ADDRESS", help="The cluster to use; without it, one is made here."),
]
Fresh = Annotated[bool, typer.Option("--fresh", help="Read every report again and ignore cached results.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with code 1 if any issue has severity error.")]
Least = Annotated[
    float | None,
    typer.Option(
        "--min-confidence",
        metavar="X",
        min=0,
        max=1,
        help="Move rows with a confidence below X to review.csv.",
    ),
]
Seconds = Annotated[
    float, typer.Option("--time-limit", metavar="SECONDS", min=1, help="Limit for each report.")
]
Gibibytes = Annotated[
    float, typer.Option("--memory-limit", metavar="GIB", min=0.25, help="Limit for each report.")
]
People = Annotated[
    Path | None,
    typer.Option(
        "--population", metavar="FILE", help="CSV file with old_la_code, year and population (children)."
    ),
]
ByHand = Annotated[
    Path | None,
    typer.Option(
        "--corrections",
        metavar="FILE",
        help="Corrections to apply; default corpus/corrections.csv, if it exists.",
    ),
]
Answered = Annotated[
    Path | None,
    typer.Option(
        "--answers",
        metavar="FILE",
        help="Second readers' answers to weigh; default corpus/answers.csv, if it exists.",
    ),
]
Suppress = Annotated[
    int | None,
    typer.Option(
        "--suppress",
        metavar="N",
        min=1,
        help="Replace counts of 1 to N, and figures that reveal them, with c.",
    ),
]


@app.command()
def run(
    paths: Paths = None,
    out: Target = Path("outputs"),
    jobs: Jobs = 0,
    engine: Reader = Engine.local,
    scheduler: Scheduler = "",
    fresh: Fresh = False,
    strict: Strict = False,
    min_confidence: Least = None,
    seconds: Seconds = 300,
    gibibytes: Gibibytes = 4,
    population: People = None,
    corrections: ByHand = None,
    answers: Answered = None,
    suppress: Suppress = None,
    patterns: Patterns = None,
    as_json: AsJson = False,
) -> int:
    """Read reports and write the dataset.

    It holds observations, comparable figures, indicators, checks and coverage. Without PATHS it
    reads corpus/. Results are cached, so a report that has not changed is not read again. If a
    report fails, coverage.csv says why and the run carries on with the others.

    Example: extractor run corpus/ --out outputs --jobs 4
    """
    from extractor.run import pipeline
    from extractor.run.progress import Bar, Lines
    from extractor.run.worker import GIBIBYTE, Limits

    if scheduler and engine is not Engine.dask:
        raise Stop("--scheduler is for --engine dask.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options = pipeline.Options(
        out=out,
        jobs=jobs,
        fresh=fresh,
        min_confidence=min_confidence,
        population=population,
        corrections=corrections or _beside("corrections.csv"),
        answers=answers or _beside("answers.csv"),
        suppress=suppress,
        limits=Limits(seconds, int(gibibytes * GIBIBYTE)),
        engine=engine.value,
        scheduler=scheduler,
        patterns=folder(patterns),
    )
    with Bar() if sys.stderr.isatty() else Lines() as progress:
        summary = pipeline.run(["corpus"] if paths is None else paths, options, progress)
    return _told(summary, strict, as_json)


def _told(summary: Summary, strict: bool, as_json: bool) -> int:
    """Say what a run came to, and give the exit code for it."""
    from extractor.cli import text

    for path, reason in summary.skipped:
        complain(f"{path}: skipped: {reason}")
    answer(text.closing(summary), as_json, lambda: text.summed(summary))
    bad = summary.reports.get("failed") or (strict and summary.issues.get("error"))
    return SOME_FAILED if bad else DONE


def _beside(name: str) -> Path | None:
    """A file of decisions in corpus/, where there is one."""
    path = Path("corpus") / name
    return path if path.is_file() else None


@app.command()
def inspect(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The report to inspect.")],
    page: Annotated[
        int | None, typer.Option("--page", metavar="N", min=1, help="Show only this page.")
    ] = None,
    image: Annotated[
        Path | None, typer.Option("--image", metavar="OUT.png", help="Draw it on the page; needs --page.")
    ] = None,
    patterns: Patterns = None,
    as_json: AsJson = False,
) -> int:
    """Show what was read in one report.

    It lists places, tables as grids, claims, and what was left out and why.
    --image draws it on the page of a PDF, with a key to the colours.

    Example: extractor inspect corpus/harrow-2018-19-example.pdf --page 1 --image page.png
    """
    from extractor.cli import text
    from extractor.run import looking

    path = one_report(file)
    if image is not None and page is None:
        raise Stop("Use --page to say which page to draw.")
    seen = looking.inspect(path, folder(patterns))
    if image is not None and page is not None:
        must_have_pages(path.name, seen.format)
        looking.page_picture(path, page, seen.marks, image)
        complain(f"Page {page} is drawn in {image}.")
    answer(text.inspection(seen, page), as_json, lambda: text.of_page(seen, page))
    return DONE


def must_have_pages(name: str, kind: str) -> None:
    """Stop where the report is no PDF."""
    if kind != "pdf":
        raise Stop(f"There is no page image of '{name}': only a PDF has pages.")
