"""Which complaints somebody has to do with, and whom they can make one for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from server.domain.audit import ONE_READING, chain_of_complaint
from server.domain.cases.records import day_of
from server.domain.cases.vocabulary import CaseId, CaseStatus
from server.domain.complaints.vocabulary import ComplaintId
from server.domain.plan import PersonId, Role
from server.domain.unit.rights import MunicipalityId
from server.storage.cases.about import represented
from server.storage.cases.records import stored_cases
from server.storage.cases.tables import cases
from server.storage.database.told import may_be_an_id
from server.storage.metadata import ledger as entries
from server.storage.metadata import participants, persons, plans
from server.storage.rights import active

from .tables import complaint_helpers, complaints

MOST_LISTED = 200


def complaints_of(person: PersonId) -> Any:
    helping = select(complaint_helpers.c.complaint_id).where(complaint_helpers.c.person_id == person)
    own = or_(
        complaints.c.owner_id == person,
        complaints.c.representative_id == person,
        complaints.c.id.in_(helping),
    )
    newest = complaints.c.created_at.desc(), complaints.c.id
    return select(complaints.c.id).where(own).order_by(*newest).limit(MOST_LISTED)


def complaints_sent_to(
    where: MunicipalityId, case: CaseId | None, after: tuple[date, str] | None, most: int
) -> Any:
    c = complaints.c
    found = select(c.id).where(c.municipality_id == where, c.to_unit, c.sent_on.is_not(None))
    if case is not None:
        found = found.where(c.case_id == case)
    if after is not None:
        day, last = after
        found = found.where(or_(c.sent_on > day, and_(c.sent_on == day, c.id > last)))
    return found.order_by(c.sent_on, c.id).limit(most)


def represented_by(
    connection: Connection, person: PersonId, roles: Collection[Role], now: datetime
) -> dict[PersonId, str]:
    """Whom this person takes part for, in a plan that has not ended, or acts for in a case, which may have no
    plan yet: within their mandate's time."""
    of_role = participants.c.role.in_([role.value for role in roles])
    found = (
        select(persons.c.id, persons.c.name)
        .join(plans, plans.c.owner_id == persons.c.id)
        .join(participants, participants.c.plan_id == plans.c.id)
        .where(participants.c.person_id == person, of_role, active(now), plans.c.ended_at.is_(None))
    )
    in_plans = {row.id: row.name for row in connection.execute(found)}
    return in_plans | names_of(connection, _acted_for(connection, person, day_of(now)) - in_plans.keys())


def _acted_for(connection: Connection, person: PersonId, today: date) -> set[PersonId | None]:
    """Whoever nobody has entered yet is nobody for whom one could complain."""
    living = cases.c.owner_id.is_not(None), cases.c.status != CaseStatus.MERGED.value
    wanted = select(cases.c.id).where(cases.c.id.in_(represented(person)), *living)
    found = stored_cases(connection, [CaseId(each) for each in connection.scalars(wanted)])
    acting = (each.case for each in found if each.case.representation.of(person, today))
    return {case.case.subject.person for case in acting}


def own_case(connection: Connection, where: MunicipalityId, owner: PersonId) -> CaseId | None:
    own = cases.c.owner_id == owner, cases.c.status != CaseStatus.MERGED.value
    wanted = select(cases.c.id).where(*own, cases.c.municipality_id == where)
    found = connection.scalar(wanted.order_by(cases.c.created_at.desc(), cases.c.id).limit(1))
    return None if found is None else CaseId(found)


def home_of(connection: Connection, person: PersonId) -> MunicipalityId:
    own = cases.c.owner_id == person, cases.c.status != CaseStatus.MERGED.value
    newest = select(cases.c.municipality_id).where(*own).order_by(cases.c.created_at.desc()).limit(1)
    return MunicipalityId(connection.scalar(newest) or "")


def birth_date(connection: Connection, person: PersonId) -> date | None:
    found: date | None = connection.scalar(select(persons.c.birth_date).where(persons.c.id == person))
    return found


def names_of(connection: Connection, people: Collection[PersonId | None]) -> dict[PersonId, str]:
    asked = {each for each in people if each is not None and may_be_an_id(each)}
    found = select(persons.c.id, persons.c.name).where(persons.c.id.in_(asked))
    return {row.id: row.name for row in connection.execute(found)}


def did_lately(
    connection: Connection, which: ComplaintId, person: PersonId, action: str, now: datetime
) -> bool:
    """Within the time that counts as one reading."""
    lately = select(entries.c.number).where(
        entries.c.chain == chain_of_complaint(which),
        entries.c.action == action,
        entries.c.person_id == person,
        entries.c.at > now - ONE_READING,
    )
    return connection.execute(lately.limit(1)).first() is not None
