"""`compare` and `diff`: two councils, or two runs, side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.shell import (
    DONE,
    AsJson,
    Csv,
    Out,
    Patterns,
    Stop,
    answer,
    app,
    complain,
    folder,
    records,
    write,
)


@app.command()
def compare(
    one: Annotated[str, typer.Argument(metavar="A", help="A council: name, initials or code.")],
    other: Annotated[str | None, typer.Argument(metavar="B", help="The council to compare it with.")] = None,
    period: Annotated[
        str, typer.Option("--period", metavar="P", help="A year such as 2018/19 or 18-19.")
    ] = "",
    by: Annotated[
        str, typer.Option("--peers", metavar="KIND", help="Compare with peers: region, type or neighbours.")
    ] = "",
    out: Out = Path("outputs"),
    patterns: Patterns = None,
    as_json: AsJson = False,
) -> int:
    """Compare two councils, or one with its peers.

    Where a figure is not comparable, it says why.

    Example: extractor compare Harrow Havering --period 2017/18 --out outputs
    """
    from extractor.cli import compare_text
    from extractor.lexicon import rulebook
    from extractor.model.records import IndicatorRow
    from extractor.reconcile import two_councils as sides

    if bool(other) == bool(by) or (by and by not in sides.PEERS):
        raise Stop(f"Give a second council, or --peers with one of {', '.join(sides.PEERS)}.")
    rows = records(out, "indicators", IndicatorRow)
    view = sides.view(rows, rulebook.load(folder(patterns)))
    if other:
        found, names, year = sides.two(view, one, other, period)
        answer(
            compare_text.side_by_side(found, names, year, view.settings),
            as_json,
            lambda: {"councils": names, "period": year, "indicators": [pair.data() for pair in found]},
        )
    else:
        name, beside, year = sides.with_peers(view, one, by, period)
        answer(
            compare_text.beside_peers(name, beside, year, view.settings),
            as_json,
            lambda: {
                "council": name,
                "period": year,
                "peers": {peer: [pair.data() for pair in pairs] for peer, pairs in beside.items()},
            },
        )
    return DONE


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The outputs folder of an earlier run.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The outputs folder of a later run.")],
    csv: Csv = None,
    as_json: AsJson = False,
) -> int:
    """Show what changed between two outputs folders.

    Rows are added, removed or recoded. A number whose observation_id has changed is matched by its
    place in the report.

    Example: extractor diff outputs-march outputs --csv changes.csv
    """
    from extractor import publish
    from extractor.cli import diff as differences

    found = differences.difference(old, new)
    for remark in found.remarks:
        complain(remark)
    if csv is not None:
        write(csv, publish.csv_bytes(found.changes.astype("category"), differences.CHANGE_COLUMNS))
    said = found.changes[list(differences.CHANGE_COLUMNS)]
    answer(differences.summary(found), as_json, lambda: said.to_dict("records"))
    return DONE
