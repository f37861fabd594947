"""Small values made by the ten thousand: frozen to the type checker, plain at run time.

A frozen dataclass takes three times as long to make, since each of its fields is
set through `object.__setattr__`. mypy refuses to set a field of these as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def fast_dataclass(cls: type[T]) -> type[T]:
    """A dataclass with slots, compared and hashed by its values."""
    return dataclass(slots=True, unsafe_hash=True)(cls)


def changed(one: T, **fields: Any) -> T:
    """As `dataclasses.replace`, for values with many fields."""
    kind: Any = type(one)
    places, values = _fields(kind)
    cells = list(values(one))
    for name, value in fields.items():
        cells[places[name]] = value
    made: T = kind(*cells)
    return made


@cache
def _fields(cls: Any) -> tuple[dict[str, int], attrgetter[tuple[Any, ...]]]:
    names = tuple(cls.__dataclass_fields__)
    return {name: place for place, name in enumerate(names)}, attrgetter(*names)
