"""A person's plans, and the counts of all plans."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, Subquery, and_, func, or_, select

from server.domain.access import Decision, Grants, Level
from server.domain.plan import Kind, Part, Participant, ParticipantId, PersonId, Plan, PlanId, Role
from server.domain.sight import PRESENT_BY_ROLE, Sight
from server.ports.clock import Clock
from server.storage.database.database import Database
from server.storage.decisions import standing_about
from server.storage.metadata import comments, participants, parts, persons, plans
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
    waits = _waiting(connection, person, mine, now)
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


def _waiting(
    connection: Connection, person: PersonId, grants: Mapping[PlanId, Grants], now: datetime
) -> Mapping[PlanId, Waiting]:
    """Of each plan of ``grants`` in which something waits, in one statement; ``grants`` are this person's."""
    today = now.astimezone(OSLO).date().isoformat()
    rows = connection.execute(_asked(list(grants), person, today)).all() if grants else []
    found: dict[PlanId, Waiting] = {}
    for row, part in zip(rows, as_parts(rows).values(), strict=True):
        if grants[part.plan].of_part(part).level >= Level.READ:
            before = found.get(part.plan, NOTHING)
            found[part.plan] = Waiting(before.unanswered + row.unanswered, before.late + row.is_late)
    return found


def _asked(where: Sequence[PlanId], person: PersonId, today: str) -> Select[Any]:
    """The parts in which something waits, whoever may read them."""
    open_ = _unanswered(where, person)
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


def _unanswered(where: Sequence[PlanId], person: PersonId) -> Subquery:
    """How many there are in each part. Replies are looked up once for all, not once for each comment."""
    asked, reply, its = comments.alias(), comments.alias(), comments.alias()
    answered = (
        select(reply.c.reply_to)
        .join(its, its.c.id == reply.c.reply_to)
        .join(parts, parts.c.id == reply.c.part_id)
        .where(parts.c.plan_id.in_(where), reply.c.removed_at.is_(None), reply.c.author_id != its.c.author_id)
    )
    own = select(participants.c.id).where(participants.c.person_id == person)
    return (
        select(asked.c.part_id, func.count().label("number"))
        .join(parts, parts.c.id == asked.c.part_id)
        .where(
            parts.c.plan_id.in_(where),
            asked.c.reply_to.is_(None),
            asked.c.removed_at.is_(None),
            asked.c.resolved_at.is_(None),
            asked.c.author_id.not_in(own),
            asked.c.id.not_in(answered),
        )
        .group_by(asked.c.part_id)
        .subquery()
    )


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
