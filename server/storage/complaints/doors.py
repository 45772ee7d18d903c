"""The one door to a complaint: as what somebody sees it, read in the transaction that lets them in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, false, func, or_, select

from server.domain.cases.vocabulary import Actor
from server.domain.complaints.vocabulary import ComplaintId
from server.domain.errors import NotFound
from server.domain.plan import PersonId
from server.domain.unit.rights import UnitRight
from server.storage.cases.about import about
from server.storage.cases.tables import cases
from server.storage.metadata import participants, plans
from server.storage.municipality.rights import rights_of

from .finding import REPRESENTS, ActsFor
from .tables import complaint_helpers, complaints, owner_by_now


@dataclass(frozen=True, slots=True)
class Door:
    """What of a complaint says who may see it. ``represents``: the representative still does. ``theirs``:
    whoever knocks is of no unit in it (``theirs`` below)."""

    owner: PersonId | None
    representative: PersonId | None
    represents: bool
    helpers: Collection[PersonId]
    at_unit: bool
    theirs: bool


def capacity(door: Door | None, person: PersonId, rights: Collection[UnitRight]) -> Actor:
    """Whose complaint it is acts as that, also where they work in the unit, and whoever acts for them
    answers none of theirs. Whoever would answer it helps no more, however they were named before.

    Raises ``NotFound`` for everybody else; for the unit too, until it has been sent there.
    """
    if door is None:
        raise NotFound
    if person == door.owner:
        return Actor.OWNER
    if person == door.representative and door.represents:
        return Actor.REPRESENTATIVE
    if UnitRight.CASE_HANDLER not in rights and person in door.helpers:
        return Actor.HELPER
    if door.at_unit and not door.theirs and UnitRight.CASE_HANDLER in rights:
        return Actor.CASE_HANDLER
    raise NotFound


def theirs(connection: Connection, person: PersonId) -> ColumnElement[bool]:
    """Whether ``person`` is of no unit in a complaint: it is theirs, or they made it, or act for whose it is
    in a case or a plan, as long as that was not ended; or its case is about their name and birthday."""
    c = complaints.c
    of_case, mine = select(cases.c.id), about(connection, person)
    of_owner = select(cases.c.owner_id).where(mine, cases.c.owner_id.is_not(None))
    in_plan = (
        select(plans.c.owner_id)
        .join(participants, participants.c.plan_id == plans.c.id)
        .where(participants.c.person_id == person, *REPRESENTS)
    )
    found = or_(
        owner_by_now == person,
        c.representative_id == person,
        c.case_id.in_(of_case.where(mine)),
        owner_by_now.in_(of_owner),
        owner_by_now.in_(in_plan),
    )
    return func.coalesce(found, false())


def actors(
    connection: Connection, person: PersonId, which: Sequence[ComplaintId], acts_for: ActsFor
) -> dict[ComplaintId, Actor]:
    """As what ``person`` sees each of ``which``; those that they do not see, or that do not exist, are left
    out after the same statements."""
    wanted = select(complaints, owner_by_now.label("owner"), theirs(connection, person).label("theirs"))
    rows = connection.execute(wanted.where(complaints.c.id.in_(which))).all()
    helping = select(complaint_helpers.c.complaint_id).where(
        complaint_helpers.c.person_id == person, complaint_helpers.c.complaint_id.in_(which)
    )
    helps, held = set(connection.scalars(helping)), rights_of(connection, person)
    found: dict[ComplaintId, Actor] = {}
    for row in rows:
        rights = {each.right for each in held if each.municipality == row.municipality_id}
        try:
            found[row.id] = capacity(_door(row, person, helps, acts_for), person, rights)
        except NotFound:
            continue
    return found


def _door(row: Any, person: PersonId, helps: Collection[str], acts_for: ActsFor) -> Door:
    return Door(
        owner=row.owner,
        representative=row.representative_id,
        represents=acts_for.is_for(row.owner, row.case_id),
        helpers={person} if row.id in helps else set(),
        at_unit=row.to_unit and row.sent_on is not None,
        theirs=row.theirs,
    )
