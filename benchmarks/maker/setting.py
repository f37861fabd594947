"""Sets a made report in four formats, with the same hands that set the example reports."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

CORPUS = Path(__file__).resolve().parent.parent.parent / "corpus"
if str(CORPUS) not in sys.path:
    sys.path.append(str(CORPUS))

from setting import pdf, plain, web, word  # noqa: E402
from setting.blocks import (  # noqa: E402
    Block,
    Bullets,
    Cell,
    Heading,
    Paragraph,
    Report,
    Table,
    Tile,
    Tiles,
    Title,
)
from setting.blocks import Item as ListItem  # noqa: E402

__all__ = [
    "FORMATS",
    "Block",
    "Bullets",
    "Cell",
    "Heading",
    "ListItem",
    "Paragraph",
    "Report",
    "Table",
    "Tile",
    "Tiles",
    "Title",
    "set_in",
]

FORMATS = ("txt", "html", "docx", "pdf")


def set_in(kind: str, report: Report, rng: Random) -> bytes:
    """The whole file in a look drawn by chance; the same generator gives the same bytes."""
    match kind:
        case "txt":
            tables = rng.choice(("aligned", "tab", "markdown"))
            return plain.set_text(report, plain.Look(tables=tables, width=rng.choice((0, 0, 78))))
        case "html":
            return web.set_page(report, web.Look(wrapped=rng.random() < 0.5, scopes=rng.random() < 0.5))
        case "docx":
            return word.set_document(report, word.Look(layout=rng.random() < 0.3))
        case "pdf":
            return pdf.set_pdf(report, pdf.Look(header=rng.random() < 0.7))
    raise ValueError(f"'{kind}' is no format.")
