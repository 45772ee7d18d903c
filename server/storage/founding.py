"""Stores a whole new plan in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from server.domain.access import Decision
from server.domain.audit import Event
from server.domain.plan import Participant, PersonId, PlanId

from . import ledger
from .database.database import Database
from .database.locks import lock_names
from .decisions import insert_decisions
from .errors import AlreadyThere
from .keys import Key, key_of
from .metadata import participants, plans
from .parts import PartCreation, insert_part
from .persons import ENROLLING, Person, enrol


@dataclass(frozen=True, slots=True)
class NewPlan:
    """Decisions are numbered from 1."""

    id: PlanId
    owner: PersonId
    created_at: datetime
    persons: Sequence[Person]
    participants: Sequence[Participant]
    parts: Sequence[PartCreation]
    decisions: Sequence[Decision]
    events: Sequence[Event]


async def found_plan(database: Database, new: NewPlan) -> bool:
    """``False`` if a plan of that id exists. Raises ``AlreadyThere`` if the owner has another plan."""
    key = await key_of(database.keys, new.id)
    return await database.write(lambda connection: _found(connection, new, key))


def _found(connection: Connection, new: NewPlan, key: Key | None) -> bool:
    lock_names(connection, ENROLLING)
    if connection.execute(select(plans.c.id).where(plans.c.id == new.id)).first():
        return False
    if connection.execute(select(plans.c.id).where(plans.c.owner_id == new.owner)).first():
        raise AlreadyThere(new.owner)
    enrol(connection, new.persons)
    connection.execute(
        insert(plans).values(id=new.id, owner_id=new.owner, access_version=1, created_at=new.created_at)
    )
    for participant in new.participants:
        _insert_participant(connection, participant)
    for part in new.parts:
        insert_part(connection, part, new.created_at, key)
    insert_decisions(connection, new.id, new.decisions, {each.part.id: each.part.kind for each in new.parts})
    ledger.append(connection, new.events)
    return True


def _insert_participant(connection: Connection, participant: Participant) -> None:
    connection.execute(
        insert(participants).values(
            id=participant.id,
            plan_id=participant.plan,
            person_id=participant.person,
            role=participant.role,
            organisation=participant.organisation,
            until=participant.until,
        )
    )
