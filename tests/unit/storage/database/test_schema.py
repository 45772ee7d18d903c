from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Connection, select, text, update
from sqlalchemy.exc import StatementError

from server.storage.database.database import Database
from server.storage.metadata import plans as table
from server.storage.rights import SqlAccessBook

SUMMER = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 7, 1, 12, 30, 15, 123456, SUMMER),
        datetime(2026, 7, 1, 12, 30, 15, 0, UTC),
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999999, UTC),
    ],
)
async def test_a_moment_comes_back_as_the_same_moment_in_utc(
    database: Database, book: SqlAccessBook, moment: datetime
) -> None:
    def work(connection: Connection) -> datetime:
        connection.execute(update(table).values(created_at=moment))
        found: datetime = connection.execute(select(table.c.created_at)).scalar_one()
        return found

    found = await database.write(work)
    assert found == moment
    assert found.tzinfo is UTC


async def test_moments_sort_as_text_as_they_do_in_time(database: Database, book: SqlAccessBook) -> None:
    """Expiry is compared inside SQLite, which compares the text."""

    def work(connection: Connection) -> str:
        connection.execute(update(table).values(created_at=datetime(2026, 7, 1, tzinfo=UTC)))
        return str(connection.execute(text("SELECT created_at FROM plans")).scalar_one())

    assert await database.write(work) == "2026-07-01 00:00:00.000000"


async def test_a_time_without_a_zone_is_refused(database: Database, book: SqlAccessBook) -> None:
    naive = update(table).values(created_at=datetime(2026, 7, 1))  # noqa: DTZ001
    with pytest.raises(StatementError, match="without a zone"):
        await database.write(lambda connection: connection.execute(naive))
