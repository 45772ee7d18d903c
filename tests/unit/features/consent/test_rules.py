"""What a signature says and leaves, by the signer's rights alone; who may sign: test_service.py."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from server.domain.access import Decision, Level
from server.domain.errors import LimitReached, TooManyRequests
from server.domain.plan import Kind, Part, PartId, Role
from server.domain.sight import Sight
from server.features.consent.rules import (
    DAY,
    MOST_A_DAY,
    MOST_IN_PLAN,
    DecisionWish,
    all_signed,
    most_a_day,
    signed,
    within_bounds,
)
from server.features.consent.wording import wording
from tests.unit.domain.people import NOW, OWNER, a_part, a_plan, decided, sight_of, taking_part

NB = wording("nb")
OWNER_PLACE = replace(taking_part(Role.OWNER), person=OWNER)
PARENT, SCHOOL, GP = taking_part(Role.REPRESENTATIVE), taking_part(Role.SCHOOL), taking_part(Role.GP)
HEALTH = a_part(Kind.HEALTH, "health")
GPS = a_part(Kind.CONTRIBUTION, "gps", responsible=GP.id)
READ_HEALTH = DecisionWish(SCHOOL.id, Level.READ, part=HEALTH.id)


def seen_by(person: str, *more: tuple[Part, Level]) -> Sight:
    """The parent reads both parts and shares nothing with the GP, but what ``more`` opens to the GP."""
    decisions = [decided(1, PARENT, HEALTH, Level.EDIT), decided(2, PARENT, GPS, Level.EDIT)]
    decisions += [decided(3, SCHOOL, HEALTH, Level.NONE), decided(4, SCHOOL, GPS, Level.READ)]
    decisions += [decided(5 + place, GP, part, level) for place, (part, level) in enumerate(more)]
    people = [OWNER_PLACE, PARENT, SCHOOL, GP]
    found = next(who for who in people if who.id == person)
    return sight_of(found, a_plan(people, [HEALTH, GPS], decisions))


def test_decisions_are_numbered_on_in_the_order_given() -> None:
    wishes = [READ_HEALTH, replace(READ_HEALTH, level=Level.NONE), replace(READ_HEALTH, part=PartId("gps"))]
    found = all_signed(seen_by("owner"), wishes, NB)
    assert [decision.number for decision, _ in found] == [5, 6, 7]
    assert [event.details["decision"] for _, event in found] == [5, 6, 7]
    assert signed(seen_by("owner"), READ_HEALTH, NB) == found[0]


@pytest.mark.rule(17)
def test_whose_a_part_is_is_said_to_the_owner_and_to_who_knows_of_them() -> None:
    wish = replace(READ_HEALTH, part=GPS.id)

    def text(signer: Sight) -> str:
        return signed(signer, wish, NB)[0].text

    assert "«Hvem bidrar med hva: gp»" in text(seen_by("owner"))
    assert "«Hvem bidrar med hva»" in text(seen_by("representative"))
    assert "«Hvem bidrar med hva: gp»" in text(seen_by("representative", (HEALTH, Level.READ)))


@pytest.mark.rule(9)
def test_the_text_is_the_same_in_whatever_company_it_is_composed() -> None:
    one = signed(seen_by("owner"), READ_HEALTH, NB)[0].text
    assert [decision.text for decision, _ in all_signed(seen_by("owner"), [READ_HEALTH] * 3, NB)] == [one] * 3


# How many.


def new(number: int, level: Level = Level.READ, about: Part | Kind = HEALTH) -> Decision:
    return decided(number, PARENT, about, level)


@pytest.mark.rule(9)
def test_a_plan_has_room_for_so_many_decisions_and_for_any_that_closes() -> None:
    signer = seen_by("owner")
    within_bounds(signer, [new(MOST_IN_PLAN)], None)
    for over in ([new(MOST_IN_PLAN + 1)], [new(MOST_IN_PLAN), new(MOST_IN_PLAN + 1, about=GPS)]):
        with pytest.raises(LimitReached):
            within_bounds(signer, over, None)
    closing = [new(MOST_IN_PLAN + 1, Level.NONE), new(MOST_IN_PLAN + 2, Level.NONE, Kind.CONTRIBUTION)]
    within_bounds(signer, closing, None)
    for not_all in ([*closing, new(MOST_IN_PLAN + 3, Level.NONE)], [*closing, new(MOST_IN_PLAN + 3)]):
        with pytest.raises(LimitReached):
            within_bounds(signer, not_all, None)
    for nothing_open in (
        new(MOST_IN_PLAN + 1, Level.NONE, Kind.GOAL),
        decided(MOST_IN_PLAN + 1, GP, HEALTH, Level.NONE),
    ):
        with pytest.raises(LimitReached):
            within_bounds(signer, [nothing_open], None)


def test_who_signs_for_the_owner_leaves_the_owner_half() -> None:
    """A representative could use up what a plan and a day take, and the owner could open nothing any more."""
    parent, owner = seen_by(PARENT.id), seen_by("owner")
    within_bounds(parent, [new(MOST_IN_PLAN // 2)], None)
    with pytest.raises(LimitReached):
        within_bounds(parent, [new(MOST_IN_PLAN // 2 + 1)], None)
    within_bounds(parent, [new(MOST_IN_PLAN // 2 + 1, Level.NONE)], None)
    within_bounds(owner, [new(MOST_IN_PLAN)], None)
    assert most_a_day(parent) * 2 == most_a_day(owner) == MOST_A_DAY


def test_a_day_has_room_for_so_many_and_says_when_there_is_more() -> None:
    signer = seen_by("owner")
    within_bounds(signer, [new(9)], NOW - DAY)
    with pytest.raises(TooManyRequests) as refused:
        within_bounds(signer, [new(9)], NOW - DAY + timedelta(hours=3))
    assert refused.value.retry_after == timedelta(hours=3).total_seconds()
    within_bounds(signer, [new(9, Level.NONE)], NOW)
