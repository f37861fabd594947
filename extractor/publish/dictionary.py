"""docs/data-dictionary.md: every column of every file, from the schema that the files are written by."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.lexicon.column_notes import TableNote
from extractor.lexicon.rulebook import Rulebook
from extractor.model import contract
from extractor.publish import ees, schema
from extractor.publish.schema import Field, Table

HEAD = """# Data dictionary

Every column of every file that a run writes. Written by `python docs/make_dictionary.py` from the
schema in `extractor/publish/schema.py` and the words in `patterns/columns.yaml`; do not edit it here.

An empty cell means that there is nothing to say; in the columns of a breakdown (service_area to
religion) it means all. In CSV, text that a spreadsheet would run as a formula has an apostrophe
before it. `complaints.db` holds the same tables, each with its links to the observations, and
`metadata.json` tells Datasette these descriptions: `datasette outputs/`.
With `--suppress N` a hidden number is an empty value with value_status `suppressed` in observations
and comparable figures, an empty value with the flag `suppressed` in indicators, and `c` elsewhere.
"""


def dictionary(book: Rulebook) -> str:
    """The whole document, in Markdown."""
    lines = [HEAD, "## Files", "", "| file | one row |", "| --- | --- |"]
    tables = schema.tables()
    lines += [f"| [{table.name}.csv](#{table.name}csv) | {table.description} |" for table in tables]
    lines += ["| [ees/complaints.csv](#eescomplaintscsv) | " + _note().description + " |", ""]
    for table in tables:
        lines += _table(table)
    return "\n".join([*lines, *_pair(), *_codes(book)]) + "\n"


def _note() -> TableNote:
    return {note.id: note for note in schema.notes().tables}["complaints"]


def _table(table: Table) -> Iterator[str]:
    yield f"## {table.name}.csv"
    yield ""
    yield table.description
    if table.name in ("observations", "comparable"):
        yield f"Also as {table.name}.parquet, with numbers as numbers."
    if table.key:
        yield f"No two rows share {' and '.join(f'`{name}`' for name in table.key)}."
    if table.parent:
        yield f"`{table.parent[0]}` points to {table.parent[1]}.csv."
    if table.name == "councils":
        yield "More columns follow: one for each headline figure, and after it whether it is comparable."
    yield from ("", "| column | type | unit | content | example |", "| --- | --- | --- | --- | --- |")
    for field in table.fields:
        yield f"| {field.name} | {field.kind} | {field.unit} | {_content(field)} | {_example(field)} |"
    yield ""


def _content(field: Field) -> str:
    if not field.codes:
        return _cell(field.description)
    return _cell(f"{field.description} One of {', '.join(f'`{code}`' for code in field.codes)}.")


def _example(field: Field) -> str:
    fitting = [one for one in field.examples if not field.codes or one in field.codes]
    return _cell(f"`{fitting[0]}`") if fitting else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _pair() -> Iterator[str]:
    yield from ("## ees/complaints.csv", "", _note().description, "")
    yield from ("| column | kind | content |", "| --- | --- | --- |")
    for name, kind, words in ees.described():
        yield f"| {name} | {kind} | {_cell(words)} |"
    yield from ("", f"`{ees.META}` has the service's own columns: {', '.join(ees.META_COLUMNS)}.", "")


def _codes(book: Rulebook) -> Iterator[str]:
    """The codes of the project's own vocabularies, which grow."""
    yield from ("## Codes that grow", "", "A brace stands for a number.", "")
    for column in contract.FREE_CODES:
        found = {entry.id: entry.label for entry in book.entries_of(column)}
        yield from (f"### {column}", "", "| code | meaning |", "| --- | --- |")
        for code, label in sorted(found.items()):
            yield f"| `{code}` | {_cell(label)} |"
        yield ""
