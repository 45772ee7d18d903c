"""A participant's own answer, from rights alone."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from server.domain.access import Decision, Level, PlanAccess
from server.domain.identity.principal import Principal
from server.domain.plan import Area, Kind, Participant, ParticipantId, Role
from server.domain.sight import PlanSight
from server.features.plans.answers import PlanAnswer
from server.features.plans.plan_view import plan_answer
from tests.unit.domain.people import NOW, a_part, a_plan, decided, knows, sight_of, taking_part

OWNER, COORDINATOR, GP, SCHOOL = (
    taking_part(role) for role in (Role.OWNER, Role.COORDINATOR, Role.GP, Role.SCHOOL)
)
HEALTH, EDUCATION = a_part(Kind.HEALTH, "health", position=1), a_part(Kind.EDUCATION, "education", position=2)
MEASURE = a_part(Kind.MEASURE, "measure", position=3, title="Tiltak", responsible=GP.id, created_by=GP.id)


def plan(*decisions: Decision) -> PlanAccess:
    return a_plan([OWNER, COORDINATOR, GP, SCHOOL], [HEALTH, EDUCATION, MEASURE], list(decisions))


def answer_to(who: Participant, access: PlanAccess) -> PlanAnswer:
    return plan_answer(sight_of(who, access), Principal(who.person, demo=True))


def test_only_what_can_be_read_is_answered_without_a_gap() -> None:
    answer = answer_to(SCHOOL, plan(decided(1, SCHOOL, EDUCATION, Level.EDIT)))
    assert [(part.id, part.position, part.level) for part in answer.parts] == [("education", 1, "edit")]


def test_readers_are_told_strongest_first() -> None:
    signed = plan(decided(1, SCHOOL, EDUCATION, Level.READ), decided(2, GP, EDUCATION, Level.COMMENT))
    (part,) = answer_to(SCHOOL, signed).parts
    assert [(seen.participant, seen.level) for seen in part.visible_to] == [
        ("owner", "edit"),
        ("gp", "comment"),
        ("school", "read"),
    ]


@pytest.mark.rule(17)
def test_a_responsible_and_a_creator_one_may_not_know_of_are_not_named() -> None:
    no_creator = decided(1, GP, Kind.MEASURE, Level.NONE)
    signed = plan(no_creator, decided(2, SCHOOL, MEASURE, Level.READ))
    (part,) = answer_to(SCHOOL, signed).parts
    assert (part.responsible, part.created_by) == (None, None)
    owners = answer_to(OWNER, signed)
    assert [(part.responsible, part.created_by) for part in owners.parts][-1] == ("gp", "gp")


def test_titles_are_told_where_people_write_them() -> None:
    titled = replace(HEALTH, title="never shown")
    access = a_plan([OWNER], [titled, MEASURE])
    assert [part.title for part in answer_to(OWNER, access).parts] == ["", "Tiltak"]


SENT = TypeAdapter(PlanAnswer)
levels = st.sampled_from(Level)
choices = st.tuples(
    st.sampled_from([GP, SCHOOL, COORDINATOR]), st.sampled_from([HEALTH, EDUCATION, MEASURE]), levels
)


@pytest.mark.rule(17, "P3")
@given(st.lists(choices, max_size=8))
def test_an_answer_names_nobody_and_nothing_beyond_ones_rights(signed: list[tuple]) -> None:  # type: ignore[type-arg]
    decisions = [decided(number, *choice) for number, choice in enumerate(signed, start=1)]
    access = plan(*decisions)
    sight = PlanSight(access, NOW)
    for who in access.participants.values():
        answer = answer_to(who, access)
        known = {ParticipantId(other) for other in access.participants if knows(sight, who.id, other)}
        assert {participant.id for participant in answer.participants} == known
        readable = {part: sight.access_of(who.id, part).level for part in access.parts}
        expected = {part: level for part, level in readable.items() if level >= Level.READ}
        assert {part.id: Level.of(part.level) for part in answer.parts} == expected
        for part in answer.parts:
            named = {seen.participant for seen in part.visible_to} | {part.responsible, part.created_by}
            assert named - {None} <= known


@given(st.lists(choices, max_size=5), choices)
def test_a_version_changes_exactly_when_the_answer_does(signed: list[tuple], one_more: tuple) -> None:  # type: ignore[type-arg]
    decisions = [decided(number, *choice) for number, choice in enumerate([*signed, one_more], start=1)]
    before, after = plan(*decisions[:-1]), plan(*decisions)
    for who in after.participants.values():
        was, now = answer_to(who, before), answer_to(who, after)
        same = replace(was, version="") == replace(now, version="")
        assert (was.version == now.version) is same
        seen = [PlanSight(access, NOW).of(who.id) for access in (before, after)]
        assert (len({sight.fingerprint for sight in seen if sight is not None}) == 1) is same


@given(st.lists(choices, max_size=5), st.text())
def test_a_version_is_the_hash_of_the_answer_as_it_is_sent(signed: list[tuple], title: str) -> None:  # type: ignore[type-arg]
    """So that a page knows its own answer again, whichever process and release gave it."""
    decisions = [decided(number, *choice) for number, choice in enumerate(signed, start=1)]
    titled = replace(MEASURE, title=title, area=Area.WORK)
    access = a_plan([replace(OWNER, name=title), GP, SCHOOL], [HEALTH, EDUCATION, titled], decisions)
    for who in access.participants.values():
        answer = answer_to(who, access)
        sent = SENT.dump_json(replace(answer, version="", epoch=""), exclude={"roles"})
        assert answer.version == hashlib.sha256(sent).hexdigest()[:32]


@pytest.mark.rule(21)
def test_one_is_told_the_roles_that_this_login_opens_and_that_have_a_plan() -> None:
    mother = taking_part(Role.RELATIVE)
    teacher = replace(SCHOOL, person=mother.person, organisation_number="987654325")
    gone = replace(GP, person=mother.person, organisation_number="987654325", ended_at=NOW)
    people = [OWNER, mother, teacher, gone]
    at_home, at_work = Principal(mother.person), Principal(mother.person, "987654325")

    def roles(principal: Principal, *decisions: Decision) -> tuple[Role, ...]:
        access = a_plan(people, [EDUCATION], list(decisions))
        return plan_answer(sight_of(mother, access), principal).roles

    reads = [decided(number, who, EDUCATION, Level.READ) for number, who in enumerate((mother, teacher), 1)]
    assert roles(at_work, *reads) == (Role.RELATIVE, Role.SCHOOL)
    assert roles(at_home, *reads) == (Role.RELATIVE,)
    assert roles(at_work, reads[0]) == (Role.RELATIVE,)
