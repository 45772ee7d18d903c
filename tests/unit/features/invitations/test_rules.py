"""Every step with an invitation in every status, by everybody in the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from server.domain.errors import Exists, Forbidden, Invalid, LimitReached, NotFound, NotNow
from server.domain.plan import COORDINATING, Participant, ParticipantId, PersonId, Role
from server.domain.sight import PlanSight, Sight
from server.features.invitations.rules import (
    INVITABLE,
    MOST_WAITING,
    TAKEN_FROM,
    Invitation,
    InvitationStatus,
    InvitationStep,
    InvitationWish,
    approved,
    ended,
    invited,
    may_see,
    require_newcomer,
    require_step,
    status_in,
    steps_open_to,
)
from tests.unit.domain.people import NOW, OWNER, PLAN, a_plan, sight_of, taking_part

WISH = InvitationWish("Åse", Role.SCHOOL, "Lia skole", "ase@lia.test")
PEOPLE = {role: taking_part(role) for role in Role}
EVERYBODY = PlanSight(a_plan(list(PEOPLE.values()), []), NOW)
S, STEP = InvitationStatus, InvitationStep


def of(role: Role) -> Sight:
    return sight_of(PEOPLE[role], EVERYBODY.access)


MADE = invited(of(Role.OWNER), WISH, "i1", b"hash", 14, waiting=0)[0]
PROPOSED = invited(of(Role.COORDINATOR), WISH, "i1", b"hash", 14, waiting=0)[0]
REDEEMED = replace(MADE, redeemed_by=PersonId("guest"), redeemed_at=NOW, redeemed_with="helseid")
OVER = {
    ending: replace(REDEEMED, ended_at=NOW, ending=ending) for ending in (S.DECLINED, S.WITHDRAWN, S.REFUSED)
}
IN = {
    S.PROPOSED: PROPOSED,
    S.OPEN: MADE,
    S.EXPIRED: replace(MADE, expires_at=NOW),
    S.REDEEMED: REDEEMED,
    S.JOINED: replace(REDEEMED, participant=PEOPLE[Role.SCHOOL].id),
    S.LEFT: replace(REDEEMED, participant=ParticipantId("somebody who left")),
    **OVER,
}


@pytest.mark.parametrize("status", InvitationStatus)
def test_what_has_happened_says_what_it_is(status: InvitationStatus) -> None:
    assert status_in(of(Role.OWNER), IN[status]) is status


def test_a_link_is_live_until_its_moment_and_not_at_it() -> None:
    moment = timedelta(microseconds=1)
    assert replace(MADE, expires_at=NOW + moment).status(NOW) is S.OPEN
    assert replace(MADE, expires_at=NOW).status(NOW) is S.EXPIRED
    assert MADE.expires_at == NOW + timedelta(days=14)


def test_what_nobody_has_redeemed_ends_with_the_participation_of_whoever_made_it() -> None:
    left = replace(PEOPLE[Role.COORDINATOR], ended_at=NOW)
    sight = sight_of(PEOPLE[Role.OWNER], a_plan([PEOPLE[Role.OWNER], left], []))
    confirmed = replace(PROPOSED, approved_at=NOW)
    assert {status_in(sight, each) for each in (PROPOSED, confirmed)} == {S.EXPIRED}
    redeemed = replace(confirmed, redeemed_by=PersonId("guest"))
    assert status_in(sight, redeemed) is S.REDEEMED


@pytest.mark.rule(4, 13, 22)
@pytest.mark.parametrize("role", Role)
def test_the_owner_and_who_acts_for_them_invite_and_the_coordinator_alone_proposes(
    role: Role,
) -> None:
    if role not in {Role.OWNER, Role.REPRESENTATIVE, Role.COORDINATOR, Role.SUBSTITUTE}:
        with pytest.raises(Forbidden):
            invited(of(role), WISH, "i1", b"", 14, waiting=0)
        return
    made, event = invited(of(role), WISH, "i1", b"", 14, waiting=0)
    live = role in {Role.OWNER, Role.REPRESENTATIVE}
    assert made.status(NOW) is (S.OPEN if live else S.PROPOSED)
    assert event.action == ("invitation-made" if live else "invitation-proposed")
    assert (event.plan, event.person) == (PLAN, PEOPLE[role].person)
    assert event.details == {"invitation": "i1", "digest": made.fingerprint}


@pytest.mark.rule(13, 22)
@pytest.mark.parametrize("role", Role)
def test_the_owners_link_is_made_by_the_coordinator_alone(role: Role) -> None:
    wish = replace(WISH, role=Role.OWNER)
    if role in COORDINATING:
        assert invited(of(role), wish, "i", b"", 14, 0)[0].approved_at is not None
        return
    with pytest.raises(Invalid if role is Role.OWNER else Forbidden):
        invited(of(role), wish, "i", b"", 14, 0)


@pytest.mark.parametrize("step", InvitationStep)
def test_whether_the_owner_came_is_not_said_in_the_plan(step: InvitationStep) -> None:
    coordinator = of(Role.COORDINATOR)
    link, _ = invited(coordinator, replace(WISH, role=Role.OWNER), "i", b"", 14, 0)
    assert (link.wish.name, link.wish.organisation) == (coordinator.access.plan.owner_name, "")
    assert link.approved_at is not None
    open_to = steps_open_to(coordinator, link, S.REDEEMED)
    assert (step in open_to) is (step in {STEP.WITHDRAW, STEP.REFUSE})
    with pytest.raises(Invalid):
        invited(of(Role.OWNER), replace(WISH, role=Role.OWNER), "i", b"", 14, 0)


def test_nobody_is_invited_as_representative_or_coordinator_and_the_owner_only_by_their_own_link() -> None:
    appointed = {Role.COORDINATOR, Role.SUBSTITUTE}
    assert set(Role) - set(INVITABLE) == {Role.OWNER, Role.REPRESENTATIVE} | appointed


def test_so_many_may_wait_and_the_coordinator_leaves_the_owner_half_of_the_room() -> None:
    for role, most in ((Role.OWNER, MOST_WAITING), (Role.COORDINATOR, MOST_WAITING // 2)):
        assert invited(of(role), WISH, "i", b"", 14, waiting=most - 1)
        with pytest.raises(LimitReached):
            invited(of(role), WISH, "i", b"", 14, waiting=most)


STEPS = {
    S.PROPOSED: {STEP.APPROVE, STEP.WITHDRAW},
    S.OPEN: {STEP.WITHDRAW},
    S.EXPIRED: {STEP.WITHDRAW},
    S.REDEEMED: {STEP.WITHDRAW, STEP.CONFIRM, STEP.REFUSE},
}


@pytest.mark.parametrize("status", InvitationStatus)
@pytest.mark.parametrize("step", InvitationStep)
def test_each_step_is_taken_from_where_it_makes_sense(status: InvitationStatus, step: InvitationStep) -> None:
    owner, invitation = of(Role.OWNER), IN[status]
    if step in STEPS.get(status, set()):
        require_step(owner, invitation, step)
        assert step in steps_open_to(owner, invitation, status)
        return
    with pytest.raises(NotNow, match=status.value):
        require_step(owner, invitation, step)
    assert step not in steps_open_to(owner, invitation, status)


@pytest.mark.rule(17, 22)
@pytest.mark.parametrize("step", InvitationStep)
@pytest.mark.parametrize("role", Role)
def test_the_owner_decides_and_whoever_proposed_vouches_for_whom_they_proposed(
    role: Role, step: InvitationStep
) -> None:
    proposed = IN[next(iter(TAKEN_FROM[step]))]
    owners, theirs = proposed, replace(proposed, invited_by=PEOPLE[role].person)
    if role is Role.OWNER:
        for each in (replace(owners, invited_by=OWNER), theirs):
            require_step(of(role), each, step)
    elif role in (Role.COORDINATOR, Role.SUBSTITUTE, Role.REPRESENTATIVE):
        with pytest.raises(NotFound):
            require_step(of(role), replace(owners, invited_by=OWNER), step)
        if step is STEP.APPROVE:
            with pytest.raises(Forbidden):
                require_step(of(role), theirs, step)
        else:
            require_step(of(role), theirs, step)
    else:
        with pytest.raises(Forbidden):
            require_step(of(role), theirs, step)


@pytest.mark.rule(17)
def test_the_coordinator_sees_whom_they_proposed_and_nobody_else() -> None:
    assert may_see(of(Role.COORDINATOR), PROPOSED)
    assert not may_see(of(Role.COORDINATOR), MADE)
    assert may_see(of(Role.OWNER), PROPOSED)


def test_the_link_is_live_as_long_from_the_owners_yes_as_from_an_invitation() -> None:
    later = sight_of(PEOPLE[Role.OWNER], EVERYBODY.access)
    live, event = approved(later, replace(PROPOSED, expires_at=NOW + timedelta(days=1)), 14)
    assert (live.status(NOW), live.expires_at) == (S.OPEN, NOW + timedelta(days=14))
    assert event.action == "invitation-approved"


@pytest.mark.parametrize(("step", "ending"), [(STEP.WITHDRAW, S.WITHDRAWN), (STEP.REFUSE, S.REFUSED)])
def test_what_is_over_forgets_how_to_reach_somebody(step: InvitationStep, ending: InvitationStatus) -> None:
    gone, event = ended(of(Role.OWNER), REDEEMED, step)
    assert (gone.status(NOW), gone.wish.contact, gone.wish.name) == (ending, "", "Åse")
    assert event.action == f"invitation-{ending}"


def test_a_fingerprint_is_of_everything_but_the_contact() -> None:
    same = replace(MADE, wish=replace(WISH, contact=""))
    assert same.fingerprint == MADE.fingerprint
    others: list[Invitation] = [
        replace(MADE, wish=replace(WISH, name="Else")),
        replace(MADE, wish=replace(WISH, role=Role.GP)),
        replace(MADE, wish=replace(WISH, replaces=PEOPLE[Role.SCHOOL].id)),
        replace(MADE, wish=replace(WISH, replaces=PEOPLE[Role.SCHOOL].id, text="Derfor.")),
        replace(MADE, code_hash=b"other"),
        replace(MADE, approved_at=None),
        *[each for each in IN.values() if each is not MADE],
    ]
    assert len({each.fingerprint for each in (MADE, *others)}) == len(others) + 1


def test_who_takes_part_joins_no_second_time_and_who_has_left_does() -> None:
    there: Participant = PEOPLE[Role.SCHOOL]
    with pytest.raises(Exists):
        require_newcomer(of(Role.OWNER), there.person, WISH)
    left = replace(there, ended_at=NOW)
    require_newcomer(sight_of(PEOPLE[Role.OWNER], a_plan([PEOPLE[Role.OWNER], left], [])), there.person, WISH)


@pytest.mark.rule(22)
def test_who_takes_part_may_join_in_another_role_or_in_their_own_place() -> None:
    there = PEOPLE[Role.SCHOOL]
    require_newcomer(of(Role.OWNER), there.person, replace(WISH, role=Role.RELATIVE))
    require_newcomer(of(Role.OWNER), there.person, replace(WISH, replaces=there.id, text="Derfor."))


@pytest.mark.rule(10)
@pytest.mark.parametrize("status", [S.OPEN, S.REDEEMED, S.JOINED])
def test_nobody_takes_over_from_who_has_gone(status: InvitationStatus) -> None:
    wish = replace(WISH, replaces=PEOPLE[Role.GP].id, text="Derfor.")
    theirs = replace(IN[status], wish=wish)
    assert status_in(of(Role.OWNER), theirs) is status
    people = [replace(who, ended_at=NOW) if who.role is Role.GP else who for who in PEOPLE.values()]
    after = sight_of(PEOPLE[Role.OWNER], a_plan(people, []))
    assert status_in(after, theirs) is (S.JOINED if status is S.JOINED else S.EXPIRED)


def test_both_sides_are_shown_the_same_digits_of_this_person_and_this_invitation() -> None:
    assert REDEEMED.check.isdigit()
    assert len(REDEEMED.check) == 4
    assert len({replace(REDEEMED, redeemed_by=PersonId(f"p{n}")).check for n in range(50)}) > 40
