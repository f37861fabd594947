"""Rows of indicators.csv in groups of which only one group's figures may be set side by side."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor.lexicon.page_schema import Break, IndicatorText, Page
from extractor.model import contract
from extractor.publish.html import wording

Row = Mapping[str, str]
_GROUP = re.compile(r" \(conflict group [^)]*\)")
"""Of use in the files; on the page nothing stands under it."""
_CODE = re.compile(r"[a-z]+(?:-[a-z]+)+")
_BECAUSE = re.compile(r"^not comparable( because)?[:,]?\s*", re.IGNORECASE)
_KINDS = {"percent": "share", "count": "count"}


@dataclass(frozen=True)
class Figure:
    """One indicator of one council and year; texts as shown, numbers where a cell holds one."""

    code: str
    council: str
    period: str
    of: str
    """'15 of 90' of a share, '225 for 124' of a ratio; empty where the two counts are not known."""
    text: str
    interval: str
    note: str
    """Whether it may be compared, in words."""
    comparable: bool
    value: float | None
    lower: float | None
    upper: float | None
    numerator: float | None
    denominator: float | None
    kept: tuple[str, str, str]
    """Procedure, stage and base in words."""
    row: Row = field(compare=False, repr=False)

    @property
    def ids(self) -> list[str]:
        """The observations behind it."""
        return [one for one in self.row.get("observation_ids", "").split(";") if one]


@dataclass(frozen=True)
class Group:
    """The figures of one indicator that agree in all that must agree."""

    indicator: IndicatorText
    procedure: str
    stage: str
    unit: str
    denominator_class: str
    limit_days: str
    title: str
    figures: tuple[Figure, ...]
    """By council's name, then period."""
    alone: bool = False
    """Figures that may be set beside no other: of one council, or of an unknown base or limit."""

    @property
    def kind(self) -> str:
        """share, rate, count or ratio."""
        return self.indicator.kind

    @property
    def unsettled(self) -> str:
        """What must be known before these figures are compared, and is not: denominator, limit or ''."""
        if self.kind == "share" and self.denominator_class in {"", "unknown"}:
            return "denominator"
        return "limit" if self.indicator.limited and not self.limit_days else ""

    def year(self, period: str) -> list[Figure]:
        """The figures of one period, by council's name."""
        return [figure for figure in self.figures if figure.period == period]

    @property
    def periods(self) -> list[str]:
        """Latest first."""
        return sorted({figure.period for figure in self.figures}, reverse=True)

    @property
    def spell(self) -> str:
        """Its periods in short."""
        return wording.years(self.periods)

    @property
    def fullest(self) -> str:
        """The period in which most councils can be compared, then stand at all; the latest of equals."""
        able = Counter(figure.period for figure in once(self.figures))
        there = Counter(period for _, period in {(figure.code, figure.period) for figure in self.figures})
        return max(there, key=lambda period: (able[period], there[period], period))

    @property
    def councils(self) -> list[tuple[str, str]]:
        """Code and name, by name."""
        return list(dict.fromkeys((figure.code, figure.council) for figure in self.figures))


def folded(of: Sequence[Group]) -> list[Group]:
    """Each indicator's groups in which councils stand side by side, then all the rest as one."""
    side_by_side: list[Group] = []
    rest: dict[tuple[str, str], list[Group]] = {}
    order = list(dict.fromkeys(group.indicator.id for group in of))
    for group in of:
        beside = max(Counter(figure.period for figure in group.figures).values()) > 1
        if beside and not group.unsettled:
            side_by_side.append(group)
        else:
            rest.setdefault((group.indicator.id, group.unit), []).append(group)
    for some in rest.values():
        figures = sorted(
            (one for group in some for one in group.figures), key=lambda one: one.council.casefold()
        )
        side_by_side.append(replace(some[0], figures=tuple(figures), alone=True))
    side_by_side.sort(key=lambda group: (order.index(group.indicator.id), group.alone))
    return side_by_side


def groups(rows: Sequence[Row], texts: Page) -> list[Group]:
    """All groups, in the page's order of indicators, procedures, stages and denominators."""
    by_key: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        by_key[tuple(row.get(column, "") for column in _KEY)].append(row)
    made = [_group(key, of, texts) for key, of in by_key.items()]
    made.sort(key=lambda group: _order(group, texts))
    return made


def breaks(group: Group, texts: Page) -> list[Break]:
    """The breaks that concern a group's series and lie inside it."""
    starts = [start for period in group.periods if (start := wording.start_year(period)) is not None]
    return [
        one
        for one in texts.breaks
        if {group.procedure, group.stage} & set(one.procedures)
        and (not one.indicators or group.indicator.id in one.indicators)
        and starts
        and min(starts) < int(one.year[:4]) <= max(starts)
    ]


def once(figures: Sequence[Figure]) -> list[Figure]:
    """The comparable figures with a value, of councils that have just one in their period."""
    seen: defaultdict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        seen[figure.code or figure.council, figure.period].append(figure)
    return [of[0] for of in seen.values() if len(of) == 1 and of[0].comparable and of[0].value is not None]


_KEY = (
    "indicator",
    "procedure",
    "stage",
    "unit",
    "denominator_class",
    "limit_days",
    "scope",
    "event_basis",
    "unit_of_count",
)
_USUAL = frozenset({"complaint", "case"})
"""Units of count that go without saying."""


def _group(key: tuple[str, ...], rows: list[Row], texts: Page) -> Group:
    code, procedure, stage, unit, denominator, limit, *_ = key
    known = next((entry for entry in texts.indicators if entry.id == code), None)
    indicator = known or IndicatorText(
        id=code or "unknown", name=wording.spoken(code or "unknown"), kind=_KINDS.get(unit, "ratio")
    )
    if indicator.kind == "share" and unit != "percent":
        indicator = indicator.model_copy(update={"kind": _KINDS.get(unit, "ratio")})
    kept = _kept(indicator, dict(zip(_KEY, key, strict=True)))
    title = contract.capital(", ".join(filter(None, kept)))
    figures = sorted((_figure(row, indicator.kind, kept, texts) for row in rows), key=_by_name)
    return Group(indicator, procedure, stage, unit, denominator, limit, title, tuple(figures))


def _kept(indicator: IndicatorText, key: Mapping[str, str]) -> tuple[str, str, str]:
    """Everything that the figures of a group share, in words: procedure, stage, base."""
    parts = []
    stage = "" if key["stage"] in {key["procedure"], ""} else contract.label("stage", key["stage"])
    if key["denominator_class"] and indicator.kind == "share":
        parts.append(contract.label("denominator_class", key["denominator_class"]))
    if key["limit_days"]:
        parts.append(f"limit {key['limit_days']} days")
    for column in ("scope", "event_basis", "unit_of_count"):
        codes = [code for code in key[column].split(";") if code]
        if column != "unit_of_count" or (set(codes) - _USUAL and indicator.kind != "ratio"):
            parts += [contract.label(column, code) for code in codes]
    return contract.label("procedure", key["procedure"]), stage, ", ".join(filter(None, parts))


def _by_name(figure: Figure) -> tuple[str, ...]:
    return (figure.council.casefold(), figure.code, figure.period, figure.text, figure.of)


def _figure(row: Row, kind: str, kept: tuple[str, str, str], texts: Page) -> Figure:
    unit = row.get("unit", "")
    about = "about " if row.get("approximate", "") in {"yes", "true", "1"} else ""
    value, top, bottom = (row.get(name, "") for name in ("value", "numerator", "denominator"))
    between = "of" if kind == "share" else "for"
    of = (
        f"{wording.amount(top, 'count')} {between} {wording.amount(bottom, 'count')}"
        if top and bottom
        else ""
    )
    shown = wording.amount(value, unit)
    return Figure(
        code=row.get("authority_code", ""),
        council=row.get("authority_name", "") or row.get("authority_code", ""),
        period=row.get("period", ""),
        of=of,
        text=about + shown if shown else "no figure",
        interval=wording.span(row.get("lower", ""), row.get("upper", ""), unit),
        note=note(row, texts),
        comparable=row.get("comparable", "") in {"yes", "with_care"},
        value=wording.number(value),
        lower=wording.number(row.get("lower", "")),
        upper=wording.number(row.get("upper", "")),
        numerator=wording.number(top),
        denominator=wording.number(bottom),
        kept=kept,
        row=row,
    )


def note(row: Row, texts: Page) -> str:
    """Whether a figure may be compared: 'Yes', 'With care: ...', 'Not comparable because ...'."""
    comparable = row.get("comparable", "")
    flags = [flag for flag in row.get("flags", "").split(";") if flag]
    named = ", ".join(wording.name(texts.checks, flag).lower() for flag in flags)
    why = _BECAUSE.sub("", row.get("not_comparable_because", "").strip()).rstrip(".")
    why = _in_words(_GROUP.sub("", why), texts)
    if comparable == "yes":
        return "Yes"
    if comparable == "with_care":
        return f"With care: {why or named or 'the report does not say all that is needed'}"
    reason = why or named or "the report does not say what the figure counts"
    return f"Not comparable because {reason}"


def _in_words(why: str, texts: Page) -> str:
    """The codes of checks by their names: 'row-recount' is 'list gives another count'."""
    named = {one.id: one.name.lower() for one in texts.checks}
    return _CODE.sub(lambda found: named.get(found.group(), found.group()), why)


def _order(group: Group, texts: Page) -> tuple[int | str, ...]:
    return (
        wording.rank(texts.indicators, group.indicator.id),
        group.indicator.id,
        wording.rank(contract.CODES["procedure"].values(), group.procedure),
        group.procedure,
        wording.rank(contract.CODES["stage"].values(), group.stage),
        group.stage,
        wording.rank(contract.CODES["denominator_class"].values(), group.denominator_class),
        group.denominator_class,
        group.limit_days.zfill(6),
        group.unit,
        group.title,
    )
