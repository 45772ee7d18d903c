"""Which decisions somebody may know of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.access import Decision, Level
from server.domain.plan import Kind, Part, PartId, Role
from server.domain.sentences.signed import Reach, known_kinds, reach_of
from server.domain.sight import Sight
from tests.unit.domain.people import OWNER, a_part, a_plan, decided, sight_of, taking_part

OWNER_PLACE = replace(taking_part(Role.OWNER), person=OWNER)
PARENT, GP = taking_part(Role.REPRESENTATIVE), taking_part(Role.GP)
PEOPLE = [OWNER_PLACE, PARENT, taking_part(Role.SCHOOL), GP]
MEASURE = a_part(Kind.MEASURE, "measure")
GPS = a_part(Kind.CONTRIBUTION, "gps", responsible=GP.id)


def sight(who: str, parts: list[Part], *decisions: Decision) -> Sight:
    found = next(each for each in PEOPLE if each.id == who)
    return sight_of(found, a_plan(PEOPLE, parts, list(decisions)))


@pytest.mark.rule(12)
def test_the_kinds_somebody_knows_do_not_follow_from_hidden_parts() -> None:
    hidden = a_part(Kind.GOAL, "hidden")
    opened = [decided(1, PARENT, Kind.GOAL, Level.READ), decided(2, PARENT, MEASURE, Level.READ)]
    without = sight("representative", [MEASURE], *opened)
    with_one = sight("representative", [MEASURE, hidden], *opened, decided(3, PARENT, hidden, Level.NONE))
    assert known_kinds(without) == known_kinds(with_one) == [Kind.GOAL, Kind.MEASURE]
    assert known_kinds(sight("owner", [])) == list(Kind)


def test_the_owner_reads_all_and_others_what_is_about_parts_and_people_they_know() -> None:
    opened = decided(1, PARENT, MEASURE, Level.READ)
    assert reach_of(sight("owner", [MEASURE])) is None
    reach = reach_of(sight("representative", [MEASURE, GPS], opened))
    assert reach == Reach([OWNER_PLACE.id, PARENT.id], [PartId("measure")], [Kind.MEASURE])
