"""Statistical disclosure control: counts of 1 to N, and what would give them away, stand nowhere.

Hidden are, of every council and year: counts of 1 to N of whatever kind; percentages that stand for
such a count; of each total with its parts, as many more figures as it takes that no subtraction gives
a hidden one back; the percentages, changes and bases by which a hidden figure could be worked out;
and all of these in every other file and in every text. A sum counts only where its printed numbers
agree. What a reader knows from elsewhere (the report itself is public), or works out of the one cell
of a cross table that a report leaves unprinted, is not guarded against.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.disclosure.figures import gather, place_of, slice_of
from extractor.disclosure.rows import Columns, point, pointing, renamed
from extractor.disclosure.secrets import Secrets, keep_secret
from extractor.disclosure.text import MARK, Cleaner
from extractor.lexicon.rulebook import Rulebook
from extractor.model import contract
from extractor.model.dataset import Dataset
from extractor.model.table import Row, frame_of

if TYPE_CHECKING:
    from pandas import DataFrame

SUPPRESSED = "suppressed"
MESSAGE = "What this check found depends on suppressed figures."


def suppress(dataset: Dataset, limit: int, book: Rulebook) -> Dataset:
    """The dataset with counts of 1 to `limit`, and all that would give them away, taken out."""
    unions = {
        axis: {entry.id: entry.covers for entry in book.entries_of(axis) if entry.covers}
        for axis in (*contract.DIMENSIONS, "procedure", "stage")
    }
    review = dataset.review
    secrets = keep_secret(
        gather([dataset.observations, *([] if review is None else [review])]), limit, unions
    )
    cleaner = Cleaner(book.raw("suppression"), limit)
    new: dict[str, str] = {}
    observations = _observations(dataset.observations, secrets, cleaner, 0, new)
    first = len(dataset.observations)
    doubtful = None if review is None else _observations(review, secrets, cleaner, first, new).frame()
    comparable = _comparable(dataset.comparable, secrets, cleaner)
    comparable.change("observation_ids", lambda _, ids: point(ids, new))
    rows = dataset.rows
    # First, as they note what of the headlines is hidden.
    indicators = [pointing(_indicator(row, secrets, cleaner), new) for row in rows("indicators")]
    corrections = None
    if dataset.corrections is not None:
        cleaned = (_texts(row, ("label", "because"), secrets, cleaner) for row in rows("corrections"))
        corrections = [_correction(row, new) for row in cleaned]
    councils = [_council(row, secrets) for row in rows("councils")]
    answers = None
    if dataset.answers is not None:
        plain = ({**row, "printed": ""} for row in rows("answers"))
        cleaned = (_texts(row, ("choice", "words", "was"), secrets, cleaner) for row in plain)
        answers = [{**row, "observation_id": new.get(i := row["observation_id"], i)} for row in cleaned]
    return replace(
        dataset,
        observations=observations.frame(),
        review=doubtful,
        comparable=comparable.frame(),
        indicators=indicators,
        checks=[pointing(_check(row, secrets, cleaner), new) for row in rows("checks")],
        issues=[_texts(row, ("message", "suggestion"), secrets, cleaner) for row in rows("issues")],
        coverage=[_texts(row, ("reason",), secrets, cleaner) for row in rows("coverage")],
        categories=[_texts(row, ("label", "runner_up"), secrets, cleaner) for row in rows("categories")],
        councils=frame_of(councils, list(dataset.councils.columns)),
        corrections=corrections,
        answers=answers,
        run={**dataset.run, "suppress": limit},
    )


def _observations(
    rows: DataFrame, secrets: Secrets, cleaner: Cleaner, first: int, new: dict[str, str]
) -> Columns:
    """The rows without what is hidden; `new` takes up the ids that hidden rows have from now on."""
    changed = Columns(rows, contract.OBSERVATION_COLUMNS)
    hidden = [number for number in range(len(rows)) if number + first in secrets.rows]
    without_base = [number for number in range(len(rows)) if number + first in secrets.bases]
    _blank(changed, hidden)
    changed.put("base", [*hidden, *without_base], "")
    sources, kinds = changed.column("source_file"), changed.column("source_kind")
    secret = set(hidden)
    for name in ("published_label", "because", *contract.LABELS):
        changed.change(
            name,
            lambda number, cell: cleaner.clean(cell, secrets.in_source(sources[number]), number in secret),
        )

    hidden_evidence = {(sources[number], changed.column("evidence")[number]) for number in hidden}

    def evidence(number: int, cell: str) -> str:
        source = sources[number]
        if number in secret or (source, cell) in hidden_evidence:
            return MARK
        cleaned = cleaner.clean(cell, secrets.in_source(source))
        # A sentence may say with words what its numbers said.
        return MARK if cleaned != cell and kinds[number] in ("prose", "list") else cleaned

    changed.change("evidence", evidence)
    labels = {number for number in hidden if kinds[number] in ("prose", "list")}
    changed.put("published_label", sorted(labels), MARK)
    status = changed.column("base_status")
    changed.put("base_status", [n for n in {*hidden, *without_base} if status[n]], "unknown")
    new.update(renamed(changed, hidden))
    return changed


def _blank(rows: Columns, numbers: Sequence[int]) -> None:
    rows.put("value", numbers, "")
    rows.put("value_status", numbers, SUPPRESSED)


def _comparable(rows: DataFrame, secrets: Secrets, cleaner: Cleaner) -> Columns:
    """Hidden are figures that rest on a hidden row or speak of a hidden slice; their values are noted."""
    changed = Columns(rows, contract.COMPARABLE_COLUMNS)
    hidden = []
    need = ("authority_code", "source_file", "period", "procedure", "stage", "measure", "unit", "value")
    columns = [
        changed.column(name) for name in (*need, "observation_ids", *contract.DIMENSIONS, *contract.LABELS)
    ]
    middle = 9 + len(contract.DIMENSIONS)
    for number, cells in enumerate(zip(*columns, strict=True)):
        authority, source, period, procedure, stage, measure, unit, value, ids = cells[:9]
        place = place_of(authority, source, period)
        key = (measure, slice_of(period, procedure, stage, cells[9:middle], cells[middle:]))
        counted = unit in ("count", "percent", "ratio")
        if (
            any(one in secrets.ids for one in ids.split(";"))
            or (counted and key in secrets.keys.get(place, ()))
            or (unit == "count" and secrets.is_small(value))
        ):
            hidden.append(number)
            if value:
                secrets.values[place].add(float(value))
    _blank(changed, hidden)
    changed.put("base", hidden, "")
    authorities, periods = changed.column("authority_code"), changed.column("period")
    sources, secret = changed.column("source_file"), set(hidden)
    for name in ("preferred_because", "conflict_group", *contract.LABELS):
        changed.change(
            name,
            lambda number, cell: cleaner.clean(cell, secrets.in_source(sources[number]), number in secret),
        )

    def base(number: int, cell: str) -> str:
        place = place_of(authorities[number], sources[number], periods[number])
        return "" if secrets.is_small(cell) or float(cell) in secrets.values.get(place, ()) else cell

    changed.change("base", base)
    return changed


def _indicator(row: Row, secrets: Secrets, cleaner: Cleaner) -> Row:
    """Without its figures where one of them is hidden, or rests on what is; its values are noted."""
    numbers = secrets.values.get(place_of(row["authority_code"], "", row["period"]), set())
    parts = [part for name in ("numerator", "denominator") if (part := row.get(name, ""))]
    rests = any(one in secrets.ids for one in row.get("observation_ids", "").split(";"))
    if rests or any(secrets.is_small(part) or float(part) in numbers for part in parts):
        place = place_of(row["authority_code"], "", row["period"])
        secrets.values[place] |= {float(row[name]) for name in ("value", *_ENDS) if row.get(name)}
        flags = ";".join(filter(None, [row.get("flags", ""), SUPPRESSED]))
        row = {**row, **dict.fromkeys(("numerator", "denominator", "value", *_ENDS), ""), "flags": flags}
    because = cleaner.clean(row.get("not_comparable_because", ""), frozenset())
    return {**row, "not_comparable_because": because}


_ENDS = ("lower", "upper")


def _check(row: Row, secrets: Secrets, cleaner: Cleaner) -> Row:
    if any(one in secrets.ids for one in row.get("observation_ids", "").split(";")):
        return {**row, "printed": MARK, "computed": MARK, "message": MESSAGE}
    return _texts(row, ("printed", "computed", "message"), secrets, cleaner)


def _texts(row: Row, names: Sequence[str], secrets: Secrets, cleaner: Cleaner) -> Row:
    """A row with its text cleaned of what may not stand in the text of its report or reports."""
    sources = [row["source_file"]] if "source_file" in row else row.get("source_files", "").split(";")
    numbers = frozenset().union(*(secrets.in_source(source) for source in sources))
    return {**row, **{name: cleaner.clean(row.get(name, ""), numbers) for name in names}}


def _correction(row: Row, new: Mapping[str, str]) -> Row:
    """No number and no printed words, since a row that was taken out has none elsewhere to go by."""
    coding = {name: _NUMBER_SET.sub(rf"\1={MARK}", row[name]) for name in ("was", "now")}
    one = new.get(row["observation_id"], row["observation_id"])
    return {**row, **coding, "observation_id": one, "value": "", "evidence": MARK}


_NUMBER_SET = re.compile(r"\b(value|base)=[^;]*")


def _council(row: Row, secrets: Secrets) -> Row:
    """Without headline figures that are small, or hidden elsewhere for the same council and year."""
    place = place_of(row.get("authority_code", ""), "", row.get("period", ""))
    numbers = secrets.values.get(place, set())
    return {name: _headline(name, cell, secrets, numbers) for name, cell in row.items()}


def _headline(name: str, cell: str, secrets: Secrets, numbers: set[float]) -> str:
    if name.endswith("_code") or name == "period":
        return cell
    try:
        value = float(cell)
    except ValueError:
        return cell
    whole = value == int(value)
    return MARK if (whole and secrets.is_small(cell)) or value in numbers else cell
