"""Whoever has logged in by the owner's link is the owner once the unit says so (decision 0063). Pure."""

from __future__ import annotations

from dataclasses import replace

from server.domain.audit import Details, Event
from server.domain.errors import Forbidden, Invalid, NotNow, Refusal
from server.domain.plan import PersonId
from server.domain.sight import Sight
from server.features.invitations.entries import InvitationJoined, InvitationMistaken, InvitationRefused
from server.features.invitations.rules import ChangedInvitation, Invitation, InvitationStatus, over


def is_second(owner: Sight, invitation: Invitation, handler: PersonId) -> bool:
    """Nobody who takes part in the plan, or made the link or used it."""
    taking_part = {who.person for who in owner.access.participants.values() if who.active(owner.now)}
    return handler not in {*taking_part, invitation.invited_by, invitation.redeemed_by}


def require_second(owner: Sight, invitation: Invitation, handler: PersonId) -> None:
    """Raises ``Forbidden``."""
    if not is_second(owner, invitation, handler):
        raise Forbidden


MOST_MISTAKES = 5
"""Wrong digits about one link; then another is to be made. Whoever guesses is right once in 2,000 links."""
GUESSED = "too-many-wrong"


def mistaken(
    owner: Sight, invitation: Invitation, handler: PersonId, before: int
) -> tuple[list[ChangedInvitation], Refusal]:
    """What wrong digits do, and what the handler is told. ``before``: how often it was about this link."""
    entry = InvitationMistaken(invitation.id, invitation.fingerprint)
    noted = invitation, _by(owner, handler, entry)
    if before + 1 < MOST_MISTAKES:
        return [noted], Invalid("check: not the digits that they see")
    return [noted, refused(owner, invitation, handler)], NotNow(GUESSED)


def confirmed(owner: Sight, invitation: Invitation, handler: PersonId) -> ChangedInvitation:
    wish = replace(invitation.wish, contact="")
    joined = replace(invitation, wish=wish, participant=owner.me.id)
    return joined, _by(owner, handler, InvitationJoined(joined.id, joined.fingerprint, named=False))


def refused(owner: Sight, invitation: Invitation, handler: PersonId) -> ChangedInvitation:
    gone = over(invitation, InvitationStatus.REFUSED, owner.now)
    return gone, _by(owner, handler, InvitationRefused(gone.id, gone.fingerprint))


def _by(owner: Sight, handler: PersonId, entry: Details) -> Event:
    return Event.of(entry, owner.now, handler, owner.access.plan.id)
