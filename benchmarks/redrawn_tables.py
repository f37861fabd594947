"""Known tables drawn anew in many styles: how well their cells are found in each.

    python -m benchmarks.redrawn_tables ../shared
    python -m benchmarks.redrawn_tables ../shared --style columns-ruled --misses 5
    python -m benchmarks.redrawn_tables ../shared --keep FOLDER         # keeps the PDFs

The cells are those of ICDAR's truth, with their spans; each table stands on a page of its own
between a caption and paragraphs. Tables are split by a hash of their name: the misses of one
half may be looked at, the other is only measured.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from benchmarks.peer_tables import half_of, misses
from benchmarks.table_tools import tables_of
from benchmarks.tables import scorer_of
from benchmarks.words import words_in_force
from extractor.read.pdf.document import read_pdf

NOTES = (
    "(1) Where an office was opened or closed in the year its figures are of the months when it was open.",
    "Source: returns of the offices, 2011.",
)
PROSE = (
    "The figures of each year are those that were known when the year had ended, and some of them were",
    "put right later. Where an office gave no figure the cell is empty. Shares are rounded, so that they",
    "need not add up to one hundred, and small numbers should be read with care.",
)
MARGIN = 60.0
MOST_ROWS = 34
FULL = 110.0
"""Points of the widest column before its text is wrapped."""
DARK, LIGHT, GREY = colors.HexColor("#1F4E79"), colors.HexColor("#DCE6F1"), colors.HexColor("#7F7F7F")


@dataclass(frozen=True)
class Style:
    """How a table is drawn."""

    lines: str = ""
    """all, rows, columns, frame, inner, boxes, dashes, three, right, spans, bars or nothing."""
    shade: str = ""
    """'head', 'zebra', 'labels' or both parted by a comma; 'bars' for coloured rows parted by white."""
    figures: str = "right"
    size: float = 9.0
    pad: float = 2.0
    """Points above and below the text of a cell."""
    valign: str = "top"
    leader: bool = False
    gap: float = 5.0
    """Points on either side of a cell's text."""
    notes: bool = False
    """The caption stands close above, a note and a source close below, in the print of the table."""


STYLES: Mapping[str, Style] = {
    "ruled": Style("all"),
    "ruled, large": Style("all", size=14.0, pad=4.0),
    "rows ruled": Style("rows"),
    "columns ruled": Style("columns", pad=3.0),
    "columns ruled, close": Style("columns", pad=0.5),
    "frame": Style("frame", pad=3.0),
    "inner lines": Style("inner"),
    "inner lines, close": Style("inner", pad=0.5, figures="left"),
    "boxes": Style("boxes", gap=7.0),
    "dashes": Style("dashes"),
    "three rules": Style("three"),
    "three rules, small": Style("three", size=6.0, pad=1.0, gap=4.0),
    "rules under heads": Style("spans"),
    "labels unruled": Style("right"),
    "nothing": Style(pad=3.0),
    "nothing, centred": Style(pad=3.0, figures="centre", valign="middle"),
    "nothing, left": Style(pad=3.0, figures="left"),
    "nothing, close": Style(pad=0.5, valign="bottom"),
    "nothing, large": Style(size=14.0, pad=4.0, gap=8.0),
    "nothing, notes": Style(pad=3.0, notes=True),
    "three rules, notes": Style("three", notes=True),
    "rows ruled, notes": Style("rows", notes=True),
    "ruled, notes": Style("all", notes=True),
    "leader dots": Style("three", leader=True, valign="bottom"),
    "head shaded": Style("", "head", pad=3.0),
    "zebra": Style("", "head,zebra"),
    "labels shaded": Style("", "labels,head", pad=3.0, figures="centre"),
    "white bars": Style("bars", "labels,head,all", figures="centre", pad=3.0),
}


@dataclass
class Known:
    """A table whose cells are known."""

    name: str
    cells: list[list[Any]]

    @property
    def rows(self) -> int:
        return max(c[2] for c in self.cells) + 1

    @property
    def columns(self) -> int:
        return max(c[3] for c in self.cells) + 1


def known_tables(shared: Path, scorer: Any) -> Iterator[Known]:
    """The tables of ICDAR's truth that the fonts at hand can print, cut to what a page holds."""
    for stem, truths in scorer.load_gt(str(shared / "icdar2013")).items():
        for number, one in enumerate(truths[0], start=1):
            cells = [[*c[:4], " ".join(c[4].split())] for c in one["cells"] if c[2] < MOST_ROWS]
            try:
                "".join(c[4] for c in cells).encode("cp1252")
            except UnicodeEncodeError:
                continue
            if len(cells) > 5:
                yield Known(f"{stem}-{number}", cells)


def heads_of(table: Known) -> int:
    """Rows before the first with a figure behind its first column."""
    for row in range(table.rows):
        own = [c[4] for c in table.cells if c[0] == row and c[1] > 0]
        if any(text[:1].isdigit() and not text.isalpha() for text in own) and row:
            return row
    return 1


def drawn(table: Known, style: Style) -> bytes:
    """A PDF of one page with the table between a caption and prose."""
    face = "Helvetica"
    texts = _wrapped(table, style, face)
    widths = _widths(table, texts, style, face)
    heights = _heights(table, texts, style)
    width, height = max(595.0, sum(widths) + 2 * MARGIN), max(842.0, sum(heights) + 300)
    out = io.BytesIO()
    page = Canvas(out, pagesize=(width, height))
    y = height - MARGIN
    page.setFont(face, 10)
    for line in PROSE:
        page.drawString(MARGIN, y, line)
        y -= 12
    page.setFont(f"{face}-Bold", 10)
    page.drawString(MARGIN, y - 14, f"Table {1 + len(table.name) % 7}: Figures by office")
    if style.notes:
        y -= 12
        page.drawString(MARGIN, y - 14, "in the years for which they are known")
    xs = [MARGIN + sum(widths[:k]) for k in range(len(widths) + 1)]
    top = y - (20 if style.notes else 28)
    ys = [top - sum(heights[:k]) for k in range(len(heights) + 1)]
    _shades(page, table, style, xs, ys)
    _lines(page, table, style, xs, ys)
    for cell, lines in zip(table.cells, texts, strict=True):
        _cell(page, cell, lines, style, xs, ys, face, heads_of(table))
    page.setFillColor(colors.black)
    page.setFont(face, 10)
    foot = ys[-1]
    if style.notes:
        page.setFont(face, style.size)
        for line in NOTES:
            foot -= 1.2 * style.size
            page.drawString(MARGIN, foot, line)
        page.setFont(face, 10)
    for k, line in enumerate(PROSE):
        page.drawString(MARGIN, foot - 26 - 12 * k, line)
    page.save()
    return out.getvalue()


def _wrapped(table: Known, style: Style, face: str) -> list[list[str]]:
    found = []
    for _, c0, _, c1, text in table.cells:
        room = FULL * style.size / 9 * (1.6 if c0 == 0 else 1.0) * (c1 - c0 + 1)
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and stringWidth(longer, face, style.size) > room:
                lines.append(word)
            else:
                lines[-1] = longer
        found.append(lines)
    return found


def _widths(table: Known, texts: Sequence[Sequence[str]], style: Style, face: str) -> list[float]:
    widths = [16.0] * table.columns
    for spans in (False, True):
        for (_, c0, _, c1, _), lines in zip(table.cells, texts, strict=True):
            need = max(stringWidth(t, f"{face}-Bold", style.size) for t in lines) + 2 * style.gap
            have = sum(widths[c0 : c1 + 1])
            if (c1 > c0) == spans and need > have:
                for c in range(c0, c1 + 1):
                    widths[c] += (need - have) / (c1 - c0 + 1)
    if style.leader:
        widths[0] += 60
    return widths


def _heights(table: Known, texts: Sequence[Sequence[str]], style: Style) -> list[float]:
    heights = [1.15 * style.size + 2 * style.pad] * table.rows
    for (r0, _, r1, _, _), lines in zip(table.cells, texts, strict=True):
        need = 1.15 * style.size * len(lines) + 2 * style.pad
        have = sum(heights[r0 : r1 + 1])
        if need > have:
            heights[r1] += need - have
    return heights


def _shades(page: Canvas, table: Known, style: Style, xs: Sequence[float], ys: Sequence[float]) -> None:
    heads = heads_of(table)
    kinds = style.shade.split(",")
    for r0, c0, r1, c1, _ in table.cells:
        box = (xs[c0], ys[r1 + 1], xs[c1 + 1] - xs[c0], ys[r0] - ys[r1 + 1])
        colour = None
        if "all" in kinds:
            colour = LIGHT
        if "zebra" in kinds and r0 >= heads and (r0 - heads) % 2 == 0:
            colour = LIGHT
        if "labels" in kinds and c0 == 0:
            colour = DARK if "all" in kinds else LIGHT
        if "head" in kinds and r0 < heads:
            colour = DARK
        if colour is not None:
            page.setFillColor(colour)
            page.rect(*box, stroke=0, fill=1)


def _lines(page: Canvas, table: Known, style: Style, xs: Sequence[float], ys: Sequence[float]) -> None:
    page.setStrokeColor(colors.white if style.lines == "bars" else GREY)
    page.setLineWidth(2.5 if style.lines == "bars" else 0.6)
    page.setDash([1.5, 2.5] if style.lines == "dashes" else [])
    heads = heads_of(table)
    outer = (xs[0], xs[-1])
    if style.lines == "three":
        for y in (ys[0], ys[heads], ys[-1]):
            page.line(outer[0], y, outer[1], y)
    if style.lines == "spans":
        for y in (ys[0], ys[-1]):
            page.line(outer[0], y, outer[1], y)
    if style.lines in ("frame", "columns"):
        page.rect(xs[0], ys[-1], xs[-1] - xs[0], ys[0] - ys[-1])
        page.line(outer[0], ys[heads], outer[1], ys[heads])
    if style.lines == "rows":
        for k, y in enumerate(ys):
            if not any(c[0] < k <= c[2] for c in table.cells):
                page.line(outer[0], y, outer[1], y)
    for r0, c0, r1, c1, _ in _with_blanks(table):
        x0, x1, top, foot = xs[c0], xs[c1 + 1], ys[r0], ys[r1 + 1]
        if style.lines == "boxes":  # every cell has a frame of its own
            page.rect(x0 + 1.5, foot + 1.5, x1 - x0 - 3, top - foot - 3)
        if style.lines in ("all", "bars", "dashes") or (style.lines == "right" and (c0 or r0 < heads)):
            page.rect(x0, foot, x1 - x0, top - foot)
        if style.lines == "inner" and r0:
            page.line(x0, top, x1, top)
        if style.lines in ("columns", "inner") and c0:
            page.line(x0, top, x0, foot)
        if style.lines == "spans" and r0 < heads and c0:
            page.line(x0 + 2, foot, x1 - 2, foot)


def _with_blanks(table: Known) -> list[list[Any]]:
    covered = {(r, c) for a, b, d, e, _ in table.cells for r in range(a, d + 1) for c in range(b, e + 1)}
    blank = [
        [r, c, r, c, ""] for r in range(table.rows) for c in range(table.columns) if (r, c) not in covered
    ]
    return [*table.cells, *blank]


def _cell(
    page: Canvas,
    cell: Sequence[Any],
    lines: Sequence[str],
    style: Style,
    xs: Sequence[float],
    ys: Sequence[float],
    face: str,
    heads: int,
) -> None:
    r0, c0, r1, c1, _ = cell
    step = 1.15 * style.size
    spare = ys[r0] - ys[r1 + 1] - step * len(lines) - 2 * style.pad
    down = {"top": 0.0, "middle": spare / 2, "bottom": spare}[style.valign]
    dark = ("head" in style.shade and r0 < heads) or (
        "labels" in style.shade and "all" in style.shade and not c0
    )
    page.setFillColor(colors.white if dark else colors.black)
    name = f"{face}-Bold" if r0 < heads else face
    page.setFont(name, style.size)
    for k, text in enumerate(lines):
        y = ys[r0] - style.pad - down - step * k - 0.85 * style.size
        wide = stringWidth(text, name, style.size)
        left, right = xs[c0] + style.gap, xs[c1 + 1] - style.gap
        if c0 == 0 and c1 == 0:
            page.drawString(left, y, text)
            if style.leader and r0 >= heads and k == len(lines) - 1:
                dot = stringWidth(" .", face, style.size)
                page.drawString(left + wide, y, " ." * int((right - left - wide) / dot))
        elif style.figures == "centre" or c1 > c0:
            page.drawString((left + right - wide) / 2, y, text)
        elif style.figures == "right":
            page.drawString(right - wide, y, text)
        else:
            page.drawString(left, y, text)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.redrawn_tables")
    parser.add_argument("shared", type=Path, help="the folder that holds icdar2013")
    parser.add_argument("--style", action="append", choices=STYLES, help="only these styles")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="of each table of the seen half")
    parser.add_argument("--keep", type=Path, help="where the PDFs go")
    given = parser.parse_args()
    with words_in_force():
        _measure(scorer_of(given.shared / "tools" / "table_score.py"), given)


def _measure(scorer: Any, given: Any) -> None:
    known = list(known_tables(given.shared, scorer))
    print(f"{'style':24} {'seen':>6} {'unseen':>6}    macro F1 of {len(known)} tables")
    means = []
    for name in given.style or STYLES:
        rates: dict[str, list[float]] = {"seen": [], "unseen": []}
        for table in known:
            data = drawn(table, STYLES[name])
            if given.keep:
                given.keep.mkdir(parents=True, exist_ok=True)
                (given.keep / f"{table.name} {name}.pdf").write_bytes(data)
            found = tables_of(read_pdf(data, "drawn.pdf"))
            truth = [{"page": 1, "cells": table.cells}]
            score = scorer.score({"d": found}, {"d": [truth]})["per_doc"][0]
            half = half_of(table.name)
            rates[half].append(score["F1"])
            if given.misses and half == "seen" and score["F1"] < 1:
                print(f"  {table.name} P {score['P']:.3f} R {score['R']:.3f} F1 {score['F1']:.3f}")
                lost, wrong = misses(scorer, found, [truth])
                for sign, which in (("-", lost), ("+", wrong)):
                    for (way, a, b), count in list(which.items())[: given.misses]:
                        print(f"      {sign} {way} {a[:50]} | {b[:50]} x{count}")
        one = [sum(r) / len(r) for r in rates.values()]
        means.append(one)
        print(f"{name:24} {one[0]:6.3f} {one[1]:6.3f}")
    seen, unseen = (sum(m[k] for m in means) / len(means) for k in (0, 1))
    print(f"{'mean':24} {seen:6.3f} {unseen:6.3f}")


if __name__ == "__main__":
    main()
