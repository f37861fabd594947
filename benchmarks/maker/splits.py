"""Which half of the material a piece falls to: decided by the SHA-256 of its own words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).resolve().parent / "data"
SEEN, UNSEEN = "seen", "unseen"
SPLITS = (SEEN, UNSEEN)
GUARD = re.compile(r"^\[[^\]]*\]\s*")
PLACE = re.compile(r"\{[^{}]*\}")


def split_of(text: str) -> str:
    """'seen' or 'unseen'.

    Twins that differ only in the way the figure went ('rose', 'fell') fall
    together, and so do those that differ in case or in which figure they print.
    """
    bare = PLACE.sub("#", GUARD.sub("", text)).lower()
    words = [word for word in re.findall(r"[a-z0-9#%'&/+-]+", bare) if word not in _directions()]
    digest = hashlib.sha256(" ".join(words).encode("utf-8")).digest()
    return SPLITS[digest[0] % 2]


def identity(text: str) -> str:
    """A short name of a piece that does not give its words away."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]


def of_split(pieces: Iterable[str], split: str) -> tuple[str, ...]:
    """The pieces of one split."""
    return tuple(piece for piece in pieces if split_of(piece) == split)


def some_of_split(pieces: Sequence[str], split: str) -> tuple[str, ...]:
    """The pieces of one split, or all of them where they are too few to be parted."""
    return of_split(pieces, split) or tuple(pieces)


@cache
def load(name: str) -> Any:
    """One file of data/."""
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


def parted(text: str, by: str = "|") -> tuple[str, ...]:
    """'A | B' as its parts, without repeats."""
    return tuple(dict.fromkeys(part for part in (" ".join(one.split()) for one in text.split(by)) if part))


@cache
def _directions() -> frozenset[str]:
    return frozenset(load("directions"))
