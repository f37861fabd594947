"""Web pages that are empty, huge or nested without end: bounded, and nothing lost without a word."""

from __future__ import annotations

import tracemalloc

import pytest

from extractor.model.types import Document, Prose, Unreadable
from extractor.read.html.document import read_html

WORDS = "There were 51 complaints in the year, 18 of them about fees and charges."


def texts(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Prose)]


@pytest.mark.parametrize(
    "page", ["", "   ", "<html><body></body></html>", "<div id=app></div><script>draw(51)</script>"]
)
def test_pages_without_text(page: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_html(page.encode(), "x")
    assert caught.value.code == "empty" and caught.value.sentence.endswith(".")


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("<div>", "</div>"), ("<div><span>", "</span></div>"), ("<b>", ""), ("<ul><li>", ""),
        ("<section>", "</section>"),
        ("<table><tr><td>", "</td></tr></table>"), ("<blockquote>", "</blockquote>"), ("<font size=2>", ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("depth", [1, 200, 300, 1500, 100_000])
def test_deep_pages_lose_nothing_silently(opening: str, closing: str, depth: int) -> None:
    page = (
        f"<html><body><p>First 7.</p>{opening * depth}<p>{WORDS}</p>{closing * depth}<p>Last "
        "9.</p></body></html>"
    )
    document = read_html(page.encode(), "x")
    whole = str(document.blocks)
    assert all(part in whole for part in ("First 7.", WORDS, "Last 9."))
    if depth == 100_000:
        assert [i.code for i in document.issues] == ["deep-html"]


def test_deep_boxes_keep_the_tables_inside_them() -> None:
    table = "<h2>Teams</h2><table><tr><th>Team<th>Count<tr><td>Fostering<td>5</table>"
    document = read_html(f"{'<div>' * 50_000}{table}{'</div>' * 50_000}".encode(), "x")
    assert [type(b).__name__ for b in document.blocks] == ["Prose", "Table"]


def test_broken_markup_is_read_as_browsers_do() -> None:
    page = "<p>51 <b>upheld<p>A & B: 5 < 6 &nbsp; &unknown; &amp; &lt;10% <table><tr><td>7<td>8<p>tail"
    assert not read_html(page.encode(), "x").issues


def test_control_characters_do_not_end_the_page() -> None:
    assert texts(read_html(b"<p>51 \x00 complaints\x0b\x07</p><p>and 18</p>", "x"))[-1] == "and 18"


def test_ten_megabytes_are_read_or_refused() -> None:
    page = b"<html><body>" + f"<p>{WORDS * 20}</p>".encode() * 7_000 + b"</body></html>"
    assert len(page) > 9_000_000
    try:
        assert len(read_html(page, "x").blocks) == 7_000
    except Unreadable as refusal:
        assert refusal.code == "too-large"


@pytest.mark.parametrize(
    "unit", ["<td>1</td>", "<br>", "<b>1</b>", "<li>1</li>", "<p class=nav><a href=#x>1</a></p>"]
)
def test_markup_without_end_is_refused_clearly(unit: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_html(unit.encode() * 1_000_000, "x")
    assert caught.value.code == "too-large"


@pytest.mark.parametrize("name", ["nav", "related", "share", "cookie", "feedback", "toc"])
def test_many_named_blocks_inside_each_other_stay_quick(name: str) -> None:
    page = f"<p>51 here</p>{f'<div class={name}><a href=#a>one 1</a>' * 1500}{'<ul><li><a href=#b>x' * 300}"
    read_html(page.encode(), "x")


def test_memory_stays_in_proportion() -> None:
    page = f"<p>{WORDS}</p>".encode() * 5_000
    tracemalloc.start()
    read_html(page, "x")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60 * len(page)
