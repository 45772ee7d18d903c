"""What whoever has a code and has logged in sees of an invitation, and does with it. Pure.

``owner`` is the sight of the plan's owner: the guest has none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from server.domain.audit import Details, Event
from server.domain.errors import Forbidden, NotFound, NotNow, OrganisationNotProved, TextChanged
from server.domain.identity.principal import Principal
from server.domain.plan import Participant, ParticipantId, PersonId, Role
from server.domain.sight import Sight

from .entries import InvitationDeclined, InvitationJoined, InvitationRedeemed
from .rules import (
    ChangedInvitation,
    Invitation,
    InvitationStatus,
    NumberHash,
    over,
    require_newcomer,
    status_in,
)

NOT_NEW = "not-new"
THEIRS = frozenset(
    {InvitationStatus.REDEEMED, InvitationStatus.JOINED, InvitationStatus.DECLINED, InvitationStatus.LEFT}
)
"""In which an invitation is shown to whoever redeemed it: where it turned out to be for somebody else, or was
taken back, it means nothing to them any more."""


@dataclass(frozen=True, slots=True)
class InvitedGuest:
    """Somebody who has logged in and has the code. ``number``: of theirs, if it is known.

    ``only_logged_in``: nothing here is about them, or by them, so that they can turn out to be the owner.
    """

    principal: Principal
    provider: str
    number: NumberHash | None = None
    only_logged_in: bool = False

    @property
    def person(self) -> PersonId:
        return self.principal.person

    def redeems(self, invitation: Invitation, now: datetime) -> Invitation:
        return replace(
            invitation,
            redeemed_by=self.person,
            redeemed_at=now,
            redeemed_with=self.provider,
            redeemed_for=self.principal.organisation,
        )


def require_shown(owner: Sight, invitation: Invitation, guest: InvitedGuest) -> InvitationStatus:
    """The status, for whom the invitation is.

    Raises ``NotFound`` where the code means nothing to this person, ``Forbidden`` for those it comes from.
    """
    status = status_in(owner, invitation)
    if _is_owner_now(owner, invitation, status, guest):
        return status
    theirs = invitation.redeemed_by == guest.person and status in THEIRS
    if not theirs and status is not InvitationStatus.OPEN:
        raise NotFound
    if guest.person in {owner.me.person, invitation.invited_by}:
        raise Forbidden
    number = invitation.wish.number
    if not theirs and number is not None and number != guest.number:
        raise NotFound
    return status


def _is_owner_now(
    owner: Sight, invitation: Invitation, status: InvitationStatus, guest: InvitedGuest
) -> bool:
    """The link was how they became whom others had entered."""
    of_owner = invitation.wish.role is Role.OWNER and status is InvitationStatus.JOINED
    return of_owner and guest.person == owner.me.person


def redeemed(owner: Sight, invitation: Invitation, guest: InvitedGuest) -> Invitation:
    """Raises ``NotNow`` unless it is open, and where whose link the owner's is has more here than logins,
    ``Exists`` for who takes part already, ``OrganisationNotProved``
    where what they would take part as did not open to this login."""
    if status_in(owner, invitation) is not InvitationStatus.OPEN:
        raise NotNow(status_in(owner, invitation))
    if invitation.wish.role is Role.OWNER and not guest.only_logged_in:
        raise NotNow(NOT_NEW)
    # Told to them, not to a coordinator who may not know of them.
    require_newcomer(owner, guest.person, invitation.wish)
    if not guest.principal.may_join(invitation.wish.role):
        raise OrganisationNotProved
    return guest.redeems(invitation, owner.now)


def waiting(owner: Sight, invitation: Invitation) -> ChangedInvitation:
    """It is redeemed, and to be confirmed."""
    return invitation, by_guest(owner, invitation, InvitationRedeemed(invitation.id, invitation.fingerprint))


def declined(owner: Sight, invitation: Invitation, guest: InvitedGuest) -> ChangedInvitation:
    """Raises ``NotNow`` for who takes part, or has declined."""
    if status_in(owner, invitation) not in {InvitationStatus.OPEN, InvitationStatus.REDEEMED}:
        raise NotNow(status_in(owner, invitation))
    gone = over(invitation, InvitationStatus.DECLINED, owner.now)
    by = guest.redeems(gone, owner.now)
    return by, by_guest(owner, by, InvitationDeclined(by.id, by.fingerprint))


def may_leave(owner: Sight, invitation: Invitation) -> bool:
    """Whether whoever joined by it was granted nothing: the plan, where others leave it, is not there for
    them."""
    member = None if invitation.participant is None else owner.plan.of(invitation.participant)
    if member is None or invitation.wish.role is Role.OWNER:
        return False
    return status_in(owner, invitation) is InvitationStatus.JOINED and not member.takes_part


def left(owner: Sight, invitation: Invitation, guest: InvitedGuest, sentence: str, read: str) -> Participant:
    """``read``: what they were shown. Raises ``NotNow`` for who has been granted something, ``TextChanged``
    where that is not ``sentence``."""
    if not may_leave(owner, invitation):
        raise NotNow(status_in(owner, invitation))
    if read != sentence:
        raise TextChanged("text: not what would be signed now")
    assert invitation.participant is not None
    gone = owner.access.participants[invitation.participant]
    return replace(gone, ended_at=owner.now, ended_by=guest.person, ending=sentence)


def joined(
    invitation: Invitation, participant: ParticipantId, *, named: bool
) -> tuple[Invitation, InvitationJoined]:
    wish = replace(invitation.wish, contact="")
    member = replace(invitation, wish=wish, participant=participant, named=named)
    return member, InvitationJoined(member.id, member.fingerprint, named)


def by_guest(owner: Sight, invitation: Invitation, entry: Details) -> Event:
    """An entry of whoever has redeemed it."""
    person = invitation.redeemed_by
    assert person is not None
    return Event.of(entry, owner.now, person, owner.access.plan.id)
