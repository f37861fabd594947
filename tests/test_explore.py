"""`extractor explore`: every figure opens its evidence, decisions become lines, faults are one sentence."""

from __future__ import annotations

import asyncio
import csv
import re
import shutil
import socket
import sqlite3
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from made import Heard
from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.explore import ExploreFault, Options, application, serve
from extractor.explore.review import DOUBTFUL
from extractor.publish import read_csv
from extractor.run import pipeline

ROOT = Path(__file__).resolve().parent.parent
FILES = (
    "harrow-2018-19-example.pdf",
    "staffordshire-statutory-2018-19-example.docx",
    "havering-2017-18-example.html",
    "havering-2015-16-example.txt",
)
HOME = "http://localhost"
pytest.importorskip("datasette")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    for name in FILES:
        shutil.copy(ROOT / "corpus" / name, folder)
    return folder


@pytest.fixture(scope="module")
def out(reports: Path) -> Path:
    folder = reports.parent / f"{reports.name}-out"
    options = pipeline.Options(out=folder, patterns=ROOT / "patterns")
    pipeline.run([str(reports)], options, Heard())
    return folder


class Visitor:
    """A reader of the explorer's pages."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.site = application(options)

    def _do(self, asked: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run(asked)

    def get(self, path: str) -> Any:
        return self._do(self.site.client.get(path))

    def post(self, path: str, form: dict[str, str], origin: str = HOME) -> Any:
        async def sent() -> Any:
            page = await self.site.client.get(f"/-/review/next?id={form['id']}")
            token = re.search(r'name="csrftoken" value="([^"]+)"', page.text)
            cookies = {"ds_csrftoken": page.cookies.get("ds_csrftoken") or ""}
            data = form | ({"csrftoken": token[1]} if token else {})
            return await self.site.client.post(path, data=data, cookies=cookies, headers={"origin": origin})

        return self._do(sent())


@pytest.fixture
def visitor(out: Path, reports: Path, tmp_path: Path) -> Iterator[Visitor]:
    corrections = tmp_path / "corrections.csv"
    yield Visitor(Options(out, reports, corrections, "A. Reader", ROOT / "patterns"))


def _rows(out: Path) -> list[dict[str, str]]:
    return list(read_csv(out / "observations.csv"))


def test_every_filled_headline_opens_figures_of_its_own_council_and_year(visitor: Visitor, out: Path) -> None:
    store = visitor.site.extractor.store
    known = {row["observation_id"]: row for row in _rows(out)}
    lines = store.lines(store.headlines.headlines, "1", ())
    cells = [(line, cell) for line in lines for cell in line.cells.values() if cell.value is not None]
    assert len(cells) > 20
    for line, cell in cells:
        assert cell.observations, (line, cell)
        assert {known[one]["authority_code"] for one in cell.observations} == {line.code}
        assert {known[one]["period"] for one in cell.observations} == {line.period}


def test_each_headline_of_the_first_page_is_a_link_to_evidence(visitor: Visitor) -> None:
    page = visitor.get("/?period=2018/19").text
    links = re.findall(r'href="(/-/figure/[0-9a-f]+)"', page)
    assert links
    for link in links[:6]:
        shown = visitor.get(link)
        assert shown.status_code == 200
        assert "<blockquote>" in shown.text


def test_the_highest_stands_first_and_empty_cells_last(visitor: Visitor) -> None:
    store = visitor.site.extractor.store
    period = store.periods()[0][0]
    page = visitor.get(f"/?period={period}&sort=received").text
    first = re.findall(
        r'<tr><th scope="row">.*?</th><td>[^<]*</td>\s*<td class="(\w+)">(?:<a[^>]*>([\d,]+))?', page
    )
    numbers = [int(number.replace(",", "")) for kind, number in first if kind == "number"]
    assert numbers == sorted(numbers, reverse=True)
    kinds = [kind for kind, _ in first]
    assert kinds == sorted(kinds, key=lambda kind: kind == "empty")


@pytest.mark.parametrize("name", FILES)
def test_the_place_is_shown_in_every_format(visitor: Visitor, out: Path, name: str) -> None:
    own = [row for row in _rows(out) if row["source_file"] == name]
    assert own
    for row in own[:: max(1, len(own) // 12)]:
        page = visitor.get(f"/-/figure/{row['observation_id']}").text
        assert "could not be found" not in page, row["evidence"]
        if name.endswith(".pdf"):
            assert f"/-/picture/{row['observation_id']}.png" in page
        elif row["table_index"]:
            marked = re.findall(r'<td class="figure"><mark>([^<]*)</mark>', page)
            assert len(marked) == 1
            assert row["value"].removesuffix(".0") in marked[0].replace(",", "") or row["value"] in "0"
        else:
            assert "<mark>" in page


def test_the_picture_near_the_figure_is_a_band_of_the_page(visitor: Visitor, out: Path) -> None:
    from io import BytesIO

    from PIL import Image

    row = next(r for r in _rows(out) if r["source_file"].endswith(".pdf") and r["bbox"])
    whole, near = (
        Image.open(BytesIO(visitor.get(f"/-/picture/{row['observation_id']}.png{ask}").content))
        for ask in ("", "?near=1")
    )
    assert near.width == whole.width
    assert near.height < whole.height


def test_a_report_that_has_gone_gives_a_sentence(visitor: Visitor, out: Path, tmp_path: Path) -> None:
    options = visitor.options
    gone = Visitor(Options(out, tmp_path / "nowhere", options.corrections, "A", options.patterns))
    row = _rows(out)[0]
    page = gone.get(f"/-/figure/{row['observation_id']}")
    assert page.status_code == 200
    assert "use --reports" in page.text
    assert gone.get(f"/-/picture/{row['observation_id']}.png").status_code == 404


def test_no_file_outside_the_folder_is_shown(tmp_path: Path) -> None:
    from extractor.explore.evidence import report_file

    (tmp_path / "in").mkdir()
    (tmp_path / "secret.txt").write_text("x")
    assert report_file(tmp_path / "in", "../secret.txt") is None


def _line(path: Path) -> dict[str, str]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))[-1]


def test_a_decision_is_a_line_and_undo_takes_it_back(visitor: Visitor, out: Path) -> None:
    row = next(r for r in _rows(out) if r["stage"] == "all" and r["measure"] == "complaints_received")
    path, form = visitor.options.corrections, {"id": row["observation_id"]}
    sent = visitor.post(
        "/-/review/decide", form | {"verdict": "recode", "set_stage": "stage_1", "because": "heading"}
    )
    assert sent.status_code == 303
    written = _line(path)
    assert (written["set"], written["by"], written["because"]) == ("stage=stage_1", "A. Reader", "heading")
    assert written["observation_id"] == row["observation_id"]
    assert row["observation_id"] not in visitor.get("/-/review/next?report=" + row["source_file"]).text
    assert visitor.post("/-/review/decide", form | {"verdict": "undo"}).status_code == 303
    with path.open(encoding="utf-8") as file:
        assert len(file.readlines()) == 1


def test_undo_leaves_a_line_that_came_later(visitor: Visitor, out: Path) -> None:
    first, second = _rows(out)[:2]
    for row in (first, second):
        assert (
            visitor.post("/-/review/decide", {"id": row["observation_id"], "verdict": "right"}).status_code
            == 303
        )
    before = visitor.options.corrections.read_bytes()
    refused = visitor.post("/-/review/decide", {"id": first["observation_id"], "verdict": "undo"})
    assert refused.status_code == 409
    assert "nothing to undo" in refused.text
    assert visitor.options.corrections.read_bytes() == before


def test_a_decision_may_hold_for_the_whole_table(visitor: Visitor, out: Path) -> None:
    rows = _rows(out)
    tables = [
        (r["source_file"], r["table_index"])
        for r in rows
        if r["table_index"] and r["procedure"] != "corporate"
    ]
    table = max(set(tables), key=tables.count)
    own = [r for r in rows if (r["source_file"], r["table_index"]) == table and r["procedure"] != "corporate"]
    form = {
        "id": own[0]["observation_id"],
        "verdict": "recode",
        "set_procedure": "corporate",
        "whole_table": "1",
    }
    visitor.post("/-/review/decide", form)
    with visitor.options.corrections.open(encoding="utf-8", newline="") as file:
        decided = {line["observation_id"] for line in csv.DictReader(file)}
    assert decided == {r["observation_id"] for r in own}


@pytest.mark.parametrize(
    ("change", "origin", "status", "words"),
    [
        ({}, "http://elsewhere.example", 403, "own pages"),
        ({"verdict": "recode", "set_stage": "stage_9"}, HOME, 409, "not a code"),
        ({"verdict": "recode"}, HOME, 409, "No code was changed"),
        ({"verdict": "burn"}, HOME, 409, "not a decision"),
    ],
)
def test_what_may_not_be_written_is_refused_with_a_sentence(
    visitor: Visitor, out: Path, change: dict[str, str], origin: str, status: int, words: str
) -> None:
    form = {"id": _rows(out)[0]["observation_id"], "verdict": "right"} | change
    sent = visitor.post("/-/review/decide", form, origin)
    assert sent.status_code == status
    assert words in sent.text
    assert not visitor.options.corrections.exists()


def test_read_only_writes_nothing(out: Path, reports: Path, tmp_path: Path) -> None:
    looking = Visitor(Options(out, reports, tmp_path / "c.csv", "A", ROOT / "patterns", read_only=True))
    identity = _rows(out)[0]["observation_id"]
    assert 'name="verdict"' not in looking.get(f"/-/review/next?id={identity}").text
    assert looking.post("/-/review/decide", {"id": identity, "verdict": "right"}).status_code == 403
    assert not (tmp_path / "c.csv").exists()


def test_the_least_sure_row_comes_first(visitor: Visitor, out: Path) -> None:
    doubtful = [row for row in _rows(out) if float(row["confidence"]) < DOUBTFUL]
    assert doubtful
    page = visitor.get("/-/review/next").text
    shown = re.search(r'name="id" value="([0-9a-f]+)"', page)
    least = min(float(row["confidence"]) for row in doubtful)
    assert shown
    assert {float(r["confidence"]) for r in doubtful if r["observation_id"] == shown[1]} == {least}


def test_search_finds_printed_words_and_councils(visitor: Visitor, out: Path) -> None:
    assert "/-/council/E09000015" in visitor.get("/-/search?q=Harrow").text
    word = next(w for r in _rows(out) for w in re.findall(r"[a-z]{9,}", r["evidence"]))
    assert re.search(r"/-/figure/[0-9a-f]+", visitor.get(f"/-/search?q={word}").text)
    assert visitor.get("/-/search?q=%22%29%20or%20*").status_code == 200


def test_every_question_of_the_first_page_runs(visitor: Visitor) -> None:
    asked = re.findall(r'href="(/complaints/[a-z_]+)"', visitor.get("/").text)
    assert len(asked) >= 6
    for path in asked:
        found = visitor.get(f"{path}.json?period=2018%2F19&name=Har")
        assert found.status_code == 200, path
        assert found.json()["ok"], path


def test_columns_are_described_away_from_the_rows(visitor: Visitor) -> None:
    assert "denominator_class" in visitor.get("/-/columns").text
    assert "stable: same report" not in visitor.get("/complaints/observations").text


def test_what_cannot_be_opened_is_one_sentence(out: Path, tmp_path: Path) -> None:
    def options(folder: Path, port: int = 8001) -> Options:
        return Options(folder, tmp_path, tmp_path / "c.csv", "A", ROOT / "patterns", port=port)

    with pytest.raises(ExploreFault, match=r"There is no complaints.db in"):
        application(options(tmp_path))
    (tmp_path / "complaints.db").write_bytes(b"no database at all, but longer than a header" * 4)
    with pytest.raises(ExploreFault, match="not a database of the extractor"):
        application(options(tmp_path))
    (tmp_path / "complaints.db").unlink()
    with sqlite3.connect(tmp_path / "complaints.db") as old:
        old.execute("create table _columns (table_name text, name text)")
        old.execute("insert into _columns values ('observations', 'observation_id')")
    with pytest.raises(ExploreFault, match="another version"):
        application(options(tmp_path))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ExploreFault, match="in use"):
            serve(options(out, taken.getsockname()[1]), print)


def test_the_command_says_what_it_opens() -> None:
    shown = CliRunner().invoke(app, ["explore", "--help"]).output
    assert "--read-only" in shown
    assert "Example: extractor explore" in shown
