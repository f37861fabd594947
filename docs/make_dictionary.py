"""Writes docs/data-dictionary.md and docs/second-reader.md anew: python docs/make_dictionary.py"""

from __future__ import annotations

from pathlib import Path

from extractor.lexicon import rulebook
from extractor.publish.dictionary import dictionary
from extractor.second_reader.schema import instructions

if __name__ == "__main__":
    docs = Path(__file__).parent
    book = rulebook.load(docs.parent / "patterns")
    (docs / "data-dictionary.md").write_text(dictionary(book), encoding="utf-8")
    (docs / "second-reader.md").write_text(instructions(book), encoding="utf-8")
