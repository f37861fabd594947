"""The Ombudsman's decisions: the words of their time, and what an uphold rate is a rate of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from extractor.check.bases import gives
from extractor.check.figures import Figure, Figures, swap
from extractor.check.finding import Finding, described, plain, where
from extractor.check.registry import Subject, check
from extractor.lexicon.checklist import CheckBook


@check("ombudsman-era")
def ombudsman_era(subject: Subject) -> Iterator[Finding]:
    """Decision terms of before 2013/14 in later years; cases closed early that are filed as decided."""
    figures, book = subject.figures, subject.book
    entry = book.check("ombudsman-era")
    since, old = int(entry.limits["since"]), frozenset(entry.codes["old"])
    other = re.compile(entry.words["other"], re.IGNORECASE)
    periods: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures.all:
        if other.search(f"{figure.row.published_label} {figure.row.evidence}"):
            continue  # the Housing Ombudsman speaks of maladministration to this day
        if figure.stage == "ombudsman" and figure.measure == "complaints_decided" and figure.unit == "count":
            periods[figure.period].append(figure)
    for period, found in sorted(periods.items()):
        dated = [f for f in found if f.value and dict(f.dims).get("outcome") in old]
        tables = [f for f in dated if f.kind != "prose"] or dated
        if tables and period[:4].isdigit() and int(period[:4]) >= since:
            yield _old_terms(figures, period, tables, book)
        yield from _closed_as_decided(figures, found, book)


def _old_terms(figures: Figures, period: str, found: list[Figure], book: CheckBook) -> Finding:
    first = found[0]
    received = figures.totals(swap(first.whole, measure="complaints_received"))
    decided = figures.totals(first.whole)
    count = sum(f.value for f in found)
    all_in = next((f for f in (*received.values(), *decided.values()) if f.value >= count), None)
    terms = dict.fromkeys(f.row.label("outcome").rpartition(" > ")[2].strip() for f in found)
    slots = {
        "words": ", ".join(terms),
        "period": period,
        "base": plain(all_in.value) if all_in else "",
        "where": where(first),
    }
    evidence = (*found, *((all_in,) if all_in else ()))
    name = "terms_of" if all_in else "terms"
    computed = plain(all_in.value) if all_in else ""
    loose = all(dict(f.dims).get("outcome") == "premature" for f in found)  # the word lives on for referrals
    return Finding(
        "ombudsman-era", name, plain(count), computed, evidence, "warning" if loose else "error", slots
    )


def _closed_as_decided(figures: Figures, found: list[Figure], book: CheckBook) -> Iterator[Finding]:
    """More cases filed under findings than the Ombudsman is said to have investigated."""
    entry = book.check("ombudsman-era")
    merits = frozenset(entry.codes["findings"])
    places: dict[str, list[Figure]] = defaultdict(list)
    for figure in found:
        if dict(figure.dims).get("outcome") in merits and figure.exact:
            places[figure.place].append(figure)
    investigated = figures.totals(swap(found[0].whole, measure="complaints_investigated"))
    for place, rows in places.items():
        whole = [f for f in rows if len(f.dims) == 1] or rows
        if len({f.dims for f in whole}) < len(whole):
            continue  # one outcome twice: something tells them apart that is not coded
        total = sum(f.value for f in whole)
        for count, figure in investigated.items():
            if figure.place != place and total > count > 0 and rows[0].kind != "prose":
                slots = {"counts": plain(total - count), "where": where(whole[0]), "period": figure.period}
                yield Finding(
                    "ombudsman-era", "closed", plain(total), plain(count), (*whole, figure), "error", slots
                )
                return


@check("uphold-rate-definition")
def uphold_rate(subject: Subject) -> Iterator[Finding]:
    """An uphold or fault rate that is a share of something else than upheld and not upheld."""
    figures, book = subject.figures, subject.book
    entry = book.check("uphold-rate-definition")
    for figure in figures.all:
        if figure.unit != "percent" or figure.measure != "complaints_decided" or not figure.exact:
            continue
        if figure.stage != "ombudsman" or [d for d, _ in figure.dims] != ["outcome"]:
            continue
        if figure.dims[0][1] not in entry.codes["upheld"]:
            continue
        finding = _rate(figures, figure, book) or _of_all(figures, figure, book)
        if finding:
            yield finding


def _rate(figures: Figures, figure: Figure, book: CheckBook) -> Finding | None:
    """Against the counts, where upheld and not upheld are both printed."""
    entry = book.check("uphold-rate-definition")
    whole = swap(figure.whole, unit="count")
    counts = {
        name: [f for code in entry.codes[name] for f in figures.totals(whole, (("outcome", code),)).values()]
        for name in ("upheld", "not_upheld")
    }
    if not counts["upheld"] or not counts["not_upheld"]:
        return None
    upheld = max(counts["upheld"], key=lambda f: f.value)
    rest = max(counts["not_upheld"], key=lambda f: f.value)
    base = upheld.value + rest.value
    if not base or gives(upheld.value, base, figure):
        return None
    totals = {**figures.totals(whole), **figures.totals(swap(whole, measure="complaints_received"))}
    if not any(gives(upheld.value, total, figure) for total in totals):
        return None  # a rate of something else
    rate = 100 * upheld.value / base
    slots = {
        "what": described(figure, book),
        "counts": plain(upheld.value),
        "base": plain(base),
        "where": where(figure),
    }
    return Finding(
        "uphold-rate-definition",
        "counts",
        figure.printed,
        f"{rate:.1f}",
        (figure, upheld, rest),
        "",
        slots,
    )


def _of_all(figures: Figures, figure: Figure, book: CheckBook) -> Finding | None:
    """Against the total that its own sentence names, where that is all cases received."""
    received = figures.totals(swap(figure.whole, measure="complaints_received", unit="count"))
    named = [f for v, f in received.items() if f" {plain(v)} " in f" {figure.row.evidence} "]
    finished = book.check("uphold-rate-definition").words["finished"]
    if not named or re.search(finished, figure.row.evidence, re.IGNORECASE):
        return None
    base = named[0]
    slots = {"what": described(figure, book), "base": plain(base.value), "where": where(figure)}
    return Finding(
        "uphold-rate-definition", "of_all", figure.printed, plain(base.value), (figure, base), "", slots
    )
