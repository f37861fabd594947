"""Makes scans of PDFs to measure OCR with: pictures of the pages, a little askew and grainy, without text.

    python -m benchmarks.scans FOLDER REPORT.pdf...

writes FOLDER/REPORT-scan.pdf for each. The same pages give the same pictures.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy
import pypdfium2
from PIL import Image

DPI = 200
LEAN = 0.3
"""Degrees by which the pages lean, to one side and to the other."""
GRAIN = 7.0
"""How much the grey of the dots strays, of 255."""
QUALITY = 75
"""Of the JPEGs."""


def scan_of(source: Path, target: Path, dpi: int = DPI, lean: float = LEAN) -> Path:
    """Writes a PDF that holds nothing but a picture of each page of `source`."""
    document = pypdfium2.PdfDocument(source)
    chance = numpy.random.default_rng(len(document))
    pages = []
    for number in range(len(document)):
        page = document[number].render(scale=dpi / 72, grayscale=True).to_pil()
        angle = lean * (1 if number % 2 else -1)
        page = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
        dots = numpy.asarray(page, dtype=numpy.float64) * 0.92 + 8
        dots += chance.normal(0, GRAIN, dots.shape)
        pages.append(Image.fromarray(dots.clip(0, 255).astype(numpy.uint8)))
    document.close()
    target.parent.mkdir(parents=True, exist_ok=True)
    pages[0].save(target, save_all=True, append_images=pages[1:], resolution=dpi, quality=QUALITY)
    return target


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scans", description="Makes scans of PDFs.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("reports", type=Path, nargs="+")
    given = parser.parse_args()
    for report in given.reports:
        print(scan_of(report, given.folder / f"{report.stem}-scan.pdf"))


if __name__ == "__main__":
    main()
