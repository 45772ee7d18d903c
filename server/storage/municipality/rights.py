"""Rights of persons in the units of municipalities, for what needs them inside its own transaction."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, insert, not_, select, update

from server.domain.audit import Event
from server.domain.errors import NotFound
from server.domain.plan import PersonId
from server.domain.unit.names import folded_name
from server.domain.unit.rights import COUNTING, HeldRight, MunicipalityId, UnitRight, UnitRightId
from server.storage import ledger
from server.storage.database.statements import Prepared
from server.storage.metadata import persons

from .tables import unit_rights

HELD = Prepared(
    select(unit_rights)
    .where(unit_rights.c.person_id == bindparam("person"), unit_rights.c.ended_at.is_(None))
    .order_by(unit_rights.c.municipality_id, unit_rights.c.right)
)
CARRIED_OVER = and_(
    unit_rights.c.given_by.is_(None),
    unit_rights.c.ended_at.is_(None),
    unit_rights.c.person_id.in_(select(persons.c.id).where(persons.c.coordinating_unit)),
)
WITNESSED = not_(CARRIED_OVER)
"""The rights that entries vouch for. The others follow from what is sealed about the person."""


def rights_of(connection: Connection, person: PersonId) -> list[HeldRight]:
    """All that ``person`` holds now, in any municipality."""
    return [as_held(row) for row in HELD.rows(connection, {"person": person})]


def rights_in(connection: Connection, person: PersonId, municipality: MunicipalityId) -> frozenset[UnitRight]:
    """Empty also for a municipality that does not exist, after the same single statement."""
    held = rights_of(connection, person)
    return frozenset(each.right for each in held if each.municipality == municipality)


def require_right(
    connection: Connection, person: PersonId, municipality: MunicipalityId, right: UnitRight
) -> None:
    """Raises ``NotFound``: without the right a municipality is as one that does not exist."""
    if right not in rights_in(connection, person, municipality):
        raise NotFound


def counted_for(connection: Connection, person: PersonId) -> Collection[MunicipalityId]:
    """The municipalities whose cases this person may see counted."""
    return {each.municipality for each in rights_of(connection, person) if each.right in COUNTING}


def handled_by(connection: Connection, person: PersonId) -> Collection[MunicipalityId]:
    """The municipalities whose cases this person handles."""
    held = rights_of(connection, person)
    return {each.municipality for each in held if each.right is UnitRight.CASE_HANDLER}


def holders(connection: Connection, municipality: MunicipalityId) -> list[HeldRight]:
    """Who holds a right there now, oldest first."""
    found = select(unit_rights).where(
        unit_rights.c.municipality_id == municipality, unit_rights.c.ended_at.is_(None)
    )
    rows = connection.execute(found.order_by(unit_rights.c.given_at, unit_rights.c.id))
    return [as_held(row) for row in rows]


def case_handlers(connection: Connection, municipality: MunicipalityId) -> list[PersonId]:
    held = holders(connection, municipality)
    return [each.person for each in held if each.right is UnitRight.CASE_HANDLER]


def leaders_in(connection: Connection, municipality: MunicipalityId) -> list[HeldRight]:
    """Who leads a service there now, oldest first."""
    return [each for each in holders(connection, municipality) if each.right is UnitRight.LEADER]


def give(connection: Connection, right: HeldRight, event: Event) -> bool:
    """Store a new right with its entry; ``False`` if the person holds it already."""
    if held_by(connection, right.person, right.municipality, right.right, right.workplace) is not None:
        return False
    ledger.append(connection, [event])
    connection.execute(
        insert(unit_rights).values(
            id=right.id,
            municipality_id=right.municipality,
            person_id=right.person,
            right=right.right,
            workplace=right.workplace,
            given_by=right.given_by,
            given_at=right.given_at,
        )
    )
    return True


def held_by(
    connection: Connection, person: PersonId, municipality: MunicipalityId, right: UnitRight, workplace: str
) -> HeldRight | None:
    """That which ``person`` holds now; nobody else gives or ends it meanwhile.

    ``workplace``: of a leader, however it is spelled; "" for the other rights.
    """
    ledger.hold(connection, ledger.NO_PLAN)
    found = (each for each in rights_of(connection, person) if each.municipality == municipality)
    place = folded_name(workplace)
    return next((each for each in found if (each.right, folded_name(each.workplace)) == (right, place)), None)


def end(connection: Connection, ended: HeldRight, event: Event) -> None:
    """Store the end of a right with its entry."""
    ledger.append(connection, [event])
    connection.execute(
        update(unit_rights)
        .where(unit_rights.c.id == ended.id)
        .values(ended_at=ended.ended_at, ended_by=ended.ended_by)
    )


def as_held(row: Row[Any]) -> HeldRight:
    return HeldRight(
        UnitRightId(row.id),
        MunicipalityId(row.municipality_id),
        PersonId(row.person_id),
        UnitRight(row.right),
        row.given_at,
        row.given_by,
        row.ended_at,
        row.ended_by,
        row.workplace,
    )
