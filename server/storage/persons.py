"""Persons, as several capabilities need them inside one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from server.domain.plan import PersonId

from .database.locks import alone
from .metadata import persons

ENROLLING = "enrolling"
"""Held by whoever looks for persons or plans in order to add those that are missing."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can log in. ``locale`` is ``nb`` or ``en``; ``demo_key`` is set on demo persons only.

    ``coordinating_unit``: takes part in no plan and sees counts and coordinators' names of all.
    """

    id: PersonId
    name: str
    locale: str = "nb"
    demo_key: str | None = None
    organisation: str = ""
    coordinating_unit: bool = False


def enrol(connection: Connection, people: Iterable[Person]) -> None:
    """Make these persons known; those who already are stay as they are."""
    alone(connection, ENROLLING)
    wanted = {person.id: person for person in people}
    known = set(connection.scalars(select(persons.c.id).where(persons.c.id.in_(wanted))))
    rows = [_as_row(person) for person in wanted.values() if person.id not in known]
    if rows:
        connection.execute(insert(persons), rows)


def _as_row(person: Person) -> dict[str, object]:
    return {
        "id": person.id,
        "name": person.name,
        "locale": person.locale,
        "demo_key": person.demo_key,
        "organisation": person.organisation,
        "coordinating_unit": person.coordinating_unit,
    }
