"""`python -m benchmarks.mutants [--only NAME]`: which of the kept changes of meaning do the tests catch?

Each is made in a temporary copy and the tests named for it are run there. First
the tests are run without any change: one that fails anyhow catches nothing.
Exits 1 where fewer than 85% are caught.
"""

from __future__ import annotations

import argparse

from benchmarks.mutants import Change, caught, changes, copy, failing

LEAST = 0.85


def main() -> None:
    """Make the changes and print what became of each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants", description=__doc__)
    parser.add_argument("--only", metavar="NAME", default="", help="changes whose name or file holds this")
    chosen = [one for one in changes() if parser.parse_args().only in f"{one.name} {one.file}"]
    if not chosen:
        parser.error("no change has such a name")
    missed = _tried(chosen)
    share = 1 - len(missed) / len(chosen)
    print(f"{len(chosen) - len(missed)} of {len(chosen)} caught ({share:.0%})")
    raise SystemExit(share < LEAST)


def _tried(chosen: list[Change]) -> list[Change]:
    """The changes that no test caught."""
    missed = []
    with copy() as project:
        if failing(tuple(dict.fromkeys(test for one in chosen for test in one.tests)), project):
            raise SystemExit("The tests fail without any change: mend them first.")
        for one in chosen:
            found = caught(one, project)
            print(f"{'caught' if found else 'MISSED'}  {one.name}", flush=True)
            if not found:
                missed.append(one)
    return missed


if __name__ == "__main__":
    main()
