"""Persons who can log in, and their sessions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, insert, select, update

from server.domain.audit import Event
from server.domain.plan import SERVER, PersonId
from server.storage import ledger
from server.storage.database.database import Database
from server.storage.database.statements import Among
from server.storage.metadata import persons, sessions
from server.storage.persons import Person
from server.storage.rights import may_be_an_id

MOST_SESSIONS = 1_000
"""Of one person: more than their sockets in several processes, each in a session of its own."""


@dataclass(frozen=True, slots=True)
class Session:
    """A login that has not ended. The token itself is never stored, only its hash."""

    person: Person
    csrf_token: str
    expires_at: datetime


class People:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def person(self, person: PersonId) -> Person | None:
        return await self._one(persons.c.id == person)

    async def person_by_demo_key(self, key: str) -> Person | None:
        return await self._one(persons.c.demo_key == key) if may_be_an_id(key) else None

    async def demo_people(self) -> list[Person]:
        """All persons with a demo key, ordered by it."""
        chosen = select(persons).where(persons.c.demo_key.is_not(None)).order_by(persons.c.demo_key)
        return await self._database.read(lambda connection: [*map(_as_person, connection.execute(chosen))])

    async def has_real_people(self) -> bool:
        """Whether anybody is enrolled without a demo key."""
        real = select(persons.c.id).where(persons.c.demo_key.is_(None), persons.c.id != SERVER).limit(1)
        return await self._database.read(lambda connection: connection.scalar(real) is not None)

    async def set_locale(self, person: PersonId, locale: str) -> None:
        changed = update(persons).where(persons.c.id == person).values(locale=locale)
        await self._database.write(lambda connection: connection.execute(changed) and None)

    async def open_session(
        self,
        person: PersonId,
        token_hash: bytes,
        csrf: str,
        at: datetime,
        expires_at: datetime,
        event: Event | None = None,
    ) -> list[bytes]:
        """Begin a session, logging ``event`` in the same transaction; the token hashes of those it ended.

        Expired sessions are deleted, and of the person's others the oldest ones beyond ``MOST_SESSIONS``.
        """

        def work(connection: Connection) -> list[bytes]:
            ledger.append(connection, [event] if event else [])  # first: who logs in meanwhile waits here
            connection.execute(delete(sessions).where(sessions.c.token_hash.in_(_over(at))))
            oldest = delete(sessions).where(sessions.c.token_hash.in_(_beyond(person)))
            ended = connection.execute(oldest.returning(sessions.c.token_hash)).scalars().all()
            connection.execute(
                insert(sessions).values(
                    token_hash=token_hash,
                    person_id=person,
                    csrf_token=csrf,
                    opened_at=at,
                    expires_at=expires_at,
                )
            )
            return [bytes(each) for each in ended]

        return await self._database.write(work)

    async def session(self, token_hash: bytes, now: datetime) -> Session | None:
        """The session of that token, unless it has ended or expired at ``now``."""
        return (await self.sessions([token_hash], now)).get(token_hash)

    async def sessions(self, token_hashes: Collection[bytes], now: datetime) -> Mapping[bytes, Session]:
        """The sessions of those tokens, except those that have ended or expired at ``now``."""
        wanted = list(token_hashes)

        def work(connection: Connection) -> dict[bytes, Session]:
            found = SESSIONS.rows(connection, wanted, now=now)
            return {row.token_hash: Session(_as_person(row), row.csrf_token, row.expires_at) for row in found}

        return await self._database.read(work)

    async def rehearse(self, now: datetime) -> None:
        """Warm-up: each size of a look-up is a statement of its own."""
        for size in SESSIONS.sizes:
            await self.sessions([bytes([number]) for number in range(size)], now)

    async def sessions_over(self, token_hashes: Collection[bytes], now: datetime) -> set[bytes]:
        """Those of ``token_hashes`` whose session has ended or expired at ``now``."""
        wanted = list(token_hashes)

        def work(connection: Connection) -> set[bytes]:
            going_on = GOING_ON.rows(connection, wanted, now=now)
            return set(wanted).difference(row.token_hash for row in going_on)

        return await self._database.read(work)

    async def end_session(self, token_hash: bytes, event: Event | None = None) -> None:
        """End it; ``event`` is logged only if there was a session to end."""

        def work(connection: Connection) -> None:
            ended = connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash))
            ledger.append(connection, [event] if event and ended.rowcount else [])

        await self._database.write(work)

    async def _one(self, condition: Any) -> Person | None:
        def work(connection: Connection) -> Person | None:
            row = connection.execute(select(persons).where(condition)).one_or_none()
            return None if row is None else _as_person(row)

        return await self._database.read(work)


SESSIONS = Among(
    select(sessions.c.token_hash, sessions.c.csrf_token, sessions.c.expires_at, persons)
    .join(persons, persons.c.id == sessions.c.person_id)
    .where(sessions.c.expires_at > bindparam("now")),
    sessions.c.token_hash,
)
GOING_ON = Among(
    select(sessions.c.token_hash).where(sessions.c.expires_at > bindparam("now")), sessions.c.token_hash
)


def _over(at: datetime) -> Select[Any]:
    """Expired sessions, except those that another transaction is deleting already."""
    ended = select(sessions.c.token_hash).where(sessions.c.expires_at <= at)
    return ended.with_for_update(skip_locked=True)


def _beyond(person: PersonId) -> Select[Any]:
    """The oldest of the person's sessions, so that one more may begin."""
    theirs = select(sessions.c.token_hash).where(sessions.c.person_id == person)
    newest_first = theirs.order_by(sessions.c.opened_at.desc()).offset(MOST_SESSIONS - 1)
    # In a query of its own, because PostgreSQL locks what OFFSET leaves out as well.
    oldest = select(sessions.c.token_hash).where(sessions.c.token_hash.in_(newest_first))
    return oldest.with_for_update(skip_locked=True)


def _as_person(row: Row[Any]) -> Person:
    return Person(row.id, row.name, row.locale, row.demo_key, row.organisation, row.coordinating_unit)
