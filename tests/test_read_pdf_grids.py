"""Grids of rules and their words: no word is lost, however the lines lie."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from extractor.read.pdf.ink import Rule, Style
from extractor.read.pdf.tables.ruled import drawn_grids, fill_grids
from extractor.read.pdf.text.words import Word

# Distances between lines: rows, columns, and the slivers of double lines.
STEPS = st.lists(st.sampled_from([0.8, 2.0, 3.0, 3.8, 14.0, 30.0]), min_size=2, max_size=8)


def _word(text: str, x: float, y: float) -> Word:
    return Word(text, x - 2, y - 3, x + 2, y + 3, y + 2, Style("Helvetica", 8.0))


@given(STEPS, STEPS, st.data())
def test_every_word_stays_in_a_grid_or_beside_it(
    wide: list[float], high: list[float], data: st.DataObject
) -> None:
    xs = [50 + sum(wide[:k]) for k in range(len(wide) + 1)]
    ys = [50 + sum(high[:k]) for k in range(len(high) + 1)]
    rules = [
        *(Rule(xs[0], y, xs[-1], y) for y in ys),
        *(Rule(x, ys[0], x, ys[-1]) for x in xs),
    ]
    squares = [((a + b) / 2, (c + d) / 2) for a, b in pairwise(xs) for c, d in pairwise(ys)]
    places = data.draw(st.lists(st.sampled_from(squares), min_size=1, unique=True))
    words = [_word(str(n), x, y) for n, (x, y) in enumerate(places)]
    filled, left, _ = fill_grids(drawn_grids(rules, []), words, [])
    kept = [word for grid in filled for cell in grid.words for word in cell]
    assert sorted([*kept, *left]) == sorted(words)
