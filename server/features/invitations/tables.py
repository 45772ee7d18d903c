"""The table of invitations, invitations as rows of it, and the list of those in a plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    LargeBinary,
    Row,
    Select,
    Table,
    Text,
    and_,
    exists,
    false,
    func,
    not_,
    or_,
    select,
)

from server.domain.plan import Role
from server.domain.sight import Sight
from server.storage.counts.day_counts import day_table
from server.storage.database.schema import Moment
from server.storage.metadata import identities, metadata, persons

from .rules import Invitation, InvitationStatus, InvitationWish, NumberHash, may_see, status_in

invitation_days = day_table("invitation_days")

invitations = Table(
    "invitations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("plan_id", ForeignKey("plans.id"), nullable=False, index=True),
    Column("code_hash", LargeBinary, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    # Forgotten when it is over.
    Column("contact", Text, nullable=False),
    # Set together: of the identity number, if the inviter knew it.
    Column("identity_hash", LargeBinary),
    Column("identity_key", Text),
    Column("invited_by", ForeignKey("persons.id"), nullable=False),
    Column("invited_as", ForeignKey("participants.id"), nullable=False),
    Column("invited_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("approved_at", Moment),
    # Set together, by whoever uses the code.
    Column("redeemed_by", ForeignKey("persons.id"), index=True),
    Column("redeemed_at", Moment),
    Column("redeemed_with", Text, nullable=False),
    Column("redeemed_for", Text),
    Column("participant_id", ForeignKey("participants.id")),
    Column("named", Boolean, nullable=False, server_default=false()),
    # Set together.
    Column("ended_at", Moment),
    Column("ending", Text),
    # Set together: from whom whoever joins takes over, and the sentence that was signed.
    Column("replaces_id", ForeignKey("participants.id")),
    Column("text", Text),
)

SAME = (
    "id",
    "code_hash",
    "invited_by",
    "invited_as",
    "invited_at",
    "expires_at",
    "approved_at",
    "redeemed_by",
    "redeemed_at",
    "redeemed_with",
    "redeemed_for",
    "named",
    "ended_at",
    "ending",
)
"""Columns that are called as the fields are."""


def as_row(invitation: Invitation) -> dict[str, object]:
    wish = invitation.wish
    return {
        **{name: getattr(invitation, name) for name in SAME},
        "plan_id": invitation.plan,
        "name": wish.name,
        "role": wish.role,
        "organisation": wish.organisation,
        "contact": wish.contact,
        "identity_hash": wish.number and wish.number.hashed,
        "identity_key": wish.number and wish.number.key,
        "participant_id": invitation.participant,
        "replaces_id": wish.replaces,
        "text": wish.text or None,
    }


def as_invitation(row: Row[Any]) -> Invitation:
    said = {name: getattr(row, name) for name in SAME}
    said["code_hash"] = bytes(row.code_hash)
    said["ending"] = None if row.ending is None else InvitationStatus(row.ending)
    asked = row.name, Role(row.role), row.organisation, row.contact, number_of(row)
    wish = InvitationWish(*asked, row.replaces_id, row.text or "")
    return Invitation(plan=row.plan_id, wish=wish, participant=row.participant_id, **said)


def number_of(row: Any) -> NumberHash | None:
    """Of a row with ``identity_hash`` and ``identity_key``."""
    return None if row.identity_hash is None else NumberHash(bytes(row.identity_hash), row.identity_key or "")


# -- lists ----------------------------------------------------------------------------------------

MOST_SHOWN_OVER = 50
"""The newest of those that wait for nobody any more; all of them are in the access log."""


@dataclass(frozen=True, slots=True)
class ListedInvitation:
    """``proven_name``: of whoever redeemed it, as a provider says it; "" where none does."""

    invitation: Invitation
    status: InvitationStatus
    inviter: str
    proven_name: str


def waiting_in(connection: Connection, sight: Sight) -> int:
    """How many wait: also those whose inviter has left, until their day has come."""
    found = select(func.count()).where(invitations.c.plan_id == sight.access.plan.id, _waits(sight.now))
    return int(connection.execute(found).scalar_one())


def listed_for(connection: Connection, sight: Sight) -> list[ListedInvitation]:
    """What waits, newest first, then what is over."""
    wanted = _with_names().where(invitations.c.plan_id == sight.access.plan.id)
    if sight.me.role is not Role.OWNER:
        wanted = wanted.where(invitations.c.invited_by == sight.me.person)
    wanted = wanted.order_by(invitations.c.invited_at.desc(), invitations.c.id)
    waits = _waits(sight.now)
    rows = [
        *connection.execute(wanted.where(waits)),
        *connection.execute(wanted.where(not_(waits)).limit(MOST_SHOWN_OVER)),
    ]
    found = [(as_invitation(row), row) for row in rows]
    return [
        ListedInvitation(each, status_in(sight, each), row.inviter, row.proven_name or "")
        for each, row in found
        if may_see(sight, each)
    ]


def _waits(now: datetime) -> ColumnElement[bool]:
    """Neither joined nor over, and not too old."""
    live = or_(invitations.c.redeemed_by.is_not(None), invitations.c.expires_at > now)
    return and_(invitations.c.ended_at.is_(None), invitations.c.participant_id.is_(None), live)


def _with_names() -> Select[Any]:
    """With who invited, and whoever redeemed it: by no name that an invitation once gave them, unless a
    provider says it by now."""
    inviter, guest, given = persons.alias(), persons.alias(), invitations.alias()
    from_invitation = exists().where(given.c.redeemed_by == guest.c.id, given.c.named)
    said = exists().where(identities.c.person_id == guest.c.id, identities.c.name == guest.c.name)
    proven = select(guest.c.name).where(
        guest.c.id == invitations.c.redeemed_by, or_(said, not_(from_invitation))
    )
    return select(
        invitations, inviter.c.name.label("inviter"), proven.scalar_subquery().label("proven_name")
    ).join(inviter, inviter.c.id == invitations.c.invited_by)
