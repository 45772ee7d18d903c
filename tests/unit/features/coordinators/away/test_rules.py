"""Which time off is ahead, in which order, and from when places count as empty."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from server.features.coordinators.away.rules import TimeOff, absences

TODAY = date(2026, 12, 1)
HILDE = TimeOff("hilde", "Hilde", "Helse", date(2026, 12, 10), date(2027, 1, 10), "", 3, 0)
DAYS = 14


def test_what_comes_first_stands_first_and_what_is_over_is_gone() -> None:
    known = [
        replace(HILDE, person="a", since=date(2027, 2, 1), until=None),
        replace(HILDE, person="b", since=date(2026, 11, 1), until=TODAY),
        replace(HILDE, person="c", since=date(2026, 11, 1), until=date(2026, 11, 30)),
        replace(HILDE, person="d", since=None, until=date(2026, 12, 3)),
        replace(HILDE, person="e", since=None, until=None),
    ]
    assert [each.person for each in absences(known, DAYS, TODAY)] == ["d", "b", "a"]


@pytest.mark.parametrize(
    ("other", "uncovered", "empty"),
    [
        ({}, 3, date(2026, 12, 25)),
        ({"until": None}, 3, date(2026, 12, 25)),
        ({"until": date(2026, 12, 25)}, 3, date(2026, 12, 25)),
        ({"until": date(2026, 12, 24)}, 3, None),
        ({"substitute": "Bente"}, 0, None),
        ({"covered": 2}, 1, date(2026, 12, 25)),
        ({"covered": 3}, 0, None),
        ({"cases": 0}, 0, None),
        ({"since": None}, 3, None),
    ],
)
def test_whose_places_count_as_empty_and_from_when(
    other: dict[str, object], uncovered: int, empty: date | None
) -> None:
    (found,) = absences([replace(HILDE, **other)], DAYS, TODAY)  # type: ignore[arg-type]
    assert (found.uncovered, found.empty_from) == (uncovered, empty)
