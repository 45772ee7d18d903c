"""What one participant sees of a plan at one moment: levels, people, the own list and its version."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from operator import attrgetter

import pytest

from server.domain.access import Decision, Level, PlanAccess
from server.domain.errors import Exists, Forbidden, NotFound
from server.domain.plan import CommentId, Kind, Participant, ParticipantId, PartId, PersonId, Role
from server.domain.sight import PlanSight, Sight
from server.features.comments.entries import CommentAdded
from tests.support.principals import demo
from tests.unit.domain.people import (
    EARLIER,
    LATER,
    NOW,
    PLAN,
    a_part,
    a_plan,
    decided,
    knows,
    sight_of,
    taking_part,
)

OWNER, COORDINATOR, GP, SCHOOL, NAV = (
    taking_part(role) for role in (Role.OWNER, Role.COORDINATOR, Role.GP, Role.SCHOOL, Role.NAV)
)
MEMBERS = [OWNER, COORDINATOR, GP, SCHOOL, NAV]
HEALTH, EDUCATION = a_part(Kind.HEALTH, "health", position=1), a_part(Kind.EDUCATION, "education", position=2)
MEASURE = a_part(Kind.MEASURE, "measure", position=3, title="Tiltak", responsible=GP.id, created_by=GP.id)


def plan(*decisions: Decision) -> PlanAccess:
    return a_plan(MEMBERS, [MEASURE, EDUCATION, HEALTH], list(decisions))


def seen_by(who: Participant, access: PlanAccess) -> Sight:
    return sight_of(who, access)


# Who takes part.


@pytest.mark.rule(17)
@pytest.mark.parametrize(
    ("signed", "there"),
    [
        ([], False),
        ([decided(1, SCHOOL, HEALTH, Level.READ)], True),
        ([decided(1, SCHOOL, HEALTH, Level.READ), decided(2, SCHOOL, HEALTH, Level.NONE)], False),
        ([decided(1, SCHOOL, HEALTH, Level.READ, until=NOW)], False),
        ([decided(1, SCHOOL, Kind.GOAL, Level.READ)], True),  # there is no goal yet
        ([decided(1, SCHOOL, Kind.GOAL, Level.EDIT), decided(2, SCHOOL, Kind.GOAL, Level.NONE)], False),
        ([decided(1, SCHOOL, Kind.HEALTH, Level.NONE), decided(2, SCHOOL, HEALTH, Level.READ)], True),
    ],
)
def test_who_has_nothing_at_all_finds_no_plan(signed: list[Decision], there: bool) -> None:
    found = PlanSight(plan(*signed), NOW)
    with nullcontext() if there else pytest.raises(NotFound):
        assert found.of_principal(demo(SCHOOL.person)).me == SCHOOL
    everybody = seen_by(OWNER, plan(*signed)).known()
    assert SCHOOL in everybody  # or nothing could ever be opened to them again


@pytest.mark.parametrize("role", Role)
def test_the_owner_who_acts_for_them_and_the_coordinator_have_a_plan_without_any_part(role: Role) -> None:
    who = taking_part(role)
    has_one = role in (Role.OWNER, Role.REPRESENTATIVE, Role.COORDINATOR, Role.SUBSTITUTE)
    assert seen_by(who, a_plan([who], [HEALTH])).takes_part is has_one


# Levels, and what is refused for want of one.


def test_levels_lists_exactly_what_can_at_least_be_read() -> None:
    signed = plan(decided(1, SCHOOL, HEALTH, Level.READ), decided(2, SCHOOL, EDUCATION, Level.NONE))
    assert seen_by(SCHOOL, signed).levels == {HEALTH.id: Level.READ}
    assert seen_by(OWNER, signed).levels == dict.fromkeys(signed.parts, Level.EDIT)
    assert seen_by(NAV, signed).levels == {}


def test_who_or_what_is_not_in_the_plan_has_nothing() -> None:
    stray = a_part(name="stray")
    sight = PlanSight(a_plan([GP], [HEALTH], [decided(1, GP, stray, Level.EDIT)]), NOW)
    assert sight.access_of(GP.id, stray.id).level is Level.NONE
    assert sight.access_of(NAV.id, HEALTH.id).level is Level.NONE
    assert sight.of(NAV.id) is None


def test_a_plan_one_takes_no_part_in_is_not_found() -> None:
    left = taking_part(Role.SCHOOL, until=NOW)
    for person in (PersonId("stranger"), left.person):
        with pytest.raises(NotFound):
            PlanSight(a_plan([OWNER, left], [HEALTH]), NOW).of_principal(demo(person))


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("needed", [Level.READ, Level.COMMENT, Level.EDIT])
def test_a_part_is_given_from_the_level_that_is_needed(level: Level, needed: Level) -> None:
    sight = seen_by(GP, plan(decided(1, GP, HEALTH, level)))
    if level >= needed:
        assert sight.part(HEALTH.id, needed) == HEALTH
    else:
        with pytest.raises(NotFound if level is Level.NONE else Forbidden):
            sight.part(HEALTH.id, needed)


@pytest.mark.rule("P3")
def test_a_part_that_is_hidden_is_refused_as_one_that_does_not_exist() -> None:
    sight = seen_by(GP, plan())
    for part in (HEALTH.id, PartId("nowhere")):
        with pytest.raises(NotFound) as refused:
            sight.part(part, Level.EDIT)
        assert refused.value.detail == ""


# What may be done in the plan.


def test_a_section_is_there_once() -> None:
    opened = decided(1, SCHOOL, Kind.EDUCATION, Level.EDIT)
    for who in (OWNER, SCHOOL):
        with pytest.raises(Exists):
            seen_by(who, plan(opened)).require_creating(Kind.EDUCATION)
    assert seen_by(SCHOOL, plan(opened)).may_create() == []
    assert set(Kind) - set(seen_by(OWNER, plan()).may_create()) == {Kind.HEALTH, Kind.EDUCATION}


def test_who_may_not_see_a_section_is_not_told_that_it_is_there() -> None:
    hidden = [decided(1, SCHOOL, Kind.EDUCATION, Level.EDIT), decided(2, SCHOOL, EDUCATION, Level.NONE)]
    with pytest.raises(Forbidden):
        seen_by(SCHOOL, plan(*hidden)).require_creating(Kind.EDUCATION)


def test_creating_needs_edit_on_the_kind() -> None:
    commented, edited = (decided(1, SCHOOL, Kind.MEASURE, level) for level in (Level.COMMENT, Level.EDIT))
    with pytest.raises(Forbidden):
        seen_by(SCHOOL, plan(commented)).require_creating(Kind.MEASURE)
    seen_by(SCHOOL, plan(edited)).require_creating(Kind.MEASURE)  # measures are many
    assert seen_by(SCHOOL, plan(edited)).may_create() == [Kind.MEASURE]


@pytest.mark.rule(13)
@pytest.mark.parametrize("role", Role)
def test_who_may_sign_and_who_may_read_what_is_signed(role: Role) -> None:
    who = taking_part(role)
    sight, signs = seen_by(who, a_plan([who], [])), role in (Role.OWNER, Role.REPRESENTATIVE)
    assert sight.may_sign is signs
    assert sight.may_read_decisions is (signs or role in (Role.COORDINATOR, Role.SUBSTITUTE))


# Rule 17: who knows of whom.


@pytest.mark.rule(17)
def test_you_know_of_each_other_when_you_share_a_part() -> None:
    shared = [decided(1, GP, EDUCATION, Level.READ), decided(2, SCHOOL, EDUCATION, Level.EDIT)]
    sight = PlanSight(plan(*shared), NOW)
    assert knows(sight, GP.id, SCHOOL.id)
    assert knows(sight, SCHOOL.id, GP.id)
    assert not knows(sight, GP.id, NAV.id)
    assert not knows(sight, NAV.id, SCHOOL.id)


@pytest.mark.rule(17)
def test_everybody_and_the_owner_and_coordinator_know_of_each_other() -> None:
    sight = PlanSight(plan(), NOW)
    for someone in MEMBERS:
        for known in (OWNER, COORDINATOR, someone):
            assert knows(sight, someone.id, known.id)
            assert knows(sight, known.id, someone.id)


def test_nobody_knows_of_somebody_who_has_left_or_never_was() -> None:
    left = taking_part(Role.SCHOOL, until=NOW)
    sight = PlanSight(a_plan([OWNER, left], []), NOW)
    assert not knows(sight, OWNER.id, left.id)
    assert not knows(sight, left.id, OWNER.id)
    assert not knows(sight, OWNER.id, NAV.id)
    assert not seen_by(OWNER, a_plan([OWNER, left], [])).knows(None)


def test_the_owner_comes_first_then_others_by_role_and_name() -> None:
    anna, bo = taking_part(Role.GP, name="anna"), taking_part(Role.GP, name="bo")
    access = a_plan([bo, NAV, anna, OWNER], [])
    assert seen_by(OWNER, access).known() == [OWNER, anna, bo, NAV]


# The own list.


def test_the_list_has_no_gap_and_readers_stand_strongest_first() -> None:
    signed = plan(decided(1, SCHOOL, EDUCATION, Level.READ), decided(2, GP, EDUCATION, Level.COMMENT))
    (part,) = seen_by(SCHOOL, signed).seen_parts()
    assert (part.id, part.position, part.level) == (EDUCATION.id, 1, Level.READ)
    assert part.visible_to == ((OWNER.id, Level.EDIT), (GP.id, Level.COMMENT), (SCHOOL.id, Level.READ))
    assert [part.id for part in seen_by(OWNER, signed).seen_parts()] == ["health", "education", "measure"]


def test_a_title_is_shown_where_people_write_it() -> None:
    access = a_plan([OWNER], [replace(HEALTH, title="never shown"), MEASURE])
    assert [part.title for part in seen_by(OWNER, access).seen_parts()] == ["", "Tiltak"]


PERIOD = a_part(Kind.PERIOD, "period")


@pytest.mark.rule(17)
def test_the_next_revision_is_told_to_who_goes_through_the_plan_and_who_reads_the_period() -> None:
    people, day = [OWNER, GP, SCHOOL, taking_part(Role.COORDINATOR, name="c")], date(2027, 3, 1)
    access = a_plan(people, [PERIOD, EDUCATION], [decided(1, GP, PERIOD, Level.READ)])
    dated = replace(access, plan=replace(access.plan, next_revision=day))
    told = {who.id: seen_by(who, dated).next_revision for who in people}
    assert told == {OWNER.id: day, GP.id: day, SCHOOL.id: None, people[-1].id: day}
    for of in (attrgetter("version"), attrgetter("fingerprint")):
        changed = {who.id for who in people if of(seen_by(who, dated)) != of(seen_by(who, access))}
        assert changed == told.keys() - {SCHOOL.id}


@pytest.mark.rule(17)
def test_a_version_says_nothing_of_what_is_hidden() -> None:
    signed = [decided(1, SCHOOL, EDUCATION, Level.EDIT)]
    assert_alike_only_where_nothing_seen_differs(attrgetter("version"), signed)
    assert_alike_only_where_nothing_seen_differs(attrgetter("fingerprint"), signed)


def assert_alike_only_where_nothing_seen_differs(of: Callable[[Sight], str], signed: list[Decision]) -> None:
    before = of(seen_by(SCHOOL, plan(*signed)))
    elsewhere = plan(*signed, decided(2, GP, HEALTH, Level.READ))
    renamed = replace(elsewhere, parts={**elsewhere.parts, MEASURE.id: replace(MEASURE, title="Nytt")})
    assert of(seen_by(SCHOOL, renamed)) == before
    assert of(seen_by(OWNER, renamed)) != of(seen_by(OWNER, elsewhere))
    assert of(seen_by(SCHOOL, plan(*signed, decided(2, GP, EDUCATION, Level.READ)))) != before
    theirs = {EDUCATION.id: replace(EDUCATION, responsible=GP.id, created_by=ParticipantId("left"))}
    of_somebody_unknown = replace(elsewhere, parts={**elsewhere.parts, **theirs})
    assert of(seen_by(SCHOOL, of_somebody_unknown)) == before
    assert of(seen_by(OWNER, of_somebody_unknown)) != of(seen_by(OWNER, elsewhere))


def test_a_plan_is_seen_as_it_is_at_the_moment_asked_for() -> None:
    signed = plan(decided(1, SCHOOL, EDUCATION, Level.EDIT, until=NOW))
    assert PlanSight(signed, EARLIER).access_of(SCHOOL.id, EDUCATION.id).level is Level.EDIT
    for now in (NOW, LATER):
        assert PlanSight(signed, now).access_of(SCHOOL.id, EDUCATION.id).level is Level.NONE


# The access log.


def test_an_event_says_who_for_whom_when_and_where() -> None:
    who = replace(SCHOOL, organisation="Lia skole")
    event = seen_by(who, a_plan([who], [])).event(CommentAdded(CommentId("c1")), HEALTH.id)
    assert (event.at, event.person, event.participant) == (NOW, who.person, who.id)
    assert (event.plan, event.part, event.organisation) == (PLAN, HEALTH.id, "Lia skole")
    assert (event.action, event.details) == (CommentAdded.action, {"comment": "c1"})


# A plan that has ended.


@pytest.mark.rule(10)
def test_the_owner_of_a_plan_that_has_ended_reads_it_and_changes_nothing() -> None:
    access = plan(decided(1, SCHOOL, EDUCATION, Level.EDIT))
    ended = replace(access, plan=replace(access.plan, ended_at=EARLIER))
    for who in (OWNER, SCHOOL):
        sight = seen_by(who, ended)
        assert set(sight.levels.values()) == {Level.READ}
        assert (sight.may_sign, sight.may_create()) == (False, [])
        with pytest.raises(Forbidden):
            sight.require_creating(Kind.GOAL)
    assert seen_by(OWNER, ended).may_read_decisions
    assert seen_by(OWNER, access).may_sign
