"""Writes docs/data-dictionary.md anew: python docs/make_dictionary.py"""

from __future__ import annotations

from pathlib import Path

from extractor.publish.dictionary import dictionary

if __name__ == "__main__":
    (Path(__file__).parent / "data-dictionary.md").write_text(dictionary(), encoding="utf-8")
