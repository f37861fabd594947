"""The Ombudsman's decisions: the words of their time, and what an uphold rate is a rate of."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.check.bases import gives
from extractor.check.figures import Figure, grouped
from extractor.check.subject import Subject, check, plain
from extractor.model.records import Check


@check("ombudsman-era")
def ombudsman_era(subject: Subject) -> Iterator[Check]:
    """Decision terms of before 2013/14 in later years; cases closed early that are filed as decided."""
    wanted = ("ombudsman", "complaints_decided", "count")
    decided = [
        f
        for f in subject.figures.all
        if (f.stage, f.measure, f.unit) == wanted
        # The Housing Ombudsman speaks of maladministration to this day.
        and not subject.words("other").search(f.words)
    ]
    for period, found in sorted(grouped(decided, lambda f: f.period).items()):
        dated = [f for f in found if f.value and f.code("outcome") in subject.codes("old")]
        tables = [f for f in dated if f.kind != "prose"] or dated
        if tables and period[:4].isdigit() and int(period[:4]) >= subject.limits["since"]:
            yield _old_terms(subject, period, tables)
        yield from _closed_as_decided(subject, found)


def _old_terms(subject: Subject, period: str, found: list[Figure]) -> Check:
    whole, figures = found[0].whole, subject.figures
    received = figures.totals(whole._replace(measure="complaints_received"))
    count = sum(f.value for f in found)
    all_in = next(
        (f for f in (*received.values(), *figures.totals(whole).values()) if f.value >= count), None
    )
    terms = dict.fromkeys(f.row.label("outcome").rpartition(" > ")[2].strip() for f in found)
    loose = all(f.code("outcome") == "premature" for f in found)  # the word lives on for referrals
    return subject.finding(
        "terms_of" if all_in else "terms",
        count,
        all_in.value if all_in else "",
        (*found, *((all_in,) if all_in else ())),
        "warning" if loose else "error",
        words=", ".join(terms),
        period=period,
        base=all_in.value if all_in else "",
    )


def _closed_as_decided(subject: Subject, found: list[Figure]) -> Iterator[Check]:
    """More cases filed under findings than the Ombudsman is said to have investigated."""
    merits = [f for f in found if f.code("outcome") in subject.codes("findings") and f.exact]
    whole = found[0].whole._replace(measure="complaints_investigated")
    investigated = subject.figures.totals(whole)
    for place, rows in grouped(merits, lambda f: f.place).items():
        alone = [f for f in rows if len(f.dims) == 1] or rows
        if len({f.dims for f in alone}) < len(alone):
            continue  # one outcome twice: something tells them apart that is not coded
        total = sum(f.value for f in alone)
        for count, figure in investigated.items():
            if figure.place != place and total > count > 0 and rows[0].kind != "prose":
                left, period = total - count, figure.period
                yield subject.finding(
                    "closed", total, count, (*alone, figure), "error", counts=left, period=period
                )
                return


@check("uphold-rate-definition")
def uphold_rate(subject: Subject) -> Iterator[Check]:
    """An uphold or fault rate that is a share of something else than upheld and not upheld."""
    for figure in subject.figures.all:
        if figure.unit != "percent" or figure.measure != "complaints_decided" or not figure.exact:
            continue
        if figure.stage != "ombudsman" or [d for d, _ in figure.dims] != ["outcome"]:
            continue
        if figure.code("outcome") in subject.codes("upheld"):
            finding = _rate(subject, figure) or _of_all(subject, figure)
            if finding:
                yield finding


def _rate(subject: Subject, figure: Figure) -> Check | None:
    """Against the counts, where upheld and not upheld are both printed."""
    whole = figure.whole._replace(unit="count")
    totals = subject.figures.totals
    upheld, rest = (
        max(
            (f for code in subject.entry.codes[name] for f in totals(whole, (("outcome", code),)).values()),
            key=lambda f: f.value,
            default=None,
        )
        for name in ("upheld", "not_upheld")
    )
    if upheld is None or rest is None:
        return None
    base = upheld.value + rest.value
    if not base or gives(upheld.value, base, figure):
        return None
    wholes = {**totals(whole), **totals(whole._replace(measure="complaints_received"))}
    if not any(gives(upheld.value, total, figure) for total in wholes):
        return None  # a rate of something else
    rate = f"{100 * upheld.value / base:.1f}"
    evidence = (figure, upheld, rest)
    return subject.finding("counts", figure.printed, rate, evidence, counts=upheld.value, base=base)


def _of_all(subject: Subject, figure: Figure) -> Check | None:
    """Against the total that its own sentence names, where that is all cases received."""
    received = subject.figures.totals(figure.whole._replace(measure="complaints_received", unit="count"))
    said = figure.row.evidence
    named = [f for v, f in received.items() if f" {plain(v)} " in f" {said} "]
    if not named or subject.words("finished").search(said):
        return None
    base = named[0]
    return subject.finding("of_all", figure.printed, base.value, (figure, base), base=base.value)
