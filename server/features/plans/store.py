"""A person's plans, and the counts of all plans."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Integer, Select, and_, cast, func, or_, select

from server.domain.access import Decision, Grants, Level
from server.domain.errors import NotFound
from server.domain.identity.principal import Principal
from server.domain.plan import Kind, Part, Participant, ParticipantId, PersonId, Plan, PlanId, Role
from server.domain.sight import PRESENT_BY_ROLE, Sight
from server.ports.clock import Clock
from server.storage.counts.open_threads import counts_in
from server.storage.database.database import Database
from server.storage.decisions import standing_about
from server.storage.metadata import participants, parts, persons, plans
from server.storage.municipality.rights import counted_for, handled_by
from server.storage.rights import PARTICIPANTS, PLANS, active, as_participant, as_parts, as_plan, sight_in

from .answers import PlanCountsAnswer

OSLO = ZoneInfo("Europe/Oslo")


@dataclass(frozen=True, slots=True)
class Waiting:
    """In one plan, for one person. ``unanswered``: comments of others, not done, to which nobody but their
    author has replied; ``late``: unfinished measures whose day is past."""

    unanswered: int = 0
    late: int = 0


NOTHING = Waiting()


@dataclass(frozen=True, slots=True)
class MyPlan:
    """One of a person's plans, as whom they take part in it, and what waits there."""

    plan: Plan
    me: Participant
    waiting: Waiting


class PlanStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def sight(self, principal: Principal, plan: PlanId) -> Sight:
        """What this person sees of the plan now. Raises ``NotFound``."""
        now = self._clock()
        return await self._database.read(lambda connection: sight_in(connection, plan, principal, now))

    async def plans_of(self, principal: Principal) -> list[MyPlan]:
        """The plans that open to ``principal`` now, oldest first; none in which they have lost all."""
        now = self._clock()
        return await self._database.read(lambda connection: _plans_of(connection, principal, now))

    async def overview(self, person: PersonId) -> list[PlanCountsAnswer]:
        """One line per plan of the municipalities whose cases ``person`` handles, oldest first.

        None for whoever sees counts alone. Raises ``NotFound`` for who is of no unit.
        """
        now = self._clock()
        return await self._database.read(lambda connection: _overview(connection, person, now))


def _plans_of(connection: Connection, principal: Principal, now: datetime) -> list[MyPlan]:
    participations = _acting(connection, principal, now)
    grants = _grants(connection, participations, now) if participations else {}
    lost = _lost(connection, participations, grants)
    mine = {plan: each for plan, each in grants.items() if plan not in lost}
    found = PLANS.where(plans.c.id.in_(list(mine))).order_by(plans.c.created_at, plans.c.id)
    waits = _waiting(connection, principal.person, mine, now)
    return [
        MyPlan(as_plan(row), participations[row.id], waits.get(row.id, NOTHING))
        for row in connection.execute(found)
    ]


def _acting(connection: Connection, principal: Principal, now: datetime) -> dict[PlanId, Participant]:
    """As whom they act in each of their plans, as ``PlanAccess.participant_of`` finds it."""
    asked = PARTICIPANTS.where(participants.c.person_id == principal.person, active(now))
    theirs: dict[PlanId, list[Participant]] = {}
    for me in map(as_participant, connection.execute(asked)):
        theirs.setdefault(me.plan, []).append(me)
    found = {plan: principal.acting(candidates) for plan, candidates in theirs.items()}
    return {plan: me for plan, me in found.items() if me is not None}


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


def _waiting(
    connection: Connection, person: PersonId, grants: Mapping[PlanId, Grants], now: datetime
) -> Mapping[PlanId, Waiting]:
    """Of each plan of ``grants`` in which something waits, in two statements; ``grants`` are theirs."""
    today = now.astimezone(OSLO).date().isoformat()
    asked = _asked(connection, list(grants), person, today) if grants else None
    rows = [] if asked is None else connection.execute(asked).all()
    found: dict[PlanId, Waiting] = {}
    for row, part in zip(rows, as_parts(rows).values(), strict=True):
        if grants[part.plan].of_part(part).level >= Level.READ:
            before = found.get(part.plan, NOTHING)
            found[part.plan] = Waiting(before.unanswered + row.unanswered, before.late + row.is_late)
    return found


def _asked(connection: Connection, where: Sequence[PlanId], person: PersonId, today: str) -> Select[Any]:
    """The parts in which something waits, whoever may read them."""
    own = select(participants.c.id).where(participants.c.person_id == person)
    counts = counts_in(connection, where).subquery()
    open_ = (
        select(counts.c.part_id, cast(func.sum(counts.c.unanswered), Integer).label("number"))
        .where(counts.c.author_id.not_in(own))
        .group_by(counts.c.part_id)
        .subquery()
    )
    late = and_(parts.c.due != "", parts.c.due < today)
    return (
        select(
            parts,
            func.coalesce(open_.c.number, 0).label("unanswered"),
            func.coalesce(late, False).label("is_late"),
        )
        .outerjoin(open_, open_.c.part_id == parts.c.id)
        .where(parts.c.plan_id.in_(where), parts.c.put_away_at.is_(None), or_(late, open_.c.number > 0))
    )


def _parts_of(connection: Connection, where: Collection[PlanId]) -> Collection[Part]:
    return as_parts(connection.execute(select(parts).where(parts.c.plan_id.in_(where))).all()).values()


def _overview(connection: Connection, person: PersonId, now: datetime) -> list[PlanCountsAnswer]:
    if not counted_for(connection, person):
        raise NotFound
    served = handled_by(connection, person)  # a line for each plan, with a name in it, is no count
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
    ).where(plans.c.municipality_id.in_(served), plans.c.ended_at.is_(None))
    rows = connection.execute(counted.order_by(plans.c.created_at, plans.c.id))
    return [PlanCountsAnswer(*row) for row in rows]
