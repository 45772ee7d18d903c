"""A person's plans, and the counts of all plans."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
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
from .waiting import NOTHING, Waiting, waiting


@dataclass(frozen=True, slots=True)
class MyPlan:
    """One of a person's plans, as whom they take part in it, and what waits there."""

    plan: Plan
    me: Participant
    waiting: Waiting


class PlanStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def sight(self, person: PersonId, plan: PlanId) -> Sight:
        """What this person sees of the plan now. Raises ``NotFound``."""
        now = self._clock()
        return await self._database.read(lambda connection: sight_in(connection, plan, person, now))

    async def plans_of(self, person: PersonId) -> list[MyPlan]:
        """The plans ``person`` takes part in now, oldest first; none in which they have lost everything."""
        now = self._clock()
        return await self._database.read(lambda connection: _plans_of(connection, person, now))

    async def overview(self) -> list[PlanCountsAnswer]:
        """One line per plan, oldest first."""
        now = self._clock()
        return await self._database.read(lambda connection: _overview(connection, now))


def _plans_of(connection: Connection, person: PersonId, now: datetime) -> list[MyPlan]:
    asked = PARTICIPANTS.where(participants.c.person_id == person, active(now))
    participations: dict[PlanId, Participant] = {}
    for me in map(as_participant, connection.execute(asked)):
        participations.setdefault(me.plan, me)  # of two, the one that PlanAccess.participant_of finds
    grants = _grants(connection, participations, now) if participations else {}
    lost = _lost(connection, participations, grants)
    mine = {plan: each for plan, each in grants.items() if plan not in lost}
    found = PLANS.where(plans.c.id.in_(list(mine))).order_by(plans.c.created_at, plans.c.id)
    waits = waiting(connection, person, mine, now)
    return [
        MyPlan(as_plan(row), participations[row.id], waits.get(row.id, NOTHING))
        for row in connection.execute(found)
    ]


def _grants(
    connection: Connection, participations: Mapping[PlanId, Participant], now: datetime
) -> dict[PlanId, Grants]:
    """What is open to one person in each of their plans, in one statement."""
    signed: dict[ParticipantId, list[Decision]] = {me.id: [] for me in participations.values()}
    for decision in standing_about(connection, signed, list(participations)):
        signed[decision.participant].append(decision)
    return {plan: Grants(me, signed[me.id], now) for plan, me in participations.items()}


def _lost(
    connection: Connection, participations: Mapping[PlanId, Participant], grants: Mapping[PlanId, Grants]
) -> Collection[PlanId]:
    """The plans in which one person no longer ``Sight.takes_part``, in at most one statement.

    Parts are read only of plans where no kind is open: there a single part may be.
    """
    unsure = {
        plan: each
        for plan, each in grants.items()
        if participations[plan].role not in PRESENT_BY_ROLE and not each.opens_a_kind
    }
    for part in _parts_of(connection, list(unsure)) if unsure else ():
        if part.plan in unsure and unsure[part.plan].of_part(part).level >= Level.READ:
            del unsure[part.plan]
    return unsure


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
    contents = select(func.count()).select_from(parts).where(parts.c.plan_id == plans.c.id)
    counted = select(
        name.scalar_subquery(),
        select(func.count()).select_from(participants).where(in_plan).scalar_subquery(),
        contents.scalar_subquery(),
        contents.where(parts.c.kind == Kind.MEASURE).scalar_subquery(),
        contents.where(parts.c.kind == Kind.GOAL).scalar_subquery(),
        plans.c.created_at,
    ).order_by(plans.c.created_at, plans.c.id)
    return [PlanCountsAnswer(*row) for row in connection.execute(counted)]
