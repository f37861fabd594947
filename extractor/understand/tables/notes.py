"""What holds for all numbers of a table: the stage told in the paragraph above it, answers timed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from extractor.language import numbers, periods
from extractor.model.types import Context, Label
from extractor.understand.tables.axes import Axes
from extractor.understand.tables.labels import Reader

_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_LENGTHS = ("years", "months", "weeks", "days", "working_days")
_MEASURED = frozenset(("thing", "event", "outcome", "timeliness", "average", "change"))
_UNSTAGED = frozenset(("stage", "expenditure", "payment"))


def noted_stages(
    context: Context, reader: Reader, lent: Iterable[Label], axes: Axes
) -> list[tuple[str, Label]]:
    """The stage of which the paragraph before a table says that its numbers are.

    Over a caption it must point to the table. With the client group whose numbers alone are meant
    ('the children's figures are for stage 1'), or ''.
    """
    known = {x.code if x.facet == "thing" else x.facet for x in lent}
    if known & _UNSTAGED or any("stage" in axis.facets for axis in axes.all()):
        return []
    of_one = reader.phrases.compile(r"^\W*{one_case_openings}\b")
    sentences = [s for note in context.notes for s in _SENTENCE.split(note)]
    plain = [s for s in sentences if not _counts(s) and not of_one.match(s)]
    if context.caption:
        points = reader.phrases.compile(r"\b{table_pointers}\b")
        plain = [s for s in plain if points.search(s)]
    said: dict[str, dict[str, Label]] = {}
    for sentence in plain:
        tags = reader.tagger.tags(sentence)
        clients = {t.code for t in tags if t.facet == "client"}
        for t in tags:
            if t.facet == "stage" and len(clients) < 2:
                said.setdefault("".join(clients), {})[t.code] = Label("stage", t.text, t.code, "lead")
    return [(client, next(iter(found.values()))) for client, found in said.items() if len(found) == 1]


def noted_speed(context: Context, reader: Reader, axes: Axes) -> list[Label]:
    """The speed that, as the paragraph before a table says, its shares are of, if no axis names a measure."""
    told = {facet for axis in axes.all() for facet in axis.facets}
    if told & _MEASURED:
        return []
    tells = reader.phrases.compile(r"\b{column_verbs}\b")
    sentences = (s for note in context.notes for s in _SENTENCE.split(note))
    tags = [t for s in sentences if tells.search(s) and not _counts(s) for t in reader.tagger.tags(s)]
    speeds = {t.code: t for t in tags if t.facet == "timeliness" and not t.label_only}
    return [Label("timeliness", t.text, t.code, "lead") for t in speeds.values()] if len(speeds) == 1 else []


def widened_outcomes(context: Context, reader: Reader, told: Collection[str]) -> dict[str, str]:
    """'The last column shows those upheld in whole or in part': what a heading's outcome stands for.

    With the outcomes that a table's headings name: where a part has a column of its own, nothing is wider.
    """
    tells = reader.phrases.compile(r"\b{column_verbs}\b")
    out: dict[str, str] = {}
    for sentence in (s for note in context.notes for s in _SENTENCE.split(note)):
        if _counts(sentence) or not tells.search(sentence):
            continue
        codes = {t.code for t in reader.tagger.tags(sentence) if t.facet == "outcome"}
        for wide in codes:
            parts = reader.outcome_parts.get(wide, frozenset())
            if parts and codes - {wide} <= parts and len(parts & set(told)) == 1:
                out[next(iter(parts & set(told)))] = wide
    return out


def tells_times(axes: Axes) -> bool:
    """Does a table tell how long answers took, and nothing else of them? Counts beside are of the answers."""
    told = {facet for axis in axes.all() for facet in axis.facets}
    averages = any(meaning.average for axis in axes.all() for meaning in axis.meanings)
    return averages and not told & {"outcome", "timeliness", "stage", "event"}


def _counts(sentence: str) -> bool:
    """Does a sentence print figures of its own, besides years, lengths of time and the numbers of stages?"""
    years = periods.find(sentence)
    found = [n for n in numbers.in_sentence(sentence) if not any(p.start <= n.start < p.end for p in years)]
    found = [n for n in found if not (n.word and n.value == 1)]  # 'for each complaint we give one reason'
    told = (n for n in found if n.unit not in _LENGTHS)  # 'for the last three years'
    return any(not sentence[: n.start].lower().endswith("stage ") for n in told)
