"""The command line. Every command imports what it needs only when it runs: help must be quick."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from extractor.run.pipeline import Summary

FORESEEN = frozenset(
    {
        "CorrectionsFault",
        "ManifestFault",
        "NoInput",
        "NotComparable",
        "NotOutputs",
        "NotWritten",
        "PopulationFault",
    }
    | {"RulebookError", "Unreadable", "WorkersFail"}
)
DONE, SOME_FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Reads councils' annual complaint reports (PDF, Word, Excel, OpenDocument, web pages, text) "
    "into one comparable dataset.\n\n"
    "Example: extractor run reports/ --out outputs",
)

Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="The outputs folder of a run.")]
Patterns = Annotated[
    Path | None,
    typer.Option(
        "--patterns", metavar="DIR", help="Use this folder of patterns instead of the built-in one."
    ),
]


def _version(wanted: bool) -> None:
    if wanted:
        from extractor.run.record import own_version

        print(f"extractor {own_version()}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_version, help="Show the version and exit."),
    ] = False,
) -> None:
    """Options that need no command."""


class Stop(Exception):
    """Ends a command with one sentence and an exit code."""

    def __init__(self, sentence: str, code: int = WRONG_USE) -> None:
        super().__init__(sentence)
        self.code = code


def main() -> NoReturn:
    """Run a command and leave with its exit code; errors are one sentence on stderr."""
    try:
        code = app(standalone_mode=False)
    except Stop as stop:
        _complain(str(stop))
        code = stop.code
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        code = DONE
    except Exception as error:
        said = _plain_sentence(error)
        if said is None:
            raise
        _complain(said)
        code = WRONG_USE
    if code == INTERRUPTED:
        _complain("Stopped before the end. The outputs folder has not been changed.")
    raise SystemExit(code or DONE)


def _plain_sentence(error: Exception) -> str | None:
    """What an expected error says; None for one that nobody foresaw."""
    if hasattr(error, "format_message"):  # wrong use, as typer words it
        return str(error.format_message())
    if type(error).__name__ in FORESEEN and type(error).__module__.startswith("extractor."):
        return str(error)
    if isinstance(error, FileNotFoundError) and error.strerror is None:
        return str(error)
    return None


def _complain(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


@app.command()
def run(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATHS", help="Files, folders, glob patterns or a manifest."),
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="The folder to write the dataset to.")
    ] = Path("outputs"),
    jobs: Annotated[
        int, typer.Option("--jobs", min=0, help="Number of worker processes; 0 means one per core.")
    ] = 0,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Read every report again and ignore cached results.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with code 1 if any issue has severity error.")
    ] = False,
    min_confidence: Annotated[
        float | None,
        typer.Option(
            "--min-confidence",
            metavar="X",
            min=0,
            max=1,
            help="Move rows with a confidence below X to review.csv.",
        ),
    ] = None,
    seconds: Annotated[
        float, typer.Option("--time-limit", metavar="SECONDS", min=1, help="Limit for each report.")
    ] = 300,
    gibibytes: Annotated[
        float, typer.Option("--memory-limit", metavar="GIB", min=0.25, help="Limit for each report.")
    ] = 4,
    population: Annotated[
        Path | None,
        typer.Option(
            "--population", metavar="FILE", help="CSV file with old_la_code, year and population (children)."
        ),
    ] = None,
    corrections: Annotated[
        Path | None,
        typer.Option(
            "--corrections",
            metavar="FILE",
            help="Corrections to apply; default corpus/corrections.csv, if it exists.",
        ),
    ] = None,
    suppress: Annotated[
        int | None,
        typer.Option(
            "--suppress",
            metavar="N",
            min=1,
            help="Replace counts of 1 to N, and figures that reveal them, with c.",
        ),
    ] = None,
    patterns: Patterns = None,
) -> int:
    """Read reports and write the dataset.

    It holds observations, comparable figures, indicators, checks and coverage. Without PATHS it
    reads corpus/. Results are cached, so a report that has not changed is not read again. If a
    report fails, coverage.csv says why and the run carries on with the others.

    Example: extractor run corpus/ --out outputs --jobs 4
    """
    from extractor import corrections as settled
    from extractor.run import pipeline
    from extractor.run.progress import Bar, Lines
    from extractor.run.worker import GIBIBYTE, Limits

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options = pipeline.Options(
        out=out,
        jobs=jobs,
        fresh=fresh,
        min_confidence=min_confidence,
        population=population,
        corrections=corrections or settled.default(),
        suppress=suppress,
        limits=Limits(seconds, int(gibibytes * GIBIBYTE)),
        patterns=_folder(patterns),
    )
    progress = Bar() if sys.stderr.isatty() else Lines()
    with progress:
        summary = pipeline.run(paths or ["corpus"], options, progress)
    for path, reason in summary.skipped:
        _complain(f"{path}: skipped: {reason}")
    _print_summary(summary)
    if strict and summary.issues.get("error"):
        return SOME_FAILED
    return SOME_FAILED if summary.reports.get("failed") else DONE


@app.command()
def inspect(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The report to inspect.")],
    page: Annotated[
        int | None, typer.Option("--page", metavar="N", min=1, help="Show only this page.")
    ] = None,
    image: Annotated[
        Path | None, typer.Option("--image", metavar="OUT.png", help="Draw it on the page; needs --page.")
    ] = None,
    patterns: Patterns = None,
) -> int:
    """Show what was read in one report.

    It lists places, tables as grids, claims, and what was left out and why.
    --image draws it on the page of a PDF, with a key to the colours.

    Example: extractor inspect corpus/harrow-2018-19-example.pdf --page 1 --image page.png
    """
    from extractor.cli import text
    from extractor.run import pipeline

    if not file.is_file():
        raise Stop(f"There is no file '{file}'.")
    if image is not None and page is None:
        raise Stop("Use --page to say which page to draw.")
    seen = pipeline.inspect(file, _folder(patterns))
    if image is not None and page is not None:
        _must_have_pages(file.name, seen.format)
        pipeline.page_picture(file, page, seen.marks, image)
    _print(text.inspection(seen, page))
    return DONE


@app.command()
def explain(
    identity: Annotated[
        str, typer.Argument(metavar="ID", help="An observation_id, or its first characters.")
    ],
    out: Out = Path("outputs"),
    image: Annotated[
        Path | None, typer.Option("--image", metavar="OUT.png", help="Draw the row on its page; PDF only.")
    ] = None,
    reports: Annotated[
        Path, typer.Option("--reports", metavar="DIR", help="The folder that holds the report, for --image.")
    ] = Path("corpus"),
) -> int:
    """Trace one row back to the printed words.

    It shows each label, how it was matched, and where the number is.
    --image draws the row's number and its labels on its page.

    Example: extractor explain 3f0c62d19ab04e77 --out outputs --image row.png
    """
    from extractor.cli import text

    row = _row(out, identity)
    if image is not None:
        _draw_row(row, reports, image)
    corrected = _table(out, "corrections.csv", wanted=False)
    _print(text.explanation(row, _table(out, "categories.csv"), corrected))
    return DONE


def _row(out: Path, identity: str) -> dict[str, str]:
    """The one observation whose id is this, or begins so."""
    rows = [*_table(out, "observations.csv"), *_table(out, "review.csv", wanted=False)]
    found = [row for row in rows if row["observation_id"].startswith(identity)]
    exact = [row for row in found if row["observation_id"] == identity]
    if not found:
        raise Stop(f"There is no observation '{identity}' in {out}.")
    if len(found) > 1 and not exact:
        raise Stop(f"{len(found)} observations in {out} begin with '{identity}': give more characters.")
    return (exact or found)[0]


def _draw_row(row: dict[str, str], reports: Path, image: Path) -> None:
    """The number of a row and its labels on its page."""
    from extractor.run import pipeline
    from extractor.understand.page_marks import labels_of

    file = reports / row["source_file"]
    if not row["page"] or not row["bbox"]:
        _must_have_pages(row["source_file"], "")
    if not file.is_file():
        raise Stop(f"There is no '{row['source_file']}' in '{reports}': use --reports to name its folder.")
    x0, top, x1, bottom = map(float, row["bbox"].split())
    page = int(row["page"])
    marks = labels_of(pipeline.inspect(file, _folder(None)).marks, page, (x0, top, x1, bottom))
    pipeline.page_picture(file, page, marks, image)


def _must_have_pages(name: str, kind: str) -> None:
    if kind != "pdf":
        raise Stop(f"There is no page image of '{name}': only a PDF has pages.")


@app.command()
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
    date: Annotated[
        str, typer.Option("--date", metavar="WHEN", help="When it was decided, in any format.")
    ] = "",
    corrections: Annotated[
        Path, typer.Option("--corrections", metavar="FILE", help="The file to add the line to.")
    ] = Path("corpus/corrections.csv"),
    out: Out = Path("outputs"),
    patterns: Patterns = None,
) -> int:
    """Add a line to the file of corrections.

    The decision is on one row, or on a label wherever it is printed.

    Example: extractor correct 3f0c62d1 --set stage=stage_1 --because "so the heading says" --by "A. Editor"
    """
    from extractor.corrections import add
    from extractor.lexicon import rulebook

    if bool(identity) == bool(label) or bool(changes) + right + no_figure != 1:
        raise Stop("Give an ID or a --label, and one of --set, --right and --not-a-figure.")
    said = {"set": "; ".join(changes or ()), "because": because, "by": by, "date": date}
    book = rulebook.load(_folder(patterns))
    if identity:
        row = _row(out, identity)
        verdict = "right" if right else "not_a_figure" if no_figure else "recode"
        made = _table(out, "corrections.csv", wanted=False)
        line = add.about_row(row, made, {**said, "verdict": verdict}, book)
    else:
        line = add.about_label(dimension, label, {**said, "source_file": report}, book)
    try:
        add.append(corrections, line)
    except OSError as error:
        raise Stop(
            f"{corrections} could not be written: {(error.strerror or str(error)).lower()}."
        ) from error
    what = row["observation_id"] if identity else f"'{label}'"
    print(f"{what}: added to {corrections}. The next run will apply it.")
    return DONE


@app.command()
def suggest(
    out: Out = Path("outputs"),
    rows: Annotated[
        int, typer.Option("--rows", metavar="N", min=0, help="Show up to N rows of review.csv.")
    ] = 20,
    patterns: Patterns = None,
) -> int:
    """List labels without a code and rows to review.

    Labels come first, the most frequent at the top, each with the YAML line that would give it a
    code. After them come the rows of review.csv, lowest confidence first, each with the line of
    corrections.csv that would confirm it.

    Example: extractor suggest --out outputs
    """
    from extractor.cli import check as upkeep
    from extractor.cli import suggestions, text

    _print(text.suggestions(_table(out, "categories.csv"), upkeep.pattern_files(_folder(patterns))))
    _print(suggestions.rows(_table(out, "review.csv", wanted=False), rows))
    return DONE


@app.command()
def check(
    manifest: Annotated[
        Path | None,
        typer.Argument(metavar="MANIFEST", help="Default: corpus/manifest.csv, if it exists."),
    ] = None,
    patterns: Patterns = None,
    used: Annotated[
        Path | None,
        typer.Option("--used", metavar="OUT", help="Also list codes that no row of this run uses."),
    ] = None,
) -> int:
    """Check patterns/, the manifest and the corrections.

    Every example in patterns/ is tried, and entries that nothing can match are named.

    Example: extractor check corpus/manifest.csv
    """
    from extractor.cli import check as upkeep

    default = Path("corpus") / "manifest.csv"
    if manifest is not None and not manifest.is_file():
        raise Stop(f"There is no manifest '{manifest}'.")
    listed = manifest or (default if default.is_file() else None)
    faults, checked = upkeep.check(listed, _folder(patterns))
    for fault in faults:
        _complain(fault)
    if used is not None and not faults:
        _print(upkeep.silent(_table(used, "observations.csv"), _folder(patterns)))
    print(f"{checked}: {_problems(len(faults))}.")
    return SOME_FAILED if faults else DONE


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
) -> int:
    """Score a run against hand-coded rows.

    It prints precision and recall by report and by measure. A truth file has the name of its
    report (harrow-2018-19.csv). A row is found if its value, unit, period and measure agree, and
    right if its procedure, stage and every dimension agree too.

    Example: extractor evaluate corpus/truth --out outputs --misses 5
    """
    from extractor.cli import text
    from extractor.evaluate import evaluate as score

    if not truth.is_dir():
        raise Stop(f"There is no folder '{truth}'.")
    _print(text.evaluation(score(_table(out, "observations.csv"), truth), misses))
    return DONE


@app.command()
def compare(
    one: Annotated[str, typer.Argument(metavar="A", help="A council: name, initials or code.")],
    other: Annotated[str | None, typer.Argument(metavar="B", help="The council to compare it with.")] = None,
    period: Annotated[str, typer.Option("--period", metavar="P", help="A year such as 2018/19.")] = "",
    by: Annotated[
        str, typer.Option("--peers", metavar="KIND", help="Compare with peers: region, type or neighbours.")
    ] = "",
    out: Out = Path("outputs"),
    patterns: Patterns = None,
) -> int:
    """Compare two councils, or one with its peers.

    Where a figure is not comparable, it says why.

    Example: extractor compare Harrow Havering --period 2017/18 --out outputs
    """
    from extractor.cli import compare_text
    from extractor.lexicon import rulebook
    from extractor.reconcile import two_councils as sides

    if bool(other) == bool(by) or (by and by not in sides.PEERS):
        raise Stop(f"Give a second council, or --peers with one of {', '.join(sides.PEERS)}.")
    view = sides.view(_table(out, "indicators.csv"), rulebook.load(_folder(patterns)))
    if other:
        found, names, year = sides.two(view, one, other, period)
        _print(compare_text.side_by_side(found, names, year, view.settings))
    else:
        name, beside, year = sides.with_peers(view, one, by, period)
        _print(compare_text.beside_peers(name, beside, year, view.settings))
    return DONE


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The outputs folder of an earlier run.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The outputs folder of a later run.")],
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Also write every change to this file.")
    ] = None,
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
        _complain(remark)
    _print(differences.summary(found))
    if csv is not None:
        content = publish.csv_bytes(differences.changes(found), differences.CHANGE_COLUMNS)
        try:
            csv.write_bytes(content)
        except OSError as error:
            raise Stop(f"{csv} could not be written: {(error.strerror or str(error)).lower()}.") from error
    return DONE


def _problems(count: int) -> str:
    return "no problems" if not count else f"{count} problem{'' if count == 1 else 's'}"


def _folder(patterns: Path | None) -> Path:
    """The folder of patterns that was asked for, else the tool's own."""
    from extractor.cli.check import patterns_folder

    return patterns or patterns_folder()


def _table(out: Path, name: str, wanted: bool = True) -> list[dict[str, str]]:
    from extractor import publish

    path = out / name
    if path.is_file():
        return publish.read_csv(path)
    if wanted:
        raise Stop(f"There is no {name} in '{out}': run `extractor run` first, or use --out.")
    return []


def _print_summary(summary: Summary) -> None:
    from extractor.cli import text

    rows = text.summary_rows(summary)
    if not sys.stdout.isatty():
        _print(text.columns(rows, right=(1,)))
        print(f"written to {summary.out}")
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"Written to {summary.out}", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for row in rows:
        table.add_row(*row)
    Console().print(table)
