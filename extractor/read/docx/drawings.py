"""Drawings of a Word file: text boxes, charts, diagrams and pictures, each double read once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from extractor.model.types import Anchor, Block, Issue, Picture, Prose
from extractor.read.docx.charts import Chart, read_chart
from extractor.read.docx.paragraph import MC, WP, chosen
from extractor.read.docx.pictures import looks_charted
from extractor.read.docx.reading_state import Story
from extractor.read.docx.styles import W
from extractor.read.layout import wording
from extractor.read.layout.words import CHART_WORDS

Element: TypeAlias = etree._Element
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
CX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741


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
            text = wording.fold("".join(t.text or "" for t in element.iter(A + "t")))
            if text:
                yield Prose(text, anchor=anchor)
        else:
            charted = _named_chart(alt, drawing) or looks_charted(element, drawing, story)
            yield Picture(alt, chart=charted, anchor=anchor)
    if not seen and alt:
        yield Picture(alt, chart=_named_chart(alt, drawing), anchor=anchor)


def _outermost(drawing: Element) -> Iterator[Element]:
    """The readable parts of a drawing, not those inside another one, each double once."""
    wanted = {
        W + "txbxContent",
        C + "chart",
        CX + "chart",
        DGM + "relIds",
        A + "blip",
        V + "imagedata",
        A + "p",
    }
    stack = [drawing]
    while stack:
        element = stack.pop()
        if element.tag == MC + "AlternateContent":
            branch = chosen(element)
            stack += [branch] if branch is not None else []
        elif element.tag in wanted:
            yield element
        else:
            stack += reversed(element)


def _alt(drawing: Element) -> str:
    """The alternative text that someone wrote; the automatic 'Picture 3' is none."""
    for properties in drawing.iter(WP + "docPr"):
        text = wording.fold(properties.get("descr") or properties.get("title") or "")
        if text:
            return text
    for shape in drawing.iter(V + "shape"):
        text = wording.fold(shape.get("alt") or "")
        if text:
            return text
    return ""


def _named_chart(alt: str, drawing: Element) -> bool:
    return "chart" in _program(drawing) or CHART_WORDS.search(alt) is not None


def _program(drawing: Element) -> str:
    """The program that an embedded object belongs to, in small letters: 'excel.chart.8'."""
    embedded = drawing.find(f".//{O}OLEObject")
    return (embedded.get("ProgID") or "").lower() if embedded is not None else ""


def _chart(element: Element, alt: str, story: Story, anchor: Anchor) -> Picture:
    relation = story.relations.get(element.get(R + "id") or "")
    root = story.package.xml(relation.target) if relation is not None else None
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
    relation = story.relations.get(element.get(R + "dm") or "")
    root = story.package.xml(relation.target) if relation is not None else None
    for point in root.iter(DGM + "pt") if root is not None else ():
        for p in point.iter(A + "p"):
            text = wording.fold("".join(t.text or "" for t in p.iter(A + "t")))
            if text:
                yield Prose(text, anchor=anchor)
