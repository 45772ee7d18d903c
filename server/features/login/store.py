"""Persons who can log in, and their sessions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from server.domain.audit import Event
from server.domain.plan import SERVER, PersonId, Role
from server.storage import ledger
from server.storage.database.database import Database
from server.storage.database.statements import Among, Prepared
from server.storage.database.told import may_be_an_id
from server.storage.metadata import Moment, persons, sessions
from server.storage.persons import Person
from server.storage.plan.assisted import end_of_logins, login_begins

MOST_SESSIONS = 1_000
"""Of one person: more than their sockets in several processes, each in a session of its own."""
EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Proof:
    """What a session was opened with, as the provider said it. ``device``: see ``device.py``."""

    provider: str = "demo"
    issuer: str | None = None
    subject: str | None = None
    sid: str | None = None
    level: str | None = None
    organisation_number: str | None = None
    organisation: str | None = None
    device: str | None = None


DEMO = Proof()


@dataclass(frozen=True, slots=True)
class Session:
    """A login that has not ended. The token itself is never stored, only its hash."""

    person: Person
    csrf_token: str
    expires_at: datetime
    last_seen_at: datetime
    provider: str = "demo"
    organisation_number: str | None = None
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A session as its person sees it."""

    token_hash: bytes
    opened_at: datetime
    last_seen_at: datetime
    proof: Proof


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
        proof: Proof = DEMO,
    ) -> list[bytes]:
        """Begin a session, logging ``event`` in the same transaction; the token hashes of those it ended.

        Expired sessions are deleted, and of the person's others the oldest ones beyond ``MOST_SESSIONS``.
        """

        def work(connection: Connection) -> list[bytes]:
            ledger.append(connection, [event] if event else [])  # first: who logs in meanwhile waits here
            connection.execute(delete(sessions).where(sessions.c.token_hash.in_(_over(at))))
            oldest = delete(sessions).where(sessions.c.token_hash.in_(_beyond(person)))
            ended = connection.execute(oldest.returning(sessions.c.token_hash)).scalars().all()
            login_begins(connection, person, ended, at)
            connection.execute(
                insert(sessions).values(
                    token_hash=token_hash,
                    person_id=person,
                    csrf_token=csrf,
                    opened_at=at,
                    expires_at=expires_at,
                    last_seen_at=at,
                    **asdict(proof),
                )
            )
            return [bytes(each) for each in ended]

        return await self._database.write(work)

    async def session(self, token_hash: bytes, now: datetime, seen_after: datetime = EVER) -> Session | None:
        """The session of that token, unless it has ended or expired at ``now``."""
        return (await self.sessions([token_hash], now, seen_after)).get(token_hash)

    async def sessions(
        self, token_hashes: Collection[bytes], now: datetime, seen_after: datetime = EVER
    ) -> Mapping[bytes, Session]:
        """The sessions of those tokens, except those that have ended, expired at ``now``, or whose person was
        not seen after ``seen_after``."""
        wanted = list(token_hashes)

        def work(connection: Connection) -> dict[bytes, Session]:
            found = SESSIONS.rows(connection, wanted, now=now, seen_after=seen_after)
            return {row.token_hash: _as_session(row) for row in found}

        return await self._database.read(work)

    async def sessions_of(self, person: PersonId, now: datetime, seen_after: datetime) -> list[OwnSession]:
        """Those of the person that have not ended, the newest first."""
        asked = {"person": person, "now": now, "seen_after": seen_after}
        return await self._database.read(lambda c: [*map(_as_own, THEIR_SESSIONS.rows(c, asked))])

    async def seen(self, moments: Mapping[bytes, datetime]) -> None:
        """The persons of these sessions were seen then, some of them in each transaction."""
        rows = [{"token": token, "at": at} for token, at in sorted(moments.items())]
        for start in range(0, len(rows), SEEN_AT_ONCE):
            some = rows[start : start + SEEN_AT_ONCE]
            await self._database.write(lambda connection, some=some: SEEN.run_many(connection, some))  # type: ignore[misc]

    async def rehearse(self, now: datetime) -> None:
        """Warm-up: each size of a look-up is a statement of its own."""
        for size in SESSIONS.sizes:
            await self.sessions([bytes([number]) for number in range(size)], now)

    async def sessions_over(
        self, token_hashes: Collection[bytes], now: datetime, seen_after: datetime = EVER
    ) -> set[bytes]:
        """Those of ``token_hashes`` that ``sessions`` does not find."""
        wanted = list(token_hashes)

        def work(connection: Connection) -> set[bytes]:
            going_on = GOING_ON.rows(connection, wanted, now=now, seen_after=seen_after)
            return set(wanted).difference(row.token_hash for row in going_on)

        return await self._database.read(work)

    async def end_session(self, token_hash: bytes, event: Event | None = None) -> None:
        """End it; ``event`` is logged only if there was a session to end."""
        await self._end(sessions.c.token_hash == token_hash, lambda _: [event] if event else [])

    async def end_sessions(
        self, person: PersonId, tokens: Collection[bytes] | None, event: Event
    ) -> list[bytes]:
        """End those of the person's sessions (``None``: all of them); the token hashes of those it ended."""
        theirs = sessions.c.person_id == person
        if tokens is not None:
            theirs = and_(theirs, sessions.c.token_hash.in_(list(tokens)))
        return await self._end(theirs, lambda _: [event])

    async def end_sessions_at(
        self,
        issuer: str,
        subject: str | None,
        sid: str | None,
        before: datetime,
        event: Callable[[PersonId], Event],
    ) -> list[bytes]:
        """End those that this provider vouched for, opened before ``before``; the hashes of their tokens.

        Those of ``sid`` alone, if it is said. ``event`` is logged for each of their persons.
        """
        theirs = sessions.c.sid == sid if sid is not None else sessions.c.subject == subject
        meant = and_(sessions.c.issuer == issuer, theirs, sessions.c.opened_at < before)
        return await self._end(meant, lambda persons: [event(person) for person in persons])

    async def _end(
        self, which: ColumnElement[bool], events: Callable[[Collection[PersonId]], list[Event]]
    ) -> list[bytes]:
        """``events`` of the persons whose sessions ended are logged, if there are any."""

        def work(connection: Connection) -> list[bytes]:
            ended = delete(sessions).where(which).returning(sessions.c.token_hash, sessions.c.person_id)
            rows = connection.execute(ended).all()
            persons, hashes = sorted({row.person_id for row in rows}), [bytes(r.token_hash) for r in rows]
            said = events(persons) if persons else []
            ledger.append(connection, said)
            if said:
                end_of_logins(connection, hashes, said[0].at)
            return hashes

        return await self._database.write(work)

    async def _one(self, condition: Any) -> Person | None:
        def work(connection: Connection) -> Person | None:
            row = connection.execute(select(persons).where(condition)).one_or_none()
            return None if row is None else _as_person(row)

        return await self._database.read(work)


SEEN_AT_ONCE = 200
"""Others that write wait for them: on SQLite there is one writer at a time."""
LAST_SEEN = func.coalesce(sessions.c.last_seen_at, sessions.c.opened_at)
GOES_ON = and_(sessions.c.expires_at > bindparam("now"), bindparam("seen_after", type_=Moment) < LAST_SEEN)
PERSON = [persons.c[name] for name in ("id", "name", "locale", "demo_key", "organisation")]
SESSIONS = Among(
    select(
        *[sessions.c[name] for name in ("token_hash", "csrf_token", "expires_at", "provider")],
        *[sessions.c[name] for name in ("organisation_number", "role")],
        LAST_SEEN.label("seen"),
        *PERSON,
    )
    .join(persons, persons.c.id == sessions.c.person_id)
    .where(GOES_ON),
    sessions.c.token_hash,
)
GOING_ON = Among(select(sessions.c.token_hash).where(GOES_ON), sessions.c.token_hash)
THEIR_SESSIONS = Prepared(
    select(sessions, LAST_SEEN.label("seen"))
    .where(sessions.c.person_id == bindparam("person"), GOES_ON)
    .order_by(sessions.c.opened_at.desc(), sessions.c.token_hash)
)
SEEN = Prepared(
    update(sessions)
    .where(sessions.c.token_hash == bindparam("token"), bindparam("at", type_=Moment) > LAST_SEEN)
    .values(last_seen_at=bindparam("at", type_=Moment))
)
PROVEN = tuple(each.name for each in fields(Proof))


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
    return Person(row.id, row.name, row.locale, row.demo_key, row.organisation)


def _as_session(row: Any) -> Session:
    role, number = None if row.role is None else Role(row.role), row.organisation_number
    return Session(_as_person(row), row.csrf_token, row.expires_at, row.seen, row.provider, number, role)


def _as_own(row: Any) -> OwnSession:
    proof = Proof(*[getattr(row, name) for name in PROVEN])
    return OwnSession(bytes(row.token_hash), row.opened_at, row.seen, proof)
