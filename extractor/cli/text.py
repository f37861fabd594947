"""Plain text for a terminal: what each command has to say, line by line. Nothing is printed here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from extractor.model.contract import SEVERITIES, STATUSES

if TYPE_CHECKING:
    from extractor.run.options import Summary
    from extractor.second_reader.settle import Settled
    from extractor.understand.inspection import Inspection, SeenPlace

CELL_WIDTH = 38


def columns(rows: Sequence[Sequence[str]], indent: str = "", right: Iterable[int] = ()) -> list[str]:
    """Rows as aligned columns, two spaces apart; long cells are cut."""
    cut = [[c if len(c) <= CELL_WIDTH else f"{c[: CELL_WIDTH - 1]}…" for c in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cut, strict=True)]
    on_right = set(right)
    lines = []
    for row in cut:
        cells = [
            c.rjust(w) if n in on_right else c.ljust(w)
            for n, (c, w) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append((indent + "  ".join(cells)).rstrip())
    return lines


def closing(summary: Summary) -> Iterator[str]:
    """How a run ended: what, how many, and the file to open."""
    yield from columns(_counted(summary), right=(1,))
    what = "nothing has changed in" if summary.unchanged else "written to"
    yield f"{what} {summary.out}: open {summary.out / 'report.html'}; coverage.csv says what is missing"


def summed(summary: Summary) -> dict[str, Any]:
    """The same as data."""
    return {**vars(summary), "second": summary.second.record() if summary.second else None}


def _counted(summary: Summary) -> list[tuple[str, str]]:
    rows = [
        (f"reports {status.replace('_', ' ')}", str(summary.reports[status]))
        for status in STATUSES
        if summary.reports.get(status)
    ]
    if summary.from_cache:
        rows.append(("reports not read again (cache)", str(summary.from_cache)))
    if summary.skipped:
        rows.append(("files skipped", str(len(summary.skipped))))
    rows.append(("rows", str(summary.rows)))
    if summary.review_rows is not None:
        rows.append(("rows to review", str(summary.review_rows)))
    if summary.corrected is not None:
        rows.append(("rows corrected", str(summary.corrected)))
    if summary.second is not None:
        rows += _second(summary.second)
    rows += [
        (f"issues: {severity}", str(summary.issues[severity]))
        for severity in SEVERITIES
        if summary.issues.get(severity)
    ]
    rows.append(("seconds", f"{summary.seconds:.1f}"))
    return rows


def _second(settled: Settled) -> Iterator[tuple[str, str]]:
    """What came of second readers' answers, and how often each agrees with the rules, part by part."""
    for name, count in sorted(settled.counts.items()):
        yield f"rows by a second reading: {name}", str(count)
    for one in settled.agreements:
        if not one.kind:
            heard = "" if one.reliability is not None else ", not heard"
            yield f"{one.reader} agrees on {one.part}", f"{one.agreed} of {one.asked}{heard}"


def inspection(seen: Inspection, page: int | None) -> Iterator[str]:
    """Everything, or the places of one page."""
    yield seen.name
    yield from columns([*seen.about], "  ") if seen.about else ()
    places = [place for place in seen.places if page is None or place.page == page]
    if page is not None and not places:
        yield f"\nNothing was read on page {page}."
    for place in places:
        yield ""
        yield from _place(place)
    if seen.issues and page is None:
        yield "\nIssues"
        yield from (f"  {line}" for line in seen.issues)


def _place(place: SeenPlace) -> Iterator[str]:
    yield f"{place.where}: {place.kind} ({place.why})"
    if place.context:
        yield f"  under  {' > '.join(place.context)}"
    if place.text:
        yield f"  text   {place.text}"
    if place.grid:
        yield from columns(place.grid, "  | ")
    yield from (f"  claim  {line}" for line in place.claims)
    yield from (f"  left   {line}" for line in place.ignored)
    yield from (f"  issue  {line}" for line in place.issues)


def of_page(seen: Inspection, page: int | None) -> dict[str, Any]:
    """The same as data, or the places of one page."""
    places = [asdict(place) for place in seen.places if page is None or place.page == page]
    return {"report": seen.name, **dict(seen.about), "places": places, "issues": seen.issues}
