"""Somebody has left an organisation: all that they took part in for it ends at once (decision 0047)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, delete, select

from server.domain.audit import Details, Event
from server.domain.plan import Participant, PersonId, PlanId
from server.storage import ledger
from server.storage.metadata import participants, sessions
from server.storage.rights import NOT_ENDED, hold_plan, raise_version

from .assisted import end_of_logins
from .participations import ParticipationEnded, store_ending, taking_part


@dataclass(frozen=True, slots=True)
class OrganisationLeft(Details):
    """Of the person whom the entry is of. ``by``: who said so; ``organisation``: its number."""

    action = "organisation-left"
    organisation: str
    by: PersonId


@dataclass(frozen=True, slots=True)
class Leaver:
    """``by`` says so; ``text`` stays with each participation as the reason."""

    person: PersonId
    organisation: str
    by: PersonId
    at: datetime
    text: str


def end_for_organisation(connection: Connection, leaver: Leaver) -> Sequence[PlanId]:
    """End their participations for the organisation, and the sessions that proved it; the plans concerned.

    Whatever they take part in as somebody else goes on. May be repeated.
    """
    theirs = select(participants.c.plan_id).where(
        participants.c.person_id == leaver.person,
        participants.c.organisation_number == leaver.organisation,
        NOT_ENDED,
    )
    plans = [PlanId(plan) for plan in connection.scalars(theirs.distinct().order_by(participants.c.plan_id))]
    left = Event.of(OrganisationLeft(leaver.organisation, leaver.by), leaver.at, leaver.person)
    for plan in plans:
        hold_plan(connection, plan)
    ended = [event for plan in plans for event in _ended(connection, plan, leaver)]
    ledger.append(connection, [left, *ended])
    proved = sessions.c.organisation_number == leaver.organisation
    over = delete(sessions).where(sessions.c.person_id == leaver.person, proved)
    logins = connection.scalars(over.returning(sessions.c.token_hash)).all()
    end_of_logins(connection, logins, leaver.at)
    return plans


def _ended(connection: Connection, plan: PlanId, leaver: Leaver) -> list[Event]:
    gone = [
        replace(who, ended_at=leaver.at, ended_by=leaver.by, ending=leaver.text)
        for who in taking_part(connection, plan)
        if who.person == leaver.person and who.organisation_number == leaver.organisation
    ]
    for who in gone:
        store_ending(connection, who)
    raise_version(connection, plan)
    return [_entry(plan, who, leaver) for who in gone]


def _entry(plan: PlanId, gone: Participant, leaver: Leaver) -> Event:
    return Event.of(ParticipationEnded.of(gone), leaver.at, leaver.by, plan)
