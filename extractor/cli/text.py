"""Plain text for a terminal: what each command has to say, line by line. Nothing is printed here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from extractor.model.contract import DIMENSIONS, OBSERVATION_COLUMNS, SEVERITIES, STATUSES, UNMAPPED

if TYPE_CHECKING:
    from extractor.evaluate import Evaluation, Score
    from extractor.run.pipeline import Summary
    from extractor.understand.inspection import Inspection, SeenPlace

Row = Mapping[str, str]
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


def summary_rows(summary: Summary) -> list[tuple[str, str]]:
    """The closing table of a run: what, how many."""
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
    rows += [
        (f"issues: {severity}", str(summary.issues[severity]))
        for severity in SEVERITIES
        if summary.issues.get(severity)
    ]
    rows.append(("seconds", f"{summary.seconds:.1f}"))
    return rows


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


def explanation(observation: Row, categories: Sequence[Row], corrected: Sequence[Row] = ()) -> Iterator[str]:
    """From a row back to the printed words; `corrected` are the rows of the run's corrections.csv."""
    yield f"observation {observation['observation_id']}"
    yield "\nWhat it says"
    skipped = {*DIMENSIONS, "observation_id", "published_label", "evidence", *_PLACE}
    said = [
        (name, observation[name])
        for name in OBSERVATION_COLUMNS
        if observation.get(name) and name not in skipped and not name.endswith("_label")
    ]
    yield from columns(said, "  ")
    broken_down = [name for name in DIMENSIONS if observation.get(name)]
    yield from _corrections(
        [one for one in corrected if one["observation_id"] == observation["observation_id"]]
    )
    yield "\nLabels and how each was matched"
    if not broken_down:
        yield "  none: the number is not broken down"
    for name in broken_down:
        yield from _label(name, observation, categories)
    yield "\nPrinted words"
    yield f"  label     {observation.get('published_label', '')}"
    yield f"  evidence  {observation.get('evidence', '')}"
    yield "\nPlace"
    yield from columns([(name, observation[name]) for name in _PLACE if observation.get(name)], "  ")


def _corrections(lines: Sequence[Row]) -> Iterator[str]:
    for line in lines:
        what = f"was {line['was']}, is {line['now']}" if line["now"] else "confirmed"
        when = f" ({line['date']})" if line["date"] else ""
        yield f"\nCorrected by {line['by']}{when}: {what}"
        yield f"  because   {line['because']}"


_PLACE = ("source_file", "source_kind", "page", "table_index", "row", "column", "line", "bbox")


def _label(name: str, observation: Row, categories: Sequence[Row]) -> Iterator[str]:
    printed = observation.get(f"{name}_label", "")
    yield f"  {name}: '{printed}' -> {observation[name]}"
    parts = {printed, *printed.split(" > ")}
    receipts = [
        line
        for line in categories
        if line["dimension"] == name
        and line["label"] in parts
        and observation["source_file"] in line["source_files"].split(";")
    ]
    for line in receipts:
        yield f"    '{line['label']}' gave {line['code']}: {_receipt(line)}"
    if not receipts:
        yield "    not in categories.csv: the code follows from the words around the label"


def _receipt(line: Row) -> str:
    said = {
        "exact": "a name listed in patterns/",
        "fuzzy": f"close to a name listed in patterns/ (score {line['score']})",
        "ngram": f"spelt most like names listed in patterns/ (score {line['score']})",
        "quirk": "a name listed in this council's quirks",
        "correction": "a correction",
        "none": "no name listed in patterns/ is close enough",
    }.get(line["method"], line["method"])
    if line["runner_up"]:
        said += f"; the runner-up was {line['runner_up']} (score {line['runner_up_score']})"
    return said


def suggestions(categories: Sequence[Row], files: Mapping[str, str]) -> Iterator[str]:
    """Labels without a code, most frequent first, each with the line that would settle it.

    `files` gives the name of each dimension's file in patterns/.
    """
    from extractor.corrections.file import COLUMNS, as_line
    from extractor.corrections.lines import for_label

    without = [line for line in categories if line["code"] == UNMAPPED]
    if not without:
        yield "Every label has a code."
        return
    yield f"{len(without)} labels without a code, most frequent first. Add the line under `aliases:` of the"
    yield "entry with the right code (the runner-up is only a guess), or add a new entry."
    for line in sorted(without, key=_most_frequent):
        guess = (
            f"id {line['runner_up']} (score {line['runner_up_score']})"
            if line["runner_up"]
            else "the right id"
        )
        yield ""
        yield f"{line['dimension']} '{line['label']}', {_times(line['occurrences'])}: {line['source_files']}"
        yield f"  patterns/{files.get(line['dimension'], line['dimension'] + '.yaml')}, entry with {guess}:"
        yield f"    - {quoted(line['label'])}"
        cells = for_label(line["dimension"], line["label"], set=f"{line['dimension']}={line['runner_up']}")
        yield "  or, for the rows read so far only, in corrections.csv:"
        yield f"    {as_line(cells.get(name, '') for name in COLUMNS).rstrip()}"


def _most_frequent(line: Row) -> tuple[int, str, str]:
    return -int(line["occurrences"]), line["dimension"], line["label"]


def _times(occurrences: str) -> str:
    return "once" if occurrences == "1" else f"{occurrences} times"


def quoted(text: str) -> str:
    """Text as a YAML scalar in double quotes, on one line."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def evaluation(result: Evaluation, misses: int = 0) -> Iterator[str]:
    """Precision, recall and F1 by report and by measure, and what the found rows get right besides."""
    yield from _scores("report", result.by_report(), result.total())
    yield ""
    yield from _scores("measure", result.by_measure(), None)
    yield ""
    yield "other fields of the found rows"
    yield from columns(
        [(name, f"{ok}/{of}", f"{ok / of:.3f}" if of else "-") for name, (ok, of) in result.besides.items()],
        "  ",
        (1, 2),
    )
    for name, comparison in result.reports.items():
        if misses:
            yield f"\n{name}"
        for row in comparison.missed[:misses]:
            yield f"  missed  {_row(row)}"
        for pair in [pair for pair in comparison.pairs if pair.wrong][:misses]:
            given = ", ".join(f"{field} {pair.observation.get(field, '') or 'empty'}" for field in pair.wrong)
            yield f"  wrong   {_row(pair.truth)} | got {given}"
        for row in comparison.extra[:misses]:
            yield f"  extra   {_row(row)}"


def _row(row: Row) -> str:
    told = [row.get(name, "") for name in ("period", "stage", "measure", "value", "unit")]
    return f"{' '.join(told)} | {row.get('evidence', '')[:90]}"


def _scores(what: str, scores: Mapping[str, Score], total: Score | None) -> list[str]:
    head = (what, "truth", "out", "found P", "R", "F1", "right P", "R", "F1")
    rows = [*scores.items(), *([("total", total)] if total else [])]
    table = [
        (
            name,
            str(score.found.truth),
            str(score.found.out),
            *(f"{rate:.3f}" for r in (score.found, score.right) for rate in (r.precision, r.recall, r.f1)),
        )
        for name, score in rows
    ]
    return columns([head, *table], right=range(1, 9))
