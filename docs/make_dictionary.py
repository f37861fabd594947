"""Writes docs/data-dictionary.md anew: python docs/make_dictionary.py"""

from __future__ import annotations

from pathlib import Path

from extractor.lexicon import rulebook
from extractor.publish.dictionary import dictionary

if __name__ == "__main__":
    docs = Path(__file__).parent
    text = dictionary(rulebook.load(docs.parent / "patterns"))
    (docs / "data-dictionary.md").write_text(text, encoding="utf-8")
