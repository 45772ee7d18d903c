"""A part that cannot be loaded is refused: nobody is ever handed an empty one, to write the real one away."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing

import pytest

from server.storage.log.sealing import HEADER
from tests.support.clients import protocol
from tests.support.clients.people import Person, Socket
from tests.support.clients.replicas import content_of
from tests.support.faults.disk import FailingCalls
from tests.support.servers import stored
from tests.support.servers.server import Server

Damage = Callable[[Server, str], Awaitable[Callable[[], Awaitable[None]]]]
"""Does it to the document's database; answers how it is undone."""


def run(server: Server, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(server.database, timeout=20)) as connection, connection:
        connection.execute(sql, values)


async def a_damaged_row(
    server: Server, document: str, damaged: bytes = b"\xff" * 9
) -> Callable[[], Awaitable[None]]:
    part = document.removeprefix("part/")
    seq, _, payload = stored.rows_of(server.database, document)[0]
    change = "UPDATE updates SET payload = ? WHERE part_id = ? AND seq = ?"
    run(server, change, damaged, part, seq)

    async def repair() -> None:
        run(server, change, payload, part, seq)

    return repair


async def a_sealed_row(server: Server, document: str) -> Callable[[], Awaitable[None]]:
    return await a_damaged_row(server, document, HEADER + b"nonce and ciphertext")


async def a_lost_table(server: Server, _: str) -> Callable[[], Awaitable[None]]:
    run(server, "ALTER TABLE updates RENAME TO updates_elsewhere")

    async def repair() -> None:
        run(server, "ALTER TABLE updates_elsewhere RENAME TO updates")

    return repair


async def a_disk_that_reads_nothing(server: Server, _: str) -> Callable[[], Awaitable[None]]:
    reading = FailingCalls(server, "pread64", "EIO")
    await reading.begin()
    return reading.end


@pytest.fixture
async def owner(server: Server) -> AsyncIterator[Person]:
    person = await Person(server, "owner").log_in()
    yield person
    await person.close()


@pytest.mark.parametrize(
    "damage",
    [a_damaged_row, a_sealed_row, a_lost_table, a_disk_that_reads_nothing],
)
async def test_a_failed_load_never_gives_an_empty_part(server: Server, owner: Person, damage: Damage) -> None:
    document = next(p["document"] for p in (await owner.plan())["parts"] if p["kind"] == "home")
    before = stored.rows_of(server.database, document)
    written = content_of(stored.replayed(server.database, document))
    await server.stop()  # so that nothing is remembered from before
    await server.start()
    socket = await owner.connect()

    repair = await damage(server, document)
    try:
        for _ in range(3):
            await assert_refused_as_overload(socket, document)
    finally:
        await repair()
    assert stored.rows_of(server.database, document) == before, "something was written to it"

    opened = await socket.open(document)
    assert opened.content == written
    opened.type(" og videre")
    await opened.saved()
    await socket.close()


async def assert_refused_as_overload(socket: Socket, document: str) -> None:
    """Also what was sent at once with the asking is not taken."""
    opened = await socket.ask(document)
    opened.add_block("Alt på nytt")
    await opened.flush()
    await socket.until(lambda: opened.denied or opened.closed or opened.synced or socket.closed)
    assert (opened.denied, opened.synced, opened.acked, socket.closed) == ("overloaded", False, 0, None)
    await socket.send(protocol.close(document))
    opened.detach()
