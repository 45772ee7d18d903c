"""What was readable at some moment follows from what had been signed by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from server.domain.access import Decision, Level
from server.domain.past_access import ReadBefore, ReadersThen
from server.domain.plan import SERVER, Kind, PersonId, Role
from tests.unit.domain.people import NOW, a_part, a_plan, decided, taking_part

PART = a_part(Kind.HEALTH)
NAV, OWNER = taking_part(Role.NAV), taking_part(Role.OWNER)


def day(number: float) -> timedelta:
    return timedelta(days=number)


def signed(number: int, about: object, level: Level, on: float, until: float | None = None) -> Decision:
    ends = None if until is None else NOW + day(until)
    made = decided(number, NAV, about, level, ends)  # type: ignore[arg-type]
    return replace(made, signed_at=NOW + day(on))


HISTORY = [
    signed(1, Kind.HEALTH, Level.READ, on=1),
    signed(2, Kind.HEALTH, Level.NONE, on=2),
    signed(3, PART, Level.COMMENT, on=3, until=4),
    signed(4, Kind.HEALTH, Level.EDIT, on=6),
    signed(5, PART, Level.NONE, on=7),
]


@pytest.mark.rule(9)
@pytest.mark.parametrize(
    ("at", "readable"),
    [(0.5, False), (1, True), (1.5, True), (2.5, False), (3.5, True), (4, False), (5, False), (7.5, False)],
)
def test_only_between_what_opened_and_what_closed_it(at: float, *, readable: bool) -> None:
    before = ReadBefore(NAV, PART, HISTORY)
    for _ in range(2):
        assert before.at(NOW + day(at)) is readable
    assert before.at(NOW + day(3.5))


def test_a_period_that_ended_is_not_followed_by_what_is_signed_about_the_kind() -> None:
    assert not ReadBefore(NAV, PART, HISTORY).at(NOW + day(6.5))


def test_the_owner_always_could_and_so_could_who_made_it() -> None:
    assert ReadBefore(OWNER, PART, []).at(NOW - day(999))
    assert ReadBefore(NAV, replace(PART, created_by=NAV.id), []).at(NOW)
    assert not ReadBefore(NAV, PART, []).at(NOW)


def test_a_person_had_it_who_could_read_it_in_any_of_their_participations() -> None:
    again = taking_part(Role.NAV, name="again")
    once = replace(again, person=NAV.person)
    readers = ReadersThen(a_plan([OWNER, NAV, once], [PART]), PART, HISTORY)
    for _ in range(2):
        assert readers.had(NAV.person, NOW + day(1.5))
        assert not readers.had(NAV.person, NOW + day(0.5))
    assert readers.had(OWNER.person, NOW - day(9))
    assert readers.had(SERVER, NOW - day(9))
    assert not readers.had(None, NOW)
    assert not readers.had(PersonId("nobody"), NOW)
