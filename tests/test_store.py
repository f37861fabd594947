"""What is kept between processes is whole, one's own, and safe to read; a rulebook comes back as it was."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
from array import array
from pathlib import Path

import pytest
from jinja2 import Environment

from extractor.language import regex
from extractor.lexicon import phrase_check, rulebook, store
from extractor.lexicon.match import Matcher
from extractor.lexicon.phrase_table import PhraseTable, phrases_of
from extractor.lexicon.rulebook import Rulebook, load
from extractor.lexicon.tagger import Tagger
from extractor.publish.html import build
from extractor.run import report

KEY = store.key_of(["a", "b"])


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACTOR_CACHE", str(tmp_path / "cache"))


def anew(root: Path) -> Rulebook:
    """The rulebook as another process would load it."""
    rulebook._loaded.cache_clear()
    return load(root / "patterns")


@pytest.fixture(scope="module")
def packed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What a process keeps of the real rulebook."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EXTRACTOR_CACHE", str(tmp_path_factory.mktemp("cache")))
        book = anew(root)
        report.reader_of.cache_clear()
        report.ready(book)
        body = store.read(rulebook._key(book.apart))
    assert body is not None
    return body


def test_what_was_kept_is_read_by_its_owner_alone() -> None:
    assert store.read(KEY) is None
    assert store.write(KEY, b"words")
    assert store.read(KEY) == b"words"
    assert store.folder().stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="users' rights are told apart on POSIX systems only")
@pytest.mark.parametrize("where", ["folder", "entry"])
def test_what_another_user_could_have_written_is_not_trusted(where: str) -> None:
    store.write(KEY, b"words")
    (entry,) = store.folder().glob("??/*")
    (entry if where == "entry" else store.folder()).chmod(0o777)
    assert store.read(KEY) is None
    assert store.write(KEY, b"words") is (where == "entry")


def test_an_entry_under_another_key_is_refused() -> None:
    store.write(KEY, b"words")
    (entry,) = store.folder().glob("??/*")
    other = store.key_of(["ab"])
    assert other != KEY
    store._path(other).parent.mkdir(exist_ok=True)
    entry.replace(store._path(other))
    assert store.read(other) is None


class Mischief:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("mischief",)


@pytest.mark.parametrize("value", [Mischief(), os.getcwd, subprocess.Popen, Path("a")])
def test_nothing_foreign_is_called_when_unpacking(
    value: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(pickle.UnpicklingError, match="may not be unpacked"):
        store.unpack(pickle.dumps(value))
    assert not Path("mischief").exists()


def test_nothing_that_a_module_only_imports_is_called() -> None:
    with pytest.raises(pickle.UnpicklingError, match="may not be unpacked"):
        store.unpack(b"cextractor.run.worker\nPath\n(V.\ntR.")


def test_a_kept_rulebook_is_not_built_again(
    root: Path, packed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = anew(root)
    store.write(rulebook._key(book.apart), packed)

    def building(*_: object) -> None:
        raise AssertionError("built again")

    monkeypatch.setattr(rulebook, "_validated_files", building)
    monkeypatch.setattr(rulebook, "_content", building)
    kept = anew(root)
    assert kept == book and kept.vocabularies == book.vocabularies and kept.columns == book.columns
    assert Matcher(kept).match("outcomes", "Not upheld").code == "not_upheld"
    assert [tag.code for tag in Tagger(kept).tags("upheld at Stage 2")] == ["upheld", "stage_2"]


def test_all_that_is_kept_can_be_unpacked(root: Path, packed: bytes) -> None:
    made = store.unpack(packed)[-1]
    assert {"words", "phrases", "authorities", "vocabulary themes"} <= made.keys()
    for what, one in made.items():
        assert store.unpack(one) is not None, what
    for code, quirk in anew(root).quirks.items():
        assert {f"vocabulary {name} of {code}" for name in quirk.vocabularies} <= made.keys()


@pytest.mark.parametrize("damage", ["cut", "foreign", "older code"])
def test_a_rulebook_that_is_not_whole_is_built_anew(
    root: Path, packed: bytes, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = rulebook._key(anew(root).apart)
    match damage:
        case "cut":
            store.write(key, packed[:-9])
        case "foreign":
            store.write(key, pickle.dumps(os.getcwd))
        case "older code":
            store.write(key, packed)
            monkeypatch.setattr(store, "code_hash", lambda: "newer")
    book = anew(root)
    assert not book._packed
    assert Matcher(book).match("outcomes", "Not upheld").code == "not_upheld"


def test_a_quirk_shares_what_it_does_not_touch(root: Path) -> None:
    book = anew(root)
    quirk = next(iter(book.quirks.values()))
    own, general = Matcher(book.for_authority(quirk.authority)), Matcher(book)
    touched = {
        name for name in general._vocabularies if own._vocabulary(name) is not general._vocabulary(name)
    }
    assert touched == quirk.vocabularies.keys() & general._vocabularies.keys() != set()


def test_phrases_inside_one_another_are_all_found() -> None:
    table = PhraseTable()
    table.add("stage 1", ("stage", "stage_1", False))
    table.add("stage 1 complaints", ("thing", "complaint", False))
    table.add("stage-1", ("stage", "stage_1", True))
    other = PhraseTable()
    other.add("stage - 1", ("stage", "stage_1", False))
    table.merge(other)
    assert table.places("the stage 1 complaints") == [
        (4, 11, (("stage", "stage_1", False),)),
        (4, 22, (("thing", "complaint", False),)),
    ]
    assert table.places("stage -1") == [(0, 8, (("stage", "stage_1", True), ("stage", "stage_1", False)))]
    assert table.places("complaints at stage") == []


def test_a_phrase_that_spacy_does_not_find_is_told() -> None:
    table = PhraseTable()
    table.add("stage 1", ("stage", "stage_1", False))
    assert list(phrase_check.faults(table, ["at stage 1 and", "stage 2"])) == []
    table.phrases = lambda: iter([["stage", "2"]])  # type: ignore[method-assign]
    assert list(phrase_check.faults(table, ["stage 1", "at stage 2"])) == [
        "'stage 1' is found in 'stage 1'.",
        "'stage 2' is not found in 'at stage 2'.",
    ]


def test_a_vocabulary_is_known_in_its_variants(root: Path) -> None:
    table = phrases_of("stage", anew(root).entries("stages"))
    assert [text for text in ("first stage", "first-stage", "stage 1") if not table.places(text)] == []


def test_a_worker_reads_without_loading_pandas_or_spacy(root: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from extractor.run import pipeline, report; "
        "book = pipeline.prepare('patterns'); path = Path('corpus/harrow-2016-17-example.txt'); "
        "rows = report.work(path.read_bytes(), path.name, None, book).rows(); "
        "print(len(rows) > 9, 'pandas' in sys.modules, 'spacy' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True)
    assert said.stdout.split() == ["True", "False", "False"], said.stderr


def test_what_the_compiler_made_of_an_expression_is_given_to_later_processes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sources = [(rf"(?P<n>\d+)\s(?:complaints?|caf\u00e9s?) {n}\b|(x)", re.I) for n in range(store.FEW)]
    monkeypatch.setattr(regex, "news", {})
    monkeypatch.setattr(regex, "_given", {})
    for one in sources:
        regex.compiled(*one)
    store.keep_expressions()
    assert regex.news == {}
    store.recall_expressions()
    regex.compiled.cache_clear()
    monkeypatch.setattr(regex, "_made", lambda *_: pytest.fail("compiled again"))
    for source, flags in sources:
        mine = regex.compiled(source, flags)
        real = re.compile(source, flags)
        assert (mine.pattern, mine.flags, mine.groupindex) == (real.pattern, real.flags, real.groupindex)
        for text in ("12 CAF\u00c9S 3", "x", "7 complaint 0"):
            assert [m.span() for m in mine.finditer(text)] == [m.span() for m in real.finditer(text)]


@pytest.mark.parametrize("flags", [0, re.I, re.A])
@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"\b(?:year|yr|half-year)s?\b", "The Year, half-years, yrs and 2 YR"),
        (r"(?<!\w)(?=may|june)", "in May and June"),
        (r"(?:the\s)?(?:x|(?i:k)){0,2}(?:two|\d{3})", "The two, kktwo, K\u212a123, x456"),
        (r"(?i:stra\xdfe|\u017f)|[^\W\d_]{9}", "STRASSE stra\xdfe \u017f \u0130stanbuls \xe9cole"),
        (r"\B[e-h\s]+?(?!g)|(?P<q>['\"]).(?P=q)", "the gf hedge 'a' x\x1cy"),
        (r"()?(?>ab|c)+|(?(1)x|y)|(?!)", "abcab C xy"),
    ],
)
def test_a_search_that_skips_what_cannot_begin_a_match_finds_the_same(
    source: str, text: str, flags: int
) -> None:
    mine, real = regex.compiled(source, flags), re.compile(source, flags)
    assert [m.span() for m in mine.finditer(text)] == [m.span() for m in real.finditer(text)]
    assert mine.sub("-", text) == real.sub("-", text)


def test_a_search_skips_what_cannot_begin_a_match() -> None:
    told = [regex._made(source, re.I) for source in (r"\b(?:year|yr)\b", r"\b.{0,2}year")]
    masks = [array("I", made[1])[2] for made in told if made]
    assert masks == [4, 0]


def test_an_expression_that_is_broken_is_told_as_ever() -> None:
    with pytest.raises(re.error, match="unterminated"):
        regex.compiled("(a")


def test_a_template_of_the_page_is_not_made_anew_in_a_later_process(monkeypatch: pytest.MonkeyPatch) -> None:
    build.environment.cache_clear()
    build.environment().get_template("parts.html")
    build.environment.cache_clear()
    monkeypatch.setattr(Environment, "_generate", lambda *_, **__: pytest.fail("made again"))
    assert build.environment().get_template("parts.html").module
    build.environment.cache_clear()
