"""After a restore pages come back with what the backup does not hold (docs/operations.md)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.harness.people import Document, Person
from tests.harness.server import Server


def back_up(database: Path) -> Path:
    """As operators do while the server runs."""
    backup = database.with_name("backup.db")
    with closing(sqlite3.connect(database)) as live, closing(sqlite3.connect(backup)) as copy:
        live.backup(copy)
    return backup


def restore(backup: Path, database: Path) -> None:
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    database.write_bytes(backup.read_bytes())
    with closing(sqlite3.connect(database)) as restored, restored:
        restored.execute("DELETE FROM sessions")


async def test_where_all_sessions_ended_with_the_restore_no_page_brings_its_copy_back(server: Server) -> None:
    owner, coordinator = [await Person(server, key).log_in() for key in ("owner", "coordinator")]
    part = next(part for part in (await owner.plan())["parts"] if part["kind"] == "home")
    backup = back_up(server.database)
    pages: list[tuple[Person, Document]] = []
    for person, words in ((owner, "Etter sikringen."), (coordinator, "Også etter den.")):
        page = await (await person.connect()).open(part["document"])
        page.type(words)
        await page.saved()
        pages.append((person, page))
    await server.stop()
    restore(backup, server.database)
    await server.start()

    for person, page in pages:
        page.detach()
        await page.socket.close()
        socket = await person.connect()
        again = await socket.ask(part["document"], doc=page.doc)
        await socket.until(lambda again=again: again.denied)  # type: ignore[misc]
        assert again.denied == "session-expired"
        await socket.close()
    await owner.log_in()
    socket = await owner.connect()
    assert "sikringen" not in (await socket.open(part["document"])).text
    await socket.close()
    for person in (owner, coordinator):
        await person.close()
