"""Long lists of real strings: what counts, what does not, and that nothing is lost."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.language.numbers import Number, excluded, in_cell, in_sentence, is_value_cell

Shown = tuple[str, float | None, str, str]


def shown(numbers: tuple[Number, ...]) -> list[Shown]:
    return [(n.raw, n.value, n.unit, n.status) for n in numbers]


def count(raw: str, value: float) -> Shown:
    return raw, value, "count", "exact"


def percent(raw: str, value: float) -> Shown:
    return raw, value, "percent", "exact"


SENTENCES: list[tuple[str, list[Shown]]] = [
    ("There were 67 (47%) representations", [count("67", 67), percent("47%", 47)]),
    ("51(36%)", [count("51", 51), percent("36%", 36)]),
    ("67(47%)51(36%)", [count("67", 67), percent("47%", 47), count("51", 51), percent("36%", 36)]),
    ("a total of 1,820 children", [count("1,820", 1820)]),
    ("1,318,300 in January 2019 representing 14.9%", [count("1,318,300", 1318300), percent("14.9%", 14.9)]),
    ("£1,300.00 remedy payment", [("£1,300.00", 1300, "gbp", "exact")]),
    (
        "£1.2m, £9k and £2 million",
        [
            ("£1.2m", 1.2e6, "gbp", "exact"),
            ("£9k", 9000, "gbp", "exact"),
            ("£2 million", 2e6, "gbp", "exact"),
        ],
    ),
    ("significant (£1000.00+)", [("£1000.00+", 1000, "gbp", "more_than")]),
    (
        "the Council received twenty two stage 1 complaints, and three stage 2",
        [count("twenty two", 22), count("three", 3)],
    ),
    ("twenty-two complaints", [count("twenty-two", 22)]),
    (
        "one hundred and five complaints and two thousand contacts",
        [count("one hundred and five", 105), count("two thousand", 2000)],
    ),
    (
        "two thousand three hundred contacts, a hundred complaints",
        [count("two thousand three hundred", 2300), count("a hundred", 100)],
    ),
    ("nine (8) complaints", [count("nine", 9), count("8", 8)]),
    (
        "a fee of 50p",
        [("50p", 0.5, "gbp", "exact")],
    ),
    ("a dozen compliments", [count("a dozen", 12)]),
    ("nine (9) complaints", [count("nine (9)", 9)]),
    ("some 194 “transactions”", [count("194", 194)]),
    ("about 8200 families", [("8200", 8200, "count", "approximate")]),
    ("around 85% of representations", [("85%", 85, "percent", "approximate")]),
    ("approximately 24%", [("24%", 24, "percent", "approximate")]),
    ("nearly 40 cases", [("40", 40, "count", "approximate")]),
    (
        "decreased by over 20%. As of April 2018 70%",
        [("20%", 20, "percent", "more_than"), percent("70%", 70)],
    ),
    ("more than 10 and fewer than 5", [("10", 10, "count", "more_than"), ("5", 5, "count", "less_than")]),
    (
        "at least 3 of them, up to 20 working days",
        [("3", 3, "count", "more_than"), ("20", 20, "working_days", "less_than")],
    ),
    ("no more than 5 cases", [("5", 5, "count", "less_than")]),
    ("<5 cases and >10 others", [("<5", 5, "count", "less_than"), (">10", 10, "count", "more_than")]),
    ("Partnership and Development: <1%", [("<1%", 1, "percent", "less_than")]),
    ("experiencing 3+ changes of social worker", [("3+", 3, "count", "more_than")]),
    ("just over a quarter of complaints", [("a quarter", 25, "percent", "more_than")]),
    ("approx. a quarter being of white ethnicity", [("a quarter", 25, "percent", "approximate")]),
    (
        "nearly half of the cases, two thirds were closed",
        [("half", 50, "percent", "approximate"), ("two thirds", 200 / 3, "percent", "approximate")],
    ),
    ("three quarters of these", [("three quarters", 75, "percent", "approximate")]),
    ("one in five complaints", [("one in five", 20, "percent", "approximate")]),
    ("1 in 4 was late", [("1 in 4", 25, "percent", "approximate")]),
    (
        "fell by 5 percentage points to 66 per cent",
        [("5 percentage points", 5, "percentage_point", "exact"), percent("66 per cent", 66)],
    ),
    ("fifty per cent", [percent("fifty per cent", 50)]),
    ("6/10 on time", [("6", 6, "ratio", "exact"), ("10", 10, "ratio", "exact")]),
    ("within 10-15 working days", [("10-15", None, "range", "exact")]),
    ("times are 25 – 65 days", [("25 – 65", None, "range", "exact")]),
    ("10 to 20 days", [("10 to 20", None, "range", "exact")]),
    ("rose from 10 to 20 in the year", [count("10", 10), count("20", 20)]),
    (
        "within a 10-day limit and a 12-month review",
        [("10", 10, "days", "exact"), ("12", 12, "months", "exact")],
    ),
    ("within 25working days", [("25", 25, "working_days", "exact")]),
    ("No (zero) complaints progressed to a Stage 3 panel", [count("No (zero)", 0)]),
    ("There were no Stage 3 panels", [count("no", 0)]),
    ("There is no expenditure incurred for 2017-18.", [count("no", 0)]),
    ("there was no cases logged the previous year", [count("no", 0)]),
    ("No complaints progressed to stage 3", [count("No", 0)]),
    ("no new formal complaints", [count("no", 0)]),
    ("None were upheld and nil was spent", [count("None", 0), count("nil", 0)]),
    ("zero complaints", [count("zero", 0)]),
    ("one was closed with one upheld", [count("one", 1), count("one", 1)]),
    ("there was one escalation to Stage 2", [count("one", 1)]),
    ("one of the complaints was upheld", [count("one", 1)]),
    ("with one child having visual, hearing and speech impairments", [count("one", 1)]),
    ("Upheld - 12", [count("12", 12)]),
    ("Stage 1 – 12 complaints", [count("12", 12)]),
    ("to the next formal Stage (2) was 15%", [percent("15%", 15)]),
    ("15 at Stage 1 and 2 at Stage 2", [count("15", 15), count("2", 2)]),
    ("7 Stage 1 and 3 Stage 2 complaints", [count("7", 7), count("3", 3)]),
    ("22 Stage 1 Complaints", [count("22", 22)]),
    ("out of the 36 enquiries 22 were logged", [count("36", 36), count("22", 22)]),
    ("(67 in comparison to 57 last year)", [count("67", 67), count("57", 57)]),
    ("in 2019/20 12 of the 20 (60%)", [count("12", 12), count("20", 20), percent("60%", 60)]),
    ("Bias towards other parent (1)", [count("1", 1)]),
    ("[Grand Total = 17]", [count("17", 17)]),
    ("a change of +5% and -3%", [percent("+5%", 5), percent("-3%", -3)]),
    ("14% ↑ and 6% ↓", [percent("14%", 14), percent("6%", -6)]),
    ("A total of **324** complaints", [count("324", 324)]),
    ("£150 per month: £450", [("£150", 150, "gbp", "exact"), ("£450", 450, "gbp", "exact")]),
    ("There were 0 complaints", [count("0", 0)]),
    ("3 (three) complaints", [count("3 (three)", 3)]),
    ("5 or fewer, ten or more", [("5", 5, "count", "less_than"), ("ten", 10, "count", "more_than")]),
    (".5% and 2½ days", [percent(".5%", 0.5), ("2½", 2.5, "days", "exact")]),
    ("12k contacts", [count("12k", 12000)]),
    ("split 50:50", [("50", 50, "ratio", "exact"), ("50", 50, "ratio", "exact")]),
    ("12 – 100%", [count("12", 12), percent("100%", 100)]),
    ("-3 complaints", [count("3", 3)]),
    ("4.2 12 complaints were received", [count("12", 12)]),
    ("COVID-19 12", [count("12", 12)]),
    ("April 12 May 15 June 9", [count("12", 12), count("15", 15), count("9", 9)]),
    ("In April 12 complaints were received", [count("12", 12)]),
    ("Yes: 5 No: 12", [count("5", 5), count("12", 12)]),
    ("No further action 12", [count("12", 12)]),
    ("Awaiting outcome 5", [count("5", 5)]),
    ("Stage 1: 45 Stage 2: 6", [count("45", 45), count("6", 6)]),
    ("2019/20 (40) 2018/19 (36)", [count("40", 40), count("36", 36)]),
]


@pytest.mark.parametrize(("text", "wanted"), SENTENCES, ids=[t for t, _ in SENTENCES])
def test_numbers_in_sentences(text: str, wanted: list[Shown]) -> None:
    found = in_sentence(text)
    assert shown(found) == [
        (raw, pytest.approx(value) if value is not None else None, *rest) for raw, value, *rest in wanted
    ]
    assert all(text[n.start : n.end] == n.raw for n in found)


NO_NUMBER = [
    "section 17 and s47, S47s, Section 7 reports",
    "Table 3 and Figure 2.1 on page 4 of Appendix B",
    "functions under Parts 4 and 5",
    "paragraph 2.1 of Part 3",
    "Stage 1, stage two, Stages 1 and 2, Stages 1, 2 and 3",
    "the 1st, 2nd and 31st, a third-party",
    "Stage 1/2",
    "020 8424 1627",
    "call 01273 293000 or 0800 123 4567",
    "a.person2@council.gov.uk or https://www.council.gov.uk/info/20004/x_429",
    "HA1 2XF",
    "Children Act 1989",
    "Regulations 2006",
    "the 2006 Regulations",
    "EHC2, S17 and MI2",
    "reference 21 020 300",
    "21 020 300",
    "aged 14-25",
    "a 16 year old and a 12-year-old",
    "aged between 14-25 years old",
    "age ranges 6-9, 10-14 and 15-17",
    "those 18+",
    "(1) to review the form",
    "1. Introduction",
    "3.7 Response times",
    "3.6.1 General themes",
    "a) to listen",
    "16.1 What is a complaint?",
    "one of the largest",
    "one parent may want",
    "no one",
    "one another",
    "one-to-one",
    "one off",
    "each one",
    "this one",
    "day one",
    "one to one sessions",
    "no longer",
    "no further action",
    "Total No. of Complaints",
    "if no alternatives are available",
    "Risk register? No",
    "open 9am to 5pm, 24/7, at 10:30",
    "2006/1738",
    "in 2019",
    "on 31 March 2019",
    "between 1 April 2018 and 31 March 2019",
    "Q1 2024/25",
    "last year",
    "net zero",
    "Key action 1: To continue",
    "Recommendation 3",
    "year 6 pupils",
    "the 0-25 team",
    "COVID-19",
    "covid 19",
    "a third consecutive year",
    "two-way",
    "three stages",
    "the first half",
    "half a day",
    "once or twice",
    "the top 100 councils",
    "the under 18s",
    "it was no doubt",
    "A total",
    "Part III",
    "the second",
    "Year 11 and years 10 and 11.",
    "Section 17/47",
    "18 years and over",
    "a sixteen year old",
    "the twenty-first",
    "PO Box 123",
    "page 3 of 12",
    "upheld.1",
]


@pytest.mark.parametrize("text", NO_NUMBER)
def test_what_is_no_number(text: str) -> None:
    assert shown(in_sentence(text)) == []


@pytest.mark.parametrize(
    ("text", "raw", "reason"),
    [
        ("in 2018/19", "2018/19", "period"),
        ("on 31 March", "31 March", "date"),
        ("on 3 May 1999", "3 May 1999", "date"),
        ("Stage 1", "Stage 1", "stage"),
        ("stage two", "stage two", "stage"),
        ("page 4", "page 4", "section"),
        ("Act 1989", "Act 1989", "year"),
        ("EHC2", "EHC2", "reference"),
        ("total12", "total12", "glued"),
        ("1st", "1st", "ordinal"),
        ("020 8424 1627", "020 8424 1627", "phone"),
        ("aged 14-25", "14-25", "age"),
        ("at 10:30", "10:30", "time"),
        ("1. To", "1.", "list number"),
        ("see www.a.gov.uk/2 now", "www.a.gov.uk/2", "address"),
        ("no one", "no one", "idiom"),
    ],
)
def test_why_it_was_left_out(text: str, raw: str, reason: str) -> None:
    assert (raw, reason) in [(text[start:end], why) for start, end, why in excluded(text)]


CELLS: list[tuple[str, list[Shown]]] = [
    ("67(47%)", [("67", 67, "", "exact"), ("47%", 47, "percent", "exact")]),
    ("67 (47%)", [("67", 67, "", "exact"), ("47%", 47, "percent", "exact")]),
    ("8(44%)", [("8", 8, "", "exact"), ("44%", 44, "percent", "exact")]),
    ("47%", [("47%", 47, "percent", "exact")]),
    ("£9,432.00", [("£9,432.00", 9432, "gbp", "exact")]),
    ("£1.2m", [("£1.2m", 1.2e6, "gbp", "exact")]),
    ("1,234", [("1,234", 1234, "", "exact")]),
    ("12.5", [("12.5", 12.5, "", "exact")]),
    ("<1%", [("<1%", 1, "percent", "less_than")]),
    ("<5", [("<5", 5, "", "less_than")]),
    ("> 10", [("> 10", 10, "", "more_than")]),
    ("~10", [("~10", 10, "", "approximate")]),
    ("-", [("-", None, "", "not_available")]),
    ("–", [("–", None, "", "not_available")]),
    ("—", [("—", None, "", "not_available")]),
    ("n/a", [("n/a", None, "", "not_available")]),
    (" N/A ", [("N/A", None, "", "not_available")]),
    ("nil", [("nil", 0, "", "exact")]),
    ("None", [("None", 0, "", "exact")]),
    ("0", [("0", 0, "", "exact")]),
    ("c", [("c", None, "", "suppressed")]),
    ("*", [("*", None, "", "suppressed")]),
    ("supp", [("supp", None, "", "suppressed")]),
    ("x", [("x", None, "", "not_available")]),
    ("14% ↑", [("14% ↑", 14, "percent", "exact")]),
    ("↓ 6%", [("↓ 6%", -6, "percent", "exact")]),
    ("6% ↓", [("6% ↓", -6, "percent", "exact")]),
    ("+5", [("+5", 5, "", "exact")]),
    ("-3%", [("-3%", -3, "percent", "exact")]),
    ("−3%", [("−3%", -3, "percent", "exact")]),
    ("(12)", [("12", 12, "", "exact")]),
    ("6/10", [("6", 6, "ratio", "exact"), ("10", 10, "ratio", "exact")]),
    ("12/60%", [("12", 12, "", "exact"), ("60%", 60, "percent", "exact")]),
    ("6 of 10", [("6", 6, "ratio", "exact"), ("10", 10, "ratio", "exact")]),
    (
        "6 out of 10 (60%)",
        [("6", 6, "ratio", "exact"), ("10", 10, "ratio", "exact"), ("60%", 60, "percent", "exact")],
    ),
    ("3*", [("3*", 3, "", "exact")]),
    ("85%**", [("85%**", 85, "percent", "exact")]),
    ("2(1)", [("2", 2, "", "exact"), ("1", 1, "", "exact")]),
    ("18 days", [("18 days", 18, "days", "exact")]),
    ("18 working days", [("18 working days", 18, "working_days", "exact")]),
    ("3 (2%) 4", [("3", 3, "", "exact"), ("2%", 2, "percent", "exact"), ("4", 4, "", "exact")]),
    ("1 (n/a)", [("1", 1, "", "exact"), ("n/a", None, "", "not_available")]),
    ("0(0%)", [("0", 0, "", "exact"), ("0%", 0, "percent", "exact")]),
    ("Two", [("Two", 2, "", "exact")]),
    ("5+", [("5+", 5, "", "more_than")]),
    ("2019", [("2019", 2019, "", "exact")]),
]


@pytest.mark.parametrize(("text", "wanted"), CELLS, ids=[t for t, _ in CELLS])
def test_numbers_in_cells(text: str, wanted: list[Shown]) -> None:
    found = in_cell(text)
    assert shown(found) == wanted
    assert is_value_cell(text)
    assert all(text[n.start : n.end] == n.raw for n in found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Total",
        "Stage 1",
        "2018/19",
        "2017-18",
        "Apr17 - Mar18",
        "10-14",
        "15-19",
        "18+",
        "11-20 days",
        "Over 20 days",
        "12 complaints",
        "10 (5 upheld)",
        "(80 in 2021/22)",
        "Within 10 days",
        "Q1",
        "31/03/2019",
        "1.",
        "4)",
        "→",
        "%",
        "£",
        ".",
        "a",
        "1st",
        "020 8424 1627",
        "9:30",
        "Male:",
        "Not recorded",
        "Not known",
        "£150 per month",
        "12 and over",
        "5 - 10",
        "No",
        "Yes",
        "18/19",
    ],
)
def test_labels_are_no_value_cells(text: str) -> None:
    assert in_cell(text) == ()
    assert not is_value_cell(text)


def lost_digits(text: str) -> list[int]:
    covered: set[int] = set()
    for number in in_sentence(text):
        covered.update(range(number.start, number.end))
    for start, end, _ in excluded(text):
        covered.update(range(start, end))
    return [i for i, char in enumerate(text) if char in "0123456789" and i not in covered]


WORDS = [
    "Stage",
    "stages",
    "complaints",
    "and",
    "of",
    "the",
    "aged",
    "section",
    "Act",
    "in",
    "per cent",
    "days",
    "no",
    "one",
    "at",
    "to",
    "over",
    "ref",
]
SCRAPS = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(
        ["%", "(", ")", "-", "–", "/", ".", ",", "£", "+", "<", ":", ";", "'s", "th", "k", " ", "↓", "*", "@"]
    ),
    st.integers(0, 3000).map(str),
    st.sampled_from(
        ["2018/19", "31 March", "April 2018", "1,234", "12.5", "007", "20 8424 1627", "Q1", "3.1.2"]
    ),
)


@given(st.lists(SCRAPS, max_size=14), st.sampled_from(["", " "]))
@example(["1", "-", "1", "-", "2018/19"], "")
@example([".", "2", "1,234"], "")
def test_no_digit_is_lost_and_nothing_overlaps(scraps: list[str], gap: str) -> None:
    text = gap.join(scraps)
    assert lost_digits(text) == []
    spans = sorted(
        [(n.start, n.end) for n in in_sentence(text)] + [(start, end) for start, end, _ in excluded(text)]
    )
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans)), text
    in_cell(text)


@given(st.text(max_size=60))
def test_any_text_goes_in(text: str) -> None:
    assert lost_digits(text) == []
    for number in in_cell(text):
        assert text[number.start : number.end] == number.raw


@given(st.integers(0, 99_999), st.integers(0, 100))
def test_counts_with_percentages_come_back_from_cells(count: int, share: int) -> None:
    for text in (f"{count}({share}%)", f"{count:,} ({share}%)"):
        assert [n.value for n in in_cell(text)] == [count, share]


HOSTILE = [
    "1 ",
    "no ",
    "(",
    "2018/19 ",
    "31 March ",
    "1,111,",
    "1.",
    "stage 1 and ",
    "one hundred and ",
    "aged 1, ",
    "a@",
    "1-",
    "£",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_no_time(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    in_sentence(text)
    in_cell(text)


def test_every_digit_of_the_real_reports_is_accounted_for(shared: Path) -> None:
    lines = [
        line
        for path in sorted((shared / "reports").glob("*.txt"))
        for line in path.read_text("utf-8").splitlines()
    ]
    assert len(lines) > 1000
    assert [line for line in lines if lost_digits(line)] == []
    unread = [(line, line[s:e]) for line in lines for s, e, why in excluded(line) if why == "unread"]
    assert unread == []


def test_spaces_part_thousands_in_running_text_before_a_word_only() -> None:
    assert [n.value for n in in_sentence("There were 1 204 compliments and 12 345 letters.")] == [
        1204,
        12345,
    ]
    for text in (
        "2021/22 5 120 130",
        "Stage 1 204 complaints",
        "5 120 130 in all",
        "1 20 letters",
        "5 120 and more",
    ):
        assert all(n.value is None or n.value < 1000 for n in in_sentence(text)), text
