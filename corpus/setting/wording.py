"""From a sentence with places for figures to the printed sentence and its rows of truth.

A place is `{series}`, `{series@17}` for the figure of 2017/18, or either with options:
`{series|word}`. The options are `word` and `Word` (two, Two), `no` and `No` (for nought),
`bare` (no % or £), `signed` (+14%), `size` (a fall without its sign), `pence`, `ref` (said
already: printed, but no row) and `field=code`, which codes that row otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from setting.figures import CODES, DIMENSIONS, Figure, Figures

TRUTH_COLUMNS = (
    "period",
    "procedure",
    "stage",
    "measure",
    "unit",
    "unit_of_count",
    "value",
    "value_status",
    *DIMENSIONS,
    "source_kind",
    "evidence",
    "also",
)
PLACE = re.compile(r"\{([a-z0-9_.]+)(?:@(\d\d))?((?:\|[^{}|]+)*)\}")
UNITS = (
    *("nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
WORDINGS = frozenset({"word", "Word", "no", "No", "bare", "signed", "size", "pence", "ref"})


class WordingFault(Exception):
    """A place in a sentence that cannot be filled."""


@dataclass
class Ledger:
    """The figures that one report draws on, and the rows that it prints, in reading order."""

    figures: Figures
    year: str
    rows: list[dict[str, str]] = field(default_factory=list)

    def fill(self, text: str, kind: str, place: str) -> str:
        """The text as printed; each figure in it becomes a row of that source_kind.

        `place` says where the text stands; the row's evidence adds which number it is there.
        """
        number = 0

        def put(match: re.Match[str]) -> str:
            nonlocal number
            number += 1
            figure = self.figures.get(match[1], self._year(match[2]))
            options = [option for option in match[3].split("|") if option]
            unknown = [option for option in options if "=" not in option and option not in WORDINGS]
            if unknown:
                raise WordingFault(f"'{unknown[0]}' in '{text}' is no option.")
            if "ref" not in options:
                self.rows.append(_row(figure, options, kind, f"{place}, number {number}"))
            return shown(figure, frozenset(options))

        filled = PLACE.sub(put, text)
        if "{" in filled:
            raise WordingFault(f"'{filled}' has a place that is not written as one.")
        return filled

    def _year(self, short: str | None) -> str:
        return f"20{short}/{int(short) + 1:02d}" if short else self.year


def shown(figure: Figure, options: frozenset[str]) -> str:
    """A figure as printed: 1,820, 47%, £9,432, <1%, two, no, a dash."""
    if figure.dashed:
        return "-"
    value = figure.value.lstrip("-") if "size" in options else figure.value
    if options & {"word", "Word", "no", "No"}:
        word = "no" if options & {"no", "No"} and value == "0" else in_words(int(value))
        return word.capitalize() if options & {"Word", "No"} else word
    whole, _, decimals = value.partition(".")
    text = f"{int(whole):,}" + (f".{decimals}" if decimals else "")
    if "signed" in options and not text.startswith("-"):
        text = f"+{text}"
    if figure.codes["unit"] == "gbp" and "bare" not in options:
        text = f"£{text}.00" if "pence" in options else f"£{text}"
    if figure.codes["unit"] == "percent" and "bare" not in options:
        text += "%"
    return f"<{text}" if figure.status == "less_than" else text


def in_words(number: int) -> str:
    """0 to 99 in words."""
    if not 0 <= number < 100:
        raise WordingFault(f"{number} is not set in words.")
    if number < 20:
        return UNITS[number]
    tens = TENS[number // 10 - 2]
    return f"{tens}-{UNITS[number % 10]}" if number % 10 else tens


def _row(figure: Figure, options: list[str], kind: str, evidence: str) -> dict[str, str]:
    row = {
        **{name: figure.codes[name] for name in (*CODES, *DIMENSIONS, "also")},
        "period": figure.period,
        "value": figure.value,
        "value_status": figure.status,
        "source_kind": kind,
        "evidence": evidence,
    }
    for option in options:
        name, is_code, code = option.partition("=")
        if is_code:
            if name not in row:
                raise WordingFault(f"'{name}' is no field of a row.")
            row[name] = code.replace(";", "|") if name == "also" else code
    return {name: row[name] for name in TRUTH_COLUMNS}
