"""Invitations into a plan: what becomes of one, and who may do what with it. Pure.

The owner decides who is in; the coordinator proposes. An invitation opens nothing: whoever joins sees what
the owner signs afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from server.domain.audit import Event, fingerprint
from server.domain.errors import Exists, Forbidden, Invalid, LimitReached, NotFound, NotNow
from server.domain.plan import COORDINATING, ParticipantId, PersonId, PlanId, Role
from server.domain.sight import Sight

from .entries import (
    InvitationApproved,
    InvitationMade,
    InvitationProposed,
    InvitationRefused,
    InvitationWithdrawn,
)

INVITABLE = tuple(role for role in Role if role not in COORDINATING | {Role.OWNER, Role.REPRESENTATIVE})
"""A coordinator and their substitute are appointed by the unit (rule 4); who acts for the owner needs a basis
(rule 13)."""
DECIDING = frozenset({Role.OWNER, Role.REPRESENTATIVE})
"""Whose link is live at once. Whoever acts for the owner invites for as long as they do."""
MOST_A_DAY = 50
"""Invitations by one person."""
MOST_WAITING = 60
"""Of one plan, that are neither joined nor over. For the coordinator it is full at half of them."""
CHECK_DIGITS = 4


class InvitationStatus(StrEnum):
    PROPOSED = "proposed"
    """The link does nothing before the owner has said yes."""
    OPEN = "open"
    EXPIRED = "expired"
    REDEEMED = "redeemed"
    """By somebody of whom nobody has said yet that it is the right person."""
    JOINED = "joined"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    LEFT = "left"
    """They joined, and their participation is over."""


class InvitationStep(StrEnum):
    """What somebody in the plan does with an invitation."""

    APPROVE = "approve"
    WITHDRAW = "withdraw"
    CONFIRM = "confirm"
    REFUSE = "refuse"


TAKEN_FROM = {
    InvitationStep.APPROVE: {InvitationStatus.PROPOSED},
    InvitationStep.WITHDRAW: {
        InvitationStatus.PROPOSED,
        InvitationStatus.OPEN,
        InvitationStatus.EXPIRED,
        InvitationStatus.REDEEMED,
    },
    InvitationStep.CONFIRM: {InvitationStatus.REDEEMED},
    InvitationStep.REFUSE: {InvitationStatus.REDEEMED},
}


WAITING = frozenset({InvitationStatus.PROPOSED, InvitationStatus.OPEN, InvitationStatus.REDEEMED})


@dataclass(frozen=True, slots=True)
class NumberHash:
    """Of an identity number, and the name of the key it was hashed under."""

    hashed: bytes = field(repr=False)
    key: str


@dataclass(frozen=True, slots=True)
class InvitationWish:
    """Whom somebody invites. ``number``: theirs, if it is known. ``replaces``: from whom they take over, by
    the signed sentence ``text``."""

    name: str
    role: Role
    organisation: str
    contact: str
    number: NumberHash | None = None
    replaces: ParticipantId | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """``approved_at``: since when the link is live, until ``expires_at``. ``redeemed_with``: the provider of
    that login; ``redeemed_for``: the number of the organisation that it proved. ``named``: the person had no
    name, and got this one. ``ending``: what ended it."""

    id: str
    plan: PlanId
    code_hash: bytes = field(repr=False)
    wish: InvitationWish
    invited_by: PersonId
    invited_as: ParticipantId
    invited_at: datetime
    expires_at: datetime
    approved_at: datetime | None = None
    redeemed_by: PersonId | None = None
    redeemed_at: datetime | None = None
    redeemed_with: str = ""
    redeemed_for: str | None = None
    participant: ParticipantId | None = None
    named: bool = False
    ended_at: datetime | None = None
    ending: InvitationStatus | None = None

    def status(self, now: datetime) -> InvitationStatus:
        if self.ending is not None:
            return self.ending
        if self.participant is not None:
            return InvitationStatus.JOINED
        if self.redeemed_by is not None:
            return InvitationStatus.REDEEMED
        if now >= self.expires_at:
            return InvitationStatus.EXPIRED
        return InvitationStatus.PROPOSED if self.approved_at is None else InvitationStatus.OPEN

    @property
    def check(self) -> str:
        """Digits that both sides are shown once it is redeemed, so that one can ask the other by phone."""
        drawn = sha256(f"{self.id} {self.redeemed_by}".encode()).digest()
        return f"{int.from_bytes(drawn[:8]) % 10**CHECK_DIGITS:0{CHECK_DIGITS}}"

    @property
    def fingerprint(self) -> str:
        """All of it but the contact, which is forgotten when it is over."""
        wish, number = self.wish, self.wish.number
        asked = (
            wish.name,
            wish.role,
            wish.organisation,
            number and number.hashed.hex(),
            number and number.key,
        )
        made = (self.id, self.code_hash.hex(), self.invited_by, self.invited_as, self.invited_at)
        redeemed = (self.redeemed_by, self.redeemed_at, self.redeemed_with, self.participant, self.named)
        last = (self.expires_at, self.approved_at, *redeemed, self.ended_at, self.ending)
        proved = [] if self.redeemed_for is None else [self.redeemed_for]
        replaces = [] if wish.replaces is None else [wish.replaces, wish.text]
        return fingerprint("invitation", self.plan, *asked, *made, *last, *proved, *replaces)


ChangedInvitation = tuple[Invitation, Event]
"""The invitation as it is from now on, and its entry in the access log."""


def require_inviting(sight: Sight) -> None:
    """Raises ``Forbidden`` for all but the owner, who decides, who acts for them, and the coordinator, who
    proposes; for all when the plan has ended."""
    if sight.plan.ended or sight.me.role not in COORDINATING | DECIDING:
        raise Forbidden


def invited(
    sight: Sight, wish: InvitationWish, new: str, code_hash: bytes, days: int, waiting: int
) -> ChangedInvitation:
    """``waiting``: how many of the plan's invitations wait already.

    Raises ``Forbidden``, ``Invalid``, ``LimitReached``.
    """
    require_inviting(sight)
    owner = sight.me.role is Role.OWNER
    if wish.role is Role.OWNER:
        if owner:
            raise Invalid("role: is the one who asks")
        if sight.me.role not in COORDINATING:
            raise Forbidden
        wish = replace(wish, name=sight.access.plan.owner_name, organisation="")
    if waiting >= (MOST_WAITING if owner else MOST_WAITING // 2):
        raise LimitReached
    invitation = Invitation(
        id=new,
        plan=sight.access.plan.id,
        code_hash=code_hash,
        wish=wish,
        invited_by=sight.me.person,
        invited_as=sight.me.id,
        invited_at=sight.now,
        expires_at=_no_longer_than_they_act(sight, sight.now + timedelta(days=days)),
        approved_at=sight.now if sight.me.role in DECIDING or wish.role is Role.OWNER else None,
    )
    entry = InvitationProposed if invitation.approved_at is None else InvitationMade
    return invitation, sight.event(entry(invitation.id, invitation.fingerprint))


def _no_longer_than_they_act(sight: Sight, end: datetime) -> datetime:
    return end if sight.me.until is None else min(end, sight.me.until)


def may_see(sight: Sight, invitation: Invitation) -> bool:
    """The owner sees all of them, others their own: who else is invited is no news yet (rule 17)."""
    return sight.me.role is Role.OWNER or invitation.invited_by == sight.me.person


def status_in(sight: Sight, invitation: Invitation) -> InvitationStatus:
    """As ``Invitation.status``; what nobody has redeemed ends with the participation of whoever made it, and
    nobody takes over from who has gone."""
    found, replaces = invitation.status(sight.now), invitation.wish.replaces
    if found is InvitationStatus.JOINED:
        return found if _takes_part(sight, invitation.participant) else InvitationStatus.LEFT
    if found in WAITING and replaces is not None and not _takes_part(sight, replaces):
        return InvitationStatus.EXPIRED
    if found in {InvitationStatus.PROPOSED, InvitationStatus.OPEN} and not _takes_part(
        sight, invitation.invited_as
    ):
        return InvitationStatus.EXPIRED
    return found


def _takes_part(sight: Sight, which: ParticipantId | None) -> bool:
    who = sight.access.participants.get(which) if which is not None else None
    return who is not None and who.active(sight.now)


def require_step(sight: Sight, invitation: Invitation, step: InvitationStep) -> None:
    """Raises ``NotFound`` where it is hidden, ``Forbidden``, and ``NotNow`` with the status it has."""
    require_inviting(sight)
    if not may_see(sight, invitation):
        raise NotFound
    if step is InvitationStep.APPROVE and sight.me.role is not Role.OWNER:
        raise Forbidden
    status = status_in(sight, invitation)
    if step not in steps_open_to(sight, invitation, status):
        raise NotNow(status)


def steps_open_to(
    sight: Sight, invitation: Invitation, status: InvitationStatus
) -> tuple[InvitationStep, ...]:
    """What this person can do with an invitation that they see. Whether whoever came is the owner, the unit
    says (decision 0063)."""
    closed = set() if sight.me.role is Role.OWNER else {InvitationStep.APPROVE}
    if invitation.wish.role is Role.OWNER:
        closed |= {InvitationStep.CONFIRM}
    return tuple(step for step in InvitationStep if status in TAKEN_FROM[step] and step not in closed)


def approved(sight: Sight, invitation: Invitation, days: int) -> ChangedInvitation:
    """The link is live for as many days from now."""
    until = sight.now + timedelta(days=days)
    live = replace(invitation, approved_at=sight.now, expires_at=until)
    return live, sight.event(InvitationApproved(live.id, live.fingerprint))


def ended(sight: Sight, invitation: Invitation, step: InvitationStep) -> ChangedInvitation:
    refused = step is InvitationStep.REFUSE
    ending = InvitationStatus.REFUSED if refused else InvitationStatus.WITHDRAWN
    gone = over(invitation, ending, sight.now)
    entry = InvitationRefused if refused else InvitationWithdrawn
    return gone, sight.event(entry(gone.id, gone.fingerprint))


def over(invitation: Invitation, ending: InvitationStatus, now: datetime) -> Invitation:
    wish = replace(invitation.wish, contact="")
    return replace(invitation, wish=wish, ended_at=now, ending=ending)


def require_newcomer(sight: Sight, person: PersonId, wish: InvitationWish) -> None:
    """Raises ``Exists`` for who takes part in this role already. In another they may: each of their logins
    acts in one of them (decision 0047). Nobody is in their own way where they take over from themselves."""
    for each in sight.access.participants.values():
        same = each.person == person and each.role is wish.role and each.id != wish.replaces
        if same and each.active(sight.now):
            raise Exists
