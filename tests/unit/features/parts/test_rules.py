"""What a new part is, who may add or change one, and where it stands: from rights alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.access import Decision, Level
from server.domain.errors import Exists, Forbidden, Invalid, LimitReached, NotFound, TooManyRequests
from server.domain.plan import Apart, Area, Kind, Participant, ParticipantId, PartId, Role
from server.domain.sight import Sight
from server.features.parts.entries import PartAdded
from server.features.parts.rules import (
    MOST_A_DAY,
    MOST_IN_PLAN,
    MOST_OF_ONE,
    PartChanges,
    PartWish,
    added,
    changed,
    require_day,
)
from tests.unit.domain.people import EARLIER, NOW, a_part, a_plan, decided, sight_of, taking_part

OWNER, GP, SCHOOL = taking_part(Role.OWNER), taking_part(Role.GP), taking_part(Role.SCHOOL)
HEALTH, MEASURE = a_part(Kind.HEALTH, "health", position=2), a_part(Kind.MEASURE, "measure", position=5)
OURS = a_part(Kind.CONTRIBUTION, "ours", position=7, responsible=OWNER.id)
NEW = PartId("new")


def seen_by(who: Participant, *decisions: Decision) -> Sight:
    plan = a_plan([OWNER, GP, SCHOOL], [HEALTH, MEASURE, OURS], list(decisions))
    return sight_of(who, plan)


def test_a_part_is_added_last_and_remembers_the_decisions_before_it() -> None:
    signed = decided(4, SCHOOL, Kind.MEASURE, Level.EDIT)
    part, event = added(seen_by(SCHOOL, signed), PartWish(Kind.MEASURE, "Lekser"), NEW, "Lekser")
    assert (part.id, part.title, part.position) == (NEW, "Lekser", 8)
    assert (part.created_by, part.created_after, part.responsible) == (SCHOOL.id, 4, None)
    assert (event.action, event.part, event.details) == (PartAdded.action, NEW, {"kind": "measure"})


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (PartWish(Kind.HEALTH), Exists),
        (PartWish(Kind.CONTRIBUTION), Exists),
        (PartWish(Kind.CONTRIBUTION, responsible=ParticipantId("nobody")), Invalid),
        (PartWish(Kind.WORK, title="Mitt"), Invalid),
        (PartWish(Kind.GOAL, area=Area.HOME), Invalid),
        (PartWish(Kind.GOAL, responsible=GP.id), Invalid),
        (PartWish(Kind.GOAL, goal=PartId("goal")), Invalid),
        (PartWish(Kind.MEASURE, goal=HEALTH.id), Invalid),
        (PartWish(Kind.MEASURE, goal=PartId("nothing")), Invalid),
    ],
)
def test_the_owner_adds_no_part_that_makes_no_sense(wish: PartWish, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        added(seen_by(OWNER), wish, NEW, "")


def test_a_measure_is_made_for_a_goal_that_its_maker_sees_and_for_no_other() -> None:
    goal = a_part(Kind.GOAL, "goal", position=9)
    decisions = [decided(1, SCHOOL, Kind.MEASURE, Level.EDIT)]
    wish = PartWish(Kind.MEASURE, goal=goal.id)
    plan = a_plan([OWNER, SCHOOL], [goal], decisions)
    assert added(sight_of(OWNER, plan), wish, NEW, "")[0].kind is Kind.MEASURE
    with pytest.raises(Invalid) as hidden:
        added(sight_of(SCHOOL, plan), wish, NEW, "")
    with pytest.raises(Invalid) as absent:
        added(sight_of(SCHOOL, plan), PartWish(Kind.MEASURE, goal=PartId("nothing")), NEW, "")
    assert str(hidden.value) == str(absent.value)


def test_a_measure_is_made_for_no_goal_that_is_put_away() -> None:
    gone = a_part(Kind.GOAL, "goal", put_away_at=EARLIER, put_away_by=OWNER.id)
    with pytest.raises(Invalid):
        added(sight_of(OWNER, a_plan([OWNER], [gone])), PartWish(Kind.MEASURE, goal=gone.id), NEW, "")


def test_a_place_among_ones_parts_is_one_among_those_in_use() -> None:
    gone = a_part(Kind.MEASURE, "gone", position=1, put_away_at=EARLIER)
    plan = a_plan([OWNER], [gone, HEALTH, MEASURE, OURS])
    found = changed(sight_of(OWNER, plan), OURS.id, PartChanges(position=1))
    assert found is not None
    assert found.part.position == HEALTH.position


def test_a_contribution_is_somebodys() -> None:
    theirs, _ = added(seen_by(OWNER), PartWish(Kind.CONTRIBUTION, responsible=GP.id), NEW, "")
    assert theirs.responsible == GP.id
    sight = seen_by(GP, decided(1, GP, Kind.CONTRIBUTION, Level.EDIT), decided(2, GP, OURS, Level.NONE))
    mine, _ = added(sight, PartWish(Kind.CONTRIBUTION), NEW, "")
    assert mine.responsible == GP.id
    with pytest.raises(Invalid):
        changed(seen_by(OWNER), OURS.id, {"responsible": None})


@pytest.mark.rule(7)
def test_a_contribution_stays_its_contributors() -> None:
    """Only owner and coordinator say whose one is, and nobody has two."""
    theirs = a_part(Kind.CONTRIBUTION, "theirs", responsible=GP.id)
    coordinator = taking_part(Role.COORDINATOR)
    decisions = [
        decided(number, who, Kind.CONTRIBUTION, Level.EDIT)
        for number, who in enumerate((GP, SCHOOL, coordinator), start=1)
    ]
    plan = a_plan([OWNER, GP, SCHOOL, coordinator], [OURS, theirs], decisions)

    def sight(who: Participant) -> Sight:
        return sight_of(who, plan)

    for who, whose in ((GP, OWNER), (GP, SCHOOL), (SCHOOL, SCHOOL)):
        with pytest.raises(Forbidden):
            changed(sight(who), theirs.id, {"responsible": whose.id})
    assert changed(sight(GP), theirs.id, {"responsible": GP.id}) is not None
    with pytest.raises(Forbidden):
        added(sight(GP), PartWish(Kind.CONTRIBUTION, responsible=SCHOOL.id), NEW, "")
    for who in (OWNER, coordinator):
        with pytest.raises(Exists):
            changed(sight(who), theirs.id, {"responsible": OWNER.id})
        given = changed(sight(who), theirs.id, {"responsible": SCHOOL.id})
        assert given is not None
        assert given.part.responsible == SCHOOL.id


def test_changing_needs_edit_on_the_part() -> None:
    for level, refusal in ((Level.NONE, NotFound), (Level.COMMENT, Forbidden)):
        with pytest.raises(refusal):
            changed(seen_by(GP, decided(1, GP, MEASURE, level)), MEASURE.id, {})
    assert changed(seen_by(GP, decided(1, GP, MEASURE, Level.EDIT)), MEASURE.id, {}) is None


def test_only_what_is_named_is_changed() -> None:
    found = changed(seen_by(OWNER), MEASURE.id, {"area": Area.HOME, "responsible": GP.id})
    assert found is not None
    assert (found.part.area, found.part.responsible, found.part.position) == (Area.HOME, GP.id, 5)
    assert not found.moved
    assert found.event.details == {"area": "home", "responsible": "gp"}


@pytest.mark.parametrize(("asked", "stored"), [(1, 2), (2, 7), (3, 8), (100, 8)])
def test_a_place_in_ones_own_list_is_that_of_the_part_that_stands_there(asked: int, stored: int) -> None:
    found = changed(seen_by(OWNER), MEASURE.id, PartChanges(position=asked))
    assert found is not None
    assert (found.part.position, found.moved) == (stored, True)


def test_hidden_parts_do_not_count_in_ones_own_list() -> None:
    mine = [decided(1, GP, MEASURE, Level.EDIT), decided(2, GP, OURS, Level.READ)]
    found = changed(seen_by(GP, *mine), MEASURE.id, PartChanges(position=2))
    assert found is not None
    assert found.part.position == 8
    alone = changed(seen_by(GP, mine[0]), MEASURE.id, PartChanges(position=9))
    assert alone is not None
    assert alone.part.position == 5


# Proposed, or kept from others.


def let_propose(number: int, who: Participant, kind: Kind) -> Decision:
    return replace(decided(number, who, kind, Level.NONE), proposing=True)


@pytest.mark.rule(9, 14)
def test_who_may_not_edit_the_kind_proposes_by_the_decision_that_lets_them() -> None:
    sight = seen_by(GP, decided(1, GP, Kind.GOAL, Level.COMMENT), let_propose(2, GP, Kind.GOAL))
    assert sight.may_create() == [Kind.GOAL]
    part, event = added(sight, PartWish(Kind.GOAL, "Svømme"), NEW, "Svømme")
    assert (part.apart, part.created_by, part.created_after) == (Apart.PROPOSED, GP.id, 2)
    assert event.details == {"kind": "goal", "apart": "proposed", "basis": 2}
    with pytest.raises(Forbidden):
        added(sight, PartWish(Kind.MEASURE), NEW, "")


def test_who_may_edit_the_kind_proposes_nothing() -> None:
    signed = [decided(1, GP, Kind.GOAL, Level.EDIT), let_propose(2, GP, Kind.GOAL)]
    part, event = added(seen_by(GP, *signed), PartWish(Kind.GOAL), NEW, "")
    assert (part.apart, event.details) == (None, {"kind": "goal"})


@pytest.mark.rule(9)
def test_a_new_part_may_be_kept_from_others() -> None:
    part, event = added(seen_by(OWNER), PartWish(Kind.GOAL, kept=True), NEW, "")
    assert (part.apart, event.details) == (Apart.KEPT, {"kind": "goal", "apart": "kept"})
    with pytest.raises(Invalid):
        added(seen_by(OWNER), PartWish(Kind.WORK, kept=True), NEW, "")


# How many.


def with_many(who: Participant, made_by: Participant, number: int) -> Sight:
    parts = [a_part(Kind.MEASURE, f"measure-{n}", position=n, created_by=made_by.id) for n in range(number)]
    signed = [decided(1, GP, Kind.MEASURE, Level.EDIT), decided(2, SCHOOL, Kind.MEASURE, Level.EDIT)]
    return sight_of(who, a_plan([OWNER, GP, SCHOOL], parts, signed))


def test_a_plan_has_room_for_so_many_parts() -> None:
    added(with_many(GP, OWNER, MOST_IN_PLAN - 1), PartWish(Kind.MEASURE), NEW, "")
    for who in (OWNER, GP):
        with pytest.raises(LimitReached):
            added(with_many(who, OWNER, MOST_IN_PLAN), PartWish(Kind.MEASURE), NEW, "")


def test_nobody_but_the_owner_takes_the_room_of_all_others() -> None:
    added(with_many(GP, GP, MOST_OF_ONE - 1), PartWish(Kind.MEASURE), NEW, "")
    with pytest.raises(LimitReached):
        added(with_many(GP, GP, MOST_OF_ONE), PartWish(Kind.MEASURE), NEW, "")
    for other in (OWNER, SCHOOL):
        added(with_many(other, GP, MOST_OF_ONE), PartWish(Kind.MEASURE), NEW, "")
    added(with_many(OWNER, OWNER, MOST_OF_ONE), PartWish(Kind.MEASURE), NEW, "")


def test_who_may_not_create_is_not_told_that_a_plan_is_full() -> None:
    with pytest.raises(Forbidden):
        added(with_many(GP, OWNER, MOST_IN_PLAN), PartWish(Kind.GOAL), NEW, "")


def test_a_day_has_room_for_so_many_acts() -> None:
    require_day(MOST_A_DAY, NOW)
    with pytest.raises(TooManyRequests):
        require_day(MOST_A_DAY + 1, NOW)
