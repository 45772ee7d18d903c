"""A person's plans, and the counts of all plans."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from server.domain.plan import Kind, Participant, PersonId, Plan, PlanId, Role
from server.domain.sight import Sight
from server.ports.clock import Clock
from server.storage.database.database import Database
from server.storage.metadata import participants, parts, persons, plans
from server.storage.rights import PARTICIPANTS, PLANS, as_participant, as_plan, sight_in

from .answers import PlanCountsAnswer


class PlanStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def sight(self, person: PersonId, plan: PlanId) -> Sight:
        """What this person sees of the plan now. Raises ``NotFound``."""
        now = self._clock()
        return await self._database.read(lambda connection: sight_in(connection, plan, person, now))

    async def plans_of(self, person: PersonId) -> list[tuple[Plan, Participant]]:
        """The plans ``person`` takes part in now, oldest first."""
        now = self._clock()
        return await self._database.read(lambda connection: _plans_of(connection, person, now))

    async def overview(self) -> list[PlanCountsAnswer]:
        """One line per plan, oldest first."""
        now = self._clock()
        return await self._database.read(lambda connection: _overview(connection, now))


def _plans_of(connection: Connection, person: PersonId, now: datetime) -> list[tuple[Plan, Participant]]:
    mine = PARTICIPANTS.where(
        participants.c.person_id == person,
        or_(participants.c.until.is_(None), participants.c.until > now),
    )
    participations: dict[PlanId, Participant] = {}
    for me in map(as_participant, connection.execute(mine)):
        participations.setdefault(me.plan, me)  # of two, the one that PlanAccess.participant_of finds
    found = PLANS.where(plans.c.id.in_(participations)).order_by(plans.c.created_at, plans.c.id)
    return [(as_plan(row), participations[row.id]) for row in connection.execute(found)]


def _overview(connection: Connection, now: datetime) -> list[PlanCountsAnswer]:
    active = or_(participants.c.until.is_(None), participants.c.until > now)
    in_plan = participants.c.plan_id == plans.c.id
    name = (
        select(persons.c.name)
        .join(participants, participants.c.person_id == persons.c.id)
        .where(in_plan, active, participants.c.role == Role.COORDINATOR)
        .order_by(participants.c.id)
        .limit(1)
    )
    contents = select(func.count()).select_from(parts).where(parts.c.plan_id == plans.c.id)
    counted = select(
        name.scalar_subquery(),
        select(func.count()).select_from(participants).where(in_plan, active).scalar_subquery(),
        contents.scalar_subquery(),
        contents.where(parts.c.kind == Kind.MEASURE).scalar_subquery(),
        contents.where(parts.c.kind == Kind.GOAL).scalar_subquery(),
        plans.c.created_at,
    ).order_by(plans.c.created_at, plans.c.id)
    return [PlanCountsAnswer(*row) for row in connection.execute(counted)]
