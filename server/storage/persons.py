"""Persons, for the capabilities that need them inside their transactions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from server.domain.plan import PersonId

from .database.locks import lock_names
from .metadata import persons

ENROLLING = "enrolling"
"""The lock of a transaction that inserts the persons or plans it does not find."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can log in. ``locale`` is ``nb`` or ``en``; ``demo_key`` is set on demo persons only."""

    id: PersonId
    name: str
    locale: str = "nb"
    demo_key: str | None = None
    organisation: str = ""


def enrol(connection: Connection, people: Iterable[Person]) -> None:
    """Insert these persons; those that exist stay unchanged."""
    lock_names(connection, ENROLLING)
    wanted = {person.id: person for person in people}
    known = set(connection.scalars(select(persons.c.id).where(persons.c.id.in_(wanted))))
    rows = [_as_row(person) for person in wanted.values() if person.id not in known]
    if rows:
        connection.execute(insert(persons), rows)


def name_once(connection: Connection, person: PersonId, name: str) -> bool:
    """Whom no provider calls anything (ID-porten says no name) is called what was typed, until one does; a
    name is never replaced by it (decisions 0037 and 0061). Returns whether it was taken."""
    lock_names(connection, ENROLLING)  # nobody logs in with a name meanwhile
    nameless = update(persons).where(persons.c.id == person, persons.c.name == "")
    return connection.execute(nameless.values(name=name)).rowcount == 1


def _as_row(person: Person) -> dict[str, object]:
    return {
        "id": person.id,
        "name": person.name,
        "locale": person.locale,
        "demo_key": person.demo_key,
        "organisation": person.organisation,
    }
