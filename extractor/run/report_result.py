"""What one report's work gives: its rows, labels and Issues, and its line of coverage.csv."""

from __future__ import annotations

import hashlib
import math
import re
import zlib
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy

from extractor.check import About, Checked, Text, check_report, graded_again
from extractor.check.implausible_coding import CODE as IMPLAUSIBLE
from extractor.check.implausible_coding import most_confidence
from extractor.language import numbers
from extractor.lexicon.checklist import CheckBook
from extractor.model.fast_dataclass import changed
from extractor.model.observation import Observation
from extractor.model.records import CategoryRow, Coverage, IssueRow
from extractor.model.result import ReportResult, published
from extractor.model.types import Document, Issue, Label, Picture, Place, Prose, Reading, Table
from extractor.second_reader.questions import About as Asked
from extractor.second_reader.questions import Question, packed, questions
from extractor.understand.coding.confidence import Traits, traits_among
from extractor.understand.coding.rows import Observed, ReportFacts

_WORD = re.compile(r"[a-z0-9]+")
FINGERPRINT = 400
"""How many hashes stand for a report's words."""
_MANY = 20
"""Numbers of a report of which too few may be taken."""
LOST = frozenset(
    {
        "file-damaged",
        "letters-lost",
        "page-unreadable",
        "part-damaged",
        "text-lost",
        "text-may-be-missing",
        "text-not-decodable",
    }
)
"""Issues of a document which say that the file holds more than was read."""
_TITLES = ("heading", "title", "caption")
_AT_ONCE = 8192
"""Words taken together: those of a long report in arrays of their own cost more memory than its text."""
_FIRST, _SECOND, _MODULUS = numpy.uint64(1_000_003), numpy.uint64(8_191), numpy.uint64(2**32 - 5)
"""Keep three words' sum below 2**64, and apart from the sums of other triples."""


NOTHING = Observed((), (), ())


@dataclass(frozen=True)
class Work:
    """Everything that was found out about one report."""

    document: Document
    facts: ReportFacts
    pairs: tuple[tuple[Place, Reading], ...] = ()
    observed: Observed = NOTHING
    issues: tuple[Issue, ...] = ()
    status: str = ""
    """A status that stands before any reading, such as `out_of_scope`."""
    reason: str = ""
    book: CheckBook | None = None
    """The checks to hold its rows against; None for none."""
    title: str = ""
    """What the report calls itself."""
    how: str = ""
    """How it is known whose report it is."""
    covers: tuple[str, ...] = ()
    """Its own sentences on what it covers."""
    confidential: bool = False
    """Nobody else may be asked about it."""


def result(work: Work) -> ReportResult:
    """The report's rows, labels and Issues as rows of text."""
    name = work.facts.source_file
    issues = (*work.document.issues, *work.issues, *work.observed.issues)
    issues += tuple(i for _, reading in work.pairs for i in reading.issues)
    # Both before the checks, which hold most.
    words, coverage = _fingerprint(work.document), _coverage(work, issues)
    done = _checked(work, issues)
    if work.book is not None:
        done = graded_again(Checked(_with_confidence(work, done.rows), done.checks), work.book)
    rows, faults = published(done.rows, name)
    return ReportResult(
        name,
        work.document.id,
        rows,
        tuple(_categories(work.observed.labels, name)),
        (*(_issue(i, name) for i in issues), *faults, *_implausible(done)),
        coverage,
        words,
        done.checks,
        "" if work.confidential else packed(_questions(work, done.rows)),
    )


def _questions(work: Work, rows: Sequence[Observation]) -> list[Question]:
    """What a second reader may be asked, each number with its row."""
    facts = work.facts
    about = Asked(facts.source_file, work.title, facts.authority_name, facts.report_period, work.covers)
    return questions(work.document, work.pairs, about, rows)


def traits(work: Work) -> list[Traits]:
    """For each row, how its parts came to be known and what the report's other rows say of it."""
    among = traits_among(_checked(work, work.issues).rows)
    return [own | told for own, told in zip(work.observed.traits, among, strict=True)]


def _with_confidence(work: Work, rows: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """The rows, each with the chance that it is right; one whose coding cannot well be is never sure."""
    model = work.facts.model
    if model is None or work.book is None:
        return rows
    known = zip(rows, traits_among(rows), work.observed.odds, work.observed.at_most, strict=True)
    return tuple(
        changed(
            row,
            confidence=math.floor(100 * min(model.of(told, odds), at_most, most_confidence(row, work.book)))
            / 100,
        )
        for row, told, odds, at_most in known
    )


def _implausible(done: Checked) -> list[IssueRow]:
    """Codings that cannot well be, for the people who keep patterns/."""
    return [
        IssueRow(one.source_file, "coding-implausible", "warning", None, one.message)
        for one in done.checks
        if one.check == IMPLAUSIBLE
    ]


def _checked(work: Work, issues: tuple[Issue, ...]) -> Checked:
    """The rows with what the checks settle of them, and what the checks found."""
    if work.book is None:
        return Checked(work.observed.rows, ())
    facts, rows = work.facts, _of_this_file(work)
    about = About(facts.source_file, facts.authority_code, facts.report_period)
    return check_report(rows, work.book, about, Text(work.document, work.pairs, issues))


def _of_this_file(work: Work) -> tuple[Observation, ...]:
    """The rows, whose ids are of this file alone: two reports may print the same in the same places."""
    return tuple(
        changed(
            row,
            observation_id=hashlib.sha256(f"{work.document.id}|{row.observation_id}".encode()).hexdigest()[
                :16
            ],
        )
        for row in work.observed.rows
    )


def _coverage(work: Work, issues: tuple[Issue, ...]) -> Coverage:
    rows, facts, blocks = work.observed.rows, work.facts, work.document.blocks
    claimed = sum(len(r.claims) for _, r in work.pairs)
    ignored = sum(len(r.ignored) for _, r in work.pairs)
    unread = sum(i.code == "number-not-understood" for i in issues)
    passed_over = _never_looked_at(work)
    charts = sum(isinstance(p.block, Picture) for p, _ in work.pairs)
    read = sum(isinstance(p.block, Table) and p.kind == "table" and bool(r.claims) for p, r in work.pairs)
    status, reason = work.status, work.reason
    if not status:
        status, reason = _status(len(rows), facts, charts, unread, work.document)
        seen = claimed + ignored + passed_over
        if status == "ok" and seen >= _MANY and claimed * 2 < seen:
            status, reason = "partial", f"only {claimed} of {seen} numbers were taken"
    return Coverage(
        source_file=facts.source_file,
        sha256=work.document.id,
        authority_code=facts.authority_code,
        authority_name=facts.authority_name,
        report_period=facts.report_period,
        pages=work.document.pages or None,
        tables_seen=sum(isinstance(b, Table) and not b.chart for b in blocks),
        tables_read=read,
        numbers_seen=claimed + ignored,
        numbers_claimed=len(rows),
        numbers_ignored=ignored,
        numbers_unread=unread + passed_over,
        charts_unread=charts,
        observations=len(rows),
        status=status,
        reason=reason,
        title=work.title,
    )


def _never_looked_at(work: Work) -> int:
    """How many numbers the running text and tables have that no place of the report holds."""
    looked_at = {id(place.block) for place, _ in work.pairs}
    blocks = [b for b in work.document.blocks if id(b) not in looked_at]
    prose = (b.text for b in blocks if isinstance(b, Prose) and b.kind not in _TITLES)
    cells = (cell.text for b in blocks if isinstance(b, Table) for cell in b.cells)
    return sum(len(numbers.in_sentence(text)) for text in (*prose, *cells)) if work.pairs else 0


def _status(rows: int, facts: ReportFacts, charts: int, unread: int, document: Document) -> tuple[str, str]:
    lost = [issue.message.rstrip(".") for issue in document.issues if issue.code in LOST]
    missing = [*document.unread, *(f"{said[0].lower()}{said[1:]}" for said in lost)]
    if not rows:
        missing.append("no figures were found")
    if not facts.authority_code:
        missing.append("the report does not say which council it is about")
    if not facts.report_period:
        missing.append("the report does not say which year it is about")
    if charts:
        missing.append(f"{charts} chart{'s' if charts > 1 else ''} could not be read")
    if unread:
        missing.append(f"{unread} number{'s' if unread > 1 else ''} could not be understood")
    return ("partial", "; ".join(missing)) if missing else ("ok", "")


def _categories(labels: tuple[Label, ...], name: str) -> list[CategoryRow]:
    """Every printed label with its code and the receipt of the match, counted."""
    counts: Counter[CategoryRow] = Counter()
    for label in labels:
        second = round(label.runner_up_score) if label.runner_up else None
        receipt = (label.method, round(label.score), label.runner_up, second)
        counts[CategoryRow(label.facet, label.text, label.code, *receipt)] += 1
    return [
        replace(line, occurrences=times, source_files=(name,))
        for line, times in sorted(counts.items(), key=lambda item: tuple(item[0].cells().values()))
    ]


def _issue(issue: Issue, name: str) -> IssueRow:
    page = issue.anchor.page or None
    return IssueRow(name, issue.code, issue.severity, page, issue.message, issue.suggestion)


def _fingerprint(document: Document) -> tuple[str, ...]:
    """Hashes of the text's word triples, the smallest 400: editions of one report share most."""
    known: dict[str, int] = {}
    words = array("Q")
    for block in document.blocks:
        parts = block.cells if isinstance(block, Table) else (block,) if isinstance(block, Prose) else ()
        for part in parts:
            for word in _WORD.findall(part.text.lower()):
                number = known.get(word)
                if number is None:
                    number = known[word] = zlib.crc32(word.encode())
                words.append(number)
    if len(words) < 3:
        return ()
    one = numpy.frombuffer(words, dtype=numpy.uint64)
    smallest: list[int] = []
    for start in range(0, len(one) - 2, _AT_ONCE):
        some = one[start : start + _AT_ONCE + 2]
        triples = (some[:-2] * _FIRST + some[1:-1] * _SECOND + some[2:]) % _MODULUS
        smallest = sorted({*smallest, *triples.tolist()})[:FINGERPRINT]
    return tuple(f"{h:08x}" for h in smallest)
