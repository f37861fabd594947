"""The package rapidocr: models that come in its wheel, run by onnxruntime on one thread.

Only the model that reads lines is asked, one line at a time: the one that finds
them costs as much again.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Sequence
from functools import lru_cache
from importlib import metadata, util
from itertools import pairwise
from typing import Any

import numpy

from extractor.read.ocr.engines import Grey, OcrFailed, Seen, Segment
from extractor.read.ocr.picture import Ink, inked, tight

PACKAGES = ("rapidocr", "onnxruntime")
MARGIN = 14
"""Dots around a line that go with it: the model takes strips of one height, and costs less for short ones."""
LEAST_SCORE = 0.5
"""Lines that the engine is less sure of are specks and pictures."""


def version() -> str:
    """'rapidocr 3.10.0, onnxruntime 1.32.0'; '' where one is missing."""
    try:
        if any(util.find_spec(name) is None for name in PACKAGES):
            return ""
        return ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES)
    except (metadata.PackageNotFoundError, ValueError):
        return ""


@lru_cache(maxsize=1)
def _models() -> Any:
    module = importlib.import_module("rapidocr")
    threads = "EngineConfig.onnxruntime.{}_op_num_threads"
    return module.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            threads.format("intra"): 1,
            threads.format("inter"): 1,
        }
    )


def read(picture: Grey, segments: Sequence[Segment], dpi: float, seconds: float) -> list[Seen]:
    """The words of the lines; raises OcrFailed where the engine fails or takes longer than `seconds`."""
    began = time.monotonic()
    try:
        models = _models()
        ink = inked(picture)
        found: list[Seen] = []
        for number, box in enumerate(segments):
            if time.monotonic() - began > seconds:
                raise OcrFailed(f"rapidocr took longer than {seconds:g} seconds")
            found += _line(models, picture, ink, box, number)
    except OcrFailed:
        raise
    except Exception as error:  # whatever the models raise costs this page only
        reason = " ".join(str(error).split())[:120].rstrip(".")
        raise OcrFailed(f"rapidocr failed ({type(error).__name__}: {reason})") from error
    return found


def _coloured(grey: Grey) -> Any:
    return numpy.repeat(grey[:, :, None], 3, axis=2)


def _line(models: Any, picture: Grey, ink: Ink, box: Segment, number: int) -> list[Seen]:
    x0, top = max(box.x0 - MARGIN, 0), max(box.top - MARGIN, 0)
    x1, bottom = box.x1 + MARGIN, box.bottom + MARGIN
    crop = _coloured(picture[top:bottom, x0:x1])
    x1 = x0 + crop.shape[1]
    read = models(crop, use_det=False, use_cls=False, use_rec=True, return_word_box=True)
    if read is None or not read.txts or read.scores[0] < LEAST_SCORE:
        return []
    info = read.word_results[0]
    columns = [column for word in info.word_cols for column in word]
    text, score = read.txts[0], float(read.scores[0])
    confidences = [float(c) for c in info.confs] if len(info.confs) == len(text) else [score] * len(text)
    scale = (x1 - x0) / max(float(info.line_txt_len), 1.0)
    words: list[tuple[str, float, float, float]] = []  # text, middle of its first and last letter, sureness
    at = 0
    for begin, end in _spans(text):
        count = end - begin
        first, last = (x0 + (columns[at + k] + 0.5) * scale for k in (0, count - 1))
        words.append((text[begin:end], first, last, min(confidences[begin:end])))
        at += count
    cuts = [
        float(box.x0),
        *(_white(ink, a[2], b[1], box.top, box.bottom) for a, b in pairwise(words)),
        float(box.x1),
    ]
    return [
        Seen(word, *tight(ink, left, box.top, right - 1, box.bottom - 1), sure, number)
        for (word, _, _, sure), left, right in zip(words, cuts, cuts[1:], strict=False)
    ]


def _spans(text: str) -> list[tuple[int, int]]:
    """Where the words of a line begin and end."""
    found: list[tuple[int, int]] = []
    for at, letter in enumerate(text):
        if letter.isspace():
            continue
        if found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


def _white(ink: Ink, left: float, right: float, top: int, bottom: int) -> float:
    """The middle of the widest white stretch between two letters; half way where there is none."""
    first, last = int(left), max(int(right), int(left) + 1)
    inky = numpy.flatnonzero(ink[top:bottom, first:last].any(axis=0))
    ends = numpy.concatenate(([-1], inky, [last - first]))
    gaps = numpy.diff(ends)
    k = int(numpy.argmax(gaps))
    return first + (float(ends[k]) + float(ends[k + 1])) / 2 + 0.5
