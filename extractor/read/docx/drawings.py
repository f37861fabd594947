"""Drawings of a Word file: text boxes, charts, diagrams and pictures, each double read once."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractor.model.types import Anchor, Block, Issue, Picture, Prose
from extractor.read.docx.charts import CX, A, C, Chart, read_chart
from extractor.read.docx.numbering import Numbering
from extractor.read.docx.paragraph import MC, WP, Fields, chosen
from extractor.read.docx.styles import Element, Styles, W
from extractor.read.layout import wording
from extractor.read.layout.chart_pictures import DOTS, SHARE, SIDE, looks_like_chart
from extractor.read.layout.words import CHART_WORDS
from extractor.read.zip_package import Package, Relation

DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
V = "{urn:schemas-microsoft-com:vml}"
OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
_WANTED = {
    *(W + "txbxContent", C + "chart", CX + "chart", DGM + "relIds", A + "blip", A + "p"),
    V + "imagedata",
}
EMU = 12_700
"""Units of a drawing's size to the point."""
PAGE = 595 * 842
"""Square points of a page of A4."""
MOST_DOTS = 40_000_000
"""A picture of more is not unpacked."""


@dataclass(slots=True)
class Story:
    """One walk through a body, a header or a footer."""

    package: Package
    styles: Styles
    numbering: Numbering
    relations: dict[str, Relation]
    fields: Fields = field(default_factory=Fields)
    issues: list[Issue] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    charts: dict[Picture, Chart] = field(default_factory=dict)
    """Charts whose figures are kept, by the Picture that stands for them."""
    sizes: dict[str, int] = field(default_factory=dict)
    """Text of a paragraph outside tables to its size in half points."""
    letters: Counter[int] = field(default_factory=Counter)
    """Letters of the body by size."""
    tables: int = 0


def parts(drawing: Element, story: Story, anchor: Anchor) -> Iterator[Block | Element]:
    """Charts, diagrams and pictures of a drawing as blocks, its text boxes as elements to read, in order."""
    alt = _alt(drawing)
    seen = False
    if _program(drawing).startswith("excel.sheet"):
        message = "A spreadsheet is shown as a picture, so its figures could not be read."
        story.issues.append(Issue("sheet-as-picture", "warning", message, anchor))
    for element in _outermost(drawing):
        seen = True
        if element.tag == W + "txbxContent":
            yield element
        elif element.tag in (C + "chart", CX + "chart"):
            yield _chart(element, alt, story, anchor)
        elif element.tag == DGM + "relIds":
            yield from _diagram(element, story, anchor)
        elif element.tag == A + "p":
            yield from _said(element, anchor)
        else:
            charted = _named_chart(alt, drawing) or looks_charted(element, drawing, story)
            yield Picture(alt, chart=charted, anchor=anchor)
    if not seen and alt:
        yield Picture(alt, chart=_named_chart(alt, drawing), anchor=anchor)


def _outermost(drawing: Element) -> Iterator[Element]:
    """The readable parts of a drawing, not those inside another one, each double once."""
    stack = [drawing]
    while stack:
        element = stack.pop()
        if element.tag == MC + "AlternateContent":
            branch = chosen(element)
            stack += [branch] if branch is not None else []
        elif element.tag in _WANTED:
            yield element
        else:
            stack += reversed(element)


def _alt(drawing: Element) -> str:
    """The alternative text that someone wrote; the automatic 'Picture 3' is none."""
    said = [e.get("descr") or e.get("title") for e in drawing.iter(WP + "docPr")]
    said += [e.get("alt") for e in drawing.iter(V + "shape")]
    return next((words for text in said if (words := wording.fold(text or ""))), "")


def _named_chart(alt: str, drawing: Element) -> bool:
    return "chart" in _program(drawing) or CHART_WORDS.search(alt) is not None


def _program(drawing: Element) -> str:
    """The program that an embedded object belongs to, in small letters: 'excel.chart.8'."""
    embedded = drawing.find(f".//{OLE}")
    return (embedded.get("ProgID") or "").lower() if embedded is not None else ""


def _chart(element: Element, alt: str, story: Story, anchor: Anchor) -> Picture:
    root = _part(element.get(R + "id"), story)
    chart = read_chart(root) if root is not None else Chart("", ())
    title = chart.title or alt or chart.only
    picture = Picture(title, chart.legend() if chart.figures else chart.labels(), True, anchor)
    if chart.figures:
        story.charts[picture] = chart
    else:
        name = f" '{title}'" if title else ""
        message = f"The figures of the chart{name} are not kept in the file, so they could not be read."
        story.issues.append(Issue("chart-without-figures", "warning", message, anchor))
    return picture


def _diagram(element: Element, story: Story, anchor: Anchor) -> Iterator[Block]:
    """The words of a diagram (SmartArt), one paragraph a shape."""
    root = _part(element.get(R + "dm"), story)
    for point in root.iter(DGM + "pt") if root is not None else ():
        for p in point.iter(A + "p"):
            yield from _said(p, anchor)


def _said(p: Element, anchor: Anchor) -> Iterator[Prose]:
    text = wording.fold("".join(t.text or "" for t in p.iter(A + "t")))
    if text:
        yield Prose(text, anchor=anchor)


def _part(identity: str | None, story: Story) -> Element | None:
    """The part of the file that a drawing names."""
    relation = story.relations.get(identity or "")
    return story.package.xml(relation.target) if relation is not None else None


def looks_charted(blip: Element, drawing: Element, story: Story) -> bool:
    """Whether the picture that an element names is large enough and looks like a chart."""
    if not _is_large(drawing):
        return False
    relation = story.relations.get(blip.get(R + "embed") or blip.get(R + "id") or "")
    return relation is not None and _looks(story.package.data(relation.target))


def _is_large(drawing: Element) -> bool:
    """The drawing is as large as a chart is; one that does not give its size may be."""
    extent = next(drawing.iter(WP + "extent"), None)
    if extent is None:
        return True
    try:
        wide, high = int(extent.get("cx") or 0) / EMU, int(extent.get("cy") or 0) / EMU
    except ValueError:
        return True
    return min(wide, high) >= SIDE and wide * high >= SHARE[0] * PAGE


def _looks(data: bytes) -> bool:
    if not data:
        return False
    import numpy as np  # only files with large pictures need either
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_DOTS:
                return False
            picture.draft("RGB", (2 * DOTS, 2 * DOTS))
            ground = Image.new("RGBA", picture.size, "white")
            ground.alpha_composite(picture.convert("RGBA"))
            small = ground.convert("RGB")
            small.thumbnail((DOTS, DOTS), Image.Resampling.BOX)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return looks_like_chart(np.asarray(small))
