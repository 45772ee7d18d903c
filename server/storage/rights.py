"""Rights of one plan, read and changed inside somebody else's transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, update

from server.domain.access import Decision, Level, PlanAccess
from server.domain.plan import Area, Kind, Part, Participant, PartId, Plan, PlanId, Role

from .database.statements import Among, Prepared
from .errors import NotInPlan
from .metadata import decisions, participants, parts, persons, plans

Allowed = Callable[[PlanAccess], None]
"""Asked inside the transaction, with rights as they stand there; raises to refuse, and nothing is stored."""


def read_access(connection: Connection, plan: PlanId) -> PlanAccess | None:
    """Everything rights in ``plan`` follow from; ``None`` if there is no such plan."""
    return _access(connection, PLAN, {"plan": plan}) if may_be_an_id(plan) else None


def read_access_to(connection: Connection, part: PartId) -> PlanAccess | None:
    """The same of the plan that ``part`` belongs to."""
    return _access(connection, PLAN_OF_PART, {"part": part}) if may_be_an_id(part) else None


def _access(connection: Connection, chosen: Prepared, values: Mapping[str, str]) -> PlanAccess | None:
    row = chosen.row(connection, values)
    if row is None:
        return None
    plan = {"plan": row.id}
    return PlanAccess(
        plan=as_plan(row),
        participants={who.id: who for who in map(as_participant, TAKING_PART.rows(connection, plan))},
        parts={part.id: part for part in map(as_part, PARTS.rows(connection, plan))},
        decisions=tuple(map(as_decision, DECISIONS.rows(connection, plan))),
    )


def require_access(connection: Connection, plan: PlanId, allowed: Allowed) -> PlanAccess:
    """Rights after ``allowed`` has agreed to them; until this transaction ends, they do not change."""
    return _required(connection, plan, allowed, UNCHANGED)


def require_access_to_change(connection: Connection, plan: PlanId, allowed: Allowed) -> PlanAccess:
    """The same for whoever goes on to change rights: nobody else relies on them meanwhile."""
    return _required(connection, plan, allowed, CHANGING)


def _required(connection: Connection, plan: PlanId, allowed: Allowed, chosen: Prepared) -> PlanAccess:
    access = _access(connection, chosen, {"plan": plan}) if may_be_an_id(plan) else None
    if access is None:
        raise NotInPlan(plan)
    allowed(access)
    return access


def may_be_an_id(text: str) -> bool:
    """Strangers ask for what they like, and PostgreSQL cannot even compare a text with NUL in it."""
    return text.isascii() and "\x00" not in text


def plan_of(connection: Connection, part: PartId) -> PlanId | None:
    if not may_be_an_id(part):
        return None
    found: PlanId | None = connection.execute(
        select(parts.c.plan_id).where(parts.c.id == part)
    ).scalar_one_or_none()
    return found


def require_plan_of(connection: Connection, part: PartId) -> PlanId:
    plan = plan_of(connection, part)
    if plan is None:
        raise NotInPlan(part)
    return plan


def raise_version(connection: Connection, plan: PlanId) -> None:
    """Rights changed: every update admitted under the version before is refused from this commit on."""
    connection.execute(
        update(plans).where(plans.c.id == plan).values(access_version=plans.c.access_version + 1)
    )


PLANS_AT_ONCE = 1000
BETWEEN_TITLES = "\x1f"
"""Should one hold this itself, it only looks as if it had changed."""


def access_versions(connection: Connection, wanted: Sequence[PlanId]) -> dict[PlanId, int]:
    """The access version of each plan of ``wanted`` that exists."""
    return {row.id: row.access_version for row in VERSIONS.rows(connection, wanted)}


def titles(connection: Connection, wanted: Sequence[PlanId]) -> dict[PlanId, frozenset[str]]:
    """The titles of each plan of ``wanted`` that has parts, each behind its part's id.

    Put together by the database: a row for each part would take ten times as long.
    """
    found: dict[PlanId, frozenset[str]] = {}
    for start in range(0, len(wanted), PLANS_AT_ONCE):
        rows = connection.execute(TITLES, {"wanted": wanted[start : start + PLANS_AT_ONCE]})
        found |= {plan: frozenset(text.split(BETWEEN_TITLES)) for plan, text in rows}
    return found


def last_decision(connection: Connection, plan: PlanId) -> int:
    """The number of the plan's newest decision, 0 before the first."""
    newest = select(func.coalesce(func.max(decisions.c.number), 0)).where(decisions.c.plan_id == plan)
    return int(connection.execute(newest).scalar_one())


PLANS = select(plans, persons.c.name.label("owner_name")).join(persons, persons.c.id == plans.c.owner_id)
THIS_PLAN = plans.c.id == bindparam("plan")
PLAN = Prepared(PLANS.where(THIS_PLAN))
PLAN_OF_PART = Prepared(
    PLANS.where(
        plans.c.id == select(parts.c.plan_id).where(parts.c.id == bindparam("part")).scalar_subquery()
    )
)
UNCHANGED = Prepared(PLANS.where(THIS_PLAN).with_for_update(of=plans, read=True))
CHANGING = Prepared(PLANS.where(THIS_PLAN).with_for_update(of=plans, key_share=True))
"""The plan's row stands for its rights (decision 0009); SQLite has no row locks, and no need of them."""
PARTICIPANTS = (
    select(participants, persons.c.name)
    .join(persons, persons.c.id == participants.c.person_id)
    .order_by(participants.c.id)
)
TAKING_PART = Prepared(PARTICIPANTS.where(participants.c.plan_id == bindparam("plan")))
PARTS = Prepared(
    select(parts).where(parts.c.plan_id == bindparam("plan")).order_by(parts.c.position, parts.c.id)
)
DECISIONS = Prepared(
    select(decisions).where(decisions.c.plan_id == bindparam("plan")).order_by(decisions.c.number)
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
"""Its separator is written into the statement only when it is run, so it cannot be prepared."""


def as_plan(row: Row[Any]) -> Plan:
    return Plan(row.id, row.owner_id, row.owner_name, row.access_version, row.created_at)


def as_participant(row: Row[Any]) -> Participant:
    return Participant(
        row.id, row.plan_id, row.person_id, row.name, Role(row.role), row.organisation, row.until
    )


def as_part(row: Row[Any]) -> Part:
    return Part(
        id=row.id,
        plan=row.plan_id,
        kind=Kind(row.kind),
        title=row.title,
        area=None if row.area is None else Area(row.area),
        responsible=row.responsible_id,
        position=row.position,
        created_by=row.created_by,
        created_after=row.created_after,
    )


def as_decision(row: Row[Any]) -> Decision:
    return Decision(
        number=row.number,
        participant=row.participant_id,
        level=Level.of(row.level),
        signed_by=row.signed_by,
        signed_at=row.signed_at,
        part=row.part_id,
        kind=None if row.kind is None else Kind(row.kind),
        until=row.until,
        purpose=row.purpose,
        text=row.text,
    )
