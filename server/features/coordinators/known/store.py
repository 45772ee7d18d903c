"""Whom a unit may find by name: those who work for somebody, or for the unit itself; never a stranger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, func, or_, select

from server.domain.plan import SERVER
from server.domain.unit.names import spellings
from server.domain.unit.rights import MunicipalityId
from server.storage.metadata import persons, sessions
from server.storage.municipality.directory import coordinators
from server.storage.municipality.tables import unit_rights

MOST_FOUND = 10


def known(connection: Connection, where: MunicipalityId, name: str, now: datetime) -> Sequence[Any]:
    """Person, name and organisation of those who are called exactly that, however it is spelled.

    Known are those who have logged in for an organisation and not logged out since, whom the unit has listed,
    and who hold a right there. Who logs in as a private person alone is found by nobody.
    """
    wanted = " ".join(name.split())
    if not wanted:  # whoever has no name yet is not found by none
        return []
    live = (sessions.c.person_id == persons.c.id, sessions.c.expires_at > now)
    proved = select(sessions.c.organisation).where(*live, sessions.c.organisation_number.is_not(None))
    organisation = func.coalesce(
        proved.order_by(sessions.c.opened_at.desc()).limit(1).scalar_subquery(), persons.c.organisation
    )
    listed = exists().where(coordinators.c.municipality_id == where, coordinators.c.person_id == persons.c.id)
    works_there = exists().where(
        unit_rights.c.municipality_id == where,
        unit_rights.c.person_id == persons.c.id,
        unit_rights.c.ended_at.is_(None),
    )
    found = select(persons.c.id, persons.c.name, organisation).where(
        persons.c.id != SERVER,
        or_(persons.c.name.in_(spellings(wanted)), func.lower(persons.c.name) == wanted.lower()),
        or_(proved.exists(), persons.c.organisation != "", listed, works_there),
    )
    return connection.execute(found.order_by(persons.c.id).limit(MOST_FOUND)).all()
