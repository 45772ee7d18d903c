"""The access log's entries about invitations.

``digest``: the fingerprint of the invitation as it is then; whom it is to stands in its row alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.audit import Details


@dataclass(frozen=True, slots=True)
class InvitationMade(Details):
    """By the owner, or for them by who coordinates; the link is live."""

    action = "invitation-made"
    invitation: str
    digest: str


@dataclass(frozen=True, slots=True)
class InvitationProposed(Details):
    """By the coordinator; the owner has not said yes."""

    action = "invitation-proposed"
    invitation: str
    digest: str


@dataclass(frozen=True, slots=True)
class InvitationApproved(Details):
    """The owner said yes to a proposal."""

    action = "invitation-approved"
    invitation: str
    digest: str


@dataclass(frozen=True, slots=True)
class InvitationWithdrawn(Details):
    action = "invitation-withdrawn"
    invitation: str
    digest: str


@dataclass(frozen=True, slots=True)
class InvitationRedeemed(Details):
    """By somebody who has logged in; nobody has said yet that it is the right person."""

    action = "invitation-redeemed"
    invitation: str
    digest: str


@dataclass(frozen=True, slots=True)
class InvitationRefused(Details):
    """It was somebody else than who was invited."""

    action = "invitation-refused"
    invitation: str
    digest: str


@dataclass(frozen=True, slots=True)
class InvitationMistaken(Details):
    """A case handler said other digits than whoever used the owner's link was shown."""

    action = "invitation-mistaken"
    invitation: str
    digest: str


@dataclass(frozen=True, slots=True)
class InvitationDeclined(Details):
    action = "invitation-declined"
    invitation: str
    digest: str


@dataclass(frozen=True, slots=True)
class InvitationJoined(Details):
    """``named``: whoever takes part now got the name of the invitation, as no provider has said one."""

    action = "invitation-joined"
    invitation: str
    digest: str
    named: bool
