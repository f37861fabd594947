"""What an answer may say: the fields, their codes with a line of meaning, and the JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from extractor.lexicon.rulebook import Rulebook
from extractor.model import contract

SETTINGS = ("procedure", "stage", "period", "whose")
"""What a place mostly says once for all its numbers."""
FIELDS = (*SETTINGS, "measure", "unit", "unit_of_count", *contract.DIMENSIONS, "change_of")
NOT_A_FIGURE, CANNOT_TELL = "not_a_figure", "cannot_tell"
VERDICTS = (NOT_A_FIGURE, CANNOT_TELL)
OWN, OTHER = "own", "other"
"""Whose figure: this council's, or another's, a region's or the nation's."""
CODED = ("procedure", "stage", "measure", "unit", "unit_of_count")
FREE = contract.FREE_CODES
"""Dimensions whose codes are the project's own: the printed words may be given instead."""
FIXED = tuple(d for d in contract.DIMENSIONS if d not in FREE)
_PERIOD = (
    "^((19|20)[0-9][0-9]/[0-9][0-9]( Q[1-4](-Q[1-4])?)?"
    "|(19|20)[0-9][0-9]-[01][0-9]-[0-3][0-9]|(19|20)[0-9][0-9])$"
)
"""Without a backslash, which the grammars of some servers do not know."""


@lru_cache(maxsize=4)
def codes(book: Rulebook) -> Mapping[str, Mapping[str, str]]:
    """Field -> code -> what it means in a line."""
    found: dict[str, dict[str, str]] = {}
    for name in (*CODED, *FIXED):
        listed = contract.CODES[contract.COLUMNS[name].codes]
        found[name] = {one.id: one.text or one.label for one in listed.values()}
    found["change_of"] = {m: label for m, label in found["measure"].items() if m != "change"}
    found["whose"] = dict(book.raw("second_reader").whose)
    for name in FREE:
        found[name] = {e.id: e.label or e.id.replace("_", " ") for e in book.entries_of(name)}
    found["theme"] |= {e.id: e.label for e in book.raw("service_figures").root}
    return found


def code_of(field: str, said: str, book: Rulebook) -> str | None:
    """The code that was meant: itself, in other case or spacing, or its label; None for none of them."""
    known = codes(book)[field]
    wanted = _folded(said)
    if wanted in known:
        return wanted
    return next((code for code, label in known.items() if _folded(label) == wanted), None)


def _folded(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def schema(book: Rulebook, numbers: Iterable[str] = ()) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one answer; with `numbers`, of the answer to a question that has these."""
    coding = {"$ref": "#/$defs/coding"}
    number = {"anyOf": [coding, {"enum": [*VERDICTS]}]}
    own = dict.fromkeys(numbers, number)
    known = codes(book)
    properties: dict[str, Any] = {}
    for name in FIELDS:
        if name == "period":
            properties[name] = {"anyOf": [{"type": "string", "pattern": _PERIOD}, {"enum": [CANNOT_TELL]}]}
        elif name in FREE:
            properties[name] = {"type": "string"}
        else:
            empty = [""] if name in (*FIXED, "unit_of_count", "change_of") else []
            unknown = [contract.UNMAPPED] if name in FIXED else []
            properties[name] = {"enum": [*known[name], *unknown, *empty, CANNOT_TELL]}
    properties["words"] = {"type": "string"}
    by_id: dict[str, Any] = {"type": "object", "additionalProperties": number}
    if own:
        by_id = {"type": "object", "properties": own, "required": [*own], "additionalProperties": False}
    places = {"type": "object", "additionalProperties": coding}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An answer of a second reader",
        "type": "object",
        "properties": {
            "question": {"type": "string"},
            "reader": {"type": "string"},
            "settings": coding,
            "columns": places,
            "rows": places,
            "numbers": by_id,
        },
        "required": ["question", "numbers"],
        "additionalProperties": False,
        "$defs": {"coding": {"type": "object", "properties": properties, "additionalProperties": False}},
    }


def instructions(book: Rulebook) -> str:
    """The page that a person or a model can follow as it is, in Markdown, with every code."""
    return "\n".join([book.raw("second_reader").instructions.rstrip(), "", *_tables(book)]) + "\n"


def _tables(book: Rulebook) -> Iterator[str]:
    for name, listed in codes(book).items():
        if name == "change_of":
            continue
        yield f"### {name}"
        yield ""
        if name in FREE:
            yield ", ".join(f"`{code}` ({label})" for code, label in listed.items()) + "."
        else:
            yield "| code | means |"
            yield "| --- | --- |"
            yield from (f"| `{code}` | {label} |" for code, label in listed.items())
        yield ""
