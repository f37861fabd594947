"""Pictures of pages as PDFs: what a scanner would make of a page that the tests draw."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from importlib import util

import numpy
import pypdfium2
import pytest
from made_pdf import Draw, made
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

HERE = {
    "tesseract": shutil.which("tesseract") is not None,
    "rapidocr": util.find_spec("rapidocr") is not None and util.find_spec("onnxruntime") is not None,
}
ENGINES = [
    pytest.param(name, marks=pytest.mark.skipif(not here, reason=f"{name} is not installed"))
    for name, here in HERE.items()
]
any_engine = pytest.mark.skipif(not any(HERE.values()), reason="no OCR engine is installed")


def table_page(page: Canvas) -> None:
    """A heading, a sentence, a ruled table, a table without lines and a tile."""
    page.setFont("Helvetica-Bold", 16)
    page.drawString(60, 770, "Complaints received in 2021/22")
    page.setFont("Helvetica", 11)
    page.drawString(60, 740, "The Council received 46 complaints at Stage 1 in 2021/22, and 43 in 2019/20.")
    rows = [("Service area", "2019/20", "2021/22"), ("Fostering", "12", "9"), ("Adoption", "3", "4")]
    for number, row in enumerate((*rows, ("Leaving care", "28", "33"), ("Total", "43", "46"))):
        for column, text in enumerate(row):
            page.drawString(66 + 150 * column, 700 - 22 * number, text)
    for y in range(6):
        page.line(60, 716 - 22 * y, 510, 716 - 22 * y)
    for x in (60, 210, 360, 510):
        page.line(x, 716, x, 606)
    for number, row in enumerate(
        (("Outcome", "2020/21", "2021/22"), ("Upheld", "14", "17"), ("Not upheld", "21", "8"))
    ):
        for column, text in enumerate(row):
            page.drawString(66 + 150 * column, 540 - 18 * number, text)
    page.setFont("Helvetica-Bold", 30)
    page.drawString(80, 420, "225")
    page.setFont("Helvetica", 11)
    page.drawString(80, 400, "compliments received")


def picture_of(draw: Draw, lean: float = 0.3, dpi: int = 200, seed: int = 7) -> Image.Image:
    """The page as a scanner gives it: grey, grainy, a little askew."""
    document = pypdfium2.PdfDocument(made(draw))
    page = document[0].render(scale=dpi / 72, grayscale=True).to_pil()
    page = page.rotate(lean, Image.Resampling.BICUBIC, fillcolor=255)
    dots = numpy.asarray(page, dtype=numpy.float64) * 0.92 + 8
    dots += numpy.random.default_rng(seed).normal(0, 6, dots.shape)
    return Image.fromarray(dots.clip(0, 255).astype(numpy.uint8))


def scanned(draw: Draw, hidden: str = "", lean: float = 0.3) -> Callable[[Canvas], None]:
    """Draws the picture of a page; `hidden` is an invisible layer of text over it."""
    packed = io.BytesIO()
    picture_of(draw, lean).save(packed, "JPEG", quality=80)

    def page(canvas: Canvas) -> None:
        packed.seek(0)
        canvas.drawImage(ImageReader(io.BytesIO(packed.getvalue())), 0, 0, 595.28, 841.89)
        if hidden:
            text = canvas.beginText(60, 740)
            text.setTextRenderMode(3)
            text.setFont("Helvetica", 11)
            text.textLine(hidden)
            canvas.drawText(text)

    return page
