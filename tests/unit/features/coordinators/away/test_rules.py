"""Which time off is ahead, in which order, and from when places count as empty."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from server.domain.cases.state import Absence
from server.domain.plan import PersonId
from server.features.coordinators.away.rules import TimeOff, absences

TODAY = date(2026, 12, 1)
HILDE = TimeOff("hilde", "Hilde", "Helse", date(2026, 12, 10), date(2027, 1, 10), "", 3, ())
DAYS = 14


def noted(until: date | None, substitute: str = "Bente", person: str | None = None) -> Absence:
    return Absence(date(2026, 11, 28), until, substitute, PersonId(person) if person else None)


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
        # What is written down of her keeps no place; a name in the case does, as long as it lasts.
        ({"substitute": "Bente"}, 3, date(2026, 12, 25)),
        ({"noted": (noted(None), noted(date(2027, 1, 10)))}, 1, date(2026, 12, 25)),
        ({"noted": (noted(None), noted(date(2027, 1, 10)), noted(None, person="bente"))}, 0, None),
        ({"cases": 1, "noted": (noted(date(2026, 11, 30)),)}, 1, date(2026, 12, 25)),
        ({"cases": 1, "noted": (noted(date(2026, 12, 9)),)}, 1, date(2026, 12, 25)),
        ({"cases": 1, "noted": (noted(date(2026, 12, 20)),)}, 1, date(2027, 1, 5)),
        ({"cases": 1, "noted": (noted(date(2027, 1, 9)),)}, 1, None),
        ({"cases": 1, "noted": (noted(date(2027, 2, 1)),), "until": None}, 1, date(2027, 2, 17)),
        # She is away already, and nobody stands in: for the rule it has begun.
        ({"cases": 1, "noted": (noted(None, ""),)}, 1, date(2026, 12, 13)),
        ({"cases": 0}, 0, None),
        ({"since": None}, 3, None),
    ],
)
def test_whose_places_count_as_empty_and_from_when(
    other: dict[str, object], uncovered: int, empty: date | None
) -> None:
    (found,) = absences([replace(HILDE, **other)], DAYS, TODAY)  # type: ignore[arg-type]
    assert (found.uncovered, found.empty_from) == (uncovered, empty)
