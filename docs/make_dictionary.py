"""Writes the pages of docs/ that follow from the program anew: python docs/make_dictionary.py"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from extractor.cli.app import app
from extractor.lexicon import rulebook
from extractor.lexicon.rulebook import Rulebook
from extractor.model.table import records
from extractor.publish import quality
from extractor.publish.dictionary import dictionary
from extractor.second_reader.schema import instructions

DOCS = Path(__file__).parent


def pages(book: Rulebook) -> dict[str, str]:
    """Name of each such page -> its text."""
    return {
        "data-dictionary.md": dictionary(book),
        "second-reader.md": instructions(book),
        "commands.md": commands(),
        "method.md": _filled((DOCS / "method.md").read_text(encoding="utf-8"), book),
    }


def _filled(text: str, book: Rulebook) -> str:
    """The page with its list of rules and its table of errors, each between its marks."""
    for name, lines in (("rules", _rules(book)), ("errors", _kinds())):
        before, begin, rest = text.partition(f"<!-- {name}: begin -->\n")
        _, end, after = rest.partition(f"<!-- {name}: end -->\n")
        text = "".join([before, begin, "\n", *(f"{line}\n" for line in lines), "\n", end, after])
    return text


def _rules(book: Rulebook) -> Iterator[str]:
    for number, rule in enumerate(book.raw("reconcile").rules, 1):
        yield f"{number}. {rule.says[:1].upper()}{rule.says[1:]}."


def _kinds() -> Iterator[str]:
    yield "| kind of report | reports | numbers | missed | wrong |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for row in records(quality()):
        found, right = float(row["found_recall"]), float(row["right_precision"])
        what = f"{row['kind'].replace('_', ' ')} | {row['reports']} | {int(row['numbers']):,}"
        yield f"| {what} | {1 - found:.0%} | {1 - right:.0%} |"


def commands() -> str:
    """Every command with its help, arguments and options."""
    known: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    parts = ["# Commands", "Each has `--help` too. Exit codes: 0 done, 1 some reports failed, 2 wrong use."]
    for name, command in sorted(known.items()):
        told, _, example = command.help.partition("Example: ")
        parts += [f"## {name}", " ".join(told.split()), f"```sh\n{' '.join(example.split())}\n```"]
        rows = [f"| `{_called(one)}` | {' '.join((one.help or '').split())} |" for one in command.params]
        parts.append("\n".join(["| argument or option | what it does |", "| --- | --- |", *rows]))
    return "\n\n".join(parts) + "\n"


def _called(parameter: Any) -> str:
    if parameter.param_type_name == "option":
        return ", ".join(parameter.opts)
    return str(parameter.metavar or parameter.name.upper())


if __name__ == "__main__":
    for page, text in pages(rulebook.load(DOCS.parent / "patterns")).items():
        (DOCS / page).write_text(text, encoding="utf-8")
