"""Does every entry of patterns/ do something? Each is blanked in turn, and `check` or a run must miss it.

    python -m benchmarks.blanked [--only FILE] [--sample N] [REPORT ...]

An entry is a mapping with an id or a code; in files that have none, a value below the top. Blanked, the
lists of an entry with an id are empty, but for its examples and what it is not; others are gone. What `check`
does not miss is tried in a run over corpus/ and tests/made and the REPORTs given, whose outputs must
change. Prints the entries that nothing misses, and the share that is missed; exits 1 below 95%. The
whole takes hours: --sample draws some, --only takes the files whose names hold a text.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import hashlib
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from benchmarks.unseen import Silent, nothing_kept
from extractor.cli.check import check
from extractor.lexicon.rulebook import RulebookError
from extractor.run import pipeline

ROOT = Path(__file__).resolve().parent.parent
PATTERNS = ROOT / "patterns"
KEPT = frozenset({"id", "code", "kind", "label", "name", "note", "says", "title", "text", "examples", "not"})
"""What stays of an entry."""
LEAST = 0.95
TELLING = ("*.csv", "*.html", "*.json", "dataset/*.csv")
Place = tuple[str | int, ...]


def entries(data: Any, at: Place = ()) -> Iterator[Place]:
    """Where the entries of a file stand."""
    named = list(_named(data, at))
    if named:
        yield from named
    elif isinstance(data, dict):
        for key, value in data.items():
            within = value if isinstance(value, dict) else None
            yield from ((key, inner) for inner in within) if within else ((key,),)


def _named(data: Any, at: Place) -> Iterator[Place]:
    if isinstance(data, dict) and ("id" in data or "code" in data):
        yield at
    elif isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _named(value, (*at, key))


def blanked(data: Any, at: Place) -> Any:
    """The file without what the entry says; the entry itself goes where it says nothing but that."""
    changed = copy.deepcopy(data)
    above = changed
    for key in at[:-1]:
        above = above[key]
    entry = above[at[-1]]
    said = (
        [key for key in entry if key not in KEPT and not isinstance(entry[key], str)]
        if _has_id(entry)
        else []
    )
    if not said:
        del above[at[-1]]
    for key in said:
        entry[key] = type(entry[key])()
    return changed


def _has_id(entry: Any) -> bool:
    return isinstance(entry, dict) and "id" in entry


def output(folder: Path, reports: Sequence[Path]) -> str:
    """What a run gives under these patterns, as one hash; the sentence where they are refused."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place)
        try:
            options = pipeline.Options(folder, out=out / "out", jobs=1)
            pipeline.run([str(path) for path in reports], options, Silent())
        except RulebookError as error:
            return str(error)
        told = hashlib.sha256()
        for path in sorted(path for one in TELLING for path in (out / "out").glob(one)):
            if path.name != "run.json":
                told.update(path.read_bytes())
        return told.hexdigest()


class Trial:
    """The patterns as they are, and what they give."""

    def __init__(self, reports: Sequence[Path]) -> None:
        self.reports = reports
        self.files = {
            path.relative_to(PATTERNS): path for path in sorted(PATTERNS.rglob("*")) if path.is_file()
        }
        self.whole = output(PATTERNS, reports)

    def missed(self, name: Path, data: Any, at: Place) -> bool:
        """Does anything change once the entry is blanked?"""
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "patterns"
            for known, path in self.files.items():
                (folder / known).parent.mkdir(parents=True, exist_ok=True)
                (folder / known).symlink_to(path)
            (folder / name).unlink()
            text = yaml.safe_dump(blanked(data, at), allow_unicode=True, sort_keys=False)
            (folder / name).write_text(text, encoding="utf-8")
            with contextlib.suppress(RulebookError):
                return bool(check(None, folder)[0]) or output(folder, self.reports) != self.whole
        return True


def main() -> None:
    """Print what nothing misses."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.blanked", description=__doc__)
    parser.add_argument("reports", nargs="*", type=Path)
    parser.add_argument("--only", default="", help="files whose name holds this")
    parser.add_argument("--sample", type=int, default=0, help="so many entries, drawn at random")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    places = []
    for path in sorted(PATTERNS.rglob("*.y*ml")):
        if given.only in path.name:
            data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
            places += [(path.relative_to(PATTERNS), data, at) for at in entries(data)]
    if given.sample:
        places = random.Random(given.seed).sample(places, min(given.sample, len(places)))
    idle = 0
    with tempfile.TemporaryDirectory() as kept, nothing_kept(Path(kept)):
        trial = Trial([ROOT / "corpus", ROOT / "tests" / "made", *given.reports])
        for name, data, at in places:
            if not trial.missed(name, data, at):
                idle += 1
                print(f"nothing misses {name} {_called(data, at)}", flush=True)
    share = 1 - idle / len(places)
    print(f"{len(places) - idle} of {len(places)} entries are missed ({share:.1%})")
    raise SystemExit(share < LEAST)


def _called(data: Any, at: Place) -> str:
    entry = data
    for key in at:
        entry = entry[key]
    name = entry.get("id", entry.get("code", "")) if isinstance(entry, dict) else ""
    return " ".join(map(str, (*at, name))).strip()


if __name__ == "__main__":
    main()
