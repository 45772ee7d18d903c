"""Whom identity providers mean: persons by issuer and subject, and by the hash of their identity number."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from server.domain.audit import Event
from server.domain.identity.bindings import NumberBinding, SubjectBinding
from server.domain.identity.keys import IdentityKeys
from server.domain.plan import PersonId
from server.storage import ledger
from server.storage.database.locks import lock_names
from server.storage.database.statements import upsert
from server.storage.metadata import identities, persons
from server.storage.persons import ENROLLING

from .keys import require_newest


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """``identity_hash``: of their identity number, ``None`` if nobody has told it."""

    id: PersonId
    name: str
    identity_hash: bytes | None
    birth_date: date | None


class IdentityBook:
    """Inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hold(self, keys: IdentityKeys) -> None:
        """Nobody else is enrolled, and numbers are hashed under ``keys``, until the transaction ends.

        Raises ``KeyReplaced``.
        """
        require_newest(self._connection, keys)
        lock_names(self._connection, ENROLLING)

    def by_number(self, hashes: Collection[bytes]) -> KnownPerson | None:
        """The person whose number has one of these hashes, the first one's before the others'."""
        found = {
            person.identity_hash: person for person in self._found(persons.c.identity_hash.in_(list(hashes)))
        }
        return next((found[each] for each in hashes if each in found), None)

    def by_subject(self, issuer: str, subject: str) -> KnownPerson | None:
        meant = select(identities.c.person_id).where(
            identities.c.issuer == issuer, identities.c.subject == subject
        )
        return next(iter(self._found(persons.c.id.in_(meant))), None)

    def add(self, person: PersonId, name: str) -> KnownPerson:
        added = {
            "id": person,
            "name": name,
            "locale": "nb",
            "organisation": "",
        }
        self._connection.execute(insert(persons).values(added))
        return KnownPerson(person, name, None, None)

    def set_number(self, number: NumberBinding) -> None:
        self._change(number.person, identity_hash=number.hashed, identity_key=number.key_name)

    def set_name(self, person: PersonId, name: str) -> None:
        self._change(person, name=name)

    def set_birth_date(self, person: PersonId, birth_date: date) -> None:
        self._change(person, birth_date=birth_date)

    def means(self, subject: SubjectBinding) -> None:
        """From now on it is this person."""
        row = upsert(self._connection, identities).values(
            issuer=subject.issuer, subject=subject.subject, person_id=subject.person, since=subject.since
        )
        changed = {"person_id": subject.person, "since": subject.since, "name": None}
        self._connection.execute(
            row.on_conflict_do_update(index_elements=["issuer", "subject"], set_=changed)
        )

    def log(self, events: Sequence[Event]) -> None:
        ledger.append(self._connection, events)

    def _change(self, person: PersonId, **values: object) -> None:
        self._connection.execute(update(persons).where(persons.c.id == person).values(**values))

    def _found(self, condition: ColumnElement[bool]) -> list[KnownPerson]:
        wanted = select(persons.c.id, persons.c.name, persons.c.identity_hash, persons.c.birth_date)
        return [*map(_as_known, self._connection.execute(wanted.where(condition)))]


def _as_known(row: Any) -> KnownPerson:
    hashed = None if row.identity_hash is None else bytes(row.identity_hash)
    return KnownPerson(row.id, row.name, hashed, row.birth_date)
