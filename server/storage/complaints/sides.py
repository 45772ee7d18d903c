"""Who is told of a complaint: whose it is and who represents them, and of the unit who answers it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from server.domain.complaints.messages import Sides, is_at_unit
from server.domain.complaints.state import Complaint
from server.domain.plan import PersonId
from server.domain.unit.names import folded_name
from server.storage.cases.tables import case_representatives, cases
from server.storage.metadata import participants, persons, plans
from server.storage.municipality.rights import case_handlers

from .finding import REPRESENTS, represents
from .ownership import Ownership


def sides(connection: Connection, complaint: Complaint, standing: Ownership, now: datetime) -> Sides:
    """Of the unit nobody is looked up before it is sent there. Who represents the owner no more is told
    nothing, and answers it no more than who still does."""
    unit: Sequence[PersonId] = ()
    if is_at_unit(complaint):
        handlers = case_handlers(connection, standing.municipality)
        theirs = _of_no_unit(connection, standing, handlers)
        unit = [each for each in handlers if each not in theirs]
    speaks = standing.representative if represents(connection, standing, now) else None
    return Sides([each for each in (standing.owner, speaks) if each is not None], unit)


def _of_no_unit(
    connection: Connection, standing: Ownership, people: Collection[PersonId]
) -> set[PersonId | None]:
    """Those of ``people`` for whom ``doors.theirs`` holds of it: the same, asked of all of them at once."""
    owned = cases.c.owner_id == standing.owner if standing.owner is not None else None
    which = [each for each in (cases.c.id == standing.case, owned) if each is not None]
    rows = connection.execute(select(cases.c.id, cases.c.name, cases.c.born).where(or_(*which))).all()
    acted = select(case_representatives.c.person_id).where(
        case_representatives.c.case_id.in_([row.id for row in rows])
    )
    in_plans = (
        select(participants.c.person_id)
        .join(plans, plans.c.id == participants.c.plan_id)
        .where(plans.c.owner_id == standing.owner, *REPRESENTS)
    )
    acting = {*connection.scalars(acted), *connection.scalars(in_plans)}
    return {standing.owner, standing.representative, *acting, *_named_as(connection, rows, people)}


def _named_as(
    connection: Connection, rows: Sequence[Any], people: Collection[PersonId]
) -> Iterator[PersonId]:
    """As ``storage.cases.about``: the names between the first and the last may be missing."""
    born = {row.born for row in rows if row.born is not None}
    wanted = select(persons.c.id, persons.c.name, persons.c.birth_date).where(
        persons.c.id.in_(people), persons.c.birth_date.in_(born)
    )
    for who in connection.execute(wanted):
        names = folded_name(who.name).split()
        if names and any(_spelled(row.name, names) for row in rows if row.born == who.birth_date):
            yield who.id


def _spelled(name: str, names: Sequence[str]) -> bool:
    return name.startswith(names[0]) and name.endswith(names[-1])
