"""What one of a figure is: findings called complaints, children that one complaint has several of."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.check.subject import Subject, check, plain, sentence, where
from extractor.model.records import Check
from extractor.model.types import Prose


@check("unit-of-count")
def unit_of_count(subject: Subject) -> Iterator[Check]:
    """Findings or points that outnumber the complaints of their stage."""
    figures = subject.figures
    wholes = {w for w in figures.by_whole if (w.measure, w.unit) == ("findings_decided", "count")}
    for whole in sorted(wholes):
        printed = [f for f in figures.of(whole) if f.exact]
        parts = [p for p in figures.parts_of.get(whole, ()) if p.dimension == "outcome" and not p.others]
        rows = tuple(printed[:1]) or (parts[0].figures if parts else ())
        total = sum(f.value for f in rows)
        said = " ".join(f.words for f in rows)
        if not subject.words("complaints").search(said) or subject.words("points").search(said):
            continue  # the report itself says that these are points
        complaints = [
            f
            for measure in ("complaints_decided", "complaints_received", "complaints_investigated")
            for f in figures.totals(whole._replace(measure=measure)).values()
        ]
        if complaints and complaints[0].value and total > max(f.value for f in complaints):
            evidence, place = (complaints[0], *rows), where(rows[0])
            yield subject.finding("findings", complaints[0].value, total, evidence, counts=total, where=place)


@check("unit-of-count", needs_text=True)
def unit_words(subject: Subject) -> Iterator[Check]:
    """A sentence that says that a breakdown counts children, not complaints."""
    wanted = ("complaints_received", "count", subject.figures.period)
    totals = [f for f in subject.figures.all if (f.measure, f.unit, f.period) == wanted and not f.dims]
    known = sorted((f for f in totals if f.stage in ("all", "stage_1")), key=lambda f: -f.value)[:1]
    printed = plain(known[0].value) if known else ""
    base = f"the {printed} complaints" if known else "complaints"
    words = subject.words("children")
    for block in subject.text.document.blocks:
        if isinstance(block, Prose) and block.kind != "quote" and (match := words.search(block.text)):
            said = sentence(block.text, match.start())
            yield subject.finding("children", printed, "", known, words=said, base=base)
