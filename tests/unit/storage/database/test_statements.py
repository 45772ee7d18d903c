from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import bindparam, insert, select, update

from server.storage.database.database import Database
from server.storage.database.statements import Prepared
from server.storage.metadata import client_ids, updates
from server.storage.metadata import plans as plans_table
from server.storage.rights import SqlAccessBook
from tests.acceptance.founding import NOW, PLAN, READING_HELP, SEEDED_BY

SEQS = Prepared(select(updates.c.seq, updates.c.payload).where(updates.c.part_id == bindparam("part")))


async def test_rows_are_found_by_the_names_of_the_binds(database: Database, book: SqlAccessBook) -> None:
    for _ in range(2):
        found = await database.read(lambda connection: SEQS.rows(connection, {"part": READING_HELP}))
        assert [tuple(row) for row in found] == [(1, b"first content")]


async def test_values_go_in_through_their_types(database: Database, book: SqlAccessBook) -> None:
    change = Prepared(
        update(plans_table)
        .where(plans_table.c.id == bindparam("plan"))
        .values(created_at=bindparam("moment"))
    )
    await database.write(lambda connection: change.run_many(connection, [{"plan": PLAN, "moment": NOW}]))
    stored = select(plans_table.c.created_at)
    assert await database.read(lambda connection: connection.execute(stored).scalar_one()) == NOW


async def test_many_rows_go_in_together_or_not_at_all(database: Database, book: SqlAccessBook) -> None:
    add = Prepared(insert(client_ids))
    rows = [
        {"part_id": READING_HELP, "client_id": client, "person_id": "kari"} for client in (1, 2, SEEDED_BY)
    ]
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        await database.write(lambda connection: add.run_many(connection, rows))
    bound = select(client_ids.c.client_id).where(client_ids.c.part_id == READING_HELP)
    assert await database.read(lambda connection: connection.scalars(bound).all()) == [SEEDED_BY]
