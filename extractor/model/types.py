"""The types that the stages hand to each other.

Everything here is frozen and plain, so that it can be cached, pickled to a
worker and compared in a test. Nothing here reads a file or knows a council.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from extractor.model.fast_dataclass import fast_dataclass

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points, origin at the top left of the page."""

ProseKind = Literal["title", "heading", "paragraph", "list", "caption", "footnote", "toc", "quote"]
Severity = Literal["error", "warning", "info"]


class Unreadable(Exception):
    """A file that gives no Document, with one plain sentence saying why.

    `code` is a word such as `encrypted` or `not-a-pdf`; it becomes the code of
    the Issue, and the sentence the reason in coverage.csv.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@fast_dataclass
class Anchor:
    """Where something stands; only what the format can honestly give is filled.

    page, table, row, column and line count from 1; start and end are character
    offsets into the text of the block or cell.
    """

    page: int | None = None
    bbox: Box | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None
    start: int | None = None
    end: int | None = None
    ocr_confidence: float | None = None
    """Of a number read by OCR: how sure the engine is of its words, 0 to 1."""

    def at(self, start: int, end: int) -> Anchor:
        """These characters of the same text."""
        place = (self.page, self.bbox, self.table, self.row, self.column, self.line)
        return Anchor(*place, start, end, self.ocr_confidence)


NOWHERE = Anchor()


@fast_dataclass
class Prose:
    """One paragraph, list item, heading, caption or footnote, without line breaks."""

    text: str
    kind: ProseKind = "paragraph"
    level: int = 0
    """Headings: 1 is the highest. List items: depth of nesting, from 1."""
    number: str = ""
    """The printed number or bullet that was taken off the text: '3.2', 'a)', '•'."""
    anchor: Anchor = NOWHERE
    emphasis: bool = False
    """The whole text is bold, or stands in capitals."""


@fast_dataclass
class Cell:
    """One cell of a grid. Lines stacked inside a cell stay parted by line breaks."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    """True only where the format says so (th, a repeated header row)."""
    anchor: Anchor = NOWHERE


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells; rows and columns count from 0 inside, from 1 in anchors."""

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    caption: str = ""
    notes: tuple[str, ...] = ()
    anchor: Anchor = NOWHERE
    chart: bool = False
    """The cells were read off a chart: its labels and the figures that it prints."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture or drawing; `legend` holds the lines of text that came with it."""

    alt: str = ""
    legend: tuple[str, ...] = ()
    chart: bool = False
    """The format says that it is a chart (not a logo or a photograph)."""
    anchor: Anchor = NOWHERE


Block = Prose | Table | Picture


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that a person should look at."""

    code: str
    severity: Severity
    message: str
    anchor: Anchor = NOWHERE
    suggestion: str = ""
    """The line that would settle it, where there is one."""


class ScannedWord(NamedTuple):
    """A word that OCR read, where it stands on the page as shown, and how sure the engine is (0 to 1)."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Scan:
    """A page that OCR read: its words line by line."""

    page: int
    words: tuple[ScannedWord, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What was given: blocks in reading order, page furniture kept apart."""

    blocks: tuple[Block, ...]
    pages: int = 0
    """Pages of the file; 0 where the format has none."""
    titles: tuple[str, ...] = ()
    """What the file's own metadata says of it: title, site name, author."""
    furniture: tuple[Prose, ...] = ()
    """Running headers, footers and page numbers."""
    issues: tuple[Issue, ...] = ()
    scans: tuple[Scan, ...] = ()
    """The pages whose words come from OCR."""
    unread: tuple[str, ...] = ()
    """What of the file could not be read at all, clause by clause: 'pages 2 and 3 are pictures'."""
    address: str = ""
    """The web address that the file gives as its own; '' where it gives none."""
    id: str = ""
    """sha-256 of the file, in hex; this and the next two are for `read_bytes` to fill in."""
    name: str = ""
    format: str = ""
    """The name of the format that it was read as: pdf, docx, html, text, xlsx, ..."""


@fast_dataclass
class RawCell:
    """A cell as a reader finds it, before layout tables are told from data."""

    content: tuple[Block, ...]
    """Paragraphs and nested tables of the cell, in order."""
    column_span: int = 1
    row_span: int = 1
    header: bool = False
    anchor: Anchor = NOWHERE


@dataclass(frozen=True, slots=True)
class RawTable:
    """Rows of raw cells, left to right; a cell spanned from above is not repeated."""

    rows: tuple[tuple[RawCell, ...], ...]
    caption: str = ""
    anchor: Anchor = NOWHERE


@fast_dataclass
class Context:
    """What is in force at a place: the printed words, not yet codes."""

    headings: tuple[str, ...] = ()
    """Outermost first."""
    caption: str = ""
    lead: str = ""
    """The sentence that introduces a list or a table ('Of the 40 complaints received:')."""
    notes: tuple[str, ...] = ()
    legend: str = ""
    """The sentence, anywhere in the document, that says what stands in brackets."""
    titles: int = 0
    """How many of the headings, from the outermost, are titles of the whole document."""
    of_ombudsman: bool = False
    """The whole document is on cases of the Ombudsman."""


SourceKind = Literal["table", "prose", "list", "tile", "chart"]


@fast_dataclass
class Place:
    """A block worth reading, why, and what is in force there."""

    block: Block
    kind: SourceKind
    why: str
    context: Context
    index: int
    """Position of the block in the document."""


@fast_dataclass
class Label:
    """Printed words that say something about a number, and what they were taken to mean."""

    facet: str
    text: str
    code: str
    origin: str
    """row, column, group, caption, heading, sentence, lead or document."""
    method: str = "exact"
    score: float = 100.0
    runner_up: str = ""
    runner_up_score: float = 0.0
    on_axis: bool = False
    """It stands among other departments along an axis of a table."""

    def with_origin(self, origin: str) -> Label:
        """The same words, with another standing to the number."""
        receipt = (self.method, self.score, self.runner_up, self.runner_up_score)
        return Label(self.facet, self.text, self.code, origin, *receipt, self.on_axis)


@fast_dataclass
class Claim:
    """One printed number in the document's own words."""

    raw: str
    value: float | None
    value_status: str
    unit: str
    labels: tuple[Label, ...]
    kind: SourceKind
    published_label: str
    evidence: str
    anchor: Anchor
    base: float | None = None
    confidence: float = 1.0
    notes: tuple[str, ...] = ()


@fast_dataclass
class Ignored:
    """A printed number that is no row, with the reason."""

    raw: str
    reason: str
    anchor: Anchor
    evidence: str = ""


@fast_dataclass
class Reading:
    """What parse gives for one place; together they account for its every number."""

    claims: tuple[Claim, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    issues: tuple[Issue, ...] = ()
    numbers_seen: int = 0
