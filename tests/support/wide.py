"""A test that says the same of each of two: ``make test`` runs it for one, ``make wide`` for the other."""

from __future__ import annotations

import zlib
from typing import TypeVar

import pytest

T = TypeVar("T")


def one_now(name: str, *two: T) -> list[tuple[T, list[pytest.MarkDecorator]]]:
    """Each with its marks; which is ``wide`` comes of ``name``, so that it is each for half of the names."""
    later = two[zlib.crc32(name.encode()) % len(two)]
    return [(each, [pytest.mark.wide] * (each == later)) for each in two]
