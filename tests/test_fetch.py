"""`extractor fetch` against a server on this machine that lies, loops, breaks off and hides files."""

from __future__ import annotations

import csv
import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.run import web
from extractor.run.fetch import Outcome, fetch
from extractor.run.web import Limits

pytest.importorskip("httpx")
PDF = b"%PDF-1.4 a report of complaints " + b"x" * 5000
ETAG = '"one"'
LIMITS = Limits(pause=0, most_bytes=50_000, seconds=5, whole=20, allow_private=True)


class _Server(BaseHTTPRequestHandler):
    """Answers by path; what was asked for is kept in `heard`."""

    protocol_version = "HTTP/1.1"
    heard: list[tuple[str, dict[str, str]]]

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def _send(self, status: int, body: bytes = b"", length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        asked = {name.lower(): value for name, value in self.headers.items()}
        type(self).heard.append((self.path, asked))
        page = getattr(self, "_" + self.path.strip("/").partition(".")[0].replace("-", "_"), None)
        page(asked) if page else self._send(404)

    def _robots(self, asked: dict[str, str]) -> None:
        self._send(200, b"User-agent: *\nDisallow: /hidden\n")

    def _good(self, asked: dict[str, str]) -> None:
        if asked.get("if-none-match") == ETAG:
            self._send(304, ETag=ETAG)
        else:
            self._send(200, PDF, ETag=ETAG)

    def _hidden(self, asked: dict[str, str]) -> None:
        self._send(200, PDF)

    def _broken(self, asked: dict[str, str]) -> None:
        start = int(asked.get("range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
        if start and asked.get("if-range") == ETAG:
            self._send(206, PDF[start:], ETag=ETAG)
            return
        self._send(200, PDF[:2000], len(PDF), ETag=ETAG)
        self.close_connection = True

    def _loop(self, asked: dict[str, str]) -> None:
        self._send(302, Location="/loop.pdf")

    def _moved(self, asked: dict[str, str]) -> None:
        self._send(301, Location="/good.pdf")

    def _trap(self, asked: dict[str, str]) -> None:
        self._send(302, Location="/hidden.pdf")

    def _to_file(self, asked: dict[str, str]) -> None:
        self._send(302, Location="file:///etc/passwd")

    def _large(self, asked: dict[str, str]) -> None:
        self._send(200, PDF * 20, 2_000_000_000)

    def _endless(self, asked: dict[str, str]) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(200):
            self.wfile.write(PDF)
        self.close_connection = True

    def _login(self, asked: dict[str, str]) -> None:
        self._send(200, b"<!doctype html><html><form><input type='password'></form></html>")

    def _page(self, asked: dict[str, str]) -> None:
        self._send(200, b"<!doctype html><html><a href='/docs/report.pdf?v=2'>Report</a></html>")

    def _empty(self, asked: dict[str, str]) -> None:
        self._send(200)

    def _error(self, asked: dict[str, str]) -> None:
        self._send(503)


@pytest.fixture
def server() -> Iterator[str]:
    _Server.heard = []
    found = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    thread = threading.Thread(target=found.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{found.server_port}"
    found.shutdown()
    found.server_close()


def _manifest(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "manifest.csv"
    names = ["file", "url", "sha256", "mine"]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _fetch(path: Path, limits: Limits = LIMITS) -> list[Outcome]:
    heard: list[Outcome] = []
    assert fetch(path, limits, heard.append) == heard
    return heard


def test_a_report_is_fetched_and_the_manifest_filled_in(server: str, tmp_path: Path) -> None:
    path = _manifest(tmp_path, {"file": "sub/a.pdf", "url": f"{server}/good.pdf", "mine": "kept, as it is"})
    assert [one.status for one in _fetch(path)] == ["fetched"]
    assert (tmp_path / "sub" / "a.pdf").read_bytes() == PDF
    (row,) = _rows(path)
    assert row["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert row["retrieved"]
    assert row["mine"] == "kept, as it is"
    asked = len(_Server.heard)
    assert [one.status for one in _fetch(path)] == ["kept"]
    assert len(_Server.heard) == asked, "what is there is not asked for again"


def test_without_a_sha256_the_etag_saves_the_download(server: str, tmp_path: Path) -> None:
    path = _manifest(tmp_path, {"file": "a.pdf", "url": f"{server}/good.pdf"})
    _fetch(path)
    _manifest(tmp_path, {"file": "a.pdf", "url": f"{server}/good.pdf"})
    assert [one.status for one in _fetch(path)] == ["unchanged"]
    assert (tmp_path / "a.pdf").read_bytes() == PDF
    _manifest(tmp_path, {"file": "a.pdf", "url": f"{server}/good.pdf"})
    (tmp_path / "a.pdf").write_bytes(PDF[:2000])
    assert [one.status for one in _fetch(path)] == ["fetched"], "it is not what the ETag was given for"
    assert (tmp_path / "a.pdf").read_bytes() == PDF


@pytest.mark.parametrize(("robots", "status"), [(404, "fetched"), (503, "refused")])
def test_a_host_without_rules_allows_all_and_one_that_cannot_say_nothing(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, robots: int, status: str
) -> None:
    monkeypatch.setattr(_Server, "_robots", lambda self, _: self._send(robots))
    path = _manifest(tmp_path, {"file": "a.pdf", "url": f"{server}/good.pdf"})
    assert [one.status for one in _fetch(path)] == [status]


def test_a_broken_download_goes_on_where_it_stopped(server: str, tmp_path: Path) -> None:
    path = _manifest(tmp_path, {"file": "a.pdf", "url": f"{server}/broken.pdf"})
    (first,) = _fetch(path)
    assert first.status == "failed"
    assert not (tmp_path / "a.pdf").exists()
    (second,) = _fetch(path)
    assert second.status == "fetched"
    assert (tmp_path / "a.pdf").read_bytes() == PDF
    assert _Server.heard[-1][1]["range"].startswith("bytes=")


@pytest.mark.parametrize(
    ("page", "status", "words"),
    [
        ("moved", "fetched", ""),
        ("hidden", "refused", "robots.txt does not allow it"),
        ("trap", "refused", "robots.txt does not allow it"),
        ("loop", "refused", "redirected more than 5 times"),
        ("to-file", "refused", "not a web address"),
        ("large", "refused", "larger than 50,000 bytes"),
        ("endless", "refused", "larger than 50,000 bytes"),
        ("login", "refused", "a login page came instead"),
        ("page", "refused", "/docs/report.pdf?v=2"),
        ("empty", "refused", "it is empty"),
        ("error", "failed", "the server answered 503"),
        ("nothing", "failed", "the server answered 404"),
    ],
)
def test_each_answer_has_its_outcome(server: str, tmp_path: Path, page: str, status: str, words: str) -> None:
    good = {"file": "b.pdf", "url": f"{server}/good.pdf"}
    path = _manifest(tmp_path, {"file": "a.pdf", "url": f"{server}/{page}.pdf"}, good)
    first, second = _fetch(path)
    assert first.status == status
    assert words in first.note
    assert (tmp_path / "a.pdf").exists() == (status == "fetched")
    assert second.status == "fetched", "the others go on"


def test_private_addresses_are_refused(server: str, tmp_path: Path) -> None:
    places = (server, "http://localhost:1", "http://[::1]:1", "http://10.0.0.8", "http://169.254.169.254")
    rows = [{"file": f"{n}.pdf", "url": f"{place}/good.pdf"} for n, place in enumerate(places)]
    found = _fetch(_manifest(tmp_path, *rows), Limits(pause=0))
    assert {one.status for one in found} == {"refused"}
    assert all("private network" in one.note or "no host" in one.note for one in found)
    assert _Server.heard == []


def test_another_file_than_the_manifest_names_is_refused(server: str, tmp_path: Path) -> None:
    path = _manifest(tmp_path, {"file": "a.pdf", "url": f"{server}/good.pdf", "sha256": "0" * 64})
    (one,) = _fetch(path)
    assert (one.status, "its sha-256 is" in one.note) == ("refused", True)
    assert not (tmp_path / "a.pdf").exists()


def test_no_file_outside_the_folder(server: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "out").symlink_to(tmp_path)
    path = _manifest(tmp_path / "in", {"file": "out/a.pdf", "url": f"{server}/good.pdf"})
    (one,) = _fetch(path)
    assert (one.status, "outside" in one.note) == ("refused", True)
    assert not (tmp_path / "a.pdf").exists()


def test_requests_to_a_host_are_apart(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(web.time, "sleep", slept.append)
    monkeypatch.setattr(web.time, "monotonic", lambda: 100.0 + sum(slept))
    path = _manifest(tmp_path, *({"file": f"{n}.pdf", "url": f"{server}/good.pdf"} for n in range(3)))
    fetch(path, Limits(pause=7, most_bytes=50_000, allow_private=True), lambda _: None)
    assert slept == [7.0] * 3, "after robots.txt and each file but the last"


def test_the_command_prints_a_table_and_fails_if_one_did(server: str, tmp_path: Path) -> None:
    rows = [{"file": "a.pdf", "url": f"{server}/good.pdf"}, {"file": "b.pdf", "url": f"{server}/error.pdf"}]
    path = _manifest(tmp_path, *rows)
    done = CliRunner().invoke(
        app, ["fetch", str(path), "--pause", "0", "--allow-private"], standalone_mode=False
    )
    assert done.return_value == 1
    assert "1 fetched, 1 failed" in done.output
    assert "the server answered 503" in done.output


def test_a_manifest_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["fetch", str(tmp_path / "no.csv")], standalone_mode=False)
    assert type(done.exception).__name__ == "ManifestFault"
