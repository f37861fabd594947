"""What a damaged file has lost is told in the report's status, and whole files are not suspected."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from word_files import package as word_file
from word_files import para, part

from benchmarks.faults import hostile
from benchmarks.faults.mutate import BY_FORMAT, mutant
from extractor.lexicon import rulebook
from extractor.model.types import Unreadable
from extractor.read.files import read_bytes
from extractor.read.pdf.damage import looks_damaged
from extractor.run import report

BOOK = rulebook.load(Path(__file__).parents[1] / "patterns")
REPORT = "Harrow Council. Annual complaints report 2018/19. We received 51 complaints at Stage 1."
ROWS = "".join(f"<tr><td>Team {n}</td><td>{n}</td></tr>" for n in range(1, 8))
PAGE = f"<!DOCTYPE html><html><body><h1>{REPORT}</h1><table>{ROWS}</table><p>End.</p></body></html>"
TEXT = f"{REPORT}\n" + "The council answered most of the complaints that people made to it in time.\n" * 20


def coverage(data: bytes, name: str) -> tuple[str, str]:
    line = report.work(data, name, None, BOOK).coverage
    return line.status, line.reason


def test_a_part_of_a_word_file_that_is_damaged_or_promised_is_told() -> None:
    notes = part("w:footnotes", '<w:footnote w:id="2">' + para("A note on 7 of them.") + "</w:footnote>")
    body = para(REPORT) + para(TEXT)
    for content, said in ((notes, False), (notes[:-20], True)):
        issues = read_bytes(word_file(body, parts={"word/footnotes.xml": content}), "a.docx").issues
        assert [i.code for i in issues] == ["part-damaged"] * said
    status, reason = coverage(word_file(body, parts={"word/footnotes.xml": notes[:-20]}), "a.docx")
    assert status == "partial" and "of its parts word/footnotes.xml cannot be read" in reason


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda page: page[:-40], "(<table>, <td>, <tr> without its pair)"),
        (lambda page: page.replace("</h1><table>", ""), "(<h1>, <table> without its pair)"),
        (lambda page: page.replace("<td>4</td>", "<td>4"), "(<td> without its pair)"),
        (lambda page: page.replace("Team 3", "Team\1\2"), "holds 2 signs that are no text"),
    ],
)
def test_a_page_that_is_damaged_says_so(damage, words: str) -> None:  # type: ignore[no-untyped-def]
    assert coverage(PAGE.encode(), "a.html") == ("ok", "")
    status, reason = coverage(damage(PAGE).encode(), "a.html")
    assert status == "partial" and words in reason


def test_a_page_that_leaves_ends_out_is_whole() -> None:
    page = f"<h1>{REPORT}</h1><table>" + "".join(f"<tr><td>Team {n}<td>{n}" for n in range(9)) + "</table>"
    assert read_bytes(page.encode(), "a.html").issues == ()
    assert read_bytes((page + "<tr><td>Team 9</td></tr>").encode(), "a.html").issues == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXT[:-20], "the text breaks off in the middle of a line"),
        (TEXT + "\x02\x03\x04 complaints\n", "the file holds 3 signs that are no text"),
    ],
)
def test_a_text_that_is_damaged_says_so(text: str, words: str) -> None:
    assert coverage(TEXT.encode(), "a.txt") == ("ok", "")
    status, reason = coverage(text.encode(), "a.txt")
    assert status == "partial" and words in reason


@pytest.mark.parametrize(
    "ending", ["the end.", "Page 4 of 5", "elaine@harrow.gov.uk", "a\nJane Smith", "TEAM"]
)
def test_a_text_may_end_without_a_line_break(ending: str) -> None:
    assert read_bytes((TEXT + "and so on for all of the year until " + ending).encode(), "a.txt").issues == ()


def test_damage_in_a_drawing_that_nothing_packed_is_seen(root: Path) -> None:
    data = (root / "corpus" / "havering-2016-17-example.pdf").read_bytes()
    assert not looks_damaged(data)
    at = data.index(b"The council received 92")
    for broken in (
        data[: at - 20] + bytes(16) + data[at - 4 :],  # a block was never written
        data[: at - 1] + b"[" + data[at:],  # a letter is another
        data[: at - 30] + b"\xfa\x1eF\xb9" + data[at - 26 :],
    ):
        assert len(broken) == len(data) and looks_damaged(broken)
        assert coverage(broken, "havering-2016-17.pdf")[0] == "partial"
    place = data.rindex(b" 00000 n")
    assert looks_damaged(data[: place - 1] + b"x" + data[place:]), "its table of contents points elsewhere"
    assert looks_damaged(data[: place - 3] + b"777" + data[place:])


def test_mutants_are_the_same_for_a_seed_and_each_has_one_outcome(root: Path) -> None:
    named = {path.suffix[1:]: path for path in sorted((root / "corpus").glob("*.*"))}
    for kind, path in named.items():
        if kind not in BY_FORMAT:
            continue
        data = path.read_bytes()
        for seed in random.Random(kind).sample(range(1000), 3):
            damaged, how = mutant(data, kind, str(seed))
            assert (damaged, how) == mutant(data, kind, str(seed)) and len(damaged) < 2 * len(data) + 1000
            try:
                assert coverage(damaged, path.name)[0] in ("ok", "partial", "not_a_complaints_report")
            except Unreadable as fault:
                assert fault.sentence.endswith(".")


def test_hostile_pdfs_are_looked_at_to_an_end() -> None:
    assert not looks_damaged(hostile.pdf(hostile.TEXT, hostile.FONT))
    assert looks_damaged(hostile.FILES["strings.pdf"]())
    for name in ("loop.pdf", "arrays.pdf", "forms.pdf", "page-tree.pdf"):
        assert not looks_damaged(hostile.FILES[name]()), name


def test_a_cell_that_is_merged_with_blank_rows_below_the_table_is_read() -> None:
    document = read_bytes(hostile.FILES["merged.xlsx"](), "a.xlsx")
    assert "5" in str(document.blocks)
