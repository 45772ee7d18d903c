"""A part whose bytes kill the process does so once; then it is refused, and everything else goes on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.support.clients.people import Person, Socket
from tests.support.hostile.updates import DEADLY_VALUE
from tests.support.servers import stored
from tests.support.servers.server import Server

PATIENCE = 90.0
POISON = """
    INSERT INTO updates
    SELECT part_id, ?, person_id, participant_id, 'deadly', committed_at, ? FROM updates
    WHERE part_id = ? AND seq = ?
"""


def run(server: Server, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(server.database, timeout=20)) as connection, connection:
        connection.execute(sql, values)


def noted(server: Server, name: str) -> Path:
    return server.directory / "quarantine" / name


async def denied(socket: Socket, document: str) -> str | None:
    opened = await socket.ask(document)
    await socket.until(lambda: opened.denied or opened.synced or socket.closed, PATIENCE)
    opened.detach()
    return opened.denied


async def test_a_deadly_part_kills_once_and_is_then_refused_until_it_is_taken_out(server: Server) -> None:
    owner = await Person(server, "owner").log_in()
    parts = {part["kind"]: part["document"] for part in (await owner.plan())["parts"]}
    home, needs = parts["home"], parts["needs"]
    part, last = home.removeprefix("part/"), stored.rows_of(server.database, home)[-1]
    await server.stop()
    run(server, POISON, last.seq + 1, DEADLY_VALUE, part, last.seq)

    await server.start()
    socket = await owner.connect()
    await socket.ask(home)
    await server.died()

    await server.start()
    socket = await owner.connect()
    assert await denied(socket, home) == "quarantined"
    opened = await socket.open(needs)
    opened.type(" og videre")
    await opened.saved()
    assert "it is quarantined" in "\n".join(server.log)

    await server.stop()
    await server.start()
    socket = await owner.connect()
    assert await denied(socket, home) == "quarantined"

    run(server, "DELETE FROM updates WHERE batch_id = 'deadly'")
    assert noted(server, "parts").read_text() == f"{part}\n"
    noted(server, "parts").write_text("")
    assert (await socket.open(home)).synced
    await owner.close()


async def test_a_part_that_was_loaded_when_somebody_killed_the_process_is_served(server: Server) -> None:
    owner = await Person(server, "owner").log_in()
    home = next(part["document"] for part in (await owner.plan())["parts"] if part["kind"] == "home")
    await server.kill()
    in_hand = home.removeprefix("part/").encode().ljust(64, b"\0")
    noted(server, "loading-0").write_bytes(in_hand + bytes(15 * 64))

    await server.start()
    socket = await owner.connect()
    assert (await socket.open(home)).synced
    assert noted(server, "loading-0").read_bytes() == bytes(16 * 64)
    await owner.close()
