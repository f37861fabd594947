"""Whose report it is, of which year, and whether it is one: small reports, one line each."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_identity import WORDS, authorities, document, who

from extractor.identify import parts
from extractor.identify.council import _file_words, identify
from extractor.identify.other_bodies import is_form, is_title
from extractor.identify.scope import judge, opening_speaks
from extractor.identify.title import title_of
from extractor.identify.year import decide
from extractor.lexicon import rulebook
from extractor.lexicon.scope_words import ScopeWords
from extractor.model.types import Block, Cell, Document, Prose, Table

SCOPE: ScopeWords = rulebook.load(Path(__file__).resolve().parent.parent / "patterns").raw("scope")
SENTENCE = "This is the report of the service, and it tells how complaints were dealt with in the year."


def name(*lines: str, file: str = "report.pdf", **more: tuple[str, ...]) -> str:
    """The council's name, with the codes of what is to be looked at."""
    found = who(*lines, name=file, **more)
    return " ".join([found.authority_name or "-", *(i.code for i in found.issues if "authority" in i.code)])


def body(text: str, times: int = 1) -> list[str]:
    return [SENTENCE] * 20 + [text] * times


@pytest.mark.parametrize(
    ("lines", "file", "found"),
    [
        (["Harrow Council", "Complaints 2018/19"], "report.pdf", "Harrow"),
        (["Complaints 2018/19"], "report.pdf", "- no-authority"),
        (["Complaints 2018/19"], "harrow.pdf", "Harrow authority-from-file-name"),
        (["Complaints 2018/19"], "harrow_and_brent.pdf", "- no-authority"),
        # a passing mention is none, three are enough
        (body("We met Harrow about it."), "report.pdf", "- no-authority"),
        (body("We met Harrow Council about it."), "report.pdf", "Harrow"),
        (body("We at Harrow Council have met.", 3), "report.pdf", "Harrow"),
        # the cover goes before the text, unless the text says far more
        (["Harrow Council", "Complaints 2018/19", *body("Brent Council has met.")], "report.pdf", "Harrow"),
        (
            ["Harrow Council", "Complaints 2018/19", *body("Brent Council has met.", 60)],
            "report.pdf",
            "Brent",
        ),
        # the first council on a cover is whose report it is
        (
            ["Harrow Council", "Complaints 2018/19", "With Brent Council"],
            "report.pdf",
            "Harrow authority-unsure",
        ),
        (["Harrow Council", "Complaints 2018/19"], "brent.pdf", "Harrow authority-disagrees"),
        (["Harrow Council", "Complaints 2018/19"], "harrow.pdf", "Harrow"),
        (["harrow council", "complaints 2018/19"], "report.pdf", "Harrow"),
    ],
)
def test_whose_report_it_is(lines: list[str], file: str, found: str) -> None:
    assert name(*lines, file=file) == found


def test_the_file_s_own_title_and_the_running_header_name_the_council() -> None:
    assert name("Complaints 2018/19", titles=("Harrow Council report",)) == "Harrow"
    assert name("Complaints 2018/19", furniture=("Harrow Council",)) == "Harrow"
    twice = who("Complaints 2018/19", titles=("Harrow Council",), furniture=("Brent Council",))
    assert twice.authority_name == "Harrow"
    assert [council for council, _ in twice.candidates] == ["Harrow", "Brent"]


def test_a_quotation_says_little_of_whose_report_it_is() -> None:
    def first(kind: str) -> str:
        blocks = [*map(Prose, body("Harrow Council met.", 3)), *[Prose("Brent Council met.", kind)] * 4]  # type: ignore[arg-type]
        return identify(Document(tuple(blocks)), authorities(), "report.pdf").candidates[0][0]

    assert (first("paragraph"), first("quote")) == ("Brent", "Harrow")


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("harrow_complaints-2018-19.pdf", "Harrow Complaints 2018/19"),
        ("HarrowComplaints201819.pdf", "Harrow Complaints 2018/19"),
        ("a/b/harrow.complaints.2018.19.docx", "Harrow Complaints 2018/19"),
        ("harrow%20complaints+2018_2019.pdf", "Harrow 20complaints 2018/2019"),
    ],
)
def test_a_file_s_name_is_read_as_a_title(file: str, words: str) -> None:
    assert _file_words(file) == words


# --- the year ------------------------------------------------------------------------


def year(*lines: str, file: str = "Report", **more: tuple[str, ...]) -> str:
    found = decide(document(*lines, **more), file, WORDS)
    return " ".join([found.period or "-", *(issue.code for issue in found.issues)])


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["Complaints report 2018/19"], "2018/19"),
        (["Complaints report 2018-2019"], "2018/19"),
        (["Complaints report 2018/19", "Complaints report 2017/18"], "2018/19 period-disagrees"),
        (["Complaints report 2018/19", SENTENCE, "In 2017/18 there were 40 complaints, few of them late."],
         "2018/19"),
        ([*[SENTENCE] * 20, "In 2018/19 we had 40 complaints."], "2018/19"),
        ([*[SENTENCE] * 20, "We had 40, compared with 50 in 2017/18."], "- no-period"),
        ([*[SENTENCE] * 20, "We had 40 (50 in 2017/18)."], "- no-period"),
        ([*[SENTENCE] * 20, "We had 40, a rise on 2017/18."], "- no-period"),
        ([*[SENTENCE] * 20, "We had 40, from 50 in 2017/18."], "- no-period"),
        ([*[SENTENCE] * 20, "This year we had 40, fewer than the year before (2017/18)."],
         "2018/19 period-from-comparison"),
        ([*[SENTENCE] * 20, "We had 40 last year (2017/18)."], "2017/18 period-from-comparison"),
        (["Complaints report for 1 April 2018 to 31 March 2019"], "2018/19"),
        (["Complaints report", SENTENCE, "It covers 1 April 2018 to 31 March 2019.", "In 2017/18 we had 40."],
         "2018/19"),
        (["Complaints report 2018"], "- no-period"),
        (["Complaints report Q2 2018/19"], "2018/19"),
        (["Report2018/19 of complaints"], "2018/19"),
        (["Complaints report 2018/19", "Plan for 2019/20"], "2018/19"),
    ],
)  # fmt: skip
def test_of_which_year_it_is(lines: list[str], found: str) -> None:
    assert year(*lines) == found


def test_the_file_s_name_tells_the_year_where_the_text_does_not() -> None:
    assert year("Complaints", file="Complaints 2018/19") == "2018/19 period-from-file-name"
    assert year("Complaints report 2018/19", file="Complaints 2017/18") == "2018/19 period-disagrees"
    assert year("Complaints", file="Complaints 2018/19 and 2017/18") == "- no-period"


def test_the_last_year_of_the_tables_is_the_report_s_where_no_title_says_it() -> None:
    def of(*years: str) -> str:
        cells = [Cell("Team", 0, 0), *(Cell(text, 0, n + 1) for n, text in enumerate(years))]
        cells += [Cell("Duty", 1, 0), *(Cell("4", 1, n + 1) for n in range(len(years)))]
        table = Table(tuple(cells), 2, len(years) + 1)
        return decide(Document((*map(Prose, [SENTENCE] * 20), table)), "Report", WORDS).period

    assert (of("2017/18", "2018/19"), of("2018/19", "2017/18")) == ("2018/19", "2018/19")


# --- is it one at all ----------------------------------------------------------------


def scope(words: int, mentions: int, title: str = "Annual paper") -> str:
    text = " ".join(["word"] * (words - mentions - len(title.split())) + ["complaint"] * mentions)
    return judge(Document((Prose(title), Prose(text + "."))), SCOPE).status


def test_how_much_of_a_document_must_speak_of_complaints() -> None:
    limits = SCOPE.mentions
    assert scope(limits.words - 1, 9) == "not_a_complaints_report"
    assert scope(limits.words, limits.fewest) == ""
    assert scope(limits.words, limits.fewest - 1) == "not_a_complaints_report"
    many = 5000
    common = -(-limits.common * many // 1000)
    assert [scope(many, int(common)), scope(many, int(common) - 2)] == ["", "not_a_complaints_report"]
    rare = -(-limits.rare * many // 1000)
    titled = "Complaints"
    assert [scope(many, int(rare), titled), scope(many, 0, titled)] == ["", "not_a_complaints_report"]
    assert judge(Document(()), SCOPE, "It is Scotland's").status == "out_of_scope"


def test_the_opening_names_complaints_before_its_first_sentence() -> None:
    assert opening_speaks(document("Annual report", "Complaints", SENTENCE), SCOPE)
    assert not opening_speaks(document("Annual report", SENTENCE, "Complaints"), SCOPE)


@pytest.mark.parametrize(
    ("blocks", "title"),
    [
        (
            [Prose("Harrow", "heading"), Prose("Complaints report of it", "heading")],
            "Complaints report of it",
        ),
        ([Prose("Paper of 2018 for all", "title")], "Paper of 2018 for all"),
        ([Prose("Complaints", "title")], "Complaints"),
        ([Prose("Complaints of 2018.")], ""),
        ([Prose("Complaints of the year")], "Complaints of the year"),
        ([Prose("Complaints of the year:")], ""),
        ([Prose("Word")] * 20 + [Prose("Complaints of the year")], ""),
        ([Prose("Word")] * 19 + [Prose("Complaints of the year")], "Complaints of the year"),
        ([Prose("Our yearly paper", "title"), Prose("Complaints of the year")], "Complaints of the year"),
        ([Prose("Our yearly paper", "title"), Prose("Words.")], "Our yearly paper"),
        ([Prose("complaints " * 25, "heading")], " ".join(["complaints"] * 25)),
        ([Prose("complaints " * 26, "heading")], ""),
        ([Prose("complaints " * 12)], " ".join(["complaints"] * 12)),
        ([Prose("complaints " * 13)], ""),
    ],
)
def test_what_a_report_calls_itself(blocks: list[Block], title: str) -> None:
    assert title_of(Document(tuple(blocks)), SCOPE) == title


def test_the_file_s_own_title_comes_after_a_heading_and_before_a_line() -> None:
    lines = (Prose("Complaints of the year"),)
    assert title_of(Document(lines, titles=("Complaints of the file",)), SCOPE) == "Complaints of the file"
    marked = (Prose("Complaints of the year", "heading"),)
    assert title_of(Document(marked, titles=("Complaints of the file",)), SCOPE) == "Complaints of the year"


def kept(*blocks: Block) -> list[str]:
    document_, _ = parts.part_of(Document(blocks), SCOPE)
    return [b.text if isinstance(b, Prose) else "table" for b in document_.blocks]


def head(text: str, level: int = 1) -> Prose:
    return Prose(text, "heading", level)


def test_of_a_paper_only_the_part_on_complaints_is_kept() -> None:
    rest = (Prose("Words."), head("Money"), Prose("Other words."))
    assert kept(head("Annual complaints report"), *rest) == ["Annual complaints report", "Words."]
    assert kept(head("Annual complaints report"), head("Teams", 2), *rest) == [
        "Annual complaints report",
        "Teams",
        "Words.",
    ]
    assert kept(head("Annual complaints report", 2), head("Teams", 2), *rest)[:1] == [
        "Annual complaints report"
    ]
    assert kept(head("Teams"), *rest) == ["Teams", "Words.", "Money", "Other words."]
    assert kept(Prose("Annual complaints report", "title"), *rest) == [
        "Annual complaints report",
        "Words.",
        "Money",
        "Other words.",
    ]


def test_a_heading_that_names_complaints_above_a_table_is_such_a_part() -> None:
    table = Table((Cell("4", 0, 0),), 1, 1)
    said = "Table of all the complaints by team"
    item = (head("Annual complaints report"), Prose("An item."))
    assert kept(*item, head("Money"), head(said), table, head("Votes"), Prose("Words."))[2:] == [
        said,
        "table",
    ]
    assert len(kept(head(said), Prose("Words."), head("Money"), Prose("Words."))) == 4


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Annual report", True),
        ("Annual report.", False),
        ("Annual report was read", False),
        ("Annual report:", False),
        ("a" * 159, True),
        ("a" * 160, False),
    ],
)
def test_a_line_of_the_cover(text: str, is_one: bool) -> None:
    assert is_title(text) is is_one


@pytest.mark.parametrize(
    ("cells", "is_one"),
    [
        ([("Report to", "Cabinet"), ("Date", "May")], True),
        ([("Report to", "Cabinet"), ("Date", "")], False),
        ([("Report to", "Cabinet"), ("Date", "4")], False),
        ([("Report to", "Cabinet", "x"), ("Date", "May", "y")], False),
    ],
)
def test_a_form_has_a_label_and_words_in_each_row(cells: list[tuple[str, ...]], is_one: bool) -> None:
    made = tuple(Cell(text, r, c) for r, line in enumerate(cells) for c, text in enumerate(line))
    assert is_form(Table(made, len(cells), len(cells[0]))) is is_one
