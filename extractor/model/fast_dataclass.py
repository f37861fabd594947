"""Small values made by the ten thousand: frozen to the type checker, plain at run time.

A frozen dataclass takes three times as long to make, since each of its fields is
set through `object.__setattr__`. mypy refuses to set a field of these as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def fast_dataclass(cls: type[T]) -> type[T]:
    """A dataclass with slots, compared and hashed by its values."""
    return dataclass(slots=True, unsafe_hash=True)(cls)
