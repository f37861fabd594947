"""One report looked at by itself, here and now: what the stages see in it, and its pages as pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from extractor import publish
from extractor.lexicon import rulebook, store
from extractor.read.files import load
from extractor.read.formats import EXTENSIONS
from extractor.run import inputs
from extractor.understand.inspection import Inspection
from extractor.understand.page_marks import Mark


def inspect(path: Path, patterns: Path) -> Inspection:
    """What the stages see in one report, and its manifest says. Raises Unreadable and RulebookError."""
    from extractor.run import report

    book = rulebook.load(patterns)
    report.ready(book)
    seen = report.inspect(load(path), path.name, inputs.entry_of(path), book)
    store.keep_expressions()
    return seen


def find(folder: Path, source_file: str) -> Path | None:
    """The report of a run over this folder that has this name in the dataset; None where there is none."""
    if not folder.is_dir():
        return None
    there = [one for one in inputs.gather([str(folder)], EXTENSIONS).reports if not one.missing]
    exact = [one.path for one in there if one.source_file == source_file]
    below = [one.path for one in there if one.path.as_posix().endswith(f"/{source_file}")]
    return next((paths[0] for paths in (exact, below) if len(paths) == 1), None)


def drawn_page(data: bytes, page: int, marks: Sequence[Mark]) -> tuple[Any, float]:
    """A page of a PDF as a picture with the marks drawn on it, and its dots a point. Raises Unreadable."""
    from extractor.read.pdf.render import printed_at, rendered
    from extractor.understand import page_picture as pictures

    picture, scale = rendered(data, page)
    own = [mark for mark in marks if mark.page == page]
    boxes = printed_at(data, page, [(mark.text, mark.box, mark.nth) for mark in own])
    placed = [replace(mark, box=box) for mark, box in zip(own, boxes, strict=True)]
    return pictures.draw(picture, scale, placed), scale


def page_picture(path: Path, page: int, marks: Sequence[Mark], out: Path) -> None:
    """The page of a PDF with the marks drawn on it, as a PNG. Raises Unreadable and NotWritten."""
    from extractor.understand import page_picture as pictures

    picture, _ = drawn_page(load(path), page, marks)
    try:
        pictures.save(picture, out)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise publish.NotWritten(f"The picture could not be written to '{out}': {reason}.") from error
