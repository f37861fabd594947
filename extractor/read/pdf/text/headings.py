"""Sizes of print over a whole document: the body's, and the levels of larger headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.model.types import Block, Box, Picture, Prose, Table
from extractor.read.layout.line_shapes import depth, is_part
from extractor.read.layout.wording import like_heading, split_marker

Spot = tuple[int | None, Box | None]

LARGER = 1.09
"""Times the body's size: bold or coloured print from here on may be a heading."""
MUCH_LARGER = 1.22
"""From here on a short line is a heading without being bold."""
LONG_TITLE = 160
FEWEST_NUMBERED = 3
"""Headings numbered one after the other."""


def body_size(letters: Counter[float]) -> float:
    """The size that most letters have."""
    return max(letters, key=lambda size: (letters[size], size)) if letters else 10.0


def with_headings(blocks: Iterable[Block], sizes: Mapping[Spot, float], body: float) -> list[Block]:
    """Large short lines as headings, the largest of the first page as titles.

    `sizes` gives the size of print where a paragraph stands. Levels count the
    distinct sizes in use, largest first.
    """
    listed = list(blocks)
    large = {
        i: sizes[spot(b)] for i, b in enumerate(listed) if isinstance(b, Prose) and _is_large(b, sizes, body)
    }
    covers = _covers(listed, large)
    ranks = _ranks({round(size * 2) / 2 for i, size in large.items() if i not in covers})
    found: list[Block] = []
    for index, block in enumerate(listed):
        if isinstance(block, Prose) and index in large:
            if index in covers:
                block = replace(block, kind="title")
            else:
                block = replace(block, kind="heading", level=ranks[round(large[index] * 2) / 2])
        found.append(block)
    return found


def spot(prose: Prose) -> Spot:
    """Where a paragraph stands, by which its size of print is remembered."""
    return prose.anchor.page, prose.anchor.bbox


def _is_large(prose: Prose, sizes: Mapping[Spot, float], body: float) -> bool:
    size = sizes.get(spot(prose), 0.0)
    if size < LARGER * body or prose.kind != "paragraph" or len(prose.text) > LONG_TITLE:
        return False
    if not prose.emphasis and size < MUCH_LARGER * body:
        return False
    _, rest = split_marker(prose.text)
    if sum(map(str.isalpha, rest)) < 3:
        return False
    return like_heading(rest) or (size > 1.3 * body and not rest[0].isdigit() and rest[-1] not in ".;,")


def _covers(blocks: Sequence[Block], large: Mapping[int, float]) -> set[int]:
    """The lines of the title: the largest print, where it stands on the first page only.

    On a first page without running text all large lines belong to it.
    """
    first = [(i, b) for i, b in enumerate(blocks) if b.anchor.page == 1]
    own = {i for i, _ in first if i in large}
    if not own:
        return set()
    if not any(
        isinstance(b, Table) or (isinstance(b, Prose) and len(b.text) > 90 and i not in own) for i, b in first
    ):
        return own
    largest = max(large.values())
    if any(size > largest - 0.4 for i, size in large.items() if i not in own):
        return set()
    top = sorted(i for i in own if large[i] > largest - 0.4)
    if (
        not top
        or any(_is_text(blocks[i]) for i in range(top[0], top[-1]))
        or split_marker(_words(blocks[top[0]]))[0]
    ):
        return set()  # several headings of one level
    return set(top)


def _is_text(block: Block) -> bool:
    return isinstance(block, Table) or (isinstance(block, Prose) and len(block.text) > 90)


def _words(block: Block) -> str:
    return block.text if isinstance(block, Prose) else ""


def _ranks(sizes: set[float]) -> dict[float, int]:
    """1 for the largest size; sizes that differ by less than a point share a rank."""
    ranks: dict[float, int] = {}
    rank, last = 0, 1e9
    for size in sorted(sizes, reverse=True):
        if last - size >= 0.9:
            rank += 1
            last = size
        ranks[size] = min(rank, 6)
    return ranks


def below_numbers(blocks: Iterable[Block]) -> list[Block]:
    """Headings without a number one level below the numbered ones that they look like.

    Nothing changes where fewer than three numbers follow each other, nor above the first.
    """
    found = list(blocks)
    headings = [(i, b) for i, b in enumerate(found) if isinstance(b, Prose) and b.kind == "heading"]
    counts: dict[int, list[int]] = {}
    for _, block in headings:
        if depth(block.number) == 1 and (number := block.number.strip(".) ")).isdigit():
            counts.setdefault(block.level, []).append(int(number))
    for level, numbers in counts.items():
        if len(numbers) < FEWEST_NUMBERED or any(b != a + 1 for a, b in pairwise(numbers)):
            continue
        inside = lowered = False
        for i, block in headings:
            if block.level <= level:
                numbered = bool(block.number) or is_part(block.text)
                inside = (inside or numbered) and block.level == level
                lowered = inside and not numbered
            if lowered:
                found[i] = replace(block, level=min(block.level + 1, 6))
    return found


def nested_headings(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Headings that look alike told apart where one leads straight to the next.

    A heading directly above another of its level is above it in rank, too; so
    the ones that have text of their own go one level down, until a higher heading
    or the heading of a table or picture. One that ends in a colon leads into what
    stands below it, so that it alone goes down.
    """
    listed = below_numbers(blocks)
    led: set[int] = set()
    found: list[Block] = []
    for before, block, after in zip([None, *listed], listed, [*listed[1:], None], strict=False):
        if isinstance(block, Prose) and block.kind == "heading":
            level = block.level
            led = {k for k in led if k <= level}
            named = isinstance(before, Prose) and before.kind == "caption"
            if block.number or named or isinstance(after, Table | Picture):
                led.discard(level)
            elif isinstance(after, Prose) and after.kind == "heading" and _alike(block, after):
                led |= set() if _leads_in(block, after) else {level}
            elif level in led or (isinstance(before, Prose) and _leads_in(before, block)):
                block = replace(block, level=min(level + 1, 6))
        found.append(block)
    return tuple(found)


def _leads_in(above: Prose, heading: Prose) -> bool:
    """Directly below one like it that has no colon, a heading with one leads into what follows."""
    plain = above.kind == "heading" and _alike(above, heading) and not above.text.endswith(":")
    return plain and heading.text.endswith(":")


def _alike(a: Prose, b: Prose) -> bool:
    return a.level == b.level and not b.number and a.emphasis == b.emphasis
