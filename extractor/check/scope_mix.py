"""Figures that take in more than one kind of thing: enquiries, education, two procedures."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.check.figures import Figure
from extractor.check.subject import Subject, check, plain
from extractor.model import contract
from extractor.model.records import Check


def _counts(subject: Subject) -> list[Figure]:
    return [f for f in subject.figures.all if f.unit == "count" and f.exact]


@check("scope-mix")
def with_enquiries(subject: Subject) -> Iterator[Check]:
    """A total that its words, or the arithmetic, show to be complaints and enquiries together."""
    seen: set[tuple[str, float]] = set()
    for figure in _counts(subject):
        if figure.dims or figure.kind == "table" or (figure.period, figure.value) in seen:
            continue
        if figure.measure not in subject.codes("totals") or not subject.words("including").search(
            figure.words
        ):
            continue
        pair = _adds_up(subject, figure)
        if pair:
            seen.add((figure.period, figure.value))
            own, rest = pair
            kind = contract.label("measure", rest.measure)
            yield subject.finding(
                "enquiries",
                figure.value,
                own.value,
                (figure, own, rest),
                "error",
                what=subject.described(own),
                counts=own.value,
                other=f"{plain(rest.value)} {kind}",
            )


def _adds_up(subject: Subject, total: Figure) -> tuple[Figure, Figure] | None:
    """The complaints and the other things that make up a total."""
    counted = [
        f
        for f in _counts(subject)
        if f.period == total.period
        and 0 < f.value < total.value
        and not [d for d, _ in f.dims if d != "complainant"]
    ]
    others = subject.codes("other_kinds")
    wanted = {total.value - f.value: f for f in reversed(counted) if f.measure in others}
    for own in counted:
        rest = wanted.get(own.value)
        if rest and own is not rest and own.measure in ("complaints_received", "contacts_received"):
            return own, rest
    return None


@check("scope-mix")
def with_education(subject: Subject) -> Iterator[Check]:
    """Education matters inside the figures of the statutory procedure for children's social care."""
    figures, education = subject.figures, subject.codes("education")
    if not any(subject.words("statutory").search(f.row.evidence) for f in figures.all):
        return  # the report itself does not say which procedure it is
    wanted = ("children_statutory", "complaints_received", "count", figures.period)
    for parts in figures.parts:
        whole = parts.whole
        if parts.kind != "table" or parts.dimension != "service_area" or parts.others:
            continue
        inside = [f for f in parts.figures if f.code("service_area") in education and f.value]
        if not inside or (whole.procedure, whole.measure, whole.unit, whole.period) != wanted:
            continue
        total = next(iter(figures.totals(whole).values()), None)
        base = total.value if total else parts.total
        yield subject.finding(
            "education",
            base,
            base - sum(f.value for f in inside),
            (*inside, *((total,) if total else ())),
            "warning",
            what=subject.described(parts.figures[0], "service_area"),
            words=inside[0].row.label("service_area").rpartition(" > ")[2].strip(),
            base=base,
        )
        return


@check("scope-mix")
def two_services(subject: Subject) -> Iterator[Check]:
    """Cases of education and children's services as one, beside complaints about social care alone."""
    counted = [f for f in subject.figures.all if f.unit == "count"]
    complaints = [f for f in counted if f.value and f.measure.startswith("complaints_")]
    found = [f for f in complaints if "children_and_education" in f.row.scope]
    wanted = ("children_statutory", "complaints_received", subject.figures.period)
    same = [f for f in counted if (f.whole.procedure, f.measure, f.period) == wanted]
    others = [f for f in same if not f.dims and not f.row.scope]
    if found and others:
        first, other = found[0], others[0]
        alike = [f for f in found if f.whole == first.whole and f.value == first.value]
        said = subject.described(other)
        yield subject.finding("services", first.value, other.value, (*alike, other), "error", other=said)


@check("scope-mix")
def two_procedures(subject: Subject) -> Iterator[Check]:
    """One total over the statutory and the corporate procedure."""
    for figure in _counts(subject):
        if figure.whole.procedure != "all" or figure.dims or not figure.measure.startswith("complaints_"):
            continue
        if not subject.words("two_procedures").search(figure.row.evidence):
            continue
        one, two = (_of_procedure(subject, figure, p) for p in ("children_statutory", "corporate"))
        if not one or not two:
            yield subject.finding("procedures", figure.value, "", (figure,), "warning")
            continue
        sums = [sum(f.value for f in rows) for rows in (one, two)]
        name = "procedures_of" if sum(sums) == figure.value else "procedures_near"
        said = {"counts": sums[0], "other": sums[1], "base": sum(sums)}
        yield subject.finding(name, figure.value, sums[0], (figure, *one, *two), "warning", **said)


def _of_procedure(subject: Subject, figure: Figure, procedure: str) -> list[Figure]:
    """The complaints received at each stage of one procedure, as first printed."""
    found = []
    for stage in ("stage_1", "stage_2", "stage_3"):
        whole = figure.whole._replace(procedure=procedure, stage=stage, measure="complaints_received")
        found += [f for f in subject.figures.of(whole) if f.exact][:1]
    return found
