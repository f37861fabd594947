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
