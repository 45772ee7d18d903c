"""What each person has done today, counted in one row for each, inside the transaction that does it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Column, Connection, ForeignKey, Integer, Table, Text, case

from server.domain.plan import PersonId
from server.storage.database.statements import upsert
from server.storage.metadata import metadata


def day_table(name: str) -> Table:
    """What a person has done of one kind on the last day (UTC) on which they did anything of it."""
    return Table(
        name,
        metadata,
        Column("person_id", ForeignKey("persons.id"), primary_key=True),
        Column("day", Text, nullable=False),
        Column("acts", Integer, nullable=False),
    )


def count_act(connection: Connection, table: Table, person: PersonId, now: datetime) -> int:
    """Count one more; returns how many they are on the day of ``now``."""
    day = now.astimezone(UTC).date().isoformat()
    new = upsert(connection, table).values(person_id=person, day=day, acts=1)
    acts = case((table.c.day == day, table.c.acts + 1), else_=1)
    counted = new.on_conflict_do_update(index_elements=[table.c.person_id], set_={"day": day, "acts": acts})
    return int(connection.execute(counted.returning(table.c.acts)).scalar_one())
