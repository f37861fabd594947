"""`suggest` and `check`: what a curator of patterns/ has to do, and whether it is in order."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli import shell


@shell.app.command()
def suggest(
    out: shell.Out = Path("outputs"),
    rows: Annotated[
        int, typer.Option("--rows", metavar="N", min=0, help="Show up to N rows of review.csv.")
    ] = 20,
    csv: shell.Csv = None,
    patterns: shell.Patterns = None,
    as_json: shell.AsJson = False,
) -> int:
    """List labels without a code and rows to review.

    Labels come first, the most frequent at the top, each with the YAML line that would give it a
    code. After them come the rows of review.csv, lowest confidence first, each with the line of
    corrections.csv that would confirm it.

    Example: extractor suggest --out outputs --csv labels.csv
    """
    from extractor import publish
    from extractor.cli import suggestions
    from extractor.lexicon import rulebook
    from extractor.model.records import CategoryRow

    book = rulebook.load(shell.folder(patterns))
    labels = suggestions.labels(shell.records(out, "categories", CategoryRow), book)
    review = suggestions.least_sure(shell.observations(out, "review", wanted=False))
    if csv is not None:
        shell.write(csv, publish.csv_bytes([one.cells() for one in labels], suggestions.COLUMNS))
        shell.complain(f"{len(labels)} labels are written to {csv}.")
    lines = [*suggestions.of_labels(labels), *suggestions.of_rows(review, rows)]
    shell.answer(lines, as_json, lambda: {"labels": labels, "review": review[:rows]})
    return shell.DONE


@shell.app.command()
def check(
    manifest: Annotated[
        Path | None,
        typer.Argument(metavar="MANIFEST", help="Default: corpus/manifest.csv, if it exists."),
    ] = None,
    patterns: shell.Patterns = None,
    used: Annotated[
        Path | None,
        typer.Option("--used", metavar="OUT", help="Also list codes that no row of this run uses."),
    ] = None,
    as_json: shell.AsJson = False,
) -> int:
    """Check patterns/, the manifest and the corrections.

    Every example in patterns/ is tried, and entries that nothing can match are named.

    Example: extractor check corpus/manifest.csv
    """
    from extractor.cli import check as upkeep

    default = Path("corpus") / "manifest.csv"
    if manifest is not None and not manifest.is_file():
        raise shell.Stop(f"There is no manifest '{manifest}'.")
    listed = manifest or (default if default.is_file() else None)
    faults, checked = upkeep.check(listed, shell.folder(patterns))
    unused = [] if used is None or faults else upkeep.silent(shell.observations(used), shell.folder(patterns))
    for fault in faults if not as_json else ():
        shell.complain(fault)
    verdict = f"{len(faults) or 'no'} problem{'' if len(faults) == 1 else 's'}"
    found = {"checked": checked, "problems": faults, "unused": unused}
    shell.answer([*unused, f"{checked}: {verdict}."], as_json, lambda: found)
    return shell.SOME_FAILED if faults else shell.DONE
