"""What a process says of the key of identity numbers before it serves or migrates."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from server.domain.identity.keys import IdentityKey
from server.domain.identity.number import IdentityNumber
from tests.integration.test_command_line_database import url_of
from tests.support.servers.commands import samplan
from tests.support.servers.server import Server

OLD, NEW = "old 0123456789 abcdefghijklmnopq", "new 0123456789 abcdefghijklmnopq"
KARI = """
INSERT INTO persons (id, name, locale, organisation, coordinating_unit) VALUES ('p1', 'Kari', 'nb', '', 0)
"""


@pytest.fixture
async def database(tmp_path: Path) -> Path:
    """A database that a server with the old key has begun with, and one person in it."""
    server = Server(tmp_path, SAMPLAN_IDENTITY_KEY=OLD)
    await server.prepare()
    await server.start()
    await server.stop()
    key = IdentityKey.of(OLD)
    with sqlite3.connect(server.database) as connection:
        connection.execute(KARI)
        connection.execute(
            "UPDATE persons SET identity_hash = ?, identity_key = ? WHERE id = 'p1'",
            (key.hashed(IdentityNumber.read("01010000110")), key.name),
        )
    return server.database


@pytest.mark.parametrize("command", ["serve", "migrate"])
@pytest.mark.parametrize("key", ["", NEW])
async def test_a_lost_key_and_another_one_are_noticed_at_the_start(
    database: Path, command: str, key: str
) -> None:
    code, output = await samplan(
        command, SAMPLAN_DATABASE_URL=url_of(database), SAMPLAN_IDENTITY_KEY=key, PORT="1"
    )
    assert (code, output.count("\n")) == (1, 1)
    assert output.startswith("samplan: SAMPLAN_IDENTITY_KEY: is not ")
    assert OLD not in output


async def test_what_was_hashed_under_a_lost_key_can_be_forgotten(database: Path) -> None:
    environment = {"SAMPLAN_DATABASE_URL": url_of(database), "SAMPLAN_IDENTITY_KEY": NEW}
    assert await samplan("forget-numbers", **environment) == (
        0,
        "Persons known by their log-ins alone from now on: 1.\n",
    )
    assert await samplan("migrate", **environment) == (0, "")
    with sqlite3.connect(database) as connection:
        (kept,) = connection.execute("SELECT identity_hash FROM persons WHERE id = 'p1'").fetchone()
    assert kept is None


async def test_nothing_is_forgotten_without_a_key(database: Path) -> None:
    code, output = await samplan(
        "forget-numbers", SAMPLAN_DATABASE_URL=url_of(database), SAMPLAN_IDENTITY_KEY=""
    )
    assert (code, output.partition(": ")[2].partition(":")[0]) == (1, "SAMPLAN_IDENTITY_KEY")
