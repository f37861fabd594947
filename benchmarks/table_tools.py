"""Tables of PDFs by one tool, in whatever environment this file is run: prints one JSON.

    python benchmarks/table_tools.py TOOL FILE...

Imports nothing of the project but for the tool `ours`. The time is that of reading
all files after the imports; the memory is the most that the process held.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Found = list[dict[str, Any]]
"""Tables: {"page": from 1, "cells": [[row, column, last row, last column, text], ...]}."""


def tables_of(document: Any) -> Found:
    """The tables of a Document, charts left out; one that runs over pages is one a page."""
    from extractor.model.types import Table

    blocks = [b for b in document.blocks if isinstance(b, Table) and not b.chart]
    return [
        {
            "page": page,
            "cells": [
                [c.row, c.column, c.row + c.row_span - 1, c.column + c.column_span - 1, c.text]
                for c in block.cells
                if (c.anchor.page or 1) == page
            ],
        }
        for block in blocks
        for page in sorted({c.anchor.page or 1 for c in block.cells})
    ]


def ours() -> Callable[[Path], Found]:
    """The project's own reader."""
    from benchmarks.words import words_in_force
    from extractor.read.pdf.document import read_pdf

    def tables(path: Path) -> Found:
        with words_in_force():
            return tables_of(read_pdf(path.read_bytes(), path.name))

    return tables


def pdfplumber() -> Callable[[Path], Found]:
    """pdfplumber by the lines of the page."""
    import pdfplumber as tool

    def tables(path: Path) -> Found:
        found: Found = []
        with tool.open(path) as document:
            for number, page in enumerate(document.pages, start=1):
                found += [_grid(number, table) for table in page.extract_tables()]
        return found

    return tables


def camelot() -> Callable[[Path], Found]:
    """camelot's hybrid parser over the vectors of the page."""
    import camelot as tool

    def tables(path: Path) -> Found:
        found = tool.read_pdf(
            str(path), pages="all", flavor="hybrid", suppress_stdout=True, **_vector_engine(tool)
        )
        return [_grid(int(table.page), table.df.values.tolist()) for table in found]

    return tables


def _vector_engine(tool: Any) -> dict[str, str]:
    """The option by which this release of camelot takes vectors in place of a picture, if it has one."""
    import inspect

    from camelot.parsers import Hybrid, Lattice

    names = {n for kind in (Hybrid, Lattice) for n in inspect.signature(kind.__init__).parameters}
    return {"engine": "vector"} if "engine" in names else {}


def img2table() -> Callable[[Path], Found]:
    """img2table with tables without borders."""
    from img2table.document import PDF

    def tables(path: Path) -> Found:
        pages = PDF(str(path)).extract_tables(borderless_tables=True)
        found: Found = []
        for index, own in pages.items():
            for table in own:
                cells = [
                    [r, c, r, c, cell.value]
                    for r, row in enumerate(table.content.values())
                    for c, cell in enumerate(row)
                    if cell.value
                ]
                found.append({"page": index + 1, "cells": cells})
        return found

    return tables


def _grid(page: int, rows: list[list[Any]]) -> dict[str, Any]:
    cells = [[r, c, r, c, text] for r, row in enumerate(rows) for c, text in enumerate(row) if text]
    return {"page": page, "cells": cells}


TOOLS = {"ours": ours, "pdfplumber": pdfplumber, "camelot": camelot, "img2table": img2table}


def main() -> None:
    name, *files = sys.argv[1:]
    tables = TOOLS[name]()
    found: dict[str, Found] = {}
    failed: list[str] = []
    began = time.perf_counter()
    for file in files:
        try:
            found[Path(file).stem] = tables(Path(file))
        except Exception as error:
            failed.append(f"{Path(file).name}: {type(error).__name__} {str(error)[:80]}")
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"tables": found, "seconds": seconds, "peak_mb": peak, "failed": failed}))


if __name__ == "__main__":
    main()
