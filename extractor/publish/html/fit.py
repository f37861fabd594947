"""Keeps the page small: how many pieces of a list fit into a given room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from markupsafe import Markup

Item = TypeVar("Item")


@dataclass(frozen=True)
class Fitted:
    """The rendered pieces that fit, in order, and how many items they leave out."""

    pieces: tuple[Markup, ...]
    left_out: int

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(len(piece.encode()) for piece in self.pieces)


def fitting(items: Sequence[Item], render: Callable[[Item], str], room: int) -> Fitted:
    """Render items in order until the next would go beyond `room` bytes; the rest is not rendered."""
    pieces: list[Markup] = []
    for item in items:
        piece = Markup(render(item))
        room -= len(piece.encode())
        if room < 0:
            break
        pieces.append(piece)
    return Fitted(tuple(pieces), len(items) - len(pieces))
