"""Files made to harm their reader cost no more than their size: what would grow faster is bounded or refused.

The sizes would take hours if a scan to the end began anew at each sign that opens something.
"""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.faults.hostile import EXPECTED, FILES
from extractor.language.numbers import Number
from extractor.model.types import Prose, Unreadable
from extractor.read.endless import MOST_NUMBERS
from extractor.read.files import read_bytes
from extractor.read.html import parse
from extractor.read.html.document import read_html
from extractor.understand.sentences.sentence import Parsed, Zone

LINE = "We received 51 complaints in the year."


@pytest.mark.parametrize("tag", ["<a " * 600_000, f"<p {' '.join(f'a{n}=1' for n in range(200_000))}>"])
def test_a_tag_with_too_many_attributes_is_refused(tag: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_html(f"<html><p>{LINE}</p>{tag}".encode(), "x.html")
    assert caught.value.code == "too-large" and "attributes" in caught.value.sentence


def test_a_long_tag_with_few_attributes_is_read() -> None:
    picture, alt = "A" * 200_000, "word " * 20_000
    page = f"<html><p>{LINE}<img src='data:image/png;base64,{picture}' alt=\"{alt}\"></p></html>"
    assert [b.text for b in read_html(page.encode(), "x.html").blocks if isinstance(b, Prose)] == [LINE]


def test_what_never_ends_is_looked_for_once() -> None:
    opened = b"<script>" * 500_000 + b"<!-- " * 500_000
    assert parse._seen(opened) == opened
    assert parse._seen(b"1<!-- 2 -->3<Style>4</STYLE >5<title>6") == b"1 3 5<title>6"
    tags = b"<b " * 500_000
    assert parse._replaced(parse._TAG, b" ", b"1<b>2</b>3" + tags) == b"1 2 3" + tags


def test_numbers_without_end_are_left_out_with_a_word_and_those_beside_them_are_read() -> None:
    endless = "51 complaints, " * (MOST_NUMBERS + 1)
    document = read_bytes(f"{LINE} {endless}and more. {LINE}\n".encode(), "x.txt")
    assert [b.text for b in document.blocks if isinstance(b, Prose)] == [f"{LINE} {LINE}"]
    (lost,) = [issue for issue in document.issues if issue.code == "text-lost"]
    assert lost.severity == "error" and lost.message.startswith("1,001 numbers without a full stop")


def test_as_many_numbers_in_sentences_are_all_kept() -> None:
    document = read_bytes(f"{LINE} ".encode() * 2 * MOST_NUMBERS, "x.txt")
    assert sum(b.text.count("51") for b in document.blocks if isinstance(b, Prose)) == 2 * MOST_NUMBERS


def test_parts_are_added_up_only_behind_a_colon() -> None:
    class Zones(tuple[Zone, ...]):
        taken = 0

        def __getitem__(self, at: Any) -> Any:
            Zones.taken += isinstance(at, slice)
            return super().__getitem__(at)

    numbers = [Number(n * 3, n * 3 + 1, "1", 1.0, "count", "exact") for n in range(500)]
    zones = Zones(Zone(n, i, 0, 0, False, "", False) for i, n in enumerate(numbers))
    assert not Parsed("", "1, " * 500, 0, zones, (), ()).parts() and not Zones.taken


def test_every_hostile_file_has_its_reason() -> None:
    assert set(EXPECTED) < set(FILES)
