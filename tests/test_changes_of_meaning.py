"""The kept list of changes of meaning is sound: `python -m benchmarks.mutants` makes them."""

from __future__ import annotations

from pathlib import Path

from benchmarks import mutants

CHANGES = mutants.changes()


def test_there_are_enough_of_every_package_and_none_twice(root: Path) -> None:
    assert len(CHANGES) == len({one.name for one in CHANGES}) >= 60
    packages = {one.file.split("/")[1].removesuffix(".py") for one in CHANGES}
    there = {path.name for path in (root / "extractor").iterdir() if (path / "__init__.py").is_file()}
    assert there <= packages


def test_every_change_can_be_made_and_names_tests_that_are_there(root: Path) -> None:
    for one in CHANGES:
        text = (root / one.file).read_text(encoding="utf-8")
        assert one.applied(text) != text
        for test in one.tests:
            name, _, function = test.partition("::")
            assert f"def {function}" in (root / "tests" / name).read_text(encoding="utf-8"), test
