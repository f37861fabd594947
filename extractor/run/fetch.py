"""`extractor fetch`: downloads the reports of a manifest, and fills in what was learnt of each."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from extractor.identify import manifest
from extractor.identify.manifest import ManifestEntry
from extractor.model.types import Unreadable
from extractor.read.formats import EXTENSIONS, format_of
from extractor.run.web import AGENT, Limits, Refused, Web

if TYPE_CHECKING:
    import httpx

KNOWN = ".fetched.json"
"""Beside the manifest: for each address the ETag of the copy that is there."""
HEAD = 4096
"""Bytes by which a file's kind is known."""
LINKED = (".pdf", ".docx", ".doc", ".odt", ".xlsx")
PAGE_BYTES = 2_000_000


class FetchFault(Exception):
    """Why nothing can be fetched, in one plain sentence."""


@dataclass(frozen=True)
class Outcome:
    """What came of one row of the manifest."""

    file: str
    status: str
    """fetched, unchanged, kept (the right file is there already), no_url, refused or failed."""
    note: str = ""


def fetch(path: Path, limits: Limits, heard: Callable[[Outcome], None]) -> list[Outcome]:
    """Download what the manifest lists and is not there yet; one outcome a row.

    Args:
        path: the manifest; files go into its folder.
        limits: pauses, sizes and times.
        heard: told each outcome as it comes.

    Raises ManifestFault and FetchFault. The manifest is written anew after each file, whole or not at all.
    """
    try:
        import httpx
    except ImportError as error:
        raise FetchFault(
            "Fetching needs httpx, which comes with the extra 'fetch' (see the README)."
        ) from error
    entries = manifest.load(path)
    known = _known(path)
    outcomes = []
    timeouts = httpx.Timeout(limits.seconds)
    with httpx.Client(timeout=timeouts, headers={"User-Agent": AGENT}, trust_env=False) as client:
        web = Web(client, limits)
        for entry in entries:
            try:
                outcome = _one(entry, path.parent, web, known)
            except Refused as refused:
                outcome = Outcome(entry.file, "refused", str(refused))
            except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
                outcome = Outcome(entry.file, "failed", _plain(error))
            except OSError as error:
                outcome = Outcome(entry.file, "failed", (error.strerror or str(error)).lower())
            if outcome.status in ("fetched", "unchanged"):
                _fill_in(path, entry, path.parent / entry.file)
                _write(path.with_name(KNOWN), json.dumps(known, indent=1, sort_keys=True) + "\n")
            outcomes.append(outcome)
            heard(outcome)
    return outcomes


def _one(entry: ManifestEntry, folder: Path, web: Web, known: dict[str, dict[str, str]]) -> Outcome:
    target = folder / entry.file
    if not target.resolve().is_relative_to(folder.resolve()):
        raise Refused("the file would lie outside the manifest's folder")
    there = target.is_file()
    if there and entry.sha256 and _sha256(target) == entry.sha256:
        return Outcome(entry.file, "kept")
    if not entry.url:
        return Outcome(entry.file, "no_url", "" if there else "the manifest gives no address")
    part = target.with_name(f"{target.name}.part")
    seen = known.get(entry.url, {})
    headers = {}
    if there and seen.get("etag") and seen.get("sha256") == _sha256(target):
        headers["If-None-Match"] = seen["etag"]
    elif part.is_file() and seen.get("part"):
        headers = {"Range": f"bytes={part.stat().st_size}-", "If-Range": seen["part"]}
    target.parent.mkdir(parents=True, exist_ok=True)
    with web.get(entry.url, headers) as answer:
        if answer.status_code == 304:
            return Outcome(entry.file, "unchanged")
        if answer.status_code == 416:
            part.unlink(missing_ok=True)
        if answer.status_code not in (200, 206):
            return Outcome(entry.file, "failed", f"the server answered {answer.status_code}")
        etag = answer.headers.get("etag", "")
        known[entry.url] = {**seen, "part": etag}
        _write(folder / KNOWN, json.dumps(known, indent=1, sort_keys=True) + "\n")
        _download(answer, part, web.limits)
    return _kept(entry, part, target, known, etag)


def _download(answer: httpx.Response, part: Path, limits: Limits) -> None:
    """The body into the .part file, after what is there of it already. Raises Refused and httpx.HTTPError."""
    resumed = answer.status_code == 206
    size = part.stat().st_size if resumed else 0
    promised = answer.headers.get("content-length", "")
    if promised.isdigit() and size + int(promised) > limits.most_bytes:
        raise Refused(f"it is larger than {limits.most_bytes:,} bytes")
    began = time.monotonic()
    with part.open("ab" if resumed else "wb") as file:
        for piece in answer.iter_raw():
            size += len(piece)
            if size > limits.most_bytes:
                file.close()
                part.unlink()
                raise Refused(f"it is larger than {limits.most_bytes:,} bytes")
            if time.monotonic() - began > limits.whole:
                raise Refused(
                    f"it took longer than {limits.whole:g} seconds; the next fetch goes on from there"
                )
            file.write(piece)


def _kept(
    entry: ManifestEntry, part: Path, target: Path, known: dict[str, dict[str, str]], etag: str
) -> Outcome:
    """Put the whole file in its place, if it is what the manifest says. Raises Refused."""
    sha256 = _sha256(part)
    if entry.sha256 and sha256 != entry.sha256:
        part.unlink()
        raise Refused(f"its sha-256 is {sha256[:12]}..., not the {entry.sha256[:12]}... of the manifest")
    if wrong := _wrong_kind(part, target.name, entry.url):
        part.unlink()
        raise Refused(wrong)
    os.replace(part, target)
    known[entry.url] = {"etag": etag, "sha256": sha256}
    return Outcome(entry.file, "fetched", f"{target.stat().st_size:,} bytes")


def _wrong_kind(part: Path, name: str, url: str) -> str:
    """The clause that says why the content is not the file that was asked for, or ''."""
    with part.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip():
        return "it is empty"
    wanted = EXTENSIONS.get(Path(name).suffix.lower(), "")
    try:
        found = format_of(part.read_bytes() if head[:2] == b"PK" else head, name).name
    except Unreadable as unreadable:
        return f"it is no report: {unreadable.sentence.rstrip('.')}"
    if found == wanted or not wanted:
        return ""
    if found == "html":
        return _of_page(part, url)
    return f"it is {found}, not {wanted}"


class _Links(HTMLParser):
    """The addresses that a page links, and whether it asks for a password."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.login = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.found.append(given["href"] or "")
        self.login |= tag == "input" and (given.get("type") or "").lower() == "password"


def _of_page(part: Path, url: str) -> str:
    """What a page that came instead of a file is: a login page, or one that links the file."""
    page = _Links()
    with part.open("rb") as file:
        page.feed(file.read(PAGE_BYTES).decode("utf-8", "replace"))
    if page.login:
        return "a login page came instead"
    links = dict.fromkeys(urljoin(url, link) for link in page.found)
    files = [link for link in links if link.lower().partition("?")[0].endswith(LINKED)]
    if files:
        return f"a web page came instead; it links {', '.join(files[:3])}"
    return "a web page came instead, which links no file"


def _known(path: Path) -> dict[str, dict[str, str]]:
    """What the last fetch learnt; nothing where its file is missing or damaged."""
    try:
        found = json.loads(path.with_name(KNOWN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    good = isinstance(found, dict) and all(isinstance(one, dict) for one in found.values())
    return found if good else {}


def _fill_in(path: Path, entry: ManifestEntry, target: Path) -> None:
    """The row's sha256 and the day it was retrieved, where they are empty; other cells stay as they are."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        names = list(reader.fieldnames or ())
        rows = list(reader)
    names += [name for name in ("sha256", "retrieved") if name not in names]
    learnt = {"sha256": _sha256(target), "retrieved": datetime.date.today().isoformat()}
    for row in rows:
        if (row.get("file") or "").strip() == entry.file:
            row.update({name: row.get(name) or cell for name, cell in learnt.items()})
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, names, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    _write(path, buffer.getvalue())


def _write(path: Path, text: str) -> None:
    """The whole text or none of it."""
    aside = path.with_name(f"{path.name}.new")
    aside.write_text(text, encoding="utf-8", newline="")
    os.replace(aside, path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _plain(error: Exception) -> str:
    import httpx

    if isinstance(error, httpx.TimeoutException):
        return "the server did not answer in time"
    if isinstance(error, httpx.RemoteProtocolError):
        return "the server broke off in the middle; the next fetch goes on from there"
    return str(error).lower().rstrip(".") or type(error).__name__


def table(outcomes: list[Outcome]) -> Iterator[str]:
    """The outcomes as lines, and how many there are of each kind."""
    wide = max((len(one.file) for one in outcomes), default=0)
    for one in outcomes:
        yield f"{one.file:{wide}}  {one.status:9}  {one.note}".rstrip()
    kinds = dict.fromkeys(one.status for one in outcomes)
    counts = ", ".join(
        f"{sum(one.status == kind for one in outcomes)} {kind.replace('_', ' ')}" for kind in kinds
    )
    yield counts or "The manifest lists no file."
