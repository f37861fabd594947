"""Positions of a table whose figures are none of the council's own: targets, others' figures, opinions."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.lexicon.phrases import Phrases
from extractor.understand.tables.axis import Axis
from extractor.understand.tables.labels import Reader

OF_A_MONTH = "is of one month, for which the dataset has no period"


def is_other_business(phrases: Phrases, text: str) -> bool:
    """Do the words tell of what a service did, as repairs, safety checks or rents, and of no complaint?"""
    business = phrases.compile(r"\b{service_business}\b")
    rest = business.sub("", text)
    return rest != text and not phrases.compile(r"\b{complaint_stems}").search(rest)


def not_counted(reader: Reader, stubs: Sequence[Axis], heads: Sequence[Axis], row: int, column: int) -> str:
    """Why the figure at a position is no row, by the labels before and over it; '' where it is one."""
    phrase = reader.phrases.compile
    targets = phrase(r"\b{target_labels}\b")
    places = [(axis, row) for axis in stubs] + [(axis, column) for axis in heads]
    said = [axis.meanings[i].text for axis, i in places]
    if any(targets.search(axis.texts[i]) and not _tells_speed(axis, i) for axis, i in places):
        return "a target"
    if any(map(phrase(r"\b{others_labels}\b").search, said)):
        return "a figure of others"
    if any(map(phrase(r"\b{opinions_labels}\b").search, said)):
        return "what people think, in a survey"
    if is_other_business(reader.phrases, " | ".join(said)):
        return "a figure of other business"
    if any(i in axis.months for axis, i in places):
        return OF_A_MONTH
    if any(i in axis.spans for axis, i in places) or any(map(phrase(r"\b{other_spans}\b").search, said)):
        return "several years together, or an unknown part of one"
    # A variance beside a budget is no change from year to year.
    away = [axis for axis in heads if phrase(r"\b{distances}\b").search(axis.texts[column])]
    return "a target" if any(targets.search(text) for axis in away for text in axis.texts) else ""


def _tells_speed(axis: Axis, i: int) -> bool:
    """'Met the target date' counts answers."""
    text, meaning = axis.texts[i], axis.meanings[i]
    return text in axis.speeds or any(t.facet == "timeliness" for t in meaning.tags if " " in t.text)
