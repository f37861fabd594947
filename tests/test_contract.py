"""contract.yaml is whole and sound, and what it says comes out in every file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from made import BOOK, PATTERNS, observation
from made_dataset import whole

from extractor import publish
from extractor.corrections import codes
from extractor.disclosure import suppress
from extractor.lexicon.rulebook import Rulebook, RulebookError, load
from extractor.model import contract
from extractor.publish.dictionary import dictionary


@pytest.mark.parametrize("table", contract.TABLES.values(), ids=lambda table: table.name)
def test_every_column_has_words_and_fitting_examples(table: contract.Table) -> None:
    for column in table.fields:
        assert column.id in contract.COLUMNS and column.examples, column.id
        if column.allowed and table.name == "observations":
            assert set(column.examples) & set(column.allowed), column.id
        if column.kind != "text":
            assert all(float(one) is not None for one in column.examples)
    assert {*table.key, *table.facets} <= {*table.columns}
    assert not table.parent or "source_file" in table.columns


def test_nothing_is_described_that_no_file_has() -> None:
    used = {name for table in (*contract.TABLES.values(), contract.EES) for name in table.columns}
    assert contract.COLUMNS.keys() == used
    lists = {column.codes for table in contract.TABLES.values() for column in table.fields}
    assert contract.CODES.keys() - lists == {"scope", "marker"}
    assert lists - contract.CODES.keys() == {"", contract.PATTERNS}


def test_labels_stand_in_the_middle_of_a_sentence_and_tell_codes_apart() -> None:
    for name, listed in contract.CODES.items():
        labels = [code.label for code in listed.values()]
        assert len(set(labels)) == len(labels), name
        assert all(label and not label.endswith(".") for label in labels), name
        assert all(label[0].islower() or label[0].isdigit() or label[:9] == "Ombudsman" for label in labels)


def test_examples_of_growing_codes_are_codes() -> None:
    for column in contract.FREE_CODES:
        ids = {entry.id for entry in BOOK.entries_of(column)}
        for example in contract.COLUMNS[column].examples:
            assert example in ids or any("{" in one and one.split("{")[0] in example for one in ids), example


# A copy of the package and of patterns/, to change


@dataclass(frozen=True)
class House:
    """A copy of the package with its patterns, and how it is run."""

    folder: Path

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, old
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def python(self, *words: str) -> subprocess.CompletedProcess[str]:
        tests = Path(__file__).parent
        paths = os.pathsep.join(map(str, (self.folder, tests, tests.parent)))
        return subprocess.run(
            [sys.executable, *words],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": paths, "EXTRACTOR_CACHE": str(self.folder / "kept")},
            capture_output=True,
            text=True,
            check=False,
        )


def built(folder: Path, root: Path) -> House:
    """A house; of the package only what is looked for beside its own files is more than a link."""
    (folder / "extractor").mkdir(parents=True)
    for path in (root / "extractor").iterdir():
        if path.name in ("cli", "model"):
            shutil.copytree(path, folder / "extractor" / path.name)
        else:
            (folder / "extractor" / path.name).symlink_to(path)
    shutil.copytree(root / "patterns", folder / "patterns")
    (folder / "harrow-2018-19.html").write_text(REPORT, encoding="utf-8")
    return House(folder)


@pytest.fixture
def house(tmp_path: Path, root: Path) -> House:
    return built(tmp_path, root)


REPORT = """<html><head><title>Harrow Council: complaints annual report 2018/19</title></head><body>
<h1>Harrow Council: Children's statutory complaints annual report 2018/19</h1>
<p>This report is about complaints under the Children Act 1989 that Harrow received from 1 April 2018
to 31 March 2019.</p>
<h2>Outcomes of stage 1 complaints</h2>
<table><caption>Outcomes of stage 1 complaints 2018/19</caption>
<tr><th>Outcome</th><th>2018/19</th></tr><tr><td>Upheld</td><td>12</td></tr>
<tr><td>Not upheld</td><td>8</td></tr><tr><td>Settled amicably</td><td>14</td></tr>
<tr><td>Total</td><td>34</td></tr></table></body></html>"""
CONTRACT = "extractor/model/contract.yaml"
IN_CONTRACT = ("    upheld: upheld\n", "    upheld: upheld\n    settled: settled amicably\n")
IN_PATTERNS = (
    "entries:\n",
    "entries:\n- id: settled\n  aliases: [Settled amicably]\n  examples: [Settled amicably]\n",
)


def test_a_new_outcome_code_is_a_line_in_the_contract_and_its_words_in_patterns(house: House) -> None:
    house.edit(CONTRACT, *IN_CONTRACT)
    house.edit("patterns/outcomes.yaml", *IN_PATTERNS)
    found = house.python("-m", "extractor", "check")
    assert (found.returncode, found.stderr) == (0, "")
    found = house.python("-m", "extractor", "run", "harrow-2018-19.html", "--out", "out")
    assert found.returncode == 0, found.stderr
    rows = publish.read_csv(house.folder / "out" / "observations.csv")
    assert ("14", "settled") in {(row["value"], row["outcome"]) for row in rows}
    items = publish.read_csv(house.folder / "out" / "ees" / "complaints.csv")
    assert ("14", "Settled amicably") in {(row["number"], row["outcome"]) for row in items}
    content = json.loads((house.folder / "out" / "datapackage.json").read_text(encoding="utf-8"))
    (outcome,) = (f for f in content["resources"][0]["schema"]["fields"] if f["name"] == "outcome")
    assert "settled" in outcome["constraints"]["enum"]


LINE = (
    "'settled' is not a code of outcome in the contract: add the line 'settled: settled' under 'codes', "
    "'outcome' of extractor/model/contract.yaml.\n"
)


def test_a_code_in_patterns_alone_is_refused_with_the_line_to_add(house: House) -> None:
    house.edit("patterns/outcomes.yaml", *IN_PATTERNS)
    found = house.python("-m", "extractor", "check")
    assert (found.returncode, found.stderr) == (1, f"outcomes.yaml: {LINE}")
    found = house.python("-m", "extractor", "run", "harrow-2018-19.html", "--out", "out")
    assert (found.returncode, found.stderr) == (2, f"outcomes.yaml: {LINE}")
    assert not (house.folder / "out" / "observations.csv").exists()


def test_a_code_in_the_contract_alone_is_missed_by_check(house: House) -> None:
    house.edit(CONTRACT, *IN_CONTRACT)
    found = house.python("-m", "extractor", "check")
    assert (found.returncode, found.stderr) == (1, "outcomes: the contract's code 'settled' has no entry.\n")


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "codes"),
    [
        (
            "measures.yaml",
            "measure: complaints_open",
            "measure: complaints_ajar",
            "complaints_ajar",
            "measure",
        ),
        ("measures.yaml", "unit_of_count: enquiry", "unit_of_count: query", "query", "unit_of_count"),
        ("service_figures.yaml", "unit_of_count: child", "unit_of_count: kid", "kid", "unit_of_count"),
        ("checks.yaml", "  - id: whole_council", "  - id: borough", "borough", "scope"),
        ("checks.yaml", "  - id: accepted", "  - id: admitted", "admitted", "denominator_class"),
        ("checks.yaml", "complaints_open: open_on_day", "complaints_open: open", "open", "event_basis"),
        ("indicators.yaml", "stages: [stage_2]", "stages: [stage_4]", "stage_4", "stage"),
        (
            "headlines.yaml",
            "corporate, children_statutory, adult",
            "corporate, child, adult",
            "child",
            "procedure",
        ),
        ("reconcile.yaml", "unit: gbp", "unit: eur", "eur", "unit"),
        ("page.yaml", "procedures: [corporate]", "procedures: [council]", "council", "procedure"),
    ],
)
def test_every_file_keeps_to_the_contract_s_codes(
    tmp_path: Path, file: str, old: str, new: str, code: str, codes: str
) -> None:
    book = changed(tmp_path, file, old, new)
    with pytest.raises(
        RulebookError, match=rf"{file}: .*'{code}' is not a code of {codes} in the contract: add"
    ):
        book.raw(file.removesuffix(".yaml"))


def test_a_quirk_brings_no_code_of_its_own(tmp_path: Path) -> None:
    shutil.copytree(PATTERNS, tmp_path / "patterns")
    quirk = "authority: E09000015\nname: Harrow\nvocabularies:\n  outcomes: [{id: settled}]\n"
    (tmp_path / "patterns" / "quirks" / "harrow.yml").write_text(quirk, encoding="utf-8")
    with pytest.raises(RulebookError, match="'settled' is not a code of outcome in the contract"):
        load(tmp_path / "patterns")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "facet: outcome",
            "facet: verdict_of_all",
            "facet 'verdict_of_all' is not a column that holds codes",
        ),
        (
            "- id: upheld\n",
            "- id: upheld\n  label: Upheld\n",
            "the label of 'upheld' belongs in contract.yaml",
        ),
    ],
)
def test_a_vocabulary_says_nothing_that_the_contract_says(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    with pytest.raises(RulebookError, match=rf"outcomes\.yaml: {sentence}"):
        changed(tmp_path, "outcomes.yaml", old, new)


PUBLISHED = """
import importlib, os, sys
for name in ("jinja2", "lxml.etree", "pandas", "pydantic", "pyarrow.parquet", "sqlite_utils", "yaml"):
    importlib.import_module(name)

def publish():
    from pathlib import Path
    from made import BOOK, observation
    from made_dataset import whole
    from extractor import publish
    from extractor.publish.dictionary import dictionary
    rows = [observation("a1", "40"), observation("a2", "12", measure="complaints_decided", outcome="upheld")]
    publish.publish(whole(rows), Path("out"), BOOK)
    Path("out/dictionary.md").write_text(dictionary(BOOK), encoding="utf-8")

for house in sys.argv[1:]:
    if process := os.fork():
        assert os.waitpid(process, 0)[1] == 0, house
    else:
        sys.path.insert(0, house)
        os.chdir(house)
        publish()
        os._exit(0)
"""
"""Publishes in each house, by its own package; the libraries are loaded once for all of them."""
PACKAGE, META, PAIR, WORDS = "datapackage.json", "metadata.json", "ees/complaints.csv", "dictionary.md"


EDITS = [
    ("    upheld: upheld\n", "    upheld: justified\n", [PAIR, WORDS]),
    ("stage_1: stage 1\n", "stage_1: first stage\n", ["report.html", PAIR, WORDS]),
    ("label: read, text: Every", "label: read whole, text: Every", ["report.html", WORDS]),
    ("ees: {column: percentage,", "ees: {column: share,", [PAIR, "ees/complaints.meta.csv", WORDS]),
    ("description: The complaints procedure.", "description: Rules.", [META, PACKAGE, "complaints.db"]),
    ("    title: Checks\n", "    title: Sums\n", [META, PACKAGE, "complaints.db"]),
    ("    unit: PDF points\n", "    unit: points\n", [META, PACKAGE, WORDS]),
    ("    empty: Not stated\n", "    empty: Unknown\n", [PAIR]),
    ("  page:\n", "  page:\n    required: 'yes'\n", [PACKAGE]),
    ("    type: integer\n", "    type: text\n", [PACKAGE, "comparable.parquet", "complaints.db", WORDS]),
    (
        ", line, source_url, page_file]",
        ", source_url, page_file]",
        ["observations.csv", "observations.parquet", PACKAGE],
    ),
]
"""Of the contract, with the files that tell of each."""


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory, root: Path) -> list[Path]:
    """What PUBLISHED gives where each edit was made, and last where none was."""
    place = tmp_path_factory.mktemp("houses")
    found = [built(place / str(number), root) for number in range(len(EDITS) + 1)]
    for house, (old, new, _) in zip(found, EDITS, strict=False):
        house.edit(CONTRACT, old, new)
    done = House(place).python("-c", PUBLISHED, *(str(house.folder) for house in found))
    assert done.returncode == 0, done.stderr
    return [house.folder / "out" for house in found]


@pytest.mark.parametrize("number", range(len(EDITS)), ids=[new.strip() for _, new, _ in EDITS])
def test_what_the_contract_says_comes_out(houses: list[Path], number: int) -> None:
    for name in EDITS[number][2]:
        assert (houses[number] / name).read_bytes() != (houses[-1] / name).read_bytes(), name


# Another folder of patterns


def changed(folder: Path, file: str, old: str, new: str) -> Rulebook:
    """The rulebook of a copy of patterns/ in which one thing differs."""
    copied = folder / "patterns"
    shutil.copytree(PATTERNS, copied)
    text = (copied / file).read_text(encoding="utf-8")
    assert old in text, old
    (copied / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return load(copied)


@pytest.mark.parametrize(
    ("file", "old", "new", "name"),
    [
        ("page.yaml", "title: Complaints about", "title: Grievances about", "report.html"),
        ("licences.yaml", "title: Open", "title: Wide open", "datapackage.json"),
        ("themes.yaml", "- id: delay\n  label: ", "- id: delay\n  label: Slow ", "ees/complaints.csv"),
        ("authorities.yaml", "name: Harrow", "name: Harrow on the Hill", "ees/complaints.csv"),
    ],
)
def test_publishing_takes_the_patterns_that_it_is_given(
    tmp_path: Path, file: str, old: str, new: str, name: str
) -> None:
    data = whole([observation("a1", "40", theme="delay")])
    publish.publish(data, tmp_path / "own", BOOK)
    publish.publish(data, tmp_path / "other", changed(tmp_path, file, old, new))
    assert (tmp_path / "own" / name).read_bytes() != (tmp_path / "other" / name).read_bytes()


def test_suppression_takes_the_patterns_that_it_is_given(tmp_path: Path) -> None:
    data = whole([observation("a1", "3"), observation("a2", "40", published_label="A hat trick")])
    book = changed(tmp_path, "suppression.yaml", "words: [three,", "words: [hat trick, three,")
    texts = [suppress(data, 5, one).rows("observations")[1]["published_label"] for one in (BOOK, book)]
    assert texts == ["A hat trick", "A c"]


def test_corrections_and_dictionary_take_the_patterns_that_they_are_given(tmp_path: Path) -> None:
    book = changed(
        tmp_path, "themes.yaml", "- id: delay\n", "- id: dawdling\n  label: Dawdling\n- id: delay\n"
    )
    change = [("theme", "dawdling")]
    assert codes.fault_of(change, BOOK) == "'dawdling' is not a code of theme in patterns/"
    assert codes.fault_of(change, book) == ""
    assert "| `dawdling` | Dawdling |" in dictionary(book)
    assert "dawdling" not in dictionary(BOOK)


def test_nothing_below_the_command_line_looks_for_a_folder(root: Path) -> None:
    asking = {
        path.relative_to(root / "extractor").parts[0]
        for path in (root / "extractor").rglob("*.py")
        if "patterns_folder" in path.read_text(encoding="utf-8")
    }
    assert asking == {"__init__.py", "cli"}, "the two ways in: from Python and from the command line"


def test_a_run_takes_the_patterns_that_it_is_given(house: House) -> None:
    shutil.move(house.folder / "patterns", house.folder / "others")
    house.edit("others/page.yaml", "title: Complaints about", "title: Grievances about")
    found = house.python(
        *("-m", "extractor", "run", "harrow-2018-19.html", "--out", "out", "--patterns", "others"),
        *("--suppress", "5", "--jobs", "1"),
    )
    assert found.returncode == 0, found.stderr
    assert "Grievances about" in (house.folder / "out" / "report.html").read_text(encoding="utf-8")
