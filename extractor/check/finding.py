"""What a check found, and how it becomes a row of checks.csv."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from extractor.check.figures import Figure
from extractor.lexicon.checklist import CheckBook
from extractor.model import contract
from extractor.model.records import Check
from extractor.model.types import Severity

SHOWN = 12
"""So many numbers are spelt out in a sentence; the rest is in the evidence."""


class About(NamedTuple):
    """Which report is checked: for findings that rest on no row."""

    source_file: str
    authority_code: str
    report_period: str


@dataclass(frozen=True)
class Finding:
    """One thing found: the check's code, its sentence by name, the slots, and the rows that show it."""

    code: str
    sentence: str
    printed: str
    computed: str
    evidence: tuple[Figure, ...] = ()
    severity: Severity | Literal[""] = ""
    """Empty for the severity of the book."""
    slots: dict[str, str] = field(default_factory=dict)
    period: str = ""


def plain(value: float) -> str:
    """A number as people write it: 18, 35.3."""
    return str(int(value)) if float(value).is_integer() else f"{value:.1f}"


def numbers(values: Iterable[float], joiner: str = ", ") -> str:
    """Several numbers in a row, the last ones left out where there are many."""
    listed = [plain(value) for value in values]
    if len(listed) > SHOWN:
        return joiner.join([*listed[:SHOWN], f"{len(listed) - SHOWN} more"])
    return joiner.join(listed)


def either(values: Iterable[float]) -> str:
    """'51', '51 or 58', '51, 56 or 58'."""
    listed = [plain(value) for value in values]
    return " or ".join([", ".join(listed[:-1]), listed[-1]]) if len(listed) > 1 else "".join(listed)


def described(figure: Figure, book: CheckBook, leave_out: Sequence[str] = ()) -> str:
    """What a figure counts, in words: 'stage 1 complaints received, Children’s Social Care, 2018/19'."""
    measure = figure.measure.partition("/")[0]
    stage = book.names["stage"].get(figure.stage, "")
    procedure = book.names["procedure"].get(figure.whole[2], "")
    named = contract.label("measure", measure)
    change = "change in" if figure.measure.endswith("/change") else ""
    parts = [" ".join(word for word in (change, procedure, stage, named) if word)]
    for dimension, _ in figure.dims:
        if dimension not in leave_out:
            parts.append(figure.row.label(dimension).rpartition(" > ")[2].strip(" :*"))
    return ", ".join([*parts, figure.period] if figure.period else parts)


def where(figure: Figure) -> str:
    """The table, page or line of a figure, in words."""
    anchor = figure.row.anchor
    place = f"table {anchor.table}" if anchor.table else "the text"
    if anchor.table and anchor.page:
        return f"{place} on page {anchor.page}"
    return f"page {anchor.page}" if anchor.page else place


def as_check(finding: Finding, book: CheckBook, about: About) -> Check:
    """The finding as it is published; `about` names the report."""
    entry = book.check(finding.code)
    slots = {"printed": finding.printed, "computed": finding.computed, **finding.slots}
    sentence = entry.sentences[finding.sentence].format_map(slots)
    first = finding.evidence[0] if finding.evidence else None
    return Check(
        source_file=about.source_file,
        authority_code=first.row.authority_code if first else about.authority_code,
        period=finding.period or (first.period if first else about.report_period),
        check=finding.code,
        severity=finding.severity or entry.severity,
        printed=finding.printed,
        computed=finding.computed,
        message=sentence[0].upper() + sentence[1:],
        observation_ids=tuple(dict.fromkeys(figure.id for figure in finding.evidence)),
    )
