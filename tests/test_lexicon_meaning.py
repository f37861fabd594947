"""What matching and `check` must mean, on a small vocabulary made for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.lexicon.check import vocabulary_faults
from extractor.lexicon.match import UNMAPPED, Matcher
from extractor.lexicon.rulebook import Rulebook, RulebookError, load

MATCHING = """
thresholds:
  {fuzzy: "90", fuzzy_short: "93", short: "12", word: "75", margin: "5", receipt: "60", keyword: "60",
   words: "16"}
joiners: [and]
stopwords: [of]
vocabularies:
  reasons: {keywords: "true", fuzzy: "true", head: "30", endings: [team]}
"""
ENTRIES = """
facet: theme
entries:
- {id: delay, label: Delay, aliases: [Delay], label_only: [Late], keywords: [slow], over: [parking],
   examples: [Slow], not: [Slow burn]}
- {id: parking, label: Parking, aliases: [Parking], keywords: [cars], examples: [Cars]}
- {id: senses, label: Senses, aliases: [Senses], keywords: [sen], examples: [Senses]}
- {id: needs, label: Needs, aliases: [Special needs], case_sensitive: [SEN], examples: [Special needs]}
"""


def book_of(folder: Path, entries: str = ENTRIES) -> Rulebook:
    (folder / "matching.yaml").write_text(MATCHING, encoding="utf-8")
    (folder / "reasons.yaml").write_text(entries, encoding="utf-8")
    return load(folder)


@pytest.fixture
def matcher(tmp_path: Path) -> Matcher:
    return Matcher(book_of(tmp_path))


def test_initials_in_their_case_are_heard_before_the_word_that_they_spell(matcher: Matcher) -> None:
    assert [matcher.match("reasons", label).code for label in ("SEN desk", "sen desk")] == ["needs", "senses"]
    assert matcher.match("reasons", "Desk SEN").code == "needs", "they count for their words"


def test_a_keyword_that_opens_a_label_needs_a_smaller_share_of_it(matcher: Matcher) -> None:
    assert matcher.match("reasons", "Slow answers").code == "delay"
    assert matcher.match("reasons", "Answers slow").code == UNMAPPED


def test_another_spelling_of_a_short_label_must_be_nearer(matcher: Matcher) -> None:
    assert matcher.match("reasons", "Parkng").code == UNMAPPED
    assert matcher.match("reasons", "Special neds").code == "needs"


def test_what_an_entry_says_is_not_its_own_is_not(matcher: Matcher) -> None:
    assert matcher.match("reasons", "Slow burn").code == UNMAPPED


def test_things_joined_stand_side_by_side_and_none_outranks_the_other(matcher: Matcher) -> None:
    assert matcher.match("reasons", "Slow cars").code == "delay"
    assert matcher.match("reasons", "Slow and cars").code == UNMAPPED


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("not: [Slow burn]", "not: [Delay team]", "'Delay team' gives 'delay', and should not."),
        ("keywords: [cars]", "keywords: [cars, late]", "'Late' of 'delay' is a keyword of 'parking'."),
        ("keywords: [sen]", "keywords: [cars]", "'cars' of 'senses' is also 'cars' of 'parking'."),
        (", examples: [Cars]", "", "'parking' has no examples."),
        ("aliases: [Special needs]", "aliases: ['-']", "'-' of 'needs' has no letters."),
        ("examples: [Senses]", "examples: [Marmalade]", "'Marmalade' should be 'senses' but is 'unmapped'."),
        ("examples: [Senses]", "examples: [Cars => senses]", "'Cars' should be 'senses' but is 'parking'."),
    ],
)
def test_check_says_in_one_sentence_what_is_wrong(tmp_path: Path, old: str, new: str, fault: str) -> None:
    def faults(text: str) -> list[str]:
        book = book_of(tmp_path, text)
        return list(vocabulary_faults(Matcher(book), "reasons", book.entries("reasons")))

    assert faults(ENTRIES) == [] and ENTRIES.count(old) == 1
    assert f"reasons: {fault}" in faults(ENTRIES.replace(old, new))


def test_codes_of_the_contract_have_their_labels_from_there(tmp_path: Path) -> None:
    entries = (
        "facet: outcome\nentries:\n- {id: upheld, label: Upheld, aliases: [Upheld], examples: [Upheld]}\n"
    )
    with pytest.raises(RulebookError, match="the label of 'upheld' belongs in contract"):
        book_of(tmp_path, entries)
