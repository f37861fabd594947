"""Tables written as HTML tags inside a text or Markdown file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.model.types import RawTable
from extractor.read.text.decode import Line

_OPEN = re.compile(r"<table\b", re.IGNORECASE)
_CLOSE = re.compile(r"</table\s*>", re.IGNORECASE)


def find_html_tables(lines: Sequence[Line]) -> Iterator[tuple[int, int, RawTable]]:
    """Each closed <table> that takes up whole lines: first line, past-last line, RawTable."""
    at = 0
    while at < len(lines):
        found = _OPEN.search(lines[at].text) if "<" in lines[at].text else None
        if found is None:
            at += 1
            continue
        end = next((i for i in range(at, len(lines)) if _CLOSE.search(lines[i].text)), -1)
        if end < 0:
            return
        markup = "\n".join(line.text for line in lines[at : end + 1])[found.start() :]
        from extractor.read.text.marked_up import table  # few texts have any, and all would wait for it

        raw = table(markup, lines[at].number - 1)
        if raw.rows:
            before = lines[at].text[: found.start()].split()
            yield at, end + 1, RawTable(raw.rows, " ".join([*before, *raw.caption.split()]), raw.anchor)
        at = end + 1
