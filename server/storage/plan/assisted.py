"""Assisted sessions in the database, each step with its entry in the plan's chain (decision 0050)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    LargeBinary,
    Row,
    Table,
    Text,
    insert,
    select,
    update,
)

from server.domain.audit import Details, Event
from server.domain.errors import NotNow
from server.domain.identity.principal import Principal
from server.domain.on_behalf.assisting import AssistedEnd, AssistedSession
from server.domain.plan import PersonId
from server.storage import ledger
from server.storage.database.schema import Moment
from server.storage.metadata import metadata, plans

OVER = "assisted-over"
"""Says to programs why nothing was done: it never ran for who asks, or does no more."""

assisted_sessions = Table(
    "assisted_sessions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("plan_id", ForeignKey("plans.id"), nullable=False, index=True),
    Column("begun_by", ForeignKey("persons.id"), nullable=False),
    Column("begun_as", ForeignKey("participants.id"), nullable=False),
    # The key of a session, which is deleted when that ends.
    Column("login", LargeBinary, nullable=False, index=True),
    Column("begun_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("text", Text, nullable=False),
    # Set together.
    Column("ended_at", Moment),
    Column("ending", Text),
    Column("read_at", Moment),
)
SAME = ("id", "begun_by", "begun_as", "login", "begun_at", "ends_at", "text", "ended_at", "ending", "read_at")
"""Columns that are called as the fields are."""


@dataclass(frozen=True, slots=True)
class AssistedBegun(Details):
    """``session``: whose row this is of; ``digest``: the fingerprint of it from now on."""

    action = "assisted-begun"
    session: str
    digest: str

    @classmethod
    def of(cls, session: AssistedSession) -> Self:
        return cls(session.id, session.fingerprint)


@dataclass(frozen=True, slots=True)
class AssistedEnded(Details):
    """As ``AssistedBegun``. ``ending``: a token, of ``AssistedEnd``."""

    action = "assisted-ended"
    session: str
    digest: str
    ending: str

    @classmethod
    def of(cls, session: AssistedSession) -> Self:
        assert session.ending is not None
        return cls(session.id, session.fingerprint, session.ending.value)


@dataclass(frozen=True, slots=True)
class AssistedRead(Details):
    """As ``AssistedBegun``: the owner has read what was done in it."""

    action = "assisted-read"
    session: str
    digest: str

    @classmethod
    def of(cls, session: AssistedSession) -> Self:
        return cls(session.id, session.fingerprint)


def as_assisted(row: Row[Any]) -> AssistedSession:
    said = {name: getattr(row, name) for name in SAME}
    said["login"] = bytes(row.login)
    said["ending"] = None if row.ending is None else AssistedEnd(row.ending)
    return AssistedSession(plan=row.plan_id, **said)


def store_begun(connection: Connection, begun: AssistedSession, event: Event) -> None:
    said = {name: getattr(begun, name) for name in SAME}
    connection.execute(insert(assisted_sessions).values(plan_id=begun.plan, **said))
    ledger.append(connection, [event])


def store_steps(connection: Connection, changed: Collection[tuple[AssistedSession, Event]]) -> None:
    for session, _ in changed:
        said = {"ended_at": session.ended_at, "ending": session.ending, "read_at": session.read_at}
        connection.execute(update(assisted_sessions).where(assisted_sessions.c.id == session.id).values(said))
    ledger.append(connection, [event for _, event in changed])


def sessions_where(
    connection: Connection, *wanted: ColumnElement[bool], limit: int | None = None, held: bool = False
) -> list[AssistedSession]:
    """The newest first. ``held``: nobody ends them before this transaction does."""
    asked = select(assisted_sessions).where(*wanted)
    asked = asked.with_for_update(read=True) if held else asked
    newest = asked.order_by(assisted_sessions.c.begun_at.desc(), assisted_sessions.c.id).limit(limit)
    return [as_assisted(row) for row in connection.execute(newest)]


def running(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return assisted_sessions.c.ended_at.is_(None), assisted_sessions.c.ends_at > now


def session_asked(
    connection: Connection, principal: Principal, now: datetime, *, held: bool
) -> AssistedSession | None:
    """Which one ``principal`` says that it asks in; ``None``: in none.

    Raises ``NotNow`` unless it runs, and was begun by them, in this login.
    """
    asked = principal.assisting
    if asked is None:
        return None
    wanted = assisted_sessions.c.id == asked.session, assisted_sessions.c.login == asked.login
    theirs = assisted_sessions.c.begun_by == principal.person
    found = sessions_where(connection, *wanted, theirs, *running(now), held=held)
    if not found:
        raise NotNow(OVER)
    return found[0]


# -- what ends them -------------------------------------------------------------------------------


def end_of_logins(connection: Connection, logins: Collection[bytes], at: datetime) -> None:
    """Those begun in a login that is over."""
    if not logins:
        return
    theirs = assisted_sessions.c.login.in_(list(logins))
    _end(connection, sessions_where(connection, theirs, *running(at)), at, AssistedEnd.LOGGED_OUT)


def login_begins(connection: Connection, person: PersonId, over: Collection[bytes], at: datetime) -> None:
    """Nobody speaks for somebody who speaks for themselves. ``over``: logins that end with it."""
    end_of_logins(connection, over, at)
    own = select(plans.c.id).where(plans.c.owner_id == person)
    found = sessions_where(connection, assisted_sessions.c.plan_id.in_(own), *running(at))
    _end(connection, found, at, AssistedEnd.OWNER_LOGGED_IN, person)


def _end(
    connection: Connection,
    found: Collection[AssistedSession],
    at: datetime,
    ending: AssistedEnd,
    by: PersonId | None = None,
) -> None:
    over = [each.ended(at, ending) for each in found]
    store_steps(connection, [(each, _ended(each, by or each.begun_by)) for each in over])


def _ended(over: AssistedSession, by: PersonId) -> Event:
    assert over.ended_at is not None
    mine = over.begun_as if by == over.begun_by else None
    return Event.of(AssistedEnded.of(over), over.ended_at, by, over.plan, mine)
