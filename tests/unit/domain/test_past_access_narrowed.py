"""What creators lost to the rule that binds them, by decisions signed before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from server.domain.access import Decision, Level
from server.domain.past_access import narrowed
from server.domain.plan import Kind, Part, Role
from server.domain.sight import PlanSight
from tests.unit.domain.people import EARLIER, LATER, NOW, a_part, a_plan, decided, taking_part

NAV, GP = taking_part(Role.NAV), taking_part(Role.GP)
WRITES = decided(1, NAV, Kind.MEASURE, Level.EDIT)
NAVS = a_part(Kind.MEASURE, "navs", created_by=NAV.id, created_after=1)


def found(*decisions: Decision, part: Part = NAVS, began_after: int = 9) -> list[tuple[str, str, int]]:
    people = [taking_part(Role.OWNER), NAV, GP]
    sight = PlanSight(a_plan(people, [part], [WRITES, *decisions]), NOW)
    signed = [d for d in (WRITES, *decisions) if d.kind is not None and d.number <= began_after]
    return [
        (each.participant.id, each.part.id, each.by.number)
        for each in narrowed(sight.everybody(), [part], signed, began_after)
    ]


LOWER, TIMED = (
    decided(2, NAV, Kind.MEASURE, Level.READ),
    decided(2, NAV, Kind.MEASURE, Level.EDIT, LATER),
)


@pytest.mark.rule(9)
@pytest.mark.parametrize("later", [LOWER, TIMED], ids=["lower", "ending"])
def test_a_creator_who_has_less_is_found_with_the_decision_that_binds_them(later: Decision) -> None:
    assert found(later) == [("nav", "navs", 2)]


@pytest.mark.parametrize(
    "since",
    [
        decided(10, NAV, Kind.MEASURE, Level.READ),
        decided(10, NAV, NAVS, Level.READ),
        decided(3, NAV, NAVS, Level.EDIT),
    ],
    ids=["about the kind", "about the part", "about the part, before"],
)
def test_nobody_is_where_something_was_signed_about_it(since: Decision) -> None:
    assert found(LOWER, since) == []


@pytest.mark.parametrize(
    ("decisions", "part"),
    [
        ((), NAVS),
        ((decided(2, NAV, Kind.MEASURE, Level.EDIT),), NAVS),
        ((decided(2, NAV, Kind.MEASURE, Level.NONE),), NAVS),
        ((decided(2, NAV, Kind.GOAL, Level.READ),), NAVS),
        ((decided(2, GP, Kind.MEASURE, Level.READ),), NAVS),
        ((LOWER,), replace(NAVS, created_by=GP.id)),
        ((LOWER,), replace(NAVS, created_after=2)),
    ],
    ids=["nothing", "as much", "withdrawn", "another kind", "another", "another's part", "made afterwards"],
)
def test_nobody_is_who_has_as_much_as_before(decisions: tuple[Decision, ...], part: Part) -> None:
    assert found(*decisions, part=part) == []


@pytest.mark.parametrize(("end", "narrower"), [(None, True), (LATER, True), (EARLIER, False)])
def test_an_edit_that_would_be_over_anyway_is_not_missed(end: datetime | None, narrower: bool) -> None:
    first = replace(WRITES, number=1, until=end)
    people = [taking_part(Role.OWNER), NAV]
    sight = PlanSight(a_plan(people, [NAVS], [first, LOWER]), NOW)
    assert bool(list(narrowed(sight.everybody(), [NAVS], [first, LOWER], 9))) is narrower
