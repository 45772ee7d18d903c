"""Plans, their parts, participants and decisions: everything rights follow from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, func, insert, or_, select, update

from server.domain.access import Decision, PlanAccess
from server.domain.audit import Event
from server.domain.plan import REPEATED_KINDS, Kind, Part, Participant, PartId, PersonId, Plan, PlanId, Role
from server.ports.log import Row
from server.storage.persons import ENROLLING, enrol

from . import ledger
from .database.database import Database
from .database.locks import alone
from .drafts import DecisionDraft, NewPart, NewPlan, PartChanges, PlanCounts
from .errors import AlreadyThere, NotInPlan
from .keys import Key, key_of
from .log.first_content import insert_first_content
from .metadata import decisions, participants, parts, persons, plans
from .rights import (
    PARTICIPANTS,
    PLANS,
    Allowed,
    access_versions,
    as_participant,
    as_plan,
    last_decision,
    plan_of,
    raise_version,
    read_access,
    read_access_to,
    require_access_to_change,
    require_plan_of,
    titles,
)


class Plans:
    """Is ``ports.AccessBook``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def plan_of(self, part: PartId) -> PlanId | None:
        return await self._database.read(lambda connection: plan_of(connection, part))

    async def some_part(self) -> PartId | None:
        """Any part, if there is one."""
        return await self._database.read(lambda connection: connection.scalar(select(parts.c.id).limit(1)))

    async def access(self, plan: PlanId) -> PlanAccess | None:
        """Everything rights in ``plan`` follow from, read in one transaction."""
        return await self._database.read(lambda connection: read_access(connection, plan))

    async def access_to(self, part: PartId) -> PlanAccess | None:
        """The same of the plan that ``part`` belongs to; ``None`` if there is no such part."""
        return await self._database.read(lambda connection: read_access_to(connection, part))

    async def access_versions(self, plans: Collection[PlanId]) -> Mapping[PlanId, int]:
        """The access version of each of ``plans`` as it is now."""
        wanted = list(plans)
        return await self._database.read(lambda connection: access_versions(connection, wanted))

    async def titles(self, plans: Collection[PlanId]) -> Mapping[PlanId, frozenset[str]]:
        """The titles of each plan's parts as they are now."""
        wanted = list(plans)
        return await self._database.read(lambda connection: titles(connection, wanted))

    async def plans_of(self, person: PersonId, now: datetime) -> list[tuple[Plan, Participant]]:
        """The plans ``person`` takes part in at ``now``, oldest first."""
        return await self._database.read(lambda connection: _plans_of(connection, person, now))

    async def overview(self, now: datetime) -> list[PlanCounts]:
        """One line per plan, oldest first, for the coordinating unit."""
        return await self._database.read(lambda connection: _overview(connection, now))

    async def found(self, new: NewPlan) -> bool:
        """Store a whole plan in one transaction; ``False`` if a plan of that id is already there.

        ``AlreadyThere``: the owner has another plan.
        """
        key = await key_of(self._database.keys, new.id)
        return await self._database.write(lambda connection: _found(connection, new, key))

    async def add_part(
        self, part: Part, row: Row, clients: Mapping[int, PersonId], event: Event, allowed: Allowed
    ) -> Part:
        """Add a part with its first content, last in the plan, committed at ``event.at``.

        ``position`` and ``created_after`` are decided here; returns the part as stored.
        ``NotInPlan``: no such plan, or its creator or responsible is not in it.
        ``AlreadyThere``: a second section of one kind.
        """
        key = await key_of(self._database.keys, part.plan)
        return await self._database.write(
            lambda connection: _add_part(connection, NewPart(part, row, clients), event, allowed, key)
        )

    async def change_part(self, part: PartId, changes: PartChanges, event: Event, allowed: Allowed) -> Part:
        """Returns the part as it then stands. ``NotInPlan``: no such part, or no such responsible."""
        return await self._database.write(
            lambda connection: _change_part(connection, part, changes, event, allowed)
        )

    async def sign(self, plan: PlanId, draft: DecisionDraft, event: Event, allowed: Allowed) -> Decision:
        """Append a decision under the plan's next number; updates admitted before it are refused.

        ``allowed`` checks the signer inside the transaction. The logged event gets ``decision``, the number.
        ``NotInPlan``: no such plan, or its participant or part is not in it.
        """
        return await self._database.write(lambda connection: _sign(connection, plan, draft, event, allowed))


def _plans_of(connection: Connection, person: PersonId, now: datetime) -> list[tuple[Plan, Participant]]:
    mine = PARTICIPANTS.where(
        participants.c.person_id == person,
        or_(participants.c.until.is_(None), participants.c.until > now),
    )
    places: dict[PlanId, Participant] = {}
    for place in map(as_participant, connection.execute(mine)):
        places.setdefault(place.plan, place)  # of two, the one that PlanAccess.participant_of finds
    found = PLANS.where(plans.c.id.in_(places)).order_by(plans.c.created_at, plans.c.id)
    return [(as_plan(row), places[row.id]) for row in connection.execute(found)]


def _overview(connection: Connection, now: datetime) -> list[PlanCounts]:
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
    return [PlanCounts(*row) for row in connection.execute(counted)]


def _found(connection: Connection, new: NewPlan, key: Key | None) -> bool:
    alone(connection, ENROLLING)
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
        _insert_part(connection, part, new.created_at, key)
    for number, draft in enumerate(new.decisions, start=1):
        _insert_decision(connection, new.id, _numbered(draft, number))
    ledger.append(connection, new.events)
    return True


def _add_part(connection: Connection, new: NewPart, event: Event, allowed: Allowed, key: Key | None) -> Part:
    access = require_access_to_change(connection, new.part.plan, allowed)
    _require_place(access, new.part)
    if new.part.kind not in REPEATED_KINDS and any(p.kind == new.part.kind for p in access.parts.values()):
        raise AlreadyThere(new.part.kind)
    part = replace(
        new.part,
        position=max((p.position for p in access.parts.values()), default=0) + 1,
        created_after=last_decision(connection, new.part.plan),
    )
    _insert_part(connection, NewPart(part, new.row, new.clients), event.at, key)
    raise_version(connection, part.plan)
    ledger.append(connection, [replace(event, part=part.id)])
    return part


def _change_part(
    connection: Connection, part: PartId, changes: PartChanges, event: Event, allowed: Allowed
) -> Part:
    plan = require_plan_of(connection, part)
    access = require_access_to_change(connection, plan, allowed)
    changed = replace(access.parts[part], **changes)
    _require_place(access, changed)
    if "position" in changes:
        # What stands there, and everything after it, makes room.
        behind = update(parts).where(parts.c.plan_id == plan, parts.c.position >= changed.position)
        connection.execute(behind.values(position=parts.c.position + 1))
    connection.execute(
        update(parts)
        .where(parts.c.id == part)
        .values(area=changed.area, responsible_id=changed.responsible, position=changed.position)
    )
    raise_version(connection, plan)
    ledger.append(connection, [event])
    return changed


def _sign(
    connection: Connection, plan: PlanId, draft: DecisionDraft, event: Event, allowed: Allowed
) -> Decision:
    access = require_access_to_change(connection, plan, allowed)
    if draft.participant not in access.participants:
        raise NotInPlan(draft.participant)
    if draft.part is not None and draft.part not in access.parts:
        raise NotInPlan(draft.part)
    decision = _numbered(draft, last_decision(connection, plan) + 1)
    _insert_decision(connection, plan, decision)
    raise_version(connection, plan)
    ledger.append(connection, [replace(event, details={**event.details, "decision": decision.number})])
    return decision


def _require_place(access: PlanAccess, part: Part) -> None:
    """Whoever made a part, and whoever is responsible for it, takes part in its plan."""
    for participant in (part.created_by, part.responsible):
        if participant is not None and participant not in access.participants:
            raise NotInPlan(participant)


def _numbered(draft: DecisionDraft, number: int) -> Decision:
    return Decision(
        number=number,
        participant=draft.participant,
        level=draft.level,
        signed_by=draft.signed_by,
        signed_at=draft.signed_at,
        part=draft.part,
        kind=draft.kind,
        until=draft.until,
        purpose=draft.purpose,
        text=draft.text,
    )


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


def _insert_part(connection: Connection, new: NewPart, at: datetime, key: Key | None) -> None:
    """The part and the first row of its log."""
    part = new.part
    connection.execute(
        insert(parts).values(
            id=part.id,
            plan_id=part.plan,
            kind=part.kind,
            title=part.title,
            area=part.area,
            responsible_id=part.responsible,
            position=part.position,
            created_by=part.created_by,
            created_after=part.created_after,
        )
    )
    insert_first_content(connection, part, new.row, new.clients, at, key)


def _insert_decision(connection: Connection, plan: PlanId, decision: Decision) -> None:
    connection.execute(
        insert(decisions).values(
            plan_id=plan,
            number=decision.number,
            participant_id=decision.participant,
            level=decision.level.token,
            signed_by=decision.signed_by,
            signed_at=decision.signed_at,
            part_id=decision.part,
            kind=decision.kind,
            until=decision.until,
            purpose=decision.purpose,
            text=decision.text,
        )
    )
