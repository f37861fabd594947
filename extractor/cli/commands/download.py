"""`extractor fetch`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.shell import DONE, SOME_FAILED, AsJson, answer, app


@app.command()
def fetch(
    manifest: Annotated[
        Path, typer.Argument(metavar="MANIFEST", help="The manifest whose url column says what to download.")
    ] = Path("corpus/manifest.csv"),
    pause: Annotated[
        float, typer.Option("--pause", metavar="SECONDS", min=0, help="Between two requests to one host.")
    ] = 2.0,
    largest: Annotated[
        int, typer.Option("--largest", metavar="MB", min=1, help="Refuse files above this size.")
    ] = 100,
    private: Annotated[
        bool, typer.Option("--allow-private", help="Also fetch from this machine and private networks.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Download the reports that a manifest lists.

    One request at a time, as robots.txt allows. A broken download is taken up where it stopped; a file
    that is there with the right sha-256 is kept. sha256 and retrieved are filled in.

    Example: extractor fetch corpus/manifest.csv
    """
    from dataclasses import asdict

    from extractor.run import fetch as fetching
    from extractor.run.web import Limits

    limits = Limits(pause=pause, most_bytes=largest * 1_000_000, allow_private=private)
    outcomes = fetching.fetch(manifest, limits, lambda _: None)
    answer(fetching.table(outcomes), as_json, lambda: [asdict(one) for one in outcomes])
    return SOME_FAILED if any(one.status in ("failed", "refused") for one in outcomes) else DONE
