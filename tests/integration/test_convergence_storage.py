"""A database that cannot be written for a moment: nothing is promised meanwhile, and nothing is lost."""

from __future__ import annotations

import sqlite3

import pytest

from tests.support.clients import protocol
from tests.support.clients.people import Person, Socket
from tests.support.servers.server import Server


async def answers(socket: Socket) -> None:
    """The server is alive: it answers a Ping that comes after everything sent before."""
    before = sum(data == bytes([protocol.PONG]) for data in socket.received)
    await socket.send(bytes([protocol.PING]))
    await socket.until(lambda: sum(data == bytes([protocol.PONG]) for data in socket.received) > before)


@pytest.mark.rule("P1", "P2")
async def test_while_the_database_is_locked_nothing_is_acknowledged_or_shown(server: Server) -> None:
    owner, coordinator = [await Person(server, key).log_in() for key in ("owner", "coordinator")]
    parts = (await owner.plan())["parts"]
    home = next(part["document"] for part in parts if part["kind"] == "home")
    one, two = await owner.connect(), await coordinator.connect()
    mine, theirs = await one.open(home), await two.open(home)
    await mine.saved()
    await theirs.saved()

    lock = sqlite3.connect(server.database, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    acknowledged = mine.acked
    for number in range(20):
        mine.type(f" venter{number:02d}")
    await mine.flush()
    for _ in range(20):
        await answers(one)
        await answers(two)
    assert mine.acked == acknowledged
    assert "venter" not in theirs.text
    lock.execute("ROLLBACK")
    lock.close()

    await mine.saved()
    await two.until(lambda: theirs.text.count("venter") == 20)
    assert mine.content == theirs.content
    for person in (owner, coordinator):
        await person.close()
    await one.close()
    await two.close()
