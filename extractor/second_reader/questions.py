"""One question a place: what it prints, its numbers marked, and what stands around it."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from extractor.model.observation import Observation, as_decimal
from extractor.model.types import Block, Document, Place, Prose, Reading, Table
from extractor.second_reader import marking
from extractor.second_reader.marking import Printed, marked, plain, printed

MOST_NUMBERS, MOST_LETTERS = 25, 1800
"""Of one passage of prose; what is longer is asked in parts."""
_AROUND = 400
"""Letters kept of a text that stands around the place."""
_COVERS, _OUTLINE = 500, 600
_SAYS = 80
"""Letters of a paragraph that is more than a label."""
HASH = 12
"""Hex digits that name a question."""
_NOT_OF_IT = {"at", "kind", "covers", "opening", "outline", "before"}
"""What an edit elsewhere in the report may change, and the question stays the same."""


@dataclass(frozen=True)
class About:
    """What the report says of itself."""

    source: str
    title: str
    council: str
    year: str
    covers: tuple[str, ...] = ()
    """Its own sentences on what it covers."""


@dataclass(frozen=True)
class Number:
    """A printed number that is asked about."""

    raw: str
    row: str
    """The observation_id of what the rules read; '' where they refused it."""
    cells: Mapping[str, str]
    """What is printed: value, unit, value_status, place, published_label, evidence, source_kind."""
    why: str = ""
    """Why the rules refused it."""
    grid: tuple[int, int] = (0, 0)
    """Its row and column in the grid, from 1."""


@dataclass(frozen=True)
class Question:
    """A place as a second reader sees it, and the numbers behind its marks."""

    body: Mapping[str, Any]
    """What is shown: the same words give the same hash."""
    numbers: Mapping[str, Number] = field(default_factory=dict)
    """By the id that stands behind each in the printed words."""

    @property
    def hash(self) -> str:
        """What the question is known by: a digest of what its place prints, under which headings, of whom."""
        shown = {name: part for name, part in self.body.items() if name not in _NOT_OF_IT}
        text = json.dumps(shown, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:HASH]

    @property
    def words(self) -> str:
        """Everything that is printed at and around the place, marks included."""
        return "\n".join(_strings(self.body))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _strings(one)


def questions(
    document: Document,
    pairs: Sequence[tuple[Place, Reading]],
    about: About,
    rows: Sequence[Observation],
) -> list[Question]:
    """Every place with numbers as a question, in the order of the report.

    Args:
        document: the report as it was read.
        pairs: each place with what the rules read there.
        about: what the report says of itself.
        rows: the published rows; a number without one is asked as refused.
    """
    known: dict[tuple[Any, ...], list[Observation]] = {}
    for row in rows:
        known.setdefault((row.anchor, row.value), []).append(row)
    head = {
        "report": plain(about.title),
        "council": about.council,
        "year": about.year,
        "covers": _cut(" ".join(about.covers), _COVERS),
        "opening": _opening(document),
        "outline": _outline(document),
    }
    maker = _Maker(document, {k: v for k, v in head.items() if v}, known)
    found = []
    for prose, group in groupby(pairs, key=lambda pair: _passage(*pair)):
        places = list(group)
        if prose:
            found += [maker.passage(part) for part in _parts(places)]
        else:
            found += [maker.table(*pair) for pair in places if isinstance(pair[0].block, Table)]
    return list(_told_apart(one for one in found if one.numbers))


def _told_apart(found: Iterable[Question]) -> Iterator[Question]:
    """The questions; where a report prints the same twice, the later ones say so."""
    seen: Counter[str] = Counter()
    for one in found:
        seen[one.hash] += 1
        again = seen[one.hash]
        said = {} if again == 1 else {"again": f"printed for the {again}. time"}
        yield Question({**one.body, **said}, one.numbers)


def _opening(document: Document) -> str:
    """The first paragraph that says something."""
    texts = (b.text for b in document.blocks if isinstance(b, Prose) and b.kind == "paragraph")
    return _cut(next((text for text in texts if len(text) >= _SAYS), ""), _COVERS)


def _outline(document: Document) -> str:
    """The report's headings, without the first of the document if that is its title."""
    headings = [plain(b.text) for b in document.blocks if isinstance(b, Prose) and b.kind == "heading"]
    return _cut(" / ".join(dict.fromkeys(headings)), _OUTLINE)


def _passage(place: Place, _: Reading) -> tuple[Any, ...]:
    """What neighbouring paragraphs share that may be asked together; () for a table."""
    return ("prose", place.context.headings) if isinstance(place.block, Prose) else ()


def _parts(places: Sequence[tuple[Place, Reading]]) -> Iterator[list[tuple[Place, Reading]]]:
    part: list[tuple[Place, Reading]] = []
    count = letters = 0
    for place, reading in places:
        size = len(reading.claims) + len(reading.ignored)
        length = len(place.block.text) if isinstance(place.block, Prose) else 0
        if part and (count + size > MOST_NUMBERS or letters + length > MOST_LETTERS):
            yield part
            part, count, letters = [], 0, 0
        part.append((place, reading))
        count, letters = count + size, letters + length
    if part:
        yield part


@dataclass(frozen=True)
class _Maker:
    document: Document
    head: Mapping[str, str]
    rows: dict[tuple[Any, ...], list[Observation]]

    def passage(self, places: Sequence[tuple[Place, Reading]]) -> Question:
        """Paragraphs and items that stand together, with the words between them."""
        first, last = places[0][0], places[-1][0]
        by_index: dict[int, list[tuple[Place, Reading]]] = {}
        for place, reading in places:
            by_index.setdefault(place.index, []).append((place, reading))
        lines: list[str] = []
        numbers: dict[str, Number] = {}
        for index in range(first.index, last.index + 1):
            for place, reading in by_index.get(index, ()):
                text = place.block.text if isinstance(place.block, Prose) else ""
                marks = marking.marks_in_prose(text, printed(place, reading))
                lines.append(_item(place.block) + marked(text, marks, len(numbers) + 1))
                for _, _, one in marks:
                    numbers[str(len(numbers) + 1)] = self._number(one, place)
            if index not in by_index and (between := self._text(index)):
                lines.append(between)
        return Question(self._body(first, {"text": lines}), numbers)

    def table(self, place: Place, reading: Reading) -> Question:
        """A table, a list of entries or a chart as a grid."""
        assert isinstance(place.block, Table)
        lines, order = marking.grid(place.block, marking.marks_in_table(place.block, printed(place, reading)))
        numbers = {
            str(n): self._number(one, place, (row, column)) for n, (one, row, column) in enumerate(order, 1)
        }
        return Question(self._body(place, {"grid": lines}), numbers)

    def _body(self, place: Place, shown: Mapping[str, Any]) -> dict[str, Any]:
        context, anchor = place.context, place.block.anchor
        titles = {self.head.get("report", "")}
        spots = [(n, getattr(anchor, n)) for n in ("page", "table", "line")]
        around = {
            "at": ", ".join(f"{name} {value}" for name, value in spots if value),
            "headings": [plain(h) for h in context.headings if plain(h) not in titles],
            "caption": _cut(context.caption),
            "lead": _cut(context.lead),
            "notes": [_cut(note) for note in context.notes if note != context.lead],
            "legend": _cut(context.legend) if isinstance(place.block, Table) else "",
        }
        before = self._text(place.index - 1)
        if before and before not in (
            around["caption"],
            around["lead"],
            *around["notes"],
            *around["headings"],
        ):
            around["before"] = before
        kind = {"prose": "text", "tile": "text"}.get(place.kind, place.kind)
        head = dict(self.head)
        first = place.block.text if isinstance(place.block, Prose) else ""
        if head.get("opening", "").removesuffix(" ...") in plain(first):
            head.pop("opening", None)
        return {**head, "kind": kind, **{k: v for k, v in around.items() if v}, **shown}

    def _text(self, index: int) -> str:
        """The paragraph at this position, cut; '' where there is none."""
        block = self.document.blocks[index] if 0 <= index < len(self.document.blocks) else None
        if not isinstance(block, Prose) or block.kind in ("heading", "title", "toc"):
            return ""
        return _cut(block.text, from_end=True)

    def _number(self, one: Printed, place: Place, spot: tuple[int, int] = (0, 0)) -> Number:
        rows = [] if one.why else self.rows.get((one.anchor, as_decimal(one.value)), [])
        row = rows.pop(0) if rows else None
        if row is not None:
            return Number(one.raw, row.observation_id, {}, "", spot)
        unread = Observation(
            value=as_decimal(one.value),
            unit=one.unit,
            value_status=one.status,
            anchor=one.anchor,
            published_label=one.label,
            evidence=one.evidence,
            source_kind=place.kind,
        )
        kept = ("value", "unit", "value_status", "page", "table_index", "row", "column", "line", "bbox")
        cells = unread.cells()
        cells = {name: cells[name] for name in (*kept, "published_label", "evidence", "source_kind")}
        return Number(one.raw, "", cells, one.why or "the words beside it do not say what is counted", spot)


def _item(block: Block) -> str:
    return "- " if isinstance(block, Prose) and block.kind == "list" else ""


def _cut(text: str, most: int = _AROUND, from_end: bool = False) -> str:
    text = plain(text)
    if len(text) <= most:
        return text
    return f"... {text[-most:]}" if from_end else f"{text[:most]} ..."


def packed(found: Sequence[Question]) -> str:
    """Questions as short text, to be kept with a report's result."""
    plainly = [[one.body, {n: vars(number) for n, number in one.numbers.items()}] for one in found]
    body = zlib.compress(json.dumps(plainly, ensure_ascii=False).encode(), 6)
    return base64.b64encode(body).decode() if found else ""


def unpacked(text: str) -> list[Question]:
    """What `packed` packed."""
    known = json.loads(zlib.decompress(base64.b64decode(text))) if text else []
    return [Question(body, {n: _number(cells) for n, cells in numbers.items()}) for body, numbers in known]


def _number(cells: Mapping[str, Any]) -> Number:
    return Number(**{**cells, "grid": tuple(cells["grid"])})
