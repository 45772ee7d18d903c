"""The answers about invitations (docs/contract.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.domain.plan import CLOSE, ParticipantId, Role

from .rules import INVITABLE, Invitation, InvitationStatus, InvitationStep
from .store import ShownInvitation
from .tables import ListedInvitation


@dataclass(frozen=True, slots=True)
class RedeemedAnswer:
    """Who has used the link. ``name``: as a provider says it, "" where none does. ``provider``: where they
    logged in. ``check``: digits that they see too."""

    name: str
    provider: str
    at: datetime
    check: str


@dataclass(frozen=True, slots=True)
class InvitationAnswer:
    """``numbered``: whether only the person of a certain identity number can use it. ``may``: what the reader
    can do with it now. ``expires_at`` counts while it is proposed or open."""

    id: str
    name: str
    role: Role
    organisation: str
    contact: str
    numbered: bool
    status: InvitationStatus
    inviter: str
    invited_at: datetime
    expires_at: datetime
    redeemed: RedeemedAnswer | None
    may: tuple[InvitationStep, ...]


@dataclass(frozen=True, slots=True)
class ReplaceableAnswer:
    """``text``: what is signed where somebody new takes over from ``participant``, in the same role."""

    participant: ParticipantId
    name: str
    organisation: str
    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class InvitationsAnswer:
    """``proposing``: what the reader invites waits for the owner. ``may_give_number``: whether numbers are
    known here at all. ``replaceable``: from whom somebody new may take over (the owner)."""

    invitations: tuple[InvitationAnswer, ...]
    roles: tuple[Role, ...]
    proposing: bool
    may_give_number: bool
    replaceable: tuple[ReplaceableAnswer, ...]


@dataclass(frozen=True, slots=True)
class NewInvitationAnswer:
    """``code``: of the link, said this once and kept by nobody."""

    id: str
    code: str
    status: InvitationStatus
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OwnInvitationAnswer:
    """An invitation as whoever has its code sees it. ``owner_name``: "" unless it is certain that it is for
    them, and once they are in, where this login opens it; so is ``name`` of the owner's own link.
    ``check``: "" unless somebody is to confirm them. ``leaving``: the sentence that they leave by, who joined
    and were granted nothing, else "".
    """

    name: str
    role: Role
    organisation: str
    status: InvitationStatus
    numbered: bool
    expires_at: datetime
    owner_name: str
    check: str
    leaving: str

    @classmethod
    def of(cls, shown: ShownInvitation) -> OwnInvitationAnswer:
        wish = shown.invitation.wish
        hidden = wish.role is Role.OWNER and shown.status is not InvitationStatus.JOINED
        return cls(
            "" if hidden else wish.name,
            wish.role,
            wish.organisation,
            shown.status,
            wish.number is not None,
            shown.invitation.expires_at,
            shown.owner_name,
            shown.invitation.check if shown.status is InvitationStatus.REDEEMED else "",
            shown.leaving,
        )


def invitation_answer(
    listed: ListedInvitation, may: tuple[InvitationStep, ...], *, protected: bool = False
) -> InvitationAnswer:
    """``protected``: the owner's address is, so for whom somebody is invited, and how they are reached there,
    is not shown."""
    invitation, wish = listed.invitation, listed.invitation.wish
    hidden = protected and wish.role not in CLOSE
    return InvitationAnswer(
        id=invitation.id,
        name=wish.name,
        role=wish.role,
        organisation="" if hidden else wish.organisation,
        contact="" if protected else wish.contact,
        numbered=wish.number is not None,
        status=listed.status,
        inviter=listed.inviter,
        invited_at=invitation.invited_at,
        expires_at=invitation.expires_at,
        redeemed=_redeemed(invitation, listed.proven_name),
        may=may,
    )


def _redeemed(invitation: Invitation, name: str) -> RedeemedAnswer | None:
    if invitation.redeemed_at is None:
        return None
    return RedeemedAnswer(name, invitation.redeemed_with, invitation.redeemed_at, invitation.check)


ROLES = INVITABLE
