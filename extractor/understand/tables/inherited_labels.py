"""What a label, a caption or a heading says of the numbers that it stands over."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.language import numbers, periods
from extractor.language.fold import fold_text
from extractor.lexicon.tagger import Tag
from extractor.model.contract import is_whole
from extractor.model.types import Context, Label
from extractor.understand.coding.measure import REPRESENTATIVES
from extractor.understand.settings.service import service_named
from extractor.understand.tables.labels import FREE, STRUCTURAL, Meaning, Reader

#: Facets that a caption or heading may lend to the numbers below it.
_LENT = ("stage", "procedure", "thing", "event", "outcome", "timeliness", "channel", "source", "client")
_BRACKETS = "brackets"
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_YEARS = ("financial_year", "relative_previous", "relative_current", "calendar_year")
_NO_SLICE = ("other", "several", "not_recorded")


def _in_brackets(text: str) -> str:
    """The period of which a text says that it stands in brackets ('2022/23 figures in brackets'), or ''."""
    for sentence in _SENTENCE.split(text) if _BRACKETS in text.lower() else ():
        at = sentence.lower().find(_BRACKETS)
        named = [p for p in periods.find(sentence) if p.kind in _YEARS] if at >= 0 else []
        if named:
            nearest = min(named, key=lambda p: max(at - p.end, p.start - at))
            return nearest.code or nearest.kind
    return ""


def meaning_labels(meaning: Meaning, origin: str) -> list[Label]:
    """What a label's words of stage, outcome, noun and event, its period and its unit say."""
    told = [t for t in meaning.tags if t.facet in STRUCTURAL and not _is_base(meaning, t)]
    out = [Label(t.facet, t.text, t.code, origin) for t in told]
    figures = (t for t in meaning.tags if t.facet == "context" and not _in_a_clause(meaning, t))
    out += [Label("context", meaning.text, t.code, origin) for t in figures]
    period = f"year_to_date {meaning.period}".strip() if meaning.to_date else meaning.period
    if period and meaning.unit not in ("change", "points"):  # 'Change on 2019/20' is of the latest year
        out.append(Label("period", meaning.text, period, origin))
    if meaning.unit == "points":
        out.append(Label("change", meaning.text, "up", origin))
        out.append(Label("unit", meaning.text, "percentage_point", origin))
    elif meaning.unit == "change":
        out.append(Label("change", meaning.text, "up", origin))
        if "%" in meaning.text or "per cent" in meaning.text.lower():
            out.append(Label("unit", meaning.text, "percent", origin))
    elif meaning.unit and not meaning.average:
        out.append(Label("unit", meaning.text, meaning.unit, origin))
    return out + average_labels(meaning, origin)


def _in_a_clause(meaning: Meaning, tag: Tag) -> bool:
    """'We did not keep people informed': people are not counted where words stand on both sides of them."""
    return tag.code == "population" and tag.start > 0 and tag.end < len(meaning.text.rstrip(" .:*"))


def average_labels(meaning: Meaning, origin: str) -> list[Label]:
    """What words of a time taken on average say; nothing where a label has none."""
    if not meaning.average:
        return []
    unit = "working_days" if "working" in meaning.text.lower() else "days"
    return [Label("average", meaning.text, "average", origin), Label("unit", meaning.text, unit, origin)]


def _is_base(meaning: Meaning, tag: Tag) -> bool:
    """Is it the stage of which a share is in brackets, behind a stage: 'Stage 2 (% of Stage 1)'?"""
    share = meaning.text.find("(%")
    first = min((t.start for t in meaning.tags if t.facet == "stage"), default=tag.start)
    return tag.facet == "stage" and first < share < tag.start


def slice_labels(reader: Reader, meaning: Meaning, origin: str) -> list[Label]:
    """The slice that a label names, where its axis does not say which dimension it is.

    By itself, or beside the noun counted ('Fostering complaints', 'Member of Parliament enquiries').
    """
    structural = [t for t in meaning.tags if t.facet in STRUCTURAL]
    for t in meaning.tags:
        if t.code in _NO_SLICE and structural:
            continue  # 'Other feedback'
        if t.facet not in FREE or any(s.start < t.end and t.start < s.end for s in structural):
            continue
        beside = structural if t.facet == "service_area" or t.code in REPRESENTATIVES else ()
        if not reader.residue(meaning.text, [t, *beside]):
            return [Label(t.facet, meaning.text, t.code, origin)]
    return []


_JOINT = {"complaint", "compliment"}
"""Named together in many a title, where a number without a noun counts complaints."""


def lent_labels(reader: Reader, context: Context) -> list[Label]:
    """What caption, lead and headings say about everything below them."""
    depth = len(context.headings)
    sources = [("lead", context.lead), ("caption", context.caption)]
    sources += [(f"heading{depth - i}", h) for i, h in enumerate(context.headings)]
    out = [label for origin, text in sources if text for label in _said(reader, text, origin)]
    titles = {f"heading{depth - i}" for i in range(context.titles)}
    outer = titles | {f"heading{n}" for n in range(2, depth + 1)}  # of all that a section is about
    return [
        x
        for x in out
        if not (x.code == "contact" and x.origin in outer)
        and (x.origin not in titles or x.facet not in ("client", "service_area", "procedure"))
    ]


def _said(reader: Reader, text: str, origin: str) -> list[Label]:
    """What one caption, lead or heading says."""
    out: list[Label] = []
    meaning, plain = reader.meaning(text), fold_text(text)
    codes = {t.code for t in meaning.tags}
    joint = origin.startswith("heading") and codes >= _JOINT
    listed = "compliment" in codes and len({t.code for t in meaning.tags if t.facet == "thing"}) > 1
    for t in meaning.tags:
        if t.label_only or (joint and t.code == "compliment") or (listed and t.code == "ombudsman"):
            continue  # of several subjects one
        if t.facet == "service_area" and reader.settings.names_body(text):
            continue  # a committee that the report is for
        if t.code == "point" and reader.names_dimension(t.text):
            continue  # 'Stage 1 findings' heads outcomes, and counts no points of complaint
        if t.code == "contact" and fold_text(t.text) == "contact" and reader.hint(text) == "channel":
            continue  # 'Method of contact' counts no contacts
        if _is_lent(reader, plain, t, meaning.tags, origin):
            several = t.facet == "timeliness" and _limits(plain) > 1
            out.append(Label(t.facet, t.text, "within_timescale" if several else t.code, origin))
        elif t.facet == "context" and origin in ("caption", "lead"):
            out.append(Label("context", text, t.code, origin))
    if not any(x.facet == "service_area" for x in out):
        body = reader.settings.names_body(text)
        service = None if body else service_named(reader, reader.settings, text, origin)
        out += [service] if service is not None else []
    heads = origin.startswith("heading")
    if meaning.period and not _in_brackets(text) and not (heads and reader.only_compares(text)):
        out.append(Label("period", text, meaning.period, origin))
    if (meaning.unit == "percent" and origin == "caption") or (
        meaning.unit == "working_days" and origin in ("caption", "heading1")
    ):
        out.append(Label("unit", text, meaning.unit, origin))
    return out


def _limits(plain: str) -> int:
    """How many limits a caption gives: 'within 10 working days (Stage 1) and 15 (Stage 2)'."""
    return len({n.value for n in numbers.in_sentence(plain) if n.unit in ("days", "working_days")})


def _is_lent(reader: Reader, plain: str, tag: Tag, tags: Sequence[Tag], origin: str) -> bool:
    if tag.facet == "channel" and origin != "caption":
        # 'Annual letter', 'The letter says:': named for where it stands, not for how complaints came
        way = origin == "lead" and reader.names_way(plain[: tag.start], tag.text)
        return way or not reader.residue(
            plain, [t for t in tags if t is tag or t.facet in ("thing", "event")]
        )
    if tag.facet in _LENT:
        return True
    if tag.facet == "complainant":
        return reader.names_party(plain[: tag.start])
    if tag.facet != "service_area" or origin == "lead" or is_whole(tag.code):
        return False
    return not reader.residue(plain, [tag])


def widened_period(reader: Reader, context: Context) -> str:
    """The year for which a note above the table says that its figures take enquiries in, or ''."""
    for note in context.notes:
        if reader.takes_in_enquiries(note):
            codes = [p.code for p in periods.find(note) if p.code]
            if codes:
                return codes[0]
    return ""


def bracketed_period(context: Context, corners: Sequence[str] = ()) -> str:
    """The year that a caption says stands in brackets ('2022/23 in brackets'), or ''."""
    for text in (
        *corners,
        context.caption,
        context.lead,
        *context.notes,
        *context.headings[-1:],
        context.legend,
    ):
        years = [p for p in (periods.find(text) if "(" in text else ()) if p.kind == "financial_year"]
        if (
            len(years) == 2
            and text[: years[1].start].rstrip().endswith("(")
            and text[years[1].end :].startswith(")")
        ):
            return years[1].code
        if found := _in_brackets(text):
            return found
    return ""
