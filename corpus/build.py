"""Builds the corpus: the example reports, their hand-coded truth and the manifest.

    python corpus/build.py [--out DIR]

The figures stand in figures/, the words and the layout in contents/. The same
figures that are printed become the rows of truth/, so what each report says is
known by construction. Two runs write the same bytes. Needs reportlab,
python-docx and PyYAML.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

from setting import content, pdf, plain, web, word  # noqa: E402
from setting.blocks import Report  # noqa: E402
from setting.figures import Figures  # noqa: E402
from setting.wording import TRUTH_COLUMNS, Ledger, in_words  # noqa: E402

__all__ = ["Figures", "Ledger", "build", "content", "figures_of", "in_words"]

MANIFEST_COLUMNS = (
    "file",
    "authority_code",
    "report_period",
    "procedure",
    "title",
    "published",
    "url",
    "licence",
    "sha256",
    "retrieved",
)
LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0"
CODES = {
    "Harrow": "E09000015",
    "Hartlepool": "E06000001",
    "Havering": "E09000016",
    "Kingston upon Thames": "E09000021",
    "Staffordshire": "E10000028",
}


def build(out: Path) -> list[Path]:
    """Writes everything below `out` and returns the reports, in the manifest's order."""
    entries: list[dict[str, str]] = []
    for path in sorted((HERE / "contents").glob("*.yaml")):
        given = content.load(path)
        stem = f"{path.stem}-example"
        figures = Figures(HERE / "figures" / f"{figures_of(given['council'])}.csv")
        ledger = Ledger(figures, given["year"])
        report = content.write(stem, given, ledger)
        _write(out / "truth" / f"{stem}.csv", _csv(TRUTH_COLUMNS, ledger.rows))
        for edition in given["editions"]:
            name, made = set_edition(report, edition)
            _write(out / name, made)
            entries.append(_entry(name, given, made))
    _write(out / "manifest.csv", _csv(MANIFEST_COLUMNS, sorted(entries, key=lambda entry: entry["file"])))
    return [out / entry["file"] for entry in entries]


def figures_of(council: str) -> str:
    """The name of the file that holds a council's figures."""
    return council.split()[0].lower()


def set_edition(report: Report, edition: Mapping[str, Any]) -> tuple[str, bytes]:
    """A report in one format: the file's name and its content."""
    look = {key: value for key, value in edition.items() if key not in ("format", "ending")}
    kind = edition["format"]
    if kind != "docx":
        report = content.with_plain_notes(report)
    name = f"{report.stem}.{edition.get('ending', {'text': 'txt'}.get(kind, kind))}"
    match kind:
        case "pdf":
            return name, pdf.set_pdf(report, pdf.Look(**look))
        case "docx":
            return name, word.set_document(report, word.Look(**look))
        case "html":
            return name, web.set_page(report, web.Look(**look))
        case _:
            return name, plain.set_text(report, plain.Look(**look))


def _entry(name: str, given: Mapping[str, Any], made: bytes) -> dict[str, str]:
    return {
        "file": name,
        "authority_code": CODES[given["council"]],
        "report_period": given["year"],
        "procedure": given.get("procedure", ""),
        "title": given["title"],
        "licence": LICENCE,
        "sha256": hashlib.sha256(made).hexdigest(),
    }


def _csv(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def _write(path: Path, made: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=HERE, help="where to write (default: this folder)")
    for path in build(parser.parse_args().out):
        print(path)


if __name__ == "__main__":
    main()
