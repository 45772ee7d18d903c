"""An upgrade compares the names that were stored before it however their letters were typed."""

from __future__ import annotations

import asyncio

import pytest

from server.storage.database.migrate import migrate
from tests.acceptance.test_upgrade import empty as empty
from tests.acceptance.test_upgrade import on
from tests.support.servers.released import statements

TYPED = "UPDATE cases SET name = 'åse ås', asks_leader_of = 'på' WHERE id = 'case'".replace("å", "a\u030a")


@pytest.mark.rule(15)
async def test_a_name_of_two_characters_for_one_letter_is_that_of_one(empty: str) -> None:
    await asyncio.to_thread(migrate, empty, "0036")
    for statement in filter(str.strip, [*statements("0036", postgresql="postgresql" in empty), TYPED]):
        await on(empty, lambda connection, fill=statement: connection.exec_driver_sql(fill) and None)  # type: ignore[misc]
    await asyncio.to_thread(migrate, empty)
    found = "SELECT name, asks_leader_of FROM cases WHERE id = 'case'"
    row = await on(empty, lambda connection: tuple(connection.exec_driver_sql(found).one()))
    assert row == ("åse ås", "på")
