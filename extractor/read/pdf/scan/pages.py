"""Pages that are pictures: rendered, set upright, read by OCR, given on with letters and rules."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy
import pypdfium2 as pdfium

from extractor.model import deadline
from extractor.model.types import Box, Scan, ScannedWord
from extractor.read.ocr.engines import Engine, Grey, OcrFailed, engine
from extractor.read.ocr.picture import (
    Block,
    Stroke,
    chained,
    faint,
    inked,
    lean,
    strokes,
    upright,
    without,
    without_blocks,
)
from extractor.read.ocr.segments import cleaned, segments
from extractor.read.pdf.ink import Fill, PageInk, Rule
from extractor.read.pdf.scan.letters import Line, Sizes, letters_of, lines_of, told_apart

DPI = 200.0
MOST_DOTS = 30_000_000
"""Larger pages are rendered more coarsely."""
PAGE_SECONDS = 60.0
"""How long an engine may take for a page; a report may take so much longer for each such page."""
MOST_FAILURES = 3
"""Pages that fail one after the other until the rest of the report is given up."""
SHORTEST_ACROSS, SHORTEST_DOWN = 24.0, 11.0
"""Points of a rule; strokes of letters that are as long end at no other rule."""
SMALLEST_FILL = 7.0
"""Points of the sides of a dark area."""
SURELY_DOWN = 45.0
"""Points: as high as no letter is."""
NEAR = 4.0
"""Points between the ends of rules that touch."""
PIECE = 10.0
"""Points that are unbroken in the pieces of a rule."""
THICKEST = 3.0
AVERAGED = 3.0
"""Points over which the shade of a faint rule is told."""
FREE = 2.0
"""Points of paper above and below a faint rule."""


class ScanReader:
    """Reads the pictured pages of one file, in their order; `engine` is None where the machine has none."""

    def __init__(self, document: pdfium.PdfDocument) -> None:
        self.document = document
        self.engine: Engine | None = None
        self.looked = False
        self.scans: list[Scan] = []
        self.failed: list[tuple[int, str]] = []
        """Pages that the engine gave nothing for, and why."""
        self.sizes = Sizes()
        self.failures = 0

    def read(self, ink: PageInk) -> PageInk | None:
        """The page with the letters and rules of its picture; None where it cannot be read."""
        if not self.looked:
            self.engine, self.looked = engine(), True
        if self.engine is None:
            return None
        if self.failures >= MOST_FAILURES:
            self.failed.append((ink.number, f"{MOST_FAILURES} pages before it failed one after the other"))
            return None
        deadline.ask(PAGE_SECONDS)
        try:
            page = self._read(self.engine, ink)
        except OcrFailed as trouble:
            self.failures += 1
            self.failed.append((ink.number, str(trouble)))
            return None
        self.failures = 0
        return page

    def _read(self, engine: Engine, ink: PageInk) -> PageInk:
        grey, dots = rendered(self.document, ink.number - 1, ink.width, ink.height)
        angle = lean(inked(grey))
        if angle:
            grey = upright(grey, angle)
        dark = inked(grey)
        piece, thickest = int(PIECE * dots), THICKEST * dots
        lighter, dark_areas = without_blocks(grey, dark, SMALLEST_FILL * dots, piece)
        grey, dark = lighter, inked(lighter)
        lined = dark | faint(grey, int(AVERAGED * dots), int(FREE * dots))
        across = strokes(lined, SHORTEST_ACROSS * dots, piece, thickest)
        down = [
            Stroke(top, x0, bottom, x1)
            for x0, top, x1, bottom in strokes(dark.T.copy(), SHORTEST_DOWN * dots, piece, thickest)
        ]
        down = [line for line in chained(down, NEAR * dots) if _is_rule(line, across, dots)]
        grey = without(grey, [*across, *down])
        dark = cleaned(inked(grey))
        marks, texts = told_apart(segments(dark, dots), dark, dots)
        more_across, more_down = _through(dark_areas, down, dots)
        words = engine.read(grey, texts, dots * 72, PAGE_SECONDS)
        lines = lines_of(words, marks, dark)
        self.scans.append(Scan(ink.number, tuple(_scanned(lines, dots, angle, grey.shape))))
        return replace(
            ink,
            chars=tuple(letters_of(lines, dark, 1 / dots, self.sizes)),
            rules=(
                *_rules([*across, *more_across], dots, True),
                *_rules([*down, *more_down], dots, False),
            ),
            fills=tuple(_fill(block, dots) for block in dark_areas),
            shapes=(),
            images=(),
            undecoded=0,
        )


def rendered(document: pdfium.PdfDocument, index: int, width: float, height: float) -> tuple[Grey, float]:
    """The page in grey, and its dots to the point; raises OcrFailed where there is no memory for it."""
    dots = DPI / 72
    if width * height * dots * dots > MOST_DOTS:
        dots = math.sqrt(MOST_DOTS / (width * height))
    page: Any = None
    try:
        page = document[index]
        picture = page.render(scale=dots, grayscale=True).to_numpy()
    except (pdfium.PdfiumError, ValueError) as error:
        raise OcrFailed("the page could not be made a picture") from error
    finally:
        if page is not None:
            page.close()
    return numpy.ascontiguousarray(picture.reshape(picture.shape[:2])), dots


def _is_rule(line: Stroke, across: list[Stroke], dots: float) -> bool:
    """A line that goes down is long, or ends at lines that go across; others are strokes of large letters."""
    if line.bottom - line.top >= SURELY_DOWN * dots:
        return True
    near = NEAR * dots
    beside = [a for a in across if a.x0 - near <= line.x0 <= a.x1 + near]
    return all(any(abs(a.top - end) <= near for a in beside) for end in (line.top, line.bottom))


def _fill(block: Block, dots: float) -> Fill:
    """A dark area in points."""
    x0, top, x1, bottom = block.box
    return Fill(x0 / dots, top / dots, x1 / dots, bottom / dots, (block.shade,) * 3)


def _through(blocks: list[Block], down: list[Stroke], dots: float) -> tuple[list[Stroke], list[Stroke]]:
    """The lines of a table carried on through its dark header: (across, down)."""
    across: list[Stroke] = []
    longer: list[Stroke] = []
    for x0, top, x1, bottom in (block.box for block in blocks if block.framed):
        near = NEAR * dots
        meeting = [
            line
            for line in down
            if x0 - near <= line.x0 <= x1 + near
            and (abs(line.top - bottom) <= near or abs(line.bottom - top) <= near)
        ]
        if meeting:
            across += [Stroke(x0, at, x1, at) for at in (top, bottom)]
            ends = [Stroke(at, top, at, bottom) for at in (x0, x1)]
            inner = [Stroke(m.x0, top, m.x1, bottom) for m in meeting]
            longer += [*ends, *(m for m in inner if x0 + near < m.x0 < x1 - near)]
    return across, longer


def _rules(lines: list[Stroke], dots: float, across: bool) -> list[Rule]:
    found: list[Rule] = []
    for x0, top, x1, bottom in lines:
        x, y = (x0 + x1) / 2 / dots, (top + bottom) / 2 / dots
        found.append(Rule(x0 / dots, y, x1 / dots, y) if across else Rule(x, top / dots, x, bottom / dots))
    return found


def _scanned(lines: list[Line], dots: float, angle: float, shape: tuple[int, ...]) -> list[ScannedWord]:
    """The words with their boxes in points of the page as it is shown, before it was set upright."""
    middle = shape[1] / 2, shape[0] / 2
    return [
        ScannedWord(w.text, _back((w.x0, w.top, w.x1, w.bottom), angle, middle, dots), round(w.confidence, 3))
        for line in lines
        for w in line.words
    ]


def _back(box: Box, angle: float, middle: tuple[float, float], dots: float) -> Box:
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x, y = (box[0] + box[2]) / 2 - middle[0], (box[1] + box[3]) / 2 - middle[1]
    x, y = middle[0] + x * c - y * s, middle[1] + x * s + y * c
    wide, high = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
    sides = ((x - wide) / dots, (y - high) / dots, (x + wide) / dots, (y + high) / dots)
    return tuple(round(side, 2) for side in sides)  # type: ignore[return-value]


def told_pages(pages: list[int]) -> str:
    """'page 3', 'pages 2 to 5 and 9'."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    told = [str(r[0]) if len(r) == 1 else f"{r[0]} {'and' if len(r) == 2 else 'to'} {r[-1]}" for r in runs]
    joined = ", ".join(told[:-1]) + f" and {told[-1]}" if len(told) > 1 else "".join(told)
    return f"page{'s' if len(pages) > 1 else ''} {joined}"
