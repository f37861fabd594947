"""Lines of dots that lead from a label to its figure."""

from __future__ import annotations

import re
from itertools import groupby

from extractor.read.pdf.text.words import Row, Word, make_row

DOTS = re.compile(r"[.…_·\s]{4,}")
_DOT = ".…_·"
FEWEST = 3
_LEADERS = (" .", "...", "…", "___")


def without_leader(row: Row, fewest: int = FEWEST) -> list[Row]:
    """The parts of a row that a line of dots ties together, without the dots, set close or wide apart.

    Of dots that stand apart from the words there are `fewest` or more.
    """
    text = row.text
    if not any(mark in text for mark in _LEADERS):
        return [row]
    if not text.strip(_DOT + " "):
        return [] if len(text) > FEWEST else [row]
    parts: list[list[Word]] = [[]]
    for dots, group in groupby(row.words, key=lambda word: not word.text.strip(_DOT)):
        words = list(group)
        if dots and parts[-1] and sum(len(word.text) for word in words) >= fewest:
            parts.append([])
            continue
        for word in words:
            bare = DOTS.sub("", word.text) if any(mark in word.text for mark in _LEADERS[1:]) else word.text
            if not bare or bare == word.text:
                parts[-1].append(word)
                continue
            share = (word.x1 - word.x0) * len(bare) / len(word.text)
            if word.text.startswith(bare):
                parts[-1].append(word._replace(text=bare, x1=word.x0 + share))
                parts.append([])
            else:
                parts.append([word._replace(text=bare, x0=word.x1 - share)])
    return [make_row(words) for words in parts if words]


def unleadered(parts: list[Row]) -> list[Row]:
    """The parts of a line without the dots that lead from one to another; a blank to fill in stays."""
    found = [piece for part in parts for piece in without_leader(part)]
    return parts if not found or (len(found) == 1 and "_" in parts[0].text) else found
