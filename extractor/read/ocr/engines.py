"""Which engine reads pictures on this machine: the program tesseract, else the package rapidocr.

The environment variable EXTRACTOR_OCR names one of them, or `none`, and then no
other is taken.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

Grey: TypeAlias = "NDArray[numpy.uint8]"

INSTALL = "to read them install the program tesseract-ocr, or: pip install rapidocr onnxruntime"
"""What to do where there is no engine; follows 'pages 2 and 3 are pictures without text; '."""
SETTING = "EXTRACTOR_OCR"


class Segment(NamedTuple):
    """The box of one line of text, or of a part of it, in dots; right and bottom lie outside."""

    x0: int
    top: int
    x1: int
    bottom: int


class Seen(NamedTuple):
    """One word that an engine read: its box in dots, how sure the engine is (0 to 1), its line."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float
    line: int
    """Which of the given segments it stands in, from 0."""


class OcrFailed(Exception):
    """An engine gave nothing for a page; the text says why, as the end of a sentence."""


class Engine(NamedTuple):
    """An engine that is here: its full name for people and for the cache, and how to call it."""

    name: str
    read: Callable[[Grey, Sequence[Segment], float, float], list[Seen]]
    """(picture, lines of text, dots to the inch, seconds it may take) -> words; raises OcrFailed."""


def engine() -> Engine | None:
    """The engine to use; None where there is none."""
    wanted = os.environ.get(SETTING, "").strip().lower()
    for name, module in (("tesseract", "tesseract"), ("rapidocr", "rapid")):
        if wanted in ("", name):
            module_of = import_module(f"extractor.read.ocr.{module}")
            if full := module_of.version():
                return Engine(full, module_of.read)
    return None


def engine_name() -> str:
    """Name and version of the engine to use, by which results of different engines are told apart."""
    found = engine()
    return found.name if found else "none"
