"""What the README says is so: its commands run, its files are there, its figures are measured."""

from __future__ import annotations

import csv
import json
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from typed import copied, typed

from benchmarks import one_pass, quality, readme, shown, sizes, speed, stages
from benchmarks.first_report import tiny
from extractor import evaluate, publish
from extractor.model.observation import of_cells
from extractor.model.types import Document, Prose, Table
from extractor.read.files import read

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
"""The pages of the documentation."""


def commands(text: str) -> list[str]:
    """The lines of its blocks of commands, without remarks."""
    blocks = re.findall(r"^ *```sh\n(.*?)```", text, re.S | re.M)
    return [
        re.split(r"\s#", line)[0].strip() for block in blocks for line in block.splitlines() if line.strip()
    ]


COMMANDS = commands(README)
SITE = {command for text in PAGES.values() for command in commands(text)}
TYPED = [*dict.fromkeys(c for c in [*COMMANDS, *sorted(SITE)] if c.startswith("extractor "))]
OWN = ("harrow-2017-18-example.pdf", "havering-2015-16-example.txt", "hartlepool-2020-21-example.docx")
"""Reports that stand for a reader's own."""
SLACK = 0.01
"""How much better than a run of today the README's figures may be."""

Extractor = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def extractor(tmp_path_factory: pytest.TempPathFactory) -> Extractor:
    """Types a command in a folder, with a cache of its own."""
    cache = str(tmp_path_factory.mktemp("cache"))
    return lambda folder, *words: typed(*words, cwd=folder, EXTRACTOR_CACHE=cache)


@pytest.fixture(scope="session")
def corpus_run(tmp_path_factory: pytest.TempPathFactory, extractor: Extractor) -> Path:
    """A folder with corpus/ and with outputs/ as `make run` leaves it."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    done = extractor(folder, "run", "corpus", "--out", "outputs")
    assert done.returncode == 0, done.stderr
    return folder


def test_what_a_run_writes_is_as_it_describes_it(corpus_run: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed here")
    report = frictionless.validate(str(corpus_run / "outputs" / "datapackage.json"))
    assert report.valid, report.flatten(["title", "fieldName", "note"])[:5]
    assert len(report.tasks) >= 11


@pytest.fixture(scope="session")
def observations(corpus_run: Path) -> list[dict[str, str]]:
    return publish.read_csv(corpus_run / "outputs" / "observations.csv")


@pytest.fixture(scope="session")
def own_reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with reports/, three reports and a manifest that lists them."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "reports").mkdir()
    for name in OWN:
        shutil.copy(ROOT / "corpus" / name, folder / "reports")
    with (ROOT / "corpus" / "manifest.csv").open(newline="", encoding="utf-8") as file:
        entries = [row for row in csv.DictReader(file) if row["file"] in OWN]
    with (folder / "reports" / "manifest.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, entries[0])
        writer.writeheader()
        writer.writerows(entries)
    return folder


# What the README opens with


def test_what_you_get_comes_first_then_the_two_commands() -> None:
    order = [
        "<!-- rows: begin -->",
        "make run",
        "make test",
        "extractor run reports/",
        "How it works",
        "Limits",
    ]
    places = [README.index(text) for text in order]
    assert places == sorted(places)
    assert "\n## " not in README[: places[0]]


def test_the_rows_shown_are_rows_of_a_run(observations: list[dict[str, str]]) -> None:
    figures = json.loads((readme.FIGURES / "quality.json").read_text(encoding="utf-8"))
    assert len(figures["rows"]) == 5
    run = [{column: row.get(column, "") for column in shown.CARRIED} for row in observations]
    for row in figures["rows"]:
        assert row in run, "choose or measure the rows anew: python -m benchmarks.readme --measure"
    assert len({row["source_file"] for row in figures["rows"]}) >= 3


def test_the_tables_are_the_measured_figures() -> None:
    assert readme.filled(README) == README, "run python -m benchmarks.readme"


def test_a_table_follows_its_figures(tmp_path: Path) -> None:
    for file in ("quality.json", "speed.json", "tables.json"):
        shutil.copy(readme.FIGURES / file, tmp_path)
    figures = json.loads((tmp_path / "quality.json").read_text(encoding="utf-8"))
    figures["trials"][0]["found"]["recall"] = 0.123
    (tmp_path / "quality.json").write_text(json.dumps(figures), encoding="utf-8")
    changed = readme.filled(README, tmp_path)
    assert "| 0.123 |" in changed and "| 0.123 |" not in README
    assert readme.filled(changed) == README


def test_the_readme_promises_no_more_than_a_run_gives(observations: list[dict[str, str]]) -> None:
    figures = json.loads((readme.FIGURES / "quality.json").read_text(encoding="utf-8"))
    said = next(trial for trial in figures["trials"] if "corpus" in trial["name"])
    whole = evaluate.evaluate(list(map(of_cells, observations)), ROOT / "corpus" / "truth").total()
    assert said["numbers"] == whole.found.truth
    for kind, rates in (("found", whole.found), ("right", whole.right)):
        assert said[kind]["precision"] <= rates.precision + SLACK
        assert said[kind]["recall"] <= rates.recall + SLACK


# Commands


def test_the_pages_tell_every_command_and_no_other(extractor: Extractor) -> None:
    listed = re.findall(r"^  ([a-z]+)  ", extractor(ROOT, "--help").stdout.split("Commands:")[1], re.M)
    assert {shlex.split(command)[1] for command in TYPED} == set(listed)
    assert re.findall(r"^## (\w+)$", PAGES["commands.md"], re.M) == sorted(listed)
    assert all(command.startswith(("extractor ", "make ")) for command in [*COMMANDS, *SITE])


def test_the_two_commands_are_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert [command for command in COMMANDS if command.startswith("make ")] == ["make run", "make test"]
    for target in ("run", "test"):
        assert re.search(rf"^{target}:", makefile, re.M)
    assert ".venv/bin/extractor run corpus --out outputs" in makefile


@pytest.mark.parametrize("command", [c for c in TYPED if " reports" in c.replace("'", "")])
def test_commands_on_ones_own_reports_run(command: str, own_reports: Path, extractor: Extractor) -> None:
    done = extractor(own_reports, *shlex.split(command)[1:])
    assert done.returncode == 0, done.stderr
    given = OWN[:1] if "*.pdf" in command else OWN
    coverage = publish.read_csv(own_reports / "outputs" / "coverage.csv")
    assert sorted(row["source_file"] for row in coverage) == sorted(given)
    assert publish.read_csv(own_reports / "outputs" / "observations.csv")


@pytest.mark.parametrize(  # the explorer listens until it is stopped: tests/test_explore_browser.py
    "command", [c for c in TYPED if " reports" not in c.replace("'", "") and "explore" not in c]
)
def test_commands_that_ask_back_run(
    command: str, corpus_run: Path, observations: list[dict[str, str]], extractor: Extractor
) -> None:
    known = next(row["observation_id"] for row in observations if row["bbox"])
    if "outputs-march" in command:
        shutil.copytree(corpus_run / "outputs", corpus_run / "outputs-march", dirs_exist_ok=True)
    if "answers.jsonl" in command:
        (corpus_run / "answers.jsonl").write_text(
            json.dumps(an_answer(corpus_run, extractor)), encoding="utf-8"
        )
    typed = [known if re.fullmatch(r"ID|[0-9a-f]{8,}", word) else word for word in shlex.split(command)]
    done = extractor(corpus_run, *typed[1:])
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    assert known not in typed or known in done.stdout


def an_answer(folder: Path, extractor: Extractor) -> dict[str, Any]:
    """A legal answer to the first question about the run."""
    extractor(folder, "ask", "outputs", "--to", "questions.jsonl")
    first = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()[0]
    return {"question": json.loads(first)["question"], "reader": "someone", "numbers": {"1": "cannot_tell"}}


def test_the_site_is_built_whole_and_asks_nothing_of_the_network(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="mkdocs is not installed here")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "WARNING" not in done.stderr, done.stderr
    built = {path.stem for path in (tmp_path / "site").glob("*.html")} - {"404", "search"}
    nav = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert built == {name.removesuffix(".md") for name in PAGES}
    assert all(f": {name}\n" in nav for name in PAGES), "each page stands in the contents"
    for page in (tmp_path / "site").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        asked = re.findall(r"<(?:script|img|iframe|link)[^>]*(?:src|href)=.((?:https?:)?//[^\"']*)", text)
        assert asked == []
    for sheet in (tmp_path / "site").rglob("*.css"):
        assert not re.findall(r"(?:url\(|@import )[\"']?(?:https?:)?//", sheet.read_text(encoding="utf-8"))


@pytest.mark.parametrize("module", sorted(set(re.findall(r"python -m (benchmarks\.\w+)", README))))
def test_the_benchmarks_named_are_there(module: str) -> None:
    said = re.findall(rf"{re.escape(module)}((?: --[a-z]+)*)", README)
    run = partial(runpy.run_module, module, run_name="__main__")
    done = copied(run, [module, "--help"], ROOT)
    assert done.returncode == 0 and module in done.stdout, done.stderr
    for option in " ".join(said).split():
        assert option in done.stdout


# Files


def test_every_file_named_is_there(corpus_run: Path) -> None:
    named = set(re.findall(r"`([\w./-]+\.[a-z]+)`", README)) | set(re.findall(r"\]\(([^)#]+)\)", README))
    folders = set(re.findall(r"`([\w./-]+/)`", README))
    folder = corpus_run / "outputs"
    outputs = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert outputs <= {*publish.FILES, ".gitkeep"}
    homes = [ROOT, ROOT / "corpus", ROOT / "extractor"]
    missing = [
        name
        for name in named | folders
        if name not in publish.FILES and not any((home / name).exists() for home in homes)
    ]
    assert not missing
    assert set(publish.FILES) <= named, "the README says what each file is for"


def test_licence_and_citation_agree_with_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert project["readme"] == "README.md"
    assert project["license"] == citation["license"] == "MIT"
    assert licence.startswith("MIT License")
    assert citation["version"] == project["version"]
    (author,) = citation["authors"]
    assert author["name"].removeprefix("The ") in licence


@pytest.mark.parametrize(
    "name", ["README.md", "patterns/README.md", "corpus/README.md", *(f"docs/{name}" for name in PAGES)]
)
def test_spelling_is_british(name: str) -> None:
    text = re.sub(r"`[^`]*`|\([^)\s]*\)", " ", (ROOT / name).read_text(encoding="utf-8")).lower()
    foreign = (
        r"\b\w*(?:normaliz|recogniz|summariz|organiz|analyz|behavior|color|center|catalog\b)\w*|\ba license\b"
    )
    assert re.findall(foreign, text) == []


# What measures the figures


class Counting:
    """A meter that only notes which stages ran, and inside which other."""

    def __init__(self) -> None:
        self.entered: list[tuple[str, ...]] = []
        self.open: list[str] = []

    def enter(self, stage: str) -> None:
        self.open.append(stage)
        self.entered.append(tuple(self.open))

    def leave(self) -> None:
        self.open.pop()


@pytest.mark.parametrize("kind", sizes.FORMATS)
def test_every_stage_of_every_format_is_metered(kind: str) -> None:
    book = one_pass.ready(kind)
    work = stages.function("run.report.work")
    meter = Counting()
    with stages.metered(meter):
        metered = work(tiny(kind), f"tiny.{kind}", None, book)
    assert {chain[-1] for chain in meter.entered} == set(stages.STAGES)
    assert ("parse", "locate") in meter.entered and not meter.open
    assert metered == work(tiny(kind), f"tiny.{kind}", None, book)
    values = {row["value"] for row in metered.rows()}
    assert {"12", "3", "2"} <= values, "the first report is read like any other"


def test_a_stage_is_charged_for_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([0.0, 1.0, 4.0, 5.0, 7.0, 7.5])
    monkeypatch.setattr(stages.time, "process_time", lambda: next(ticks))
    watch = stages.Stopwatch()
    watch.enter("parse")
    watch.enter("locate")
    watch.leave()
    watch.leave()
    watch.enter("normalise")
    watch.leave()
    told = {"locate": 3.0, "parse": 2.0, "normalise": 0.5}
    assert watch.seconds == dict.fromkeys(stages.STAGES, 0.0) | told


def test_memory_is_seen_in_the_stage_that_takes_it() -> None:
    gauge = stages.MemoryGauge()
    gauge.enter("read")
    taken = bytearray(60_000_000)
    gauge.leave()
    assert len(taken) > 0
    assert gauge.peaks["read"] >= 60
    assert gauge.peaks["parse"] == 0


def test_pages_are_counted_in_characters_but_in_pages_for_a_pdf() -> None:
    blocks = (Prose("x" * 2000), Table(cells=(), rows=0, columns=0, caption="y" * 700, notes=("z" * 300,)))
    text = Document(id="", name="a.txt", format="text", blocks=blocks, furniture=(Prose("p" * 3000),))
    assert sizes.characters(text) == 6000
    assert sizes.pages(text) == 2.0
    assert sizes.pages(Document(id="", name="a.pdf", format="pdf", blocks=blocks, pages=7)) == 7.0


def test_what_cannot_be_read_is_named_and_not_counted(tmp_path: Path) -> None:
    shutil.copy(ROOT / "corpus" / "havering-2015-16-example.txt", tmp_path)
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    found = sizes.reports_of(str(tmp_path))
    assert found["pdf"].unreadable == ["broken.pdf"] and not found["pdf"].paths
    assert found["text"].characters == sizes.characters(read(found["text"].paths[0])) > 500


def test_speed_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    shutil.copy(ROOT / "corpus" / "havering-2017-18-example.html", tmp_path)
    figures = speed.measure(str(tmp_path), repetitions=1)
    assert list(figures["formats"]) == ["html"]
    of = figures["formats"]["html"]
    slowest = min(of["pages_a_second"][stage] for stage in stages.STAGES)
    assert 0 < of["pages_a_second"]["all"] <= slowest
    assert of["peak_mb"]["all"] >= of["peak_mb"]["read"] > 20
    lines = "\n".join(speed.table(figures))
    assert f"{of['pages_a_second']['all']:.0f}" in lines


def test_the_goal_is_for_text_and_web_pages_alone() -> None:
    assert speed.goal("text", {"all": 150.0}) == speed.goal("html", {"all": 151.0}) == "reached"
    assert speed.goal("html", {"all": 149.9}) == "> 150"
    assert speed.goal("pdf", {"all": 10.0}) == ""


def test_a_trial_counts_the_reports_that_gave_nothing(observations: list[dict[str, str]]) -> None:
    corpus = next(quality.trials())
    whole: dict[str, Any] = quality.measure(corpus, observations)
    one = observations[0]["source_file"]
    less = quality.measure(corpus, [row for row in observations if row["source_file"] != one])
    assert less["numbers"] == whole["numbers"]
    assert less["found"]["recall"] < whole["found"]["recall"]


def test_a_chosen_row_must_be_the_only_one(observations: list[dict[str, str]]) -> None:
    assert len(shown.shown(observations)) == 5
    with pytest.raises(shown.NotOne, match="has 2 rows"):
        shown.shown([*observations, *observations])
