"""Messages as those they are to read them, how they want to be told, and mails that a unit looks at first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, not_, or_, select, update

from server.catalogue import Catalogue
from server.domain import day_bounds
from server.domain.audit import Event
from server.domain.cases.messages import PROPOSED
from server.domain.cases.vocabulary import Actor
from server.domain.complaints.vocabulary import ComplaintId
from server.domain.errors import NotFound
from server.domain.messages.contact import PersonContact
from server.domain.messages.message import Mail, Message
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.ports.clock import Clock
from server.storage import ledger
from server.storage.cases.about import about, represented
from server.storage.cases.tables import cases
from server.storage.complaints.doors import actors
from server.storage.complaints.finding import represented_by
from server.storage.counts.day_counts import count_act, day_table
from server.storage.database.database import Database
from server.storage.database.told import may_be_an_id
from server.storage.messages.contacts import contact_of, has_protected_case, keep_contact
from server.storage.messages.outbox import as_message
from server.storage.messages.tables import messages
from server.storage.metadata import persons
from server.storage.municipality.records import municipality, own_catalogue
from server.storage.municipality.rights import rights_of

from .entries import ContactChanged, HeldMailChecked

PAGE = 50
UNREAD_AT_MOST = 100
CHANGES_A_DAY = 20
"""Of one person's contact."""

contact_days = day_table("contact_days")


@dataclass(frozen=True, slots=True)
class Sender:
    """``name`` and ``number``: "" where no municipality sends it."""

    name: str
    number: str
    catalogue: Catalogue


@dataclass(frozen=True, slots=True)
class ListedMessage:
    message: Message
    sender: Sender
    at: datetime
    read: bool
    mail: Mail
    to: str
    """The name of whom it is to; "" for an invitation."""
    seen_as: Actor | None
    """In what capacity the reader sees the case or the complaint; ``None``: in none, or not any more."""


class MessageStore:
    """``standard``: the catalogue of which a municipality's own is made."""

    def __init__(self, database: Database, clock: Clock, standard: Catalogue) -> None:
        self._database, self._clock, self._standard = database, clock, standard

    async def of(
        self, person: PersonId, before: tuple[datetime, str] | None
    ) -> tuple[int, Sequence[ListedMessage]]:
        """How many are unread, and a page and one more of them, newest first."""

        def work(connection: Connection) -> tuple[int, Sequence[ListedMessage]]:
            unread = select(messages.c.id).where(messages.c.person_id == person, messages.c.read_at.is_(None))
            counted = select(func.count()).select_from(unread.limit(UNREAD_AT_MOST).subquery())
            rows = connection.execute(_page(person, before)).all()
            return int(connection.execute(counted).scalar_one()), self._listed(connection, person, rows)

        return await self._database.read(work)

    async def mark(self, person: PersonId, which: str, *, read: bool) -> None:
        """Raises ``NotFound``: for a message to somebody else as for none."""
        mine = messages.c.id == which, messages.c.person_id == person
        at = self._clock() if read else None

        def work(connection: Connection) -> int:
            return connection.execute(update(messages).where(*mine).values(read_at=at)).rowcount

        if not may_be_an_id(which) or not await self._database.write(work):
            raise NotFound

    async def mark_all(self, person: PersonId) -> None:
        mine = messages.c.person_id == person, messages.c.read_at.is_(None)
        read = update(messages).where(*mine).values(read_at=self._clock())
        await self._database.write(lambda connection: connection.execute(read) and None)

    async def contact(self, person: PersonId) -> tuple[PersonContact, bool]:
        """And whether their address is protected."""
        return await self._database.read(
            lambda connection: (contact_of(connection, person), has_protected_case(connection, person))
        )

    async def change_contact(self, person: PersonId, contact: PersonContact) -> None:
        """Raises ``TooManyRequests``."""

        def work(connection: Connection) -> None:
            now = self._clock()
            day_bounds.require(count_act(connection, contact_days, person, now), CHANGES_A_DAY, now)
            keep_contact(connection, person, contact, now)
            ledger.append(connection, [Event.of(ContactChanged(contact.channel), now, person)])

        await self._database.write(work)

    async def held(self, person: PersonId) -> Sequence[ListedMessage]:
        """In the municipalities whose cases ``person`` handles, oldest first; a page at most."""

        def work(connection: Connection) -> Sequence[ListedMessage]:
            handled = _handled(connection, person)
            wanted = _of_stored().where(
                messages.c.mail == Mail.HELD,
                messages.c.municipality_id.in_(handled),
                *_of_others(connection, person),
            )
            page = wanted.order_by(messages.c.created_at, messages.c.id).limit(PAGE)
            return self._listed(connection, person, connection.execute(page).all())

        return await self._database.read(work)

    async def check(self, person: PersonId, which: str, *, send: bool) -> None:
        """Raises ``NotFound`` for what is not held where ``person`` handles cases, or is to themselves."""

        def work(connection: Connection) -> None:
            now, handled = self._clock(), _handled(connection, person)
            becomes = {"mail": Mail.WAITING, "due_at": now} if send else {"mail": Mail.NONE}
            held = (
                update(messages)
                .where(
                    messages.c.id == which,
                    messages.c.mail == Mail.HELD,
                    messages.c.municipality_id.in_(handled),
                    *_of_others(connection, person),
                )
                .values(checked_by=person, **becomes)
                .returning(messages.c.case_id)
            )
            found = connection.execute(held).one_or_none()
            if found is None:
                raise NotFound
            checked = HeldMailChecked(which, send)
            ledger.append(connection, [Event.of(checked, now, person, case=found.case_id)])

        if not may_be_an_id(which):
            raise NotFound
        await self._database.write(work)

    def _listed(self, connection: Connection, reader: PersonId, rows: Sequence[Any]) -> list[ListedMessage]:
        senders = {each: self._sender(connection, each) for each in {row.municipality_id for row in rows}}
        handled, acted_in = _handled(connection, reader), connection.scalars(represented(reader)).all()
        complained = self._complained(connection, reader, {row.complaint_id for row in rows} - {None})
        return [
            ListedMessage(
                as_message(row),
                senders[row.municipality_id],
                row.created_at,
                row.read_at is not None,
                Mail(row.mail),
                row.name or "",
                complained.get(row.complaint_id)
                if row.complaint_id is not None
                else _seen_as(row, reader, handled, acted_in),
            )
            for row in rows
        ]

    def _complained(
        self, connection: Connection, reader: PersonId, which: Collection[ComplaintId]
    ) -> dict[ComplaintId, Actor]:
        """As what the reader sees each of these complaints today: whom a message told of one may be out."""
        if not which:
            return {}
        acts_for = represented_by(connection, reader, self._clock())
        return actors(connection, reader, sorted(which), acts_for)

    def _sender(self, connection: Connection, which: str | None) -> Sender:
        found = None if which is None else municipality(connection, MunicipalityId(which))
        if found is None:
            return Sender("", "", self._standard)
        return Sender(found.name, found.number, own_catalogue(connection, found, self._standard))


def _of_others(connection: Connection, person: PersonId) -> tuple[ColumnElement[bool], ...]:
    """Of mails neither to ``person`` nor in a case that is about them."""
    theirs = select(cases.c.id).where(cases.c.id == messages.c.case_id, about(connection, person))
    return or_(messages.c.person_id.is_(None), messages.c.person_id != person), not_(
        theirs.correlate(messages).exists()
    )


def _of_stored() -> Any:
    return (
        select(messages, persons.c.name, cases.c.owner_id)
        .outerjoin(persons, persons.c.id == messages.c.person_id)
        .outerjoin(cases, cases.c.id == messages.c.case_id)
    )


def _seen_as(
    row: Any, reader: PersonId, handled: Collection[MunicipalityId], acted_in: Collection[str]
) -> Actor | None:
    if row.case_id is None:
        return None
    if row.owner_id == reader:
        return Actor.OWNER
    if row.text == PROPOSED:
        return Actor.LEADER
    if row.case_id in acted_in:
        return Actor.REPRESENTATIVE
    return Actor.CASE_HANDLER if row.municipality_id in handled else None


def _page(person: PersonId, before: tuple[datetime, str] | None) -> Any:
    wanted = _of_stored().where(messages.c.person_id == person)
    if before is not None:
        at, last = before
        older = and_(messages.c.created_at == at, messages.c.id < last)
        wanted = wanted.where(or_(messages.c.created_at < at, older))
    return wanted.order_by(messages.c.created_at.desc(), messages.c.id.desc()).limit(PAGE + 1)


def _handled(connection: Connection, person: PersonId) -> list[MunicipalityId]:
    held = rights_of(connection, person)
    return [each.municipality for each in held if each.right is UnitRight.CASE_HANDLER]
