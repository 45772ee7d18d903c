"""What is said of each of several alike: ``make test`` runs it for one, ``make wide`` for the others."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable
from typing import TypeVar

import pytest

T = TypeVar("T")


def one_now(name: str, *several: T) -> list[tuple[T, list[pytest.MarkDecorator]]]:
    """Each with its marks; which is not ``wide`` comes of ``name``, so that it is each for as many names."""
    now = several[zlib.crc32(name.encode()) % len(several)]
    return [(each, [pytest.mark.wide] * (each != now)) for each in several]


def half_now(several: Iterable[str]) -> list[object]:
    """As parameters, every second one for ``make wide``; which comes of their names."""
    marked = ((each, [pytest.mark.wide] * (zlib.crc32(each.encode()) % 2)) for each in several)
    return [pytest.param(each, marks=marks) for each, marks in marked]


few_or_many = pytest.mark.parametrize(
    "many",
    [True] if os.environ.get("TESTS_SOAK") == "1" else [False, pytest.param(True, marks=pytest.mark.wide)],
    ids=lambda many: "many" if many else "few",
)
"""For what is repeated: fewer times in ``make test``, in the others as often as it says."""
course_at_pages = pytest.mark.wide
"""For a whole course from page to page: over HTTP ``make test`` takes each of its steps."""
seldom_concerned = pytest.mark.wide
"""For what few changes can break: programs and faults around samplan, an upgrade, a whole day's course."""
postgresql_later = pytest.mark.parametrize(
    "url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.wide)], indirect=True
)
"""For what starts a process for each statement at which one may die."""
