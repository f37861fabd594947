"""Tables written as HTML tags inside a text or Markdown file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from extractor.model.types import Anchor, RawCell, RawTable
from extractor.read.text.decode import Line
from extractor.read.text.typed_tables import raw_cell

_OPEN = re.compile(r"<table\b", re.IGNORECASE)
_CLOSE = re.compile(r"</table\s*>", re.IGNORECASE)
MOST_SPAN = 1000


def find_html_tables(lines: Sequence[Line]) -> Iterator[tuple[int, int, RawTable]]:
    """Each closed <table> that takes up whole lines: first line, past-last line, RawTable."""
    at = 0
    while at < len(lines):
        if "<" not in lines[at].text or not _OPEN.search(lines[at].text):
            at += 1
            continue
        end = next((i for i in range(at, len(lines)) if _CLOSE.search(lines[i].text)), -1)
        if end < 0:
            return
        raw = _parsed("\n".join(line.text for line in lines[at : end + 1]), lines[at].number)
        if raw is not None:
            yield at, end + 1, raw
        at = end + 1


def _parsed(markup: str, line: int) -> RawTable | None:
    parser = _Tables(line)
    before, _, rest = markup.partition(_OPEN.search(markup)[0])  # type: ignore[index]
    parser.feed("<table" + rest)
    parser.close()
    rows = tuple(tuple(row) for row in parser.rows if row)
    caption = " ".join([*before.split(), *parser.caption.split()])
    return RawTable(rows, caption, Anchor(line=line)) if rows else None


class _Tables(HTMLParser):
    """Gathers rows of cells; a table inside a cell becomes further lines of that cell."""

    def __init__(self, line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.line = line
        self.rows: list[list[RawCell]] = []
        self.caption = ""
        self.text: list[str] = []
        self.span, self.down, self.header = 1, 1, False
        self.into = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_cell()
            self.rows.append([])
        elif tag in ("td", "th"):
            self._end_cell()
            self.into, self.header = "cell", tag == "th"
            given = dict(attrs)
            self.span, self.down = (_whole(given.get(key)) for key in ("colspan", "rowspan"))
        elif tag == "caption":
            self.into = "caption"
        elif tag in ("br", "p", "div", "li"):
            self.text.append("\n" + ("• " if tag == "li" else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        elif tag == "caption":
            self.caption, self.text, self.into = "".join(self.text), [], ""

    def handle_data(self, data: str) -> None:
        if self.into:
            self.text.append(data.replace("\n", " "))

    def _end_cell(self) -> None:
        if self.into == "cell":
            lines = (part.strip() for part in "".join(self.text).split("\n"))
            text = "<br>".join(part for part in lines if part)
            cell = raw_cell(text, self.line + self.getpos()[0] - 1, self.header, self.span)
            if self.down > 1:
                cell = RawCell(cell.content, cell.column_span, self.down, cell.header, cell.anchor)
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append(cell)
        self.text, self.into = [], ""


def _whole(value: str | None) -> int:
    found = re.match(r"\s*(\d{1,6})", value or "")
    return min(max(1, int(found[1])), MOST_SPAN) if found else 1
