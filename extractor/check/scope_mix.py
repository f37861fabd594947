"""Figures that take in more than one kind of thing: enquiries, education, two procedures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.check.figures import Figure, Figures, swap
from extractor.check.finding import Finding, described, plain, where
from extractor.check.registry import Subject, check
from extractor.lexicon.checklist import CheckBook
from extractor.model import contract


@check("scope-mix")
def scope_mix(subject: Subject) -> Iterator[Finding]:
    """One finding for each way in which a report mixes what it counts."""
    figures, book = subject.figures, subject.book
    yield from _with_enquiries(figures, book)
    yield from _with_education(figures, book)
    yield from _two_services(figures, book)
    yield from _two_procedures(figures, book)


def _with_enquiries(figures: Figures, book: CheckBook) -> Iterator[Finding]:
    """A total that its words, or the arithmetic, show to be complaints and enquiries together."""
    entry = book.check("scope-mix")
    words = re.compile(entry.words["including"], re.IGNORECASE)
    seen: set[tuple[str, float]] = set()
    for figure in figures.all:
        if figure.dims or figure.unit != "count" or not figure.exact or figure.kind == "table":
            continue
        if figure.measure not in entry.codes["totals"] or (figure.period, figure.value) in seen:
            continue
        text = f"{figure.row.published_label} {figure.row.evidence}"
        if not words.search(text):
            continue
        pair = _adds_up(figures, figure, entry.codes["other_kinds"])
        if pair is None:
            continue
        seen.add((figure.period, figure.value))
        own, rest = pair
        slots = {
            "what": described(own, book),
            "counts": plain(own.value),
            "other": f"{plain(rest.value)} {contract.label('measure', rest.measure)}",
            "where": where(figure),
        }
        yield Finding(
            "scope-mix",
            "enquiries",
            plain(figure.value),
            plain(own.value),
            (figure, own, rest),
            "error",
            slots,
        )


def _adds_up(figures: Figures, total: Figure, others: tuple[str, ...]) -> tuple[Figure, Figure] | None:
    """The complaints and the other things that make up a total."""
    counted = [
        f
        for f in figures.all
        if f.unit == "count"
        and f.period == total.period
        and f.exact
        and 0 < f.value < total.value
        and not [d for d, _ in f.dims if d != "complainant"]
    ]
    wanted = {total.value - f.value: f for f in reversed(counted) if f.measure in others}
    for own in counted:
        rest = wanted.get(own.value)
        if (
            rest is not None
            and own is not rest
            and own.measure in ("complaints_received", "contacts_received")
        ):
            return own, rest
    return None


def _with_education(figures: Figures, book: CheckBook) -> Iterator[Finding]:
    """Education matters inside the figures of the statutory procedure for children's social care."""
    entry = book.check("scope-mix")
    statutory = re.compile(entry.words["statutory"], re.IGNORECASE)
    if not any(statutory.search(f.row.evidence) for f in figures.all):
        return  # the report itself does not say which procedure it is
    education = frozenset(entry.codes["education"])
    for parts in figures.parts:
        if (
            parts.kind != "table"
            or parts.dimension != "service_area"
            or parts.whole[2] != "children_statutory"
        ):
            continue
        if parts.whole[1] != figures.period or parts.whole[5] != "count" or parts.others:
            continue
        inside = [f for f in parts.figures if dict(f.dims)["service_area"] in education and f.value]
        if not inside or parts.whole[4] != "complaints_received":
            continue
        wholes = figures.totals(parts.whole)
        total = next(iter(wholes.values()), None)
        base = total.value if total else sum(f.value for f in parts.figures)
        count = sum(f.value for f in inside)
        slots = {
            "what": described(parts.figures[0], book, ("service_area",)),
            "words": inside[0].row.label("service_area").rpartition(" > ")[2].strip(),
            "base": plain(base),
            "where": where(inside[0]),
        }
        evidence = (*inside, *((total,) if total else ()))
        yield Finding("scope-mix", "education", plain(base), plain(base - count), evidence, "warning", slots)
        return


def _two_services(figures: Figures, book: CheckBook) -> Iterator[Finding]:
    """Cases of education and children's services as one, beside complaints about social care alone."""
    found = [
        f
        for f in figures.all
        if "children_and_education" in f.row.scope
        and f.unit == "count"
        and f.value
        and f.measure.startswith("complaints_")
    ]
    others = [
        f
        for f in figures.all
        if f.measure == "complaints_received"
        and f.whole[2] == "children_statutory"
        and f.unit == "count"
        and f.period == figures.period
        and not f.dims
        and not f.row.scope
    ]
    if not found or not others:
        return
    first, other = found[0], others[0]
    same = tuple(f for f in found if f.whole == first.whole and f.value == first.value)
    slots = {"what": described(first, book), "where": where(first), "other": described(other, book)}
    yield Finding(
        "scope-mix", "services", plain(first.value), plain(other.value), (*same, other), "error", slots
    )


def _two_procedures(figures: Figures, book: CheckBook) -> Iterator[Finding]:
    """One total over the statutory and the corporate procedure."""
    words = re.compile(book.check("scope-mix").words["two_procedures"], re.IGNORECASE)
    for figure in figures.all:
        if figure.unit != "count" or figure.whole[2] != "all" or figure.dims or not figure.exact:
            continue
        if not figure.measure.startswith("complaints_") or not words.search(figure.row.evidence):
            continue
        both = [_of_procedure(figures, figure, p) for p in ("children_statutory", "corporate")]
        slots = {"what": described(figure, book), "where": where(figure)}
        if not all(both):
            yield Finding("scope-mix", "procedures", plain(figure.value), "", (figure,), "warning", slots)
            continue
        sums = [sum(f.value for f in rows) for rows in both]
        slots |= {"counts": plain(sums[0]), "other": plain(sums[1]), "base": plain(sum(sums))}
        evidence = (figure, *both[0], *both[1])
        name = "procedures_of" if sum(sums) == figure.value else "procedures_near"
        yield Finding("scope-mix", name, plain(figure.value), plain(sums[0]), evidence, "warning", slots)


def _of_procedure(figures: Figures, figure: Figure, procedure: str) -> list[Figure]:
    """The complaints received at each stage of one procedure, as first printed."""
    found = []
    for stage in ("stage_1", "stage_2", "stage_3"):
        whole = swap(figure.whole, procedure=procedure, stage=stage, measure="complaints_received")
        printed = [f for f in figures.of(whole) if f.exact]
        found += printed[:1]
    return found
