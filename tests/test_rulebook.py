"""Does patterns/ load as it should, and say plainly what is wrong with it?"""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from extractor.lexicon import rulebook
from extractor.lexicon.match import Matcher
from extractor.lexicon.rulebook import Rulebook, RulebookError, load

MATCHING = """
thresholds:
  {fuzzy: "90", fuzzy_short: "93", short: "12", word: "75", margin: "5", receipt: "60", keyword: "34",
   words: "16"}
joiners: [and]
stopwords: [of]
vocabularies:
  teams: {keywords: "true", fuzzy: "true", endings: [team]}
"""
TEAMS = """
facet: service_area
entries:
- id: adoption
  label: Adoption
  aliases: [Adoption, Post adoption support]
  examples: [Adoption Team]
- id: edt
  label: Out of hours
  aliases: [Out of hours, "no"]
  examples: [Out-of-hours team]
"""


def folder_of(tmp_path: Path, **files: str) -> Path:
    (tmp_path / "quirks").mkdir()
    for name, text in {"matching": MATCHING, "teams": TEAMS, **files}.items():
        is_quirk = name.startswith("quirk_")
        path = tmp_path / "quirks" / f"{name[6:]}.yml" if is_quirk else tmp_path / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_entries_come_in_file_order_with_every_scalar_a_string(tmp_path: Path) -> None:
    entries = load(folder_of(tmp_path)).entries("teams")
    assert [e.id for e in entries] == ["adoption", "edt"]
    assert entries[1].aliases == ("Out of hours", "no")


def test_the_hash_changes_with_any_file_and_only_then(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    before = load(folder)
    assert load(folder) == before
    (folder / "teams.yaml").write_text(TEAMS + "\n# a remark\n", encoding="utf-8")
    after = load(folder)
    assert after.hash != before.hash
    assert after != before
    (folder / "quirks" / "barset.yml").write_text(QUIRK, encoding="utf-8")
    assert load(folder).hash != after.hash


def test_a_file_of_quirks_may_have_either_ending_but_a_council_only_one_file(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "quirks" / "barset.yaml").write_text(QUIRK, encoding="utf-8")
    assert load(folder).quirks
    (folder / "quirks" / "another.yml").write_text(QUIRK, encoding="utf-8")
    with pytest.raises(RulebookError, match="already has a file of quirks"):
        load(folder)


@pytest.mark.parametrize(
    ("teams", "sentence"),
    [
        (TEAMS.replace("label: A", "labels: A"), r"teams\.yaml: in 'entries', entry 'adoption', 'labels': "),
        (TEAMS.replace("id: edt", "id: adoption"), r"teams\.yaml: entry 'adoption' appears twice"),
        (TEAMS.replace("id: edt", "id: Out Of Hours"), r"'Out Of Hours' is not a valid id"),
        (
            TEAMS.replace("label: Adoption", "covers: [kin]"),
            r"entry 'adoption' names 'kin', which is not an id",
        ),
        (TEAMS.replace("label: Adoption", "patterns: ['(']"), r"entry 'adoption': the pattern \( is broken"),
        (TEAMS + "  examples: [", r"teams\.yaml: this is not valid YAML near line \d+"),
        (TEAMS.replace("[Adoption, Post adoption support]", "x"), r"entry 'adoption', 'aliases'"),
    ],
)
def test_a_broken_entry_is_named_in_a_sentence(tmp_path: Path, teams: str, sentence: str) -> None:
    with pytest.raises(RulebookError, match=sentence):
        load(folder_of(tmp_path, teams=teams))


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match="no patterns"):
        load(tmp_path)


def test_other_files_are_plain_data_until_a_schema_is_registered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Limits(BaseModel):
        model_config = ConfigDict(extra="forbid", frozen=True)
        days: int

    folder = folder_of(tmp_path, limits="days: '10'\n", others="days: many\n")
    assert load(folder).raw("limits") == {"days": "10"}
    monkeypatch.setattr(rulebook, "SCHEMAS", {**rulebook.SCHEMAS, "limits": Limits, "others": Limits})
    rulebook._content.cache_clear()
    rulebook._loaded.cache_clear()
    assert load(folder).raw("limits") == Limits(days=10)
    with pytest.raises(RulebookError, match=r"others\.yaml: in 'days': input should be a valid integer"):
        load(folder).raw("others")
    with pytest.raises(RulebookError, match=r"There is no file nothing\.yaml"):
        load(folder).raw("nothing")
    rulebook._content.cache_clear()


QUIRK = """
authority: E99999999
name: Barset
vocabularies:
  teams:
  - id: edt
    aliases: [Post adoption support]
    case_sensitive: [SSU]
    examples: [SSU]
  - id: hedgerows
    label: Hedgerows
    aliases: [Hedgerow team]
    not: [Hedge fund]
    examples: [Hedgerow team]
"""


def test_a_quirk_adds_takes_away_and_leaves_the_others_alone(tmp_path: Path) -> None:
    book = load(folder_of(tmp_path, quirk_barset=QUIRK))
    barset = book.for_authority("E99999999")
    assert book.for_authority("E09000015") is book
    plain, local = Matcher(book), Matcher(barset)
    assert plain.match("teams", "Post adoption support").code == "adoption"
    moved = local.match("teams", "Post adoption support")
    assert (moved.code, moved.method) == ("edt", "quirk")
    assert plain.match("teams", "SSU").code == "unmapped"
    assert local.match("teams", "SSU").method == "quirk"
    assert local.match("teams", "Hedgerow team").code == "hedgerows"
    assert local.match("teams", "Adoption").method == "exact"


def test_a_quirk_may_narrow_with_not(tmp_path: Path) -> None:
    narrowing = "authority: E99999999\nname: B\nvocabularies: {teams: [{id: adoption, not: [Adoption]}]}\n"
    book = load(folder_of(tmp_path, quirk_barset=narrowing)).for_authority("E99999999")
    assert Matcher(book).match("teams", "Adoption").code == "unmapped"
    assert Matcher(book).match("teams", "Post adoption support").code == "adoption"


@pytest.mark.parametrize(
    ("quirk", "sentence"),
    [
        (QUIRK.replace("  teams:", "  bands:"), "Barset: there is no vocabulary 'bands'"),
        (QUIRK.replace("    label: Hedgerows\n", ""), "Barset: the new entry 'hedgerows' needs a label"),
        (QUIRK.replace("authority:", "council:"), r"quirks/barset\.yml: in 'authority'"),
    ],
)
def test_a_broken_quirk_is_named_in_a_sentence(tmp_path: Path, quirk: str, sentence: str) -> None:
    with pytest.raises(RulebookError, match=sentence):
        load(folder_of(tmp_path, quirk_barset=quirk))


@pytest.fixture(scope="module")
def book(root: Path) -> Rulebook:
    return load(root / "patterns")


def test_the_real_rulebook_goes_through_pickle_and_stays_itself(book: Rulebook) -> None:
    again = pickle.loads(pickle.dumps(book))
    assert again == book
    assert hash(again) == hash(book)
    assert Matcher(again).match("outcomes", "Not upheld").code == "not_upheld"


def test_a_folder_that_has_not_changed_is_built_once(root: Path) -> None:
    assert load(root / "patterns") is load(root / "patterns")


def test_a_broken_council_is_named_in_a_sentence(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, authorities="entries: [{code: E06000001, name: Hartlepool, type: realm}]\n")
    with pytest.raises(RulebookError, match=r"authorities\.yaml: in 'entries', .*'type': input should be"):
        load(folder).raw("authorities")
