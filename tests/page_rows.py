"""Rows as a run over many councils would give them, made up from a seed, for the tests of the page."""

from __future__ import annotations

import random
from dataclasses import replace

from extractor.model.intervals import byar, wilson
from extractor.publish import Dataset

Row = dict[str, str]
REGIONS = ("East Midlands", "London", "North East", "South West")
SYLLABLES = ("Ash", "Bar", "Cold", "Dun", "East", "Fern", "Green", "Hart", "Kings", "Long")
ENDS = ("bury", "ford", "ham", "ley", "minster", "pool", "ton", "worth")
SHARES = (
    ("share_upheld", "children_statutory", "stage_1", "decided", ""),
    ("share_within_timescale", "children_statutory", "stage_1", "responded", "10"),
    ("share_within_timescale", "corporate", "stage_1", "responded", "20"),
    ("ombudsman_uphold_rate", "ombudsman", "ombudsman", "detailed_investigations", ""),
)


def councils(count: int) -> list[tuple[str, str, str]]:
    """Code, name and region."""
    names = [first + end for end in ENDS for first in SYLLABLES]
    names += [f"{name} and {other}" for name in names for other in names[:5] if name != other]
    return [(f"E{n + 6000001:08}", names[n], REGIONS[n % len(REGIONS)]) for n in range(count)]


def years(count: int, last: int = 2023) -> list[str]:
    return [f"{year}/{(year + 1) % 100:02}" for year in range(last - count + 1, last + 1)]


def indicator(council: tuple[str, str, str], period: str, **cells: str) -> Row:
    """One row of indicators.csv; a share of decided complaints where nothing else is said."""
    row = {
        "authority_code": council[0],
        "authority_name": council[1],
        "period": period,
        "procedure": "children_statutory",
        "stage": "stage_1",
        "indicator": "share_upheld",
        "numerator": "15",
        "denominator": "90",
        "denominator_class": "decided",
        "limit_days": "",
        "unit": "percent",
        "value": "16.666667",
        "lower": "10.37",
        "upper": "25.69",
        "approximate": "",
        "comparable": "yes",
        "not_comparable_because": "",
        "flags": "",
        "observation_ids": "a1b2c3",
        "scope": "",
        "event_basis": "",
        "unit_of_count": "complaint",
    }
    assert cells.keys() <= row.keys()
    return {**row, **cells}


def share(council: tuple[str, str, str], period: str, events: int, total: int, **cells: str) -> Row:
    low, high = wilson(events, total)
    figures = {
        "numerator": str(events),
        "denominator": str(total),
        "value": f"{events / total * 100:.6f}",
        "lower": f"{low * 100:.6f}",
        "upper": f"{high * 100:.6f}",
    }
    return indicator(council, period, **{**figures, **cells})


def count(council: tuple[str, str, str], period: str, events: int, **cells: str) -> Row:
    low, high = byar(events)
    figures = {
        "indicator": "complaints_received",
        "numerator": "",
        "denominator": "",
        "denominator_class": "",
        "unit": "count",
        "value": str(events),
        "lower": f"{low:.6f}",
        "upper": f"{high:.6f}",
    }
    return indicator(council, period, **{**figures, **cells})


def many(number: int, of_years: int, seed: int = 1, editions: int = 1, spread: float = 0.0) -> Dataset:
    """A run over so many councils and years; about one council and year in ten has no report.

    `editions` files for each council and year; `spread` makes councils differ by more than chance.
    """
    chance = random.Random(seed)
    coverage, universe, reports, indicators, checks, issues = [], [], [], [], [], []
    for council in councils(number):
        code, name, region = council
        lean = chance.gauss(0, spread)
        size = chance.randint(8, 400)
        for period in years(of_years):
            missing = chance.random() < 0.1
            files = [f"{name.lower().replace(' ', '-')}-{period[:4]}-{n}.pdf" for n in range(editions)]
            universe.append(
                {
                    "authority_code": code,
                    "authority_name": name,
                    "old_la_code": "",
                    "type": "",
                    "region_code": "",
                    "region": region,
                    "period": period,
                    "status": "missing" if missing else "have",
                    "source_files": "" if missing else ";".join(files),
                }
            )
            if missing:
                continue
            for file in files:
                coverage.append(_coverage(file, council, period, chance))
                reports.append(_report(file, council, period, coverage[-1]))
                checks += [_check(file, council, period, chance) for _ in range(chance.randint(0, 6))]
                issues.append(_issue(file, chance))
            indicators += _indicators(council, period, size, lean, chance)
    run = {"extractor": "0.1.0", "rulebook": "ab" * 32, "counts": {"observations": 1}}
    return Dataset([], [], coverage, issues, run, None, [], indicators, checks, reports, universe, [])


def empty() -> Dataset:
    return Dataset([], [], [], [], {"counts": {}})


def suppressed(dataset: Dataset) -> Dataset:
    """The same with every figure hidden."""
    hidden = dict.fromkeys(("numerator", "denominator", "value", "lower", "upper"), "c")
    return replace(dataset, indicators=[{**row, **hidden} for row in dataset.rows("indicators")])


def _indicators(
    council: tuple[str, str, str], period: str, size: int, lean: float, chance: random.Random
) -> list[Row]:
    received = max(1, round(chance.gauss(size, size**0.5)))
    rows = [count(council, period, received, procedure="children_statutory")]
    for code, procedure, stage, denominator, limit in SHARES:
        total = max(1, received * chance.randint(50, 100) // 100)
        likely = min(0.95, max(0.05, 0.4 + lean))
        events = sum(chance.random() < likely for _ in range(total))
        cells = {
            "indicator": code,
            "procedure": procedure,
            "stage": stage,
            "denominator_class": denominator,
            "limit_days": limit,
        }
        if chance.random() < 0.07:
            cells |= {
                "comparable": "no",
                "not_comparable_because": "it takes in complaints that are still open",
            }
        elif chance.random() < 0.1:
            cells |= {"comparable": "with_care", "flags": "breakdown-sum;percent-recompute"}
        rows.append(share(council, period, events, total, **cells))
    return rows


def _coverage(file: str, council: tuple[str, str, str], period: str, chance: random.Random) -> Row:
    status = chance.choices(("ok", "partial", "unreadable", "duplicate_edition"), (70, 15, 8, 7))[0]
    seen = chance.randint(40, 400)
    return {
        "source_file": file,
        "sha256": "0" * 64,
        "authority_code": council[0],
        "authority_name": council[1],
        "report_period": period,
        "pages": "12",
        "tables_seen": "9",
        "tables_read": "8",
        "numbers_seen": str(seen),
        "numbers_claimed": str(seen // 2),
        "numbers_ignored": str(seen - seen // 2 - 3),
        "numbers_unread": "3",
        "charts_unread": "1",
        "observations": str(seen // 2),
        "status": status,
        "reason": "" if status == "ok" else f"The file {file} has pages that hold pictures of text only.",
    }


def _report(file: str, council: tuple[str, str, str], period: str, coverage: Row) -> Row:
    return {
        "source_file": file,
        "title": f"Annual complaints report {period}",
        "authority_code": council[0],
        "authority_name": council[1],
        "publisher": council[1],
        "report_period": period,
        "published": "",
        "url": f"https://www.example.gov.uk/{file}",
        "licence": "Open Government Licence v3.0",
        "sha256": "0" * 64,
        "retrieved": "2025-02-03",
        "pages": "12",
        "status": coverage["status"],
    }


def _check(file: str, council: tuple[str, str, str], period: str, chance: random.Random) -> Row:
    total = chance.randint(20, 200)
    code, severity = chance.choice(
        (("breakdown-sum", "error"), ("percent-recompute", "warning"), ("figure-not-in-text", "info"))
    )
    return {
        "source_file": file,
        "authority_code": council[0],
        "period": period,
        "check": code,
        "severity": severity,
        "printed": str(total),
        "computed": str(total + 2),
        "message": f"The parts of table 3 come to {total + 2}, but the printed total is {total}.",
        "observation_ids": f"{chance.getrandbits(64):016x}",
        "source_url": f"https://www.example.gov.uk/{file}#page=4",
    }


def _issue(file: str, chance: random.Random) -> Row:
    return {
        "source_file": file,
        "code": chance.choice(("unmapped-label", "chart-unread")),
        "severity": "warning",
        "page": "3",
        "message": "The label 'Other teams' found no code.",
        "suggestion": "aliases: [Other teams]",
    }
