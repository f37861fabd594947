"""Pages that are pictures: read where an engine is there, told of where not, and never silently wrong."""

from __future__ import annotations

import os
import stat
import sys
import time
from pathlib import Path

import numpy
import pytest
from made_pdf import WORDS, made, prose
from made_scan import ENGINES, any_engine, picture_of, scanned, table_page
from reportlab.pdfgen.canvas import Canvas

from extractor.lexicon import rulebook
from extractor.model.types import (
    Anchor,
    Claim,
    Context,
    Document,
    Place,
    Prose,
    Reading,
    Scan,
    ScannedWord,
    Table,
    Unreadable,
)
from extractor.read.ocr import engines, picture, rapid
from extractor.read.ocr.engines import Engine, OcrFailed, Seen, Segment
from extractor.read.ocr.segments import segments
from extractor.read.pdf.document import read_pdf
from extractor.read.pdf.scan import pages
from extractor.read.pdf.scan.letters import lines_of
from extractor.run import cache
from extractor.run.report import work
from extractor.understand.scanned import sure

ROOT = Path(__file__).resolve().parent.parent


def text_page(page: Canvas) -> None:
    prose(page, 60, 780, 470, WORDS * 3)


def cells(document: Document) -> list[dict[tuple[int, int], str]]:
    return [{(c.row, c.column): c.text for c in b.cells} for b in document.blocks if isinstance(b, Table)]


@pytest.mark.parametrize("engine", ENGINES)
def test_tables_sentences_and_tiles_of_a_scan(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACTOR_OCR", engine)
    document = read_pdf(made(scanned(table_page)), "a.pdf")
    ruled, open_ = cells(document)[:2]
    assert [ruled[r, 2] for r in range(5)] == ["2021/22", "9", "4", "33", "46"]
    assert [ruled[r, 0] for r in range(5)] == [
        "Service area",
        "Fostering",
        "Adoption",
        "Leaving care",
        "Total",
    ]
    assert [open_[r, 1] for r in range(3)] == ["2020/21", "14", "21"]
    texts = [b.text for b in document.blocks if isinstance(b, Prose)]
    assert any("received 46 complaints at Stage 1 in 2021/22, and 43 in 2019/20." in t for t in texts)
    heads = [b.text for b in document.blocks if isinstance(b, Prose) and b.kind in ("heading", "title")]
    assert "Complaints received in 2021/22" in heads
    assert [i.code for i in document.issues] == ["read-by-ocr"]
    assert engine in document.issues[0].message


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_have_the_box_of_their_number_and_are_no_surer_than_its_words(
    engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXTRACTOR_OCR", engine)
    data = made(scanned(table_page))
    result = work(data, "a.pdf", None, rulebook.load(ROOT / "patterns"))
    words = read_pdf(data, "a.pdf").scans[0].words
    found = 0
    for row in result.rows():
        box = tuple(map(float, row["bbox"].split()))
        own = [w for w in words if abs(w.box[0] - box[0]) < 0.1 and abs(w.box[1] - box[1]) < 0.1]
        if own:
            found += 1
            assert float(row["confidence"]) <= max(w.confidence for w in own)
    assert {"46", "33", "225"} <= {row["value"] for row in result.rows()}
    assert found >= 0.9 * len(result.rows())


@pytest.mark.parametrize("engine", ENGINES)
def test_the_same_bytes_give_the_same_document(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACTOR_OCR", engine)
    data = made(scanned(table_page))
    assert read_pdf(data, "a.pdf") == read_pdf(data, "a.pdf")


@any_engine
def test_only_pages_without_text_are_read_by_ocr() -> None:
    document = read_pdf(made(text_page, scanned(table_page), text_page), "a.pdf")
    assert [scan.page for scan in document.scans] == [2]
    assert document.unread == ()
    texts = [(b.anchor.page, b.text) for b in document.blocks if isinstance(b, Prose)]
    assert (2, "Complaints received in 2021/22") in texts
    assert sum("Letters were hard to follow" in text for _, text in texts) == 2


def test_a_layer_of_text_is_preferred_even_where_it_is_not_seen() -> None:
    document = read_pdf(made(scanned(table_page, hidden="There were 17 complaints in 2021/22.")), "a.pdf")
    assert document.scans == ()
    assert [b.text for b in document.blocks if isinstance(b, Prose)] == [
        "There were 17 complaints in 2021/22."
    ]


def test_without_an_engine_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(rapid, "PACKAGES", ("no_such_package",))
    assert engines.engine() is None and engines.engine_name() == "none"
    with pytest.raises(
        Unreadable, match=r"install the program tesseract-ocr, or: pip install rapidocr onnxruntime"
    ):
        read_pdf(made(scanned(table_page)), "a.pdf")


def test_pages_that_nothing_could_read_make_the_report_partial(no_ocr: None) -> None:
    report = "Annual report on complaints 2021/22. The Council received 46 complaints at Stage 1. " * 3
    data = made(lambda page: prose(page, 60, 780, 470, report), scanned(table_page))
    result = work(data, "a.pdf", None, rulebook.load(ROOT / "patterns"))
    assert result.coverage.status == "partial"
    assert "page 2 is a picture without text; to read them install" in result.coverage.reason


def program(folder: Path, script: str) -> None:
    """A tesseract that does what the script says."""
    path = folder / "tesseract"
    answers = "--version) echo tesseract 9.9.9; exit;; --list-langs) echo eng; exit;;"
    path.write_text(f'#!/bin/sh\ncase "$1" in {answers} esac\n{script}')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.mark.skipif(os.name != "posix", reason="the program is a shell script")
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("sleep 30\n", "took longer than 0.5 seconds"),
        ("echo no memory >&2\nexit 3\n", "failed (exit code 3: no memory)"),
    ],
    ids=["slow", "failing"],
)
def test_an_engine_that_fails_costs_the_page_only(
    script: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, script)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("EXTRACTOR_OCR", "tesseract")
    monkeypatch.setattr(pages, "PAGE_SECONDS", 0.5)
    document = read_pdf(made(text_page, scanned(table_page)), "a.pdf")
    codes = [issue.code for issue in document.issues]
    assert codes == ["ocr-failed", "page-without-text"]
    assert said in document.issues[0].message
    assert document.unread == ("page 2 is a picture without text; OCR failed there",)
    with pytest.raises(Unreadable, match="OCR failed"):
        read_pdf(made(scanned(table_page)), "a.pdf")


def test_after_three_failures_the_rest_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def fails(*_: object) -> list[Seen]:
        asked.append(1)
        raise OcrFailed("it broke")

    monkeypatch.setattr(pages, "engine", lambda: Engine("broken 1.0", fails))
    page = scanned(table_page)
    document = read_pdf(made(text_page, page, page, page, page, page), "a.pdf")
    assert len(asked) == 3
    assert [i.anchor.page for i in document.issues if i.code == "ocr-failed"] == [2, 3, 4, 5, 6]


def test_the_engine_is_in_the_key_of_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def key() -> str:
        return cache.key(cache.basis("r"), "ab", "a.pdf", "")

    monkeypatch.setattr(cache, "engine_name", lambda: "tesseract 5.3.0")
    one = key()
    monkeypatch.setattr(cache, "engine_name", lambda: "tesseract 5.3.1")
    assert key() != one


def doubted(text: str, raw: str, confidence: float) -> Reading:
    """What becomes of a claim whose number OCR was so sure of."""
    box = (60.0, 100.0, 500.0, 112.0)
    block = Prose(text, anchor=Anchor(page=1, bbox=box))
    words = tuple(
        ScannedWord(w, (60.0 + 40 * n, 100.0, 95.0 + 40 * n, 112.0), confidence if w == raw else 0.9)
        for n, w in enumerate(text.split())
    )
    start = text.find(raw)
    claims = (
        (
            Claim(
                raw, 7.0, "exact", "count", (), "prose", text, text, block.anchor.at(start, start + len(raw))
            ),
        )
        if raw
        else ()
    )
    document = Document((block,), 1, scans=(Scan(1, words),))
    return sure(
        [(Place(block, "prose", "", Context(), 0), Reading(claims, numbers_seen=len(claims)))], document
    )[0][1]


def test_a_number_that_ocr_is_unsure_of_is_told() -> None:
    reading = doubted("There were 7 complaints", "7", 0.31)
    (claim,) = reading.claims
    assert claim.confidence == claim.anchor.ocr_confidence == 0.31
    assert claim.anchor.bbox == (140.0, 100.0, 175.0, 112.0)
    assert [issue.code for issue in reading.issues] == ["ocr-number-doubtful"]
    assert not doubted("There were 7 complaints", "7", 0.88).issues


@pytest.mark.parametrize("word", ["l7", "1O", "2O%", "I2"])
def test_letters_and_digits_mixed_are_no_number_but_told(word: str) -> None:
    reading = doubted(f"There were {word} complaints", "", 0.9)
    assert [issue.code for issue in reading.issues] == ["ocr-number-unclear"]
    assert word in reading.issues[0].message and not reading.claims


@pytest.mark.parametrize("word", ["S47", "7", "22nd", "Stage", "OFSTED", "10,200"])
def test_words_that_are_what_they_are_raise_no_doubt(word: str) -> None:
    assert not doubted(f"There were {word} complaints", "", 0.9).issues


@pytest.mark.parametrize("degrees", [-1.5, -0.3, 0.0, 0.8])
def test_how_far_a_page_leans(degrees: float) -> None:
    grey = numpy.asarray(picture_of(text_page, lean=degrees))
    assert picture.lean(picture.inked(grey)) == pytest.approx(-degrees, abs=0.06)


def test_lines_of_text_are_found_cell_by_cell() -> None:
    grey = numpy.asarray(picture_of(table_page, lean=0.0))
    ink = picture.inked(grey)
    dots = 200 / 72
    across = picture.strokes(ink, 24 * dots, int(10 * dots), 3 * dots)
    down = picture.strokes(ink.T.copy(), 24 * dots, int(10 * dots), 3 * dots)
    assert (len(across), len(down)) == (6, 4)
    bare = picture.without(grey, [*across, *(picture.Stroke(t, x, b, y) for x, t, y, b in down)])
    found = segments(picture.inked(bare), dots)
    assert len(found) == 2 + 15 + 9 + 2
    assert all(isinstance(s, Segment) and s.bottom - s.top < 35 * dots for s in found)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a program with its caller")
def test_a_faint_rule_is_a_rule_and_letters_are_none() -> None:
    grey = numpy.full((60, 400), 240.0) + numpy.random.default_rng(3).normal(0, 7, (60, 400))
    grey[30, 20:380] -= 45
    for x in range(20, 380, 6):  # as the stems of letters
        grey[40:52, x : x + 3] = 30
    found = picture.faint(grey.clip(0, 255).astype(numpy.uint8), 8, 5)
    assert found[30, 24:376].mean() > 0.9
    assert not found[38:54].any()


def test_a_dash_in_the_place_of_a_figure_stands_on_the_line_beside_it() -> None:
    ink = numpy.ones((40, 200), dtype=bool)
    words = [Seen("Received", 0, 10, 60, 20, 0.9, 0), Seen("7", 90, 10, 96, 20, 0.9, 1)]
    dash = Seen("=", 130, 15, 136, 17, 0.9, 2)
    label, figure, mark = lines_of([*words, dash], [], ink)
    assert mark.words[0].text == "-"
    assert (mark.baseline, mark.size) in [(one.baseline, one.size) for one in (label, figure)]


@pytest.mark.parametrize(("text", "top", "bottom"), [("194,000.", 7, 21.2), ("payments.", 7.8, 22.1)])
def test_the_size_of_a_line_of_one_word(text: str, top: float, bottom: float) -> None:
    ink = numpy.ones((40, 200), dtype=bool)
    (line,) = lines_of([Seen(text, 0, top, 60, bottom, 0.9, 0)], [], ink)
    assert (line.baseline, line.size) == (pytest.approx(19, abs=1), pytest.approx(17.5, abs=1.5))


def test_the_program_ends_with_the_worker_that_called_it(tmp_path: Path) -> None:
    import subprocess

    program(tmp_path, f"echo $$ > {tmp_path}/pid\nexec sleep 60\n")
    code = (
        "import numpy; from extractor.read.ocr import tesseract; "
        "from extractor.read.ocr.engines import Segment; "
        "tesseract.read(numpy.zeros((9, 9), numpy.uint8), [Segment(0, 0, 9, 9)], 200, 60)"
    )
    caller = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PATH": f"{tmp_path}:/usr/bin:/bin"}
    )
    while not (tmp_path / "pid").is_file() or not (tmp_path / "pid").read_text().strip():
        assert caller.poll() is None
        time.sleep(0.05)
    called = int((tmp_path / "pid").read_text())
    caller.kill()
    caller.wait()
    while Path(f"/proc/{called}/stat").exists() and " Z " not in Path(f"/proc/{called}/stat").read_text():
        time.sleep(0.05)
