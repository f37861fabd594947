"""Of many cases of one property a few, the same ones every time; all of them with WHOLE=1."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable
from typing import TypeVar

Case = TypeVar("Case")


def sampled(cases: Iterable[Case], one_in: int, of: str = "") -> list[Case]:
    """About one in so many of the cases, by their hashes; `of` names what they are cases of."""
    if os.environ.get("WHOLE"):
        one_in = 1
    return [case for case in cases if zlib.crc32(f"{of} {case}".encode()) % one_in == 0]


def trials(whole: int = 100) -> int:
    """How often a property is tried: a quarter of the whole, the whole with WHOLE=1."""
    return whole if os.environ.get("WHOLE") else max(1, whole // 4)
