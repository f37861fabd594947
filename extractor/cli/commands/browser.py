"""`extractor explore`."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.shell import DONE, Patterns, answer, app, folder


@app.command()
def explore(
    out: Annotated[Path, typer.Argument(metavar="DIR", help="The outputs folder of a run.")] = Path(
        "outputs"
    ),
    reports: Annotated[
        Path, typer.Option("--reports", metavar="DIR", help="The folder that holds the reports.")
    ] = Path("corpus"),
    corrections: Annotated[
        Path, typer.Option("--corrections", metavar="FILE", help="The file that decisions are added to.")
    ] = Path("corpus/corrections.csv"),
    by: Annotated[
        str, typer.Option("--by", metavar="WHO", help="Who decides; default: your user name.")
    ] = "",
    port: Annotated[
        int,
        typer.Option(
            "--port", metavar="N", min=0, max=65535, help="The port to listen on; 0 takes a free one."
        ),
    ] = 8001,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Look only: nothing can be settled.")
    ] = False,
    patterns: Patterns = None,
) -> int:
    """Open the dataset in a browser, on this machine only.

    Councils and years side by side, search, and for each figure the page or words where it is printed.
    Doubtful rows can be settled there: each decision is a line of the file of corrections.

    Example: extractor explore outputs --reports corpus
    """
    from extractor.explore import Options, serve

    options = Options(
        out=out,
        reports=reports,
        corrections=corrections,
        by=by or _user(),
        patterns=folder(patterns),
        read_only=read_only,
        port=port,
    )
    serve(options, lambda sentence: answer([sentence]))
    return DONE


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no name is known here
        return "unknown"
