"""Starts the explorer: what it needs is looked at first, each fault one sentence."""

from __future__ import annotations

import json
import socket
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from extractor.explore.store import Store
from extractor.lexicon import rulebook
from extractor.model import contract

if TYPE_CHECKING:
    from datasette.app import Datasette

HOST = "127.0.0.1"
HERE = Path(__file__).parent
QUERIES = HERE / "queries.yaml"
PER_PAGE = 50


class ExploreFault(Exception):
    """Why the explorer cannot start, in one plain sentence."""


@dataclass(frozen=True)
class Options:
    """What to open and what may be changed."""

    out: Path
    """The outputs folder of a run."""
    reports: Path
    """The folder that holds the reports, for pictures of their pages."""
    corrections: Path
    """The file that decisions are added to."""
    by: str
    """Who decides."""
    patterns: Path
    read_only: bool = False
    port: int = 8001


def application(options: Options) -> Datasette:
    """The explorer as a Datasette, not yet listening. Raises ExploreFault and RulebookError."""
    try:
        from datasette.app import Datasette
        from datasette.plugins import pm
    except ImportError as error:
        raise ExploreFault(
            "The explorer needs Datasette, which comes with the extra 'explore' (see the README)."
        ) from error
    database = options.out / "complaints.db"
    _whole(database)
    from extractor.explore import plugin

    if not pm.has_plugin(plugin.NAME):
        pm.register(plugin, name=plugin.NAME)
    about = _metadata(options.out)
    found: Datasette = Datasette(
        files=[],
        immutables=[str(database)],
        metadata=about,
        template_dir=str(HERE / "templates"),
        static_mounts=[("explore", str(HERE / "static"))],
        settings={"default_page_size": PER_PAGE, "num_sql_threads": 2},
    )
    book = rulebook.load(options.patterns)
    queries = about["databases"]["complaints"]["queries"]
    found.extractor = plugin.Explorer(Store(database, book.raw("headlines")), options, book, queries)
    return found


def serve(options: Options, say: Callable[[str], None]) -> None:
    """Serve until interrupted, once `say` has told where. Raises ExploreFault and RulebookError."""
    with _listening(options.port) as port:
        server = application(options).app()
        import uvicorn

        say(f"The explorer is at http://{HOST}:{port.getsockname()[1]}/ (stop it with Ctrl-C).")
        uvicorn.Server(uvicorn.Config(server, log_level="warning")).run(sockets=[port])


def _whole(database: Path) -> None:
    """Is it a database of this version?"""
    if not database.is_file():
        raise ExploreFault(f"There is no complaints.db in '{database.parent}': use extractor run first.")
    try:
        with sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True) as opened:
            names = {
                row[0] for row in opened.execute("select name from _columns where table_name='observations'")
            }
    except sqlite3.Error as error:
        raise ExploreFault(f"'{database}' is not a database of the extractor ({error}).") from error
    missing = [name for name in contract.OBSERVATION_COLUMNS if name not in names]
    if missing:
        raise ExploreFault(
            f"'{database}' was written by another version (without the column '{missing[0]}'):"
            " run the extractor again."
        )


def _listening(port: int) -> socket.socket:
    """A socket at the port, at any free one for 0."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((HOST, port))
    except OSError as error:
        found.close()
        raise ExploreFault(f"Port {port} is in use or not allowed: choose another with --port.") from error
    return found


def _metadata(out: Path) -> dict[str, Any]:
    """The words of metadata.json, with the questions that people ask as queries; descriptions stay folded."""
    path = out / "metadata.json"
    about: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    database = about.setdefault("databases", {}).setdefault("complaints", {})
    database["queries"] = yaml.safe_load(QUERIES.read_text(encoding="utf-8"))
    for table in database.get("tables", {}).values():
        table.pop("columns", None)  # 56 descriptions before the first row: /-/columns has them
    return about
