from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from server.features.parts.store import part_days
from server.storage.counts.day_counts import count_act
from server.storage.database.database import Database
from server.storage.rights import SqlAccessBook
from tests.acceptance.founding import NOW, OWNER, SCHOOL


async def test_acts_are_counted_for_each_person_and_day(book: SqlAccessBook, database: Database) -> None:
    tomorrow = NOW + timedelta(days=1)

    def counted(connection: Connection) -> list[int]:
        acts = [(OWNER, NOW), (OWNER, NOW), (SCHOOL, NOW), (OWNER, tomorrow), (OWNER, tomorrow)]
        return [count_act(connection, part_days, person, at) for person, at in acts]

    assert await database.write(counted) == [1, 2, 1, 1, 2]
