"""One report's work: from the bytes of a file to coded rows, as one pure function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

from extractor.identify.council import Identity, identify
from extractor.identify.councils import Authorities, authorities_of
from extractor.identify.manifest import ManifestEntry
from extractor.identify.parts import is_minutes, part_of
from extractor.identify.scope import NOT_ONE, Scope, judge, opening_speaks, spoken_of
from extractor.identify.title import title_of
from extractor.language.fold import fold_label
from extractor.language.words import using
from extractor.lexicon import store
from extractor.lexicon.language_words import words_of
from extractor.lexicon.phrases import Phrases
from extractor.lexicon.rulebook import SCHEMAS, Rulebook
from extractor.lexicon.scope_words import ScopeWords
from extractor.model.result import ReportResult
from extractor.model.setting import Setting
from extractor.model.types import Document, Issue
from extractor.read.files import read_bytes
from extractor.run.report_result import Work, result
from extractor.understand.coding.rows import ReportFacts, observe
from extractor.understand.inspection import Inspection, issue_line, seen
from extractor.understand.other_councils import Others
from extractor.understand.page_marks import marks_of, passed_over
from extractor.understand.reading import enquiries_are_contacts, readings
from extractor.understand.scanned import sure
from extractor.understand.settings.report import ReportSettings, report_settings
from extractor.understand.settings.stage_names import named
from extractor.understand.tables.labels import Reader


@lru_cache(maxsize=8)
def reader_of(rulebook: Rulebook) -> Reader:
    """The compiled vocabularies; built once in a process for each set of quirks."""
    return Reader(rulebook)


def ready(rulebook: Rulebook) -> None:
    """Make what every report needs, and keep it for the processes to come."""
    for name in sorted({*rulebook.texts, *SCHEMAS}):
        rulebook.raw(name)
    for code in ("", *rulebook.quirks) if rulebook.has_news() else ("",):
        reader_of(rulebook.for_authority(code))
    authorities_of(rulebook)
    rulebook.keep()
    store.keep_expressions()


READ_AS_ENTRIES = ("contact_kinds",)
"""The vocabularies whose words are read here, and not by asking a Reader."""


@lru_cache(maxsize=2)
def contact_kinds(rulebook: Rulebook) -> Mapping[str, str]:
    """Folded words for a kind of contact, in both numbers -> its code."""
    words = ((w, e.id) for e in rulebook.entries("contact_kinds") for w in (*e.aliases, *e.label_only))
    return {fold_label(form): code for word, code in words for form in (word, f"{word}s")}


def work(
    data: bytes,
    name: str,
    entry: ManifestEntry | None,
    rulebook: Rulebook,
    read: Callable[[bytes, str], Document] | None = None,
) -> ReportResult:
    """Read, identify, locate, parse, normalise and check one report. Raises types.Unreadable."""
    with using(words_of(rulebook)):
        return result(_worked((read or read_bytes)(data, name), entry, rulebook, weighed=True))


def worked(
    data: bytes, name: str, entry: ManifestEntry | None, rulebook: Rulebook, weighed: bool = True
) -> Work:
    """Everything that one report's result is made of; unless `weighed`, with the rows' traits.

    Raises types.Unreadable where the file gives no document. What the manifest
    entry says of authority, period and procedure wins over the report's words.
    """
    with using(words_of(rulebook)):
        return _worked(read_bytes(data, name), entry, rulebook, weighed)


def _worked(document: Document, entry: ManifestEntry | None, rulebook: Rulebook, weighed: bool) -> Work:
    authorities, name = authorities_of(rulebook), document.name
    words = rulebook.raw("scope")
    who = identify(document, authorities, name, words, *((entry.url, entry.title) if entry else ()))
    code, council, period, disputes = _settled(who, entry, authorities)
    how = "The manifest says so." if entry and entry.authority_code else who.how
    out_of_scope = "" if entry and entry.authority_code else who.out_of_scope
    title = title_of(document, words)
    document, scope, left_out = _to_read(document, words, code, out_of_scope)
    reader = reader_of(rulebook.for_authority(code))
    reader.asked.forget()
    if scope.status:
        facts = ReportFacts(rulebook.raw("measures"), code, council, period, name)
        return Work(document, facts, status=scope.status, reason=scope.reason, title=title, how=how)
    reader = named(document, reader)
    settings = _report_settings(document, reader, rulebook, authorities, code, entry)
    others = Others(authorities, Phrases.of(rulebook), code, council)
    read = readings(document, reader, rulebook, settings.procedure.code)
    pairs = sure(others.left_out(read, document), document)
    claims = [claim for _, reading in pairs for claim in reading.claims]
    facts = ReportFacts(
        rulebook.raw("measures"),
        authority_code=code,
        authority_name=council,
        report_period=period,
        source_file=name,
        settings=settings,
        book=rulebook.raw("settings"),
        enquiries_are_contacts=enquiries_are_contacts(claims, reader),
        model=rulebook.raw("confidence") if weighed else None,
        contact_kinds=contact_kinds(rulebook),
        context_units={e.id: e.unit_of_count for e in rulebook.raw("service_figures").root},
    )
    observed = observe(claims, facts)
    issues = (*who.issues, *disputes, *left_out)
    return Work(
        document,
        facts,
        tuple(pairs),
        observed,
        issues,
        book=rulebook.raw("checks"),
        title=title,
        how=how,
        covers=settings.covers,
        confidential=entry is not None and entry.is_confidential,
    )


def _report_settings(
    document: Document,
    reader: Reader,
    rulebook: Rulebook,
    authorities: Authorities,
    code: str,
    entry: ManifestEntry | None,
) -> ReportSettings:
    """What the report says once; the manifest's procedure wins over its words."""
    district = any(a.code == code and a.type == "district" for a in authorities.all)
    found = report_settings(document, reader, rulebook.raw("settings"), district)
    if entry and entry.procedure:
        own = found.procedure
        given = Setting("procedure", entry.procedure, "manifest", "", 1.0, own.code, own.words)
        return replace(found, procedure=given)
    return found


def _to_read(
    document: Document, words: ScopeWords, code: str, out_of_scope: str
) -> tuple[Document, Scope, tuple[Issue, ...]]:
    """What of a document is about a council's complaints, whether anything is, and what was left out."""
    scope = judge(document, words, out_of_scope)
    if not code or scope.status not in ("", NOT_ONE):
        return document, scope, ()
    part, left_out = part_of(document, words)
    if not left_out or not (
        scope.status or is_minutes(document, words) or _in_passing(document, part, words)
    ):
        return document, scope, ()
    found = judge(part, words)
    return (document, found, ()) if found.status else (part, found, left_out)


def _in_passing(document: Document, part: Document, words: ScopeWords) -> bool:
    """Is the document, but for the part, about something else?"""
    if opening_speaks(document, words):
        return False
    (mentions, length), (of_part, part_length) = spoken_of(document, words), spoken_of(part, words)
    return 1000 * (mentions - of_part) < words.mentions.rare * (length - part_length)


def _settled(
    who: Identity, entry: ManifestEntry | None, authorities: Authorities
) -> tuple[str, str, str, list[Issue]]:
    """(authority code, its name, report period, Issues) once the manifest has had its say."""
    code, council, period = who.authority_code, who.authority_name, who.report_period
    issues: list[Issue] = []
    if entry and entry.authority_code and entry.authority_code != code:
        if code:
            issues.append(_disagrees("authority", entry.authority_code, f"{council} ({code})"))
        code = entry.authority_code
        council = next((a.name for a in authorities.all if a.code == code), "")
    if entry and entry.report_period and entry.report_period != period:
        if period:
            issues.append(_disagrees("period", entry.report_period, period))
        period = entry.report_period
    return code, council, period, issues


def _disagrees(what: str, manifest: str, report: str) -> Issue:
    return Issue(
        f"manifest-{what}-disagrees",
        "warning",
        f"The manifest gives {manifest}, but the report's own words say {report}; the manifest is used.",
    )


def inspect(data: bytes, name: str, entry: ManifestEntry | None, rulebook: Rulebook) -> Inspection:
    """Everything that was seen in one report, in words. Raises types.Unreadable."""
    with using(words_of(rulebook)):
        work = _worked(read_bytes(data, name), entry, rulebook, weighed=True)
    document, facts = work.document, work.facts
    code, scans = facts.authority_code, ", ".join(f"page {scan.page}" for scan in document.scans)
    about = (
        ("authority", f"{facts.authority_name} ({code})" if code else "unknown"),
        ("period", facts.report_period or "unknown"),
        ("how it is known", work.how),
        ("format", document.format),
        ("pages", str(document.pages or "none")),
        *((("read by OCR", scans),) if scans else ()),
        *(((work.status, work.reason),) if work.status else ()),
    )
    issues = tuple(issue_line(issue) for issue in (*document.issues, *work.issues))
    marks = [mark for place, reading in work.pairs for mark in marks_of(place, reading)]
    marks += passed_over(document.blocks, [place for place, _ in work.pairs])
    places = tuple(seen(place, reading) for place, reading in work.pairs)
    return Inspection(name, about, places, issues, document.format, tuple(marks))
