"""Who may coordinate in each municipality, as its unit keeps it; for what needs it in its own transaction."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Column, Connection, Date, ForeignKey, Integer, Row, Table, Text, select

from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId
from server.storage.database.told import may_be_an_id
from server.storage.metadata import metadata, persons

coordinators = Table(
    "coordinators",
    metadata,
    Column("municipality_id", ForeignKey("municipalities.id"), primary_key=True),
    Column("person_id", ForeignKey("persons.id"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("workplace", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("leader", Text, nullable=False),
    Column("trained_on", Date),
    Column("refresh_due", Date),
    Column("most_cases", Integer, nullable=False),
    Column("languages", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("experience", Text, nullable=False),
    Column("leaves_on", Date),
    Column("away_from", Date),
    Column("away_until", Date),
    Column("substitute", Text, nullable=False),
)


def listed_in(
    connection: Connection, where: MunicipalityId, people: Collection[str]
) -> dict[PersonId, Row[Any]]:
    """Those of ``people`` who are listed there, each with their ``name``."""
    asked = {each for each in people if may_be_an_id(each)}
    found = select(coordinators, persons.c.name).join(persons, persons.c.id == coordinators.c.person_id)
    rows = connection.execute(
        found.where(coordinators.c.municipality_id == where, coordinators.c.person_id.in_(asked))
    )
    return {row.person_id: row for row in rows}
