"""Two printed numbers that belong together: a range, a ratio, a number said twice."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.language.printed_number import Number

_JOIN = re.compile(r"\s?-\s?(?!-)|\sto\s")
_RATIO_END = re.compile(r"(?![/-]|\.[0-9])")


def joined(text: str, folded: str, found: list[Number]) -> list[Number]:
    """'10-15' is one range, '6/10' two parts of a ratio, '3 (three)' one number."""
    kept: list[Number] = []
    for number in found:
        before = kept[-1] if kept else None
        if before is None or before.value is None or number.value is None or before.word:
            kept.append(number)
            continue
        between = text[before.end : number.start]
        if number.word:
            if between.strip() == "(" and number.value == before.value:  # '3 (three)'
                kept[-1] = replace(before, end=number.end + 1, raw=text[before.start : number.end + 1])
            else:
                kept.append(number)
            continue
        between = folded[before.end : number.start]
        if between in ("/", ":") and _is_ratio(before, number, folded):
            kept[-1] = replace(before, unit="ratio")
            kept.append(replace(number, unit="ratio"))
        elif _JOIN.fullmatch(between) and _is_range(before, number, between, folded):
            raw = text[before.start : number.end]
            kept[-1] = Number(before.start, number.end, raw, None, "range", "exact")
        else:
            kept.append(number)
    return kept


def _is_ratio(first: Number, second: Number, folded: str) -> bool:
    return (
        first.unit == "count" and second.unit == "count" and _RATIO_END.match(folded, second.end) is not None
    )


def _is_range(first: Number, second: Number, between: str, folded: str) -> bool:
    if first.value is None or second.value is None or not 0 <= first.value < second.value:
        return False
    timed = second.unit.endswith(("days", "weeks", "months", "years"))
    if "to" in between:
        return timed and not folded.endswith("from ", 0, first.start)
    return timed if len(between) > 1 else first.unit in ("count", "gbp", "percent")
