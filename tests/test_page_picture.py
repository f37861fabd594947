"""What inspect and explain draw on a page: the right boxes, in the colours of the legend."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from made import PATTERNS
from made_pdf import TEAMS, grid, made, prose
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from test_cli import call

from extractor.model.types import Anchor, Cell, Claim, Context, Place, Reading, Table
from extractor.read.pdf.render import SCALE, printed_at
from extractor.run import looking
from extractor.understand.page_marks import labels_of, marks_of
from extractor.understand.page_picture import STYLES

Run = tuple[Path, Path]


def page(canvas: Canvas) -> None:
    """A table of complaints by team and a sentence with a limit."""
    prose(canvas, 60, 780, 470, "Barnsley Council complaints annual report 2021/22")
    prose(canvas, 60, 740, 470, "Complaints are answered within 20 working days. We received 46 complaints.")
    grid(canvas, 60, 640, TEAMS, (6, 3, 3, 3))


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "made.pdf"
    file.write_bytes(made(page))
    return file


def edge(picture: Image.Image, box: tuple[float, ...], kind: str) -> bool:
    """Is the left side of the box drawn in the colour of its kind, at its middle?"""
    y = round((box[1] + box[3]) / 2 * SCALE)
    near = range(max(0, round(box[0] * SCALE) - 5), round(box[0] * SCALE) + 3)
    return any(picture.getpixel((x, y)) == STYLES[kind][0] for x in near)  # type: ignore[index]


def test_tables_claims_and_limits_are_drawn(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "page.png"
    assert call(monkeypatch, "inspect", report, "--page", "1", "--image", out) == 0
    picture = Image.open(out)
    assert picture.width == round(595.28 * SCALE) and picture.height > 841 * SCALE
    marks = looking.inspect(report, PATTERNS).marks
    kinds = {mark.kind for mark in marks}
    assert {"table", "column", "row", "claim", "ignored"} <= kinds
    (table,) = [mark for mark in marks if mark.kind == "table"]
    assert edge(picture, table.box, "table")
    for mark in (m for m in marks if m.kind in ("claim", "ignored")):
        (box,) = printed_at(report.read_bytes(), 1, [(mark.text, mark.box, mark.nth)])
        assert edge(picture, box, mark.kind), mark
    legend = picture.crop((0, round(842 * SCALE), picture.width, picture.height))
    colours = {colour for _, colour in legend.getcolors(1 << 20) or []}
    assert all(STYLES[kind][0] in colours for kind in kinds)


def test_the_same_page_gives_the_same_bytes(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = tmp_path / "1.png", tmp_path / "2.png"
    for out in (one, two):
        assert call(monkeypatch, "inspect", report, "--page", "1", "--image", out) == 0
    assert one.read_bytes() == two.read_bytes()


def test_a_number_is_found_in_its_own_place(report: Path) -> None:
    marks = looking.inspect(report, PATTERNS).marks
    (limit,) = [m for m in marks if m.kind == "ignored" and m.text.startswith("20")]
    (box,) = printed_at(report.read_bytes(), 1, [(limit.text, limit.box, limit.nth)])
    assert box[2] - box[0] < 80 and limit.box[2] - limit.box[0] > 200


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("made.pdf", ("--page", "3"), "There is no page 3: the report has 1 page."),
        ("made.pdf", (), "Use --page to say which page to draw."),
        ("made.txt", ("--page", "1"), "There is no page image of 'made.txt': only a PDF has pages."),
    ],
)
def test_what_cannot_be_drawn_is_said(
    name: str,
    words: tuple[str, ...],
    said: str,
    report: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "made.txt").write_text("Barnsley Council complaints 2021/22\n\nWe had 3 complaints.\n")
    out = tmp_path / "page.png"
    assert call(monkeypatch, "inspect", tmp_path / name, *words, "--image", out) == 2
    assert said in capsys.readouterr().err and not out.exists()


def test_explain_draws_a_row_and_its_labels(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out, png = tmp_path / "outputs", tmp_path / "row.png"
    assert call(monkeypatch, "run", report, "--out", out, "--jobs", "1", "--fresh") == 0
    with (out / "observations.csv").open(encoding="utf-8", newline="") as stream:
        row = next(r for r in csv.DictReader(stream) if r["value"] == "21")
    asked = ("explain", row["observation_id"], "--out", out, "--image", png)
    assert call(monkeypatch, *asked) == 2
    assert "use --reports to name its folder" in capsys.readouterr().err
    below = tmp_path / "reports" / "2018"
    below.mkdir(parents=True)
    report.rename(below / report.name)
    assert call(monkeypatch, *asked, "--reports", tmp_path / "reports") == 0, "in a folder below, too"
    assert capsys.readouterr().err == f"The row is drawn in {png}.\n"
    (below / report.name).rename(report)
    x0, top, x1, bottom = map(float, row["bbox"].split())
    marks = labels_of(looking.inspect(report, PATTERNS).marks, 1, (x0, top, x1, bottom))
    assert sorted(m.kind for m in marks) == ["claim", "column", "row", "table"]
    picture = Image.open(png)
    assert all(edge(picture, m.box, m.kind) for m in marks if m.kind != "claim")


def test_equal_figures_of_one_cell_are_each_marked_in_their_own_place() -> None:
    anchor = Anchor(page=1, bbox=(10, 10, 90, 30), row=1, column=1)
    table = Table((Cell("13 7 13", 0, 0, anchor=anchor),), 1, 1, anchor=Anchor(page=1, bbox=(0, 0, 99, 99)))
    place = Place(table, "table", "a table", Context(), 0)
    claims = [Claim(n, float(n), "exact", "count", (), "table", "", "", anchor) for n in ("13", "7", "13")]
    marks = [mark for mark in marks_of(place, Reading(tuple(claims))) if mark.kind == "claim"]
    assert [(mark.text, mark.nth) for mark in marks] == [("13", 0), ("7", 0), ("13", 1)]
