"""docs/data-dictionary.md: every column of every file, from the schema that the files are written by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extractor.lexicon.rulebook import Rulebook
from extractor.model import contract
from extractor.model.contract import Code, Column, Table
from extractor.publish import ees

HEAD = """# Data dictionary

Every column of every file that a run writes, and every code. Written by `python docs/make_dictionary.py`
from `extractor/model/contract.yaml` and the vocabularies in `patterns/`; do not edit it here.

An empty cell means that there is nothing to say; in the columns of a breakdown (service_area to
religion) it means all. In CSV, text that a spreadsheet would run as a formula has an apostrophe
before it. `complaints.db` holds the same tables, each with its links to the observations, and
`metadata.json` gives Datasette these descriptions: `datasette outputs/`.
With `--suppress N` a hidden number is an empty value with value_status `suppressed` in observations
and comparable figures, an empty value with the flag `suppressed` in indicators, and `c` elsewhere.
"""


def dictionary(book: Rulebook) -> str:
    """The whole document, in Markdown."""
    lines = [HEAD, "## Files", "", "| file | one row |", "| --- | --- |"]
    tables = contract.TABLES.values()
    lines += [f"| [{table.name}.csv](#{table.name}csv) | {table.description} |" for table in tables]
    lines += ["| [ees/complaints.csv](#eescomplaintscsv) | " + contract.EES.description + " |", ""]
    for table in tables:
        lines += _table(table)
    return "\n".join([*lines, *_pair(), *_codes(book)]) + "\n"


def _table(table: Table) -> Iterator[str]:
    yield f"## {table.name}.csv"
    yield ""
    yield table.description
    if table.parquet:
        yield f"Also as {table.name}.parquet, with numbers as numbers."
    if table.key:
        yield f"No two rows share {' and '.join(f'`{name}`' for name in table.key)}."
    if table.parent:
        yield f"`source_file` points to {table.parent}.csv."
    if table.name == "councils":
        yield "More columns follow: one for each headline figure, and after it whether it is comparable."
    yield from ("", "| column | type | unit | content | example |", "| --- | --- | --- | --- | --- |")
    for field in table.fields:
        yield f"| {field.id} | {field.kind} | {field.unit} | {_content(field)} | {_example(field)} |"
    yield ""


def _content(field: Column) -> str:
    if not field.allowed:
        return _cell(field.description)
    return _cell(f"{field.description} One of {', '.join(f'`{code}`' for code in field.allowed)}.")


def _example(field: Column) -> str:
    valid = [one for one in field.examples if not field.allowed or one in field.allowed]
    return _cell(f"`{valid[0]}`") if valid else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _pair() -> Iterator[str]:
    yield from ("## ees/complaints.csv", "", contract.EES.description, "")
    yield from ("| column | kind | content |", "| --- | --- | --- |")
    for name, kind, words in ees.described():
        yield f"| {name} | {kind} | {_cell(words)} |"
    yield from ("", f"`{ees.META}` has the service's own columns: {', '.join(ees.META_COLUMNS)}.", "")


def _codes(book: Rulebook) -> Iterator[str]:
    """The contract's codes with their labels, then those of the project's own vocabularies, which grow."""
    yield from ("## Codes", "")
    for name, codes in contract.CODES.items():
        if name != "dimensions":
            yield from _labelled(name, {code.id: _meaning(code) for code in codes.values()})
    yield from ("## Codes that grow", "", "A brace stands for a number.", "")
    for column in contract.FREE_CODES:
        yield from _labelled(column, dict(sorted((one.id, one.label) for one in book.entries_of(column))))


def _meaning(code: Code) -> str:
    return f"{code.name}: {code.text}" if code.text else code.name


def _labelled(name: str, labels: Mapping[str, str]) -> Iterator[str]:
    yield from (f"### {name}", "", "| code | meaning |", "| --- | --- |")
    yield from (f"| `{code}` | {_cell(label)} |" for code, label in labels.items())
    yield ""
