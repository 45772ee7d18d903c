"""What is said of each of several alike: ``make test`` runs it for one, ``make wide`` for the others."""

from __future__ import annotations

import os
import zlib
from typing import TypeVar

import pytest

T = TypeVar("T")


def one_now(name: str, *several: T) -> list[tuple[T, list[pytest.MarkDecorator]]]:
    """Each with its marks; which is not ``wide`` comes of ``name``, so that it is each for as many names."""
    now = several[zlib.crc32(name.encode()) % len(several)]
    return [(each, [pytest.mark.wide] * (each != now)) for each in several]


few_or_many = pytest.mark.parametrize(
    "many",
    [True] if os.environ.get("TESTS_SOAK") == "1" else [False, pytest.param(True, marks=pytest.mark.wide)],
    ids=lambda many: "many" if many else "few",
)
"""For what is repeated: fewer times in ``make test``, in the others as often as it says."""
course_at_pages = pytest.mark.wide
"""For a whole course from page to page: over HTTP ``make test`` takes each of its steps."""
postgresql_later = pytest.mark.parametrize(
    "url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.wide)], indirect=True
)
"""For what starts a process for each statement at which one may die."""
