"""Stores a whole new plan: in a transaction of its own, or in a caller's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from server.domain.access import Decision
from server.domain.audit import Details, Event
from server.domain.plan import Participant, PersonId, PlanId
from server.domain.unit.rights import MunicipalityId

from . import ledger
from .database.database import Database
from .database.locks import lock_names
from .decisions import insert_decisions
from .errors import AlreadyThere
from .keys import Key, key_of
from .metadata import plans
from .parts import PartCreation, insert_part
from .persons import ENROLLING, Person, enrol
from .plan.participations import insert_participant


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
    municipality: MunicipalityId | None = None


@dataclass(frozen=True, slots=True)
class PlanFounded(Details):
    action = "plan-founded"


async def found_plan(database: Database, new: NewPlan) -> bool:
    """``False`` if a plan of that id exists. Raises ``AlreadyThere`` if the owner has another active one."""
    key = await key_of(database.keys, new.id)
    return await database.write(lambda connection: found(connection, new, key))


def found(connection: Connection, new: NewPlan, key: Key | None) -> bool:
    """As ``found_plan``. ``key``: the plan's, fetched before the transaction."""
    lock_names(connection, ENROLLING)
    if connection.execute(select(plans.c.id).where(plans.c.id == new.id)).first():
        return False
    active = select(plans.c.id).where(plans.c.owner_id == new.owner, plans.c.ended_at.is_(None))
    if connection.execute(active).first():
        raise AlreadyThere(new.owner)
    enrol(connection, new.persons)
    connection.execute(
        insert(plans).values(
            id=new.id,
            owner_id=new.owner,
            access_version=1,
            created_at=new.created_at,
            municipality_id=new.municipality,
        )
    )
    for participant in new.participants:
        insert_participant(connection, participant)
    for part in new.parts:
        insert_part(connection, part, new.created_at, key)
    insert_decisions(connection, new.id, new.decisions, {each.part.id: each.part.kind for each in new.parts})
    ledger.append(connection, new.events)
    return True
