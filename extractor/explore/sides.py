"""Where a second reader and the rules differ on a row: both codings and both reasons, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.model import contract
from extractor.second_reader.answers import Choice
from extractor.second_reader.coding import coding
from extractor.second_reader.schema import NOT_A_FIGURE

RULES = "the rules"
NOTHING = "no setting was inherited"
_ASIDE = ("agrees", "cannot_tell")


@dataclass(frozen=True)
class Side:
    """One way to code a row."""

    who: str
    codes: Mapping[str, str]
    """Column -> code, where the sides differ."""
    reason: str
    no_figure: bool = False
    stands: bool = False
    """Is the row coded so now?"""

    def decision(self, row: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
        """The verdict, and the columns to change, by which a person takes this side."""
        if self.no_figure:
            return "not_a_figure", {}
        changes = {column: code for column, code in self.codes.items() if code != (row[column] or "")}
        return ("recode" if changes else "right"), changes


def sides(row: Mapping[str, Any], answers: Sequence[Mapping[str, Any]]) -> list[Side]:
    """The rules' coding, then each reader's that differs; () where none does.

    Args:
        row: the observation, as it now stands.
        answers: the rows of the table of answers about it.
    """
    told = [one for one in answers if one["settled"] not in _ASIDE]
    if not told:
        return []
    coded = [one for one in told if one["choice"] != NOT_A_FIGURE]
    was = dict(_pairs("; ".join(one["was"] or "" for one in coded)))
    refused = bool(coded) and not was
    rules = (coded[0]["was"] if refused else (row["because"] or "").split("; second reader")[0]) or NOTHING
    found = [Side(RULES, was, rules, refused, not refused and _stands(row, was))]
    for one in told:
        cells = coding(_choice(one))
        no_figure = one["choice"] == NOT_A_FIGURE
        codes = {} if no_figure else {column: cells.get(column, "") for column in was}
        found.append(
            Side(one["reader"], codes, _words(one), no_figure, not no_figure and _stands(row, codes))
        )
    return found


def _words(answer: Mapping[str, Any]) -> str:
    """The printed words that a reader points to."""
    parts = (part.partition("=")[2] or part for part in (answer["words"] or "").split("; "))
    return ", ".join(f"'{part}'" for part in parts if part) or "no words were pointed to"


def _choice(answer: Mapping[str, Any]) -> Choice:
    names = ("reader", "question", "number_id", "source_file", "printed", "choice", "words")
    return Choice(*(str(answer[name] or "") for name in names))


def _pairs(text: str) -> list[tuple[str, str]]:
    parts = (part.partition("=") for part in text.split("; ") if "=" in part)
    return [(column, code) for column, _, code in parts if column in contract.OBSERVATION_COLUMNS]


def _stands(row: Mapping[str, Any], codes: Mapping[str, str]) -> bool:
    return all((row[column] or "") == code for column, code in codes.items())
