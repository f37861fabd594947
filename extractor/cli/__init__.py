"""The command line."""

from __future__ import annotations

from pathlib import Path


def patterns_folder() -> Path:
    """patterns/ inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "patterns"
    return inside if inside.is_dir() else package.parent / "patterns"
