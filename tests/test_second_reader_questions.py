"""A question shows all that is needed to code its numbers, and nothing that the rules think."""

from __future__ import annotations

import json
import re

import pytest
from second_reading import BOOK, PAGE, ROOT, asked, holding, number, read

from extractor.lexicon.second_reader_book import SecondReaderFile
from extractor.model import contract
from extractor.run import asked as kept
from extractor.run import report
from extractor.second_reader import schema
from extractor.second_reader.questions import MOST_NUMBERS, packed, unpacked

MARK = re.compile("⟨([0-9]+)⟩")


def shown(question: object) -> str:
    return json.dumps(question.body, ensure_ascii=False)  # type: ignore[attr-defined]


def test_every_number_is_marked_behind_its_own_print() -> None:
    for one in asked(read()):
        text = "\n".join(one.body.get("text") or one.body["grid"])
        assert MARK.findall(text) == [*one.numbers]
        for n, printed in one.numbers.items():
            assert re.search(rf"{re.escape(printed.raw)}⟨{n}⟩", text)


def test_every_row_of_the_dataset_is_asked_about_once() -> None:
    result = read()
    rows = [one.row for q in asked(result) for one in q.numbers.values() if one.row]
    assert sorted(rows) == sorted(row["observation_id"] for row in result.rows())


def test_a_number_that_the_rules_refuse_is_asked_about_too() -> None:
    question = holding(read(), "We aim to answer")
    refused = question.numbers[number(question, "15")]
    assert refused.row == "" and refused.why and refused.cells["value"] == "15"


def test_a_table_is_a_grid_with_its_caption_and_headings() -> None:
    question = holding(read(), "Housing repairs")
    assert question.body["kind"] == "table"
    assert question.body["caption"] == "Stage 1 complaints received by service"
    assert question.body["headings"] == ["Stage 1"]
    assert question.body["grid"][0] == "r1| Service | 2020/21 | 2021/22"
    assert question.body["grid"][1] == "r2| Housing repairs | 90⟨1⟩ | 104⟨2⟩"
    assert question.numbers["2"].grid == (2, 3)


def test_a_merged_cell_says_that_it_goes_on() -> None:
    table = (
        "<table><tr><th rowspan='2'>Team</th><th colspan='2'>Complaints</th></tr>"
        "<tr><th>2020/21</th><th>2021/22</th></tr><tr><td>Parks</td><td>7</td><td>9</td></tr></table>"
    )
    grid = holding(read(table), "Parks").body["grid"]
    assert grid[:2] == ["r1| Team | Complaints | <", "r2| ^ | 2020/21 | 2021/22"]


def test_what_the_report_says_of_itself_goes_along() -> None:
    for one in asked(read()):
        assert "corporate complaints annual report" in one.body["report"]
        assert (one.body["council"], one.body["year"]) == ("Hackney", "2021/22")
        assert "corporate complaints procedure" in one.body["covers"] + one.body.get("opening", "")
        assert one.body["outline"].endswith("Stage 1 / Outcomes")


def test_nothing_that_the_rules_read_is_shown() -> None:
    codes = set(contract.MEASURES) | {"corporate_", "stage_1", "not_upheld", "partially_upheld", "unmapped"}
    for one in asked(read()):
        assert not [code for code in codes if code in shown(one)]
        assert not [row.row for row in one.numbers.values() if row.row and row.row in shown(one)]


def test_print_that_looks_like_a_mark_is_none() -> None:
    result = read("<p>We received 9⟨1⟩ complaints⟨77⟩ at Stage 2 in 2021/22.</p>")
    question = holding(result, "complaints(77)")
    assert "77" not in question.numbers
    assert MARK.findall("\n".join(question.body["text"])) == [*question.numbers]


def test_the_same_words_give_the_same_question_and_others_another() -> None:
    first, again, longer = read(), read(), read("<p>We received 8 compliments in 2021/22.</p>")
    assert [one.hash for one in asked(first)] == [one.hash for one in asked(again)]
    table = "Housing repairs"
    assert holding(first, table).hash == holding(longer, table).hash
    other = report.work(PAGE.replace("104", "105").replace("{more}", "").encode(), "hackney.html", None, BOOK)
    assert holding(other, table).hash != holding(first, table).hash


def test_two_places_of_one_report_never_share_a_question() -> None:
    table = "<table><tr><th>Team</th><th>2021/22</th></tr><tr><td>Parks</td><td>7</td></tr></table>"
    hashes = [one.hash for one in asked(read(table + table))]
    assert len(hashes) == len(set(hashes))


def test_a_long_passage_is_asked_in_parts_without_loss() -> None:
    sentences = [f"<p>In 2021/22 we received {n} complaints about street {n}.</p>" for n in range(301, 361)]
    result = read("<h2>Streets</h2>" + "".join(sentences))
    sizes = [len(one.numbers) for one in asked(result) if one.body["headings"] == ["Streets"]]
    assert len(sizes) > 1 and max(sizes) <= MOST_NUMBERS
    printed = {one.raw for q in asked(result) for one in q.numbers.values()}
    assert {str(n) for n in range(301, 361)} <= printed


def test_questions_are_kept_whole() -> None:
    found = asked(read())
    assert unpacked(packed(found)) == found
    assert packed([]) == "" and unpacked("") == []


def test_a_report_that_is_confidential_is_asked_nothing() -> None:
    from extractor.identify.manifest import ManifestEntry

    data = PAGE.replace("{more}", "").encode()
    secret = ManifestEntry(file="hackney.html", confidential="yes")
    assert report.work(data, "hackney.html", secret, BOOK).asked == ""
    for open_word in ("", "no", "False"):
        entry = ManifestEntry(file="hackney.html", confidential=open_word)
        assert report.work(data, "hackney.html", entry, BOOK).asked != ""


@pytest.mark.parametrize("which", kept.WHICH)
def test_the_doubtful_third_holds_a_third_of_the_numbers_and_the_most_doubtful_places(which: str) -> None:
    pool = [one for name in ("a.html", "b.html") for one in kept.asked_of(read(name=name))]
    some = kept.chosen(pool, which)
    if which == "all":
        assert some == pool
    if which == "doubtful":
        size = sum(one.size for one in some)
        whole = sum(one.size for one in pool)
        assert whole / 3 <= size < whole
        left = [one.doubt for one in pool if one not in some]
        assert min(one.doubt for one in some) >= max(left)
    if which == "disagreeing":
        assert some == []
    assert kept.chosen(pool, "all", 1) == [max(pool, key=lambda one: one.doubt)]


def test_the_page_that_a_reader_follows_is_as_the_patterns_have_it() -> None:
    page = (ROOT / "docs" / "second-reader.md").read_text(encoding="utf-8")
    assert page == schema.instructions(BOOK), "run python docs/make_dictionary.py"
    for name in ("measure", "procedure", "stage", "unit", "outcome", "timeliness", "theme", "service_area"):
        for code in schema.codes(BOOK)[name]:
            assert f"`{code}`" in page


def test_each_measure_that_counts_has_a_thing_it_counts() -> None:
    file: SecondReaderFile = BOOK.raw("second_reader")
    assert set(file.counts) == set(contract.MEASURES)
    assert set(file.counts.values()) <= {"", *contract.CODES["unit_of_count"]}
    assert set(file.whose) == {schema.OWN, schema.OTHER}


def test_a_question_is_short(shared: object) -> None:
    """Characters of question a number over the fourteen other councils; docs/second-reader.md comes once."""
    folder = shared / "other-councils" / "reports"  # type: ignore[operator]
    letters = numbers = 0
    for path in sorted(folder.iterdir())[:6]:
        for one in asked(report.work(path.read_bytes(), path.name, None, BOOK)):
            letters += len(shown(one))
            numbers += len(one.numbers)
    assert letters / numbers < 200
