"""A person's plans, and the counts of all plans."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from server.domain.access import Decision, Grants, Level
from server.domain.plan import Kind, Part, Participant, ParticipantId, PersonId, Plan, PlanId, Role
from server.domain.sight import PRESENT_BY_ROLE, Sight
from server.ports.clock import Clock
from server.storage.database.database import Database
from server.storage.decisions import standing_about
from server.storage.metadata import participants, parts, persons, plans
from server.storage.rights import PARTICIPANTS, PLANS, active, as_participant, as_parts, as_plan, sight_in

from .answers import PlanCountsAnswer


class PlanStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def sight(self, person: PersonId, plan: PlanId) -> Sight:
        """What this person sees of the plan now. Raises ``NotFound``."""
        now = self._clock()
        return await self._database.read(lambda connection: sight_in(connection, plan, person, now))

    async def plans_of(self, person: PersonId) -> list[tuple[Plan, Participant]]:
        """The plans ``person`` takes part in now, oldest first; none in which they have lost everything."""
        now = self._clock()
        return await self._database.read(lambda connection: _plans_of(connection, person, now))

    async def overview(self) -> list[PlanCountsAnswer]:
        """One line per plan, oldest first."""
        now = self._clock()
        return await self._database.read(lambda connection: _overview(connection, now))


def _plans_of(connection: Connection, person: PersonId, now: datetime) -> list[tuple[Plan, Participant]]:
    asked = PARTICIPANTS.where(participants.c.person_id == person, active(now))
    participations: dict[PlanId, Participant] = {}
    for me in map(as_participant, connection.execute(asked)):
        participations.setdefault(me.plan, me)  # of two, the one that PlanAccess.participant_of finds
    mine = _with_something(connection, participations.values(), now)
    found = PLANS.where(plans.c.id.in_([me.plan for me in mine])).order_by(plans.c.created_at, plans.c.id)
    return [(as_plan(row), participations[row.id]) for row in connection.execute(found)]


def _with_something(
    connection: Connection, mine: Collection[Participant], now: datetime
) -> list[Participant]:
    """Those of one person's participations that ``Sight.takes_part`` in, in at most two statements.

    Parts are read only of plans where no kind is open: there a single part may be.
    """
    asking = [me for me in mine if me.role not in PRESENT_BY_ROLE]
    signed: dict[ParticipantId, list[Decision]] = {me.id: [] for me in asking}
    for decision in standing_about(connection, signed, [me.plan for me in asking]) if asking else ():
        signed[decision.participant].append(decision)
    grants = {me.plan: Grants(me, signed[me.id], now) for me in asking}
    unsure = {plan: each for plan, each in grants.items() if not each.opens_a_kind}
    for part in _parts_of(connection, unsure) if unsure else ():
        if part.plan in unsure and unsure[part.plan].of_part(part).level >= Level.READ:
            del unsure[part.plan]
    return [me for me in mine if me.plan not in unsure]


def _parts_of(connection: Connection, where: Collection[PlanId]) -> Collection[Part]:
    return as_parts(connection.execute(select(parts).where(parts.c.plan_id.in_(where))).all()).values()


def _overview(connection: Connection, now: datetime) -> list[PlanCountsAnswer]:
    in_plan = and_(participants.c.plan_id == plans.c.id, active(now))
    name = (
        select(persons.c.name)
        .join(participants, participants.c.person_id == persons.c.id)
        .where(in_plan, participants.c.role == Role.COORDINATOR)
        .order_by(participants.c.id)
        .limit(1)
    )
    in_use = and_(parts.c.plan_id == plans.c.id, parts.c.put_away_at.is_(None))
    contents = select(func.count()).select_from(parts).where(in_use)
    counted = select(
        name.scalar_subquery(),
        select(func.count()).select_from(participants).where(in_plan).scalar_subquery(),
        contents.scalar_subquery(),
        contents.where(parts.c.kind == Kind.MEASURE).scalar_subquery(),
        contents.where(parts.c.kind == Kind.GOAL).scalar_subquery(),
        plans.c.created_at,
    ).order_by(plans.c.created_at, plans.c.id)
    return [PlanCountsAnswer(*row) for row in connection.execute(counted)]
