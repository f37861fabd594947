"""The program tesseract, one process a page, one thread; the lines go to it as pages of a TIFF."""

from __future__ import annotations

import ctypes
import hashlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy

from extractor.lexicon import store
from extractor.read.ocr.engines import Grey, OcrFailed, Seen, Segment

LANGUAGE = "eng"
LAYOUT = "7"
"""Page segmentation: each picture is one line."""
LARGER, MUCH_LARGER = 1.5, 2.5
"""How much larger the program gets to see it: small figures that stand alone are read better."""
SHORT = 4.0
"""In heights: strips shorter than this are read once more where the program is less than UNSURE sure."""
UNSURE, DISPUTED = 0.8, 0.5
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
    """As `version`. The program is asked once for all processes, as long as it and its model stay."""
    setting = os.environ.get("TESSDATA_PREFIX", "")
    key = store.key_of(["tesseract", _mark(Path(path).resolve()), setting])
    if kept := store.read(key):
        name, model, mark = json.loads(kept)
        if mark == _mark(Path(model)):
            return str(name)
    name, model = _asked(path)
    if name:
        store.write(key, json.dumps([name, model, _mark(Path(model))]).encode())
    return name


def _mark(path: Path) -> str:
    """The file as it is now; '' for none."""
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{path} {status.st_size} {status.st_mtime_ns}"


def _asked(path: str) -> tuple[str, str]:
    """The version, and the path of the model; '' where there is none."""
    try:
        answer = _run([path, "--version"], b"", ANSWER_SECONDS).decode("utf-8", "replace")
        languages = _run([path, "--list-langs"], b"", ANSWER_SECONDS).decode("utf-8", "replace")
    except (OcrFailed, OSError):
        return "", ""
    number = _VERSION.search(answer)
    if number is None or LANGUAGE not in languages.split():
        return "", ""
    folder = _FOLDER.search(languages)
    model = Path(folder[1]) / f"{LANGUAGE}.traineddata" if folder else None
    mark = ""
    if model is not None and model.is_file():
        mark = f" {hashlib.sha256(model.read_bytes()).hexdigest()[:8]}"
    return f"tesseract {number[1]} ({LANGUAGE}{mark})", str(model or "")


def read(picture: Grey, segments: Sequence[Segment], dpi: float, seconds: float) -> list[Seen]:
    """The words of the lines; raises OcrFailed where the program fails or takes longer than `seconds`.

    Short strips that it is unsure of, such as single figures, are read once more, larger.
    """
    began = time.monotonic()
    lines = _pass(picture, segments, dpi, seconds, LARGER)
    again = [
        k
        for k, (box, words) in enumerate(zip(segments, lines, strict=True))
        if box.x1 - box.x0 < SHORT * (box.bottom - box.top) and _confidence(words) < UNSURE
    ]
    if again:
        left = max(seconds - (time.monotonic() - began), 0.1)
        second = _pass(picture, [segments[k] for k in again], dpi, left, MUCH_LARGER)
        for k, words in zip(again, second, strict=True):
            lines[k] = _surer(lines[k], words)
    return [word._replace(line=k) for k, words in enumerate(lines) for word in words]


def _confidence(words: Sequence[Seen]) -> float:
    return min((word.confidence for word in words), default=0.0)


def _surer(first: list[Seen], second: list[Seen]) -> list[Seen]:
    """The surer of two readings; where both are of figures, and differ, neither is sure."""
    better, other = (second, first) if _confidence(second) > _confidence(first) else (first, second)
    figures = ["".join(c for word in words for c in word.text if c.isdigit()) for words in (better, other)]
    if all(figures) and figures[0] != figures[1]:
        return [word._replace(confidence=min(word.confidence, DISPUTED)) for word in better]
    return better


def _pass(
    picture: Grey, segments: Sequence[Segment], dpi: float, seconds: float, larger: float
) -> list[list[Seen]]:
    """The words of each line, in one call of the program."""
    if not segments:
        return []
    scale = f"{dpi * larger:.0f}"
    command = ["tesseract", "stdin", "stdout", "-l", LANGUAGE, "--psm", LAYOUT, "--dpi", scale, "tsv"]
    try:
        table = _run(command, _strips(picture, segments, larger), seconds).decode("utf-8", "replace")
    except OSError as error:
        raise OcrFailed(f"tesseract could not be started ({error.strerror or error})") from error
    return _words(table, segments, larger)


def _strips(picture: Grey, segments: Sequence[Segment], larger: float) -> bytes:
    """A TIFF of which each page is one line with white around it."""
    from PIL import Image  # every run asks for the version, and few need pictures

    paper = int(numpy.median(picture))
    pages = []
    for x0, top, x1, bottom in segments:
        strip = Image.fromarray(numpy.pad(picture[top:bottom, x0:x1], MARGIN, constant_values=paper))
        size = (round(strip.width * larger), round(strip.height * larger))
        pages.append(strip.resize(size, Image.Resampling.BICUBIC))
    made = io.BytesIO()
    pages[0].save(made, "TIFF", save_all=True, append_images=pages[1:])
    return made.getvalue()


def _words(table: str, segments: Sequence[Segment], larger: float) -> list[list[Seen]]:
    found: list[list[Seen]] = [[] for _ in segments]
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != WORD_LEVEL or not cells[11].strip():
            continue
        line = int(cells[1]) - 1
        left, top, width, height = (float(cell) / larger for cell in cells[6:10])
        x0, y0 = segments[line].x0 + left - MARGIN, segments[line].top + top - MARGIN
        sure = min(max(float(cells[10]) / 100, 0.0), 1.0)
        found[line].append(Seen(cells[11].strip(), x0, y0, x0 + width, y0 + height, sure, line))
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
        reason = " ".join(done.stderr.decode("utf-8", "replace").split())[:120].rstrip(".")
        raise OcrFailed(f"tesseract failed (exit code {done.returncode}{': ' if reason else ''}{reason})")
    return done.stdout or done.stderr  # older versions tell languages and version as errors


def _dies_with_us() -> Callable[[], None] | None:
    """A worker that is killed cannot end the program it called: on Linux the system does that.

    Elsewhere the program ends by itself after the page, when nobody takes its answer.
    """
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    return lambda: libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
