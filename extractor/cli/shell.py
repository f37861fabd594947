"""What all commands share: the options, the exit codes, how they read an outputs folder and answer."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from extractor.cli import patterns_folder

if TYPE_CHECKING:
    from extractor.model.observation import Observation
    from extractor.model.records import Record

DONE, SOME_FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
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
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Csv = Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Also write it to this CSV file.")]


class Stop(Exception):
    """Ends a command with one sentence and an exit code."""

    def __init__(self, sentence: str, code: int = WRONG_USE) -> None:
        super().__init__(sentence)
        self.code = code


def complain(sentence: str) -> None:
    """One sentence to stderr."""
    print(sentence, file=sys.stderr)


def answer(lines: Iterable[str], as_json: bool = False, data: Callable[[], Any] = dict) -> None:
    """The answer of a command: lines of text, or the same as JSON."""
    if as_json:
        print(json.dumps(data(), indent=1, ensure_ascii=False, default=_plain))
        return
    for line in lines:
        print(line)


def _plain(value: Any) -> Any:
    """What JSON has no form for: numbers with decimals, paths, records."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.cells() if hasattr(value, "cells") else str(value)


def folder(patterns: Path | None) -> Path:
    """The folder of patterns that was asked for, else the tool's own."""
    return patterns or patterns_folder()


def observations(out: Path, name: str = "observations", wanted: bool = True) -> list[Observation]:
    """The rows of observations.csv, or of a file like it, of an outputs folder; Stop for a broken one."""
    from extractor.model.observation import of_cells

    return _rows(out / f"{name}.csv", of_cells, ("observation_id", "source_file"), wanted)


R = TypeVar("R", bound="Record")
T = TypeVar("T")


def records(out: Path, name: str, kind: type[R], wanted: bool = True) -> list[R]:
    """The rows of a file of an outputs folder; none where it may be missing and is. Stop for a broken one."""
    return _rows(out / f"{name}.csv", kind.of_cells, kind.columns, wanted)


def _rows(
    path: Path, made: Callable[[Mapping[str, str]], T], columns: Iterable[str], wanted: bool
) -> list[T]:
    from extractor import publish

    if not path.is_file():
        if not wanted:
            return []
        raise Stop(f"There is no {path.name} in '{path.parent}': run `extractor run` first, or use --out.")
    try:
        rows = publish.read_csv(path)
        missing = [name for name in columns if rows and name not in rows[0]]
        if not missing:
            return [made(row) for row in rows]
    except OSError as error:
        raise Stop(f"{path} could not be read: {reason(error)}.") from error
    except (ValueError, ArithmeticError, TypeError) as error:
        raise Stop(f"{path} cannot be used: it was not written by this tool, or changed since.") from error
    raise Stop(
        f"{path} cannot be used: it has no column {', '.join(missing[:3])}, so another version of this tool "
        "wrote it, or none."
    )


def write(path: Path, content: bytes) -> None:
    """A file that was asked for; Stop where it cannot be written."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Stop(f"{path} could not be written: {reason(error)}.") from error


def reason(error: OSError) -> str:
    """Why the system refused, as the end of a sentence."""
    return (error.strerror or str(error)).lower()


def report_file(path: str) -> Path:
    """The one report that was named; Stop where it is no file."""
    from extractor.run.inputs import web_address

    if web := web_address(path):
        raise Stop(web)
    if Path(path).is_dir():
        raise Stop(f"'{path}' is a folder: name one report in it, or use `extractor run` for all of them.")
    if not Path(path).is_file():
        raise Stop(f"There is no file '{path}'.")
    return Path(path)
