"""`extractor workbook`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.shell import DONE, AsJson, Stop, answer, app


@app.command()
def workbook(
    out: Annotated[Path, typer.Argument(metavar="DIR", help="The outputs folder of a run.")] = Path(
        "outputs"
    ),
    to: Annotated[
        Path, typer.Option("--to", metavar="FILE.xlsx", help="The file to write, or to write anew.")
    ] = Path("complaints.xlsx"),
    as_json: AsJson = False,
) -> int:
    """Write the dataset as an Excel workbook.

    One sheet for each file, with numbers as numbers and frozen headers, and a sheet of notes that says
    what every column holds.

    Example: extractor workbook outputs --to complaints.xlsx
    """
    from extractor.publish.workbook import write_workbook

    if to.suffix.lower() != ".xlsx":
        raise Stop(f"'{to}' does not end in .xlsx.")
    sheets = write_workbook(out, to)
    line = f"written to {to}: {len(sheets)} sheets, the first one explains the others"
    answer([line], as_json, lambda: {"file": to, "sheets": sheets})
    return DONE
