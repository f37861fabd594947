"""Everything that can be wrong with what comes in: one clear sentence each, and the rest is read."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typed import copied, typed

from extractor.__main__ import main

ROOT = Path(__file__).resolve().parent.parent

WORDS = (
    "This report covers complaints about children's social care. "
    "The council takes complaints seriously and learns from every complaint that it receives.\n\n"
)


def report(council: str = "Harrow Council", year: str = "2018/19", received: int = 40) -> str:
    """A short report in plain text, of which three numbers at least can be read."""
    return (
        f"{council}\n\nChildren's social care complaints annual report {year}\n\n{WORDS}"
        f"In {year} we received {received} stage 1 complaints. There were 3 stage 2 complaints "
        f"and no stage 3 complaints.\n\nOf the {received} stage 1 complaints, 16 were upheld.\n"
    )


def web_page(body: str) -> str:
    return f"<!doctype html><html><head><title>Complaints</title></head><body>{body}</body></html>"


def pdf(*pages: str, password: str = "", pictures: bool = False) -> bytes:
    from PIL import Image
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption(password) if password else None, invariant=1)
    for page in pages:
        if pictures:
            picture = Image.effect_noise((300, 400), 80)
            canvas.drawImage(ImageReader(picture), 40, 40, 500, 700)
        else:
            text = canvas.beginText(60, 780)
            text.textLines(page)
            canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def bomb() -> bytes:
    """A Word file of some 400 kB whose text is said to be 400 MB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as part:
            for _ in range(400):
                part.write(b"<w:p>" + b" " * (1 << 20))
    return buffer.getvalue()


def wide_table(columns: int = 600) -> str:
    head = "".join(f"<th>Complaints to team {n}</th>" for n in range(columns))
    cells = "".join(f"<td>{n % 9}</td>" for n in range(columns))
    table = f"<h2>Complaints by team</h2><table><tr>{head}</tr><tr>{cells}</tr></table>"
    paragraphs = "".join(f"<p>{part}</p>" for part in report("Kent County Council").split("\n\n"))
    return web_page(paragraphs + table)


def large_page() -> str:
    """50 MB of a web page."""
    row = "<tr><td>Stage 1 complaints received about the service</td><td>40</td></tr>\n"
    return web_page(f"<h1>Complaints 2018/19</h1><table>{row * (50_000_000 // len(row))}</table>")


def not_utf8(text: str, encoding: str) -> bytes:
    return text.replace("council takes", "council – as ‘ever’ – takes, at £5,").encode(encoding)


LONG = "\n".join(report().splitlines() * 30)
FILES: dict[str, Callable[[], bytes]] = {
    "good.txt": lambda: report("Harrow Council").encode(),
    "empty.txt": lambda: b"",
    "blank.txt": lambda: b" \n\t\n",
    "not-a-pdf.pdf": lambda: bytes(range(256)) * 20,
    "text-called-pdf.pdf": lambda: report("Essex County Council").encode(),
    "truncated.pdf": lambda: pdf(*[LONG] * 3)[:900],
    "locked.pdf": lambda: pdf(report(), password="secret"),
    "pictures.pdf": lambda: pdf("", "", pictures=True),
    "no-zip.docx": lambda: b"PK\x03\x04" + bytes(range(256)) * 20,
    "zip-without-word.docx": lambda: _zip("notes.txt", b"nothing"),
    "bomb.docx": bomb,
    "large.html": lambda: large_page().encode(),
    "wide.html": lambda: wide_table().encode(),
    "windows.txt": lambda: not_utf8(report("Leeds City Council"), "cp1252"),
    "utf16.txt": lambda: not_utf8(report("Hampshire County Council"), "utf-16"),
    "no-council.txt": lambda: _other_report("Our council").encode(),
    "no-year.txt": lambda: report("Wokingham Borough Council", "this year").encode(),
    "about-bins.txt": lambda: ("The bins were emptied on 40 days. " * 60).encode(),
    "same-one.txt": lambda: report("Dorset Council", received=51).encode(),
    "same-two.txt": lambda: _third_report("Dorset Council").encode(),
    "notes.xyz": lambda: b"no report",
}


def _zip(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def _other_report(council: str) -> str:
    """Shares hardly a word with `report`, so that nobody takes the two for editions of one."""
    return (
        f"{council}\n\nAdult social care complaints: annual report 2018/19\n\n"
        "Adults who use our services told us what went wrong. In 2018/19 the department registered 77 "
        "complaints from adults and their families, 12 of which were upheld. Every complaint is heard by a "
        "manager, and complaints that cannot be settled go to the Ombudsman, who received 2 of them.\n"
    )


def _third_report(council: str) -> str:
    return (
        f"{council}\n\nAnnual report on complaints about services for the whole county, 2018/19\n\n"
        "People complain to us by letter, by telephone or on our website. Between April 2018 and March 2019 "
        "we received 88 complaints, and 9 of these complaints were upheld in the end. A year earlier the "
        "number of complaints had been 90. Most of them concerned roads, libraries and parking.\n"
    )


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


class Outcome:
    """One run over all bad files and a good one."""

    def __init__(self, folder: Path) -> None:
        reports = folder / "in"
        reports.mkdir()
        for name, content in FILES.items():
            (reports / name).write_bytes(content())
        (reports / "manifest.csv").write_text("file\ngone.pdf\n")
        self.out = folder / "out"
        self.said = typed("run", reports, "--out", self.out, EXTRACTOR_CACHE=str(folder / "cache"))
        self.coverage = {line["source_file"]: line for line in table(self.out / "coverage.csv")}
        self.issues = table(self.out / "issues.csv")
        self.observations = table(self.out / "observations.csv")

    def numbers(self, name: str) -> list[str]:
        return [row["value"] for row in self.observations if row["source_file"] == name]

    def codes(self, name: str) -> set[str]:
        return {line["code"] for line in self.issues if line["source_file"] == name}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return Outcome(tmp_path_factory.mktemp("bad"))


def test_the_run_ends_well_and_tells_of_every_file(outcome: Outcome) -> None:
    assert outcome.said.returncode == 1, "gone.pdf failed"
    assert "Traceback" not in outcome.said.stderr
    assert set(outcome.coverage) == {*FILES, "gone.pdf"} - {"notes.xyz"}
    for name, line in outcome.coverage.items():
        assert line["status"] == "ok" or line["reason"], name
        assert "\n" not in line["reason"] and len(line["reason"]) < 300, name


def test_the_good_report_is_read_all_the_same(outcome: Outcome) -> None:
    assert {"40", "3", "16"} <= set(outcome.numbers("good.txt"))
    assert outcome.coverage["good.txt"]["authority_code"] == "E09000015"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("empty.txt", "empty"),
        ("blank.txt", "empty"),
        ("not-a-pdf.pdf", "holds no PDF"),
        ("locked.pdf", "password"),
        ("no-zip.docx", "damaged zip"),
        ("zip-without-word.docx", "no Word document"),
        ("bomb.docx", ""),
    ],
)
def test_what_cannot_be_read_says_why(outcome: Outcome, name: str, words: str) -> None:
    line = outcome.coverage[name]
    assert line["status"] == "unreadable"
    assert words in line["reason"] and line["reason"].endswith(".")
    assert line["observations"] == "0" and not outcome.numbers(name)
    assert any(i["source_file"] == name and i["severity"] == "error" for i in outcome.issues)


@pytest.mark.parametrize("name", ["truncated.pdf", "pictures.pdf", "large.html"])
def test_what_is_not_there_is_not_made_up(outcome: Outcome, name: str) -> None:
    line = outcome.coverage[name]
    assert line["status"] in {"unreadable", "partial", "not_a_complaints_report"}
    assert line["reason"]
    assert outcome.codes(name)


def test_pictures_of_pages_are_named_as_such(outcome: Outcome) -> None:
    line = outcome.coverage["pictures.pdf"]
    told = line["reason"] + " ".join(
        i["message"] for i in outcome.issues if i["source_file"] == "pictures.pdf"
    )
    assert "picture" in told or "no text" in told


def test_a_wrong_ending_does_not_matter_where_the_content_is_plain(outcome: Outcome) -> None:
    assert "40" in outcome.numbers("text-called-pdf.pdf")
    assert "wrong-extension" in outcome.codes("text-called-pdf.pdf")
    assert "file-skipped" in outcome.codes("notes.xyz")
    assert "notes.xyz: skipped: '.xyz' files are not supported" in outcome.said.stderr


@pytest.mark.parametrize("name", ["windows.txt", "utf16.txt"])
def test_other_encodings_are_read(outcome: Outcome, name: str) -> None:
    assert {"40", "3", "16"} <= set(outcome.numbers(name))
    text = (outcome.out / "observations.csv").read_text(encoding="utf-8")
    assert "\ufffd" not in text and "\x00" not in text


def test_a_table_of_600_columns_does_not_stop_the_run(outcome: Outcome) -> None:
    line = outcome.coverage["wide.html"]
    assert line["status"] in {"ok", "partial"}
    assert "40" in outcome.numbers("wide.html")
    read = len(outcome.numbers("wide.html"))
    assert read > 600 or outcome.codes("wide.html"), "600 numbers are rows, or an issue says why not"


@pytest.mark.parametrize(
    ("name", "column"), [("no-council.txt", "authority_code"), ("no-year.txt", "report_period")]
)
def test_a_report_without_council_or_year_is_partial_and_guesses_nothing(
    outcome: Outcome, name: str, column: str
) -> None:
    line = outcome.coverage[name]
    assert line[column] == ""
    assert line["status"] == "partial"
    assert ("council" if column == "authority_code" else "year") in line["reason"]
    assert all(row[column] == "" for row in outcome.observations if row["source_file"] == name)


def test_another_kind_of_text_gives_no_rows(outcome: Outcome) -> None:
    assert outcome.coverage["about-bins.txt"]["status"] == "not_a_complaints_report"
    assert not outcome.numbers("about-bins.txt")


def test_two_reports_of_one_council_and_year_are_both_counted_and_noted(outcome: Outcome) -> None:
    for name, number in (("same-one.txt", "51"), ("same-two.txt", "88")):
        assert outcome.coverage[name]["status"] in {"ok", "partial"}
        assert number in outcome.numbers(name)
        assert "same-council-same-year" in outcome.codes(name)


def test_a_file_that_the_manifest_names_and_nobody_has_is_failed(outcome: Outcome) -> None:
    line = outcome.coverage["gone.pdf"]
    assert (line["status"], line["reason"]) == (
        "failed",
        "The manifest names gone.pdf, which does not exist.",
    )


# What stops a run before it reads


def complaint(said: subprocess.CompletedProcess[str]) -> str:
    """The one sentence on stderr, after no more than the number of reports."""
    assert said.returncode == 2
    *before, sentence = said.stderr.strip().splitlines()
    assert before in ([], ["1 report"])
    return sentence


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACTOR_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text(report())
    return path


@pytest.fixture
def patterns(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "patterns", tmp_path / "patterns"))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda text: text.replace("- id: upheld", "- id: Upheld!"), "Upheld!"),
        (lambda text: text.replace("- id: upheld", "- id: upheld\n  surprise: x"), "upheld"),
        (lambda text: text + "\n  - [broken", "line"),
    ],
)
def test_a_broken_entry_stops_the_run_before_it_reads(
    good: Path, patterns: Path, tmp_path: Path, spoil: Callable[[str], str], words: str
) -> None:
    (path,) = (p for p in patterns.glob("*.yaml") if "facet: outcome" in p.read_text(encoding="utf-8"))
    spoilt = spoil(path.read_text(encoding="utf-8"))
    assert spoilt != path.read_text(encoding="utf-8")
    path.write_text(spoilt, encoding="utf-8")
    sentence = complaint(typed("run", good, "--out", tmp_path / "out", "--patterns", patterns))
    assert path.name in sentence and words in sentence
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["measures"])
def test_every_other_file_of_patterns_is_held_to_its_shape_too(
    good: Path, patterns: Path, tmp_path: Path, name: str
) -> None:
    (patterns / f"{name}.yaml").write_text("[broken", encoding="utf-8")
    sentence = complaint(typed("run", good, "--out", tmp_path / "out", "--patterns", patterns, "--fresh"))
    assert f"{name}.yaml" in sentence
    assert not (tmp_path / "out").exists()


def test_patterns_that_are_not_there(good: Path, tmp_path: Path) -> None:
    sentence = complaint(typed("run", good, "--out", tmp_path / "out", "--patterns", tmp_path / "none"))
    assert "none" in sentence


def test_an_output_folder_that_cannot_be_written_is_told_first(good: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    sentence = complaint(typed("run", good, "--out", tmp_path / "file"))
    assert sentence.startswith(f"The outputs could not be written to {tmp_path / 'file'}: ")


def test_an_empty_folder_and_a_missing_path(tmp_path: Path) -> None:
    assert complaint(typed("run", tmp_path)).startswith(f"No reports in '{tmp_path}'")
    assert complaint(typed("run", tmp_path / "none")) == f"There is no file or folder '{tmp_path / 'none'}'."


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on file sizes here")
def test_a_full_disk_leaves_the_old_outputs(good: Path, tmp_path: Path) -> None:
    """The limit lets nothing but the smallest files be written."""
    out = tmp_path / "out"
    assert typed("run", good, "--out", out).returncode == 0
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    before_names = {path.name for path in out.iterdir()}
    assert len(before[out / "observations.csv"]) > 1000

    def limited() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))
        main()

    said = copied(limited, ["extractor", "run", str(good), "--out", str(out), "--min-confidence", "0.1"])
    assert said.returncode == 2
    assert said.stderr.splitlines()[-1] == f"The outputs could not be written to {out}: file too large."
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert {path.name for path in out.iterdir()} == before_names
