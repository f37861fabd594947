"""Lines of a list of contents, which are no table though their page numbers stand in a column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.read.pdf.text.leaders import DOTS
from extractor.read.pdf.text.pieces import is_value
from extractor.read.pdf.text.words import Row

_PAGE = re.compile(r"(?:p(?:age)?\.?\s*)?(\d{1,3})(?:\s*[-–]\s*\d{1,3})?$", re.IGNORECASE)
_HEAD = re.compile(r"(?:table of )?contents\b", re.IGNORECASE)
FEWEST = 3
LOOK_BACK = 4


def contents_lines(lines: Sequence[Sequence[Row]]) -> set[int]:
    """Lines of contents: below their heading, or with rising page numbers behind dots."""
    found: set[int] = set()
    index = 0
    while index < len(lines):
        run = _run(lines, index)
        headed = any(_HEAD.match(lines[k][0].text) for k in range(max(0, index - LOOK_BACK), index + 1))
        dotted = sum(1 for k in run if _is_dotted(lines[k])) > len(run) / 2
        if len(run) >= FEWEST and (headed or dotted):
            found.update(range(run[0], run[-1] + 1))
        index = max(run[-1] + 1 if run else 0, index + 1)
    return found


def _run(lines: Sequence[Sequence[Row]], start: int) -> list[int]:
    """The lines from `start` on that end in page numbers which never fall; a few may have none."""
    run: list[int] = []
    last = 0
    for index in range(start, len(lines)):
        page = _page(lines[index])
        if page is None:
            if not run or index - run[-1] > 2:
                break
            continue
        if page < last:
            break
        last = page
        run.append(index)
    return run


def _page(parts: Sequence[Row]) -> int | None:
    if len(parts) < 2 and not _is_dotted(parts):
        return None
    if len(parts) > 2 and any(is_value(part.text) and part.text[0].isdigit() for part in parts[1:-1]):
        return None  # figures of a table
    text = DOTS.split(parts[-1].text)[-1]
    found = _PAGE.match(text)
    return int(found[1]) if found else None


def _is_dotted(parts: Sequence[Row]) -> bool:
    return any("...." in part.text.replace(". .", "..") or "…" in part.text for part in parts)
