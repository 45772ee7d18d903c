"""Whoever redeemed an invitation takes part from now on, in place of somebody else where it says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from sqlalchemy import Connection

from server.domain.audit import Details, Event
from server.domain.plan import PROVIDERS, Participant, ParticipantId
from server.domain.sight import Sight
from server.features.invitations import replacing
from server.features.invitations.redeeming import joined
from server.features.invitations.rules import ChangedInvitation, Invitation, require_newcomer
from server.storage import ledger
from server.storage.decisions import DecisionSigned, insert_decisions
from server.storage.persons import name_once
from server.storage.plan.participations import (
    ParticipationBegun,
    ParticipationEnded,
    insert_participant,
    store_ending,
)
from server.storage.rights import raise_version


def joined_in(
    connection: Connection,
    sight: Sight,
    invitation: Invitation,
    new: ParticipantId,
    said: Callable[[Details], Event],
) -> ChangedInvitation:
    """Whoever redeemed it takes part; nothing opens by that. ``said``: an entry, of whoever did this.

    Raises ``Exists`` if they did before.
    """
    assert invitation.redeemed_by is not None
    require_newcomer(sight, invitation.redeemed_by, invitation.wish)
    named = name_once(connection, invitation.redeemed_by, invitation.wish.name)
    insert_participant(
        connection,
        Participant(
            id=new,
            plan=invitation.plan,
            person=invitation.redeemed_by,
            name="",
            role=invitation.wish.role,
            organisation=invitation.wish.organisation,
            organisation_number=invitation.redeemed_for if invitation.wish.role in PROVIDERS else None,
        ),
    )
    raise_version(connection, invitation.plan)
    begun = said(ParticipationBegun(new, invitation.wish.role))
    ledger.append(connection, [*_taken_over(connection, sight, invitation, new, said), begun])
    taken, entry = joined(invitation, new, named=named)
    return taken, said(entry)


def _taken_over(
    connection: Connection,
    sight: Sight,
    invitation: Invitation,
    new: ParticipantId,
    said: Callable[[Details], Event],
) -> Iterator[Event]:
    """Whom they take over from takes part no more, and what they could do is the new one's."""
    if invitation.wish.replaces is None:
        return
    old = replacing.ended(sight.access.participants[invitation.wish.replaces], invitation, sight.now)
    store_ending(connection, old)
    yield said(ParticipationEnded.of(old))
    handed_over = replacing.handed_over(sight, old, new, invitation)
    kinds = {part.id: part.kind for part in sight.access.parts.values()}
    insert_decisions(connection, invitation.plan, handed_over, kinds)
    for each in handed_over:
        yield replace(said(DecisionSigned.of(each)), part=each.part)
