"""Whoever has logged in by the owner's link is the owner once the unit says so (decision 0063). Pure."""

from __future__ import annotations

from dataclasses import replace

from server.domain.audit import Details, Event
from server.domain.errors import Forbidden, Invalid
from server.domain.plan import PersonId
from server.domain.sight import Sight
from server.features.invitations.entries import InvitationJoined, InvitationRefused
from server.features.invitations.rules import ChangedInvitation, Invitation, InvitationStatus, over


def is_second(owner: Sight, invitation: Invitation, handler: PersonId) -> bool:
    """Nobody who takes part in the plan, or made the link or used it."""
    taking_part = {who.person for who in owner.access.participants.values() if who.active(owner.now)}
    return handler not in {*taking_part, invitation.invited_by, invitation.redeemed_by}


def require_second(owner: Sight, invitation: Invitation, handler: PersonId) -> None:
    """Raises ``Forbidden``."""
    if not is_second(owner, invitation, handler):
        raise Forbidden


def confirmed(owner: Sight, invitation: Invitation, handler: PersonId, digits: str) -> ChangedInvitation:
    """``digits``: as whoever used the link has read them out. Raises ``Invalid`` for others."""
    if digits != invitation.check:
        raise Invalid("check: not the digits that they see")
    wish = replace(invitation.wish, contact="")
    joined = replace(invitation, wish=wish, participant=owner.me.id)
    return joined, _by(owner, handler, InvitationJoined(joined.id, joined.fingerprint, named=False))


def refused(owner: Sight, invitation: Invitation, handler: PersonId) -> ChangedInvitation:
    gone = over(invitation, InvitationStatus.REFUSED, owner.now)
    return gone, _by(owner, handler, InvitationRefused(gone.id, gone.fingerprint))


def _by(owner: Sight, handler: PersonId, entry: Details) -> Event:
    return Event.of(entry, owner.now, handler, owner.access.plan.id)
