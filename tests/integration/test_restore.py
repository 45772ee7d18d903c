"""After a restore pages come back with what the backup does not hold (docs/operations.md)."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import Any

from pycrdt import Doc
from websockets.exceptions import ConnectionClosed

from tests.support.clients import protocol
from tests.support.clients.people import Person
from tests.support.servers.restoring import back_up, restore
from tests.support.servers.server import Server
from tests.support.wide import seldom_concerned

pytestmark = seldom_concerned

LOST = "Etter sikringen."


def log_of(server: Server) -> list[Any]:
    """Everything that was ever admitted."""
    with closing(sqlite3.connect(server.database)) as database:
        rows = database.execute("SELECT part_id, seq, payload FROM updates ORDER BY part_id, seq").fetchall()
        clients = database.execute("SELECT * FROM client_ids ORDER BY part_id, client_id").fetchall()
    return [rows, clients]


async def written_after(person: Person, document: str, words: str) -> Doc[Any]:
    """What a page goes on holding that has seen its words saved."""
    page = await (await person.connect()).open(document)
    page.type(words)
    await page.saved()
    page.detach()
    await page.socket.close()
    return page.doc


async def push(person: Person, document: str, doc: Doc[Any], epoch: str) -> tuple[Any, list[bytes]]:
    """What a page does the moment it is back; how its socket ended, and every byte it was handed."""
    socket = await person.connect(f"?epoch={epoch}")
    for frame in (
        protocol.auth(document, person.token),
        protocol.sync(document, protocol.STEP1, doc.get_state()),
        protocol.sync(document, protocol.STEP2, doc.get_update()),
    ):
        with suppress(ConnectionClosed):
            await socket.send(frame)
    await socket.until(lambda: socket.closed)
    await socket.close()
    return socket.closed, socket.received


async def test_a_page_of_before_the_restore_is_told_so_handed_nothing_and_believed_nothing(
    server: Server,
) -> None:
    owner = await Person(server, "owner").log_in()
    plan = await owner.plan()
    document = next(part["document"] for part in plan["parts"] if part["kind"] == "home")
    backup = back_up(server)
    copy = await written_after(owner, document, LOST)
    await restore(server, backup)
    await owner.log_in()
    before, epoch = log_of(server), (await owner.plan())["epoch"]
    assert epoch != plan["epoch"]

    assert await push(owner, document, copy, plan["epoch"]) == ((4410, "restored"), [])
    assert log_of(server) == before

    socket = await owner.connect(f"?epoch={epoch}")
    restored = await socket.open(document)
    assert LOST not in restored.text
    restored.type("Skrevet på nytt.")
    await restored.saved()
    await socket.close()
    await owner.close()


async def test_a_restart_alone_is_no_restore(server: Server) -> None:
    owner, school = [await Person(server, key).log_in() for key in ("owner", "school")]
    plan = await owner.plan()
    await server.stop()
    await server.start()
    assert (await school.plan())["epoch"] == plan["epoch"] != ""
    socket = await owner.connect(f"?epoch={plan['epoch']}")
    assert (await socket.open(plan["parts"][0]["document"])).synced
    await socket.close()
    for person in (owner, school):
        await person.close()


async def test_who_says_no_epoch_is_kept_out_by_the_end_of_all_sessions(server: Server) -> None:
    people = [await Person(server, key).log_in() for key in ("owner", "coordinator")]
    document = next(part["document"] for part in (await people[0].plan())["parts"] if part["kind"] == "home")
    backup = back_up(server)
    copies = [await written_after(person, document, LOST) for person in people]
    await restore(server, backup)

    for person, copy in zip(people, copies, strict=True):
        socket = await person.connect()
        again = await socket.ask(document, doc=copy)
        await socket.until(lambda again=again: again.denied)  # type: ignore[misc]
        assert again.denied == "session-expired"
        await socket.close()
    await people[0].log_in()
    socket = await people[0].connect()
    assert LOST not in (await socket.open(document)).text
    await socket.close()
    for person in people:
        await person.close()
