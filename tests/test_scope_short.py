"""A short document is a complaint report if its title names complaints or the Ombudsman of councils."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.identify.scope import NOT_ONE, judge
from extractor.language.words import using
from extractor.lexicon import rulebook
from extractor.read.files import read_bytes
from extractor.run.report import words_of

BOOK = rulebook.load(Path(__file__).resolve().parent.parent / "patterns")
BODY = (
    "Bolton Metropolitan Borough Council. In the year the council was asked about 40 matters, of which 12 "
    "were settled at once, 9 were found not to be its own, and the rest were looked into by a senior officer "
    "who wrote to each person. One complaint was about a fence and took nine weeks."
)


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("Local Government Ombudsman annual review 2010/11", ""),
        ("Stage 2 corporate complaints", ""),
        ("Winter gritting review 2010/11", NOT_ONE),
        ("How the Ombudsman sees us", NOT_ONE),  # nothing in the text bears the title out
    ],
)
def test_the_title_of_a_short_page_decides(title: str, status: str) -> None:
    with using(words_of(BOOK)):
        page = f"<html><body><h1>{title}</h1><p>{BODY}</p></body></html>"
        document = read_bytes(page.encode(), "page.html")
        assert judge(document, BOOK.raw("scope")).status == status


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("How the Ombudsman sees us", ""),
        ("Performance digest, Q4 2010/11", ""),
        ("Winter gritting review 2010/11", NOT_ONE),
    ],
)
def test_a_title_akin_to_complaints_is_borne_out_by_the_text(title: str, status: str) -> None:
    body = f"{BODY} The Ombudsman decided five cases and upheld two of them, and we apologised at stage 2."
    with using(words_of(BOOK)):
        page = f"<html><body><h1>{title}</h1><p>{body}</p></body></html>"
        document = read_bytes(page.encode(), "page.html")
        assert judge(document, BOOK.raw("scope")).status == status
