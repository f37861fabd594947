"""Which codes a correction may set: the contract's and those of patterns/."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.lexicon.rulebook import Rulebook
from extractor.model import contract


def fault_of(changes: Iterable[tuple[str, str]], book: Rulebook) -> str:
    """The clause that says which code is none; '' where all are known."""
    for column, cell in changes:
        if column in contract.FREE_CODES:
            if cell not in ("", contract.UNMAPPED) and not _listed(column, cell, book):
                return f"'{cell}' is not a code of {column} in patterns/"
        elif column in contract.FIXED_CODES:
            if cell not in contract.FIXED_CODES[column]:
                return f"'{cell}' is not a code of {column}"
        elif column in contract.OPTIONAL_CODES and cell not in ("", *contract.OPTIONAL_CODES[column]):
            return f"'{cell}' is not a code of {column}"
        elif column == "authority_code" and not any(
            entry.code == cell for entry in book.raw("authorities").entries
        ):
            return f"'{cell}' is not the code of a council"
    return ""


def council(code: str, book: Rulebook) -> str:
    """The council's name; '' for no code."""
    return next((entry.name for entry in book.raw("authorities").entries if entry.code == code), "")


def _listed(column: str, cell: str, book: Rulebook) -> bool:
    ids = [entry.id for entry in book.entries_of(column)]
    if column == "theme":
        ids += [entry.id for entry in book.raw("service_figures").root]
    return any(_shape(one).fullmatch(cell) for one in ids)


def _shape(one: str) -> re.Pattern[str]:
    """An id; braces in it stand for what its pattern fills in."""
    return re.compile(re.sub(r"\\\{\w+\\\}", "[a-z0-9]+", re.escape(one)))
