"""What is handed over to who takes over: what the old one may do then, and never more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from server.catalogue import standard
from server.domain.access import Decision, Level
from server.domain.errors import Forbidden, Invalid, TextChanged
from server.domain.plan import Apart, Kind, ParticipantId, Role
from server.domain.sight import PlanSight, Sight
from server.features.invitations.replacing import handed_over, replaceable, require_signed, sentence
from server.features.invitations.rules import InvitationWish, invited
from tests.unit.domain.people import NOW, a_part, a_plan, decided, sight_of, taking_part

OWNER, GP, SCHOOL = (taking_part(role) for role in (Role.OWNER, Role.GP, Role.SCHOOL))
NEW = replace(GP, id=ParticipantId("new"), person=SCHOOL.person)
GOAL, OTHER = (a_part(Kind.GOAL, name) for name in ("goal", "other"))
KEPT = a_part(Kind.GOAL, "kept", apart=Apart.KEPT, created_after=1)
HEALTH = a_part(Kind.HEALTH, "health")
PARTS = [GOAL, KEPT, OTHER, HEALTH]
PAST = NOW - timedelta(hours=1)
TEXT = sentence(GP, standard(), "nb", NOW.date())
WISH = InvitationWish("Åse", Role.GP, "Nye leger", "", replaces=GP.id, text=TEXT)


def owner(*signed: Decision) -> Sight:
    return sight_of(OWNER, a_plan([OWNER, GP, SCHOOL], PARTS, list(signed)))


CASES: dict[str, list[Decision]] = {
    "nothing": [],
    "a kind, and one of it closed": [
        decided(1, GP, Kind.GOAL, Level.COMMENT),
        decided(2, GP, OTHER, Level.NONE),
    ],
    "kept after the kind was opened": [decided(1, GP, Kind.GOAL, Level.EDIT)],
    "one part that was open for a time": [
        decided(1, GP, Kind.GOAL, Level.READ),
        decided(2, GP, GOAL, Level.EDIT, PAST),
    ],
    "a kind that was open for a time": [
        decided(1, GP, GOAL, Level.READ),
        decided(2, GP, Kind.GOAL, Level.EDIT, PAST),
    ],
    "until a day": [decided(1, GP, HEALTH, Level.EDIT, NOW + timedelta(days=9))],
    "a kind withdrawn, and one opened again": [
        decided(1, GP, Kind.GOAL, Level.NONE),
        decided(2, GP, GOAL, Level.READ),
    ],
}


@pytest.mark.rule(10, 11)
@pytest.mark.parametrize("signed", CASES.values(), ids=CASES)
def test_the_new_one_may_do_exactly_what_the_old_one_could(signed: list[Decision]) -> None:
    about_others = decided(9, SCHOOL, Kind.HEALTH, Level.EDIT)
    before = owner(*signed, about_others)
    old = before.plan.of(GP.id)
    made, _ = invited(before, WISH, "i", b"", 14, waiting=0)
    new = handed_over(before, GP, NEW.id, made)
    gone = replace(GP, ended_at=NOW)
    after = PlanSight(a_plan([OWNER, gone, SCHOOL, NEW], PARTS, [*signed, about_others, *new]), NOW)
    theirs = after.of(NEW.id)
    assert old is not None
    assert theirs is not None
    for part in PARTS:
        assert theirs.access_to(part.id).level is old.access_to(part.id).level
        assert theirs.access_to(part.id).until == old.access_to(part.id).until
    assert [each.number for each in new] == list(range(10, 10 + len(new)))
    assert {(each.signed_by, each.text) for each in new} <= {(OWNER.person, TEXT)}
    assert after.of(GP.id) is None


@pytest.mark.rule(11)
def test_what_is_signed_is_what_was_read_and_the_owners_alone() -> None:
    def tries(sight: Sight, wish: InvitationWish) -> None:
        require_signed(sight, wish, standard(), "nb", NOW.date())

    tries(owner(), WISH)
    tries(owner(), replace(WISH, replaces=None, text=""))
    for wrong, refusal in (
        (replace(WISH, text="Noe annet."), TextChanged),
        (replace(WISH, replaces=None), Invalid),
        (replace(WISH, replaces=SCHOOL.id), Invalid),
        (replace(WISH, replaces=OWNER.id), Invalid),
        (replace(WISH, replaces=ParticipantId("nobody")), Invalid),
    ):
        with pytest.raises(refusal):
            tries(owner(), wrong)
    coordinator = taking_part(Role.COORDINATOR)
    theirs = sight_of(coordinator, a_plan([OWNER, GP, coordinator], []))
    with pytest.raises(Forbidden):
        tries(theirs, WISH)
    assert ([who.id for who in replaceable(owner())], replaceable(theirs)) == ([GP.id, SCHOOL.id], [])
