"""How people want to be told, and whose address is protected, inside the transaction that asks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from server.domain.cases.case_transitions import OwnerDied
from server.domain.cases.vocabulary import CaseId, CaseStatus
from server.domain.messages.contact import ContactChannel, PersonContact
from server.domain.messages.message import Message
from server.domain.plan import PersonId, Role
from server.storage.cases.about import represented
from server.storage.cases.tables import case_records, cases
from server.storage.database.statements import upsert
from server.storage.metadata import participants, plans

from .tables import contacts


def contact_of(connection: Connection, person: PersonId) -> PersonContact:
    row = connection.execute(select(contacts).where(contacts.c.person_id == person)).one_or_none()
    return PersonContact() if row is None else PersonContact(ContactChannel(row.channel), row.address)


def keep_contact(connection: Connection, person: PersonId, contact: PersonContact, at: datetime) -> None:
    values = {"channel": contact.channel, "address": contact.address, "changed_at": at}
    new = upsert(connection, contacts).values(person_id=person, **values)
    connection.execute(new.on_conflict_do_update(index_elements=[contacts.c.person_id], set_=values))


def protected_case(connection: Connection, message: Message) -> CaseId | None:
    """By which its recipient's address may be protected (kode 6/7): they are, or may live with, whom it is
    about.
    """
    return _first(connection, or_(_theirs(message.person), _close_to(message.person)))


def has_protected_case(connection: Connection, person: PersonId) -> bool:
    return _first(connection, _theirs(person)) is not None


def has_died(connection: Connection, person: PersonId) -> bool:
    """As a unit has written down, in a case that nobody has reported anew since."""
    died = case_records.c.case_id == cases.c.id, case_records.c.action == OwnerDied.action
    closed = cases.c.owner_id == person, cases.c.status == CaseStatus.CLOSED.value
    wanted = select(cases.c.id).where(*closed, exists().where(*died)).limit(1)
    return connection.scalar(wanted) is not None


def _theirs(person: PersonId) -> ColumnElement[bool]:
    """About them, or about whom they act for, as a parent for a child that nobody logs in as."""
    return or_(cases.c.owner_id == person, cases.c.id.in_(represented(person)))


def _close_to(person: PersonId) -> ColumnElement[bool]:
    """In whose owner's plan they are as a parent or another who is close; also once they are not any more,
    since a child stays at its address."""
    plans_of = select(plans.c.owner_id).join(participants, participants.c.plan_id == plans.c.id)
    return cases.c.owner_id.in_(
        plans_of.where(participants.c.person_id == person, participants.c.role.in_(CLOSE))
    )


def _first(connection: Connection, which: ColumnElement[bool]) -> CaseId | None:
    wanted = select(cases.c.id).where(which, cases.c.protected).order_by(cases.c.id).limit(1)
    return connection.scalar(wanted)


CLOSE = (Role.REPRESENTATIVE, Role.RELATIVE)
