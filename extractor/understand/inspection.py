"""What was seen in one report, in words: the answer of `extractor inspect`."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.model.types import Anchor, Block, Claim, Ignored, Issue, Picture, Place, Prose, Reading, Table
from extractor.understand.page_marks import Mark


@dataclass(frozen=True)
class SeenPlace:
    """One place that was read, and everything that was made of it."""

    where: str
    page: int | None
    kind: str
    why: str
    context: tuple[str, ...] = ()
    """What is in force there: headings outermost first, caption, the sentence before."""
    text: str = ""
    grid: tuple[tuple[str, ...], ...] = ()
    """A table's cells; one that spans several stands in the first."""
    claims: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inspection:
    """One report as the stages saw it."""

    name: str
    about: tuple[tuple[str, str], ...] = ()
    """What holds for the whole report, such as ('authority', 'Harrow (E09000015)')."""
    places: tuple[SeenPlace, ...] = ()
    issues: tuple[str, ...] = field(default=())
    format: str = ""
    marks: tuple[Mark, ...] = ()
    """What can be drawn on the pages; empty where the format has none."""


def seen(place: Place, reading: Reading) -> SeenPlace:
    """A place and its reading in words."""
    context = place.context
    block = place.block
    return SeenPlace(
        where=where(block.anchor),
        page=block.anchor.page,
        kind=place.kind,
        why=place.why,
        context=tuple(filter(None, (*context.headings, context.caption, context.lead))),
        text=_text(block),
        grid=_grid(block) if isinstance(block, Table) else (),
        claims=tuple(claim_line(claim) for claim in reading.claims),
        ignored=tuple(_ignored_line(ignored) for ignored in reading.ignored),
        issues=tuple(issue_line(issue) for issue in reading.issues),
    )


def where(anchor: Anchor) -> str:
    """'page 3, table 2, row 4', as far as the format gives it."""
    names = ("page", "table", "row", "column", "line")
    told = [f"{name} {getattr(anchor, name)}" for name in names if getattr(anchor, name) is not None]
    return ", ".join(told) or "location unknown"


def claim_line(claim: Claim) -> str:
    """'67 -> 67 count [stage: stage_1 (Stage 1, row)] at page 3, table 2, row 4'."""
    value = "" if claim.value is None else f"{claim.value:g} "
    labels = ", ".join(
        f"{label.facet}: {label.code} ('{label.text}', {label.origin}"
        + (f", {label.method} {label.score:.0f})" if label.method != "exact" else ")")
        for label in claim.labels
    )
    status = "" if claim.value_status == "exact" else f" {claim.value_status}"
    notes = f" ({'; '.join(claim.notes)})" if claim.notes else ""
    return f"{claim.raw} -> {value}{claim.unit}{status} [{labels}] at {where(claim.anchor)}{notes}"


def issue_line(issue: Issue) -> str:
    """'warning label-unmatched: ...', with the place where one is known."""
    place = f" ({where(issue.anchor)})" if issue.anchor != Anchor() else ""
    return f"{issue.severity} {issue.code}: {issue.message}{place}"


def _ignored_line(ignored: Ignored) -> str:
    return f"{ignored.raw}: {ignored.reason} ({where(ignored.anchor)})"


def _text(block: Block) -> str:
    match block:
        case Prose(text=text):
            return text
        case Picture(alt=alt, legend=legend):
            return " / ".join(filter(None, (alt, *legend)))
        case Table(caption=caption):
            return caption


def _grid(table: Table) -> tuple[tuple[str, ...], ...]:
    cells = {(cell.row, cell.column): cell.text.replace("\n", " / ") for cell in table.cells}
    return tuple(
        tuple(cells.get((row, column), "") for column in range(table.columns)) for row in range(table.rows)
    )
