"""Which key hashes identity numbers in this database, so that its loss or change is noticed at the start.

Under another key nobody's number is found: everybody who logs in would be somebody new, without their plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, select, update

from server.domain.audit import ABSENT, Absent, Details, Event
from server.domain.identity.keys import IdentityKeys
from server.domain.plan import SERVER
from server.storage import ledger
from server.storage.database.locks import lock_names
from server.storage.database.statements import upsert
from server.storage.metadata import identity_keys, persons

HASHING = "identity key"
"""The lock of a transaction that hashes under the newest key, or names another one."""


class WrongIdentityKey(Exception):
    """Not the key that this database's identity numbers are hashed under; says what to do."""


class KeyReplaced(Exception):
    """Another process has begun with a newer key: this one must be started anew with it."""


@dataclass(frozen=True, slots=True)
class NumbersForgotten(Details):
    """``persons``: how many are known by their log-ins alone from now on. ``kept``: the names of the keys
    whose hashes stay, with spaces between.
    """

    action = "identity-numbers-forgotten"
    persons: int
    kept: str | Absent = ABSENT


def begin(connection: Connection, keys: IdentityKeys | None, now: datetime) -> None:
    """Check, and from now on hash under ``keys.current``. Raises ``WrongIdentityKey``."""
    lock_names(connection, HASHING)
    check(connection, keys)
    if keys is not None and newest(connection) != keys.current.name:
        _begin_with(connection, keys.current.name, now)


def check(connection: Connection, keys: IdentityKeys | None) -> None:
    """Raises ``WrongIdentityKey`` unless these are the keys that numbers are hashed under here."""
    name = newest(connection)
    if name is None:
        return
    if keys is None:
        raise WrongIdentityKey("is not set, and this database's identity numbers are hashed under it")
    known = {key.name for key in keys.each}
    if name not in known:
        raise WrongIdentityKey(
            "is not the key that this database's identity numbers are hashed under: set that one,"
            " or to change it the new one, a comma and that one (if it is lost: `samplan forget-numbers`)"
        )
    left = connection.execute(select(func.count()).where(_under_others(keys))).scalar_one()
    if left:
        raise WrongIdentityKey(
            f"{left} identity numbers are hashed under the key before: set it again after a comma,"
            " or forget these numbers with `samplan forget-numbers`"
        )


def require_newest(connection: Connection, keys: IdentityKeys) -> None:
    """Hold the key for this transaction. Raises ``KeyReplaced`` if it is another one by now."""
    lock_names(connection, HASHING)
    if newest(connection) != keys.current.name:
        raise KeyReplaced


def forget(connection: Connection, keys: IdentityKeys, now: datetime) -> int:
    """Forget every number that is hashed under another key than these, and begin with the current one.

    Returns how many there were. Those persons are known by issuer and subject alone, until a log-in from
    there says the number once more.
    """
    lock_names(connection, HASHING)
    forgotten = update(persons).where(_under_others(keys)).values(identity_hash=None, identity_key=None)
    count = connection.execute(forgotten).rowcount
    _begin_with(connection, keys.current.name, now)
    kept = " ".join(key.name for key in keys.each)
    ledger.append(connection, [Event.of(NumbersForgotten(count, kept), now, SERVER)])
    return count


def newest(connection: Connection) -> str | None:
    """The name of the key that hashes; ``None`` before there was one."""
    latest = select(identity_keys.c.name).order_by(identity_keys.c.since.desc(), identity_keys.c.name)
    found: str | None = connection.execute(latest.limit(1)).scalar_one_or_none()
    return found


def _under_others(keys: IdentityKeys) -> ColumnElement[bool]:
    return persons.c.identity_key.not_in([key.name for key in keys.each])


def _begin_with(connection: Connection, name: str, now: datetime) -> None:
    latest = connection.execute(select(func.max(identity_keys.c.since))).scalar_one()
    since = now if latest is None else max(now, latest + timedelta(microseconds=1))  # whatever clock it had
    row = upsert(connection, identity_keys).values(name=name, since=since)
    connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"since": since}))
