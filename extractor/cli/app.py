"""The command line. Every command imports what it needs only when it runs: help must be quick."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, NoReturn

import typer

from extractor.cli.commands import (
    browser,
    councils,
    curate,
    download,
    quality,
    reading,
    rows,
    second,
    workbook,
)
from extractor.cli.shell import DONE, INTERRUPTED, WRONG_USE, Stop, app, complain

__all__ = [
    "app",
    "browser",
    "councils",
    "curate",
    "download",
    "main",
    "quality",
    "reading",
    "rows",
    "second",
    "workbook",
]

FORESEEN = frozenset(
    {
        "AnswersFault",
        "AskFault",
        "CorrectionsFault",
        "ExploreFault",
        "FetchFault",
        "ManifestFault",
        "ModelFault",
        "NoInput",
        "NotComparable",
        "NotOutputs",
        "NotWritten",
        "PopulationFault",
    }
    | {"RulebookError", "TruthFault", "Unreadable", "WorkbookFault", "WorkersFail"}
)


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


@cache
def _commands() -> Callable[..., Any]:
    """All commands as one that takes the words typed; to make it of their functions takes longest."""
    return typer.main.get_command(app)


def main() -> NoReturn:
    """Run a command and leave with its exit code; errors are one sentence on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a letter that the terminal's encoding lacks is spelt out
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _commands()(standalone_mode=False)
    except Stop as stop:
        complain(str(stop))
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
        complain(said)
        code = WRONG_USE
    if code == INTERRUPTED:
        complain("Stopped before the end. The outputs folder has not been changed.")
    raise SystemExit(code or DONE)


def _plain_sentence(error: Exception) -> str | None:
    """What an expected error says; None for one that nobody foresaw."""
    if hasattr(error, "format_message"):  # wrong use, as typer words it
        return str(error.format_message())
    if type(error).__name__ in FORESEEN and type(error).__module__.startswith("extractor."):
        return str(error)
    return None
