"""A number as a reader codes it, made consistent as the contract has it, and set beside its row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from extractor.model import contract
from extractor.second_reader.answers import Choice
from extractor.second_reader.questions import Number
from extractor.second_reader.schema import FREE
from extractor.second_reader.trust import SLICE
from extractor.understand.coding.measure import OUTSIDE

Row = dict[str, str]
CODES = ("procedure", "stage", "period", "measure", "unit")
_QUOTED = 80
"""Letters of the printed words that a clause quotes."""


@dataclass(frozen=True)
class Item:
    """One number with its row, if the rules made one, and what each reader says of it."""

    report: str
    question: str
    number: str
    printed: Number
    at: int | None
    """The position of its row; None where the rules refused the number."""
    row: Row
    """Its row, or what is printed of a number without one."""
    said: tuple[Choice, ...]

    @property
    def coded(self) -> list[Choice]:
        """What readers say who take it for a figure."""
        return [one for one in self.said if one.codes]


def coding(choice: Choice) -> Row:
    """A reader's codes; the dimensions that it leaves out are empty."""
    return consistent({**dict.fromkeys(contract.DIMENSIONS, ""), **choice.codes})


def consistent(cells: Mapping[str, str]) -> Row:
    """Cells with what one of them implies for the others."""
    out = dict(cells)
    if out.get("measure") in OUTSIDE:
        out["procedure"] = out["stage"] = "all"
    elif "ombudsman" in (out.get("procedure"), out.get("stage")):
        out["procedure"] = out["stage"] = "ombudsman"
    elif out.get("measure") == "representations_received":
        out["stage"] = "representation"
    return out


def agrees(part: str, said: Mapping[str, str], own: Mapping[str, str]) -> bool | None:
    """Does a reader code a part as the row has it? None where it does not say."""
    if part == SLICE:
        return _same_slice(said, own)
    return said[part] == own[part] if said.get(part) else None


def _same_slice(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Broken down alike; where one has no code for the label, it is enough that both have a label."""
    for name in contract.DIMENSIONS:
        a, b = one.get(name, ""), other.get(name, "")
        if a != b and not (name in FREE and a and b and contract.UNMAPPED in (a, b)):
            return False
    return True


def as_read(item: Item, reader: str) -> Row:
    """The row as one reader has it; as the rules have it where the reader does not say."""
    choice = next((one for one in item.coded if one.reader == reader), None)
    if choice is None:
        return item.row
    said = coding(choice)
    cells = item.row | {name: said[name] for name in CODES if said.get(name)}
    return cells | {d: said[d] for d in contract.DIMENSIONS}


def clause(choice: Choice, part: str, now: str, was: str) -> str:
    """'stage: second reader NAME stage_2 'Stage 2' (rules: all)', for the column `because`."""
    words = choice.labels.get("words", "")[:_QUOTED]
    quoted = f" '{words}'" if words else ""
    return f"{part}: second reader {choice.reader}{f' {now}' if now else ''}{quoted} (rules: {was})"


def told(cells: Mapping[str, str]) -> str:
    """A row's coding in a line."""
    return ", ".join((*(cells[name] for name in CODES[:-1]), sliced(cells)))


def sliced(cells: Mapping[str, str]) -> str:
    """How a row is broken down, in a line."""
    return ", ".join(f"{d}={cells[d]}" for d in contract.DIMENSIONS if cells[d]) or "not broken down"
