"""One report's work: from the bytes of a file to coded rows, as one pure function."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from dataclasses import replace
from functools import lru_cache

from extractor import numbers
from extractor.contract import DIMENSIONS
from extractor.identity import Authorities, Identity, identify
from extractor.locate import locate
from extractor.manifest import ManifestEntry
from extractor.normalise import ReportFacts, observe
from extractor.parse.axes import Reader
from extractor.parse.memory import Memory
from extractor.parse.prose import ProseReader
from extractor.parse.tables import read_table
from extractor.read import read_bytes
from extractor.report_view import Inspection, issue_line, seen
from extractor.rulebook import Rulebook
from extractor.scope import judge
from extractor.types import Claim, Document, Issue, Picture, Place, Prose, Reading, ReportResult, Table

_WORD = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=4)
def tools(rulebook: Rulebook) -> tuple[Reader, Authorities]:
    """The compiled vocabularies; built once in a process."""
    return Reader(rulebook), Authorities(rulebook.raw("authorities"))


def readings(document: Document, rulebook: Rulebook) -> tuple[list[tuple[Place, Reading]], Memory]:
    """Every place with what was read there: tables first, then the prose that leans on them."""
    reader, _ = tools(rulebook)
    places = locate(document, rulebook)
    memory = Memory()
    done: dict[int, Reading] = {}
    for i, place in enumerate(places):
        if isinstance(place.block, Table):
            done[i] = read_table(place, reader)
            memory.learn_labels(done[i].claims)
    prose = ProseReader(reader, memory)
    for i, place in enumerate(places):
        if isinstance(place.block, Prose):
            done[i] = prose.read(place)
        elif i in done:
            memory.learn_values(done[i].claims)
        elif isinstance(place.block, Picture):
            done[i] = Reading(
                issues=(
                    Issue(
                        "figure-not-in-text",
                        "warning",
                        "A chart prints figures that cannot be read from the file"
                        + (f": {place.block.alt}." if place.block.alt else "."),
                        place.block.anchor,
                    ),
                )
            )
    for i, place in enumerate(places):
        if isinstance(place.block, Table) and i in done:
            done[i] = _pointed(done[i], place, memory)
    return [(place, done.get(i, Reading())) for i, place in enumerate(places)], memory


def _pointed(reading: Reading, place: Place, memory: Memory) -> Reading:
    """'The findings from the 97 complaints': the table counts what the 97 counted."""
    for n in numbers.in_sentence(place.context.lead):
        known = memory.values.get((n.value or 0.0, "count"))
        thing = (
            next((x for x in known.labels if x.facet == "thing" and x.origin == "own"), None)
            if known
            else None
        )
        if thing is not None and thing.code == "point":
            lent = replace(thing, origin="group")
            return replace(
                reading, claims=tuple(replace(c, labels=(*c.labels, lent)) for c in reading.claims)
            )
    return reading


_CHILDREN = re.compile(r"\bchild(?:ren)?\b|\byoung people\b|\bfamil(?:y|ies)\b", re.I)
_ADULT = re.compile(r"\badult", re.I)
_CORPORATE = re.compile(r"\bcorporate\b|\bcouncil[- ]wide\b|\bwhole council\b", re.I)
_ACT = re.compile(
    r"children act 1989|representations procedure|children'?s statutory|statutory (?:children|complaint|procedure)|getting the best from complaints",
    re.I,
)


def default_procedure(document: Document, reader: Reader) -> str:
    """The procedure of a complaint where nothing near the number names one.

    A report that counts statutory and corporate complaints side by side is
    mixed (`all`); otherwise its title, then its own words, tell which it is.
    """
    counts: Counter[str] = Counter()
    prose = [b for b in document.blocks if isinstance(b, Prose)]
    labels = [b.text for b in prose if b.kind in ("heading", "title", "caption")]
    labels += [c.text for b in document.blocks if isinstance(b, Table) for c in b.cells if len(c.text) < 80]
    for text in labels:
        tags = reader.tagger.tags(text)
        if any(t.facet in ("stage", "thing") for t in tags):
            counts.update({t.code for t in tags if t.facet == "procedure" and not t.label_only})
    own = [
        n
        for code, n in counts.most_common()
        if code in ("children_statutory", "corporate", "adult_statutory")
    ]
    if len(own) > 1 and own[1] >= 2 and own[1] >= 0.25 * own[0]:
        return "all"
    title = " ".join([*document.titles, *(b.text for b in prose[:6])])[:600]
    text = " ".join(b.text for b in prose)
    if _CHILDREN.search(title) or _ACT.search(title):
        return (
            "all"
            if re.search(r"\badults?['’]?s? (?:and|&) child|child\w*['’]?s? (?:and|&) adult", title, re.I)
            else "children_statutory"
        )
    if _ADULT.search(title):
        return "adult_statutory"
    if _CORPORATE.search(title):
        return "corporate"
    if len(_ACT.findall(text)) >= 2 and len(_ACT.findall(text)) >= len(_CORPORATE.findall(text)):
        return "children_statutory"
    if _CORPORATE.search(text) or not _CHILDREN.search(text):
        return "corporate"
    return "children_statutory"


def _enquiries_are_contacts(claims: list[Claim]) -> bool:
    """'Of the 36 enquiries, 22 were logged as complaints': enquiries take the complaints in."""
    return any(
        re.search(
            r"\benquir\w+[^.]{0,40}\b(?:were|was)\s+(?:logged|recorded|treated|registered|dealt with|handled|accepted)\s+as\s+(?:\w+\s+)?complaints?",
            c.evidence,
            re.I,
        )
        for c in claims
    )


def inspect(data: bytes, name: str, rulebook: Rulebook) -> Inspection:
    """Everything that was seen in one report, in words. Raises types.Unreadable."""
    document = read_bytes(data, name)
    _, authorities = tools(rulebook)
    who = identify(document, authorities, name)
    pairs, _ = readings(document, rulebook)
    about = (
        ("authority", f"{who.authority_name} ({who.authority_code})" if who.authority_code else "not told"),
        ("period", who.report_period or "not told"),
        ("how it is known", who.how),
        ("format", document.format),
        ("pages", str(document.pages or "none")),
    )
    issues = tuple(issue_line(i) for i in (*document.issues, *who.issues))
    return Inspection(name, about, tuple(seen(place, reading) for place, reading in pairs), issues)


def work(data: bytes, name: str, entry: ManifestEntry | None, rulebook: Rulebook) -> ReportResult:
    """Read, identify, locate, parse and normalise one report.

    Raises types.Unreadable where the file gives no document. What the manifest
    entry says of authority and period wins over the report's own words.
    """
    document = read_bytes(data, name)
    reader, authorities = tools(rulebook)
    who = identify(document, authorities, name)
    scope = judge(document, who.out_of_scope)
    issues: list[Issue] = [*document.issues]
    if scope.status:
        return _result(
            document, name, who, ReportFacts(source_file=name), [], [], issues, scope.status, scope.reason
        )
    pairs, memory = readings(document, rulebook)
    claims = [c for _, r in pairs for c in r.claims]
    facts = ReportFacts(
        authority_code=(entry.authority_code if entry and entry.authority_code else who.authority_code),
        authority_name=who.authority_name,
        report_period=(entry.report_period if entry and entry.report_period else who.report_period),
        source_file=name,
        procedure=(entry.procedure if entry and entry.procedure else default_procedure(document, reader)),
        counted_services=frozenset(memory.services),
        enquiries_are_contacts=_enquiries_are_contacts(claims),
        context_units={e["id"]: e["unit_of_count"] for e in rulebook.raw("service_figures")},
    )
    rows, more = observe(claims, facts)
    issues += [*who.issues, *more, *(i for _, r in pairs for i in r.issues)]
    return _result(document, name, who, facts, pairs, rows, issues, "", "", claims)


def _result(
    document: Document,
    name: str,
    who: Identity,
    facts: ReportFacts,
    pairs: list[tuple[Place, Reading]],
    rows: list[dict[str, str]],
    issues: list[Issue],
    status: str,
    reason: str,
    claims: list[Claim] | None = None,
) -> ReportResult:
    """The report's rows, labels, issues and its line of coverage.csv."""
    claims = claims or []
    ignored = sum(len(r.ignored) for _, r in pairs)
    unread = sum(1 for i in issues if i.code == "number-not-understood")
    tables = sum(isinstance(b, Table) for b in document.blocks)
    charts = sum(isinstance(p.block, Picture) for p, _ in pairs)
    if not status:
        status, reason = _status(rows, facts, charts, unread)
    coverage = {
        "source_file": name,
        "sha256": document.id,
        "authority_code": facts.authority_code or who.authority_code,
        "authority_name": who.authority_name,
        "report_period": facts.report_period or who.report_period,
        "pages": str(document.pages or ""),
        "tables_seen": str(tables),
        "tables_read": str(
            sum(1 for p, r in pairs if isinstance(p.block, Table) and p.kind == "table" and r.claims)
        ),
        "numbers_seen": str(len(claims) + ignored),
        "numbers_claimed": str(len(rows)),
        "numbers_ignored": str(ignored),
        "numbers_unread": str(unread),
        "charts_unread": str(charts),
        "observations": str(len(rows)),
        "status": status,
        "reason": reason,
    }
    return ReportResult(
        name,
        document.id,
        tuple(rows),
        tuple(_categories(claims, name)),
        tuple(_issue(i, name) for i in issues),
        coverage,
        _fingerprint(document),
    )


def _status(rows: list[dict[str, str]], facts: ReportFacts, charts: int, unread: int) -> tuple[str, str]:
    missing = []
    if not rows:
        missing.append("no figures were found in it")
    if not facts.authority_code:
        missing.append("the report does not say which council it is about")
    if not facts.report_period:
        missing.append("the report does not say which year it is about")
    if charts:
        missing.append(f"{charts} chart{'s' if charts > 1 else ''} could not be read")
    if unread:
        missing.append(f"{unread} number{'s' if unread > 1 else ''} could not be understood")
    return ("partial", "; ".join(missing)) if missing else ("ok", "")


def _categories(claims: list[Claim], name: str) -> list[dict[str, str]]:
    """Every printed label with its code and the receipt of the match, counted."""
    counts: Counter[tuple[str, ...]] = Counter()
    for claim in claims:
        for label in {x for x in claim.labels if x.facet in DIMENSIONS}:
            counts[
                label.facet,
                label.text,
                label.code,
                label.method,
                f"{label.score:.0f}",
                label.runner_up,
                f"{label.runner_up_score:.0f}" if label.runner_up else "",
            ] += 1
    keys = ("dimension", "label", "code", "method", "score", "runner_up", "runner_up_score")
    return [
        {**dict(zip(keys, key, strict=True)), "occurrences": str(n), "source_files": name}
        for key, n in sorted(counts.items())
    ]


def _issue(issue: Issue, name: str) -> dict[str, str]:
    return {
        "source_file": name,
        "code": issue.code,
        "severity": issue.severity,
        "page": str(issue.anchor.page or ""),
        "message": issue.message,
        "suggestion": issue.suggestion,
    }


def _fingerprint(document: Document) -> tuple[str, ...]:
    """Hashes of the text's word triples, the smallest 400: editions of one report share most."""
    words: list[str] = []
    for block in document.blocks:
        if isinstance(block, Prose):
            words += _WORD.findall(block.text.lower())
        elif isinstance(block, Table):
            for cell in block.cells:
                words += _WORD.findall(cell.text.lower())
    hashes = {zlib.crc32(" ".join(words[i : i + 3]).encode()) for i in range(len(words) - 2)}
    return tuple(f"{h:08x}" for h in sorted(hashes)[:400])
