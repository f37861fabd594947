"""`explain` and `correct`: from a row back to the printed words, and a person's decision about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli import shell
from extractor.cli.commands.reading import must_have_pages

if TYPE_CHECKING:
    from extractor.model.observation import Observation


When = Annotated[str, typer.Option("--date", metavar="WHEN", help="When it was decided, in any format.")]
Target = Annotated[Path, typer.Option("--corrections", metavar="FILE", help="The file to add the line to.")]


@shell.app.command()
def explain(
    identity: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="An observation_id, or its first characters; several joined by semicolons."
        ),
    ],
    out: shell.Out = Path("outputs"),
    image: Annotated[
        Path | None, typer.Option("--image", metavar="OUT.png", help="Draw the row on its page; PDF only.")
    ] = None,
    reports: Annotated[
        Path,
        typer.Option("--reports", metavar="DIR", help="The folder that the run read, for --image."),
    ] = Path("corpus"),
    as_json: shell.AsJson = False,
) -> int:
    """Trace one row back to the printed words.

    It shows each label, how it was matched, and where the number is.
    --image draws the row's number and its labels on its page.

    Example: extractor explain 3f0c62d19ab04e77 --out outputs --image row.png
    """
    from extractor.cli import explaining
    from extractor.model.records import CategoryRow, CorrectionRow

    found = _found(out, identity)
    if image is not None:
        if len(found) > 1:
            raise shell.Stop("--image draws one row: give one ID.")
        _draw(found[0], reports, image)
    told = [
        explaining.Explained(
            row,
            shell.records(out, "categories", CategoryRow),
            shell.records(out, "corrections", CorrectionRow, wanted=False),
        )
        for row in found
    ]
    lines = (line for number, one in enumerate(told) for line in [*([""] if number else []), *one.lines()])
    shell.answer(lines, as_json, lambda: [one.data() for one in told])
    return shell.DONE


def _found(out: Path, identities: str) -> list[Observation]:
    """The observations whose ids are these, or begin so, in capitals or not."""
    wanted = [one.strip().lower() for one in identities.replace(",", ";").split(";") if one.strip()]
    if not wanted:
        raise shell.Stop("Give an observation_id, or its first characters.")
    rows = [*shell.observations(out), *shell.observations(out, "review", wanted=False)]
    return [_one(rows, identity, out) for identity in wanted]


def _one(rows: list[Observation], identity: str, out: Path) -> Observation:
    found = [row for row in rows if row.observation_id.lower().startswith(identity)]
    exact = [row for row in found if row.observation_id.lower() == identity]
    if not found:
        raise shell.Stop(f"There is no observation '{identity}' in {out}.")
    if len(found) > 1 and not exact:
        raise shell.Stop(f"{len(found)} observations in {out} begin with '{identity}': give more characters.")
    return (exact or found)[0]


def _draw(row: Observation, reports: Path, image: Path) -> None:
    """The number of a row and its labels on its page."""
    from extractor.run import looking
    from extractor.understand.page_marks import labels_of

    page, box = row.anchor.page, row.anchor.bbox
    if page is None or box is None:
        must_have_pages(row.source_file, "")
        return
    name = row.page_file or row.source_file
    file = looking.find(reports, name)
    if file is None:
        raise shell.Stop(f"There is no '{name}' in '{reports}': use --reports to name its folder.")
    marks = labels_of(looking.inspect(file, shell.folder(None)).marks, page, box)
    looking.page_picture(file, page, marks, image)
    shell.complain(f"The row is drawn in {image}.")


@shell.app.command()
def correct(
    identity: Annotated[
        str | None, typer.Argument(metavar="ID", help="An observation_id, or its first characters.")
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="COLUMN=CODE", help="The right code for a column; may be repeated."),
    ] = None,
    right: Annotated[bool, typer.Option("--right", help="Confirm that the row is right.")] = False,
    no_figure: Annotated[
        bool, typer.Option("--not-a-figure", help="Remove the row: the number is not a figure.")
    ] = False,
    dimension: Annotated[
        str, typer.Option("--dimension", metavar="NAME", help="The dimension of --label.")
    ] = "",
    label: Annotated[
        str, typer.Option("--label", metavar="WORDS", help="Correct a printed label instead of a row.")
    ] = "",
    report: Annotated[
        str, typer.Option("--report", metavar="FILE", help="Correct the label in this report only.")
    ] = "",
    because: Annotated[str, typer.Option("--because", metavar="WHY", help="The reason.")] = "",
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Who decided.")] = "",
    date: When = "",
    corrections: Target = Path("corpus/corrections.csv"),
    out: shell.Out = Path("outputs"),
    patterns: shell.Patterns = None,
) -> int:
    """Add a line to the file of corrections.

    The decision is on one row, or on a label wherever it is printed.

    Example: extractor correct 3f0c62d1 --set stage=stage_1 --because "so the heading says" --by "A. Editor"
    """
    if bool(identity) == bool(label) or bool(changes) + right + no_figure != 1:
        raise shell.Stop("Give an ID or a --label, and one of --set, --right and --not-a-figure.")
    said = {"set": "; ".join(changes or ()), "because": because, "by": by, "date": date}
    if identity:
        said["verdict"] = "right" if right else "not_a_figure" if no_figure else "recode"
        line, remarks = _about_row(identity, said, out, patterns)
    else:
        line, remarks = _about_label(dimension, label, {**said, "source_file": report}, out, patterns)
    _add(line, corrections)
    for remark in remarks:
        shell.complain(remark)
    what = line.get("observation_id") or f"'{label}'"
    shell.answer([f"{what}: added to {corrections}. The next run will apply it."])
    return shell.DONE


def _about_row(
    identity: str, said: dict[str, str], out: Path, patterns: Path | None
) -> tuple[dict[str, str], list[str]]:
    from extractor.corrections import add
    from extractor.lexicon import rulebook
    from extractor.model.records import CorrectionRow

    (row, *more) = _found(out, identity)
    if more:
        raise shell.Stop("A correction is about one row: give one ID.")
    made = shell.records(out, "corrections", CorrectionRow, wanted=False)
    return add.about_row(row, made, said, rulebook.load(shell.folder(patterns))), []


def _about_label(
    dimension: str, label: str, said: dict[str, str], out: Path, patterns: Path | None
) -> tuple[dict[str, str], list[str]]:
    """The line, and what a person should hear of it at once."""
    from extractor.corrections import add
    from extractor.lexicon import rulebook

    line = add.about_label(dimension, label, said, rulebook.load(shell.folder(patterns)))
    rows = shell.observations(out, wanted=False) + shell.observations(out, "review", wanted=False)
    return line, add.remarks_on_label(line, rows)


def _add(line: dict[str, str], file: Path) -> None:
    from extractor.corrections import add

    try:
        overruled = add.append(file, line)
    except OSError as error:
        raise shell.Stop(f"{file} could not be written: {shell.reason(error)}.") from error
    for sentence in overruled:
        shell.complain(sentence)
