"""Rights of a plan: the engine's ``AccessBook``, and what features need inside their transactions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import Enum, auto
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    update,
)

from server.domain.access import PlanAccess
from server.domain.errors import NotFound, NotNow
from server.domain.identity.principal import Principal
from server.domain.plan import Apart, Area, Kind, Part, Participant, PartId, Plan, PlanId, Role
from server.domain.sight import PlanSight, Sight

from .cases.tables import cases
from .database.database import Database
from .database.statements import Among, Prepared
from .database.told import may_be_an_id
from .decisions import standing_decisions
from .metadata import participants, parts, persons, plans
from .plan.assisted import OVER, session_asked

T = TypeVar("T")


class Hold(Enum):
    """The lock that a transaction takes on the rights it reads, until it ends.

    SQLite has no row locks and needs none: it has one writer at a time.
    """

    NOTHING = auto()
    CHANGES = auto()
    """Nobody else can change the rights meanwhile."""
    READERS = auto()
    """This transaction will change them: nobody else can read them with a lock meanwhile."""


class SqlAccessBook:
    """Is ``ports.AccessBook``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def access(self, plan: PlanId) -> PlanAccess | None:
        return await self._database.read(lambda connection: _access(connection, PLAN, {"plan": plan}))

    async def access_to(self, part: PartId) -> PlanAccess | None:
        return await self._database.read(lambda connection: _access(connection, PLAN_OF_PART, {"part": part}))

    async def access_versions(self, plans: Collection[PlanId]) -> Mapping[PlanId, int]:
        wanted = list(plans)
        return await self._database.read(
            lambda connection: {row.id: row.access_version for row in VERSIONS.rows(connection, wanted)}
        )

    async def titles(self, plans: Collection[PlanId]) -> Mapping[PlanId, frozenset[str]]:
        wanted = list(plans)
        return await self._database.read(lambda connection: _titles(connection, wanted))

    async def some_part(self) -> PartId | None:
        """Any part, if there is one."""
        return await self._database.read(lambda connection: connection.scalar(select(parts.c.id).limit(1)))


def sight_in(
    connection: Connection, plan: PlanId, principal: Principal, now: datetime, hold: Hold = Hold.NOTHING
) -> Sight:
    """What ``principal`` sees of ``plan``. Raises ``NotFound`` if they do not take part in it, and ``NotNow``
    where they say to be in an assisted session of it that does not run.

    A plan of others and one that does not exist are refused alike, after the same single statement.
    """
    asked = {"plan": plan, "person": principal.person}
    sight = _seen(_access(connection, MINE[hold], asked), principal, now)
    session = session_asked(connection, principal, now, held=hold is not Hold.NOTHING)
    if session is None:
        return sight
    if not sight.may_assist(session):
        raise NotNow(OVER)
    return Sight(sight.plan, sight.me, session)


def sight_at(
    connection: Connection, part: PartId, principal: Principal, now: datetime, hold: Hold = Hold.NOTHING
) -> Sight:
    """What ``principal`` sees of the plan that ``part`` is in. Raises ``NotFound`` if they take part in none.

    For a part of a foreign plan or of none it returns another plan of theirs, in which that part is not found
    either: neither the answer nor its time distinguishes it from a part that is hidden from them.
    """
    asked = {"part": part if may_be_an_id(part) else "", "person": principal.person}
    # Before it is known which plan the part is in: that it does not run says nothing of the part.
    session = session_asked(connection, principal, now, held=False)
    sight = _seen(_access(connection, MINE_AT[hold], asked), principal, now)
    if session is None:
        return sight
    if not sight.may_assist(session):
        raise NotFound
    if hold is not Hold.NOTHING:  # after the plan, as whoever ends it holds both
        session = session_asked(connection, principal, now, held=True)
    return Sight(sight.plan, sight.me, session)


async def write_as(database: Database, principal: Principal, work: Callable[[Connection], T]) -> T:
    """``work`` in a writing transaction, which reads the rights it relies on itself.

    Raises ``NotFound`` before it for who takes part in no plan at all: SQLite has one writer at a time, and
    nobody needs to wait for it, or be able to write, to be refused.
    """
    asked = {"person": principal.person}
    if await database.read(lambda connection: TAKES_PART.row(connection, asked)) is None:
        raise NotFound
    return await database.write(work)


def _seen(access: PlanAccess | None, principal: Principal, now: datetime) -> Sight:
    if access is None:
        raise NotFound
    return PlanSight(access, now).of_principal(principal)


def _access(connection: Connection, chosen: Prepared, values: Mapping[str, str]) -> PlanAccess | None:
    """Everything that rights derive from, in the plan that ``chosen`` selects, if any."""
    row = chosen.row(connection, values) if all(map(may_be_an_id, values.values())) else None
    if row is None:
        return None
    plan = {"plan": row.id}
    people: Iterable[Participant] = map(as_participant, TAKING_PART.rows(connection, plan))
    if row.protected:
        people = (replace(who, hides_place=True) for who in people)
    return PlanAccess(
        plan=as_plan(row),
        participants={who.id: who for who in people},
        parts=as_parts(PARTS.rows(connection, plan)),
        decisions=standing_decisions(connection, row.id),
    )


def plan_of(connection: Connection, part: PartId) -> PlanId | None:
    """``None`` if there is no such part."""
    if not may_be_an_id(part):
        return None
    found: PlanId | None = connection.execute(
        select(parts.c.plan_id).where(parts.c.id == part)
    ).scalar_one_or_none()
    return found


def raise_version(connection: Connection, plan: PlanId) -> None:
    """Rights changed: from this commit on, updates admitted under the previous version are refused."""
    connection.execute(
        update(plans).where(plans.c.id == plan).values(access_version=plans.c.access_version + 1)
    )


def hold_plan(connection: Connection, plan: PlanId) -> None:
    """As ``Hold.READERS``, for who changes rights in it without taking part."""
    connection.execute(select(plans.c.id).where(plans.c.id == plan).with_for_update(key_share=True))


PLANS_AT_ONCE = 1000
BETWEEN_TITLES = "\x1f"
"""A title that contains it only looks changed."""


def _titles(connection: Connection, wanted: Sequence[PlanId]) -> dict[PlanId, frozenset[str]]:
    """The titles of each plan of ``wanted`` that has parts, each after its part's id.

    Aggregated by the database: a row for each part would take ten times as long.
    """
    found: dict[PlanId, frozenset[str]] = {}
    for start in range(0, len(wanted), PLANS_AT_ONCE):
        rows = connection.execute(TITLES, {"wanted": wanted[start : start + PLANS_AT_ONCE]})
        found |= {plan: frozenset(text.split(BETWEEN_TITLES)) for plan, text in rows}
    return found


_PROTECTED = exists().where(cases.c.owner_id == plans.c.owner_id, cases.c.protected)
PLANS = select(plans, persons.c.name.label("owner_name"), _PROTECTED.label("protected")).join(
    persons, persons.c.id == plans.c.owner_id
)
THIS_PLAN = plans.c.id == bindparam("plan")
PLAN = Prepared(PLANS.where(THIS_PLAN))
_PLAN_OF_PART = select(parts.c.plan_id).where(parts.c.id == bindparam("part")).scalar_subquery()
PLAN_OF_PART = Prepared(PLANS.where(plans.c.id == _PLAN_OF_PART))
NOT_ENDED = participants.c.ended_at.is_(None)
_OF_PERSON = select(participants.c.plan_id).where(participants.c.person_id == bindparam("person"), NOT_ENDED)


def _held(statement: Select[Any]) -> dict[Hold, Prepared]:
    """To lock a plan's rights, its row is locked (decision 0009)."""
    return {
        Hold.NOTHING: Prepared(statement),
        Hold.CHANGES: Prepared(statement.with_for_update(of=plans, read=True)),
        Hold.READERS: Prepared(statement.with_for_update(of=plans, key_share=True)),
    }


MINE = _held(PLANS.where(THIS_PLAN, plans.c.id.in_(_OF_PERSON)))
MINE_AT = _held(
    PLANS.where(plans.c.id.in_(_OF_PERSON))
    .order_by(func.coalesce(plans.c.id == _PLAN_OF_PART, False).desc(), plans.c.created_at, plans.c.id)
    .limit(1)
)
PARTICIPANTS = (
    select(participants, persons.c.name)
    .join(persons, persons.c.id == participants.c.person_id)
    .order_by(participants.c.id)
)
TAKES_PART = Prepared(
    select(participants.c.id).where(participants.c.person_id == bindparam("person"), NOT_ENDED).limit(1)
)
TAKING_PART = Prepared(PARTICIPANTS.where(participants.c.plan_id == bindparam("plan")))
PARTS = Prepared(
    select(parts).where(parts.c.plan_id == bindparam("plan")).order_by(parts.c.position, parts.c.id)
)
VERSIONS = Among(select(plans.c.id, plans.c.access_version), plans.c.id)
TITLES = (
    select(
        parts.c.plan_id,
        func.aggregate_strings(parts.c.id + " " + parts.c.title, BETWEEN_TITLES).label("titles"),
    )
    .where(parts.c.plan_id.in_(bindparam("wanted", expanding=True)))
    .group_by(parts.c.plan_id)
)
"""The separator is rendered into the statement only when it is run, so it cannot be ``Prepared``."""


def as_plan(row: Row[Any]) -> Plan:
    return Plan(
        row.id,
        row.owner_id,
        row.owner_name,
        row.access_version,
        row.created_at,
        row.creators_bound_after,
        row.ended_at,
        row.next_revision,
        row.protected,
    )


def as_participant(row: Row[Any]) -> Participant:
    return Participant(
        id=row.id,
        plan=row.plan_id,
        person=row.person_id,
        name=row.name,
        role=Role(row.role),
        organisation=row.organisation,
        until=row.until,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        ending=row.ending or "",
        organisation_number=row.organisation_number,
    )


def active(now: datetime) -> ColumnElement[bool]:
    """``Participant.active``, of rows of ``participants``."""
    return and_(NOT_ENDED, or_(participants.c.until.is_(None), participants.c.until > now))


def as_parts(rows: Sequence[Row[Any]]) -> dict[PartId, Part]:
    return {
        row.id: Part(
            id=row.id,
            plan=row.plan_id,
            kind=Kind(row.kind),
            title=row.title,
            area=None if row.area is None else Area(row.area),
            responsible=row.responsible_id,
            position=row.position,
            created_by=row.created_by,
            created_after=row.created_after,
            apart=None if row.apart is None else Apart(row.apart),
            put_away_at=row.put_away_at,
            put_away_by=row.put_away_by,
        )
        for row in rows
    }
