"""Whose report it is and of which year: openings as printed, every council and year in every form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.identify.council import Identity, identify
from extractor.identify.councils import Authorities, last_day
from extractor.language.periods import year_code
from extractor.lexicon import rulebook
from extractor.lexicon.authorities_file import ELSEWHERE, Authority
from extractor.lexicon.language_words import words_of
from extractor.model.types import Document, Prose

ROOT = Path(__file__).resolve().parent.parent
BOOK = rulebook.load(ROOT / "patterns")
WORDS = words_of(BOOK)
AUTHORITIES = Authorities(BOOK.raw("authorities"), WORDS)
CASES: list[dict[str, Any]] = yaml.load(
    (ROOT / "tests" / "data" / "identity_cases.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)
ENGLISH = [a for a in AUTHORITIES.all if a.type not in ELSEWHERE]
YEARS = range(1990, 2027)


def who(
    *lines: str, file: str = "report.pdf", titles: tuple[str, ...] = (), address: str = "", scope: bool = True
) -> Identity:
    blocks = tuple(Prose(line) for line in lines)
    document = Document(blocks, 1, titles, address=address)
    return identify(document, AUTHORITIES, file, BOOK.raw("scope") if scope else None)


@pytest.mark.parametrize("case", CASES, ids=[" / ".join(case["lines"])[:80] for case in CASES])
def test_whose_report_and_of_which_year(case: dict[str, Any]) -> None:
    more = {key: case[key] for key in ("file", "address") if key in case}
    found = who(*case["lines"], titles=tuple(case.get("titles", ())), **more)
    assert (found.authority_code, found.report_period) == (case["council"], case["year"]), found
    assert bool(found.out_of_scope) == ("out" in case) and case.get("out", "") in found.out_of_scope


def year_of(authority: Authority) -> str:
    """A year at whose end this code was valid."""
    for first in (2017, *range(1990, 2030)):
        if authority.exists_on(last_day(year_code(first))):
            return year_code(first)
    raise AssertionError(f"{authority.code} never existed")


def squeezed(text: str) -> str:
    return text.replace(" ", "").replace(",", "")


def forms(authority: Authority) -> list[str]:
    """How a council's title may be printed."""
    found = [f"{name} Council" for name in authority.printed] + list(authority.examples)
    found += [text.upper() for text in found] + [text.replace(" and ", " & ") for text in found]
    found += [text.replace("'", "") for text in found] + [text.replace("'", "’") for text in found]
    return list(dict.fromkeys(found))


def test_every_english_council_in_every_form_of_its_title() -> None:
    wrong = []
    for authority in ENGLISH:
        year = year_of(authority)
        for form in forms(authority):
            found = who(form, f"Annual complaints report {year}", "We received 40 complaints.")
            if (found.authority_code, found.report_period) != (authority.code, year):
                wrong.append((authority.code, form, year, found.authority_code))
    assert not wrong


def test_every_english_council_by_a_title_that_runs_together() -> None:
    wrong = []
    for authority in ENGLISH:
        year = year_of(authority)
        found = who(squeezed(authority.examples[0]), f"AnnualComplaintsReport{year}")
        if (found.authority_code, found.report_period) != (authority.code, year):
            wrong.append((authority.code, authority.examples[0], found.authority_code, found.report_period))
    assert not wrong


def test_every_english_council_by_its_address() -> None:
    wrong = []
    for authority in ENGLISH:
        year = year_of(authority)
        assert authority.domains, authority.code
        for domain in authority.domains:
            address = f"https://www.{domain}/complaints"
            found = who(f"Annual complaints report {year}", "We received 40 complaints.", address=address)
            shared = sum(domain in a.domains and a.exists_on(last_day(year)) for a in AUTHORITIES.all) > 1
            if not shared and found.authority_code != authority.code:
                wrong.append((authority.code, domain, found.authority_code))
    assert not wrong


def test_every_english_council_by_its_file_name_last() -> None:
    wrong = []
    for authority in ENGLISH:
        year = year_of(authority)
        stem = authority.printed[0].lower().replace("'", "").replace(", ", "-").replace(" ", "-")
        for file in (f"{stem}-complaints-{year.replace('/', '-')}.pdf", f"complaints_{year[:4]}_{stem}.pdf"):
            found = who(f"Annual complaints report {year}", "We received 40 complaints.", file=file)
            if found.authority_code != authority.code:
                wrong.append((authority.code, file, found.authority_code))
            other = "Harrow" if authority.name != "Harrow" else "Barnet"
            own = who(f"{other} Council", f"Annual complaints report {year}", file=file)
            assert own.authority_name == other
    assert not wrong


def spellings(first: int) -> list[str]:
    """One financial year in every printed form."""
    last = first + 1
    one, two = f"{first % 100:02d}", f"{last % 100:02d}"
    return [
        *(f"{first}{dash}{two}" for dash in ("/", "-", "–", " - ", " – ", " / ")),
        *(f"{first}{dash}{last}" for dash in ("/", "-", "–", " - ", " to ")),
        f"{first}-{last % 10}",
        f"{one}/{two}",
        f"for the year {one}-{two}",
        f"FY {first}/{two}",
        f"financial year {first}/{two}",
        f"April {first} to March {last}",
        f"April {first} – March {last}",
        f"Apr {one} to Mar {two}",
        f"Apr-{one} to Mar-{two}",
        f"1 April {first} - 31 March {last}",
        f"1st April {first} to 31st March {last}",
        f"01/04/{first} - 31/03/{last}",
        f"01.04.{one} - 31.03.{two}",
        f"year ending 31 March {last}",
        f"year ended 31st March {last}",
        f"12 months to 31 March {last}",
    ]


@pytest.mark.parametrize("first", YEARS)
def test_every_year_in_every_form_is_the_report_s_and_what_it_compares_with_is_not(first: int) -> None:
    year, before = year_code(first), year_code(first - 1)
    wrong = []
    for text in spellings(first):
        for lines in (
            ("Leeds City Council", f"Annual complaints report {text}"),
            ("Leeds City Council", "Annual complaints report", f"This report covers {text}."),
            (
                "Leeds City Council",
                f"Annual complaints report {text}",
                f"There were 90 complaints (105 in {before}), compared with 105 in {before}.",
                f"In {before} there were 105. In {before} half were upheld.",
            ),
        ):
            found = who(*lines).report_period
            if found != year:
                wrong.append((lines[1:], found))
    assert not wrong


@pytest.mark.parametrize("first", YEARS[1:])
def test_a_year_that_is_only_compared_with_is_never_the_report_s(first: int) -> None:
    before = year_code(first - 1)
    for text in (
        f"We received 118 complaints (105 in {before}).",
        f"We received 118 complaints, compared with 105 in {before}.",
        f"We received 118 complaints, up from 105 in {before}.",
        f"We received 118 complaints, more than in {before}.",
    ):
        assert who("Leeds City Council", "Annual complaints report", text).report_period == "", text
    told = f"We received 118 complaints, a rise on the previous year (105 in {before})."
    assert who("Leeds City Council", "Annual complaints report", told).report_period == year_code(first)
