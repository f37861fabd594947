"""Tables of PDFs: our reader beside three others, each in an environment of its own, in one run.

    python -m benchmarks.tables ../shared/icdar2013 --scorer ../shared/tools/table_score.py

FOLDER holds the documents and their truth (competition-dataset-*/NAME.pdf, NAME-str.xml);
the scorer is the published measure of cell adjacency (`load_gt`, `score`). Environments are
made once, in --environments; that needs a network, nothing else does. The figures go to
benchmarks/figures/tables.json, from which `python -m benchmarks.readme` fills the README.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import venv
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

import pypdfium2

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "benchmarks" / "figures" / "tables.json"
SCRIPT = ROOT / "benchmarks" / "table_tools.py"
SCORER = ROOT.parent / "shared" / "tools" / "table_score.py"
TOOLS = {
    "ours": ("This tool", ""),
    "camelot": ("camelot, hybrid, vectors", "camelot-py"),
    "img2table": ("img2table, borderless", "img2table"),
    "pdfplumber": ("pdfplumber, lines", "pdfplumber"),
}
"""Name -> what the README calls it, and the package to install ('' for this environment's own)."""


def python_of(name: str, environments: Path) -> str:
    """The interpreter of a tool's environment, made where it is not there yet."""
    package = TOOLS[name][1]
    if not package:
        return sys.executable
    folder = environments / name
    python = folder / "bin" / "python"
    if not (folder / "ready").is_file():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", package], check=True)
        (folder / "ready").touch()
    return str(python)


def version_of(name: str, python: str) -> str:
    """The release that was measured."""
    package = TOOLS[name][1]
    if not package:
        return metadata.version("council-complaints-extractor")
    ask = f"from importlib import metadata; print(metadata.version({package!r}))"
    return subprocess.run([python, "-c", ask], check=True, capture_output=True, text=True).stdout.strip()


def scorer_of(path: Path) -> Any:
    """The module that holds the measure."""
    spec = importlib.util.spec_from_file_location("table_score", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SystemExit(f"There is no scorer '{path}': say which with --scorer.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(folder: Path, scorer: Any, environments: Path, names: Iterable[str]) -> dict[str, Any]:
    """Quality, speed and memory of each tool over the same documents, one after the other."""
    files = sorted(p for p in folder.glob("competition-dataset-*/*.pdf"))
    truth = scorer.load_gt(str(folder))
    if not files or not truth:
        raise SystemExit(f"There are no documents with their truth in '{folder}'.")
    pages = sum(len(pypdfium2.PdfDocument(file)) for file in files)
    rows = []
    for name in names:
        python = python_of(name, environments)
        command = [python, str(SCRIPT), name, *map(str, files)]
        run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        told = json.loads(run.stdout.splitlines()[-1])
        score = scorer.score(told["tables"], truth)
        rows.append(
            {
                "name": TOOLS[name][0],
                "version": version_of(name, python),
                "macro": score["macro"],
                "micro": score["micro"],
                "pages_a_second": pages / told["seconds"],
                "peak_mb": told["peak_mb"],
                "failed": told["failed"],
            }
        )
    return {"documents": len(files), "pages": pages, "tools": rows}


def table(figures: dict[str, Any]) -> Iterable[str]:
    """The Markdown table of the README."""
    rates_of = "precision | recall | F1"
    yield f"| reader | macro: {rates_of} | micro: {rates_of} | pages a second | peak memory |"
    yield f"| --- |{' ---: |' * 8}"
    for tool in figures["tools"]:
        rates = [f"{tool[kind][rate]:.3f}" for kind in ("macro", "micro") for rate in ("P", "R", "F1")]
        name = tool["name"] if tool["name"] == TOOLS["ours"][0] else f"{tool['name']} {tool['version']}"
        cells = (name, *rates, f"{tool['pages_a_second']:.1f}", f"{tool['peak_mb']:.0f} MB")
        yield f"| {' | '.join(cells)} |"
    yield ""
    failed = sum(len(tool["failed"]) for tool in figures["tools"])
    yield (
        f"{figures['documents']} documents, {figures['pages']} pages, each reader in a process of its own"
        + (f"; {failed} documents failed and count as nothing found." if failed else ".")
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.tables", description="Our PDF tables beside other readers'."
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--scorer", type=Path, default=SCORER)
    parser.add_argument("--environments", type=Path, default=ROOT / ".venv-tables")
    parser.add_argument("--tools", default=",".join(TOOLS), help="names parted by commas")
    parser.add_argument("--json", type=Path, default=FIGURES, help="where the figures go")
    options = parser.parse_args()
    names = options.tools.split(",")
    if unknown := [name for name in names if name not in TOOLS]:
        raise SystemExit(f"There is no reader '{unknown[0]}': choose from {', '.join(TOOLS)}.")
    figures = measure(options.folder, scorer_of(options.scorer), options.environments, names)
    options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print("\n".join(table(figures)))


if __name__ == "__main__":
    main()
