"""Which complaints somebody has to do with, and whom they can make one for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from server.domain.audit import ONE_READING, chain_of_complaint
from server.domain.cases.records import day_of
from server.domain.cases.state import Case
from server.domain.cases.vocabulary import CaseId, CaseStatus
from server.domain.complaints.vocabulary import ComplaintId
from server.domain.plan import PersonId, Role
from server.domain.unit.rights import MunicipalityId
from server.storage.cases.about import about, represented
from server.storage.cases.records import StoredCase, stored_case, stored_cases
from server.storage.cases.tables import cases
from server.storage.database.told import may_be_an_id
from server.storage.metadata import ledger as entries
from server.storage.metadata import participants, persons, plans
from server.storage.rights import active

from .ownership import Ownership
from .tables import complaint_helpers, complaints

MOST_LISTED = 200
REPRESENTS = participants.c.role == Role.REPRESENTATIVE.value, participants.c.ended_at.is_(None)
"""Of who takes part in the plan of whom they may complain for, in their mandate's time (``active``)."""


def complains(person: PersonId) -> ColumnElement[bool]:
    """Whether a complaint is of ``person``, or made by them for another."""
    theirs = select(cases.c.id).where(cases.c.owner_id == person)
    return or_(
        complaints.c.owner_id == person,
        and_(complaints.c.owner_id.is_(None), complaints.c.case_id.in_(theirs)),
        complaints.c.representative_id == person,
    )


def complaints_of(person: PersonId) -> Any:
    helping = select(complaint_helpers.c.complaint_id).where(complaint_helpers.c.person_id == person)
    own = or_(complains(person), complaints.c.id.in_(helping))
    newest = complaints.c.created_at.desc(), complaints.c.id
    return select(complaints.c.id).where(own).order_by(*newest).limit(MOST_LISTED)


def complaints_sent_to(
    where: MunicipalityId,
    case: CaseId | None,
    after: tuple[date, str] | None,
    most: int,
    theirs: ColumnElement[bool],
) -> Any:
    """``theirs``: those in which whoever asks is of no unit."""
    c = complaints.c
    found = select(c.id).where(c.municipality_id == where, c.to_unit, c.sent_on.is_not(None), ~theirs)
    if case is not None:
        found = found.where(c.case_id == case)
    if after is not None:
        day, last = after
        found = found.where(or_(c.sent_on > day, and_(c.sent_on == day, c.id > last)))
    return found.order_by(c.sent_on, c.id).limit(most)


@dataclass(frozen=True, slots=True)
class ActsFor:
    """For whom somebody acts, and what they are called. ``unknown``: by their cases those whom nobody has
    entered."""

    people: Mapping[PersonId, str]
    unknown: Mapping[CaseId, str]

    def is_for(self, owner: PersonId | None, case: CaseId | None) -> bool:
        return case in self.unknown if owner is None else owner in self.people


def represents(connection: Connection, standing: Ownership, now: datetime) -> bool:
    """Whether whoever complains for the owner still acts for them."""
    person = standing.representative
    return person is not None and represented_by(connection, person, now).is_for(
        standing.owner, standing.case
    )


def represented_by(connection: Connection, person: PersonId, now: datetime) -> ActsFor:
    """Whom this person takes part for, in a plan that has not ended, or acts for in a case, which may have no
    plan yet: within their mandate's time."""
    found = (
        select(persons.c.id, persons.c.name)
        .join(plans, plans.c.owner_id == persons.c.id)
        .join(participants, participants.c.plan_id == plans.c.id)
        .where(participants.c.person_id == person, *REPRESENTS, active(now), plans.c.ended_at.is_(None))
    )
    in_plans = {row.id: row.name for row in connection.execute(found)}
    acted = [(each.id, each.case.subject) for each in _acted_in(connection, person, day_of(now))]
    known = {subject.person for _, subject in acted} - {None, *in_plans}
    unknown = {case: subject.name for case, subject in acted if subject.person is None}
    return ActsFor(in_plans | names_of(connection, known), unknown)


def _acted_in(connection: Connection, person: PersonId, today: date) -> list[Case]:
    living = cases.c.status != CaseStatus.MERGED.value
    wanted = select(cases.c.id).where(cases.c.id.in_(represented(person)), living)
    found = stored_cases(connection, [CaseId(each) for each in connection.scalars(wanted)])
    return [each.case for each in found if each.case.representation.of(person, today)]


def handled_case(
    connection: Connection, handler: PersonId, where: MunicipalityId, which: str
) -> StoredCase | None:
    """As ``living_case``, of those that the unit there handles: about neither ``handler`` nor whom they act
    for."""
    theirs = cases.c.municipality_id == where, ~about(connection, handler)
    return living_case(connection, CaseId(which), *theirs)


def living_case(connection: Connection, which: CaseId, *where: ColumnElement[bool]) -> StoredCase | None:
    """If it is one, and merged with none; nor is it until this transaction ends."""
    asked = which if may_be_an_id(which) else ""
    living = cases.c.id == asked, cases.c.status != CaseStatus.MERGED.value
    held = select(cases.c.id).where(*living, *where).with_for_update(read=True, of=cases)
    return None if connection.scalar(held) is None else stored_case(connection, which)


@dataclass(frozen=True, slots=True)
class Complainant:
    """Who a complaint is of, as they are known."""

    name: str
    born: date | None


def complainants(connection: Connection, standings: Collection[Ownership]) -> dict[Ownership, Complainant]:
    """Whom nobody has entered is as their case says."""
    known = {each.owner for each in standings if each.owner is not None}
    wanted = select(persons.c.id, persons.c.name, persons.c.birth_date).where(persons.c.id.in_(known))
    found: dict[str | None, Complainant] = {
        row.id: Complainant(row.name, row.birth_date) for row in connection.execute(wanted)
    }
    unknown = sorted({each.case for each in standings if each.owner is None and each.case is not None})
    for stored in stored_cases(connection, unknown):
        subject = stored.case.case.subject
        found[stored.case.id] = Complainant(subject.name, subject.born)
    return {each: found[each.owner or each.case] for each in standings}


def own_case(connection: Connection, where: MunicipalityId, owner: PersonId) -> CaseId | None:
    own = cases.c.owner_id == owner, cases.c.status != CaseStatus.MERGED.value
    wanted = select(cases.c.id).where(*own, cases.c.municipality_id == where)
    found = connection.scalar(wanted.order_by(cases.c.created_at.desc(), cases.c.id).limit(1))
    return None if found is None else CaseId(found)


def home_of(connection: Connection, person: PersonId) -> MunicipalityId:
    own = cases.c.owner_id == person, cases.c.status != CaseStatus.MERGED.value
    newest = select(cases.c.municipality_id).where(*own).order_by(cases.c.created_at.desc()).limit(1)
    return MunicipalityId(connection.scalar(newest) or "")


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
