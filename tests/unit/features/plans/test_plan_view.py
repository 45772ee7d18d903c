"""A participant's own answer, from rights alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.access import Decision, Level, PlanAccess
from server.domain.plan import Kind, ParticipantId, Role
from server.features.plans.plan_view import Sight, may_create, plan_answer, versions
from tests.unit.domain.people import NOW, a_part, a_plan, decided, taking_part

OWNER, COORDINATOR, GP, SCHOOL = (
    taking_part(role) for role in (Role.OWNER, Role.COORDINATOR, Role.GP, Role.SCHOOL)
)
HEALTH, EDUCATION = a_part(Kind.HEALTH, "health", position=1), a_part(Kind.EDUCATION, "education", position=2)
MEASURE = a_part(Kind.MEASURE, "measure", position=3, title="Tiltak", responsible=GP.id, created_by=GP.id)


def plan(*decisions: Decision) -> PlanAccess:
    return a_plan([OWNER, COORDINATOR, GP, SCHOOL], [HEALTH, EDUCATION, MEASURE], list(decisions))


def test_only_what_can_be_read_is_answered_without_a_gap() -> None:
    answer = plan_answer(Sight.at(plan(decided(1, SCHOOL, EDUCATION, Level.EDIT)), NOW), SCHOOL)
    assert [(part.id, part.position, part.level) for part in answer.parts] == [("education", 1, "edit")]


def test_readers_are_told_strongest_first() -> None:
    signed = plan(decided(1, SCHOOL, EDUCATION, Level.READ), decided(2, GP, EDUCATION, Level.COMMENT))
    (part,) = plan_answer(Sight.at(signed, NOW), SCHOOL).parts
    assert [(seen.participant, seen.level) for seen in part.visible_to] == [
        ("owner", "edit"),
        ("gp", "comment"),
        ("school", "read"),
    ]


@pytest.mark.rule(17)
def test_a_responsible_and_a_creator_one_may_not_know_of_are_not_named() -> None:
    no_creator = decided(1, GP, Kind.MEASURE, Level.NONE)
    signed = plan(no_creator, decided(2, SCHOOL, MEASURE, Level.READ))
    (part,) = plan_answer(Sight.at(signed, NOW), SCHOOL).parts
    assert (part.responsible, part.created_by) == (None, None)
    owners = plan_answer(Sight.at(signed, NOW), OWNER)
    assert [(part.responsible, part.created_by) for part in owners.parts][-1] == ("gp", "gp")


def test_titles_are_told_where_people_write_them() -> None:
    titled = replace(HEALTH, title="never shown")
    access = a_plan([OWNER], [titled, MEASURE])
    assert [part.title for part in plan_answer(Sight.at(access, NOW), OWNER).parts] == ["", "Tiltak"]


def test_a_section_that_is_there_cannot_be_created_again() -> None:
    sight = Sight.at(plan(decided(1, SCHOOL, Kind.EDUCATION, Level.EDIT)), NOW)
    assert may_create(sight, SCHOOL) == []
    assert set(Kind) - set(may_create(sight, OWNER)) == {Kind.HEALTH, Kind.EDUCATION}


levels = st.sampled_from(Level)
choices = st.tuples(
    st.sampled_from([GP, SCHOOL, COORDINATOR]), st.sampled_from([HEALTH, EDUCATION, MEASURE]), levels
)


@pytest.mark.rule(17, "P3")
@given(st.lists(choices, max_size=8))
def test_an_answer_names_nobody_and_nothing_beyond_ones_rights(signed: list[tuple]) -> None:  # type: ignore[type-arg]
    decisions = [decided(number, *choice) for number, choice in enumerate(signed, start=1)]
    access = plan(*decisions)
    sight = Sight.at(access, NOW)
    for who in access.participants.values():
        answer = plan_answer(sight, who)
        known = {ParticipantId(other) for other in access.participants if access.knows(who.id, other, NOW)}
        assert {participant.id for participant in answer.participants} == known
        assert {part.id: Level.of(part.level) for part in answer.parts} == access.levels(who.id, NOW)
        for part in answer.parts:
            named = {seen.participant for seen in part.visible_to} | {part.responsible, part.created_by}
            assert named - {None} <= known


@given(st.lists(choices, max_size=5), choices)
def test_a_version_changes_exactly_when_the_answer_does(signed: list[tuple], one_more: tuple) -> None:  # type: ignore[type-arg]
    decisions = [decided(number, *choice) for number, choice in enumerate([*signed, one_more], start=1)]
    before, after = Sight.at(plan(*decisions[:-1]), NOW), Sight.at(plan(*decisions), NOW)
    for who in after.access.participants.values():
        was, now = plan_answer(before, who), plan_answer(after, who)
        same = replace(was, version="") == replace(now, version="")
        assert (was.version == now.version) is same
        assert versions(after)[who.id] == now.version
