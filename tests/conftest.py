"""Fixtures that several suites share."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture
def no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has no engine for pictures of text."""
    monkeypatch.setenv("EXTRACTOR_OCR", "none")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and hand-coded rows that lies beside the project."""
    if not SHARED.is_dir():
        pytest.skip("the real reports (../shared) are not on this machine")
    return SHARED
