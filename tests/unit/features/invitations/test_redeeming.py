"""What whoever has a code sees and does, in every status, with the right number, another one, and none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.errors import Exists, Forbidden, NotFound, NotNow, OrganisationNotProved
from server.domain.identity.principal import Principal
from server.domain.plan import ParticipantId, PersonId, Role
from server.features.invitations.redeeming import (
    THEIRS,
    InvitedGuest,
    declined,
    joined,
    redeemed,
    require_shown,
    waiting,
)
from server.features.invitations.rules import InvitationStatus, NumberHash
from tests.unit.domain.people import NOW
from tests.unit.features.invitations.test_rules import IN, MADE, PEOPLE, WISH, S, of

NUMBER, ANOTHER = NumberHash(b"one", "key"), NumberHash(b"two", "key")
GUEST = InvitedGuest(Principal(PersonId("guest"), "987654325"), "helseid", NUMBER)
STRANGER = InvitedGuest(Principal(PersonId("stranger"), "987654325"), "helseid", NUMBER)
AT_HOME = replace(GUEST, principal=Principal(GUEST.person))
NUMBERED = replace(MADE, wish=replace(WISH, number=NUMBER))


@pytest.mark.parametrize("status", InvitationStatus)
def test_a_code_is_shown_to_anybody_once_and_then_to_whoever_used_it(status: InvitationStatus) -> None:
    for guest, shown in ((GUEST, {S.OPEN, *THEIRS}), (STRANGER, {S.OPEN})):
        if status in shown:
            assert require_shown(of(Role.OWNER), IN[status], guest) is status
        else:
            with pytest.raises(NotFound):
                require_shown(of(Role.OWNER), IN[status], guest)


@pytest.mark.rule(21)
@pytest.mark.parametrize("number", [ANOTHER, None, NumberHash(b"one", "older key")])
def test_with_a_number_it_is_for_that_person_alone(number: NumberHash | None) -> None:
    assert require_shown(of(Role.OWNER), NUMBERED, GUEST) is S.OPEN
    with pytest.raises(NotFound):
        require_shown(of(Role.OWNER), NUMBERED, replace(GUEST, number=number))


@pytest.mark.parametrize("role", [Role.OWNER, Role.COORDINATOR])
def test_whoever_it_comes_from_does_not_redeem_it(role: Role) -> None:
    theirs = replace(MADE, invited_by=PEOPLE[Role.COORDINATOR].person, invited_as=PEOPLE[Role.COORDINATOR].id)
    with pytest.raises(Forbidden):
        require_shown(of(Role.OWNER), theirs, InvitedGuest(Principal(PEOPLE[role].person), "idporten"))


def test_redeeming_says_who_and_how_and_opens_nothing() -> None:
    taken = redeemed(of(Role.OWNER), MADE, GUEST)
    assert (taken.redeemed_by, taken.redeemed_at, taken.redeemed_with) == (GUEST.person, NOW, "helseid")
    assert (taken.participant, taken.redeemed_for) == (None, "987654325")
    event = waiting(of(Role.OWNER), taken)[1]
    assert (event.action, event.person, event.participant) == ("invitation-redeemed", GUEST.person, None)


@pytest.mark.parametrize("status", [each for each in InvitationStatus if each is not S.OPEN])
def test_nothing_is_redeemed_twice(status: InvitationStatus) -> None:
    with pytest.raises(NotNow):
        redeemed(of(Role.OWNER), IN[status], GUEST)


@pytest.mark.rule(21)
def test_a_provider_accepts_with_a_login_that_proves_where_they_work() -> None:
    """Else the plan would stay closed to them, and nobody would be told why (decision 0047)."""
    with pytest.raises(OrganisationNotProved):
        redeemed(of(Role.OWNER), MADE, AT_HOME)
    invented = replace(AT_HOME, principal=Principal(GUEST.person, demo=True))
    assert redeemed(of(Role.OWNER), MADE, invented).redeemed_for is None
    relative = replace(MADE, wish=replace(WISH, role=Role.RELATIVE))
    assert redeemed(of(Role.OWNER), relative, AT_HOME).redeemed_by == GUEST.person
    assert declined(of(Role.OWNER), MADE, AT_HOME)[0].status(NOW) is S.DECLINED


@pytest.mark.rule(17)
def test_who_takes_part_already_is_told_that_first() -> None:
    member = InvitedGuest(Principal(PEOPLE[Role.SCHOOL].person), "idporten")
    with pytest.raises(Exists):
        redeemed(of(Role.OWNER), MADE, member)


@pytest.mark.parametrize("status", InvitationStatus)
def test_it_is_declined_until_somebody_takes_part(status: InvitationStatus) -> None:
    if status not in {S.OPEN, S.REDEEMED}:
        with pytest.raises(NotNow):
            declined(of(Role.OWNER), IN[status], GUEST)
        return
    gone, event = declined(of(Role.OWNER), IN[status], GUEST)
    assert (gone.status(NOW), gone.wish.contact, gone.redeemed_by) == (S.DECLINED, "", GUEST.person)
    assert event.details == {"invitation": "i1", "digest": gone.fingerprint}


def test_who_joins_is_in_the_invitation_and_the_contact_is_forgotten() -> None:
    member, entry = joined(IN[S.REDEEMED], ParticipantId("new"), named=True)
    assert (member.participant, member.named, member.wish.contact) == ("new", True, "")
    assert entry.stored() == {"invitation": "i1", "digest": member.fingerprint, "named": True}
