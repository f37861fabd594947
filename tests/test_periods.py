"""Every spelling of a year, real strings, and what is no period."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.language import periods
from extractor.language.periods import find, header_period, next_year, previous, resolve

YEARS = range(1990, 2027)
MONTHS = ("Apr", "April", "APRIL")


def codes(text: str) -> list[str]:
    return [p.code for p in find(text)]


def spellings(first: int) -> list[str]:
    """One financial year as reports print it, inside words that leave no doubt."""
    last, short, shorter = first + 1, f"{first % 100:02d}", f"{(first + 1) % 100:02d}"
    plain = [
        f"{first}/{shorter}",
        f"{first}-{shorter}",
        f"{first}–{shorter}",
        f"{first} – {last}",
        f"{first} - {last}",
        f"{first}-{last}",
        f"{first}/{last}",
        f"{first} to {last}",
        f"{first} / {shorter}",
        f"FY {first}/{shorter}",
        f"FY{first}/{shorter}",
        f"{first} -{shorter}",
        f"{first}- {shorter}",
    ]
    months = [
        f"Apr{short} - Mar{shorter}",
        f"Apr {short} Mar{shorter}",
        f"Apr{short} Mar{shorter}",
        f"Apr {first} – Mar {last}",
        f"April {first} to March {last}",
        f"April {first} - March {last}",
        f"APRIL {first} TO MARCH {last}",
        f"1 April {first} to 31 March {last}",
        f"1st April {first} and 31st March {last}",
        f"1 April {first} - 31 March {last}",
        f"1st April {first} – 31st March {last}",
        f"1 April to 31 March {last}",
        f"April to March {last}",
        f"01/04/{first} - 31/03/{last}",
        f"01.04.{short} to 31.03.{shorter}",
        f"April {short} - March {shorter}",
        f"1st of April {first} until the 31st of March {last}",
        f"{first}-04-01 to {last}-03-31",
        f"April '{short} to March '{shorter}",
        f"1 Apr {first} to 31 Mar {last}",
    ]
    ending = [
        f"the year ending 31 March {last}",
        f"the year ended 31st March {last}",
        f"twelve months to 31 March {last}",
        f"the year to March {last}",
        f"12 months ending 31 March {last}",
    ]
    short_ones = [
        f"in {short}/{shorter}",
        f"during {short}-{shorter}",
        f"({short}/{shorter})",
        f"FY {short}/{shorter}",
    ]
    return plain + months + ending + short_ones


@pytest.mark.parametrize("first", YEARS)
def test_every_spelling_of_every_year(first: int) -> None:
    wanted, wrong = periods.year_code(first), []
    for text in spellings(first):
        for whole in (text, f"In the report for {text}, complaints rose.", f"{text}:"):
            if codes(whole) != [wanted] or find(whole)[0].kind != "financial_year":
                wrong.append((whole, codes(whole)))
    assert not wrong


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("202017-18", "2017/18"),
        ("202017- 18", "2017/18"),
        ("themes 202016-17", "2016/17"),
        ("202016- 17", "2016/17"),
    ],
)
def test_doubled_prefix_is_repaired_and_said_so(text: str, code: str) -> None:
    (found,) = find(text)
    assert (found.code, found.repaired) == (code, True)


@pytest.mark.parametrize(
    ("text", "code", "kind"),
    [
        ("At 31st March 2019 there were 65", "2019-03-31", "date"),
        ("as at 31/03/2019", "2019-03-31", "date"),
        ("launched on 3 April 2017.", "2017-04-03", "date"),
        ("logged -17 November 2017", "2017-11-17", "date"),
        ("child protection 14-Feb-2018", "2018-02-14", "date"),
        ("on March 31st, 2019", "2019-03-31", "date"),
        ("25 Jan 2018", "2018-01-25", "date"),
        ("As of April 2018 70% of workers", "2018-04", "month"),
        ("Sept-18", "2018-09", "month"),
        ("to 4.7% in April 2018.", "2018-04", "month"),
        ("2018/19 Q1", "2018/19 Q1", "quarter"),
        ("Q3 2018/19", "2018/19 Q3", "quarter"),
        ("Quarter 4 (2018/19)", "2018/19 Q4", "quarter"),
        ("second quarter of 2018/19", "2018/19 Q2", "quarter"),
        ("Apr-Jun 2024", "2024/25 Q1", "quarter"),
        ("1 April 2019 and 31 December 2019", "2019/20 Q1-Q3", "part_year"),
        ("January to March 2019/22", "2018/19 Q4", "quarter"),
        ("July to September 2024", "2024/25 Q2", "quarter"),
        ("Oct-Dec 2018", "2018/19 Q3", "quarter"),
        ("January to March 2019", "2018/19 Q4", "quarter"),
        ("quarter ending 30 June 2024", "2024/25 Q1", "quarter"),
        ("April to December 2024", "2024/25 Q1-Q3", "part_year"),
        ("1 April 2024 to 30 September 2024", "2024/25 Q1-Q2", "part_year"),
        ("July 2018 - March 2019", "2018/19 Q2-Q4", "part_year"),
        ("Q1-Q3 2024/25", "2024/25 Q1-Q3", "part_year"),
        ("January to December 2019", "2019", "calendar_year"),
        ("Since 2016, Children's Services", "2016", "calendar_year"),
    ],
)
def test_dates_quarters_and_parts_of_years(text: str, code: str, kind: str) -> None:
    (found,) = find(text)
    assert (found.code, found.kind) == (code, kind)


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("fewer than last year", "relative_previous", "2017/18"),
        ("from the previous year.", "relative_previous", "2017/18"),
        ("on the previous reporting period when", "relative_previous", "2017/18"),
        ("the prior year", "relative_previous", "2017/18"),
        ("40 the year before", "relative_previous", "2017/18"),
        ("in the last reporting year", "relative_previous", "2017/18"),
        ("compared with the preceding year", "relative_previous", "2017/18"),
        ("compared to 66% in the last year", "relative_previous", "2017/18"),
        ("the previous year’s report", "relative_previous", "2017/18"),
        ("received this year", "relative_current", "2018/19"),
        ("in this reporting period", "relative_current", "2018/19"),
        ("the reporting year", "relative_current", "2018/19"),
        ("During the year a total", "relative_current", "2018/19"),
        ("over the past year", "relative_current", "2018/19"),
        ("the year before last", "relative_two_back", "2016/17"),
        ("two years ago", "relative_two_back", "2016/17"),
        ("in the coming year", "relative_next", "2019/20"),
    ],
)
def test_relative_years_resolve_against_the_report(text: str, kind: str, code: str) -> None:
    (found,) = find(text)
    assert (found.kind, found.code) == (kind, "")
    assert resolve(found, "2018/19") == code
    assert resolve(found, "") == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("On 31st March Harrow had", "2019-03-31"),
        ("since 1 April", "2018-04-01"),
        ("Q2", "2018/19 Q2"),
        ("Quarters 1 to 3", "2018/19 Q1-Q3"),
        ("31 December", "2018-12-31"),
    ],
)
def test_a_day_or_quarter_without_its_year_takes_the_report_s(text: str, code: str) -> None:
    (found,) = find(text)
    assert found.code == ""
    assert resolve(found, "2018/19") == code


@pytest.mark.parametrize(
    "text",
    [
        "10-14",
        "11-20 days",
        "aged 15-17",
        "age range 6-9, 10-14 and 15-17",
        "020 8424 1627",
        "2006/1738",
        "24/7",
        "10/20",
        "within 10/11 days",
        "20181/9",
        "over the last three years",
        "in previous years",
        "the 2006 Regulations",
        "the Children Act 1989",
        "a total of 2015 contacts",
        "18/19 complaints on time",
        "children aged 16-17",
        "16/17 year olds",
        "1,318,300",
        "£2,019",
        "2019%",
        "5 may be upheld",
        "20-21 children",
        "the 2011 census",
        "2018/19/20",
        "12.2018",
        "21 020 300",
        "HA2018",
        "1800",
        "reporting",
        "17-18 cases were closed",
    ],
)
def test_what_is_no_period(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "2016-2019",
        "April/May 2015",
        "November 2018 to January 2020",
        "2017/19",
        "the year ended 29 February 2020",
    ],
)
def test_ranges_have_no_code(text: str) -> None:
    (found,) = find(text)
    assert (found.kind, found.code) == ("range", "")
    assert resolve(found, "2018/19") == ""


def test_several_periods_in_one_sentence() -> None:
    text = "by 16% from 43 in 2016-17 to 50 in 2017-18, and as at 31 March 2018 there were 3"
    assert codes(text) == ["2016/17", "2017/18", "2018-03-31"]
    assert codes("18/19  17/18 16/17") == ["2018/19", "2017/18", "2016/17"]
    assert codes("2015/16 - 2017/18") == ["2015/16", "2017/18"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Total 2018/19", "2018/19"),
        ("TOTAL 2019/20", "2019/20"),
        ("2018/19 (last year)", "2018/19"),
        ("2017-18 %", "2017/18"),
        ("Apr17 - Mar18", "2017/18"),
        ("Apr 16 Mar17", "2016/17"),
        ("Apr17- Mar18", "2017/18"),
        ("202017- 18", "2017/18"),
        ("18/19", "2018/19"),
        ("19-20", "2019/20"),
        ("Number 2019", "2019"),
        ("31/03/2019", "2019-03-31"),
        ("Year 2018/19", "2018/19"),
        ("2018/19 Q1", "2018/19 Q1"),
        ("(2018/19)", "2018/19"),
        ("as at 31 March 2019", "2019-03-31"),
        ("Last year", ""),
        ("Q1", ""),
    ],
)
def test_header_that_is_a_period(text: str, code: str) -> None:
    found = header_period(text)
    assert found is not None
    assert found.code == code


def test_a_misprinted_header_is_repaired_but_a_sentence_is_not() -> None:
    found = header_period("2017/19")
    assert found is not None
    assert (found.code, found.repaired) == ("2017/18", True)
    assert header_period("2016/19") is None


@pytest.mark.parametrize(
    "text",
    [
        "Stage 1 2018/19",
        "15-19",
        "10-14",
        "16-17",
        "Year",
        "Total",
        "2018/19 upheld",
        "Change 2017/18 to 2018/19",
        "18+",
        "",
    ],
)
def test_header_that_is_more_or_less_than_a_period(text: str) -> None:
    assert header_period(text) is None


def test_months_of_two_financial_years_are_no_quarters_of_either() -> None:
    (across,) = find("1 January 2019 to 30 June 2019")
    assert (across.kind, across.code) == ("range", "")
    (within,) = find("1 October 2018 to 31 March 2019")
    assert (within.kind, within.code) == ("part_year", "2018/19 Q3-Q4")


def test_previous_and_next() -> None:
    assert previous("2018/19") == "2017/18"
    assert previous("2000/01") == "" or previous("2000/01") == "1999/00"
    assert next_year("2018/19 Q1") == "2019/20 Q1"
    assert previous("2019") == "2018"
    assert previous("2019-03-31") == "2018-03-31"
    assert previous("") == ""


@given(st.text(alphabet="0123456789/-–. aprmsyQF'", max_size=40))
def test_anything_goes_in(text: str) -> None:
    found = find(text)
    for period in found:
        assert text[period.start : period.end] == period.raw
    for one, two in itertools.pairwise(found):
        assert one.end <= two.start
    header_period(text)


@given(st.integers(1990, 2034), st.integers(0, 7))
def test_previous_undoes_next(first: int, quarter: int) -> None:
    code = periods.year_code(first) + (f" Q{quarter}" if 1 <= quarter <= 4 else "")
    assert previous(next_year(code)) == code


def more_spellings(first: int) -> list[str]:
    """The same year in rarer spellings, each sure."""
    last, short, shorter = first + 1, f"{first % 100:02d}", f"{(first + 1) % 100:02d}"
    return [
        f"{first}—{shorter}",
        f"{first}\u2011{shorter}",
        f"{first}\\{shorter}",
        f"{first} / {last}",
        f"FY{first}-{shorter}",
        f"FY {short}-{shorter}",
        f"financial year {short}-{shorter}",
        f"municipal year {first}/{shorter}",
        f"fiscal year {first}/{shorter}",
        f"{first}/{shorter} financial year",
        f"1 April {first}–31 March {last}",
        f"1st April {first} – 31st March {last}",
        f"01 April {first} - 31 March {last}",
        f"1 April '{short} to 31 March '{shorter}",
        f"1 April {first} through 31 March {last}",
        f"1 April {first} up to 31 March {last}",
        f"between 1 April {first} and 31 March {last}",
        f"from the 1st of April {first} to the 31st of March {last}",
        f"April 1 {first} to March 31 {last}",
        f"April 1st, {first} - March 31st, {last}",
        f"1/4/{first} - 31/3/{last}",
        f"1.4.{first} - 31.3.{last}",
        f"01/04/{short} - 31/03/{shorter}",
        f"Apr-{short} to Mar-{shorter}",
        f"April {short}/March {shorter}",
        f"April to March {first}/{shorter}",
        f"April – March {first}/{last}",
        f"April/March {first}/{shorter}",
        f"year ending March {last}",
        f"year ended 31 March {last}",
        f"year-end 31 March {last}",
        f"financial year ended March {last}",
        f"year ending 31/03/{last}",
        f"year ended 31.03.{shorter}",
        f"12 months to March {last}",
        f"twelve months ended 31 March {last}",
        f"12-month period ending 31 March {last}",
        f"period ending 31 March {last}",
    ]


@pytest.mark.parametrize("first", YEARS)
def test_rarer_spellings_of_every_year(first: int) -> None:
    wanted, wrong = periods.year_code(first), []
    for text in more_spellings(first):
        for whole in (text, f"This report covers {text}.", f"Complaints received ({text})"):
            if [(p.code, p.kind) for p in find(whole)] != [(wanted, "financial_year")]:
                wrong.append((whole, find(whole)))
    assert not wrong


@pytest.mark.parametrize("first", [1990, 1999, 2004, 2012, 2019, 2026])
def test_every_spelling_in_a_title_is_the_report_s_year(first: int) -> None:
    from extractor.identify.year import decide
    from extractor.language.words import in_force
    from extractor.model.types import Document, Prose

    wrong = []
    for text in (*spellings(first), *more_spellings(first)):
        page = Document((Prose(f"Annual complaints report {text}", "title"),))
        if decide(page, "", in_force()).period != periods.year_code(first):
            wrong.append((text, decide(page, "", in_force()).period))
    assert not wrong


def part_years(first: int) -> dict[str, str]:
    """Parts of the financial year, and other years, with their codes; '' for what has none."""
    last, year = first + 1, periods.year_code(first)
    return {
        f"Jan to Dec {first}": f"{first}",
        f"1 January {first} to 31 December {first}": f"{first}",
        f"year ended 31 December {first}": f"{first}",
        f"year ending December {first}": f"{first}",
        f"12 months to December {first}": f"{first}",
        f"calendar year {first}": f"{first}",
        f"first half of {year}": f"{year} Q1-Q2",
        f"second half of {year}": f"{year} Q3-Q4",
        f"H1 {year}": f"{year} Q1-Q2",
        f"{year} H2": f"{year} Q3-Q4",
        f"April to September {first}": f"{year} Q1-Q2",
        f"April to September {year}": f"{year} Q1-Q2",
        f"October {first} to March {last}": f"{year} Q3-Q4",
        f"six months to 30 September {first}": f"{year} Q1-Q2",
        f"6 months ending 31 March {last}": f"{year} Q3-Q4",
        f"half-year ending 30 September {first}": f"{year} Q1-Q2",
        f"nine months to December {first}": f"{year} Q1-Q3",
        f"three months to 30 June {first}": f"{year} Q1",
        f"1st quarter of {year}": f"{year} Q1",
        f"4th quarter {year}": f"{year} Q4",
        f"Jan-Mar {year}": f"{year} Q4",
        f"quarter ended 31 March {last}": f"{year} Q4",
        f"half year {year}": "",
        f"mid-year report {year}": "",
        f"academic year {year}": "",
        f"{year} academic year": "",
        f"September {first} to August {last}": "",
        f"15 months to March {last}": "",
        f"two years to 31 March {last}": "",
        f"year ending August {last}": "",
        f"three years {first}-{first + 3}": "",
    }


@pytest.mark.parametrize("first", YEARS)
def test_parts_of_years_and_other_years_are_kept_apart(first: int) -> None:
    wrong = []
    for text, code in part_years(first).items():
        found = [(p.code, p.kind) for p in find(f"In the {text} complaints rose.")]
        if [c for c, _ in found] != [code] or found[0][1] == "financial_year":
            wrong.append((text, found))
    assert not wrong


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("In the six months to 30 September 2018 we received 20 complaints.", "2018/19 Q1-Q2"),
        ("In the 12 months to 31 March 2018 we received 20 complaints.", "2017/18"),
        ("From April 2018 to September 2018 we received 20 complaints.", "2018/19 Q1-Q2"),
        ("In the second half of the year we received 20 complaints.", "2018/19 Q3-Q4"),
        ("In the calendar year 2018 we received 20 complaints.", "2018"),
        ("In the academic year 2017/18 we received 20 complaints.", ""),
        ("From September 2017 to August 2018 we received 20 complaints.", ""),
        ("Over the three years 2016-2019 we received 20 complaints.", ""),
        ("Half-year 2018/19: 20 complaints were received.", ""),
    ],
)
def test_a_number_of_another_stretch_of_time_is_not_the_report_s_year(sentence: str, period: str) -> None:
    from pathlib import Path

    from extractor.lexicon import rulebook
    from extractor.run.report import work

    head = "Harrow Council\nAnnual complaints report 2018/19\n\nComplaints\n\n"
    head += "Complaints help us to learn, and each is read with care.\n\n"
    book = rulebook.load(Path(__file__).resolve().parent.parent / "patterns")
    rows = work(f"{head}{sentence}\n".encode(), "r.txt", None, book).rows()
    assert [(row["value"], row["period"]) for row in rows] == [("20", period)]
