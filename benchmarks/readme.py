"""Puts measured figures into README.md, so that none is typed by hand.

    python -m benchmarks.readme              # from benchmarks/figures/*.json and tests/first_readings
    python -m benchmarks.readme --measure    # measure first (some minutes)

Each table stands between <!-- NAME: begin --> and <!-- NAME: end -->.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks import first_readings, quality, speed, tables
from benchmarks.shown import DIMENSIONS, Row

ROOT = quality.ROOT
README = ROOT / "README.md"
FIGURES = ROOT / "benchmarks" / "figures"
REPETITIONS = 5
FORMATS = {"text": "Text", "html": "HTML", "docx": "Word", "pdf": "PDF"}


def rows_table(figures: dict[str, Any]) -> Iterable[str]:
    """The five rows."""
    yield "| council | period | procedure, stage | measure | slice | value | where | printed words |"
    yield "| --- | --- | --- | --- | --- | ---: | --- | --- |"
    for row in figures["rows"]:
        procedure = ", ".join(_words(row[name]) for name in ("procedure", "stage"))
        value = f"{row['value']}%" if row["unit"] == "percent" else row["value"]
        sliced = "; ".join(f"{_words(name)}: {_words(row[name])}" for name in DIMENSIONS if row[name])
        cells = (
            row["authority_name"], row["period"], procedure, _words(row["measure"]), sliced or "all", value,
            where(row), row["evidence"].replace("|", "\\|"),
        )  # fmt: skip
        yield f"| {' | '.join(cells)} |"


def where(row: Row) -> str:
    """'a.pdf, page 1, table 2, row 3, column 4': whatever the format can tell."""
    places = {"page": "page", "table_index": "table", "row": "row", "column": "column"}
    if not row["page"] and not row["table_index"]:
        places = {"line": "line"}
    said = (f"{word} {row[column]}" for column, word in places.items() if row[column])
    return ", ".join([f"`{row['source_file']}`", *said])


def _words(code: str) -> str:
    return code.replace("_", " ")


def quality_table(figures: dict[str, Any]) -> Iterable[str]:
    """Precision and recall of each set of reports."""
    yield "| reports | how many | numbers | found: precision | recall | right: precision | recall |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for trial in figures["trials"]:
        rates = (trial[kind][rate] for kind in ("found", "right") for rate in ("precision", "recall"))
        cells = (trial["name"], str(trial["reports"]), f"{trial['numbers']:,}", *(f"{r:.3f}" for r in rates))
        yield f"| {' | '.join(cells)} |"


def speed_table(figures: dict[str, Any]) -> Iterable[str]:
    """Pages a second and peak memory of each format."""
    stages = [name for name in speed.RATES if name not in ("all", "again")]
    head = ("format", "pages", *stages, "all", "second time", "peak memory")
    yield f"| {' | '.join(head)} |"
    yield f"| --- |{' ---: |' * (len(head) - 1)}"
    for kind, of in figures["formats"].items():
        rates = (f"{of['pages_a_second'][name]:,.0f}" for name in speed.RATES)
        cells = (FORMATS[kind], f"{of['pages']:,.0f}", *rates, f"{of['peak_mb']['all']:.0f} MB")
        yield f"| {' | '.join(cells)} |"
    yield ""
    how = f"Median of {figures['repetitions']} runs on one core ({figures['processor']})"
    yield f"{how}, Python {figures['python']}; a page is {figures['page']}."


TABLES: dict[str, tuple[str, Callable[[dict[str, Any]], Iterable[str]]]] = {
    "rows": ("quality.json", rows_table),
    "quality": ("quality.json", quality_table),
    "speed": ("speed.json", speed_table),
    "tables": ("tables.json", tables.table),
}
"""Name of a table -> the file of figures that it shows, and how."""


def filled(text: str, folder: Path = FIGURES) -> str:
    """The README's text with every table made anew."""
    for name, (file, table) in TABLES.items():
        figures = json.loads((folder / file).read_text(encoding="utf-8"))
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        before, rest = text.split(begin)
        after = rest.split(end)[1]
        text = "\n".join([before + begin, "", *table(figures), "", end + after])
    begin, end = "<!-- first-readings: begin -->", "<!-- first-readings: end -->"
    before, rest = text.split(begin)
    return "\n".join([before + begin, "", first_readings.table(), "", end + rest.split(end)[1]])


def measure() -> None:
    """Write the figures: quality of every set, speed on the real reports where they are at hand."""
    real = quality.SHARED / "reports"
    folder = real if real.is_dir() else ROOT / "corpus"
    for name, figures in (
        ("quality.json", quality.figures()),
        ("speed.json", speed.measure(str(folder), REPETITIONS)),
    ):
        FIGURES.mkdir(exist_ok=True)
        (FIGURES / name).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def write() -> None:
    """Fill every table of README.md, and the file that runs hand out as quality.csv."""
    first_readings.write_quality()
    README.write_text(filled(README.read_text(encoding="utf-8")), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.readme", description="Puts measured figures into README.md."
    )
    parser.add_argument("--measure", action="store_true", help="measure everything first")
    if parser.parse_args().measure:
        measure()
    write()


if __name__ == "__main__":
    main()
