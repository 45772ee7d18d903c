"""Whose login turns out to be that of somebody whom others entered (decision 0063)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, func, select, update

from server.domain.audit import ABSENT, Absent, Details, Event
from server.domain.errors import NotNow
from server.domain.identity.bindings import NumberBinding, SubjectBinding
from server.domain.plan import SERVER, PersonId
from server.storage import ledger
from server.storage.cases.tables import case_records, case_representatives, cases
from server.storage.complaints.tables import complaint_helpers, complaint_records, complaints
from server.storage.database.locks import lock_names
from server.storage.database.told import may_be_an_id
from server.storage.metadata import identities, participants, persons, sessions
from server.storage.municipality.directory import coordinators
from server.storage.municipality.tables import unit_rights
from server.storage.persons import ENROLLING
from server.storage.plan.assisted import login_begins

LOGIN_MOVED = "login-moved"


@dataclass(frozen=True, slots=True)
class LoginMoved(Details):
    """What a provider means by ``identity`` is this person from now on, and was ``other``, who has no login
    any more. ``number``: the fingerprint of the identity number's hash, where it is theirs now too."""

    action = "login-moved"
    other: PersonId
    identity: str
    digest: str
    number: str | Absent = field(default=ABSENT, kw_only=True)


def has_no_login(connection: Connection, person: PersonId) -> bool:
    """Whether nobody can log in as them: others entered them."""
    unknown = persons.c.identity_hash.is_(None), persons.c.demo_key.is_(None)
    means = exists().where(identities.c.person_id == persons.c.id)
    found = select(persons.c.id).where(persons.c.id == person, *unknown, ~means)
    return connection.execute(found).first() is not None


def hold_login(connection: Connection, person: PersonId) -> None:
    """It is not moved before the transaction ends: asked where somebody may get their first row of ``USED``
    by what they do. Raises ``NotNow`` where it was since the request began: whoever sent it is somebody else
    by now, and nobody would have what they did."""
    lock_names(connection, ENROLLING)
    if has_no_login(connection, person):
        raise NotNow(LOGIN_MOVED)


def hold_logins(connection: Connection) -> None:
    """None is moved before the transaction ends: asked where somebody may get their first row of ``USED`` by
    what others do, before they are asked after (``is_somebody``)."""
    lock_names(connection, ENROLLING)


def is_somebody(connection: Connection, person: PersonId) -> bool:
    """Not who was left behind as their login was moved: nobody is that, and whatever they get, nobody has."""
    if not may_be_an_id(person) or person == SERVER:
        return False
    if connection.scalar(select(persons.c.id).where(persons.c.id == person)) is None:
        return False
    return not has_no_login(connection, person) or is_named(connection, person)


def is_named(connection: Connection, person: PersonId) -> bool:
    """Whether a row of ``USED`` is about them, or by them."""
    named = (select(column).where(column == person).limit(1) for column in USED)
    return any(connection.execute(each).first() is not None for each in named)


def has_only_logged_in(connection: Connection, person: PersonId) -> bool:
    """Whether nothing here is about them, or by them, but logins at providers; not where those were moved."""
    means = select(identities.c.person_id).where(identities.c.person_id == person).limit(1)
    if connection.execute(means).first() is None:
        return False
    demo = select(persons.c.id).where(persons.c.id == person, persons.c.demo_key.is_not(None))
    return connection.execute(demo).first() is None and not is_named(connection, person)


USED: tuple[ColumnElement[PersonId], ...] = (
    participants.c.person_id,
    cases.c.owner_id,
    cases.c.coordinator_id,
    cases.c.outgoing_id,
    cases.c.substitute_id,
    case_representatives.c.person_id,
    complaints.c.owner_id,
    complaints.c.representative_id,
    complaint_helpers.c.person_id,
    coordinators.c.person_id,
    unit_rights.c.person_id,
    case_records.c.person_id,
    complaint_records.c.person_id,
)
"""Rows of participations, rights and records stay for good: whoever did anything by them stays somebody. The
others come and go."""


def move_login(connection: Connection, of: PersonId, to: PersonId, at: datetime) -> None:
    """Whoever logged in as ``of`` is ``to``, also in the sessions that they have open.

    What a provider called them is asked anew at the next login: ``to`` was named by others. Whoever calls
    this has locked ``ENROLLING`` before they asked who has a login.
    """
    number = connection.execute(select(persons).where(persons.c.id == of)).one()
    theirs = identities.c.person_id == of
    meant = connection.execute(
        select(identities).where(theirs).order_by(identities.c.issuer, identities.c.subject)
    )
    bound = [SubjectBinding(row.issuer, row.subject, to, at) for row in meant]
    moved = [LoginMoved(of, each.name, each.fingerprint) for each in bound]
    connection.execute(update(identities).where(theirs).values(person_id=to, since=at, name=None))
    if number.identity_hash is not None:
        hashed = NumberBinding(to, bytes(number.identity_hash), number.identity_key or "")
        moved[-1] = LoginMoved(of, bound[-1].name, bound[-1].fingerprint, number=hashed.fingerprint)
        _change(connection, of, identity_hash=None, identity_key=None)
        _change(connection, to, identity_hash=hashed.hashed, identity_key=hashed.key_name)
    _change(connection, to, birth_date=func.coalesce(persons.c.birth_date, number.birth_date))
    ledger.append(connection, [Event.of(each, at, to) for each in moved])
    connection.execute(update(sessions).where(sessions.c.person_id == of).values(person_id=to))
    login_begins(connection, to, (), at)


def _change(connection: Connection, person: PersonId, **values: object) -> None:
    connection.execute(update(persons).where(persons.c.id == person).values(**values))
