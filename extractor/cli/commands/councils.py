"""`compare` and `diff`: two councils, or two runs, side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli import shell

if TYPE_CHECKING:
    from extractor.lexicon.rulebook import Rulebook
    from extractor.reconcile.two_councils import View


@shell.app.command()
def compare(
    one: Annotated[str, typer.Argument(metavar="A", help="A council: name, initials or code.")],
    other: Annotated[str | None, typer.Argument(metavar="B", help="The council to compare it with.")] = None,
    period: Annotated[
        str, typer.Option("--period", metavar="P", help="A year such as 2018/19 or 18-19.")
    ] = "",
    by: Annotated[
        str, typer.Option("--peers", metavar="KIND", help="Compare with peers: region, type or neighbours.")
    ] = "",
    page: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Also write it as a web page.")
    ] = None,
    out: shell.Out = Path("outputs"),
    patterns: shell.Patterns = None,
    as_json: shell.AsJson = False,
) -> int:
    """Compare two councils, or one with its peers.

    Where a figure is not comparable, it says why. --html adds all councils of the dataset as one.

    Example: extractor compare Harrow --peers region --period 2017/18 --html harrow.html
    """
    from extractor.lexicon import rulebook
    from extractor.model.records import IndicatorRow
    from extractor.reconcile import two_councils as sides

    if bool(other) == bool(by) or (by and by not in sides.PEERS):
        raise shell.Stop(f"Give a second council, or --peers with one of {', '.join(sides.PEERS)}.")
    rows = shell.records(out, "indicators", IndicatorRow)
    book = rulebook.load(shell.folder(patterns))
    view = sides.view(rows, book)
    named, year = _two(view, one, other, period, as_json) if other else _peers(view, one, by, period, as_json)
    if page is not None:
        _page(page, out, named, year, view, book)
    return shell.DONE


def _two(view: View, one: str, other: str, period: str, as_json: bool) -> tuple[list[str], str]:
    """Answers with two councils; their names, and the year."""
    from extractor.cli import compare_text
    from extractor.reconcile import two_councils as sides

    found, names, year = sides.two(view, one, other, period)
    shell.answer(
        compare_text.side_by_side(found, names, year, view.settings),
        as_json,
        lambda: {"councils": names, "period": year, "indicators": [pair.data() for pair in found]},
    )
    return list(names), year


def _peers(view: View, one: str, by: str, period: str, as_json: bool) -> tuple[list[str], str]:
    """Answers with a council and its peers; their names, and the year."""
    from extractor.cli import compare_text
    from extractor.reconcile import two_councils as sides

    name, beside, year = sides.with_peers(view, one, by, period)
    told = {peer: [pair.data() for pair in pairs] for peer, pairs in beside.items()}
    shell.answer(
        compare_text.beside_peers(name, beside, year, view.settings),
        as_json,
        lambda: {"council": name, "period": year, "peers": told},
    )
    return [name, *beside], year


def _page(page: Path, out: Path, councils: list[str], year: str, view: View, book: Rulebook) -> None:
    """The councils of these names as a web page; Stop where it cannot be written."""
    from extractor import publish
    from extractor.publish.html import beside
    from extractor.reconcile import two_councils as sides

    rows = publish.read_csv(out / "indicators.csv")
    wanted = {one for row in rows for one in row["observation_ids"].split(";")}
    known = [row for row in publish.read_csv(out / "observations.csv") if row["observation_id"] in wanted]
    found = [sides.find(name, view.authorities) for name in councils]
    shown = {one.name: tuple(same.code for same in view.authorities.by_key[one.key]) for one in found}
    shell.write(page, beside.page(rows, known, shown, year, book))
    shell.complain(f"The comparison is in {page}.")


@shell.app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The outputs folder of an earlier run.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The outputs folder of a later run.")],
    csv: shell.Csv = None,
    as_json: shell.AsJson = False,
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
        shell.complain(remark)
    if csv is not None:
        shell.write(csv, publish.csv_bytes(found.changes.astype("category"), differences.CHANGE_COLUMNS))
    said = found.changes[list(differences.CHANGE_COLUMNS)]
    shell.answer(differences.summary(found), as_json, lambda: said.to_dict("records"))
    return shell.DONE
