"""The program tesseract, one process a page, one thread; the lines go to it as pages of a TIFF."""

from __future__ import annotations

import ctypes
import hashlib
import io
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy
from PIL import Image

from extractor.ocr.engines import Grey, OcrFailed, Seen, Segment

LANGUAGE = "eng"
LAYOUT = "7"
"""Page segmentation: each picture is one line."""
LARGER = 1.5
"""How much larger the program gets to see it: small figures that stand alone are read better."""
MARGIN = 12
"""Dots of white around a line."""
ANSWER_SECONDS = 20.0
"""How long the program may take to say its version."""
WORD_LEVEL = "5"
_VERSION = re.compile(r"tesseract\s+v?(\d+(?:\.\d+)+)")
_FOLDER = re.compile(r'"([^"]+)"')
_PR_SET_PDEATHSIG = 1


def version() -> str:
    """'tesseract 5.3.0 (eng 7d4322bd)', the model's content told too; '' where it cannot read English."""
    path = shutil.which("tesseract")
    return _version(path) if path else ""


@lru_cache(maxsize=4)
def _version(path: str) -> str:
    try:
        said = _run([path, "--version"], b"", ANSWER_SECONDS).decode("utf-8", "replace")
        languages = _run([path, "--list-langs"], b"", ANSWER_SECONDS).decode("utf-8", "replace")
    except (OcrFailed, OSError):
        return ""
    number = _VERSION.search(said)
    if number is None or LANGUAGE not in languages.split():
        return ""
    folder = _FOLDER.search(languages)
    model = Path(folder[1]) / f"{LANGUAGE}.traineddata" if folder else None
    mark = ""
    if model is not None and model.is_file():
        mark = f" {hashlib.sha256(model.read_bytes()).hexdigest()[:8]}"
    return f"tesseract {number[1]} ({LANGUAGE}{mark})"


def read(picture: Grey, segments: Sequence[Segment], dpi: float, seconds: float) -> list[Seen]:
    """The words of the lines; raises OcrFailed where the program fails or takes longer than `seconds`."""
    if not segments:
        return []
    command = ["tesseract", "stdin", "stdout", "-l", LANGUAGE, "--psm", LAYOUT, "--dpi", f"{dpi:.0f}", "tsv"]
    try:
        table = _run(command, _strips(picture, segments), seconds).decode("utf-8", "replace")
    except OSError as error:
        raise OcrFailed(f"tesseract could not be started ({error.strerror or error})") from error
    return _words(table, segments)


def _strips(picture: Grey, segments: Sequence[Segment]) -> bytes:
    """A TIFF of which each page is one line with white around it."""
    paper = int(numpy.median(picture))
    pages = []
    for x0, top, x1, bottom in segments:
        strip = Image.fromarray(numpy.pad(picture[top:bottom, x0:x1], MARGIN, constant_values=paper))
        larger = (round(strip.width * LARGER), round(strip.height * LARGER))
        pages.append(strip.resize(larger, Image.Resampling.BICUBIC))
    made = io.BytesIO()
    pages[0].save(made, "TIFF", save_all=True, append_images=pages[1:])
    return made.getvalue()


def _words(table: str, segments: Sequence[Segment]) -> list[Seen]:
    found: list[Seen] = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != WORD_LEVEL or not cells[11].strip():
            continue
        line = int(cells[1]) - 1
        left, top, width, height = (float(cell) / LARGER for cell in cells[6:10])
        x0, y0 = segments[line].x0 + left - MARGIN, segments[line].top + top - MARGIN
        sure = min(max(float(cells[10]) / 100, 0.0), 1.0)
        found.append(Seen(cells[11].strip(), x0, y0, x0 + width, y0 + height, sure, line))
    return found


def _run(command: list[str], given: bytes, seconds: float) -> bytes:
    """What the program writes; it is killed after `seconds`, and when this process dies."""
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C"}
    try:
        done = subprocess.run(
            command,
            input=given,
            capture_output=True,
            timeout=seconds,
            env=environment,
            preexec_fn=_dies_with_us(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise OcrFailed(f"tesseract took longer than {seconds:g} seconds") from error
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[:120].rstrip(".")
        raise OcrFailed(f"tesseract failed (exit code {done.returncode}{': ' if said else ''}{said})")
    return done.stdout or done.stderr  # older versions tell languages and version as errors


def _dies_with_us() -> Callable[[], None] | None:
    """A worker that is killed cannot end the program it called: on Linux the system does that.

    Elsewhere the program ends by itself after the page, when nobody takes its answer.
    """
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    return lambda: libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
