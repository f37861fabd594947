"""What one of a figure is: findings called complaints, children that one complaint has several of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.check.figures import swap
from extractor.check.finding import Finding, described, plain, where
from extractor.check.registry import Subject, check
from extractor.check.wording import sentence
from extractor.model.types import Prose


@check("unit-of-count")
def unit_of_count(subject: Subject) -> Iterator[Finding]:
    """Findings or points that outnumber the complaints of their stage."""
    figures, book = subject.figures, subject.book
    words = book.check("unit-of-count").words
    called, points = (re.compile(words[name], re.IGNORECASE) for name in ("complaints", "points"))
    stages = {f.whole for f in figures.all if f.measure == "findings_decided" and f.unit == "count"}
    for whole in sorted(stages):
        printed = [f for f in figures.of(whole) if f.exact]
        parts = [p for p in figures.parts_of.get(whole, ()) if p.dimension == "outcome" and not p.others]
        rows = tuple(printed[:1]) or (parts[0].figures if parts else ())
        total = sum(f.value for f in rows)
        said = " ".join(f"{f.row.published_label} {f.row.evidence}" for f in rows)
        if not called.search(said) or points.search(said):
            continue  # the report itself says that these are points
        complaints = [
            f
            for measure in ("complaints_decided", "complaints_received", "complaints_investigated")
            for f in figures.totals(swap(whole, measure=measure)).values()
        ]
        base = next(iter(complaints), None)
        if base is None or not base.value or total <= max(f.value for f in complaints):
            continue
        slots = {"what": described(base, book), "where": where(rows[0]), "counts": plain(total)}
        yield Finding("unit-of-count", "findings", plain(base.value), plain(total), (base, *rows), "", slots)


@check("unit-of-count", needs_text=True)
def unit_words(subject: Subject) -> Iterator[Finding]:
    """A sentence that says that a breakdown counts children, not complaints."""
    figures, book = subject.figures, subject.book
    words = re.compile(book.check("unit-of-count").words["children"], re.IGNORECASE)
    for block in subject.text.document.blocks:
        if isinstance(block, Prose) and block.kind != "quote" and (match := words.search(block.text)):
            totals = [
                f
                for f in figures.all
                if f.measure == "complaints_received"
                and f.unit == "count"
                and f.stage in ("all", "stage_1")
                and not f.dims
                and f.period == figures.period
            ]
            known = tuple(sorted(totals, key=lambda f: -f.value)[:1])
            slots = {
                "words": sentence(block.text, match.start()),
                "base": f"the {plain(known[0].value)} complaints" if known else "complaints",
            }
            printed = plain(known[0].value) if known else ""
            yield Finding("unit-of-count", "children", printed, "", known, "", slots, figures.period)
