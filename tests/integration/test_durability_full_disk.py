"""A database that takes nothing more: writes are refused where people see it, and everything else goes on.

The disk is a file system of a few megabytes, filled to the last byte. Where none can be mounted, and for a
file system that has turned read-only, the server's own system calls fail as they would then.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pycrdt import Doc

from tests.harness import stored
from tests.harness.faults_storage import FailingCalls, Fault, SmallDisk
from tests.harness.people import Document, Person, Socket, content_of
from tests.harness.server import Server
from tests.harness.writers import let_all_edit

SOAK = os.environ.get("SAMPLAN_SOAK") == "1"
ROUNDS = 20 if SOAK else 1
KEYS = ("owner", "coordinator", "mother")
LONG = " og mer" * 300
"""Longer than what a log may still have room for in the page it began."""


class Ground(NamedTuple):
    server: Server
    fault: Fault
    people: dict[str, Person]
    documents: list[str]


@pytest.fixture(params=["full", "read-only"])
async def ground(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Ground]:
    disk = SmallDisk(tmp_path / "disk")
    small = request.param == "full" and disk.mount()
    server = Server(disk.directory)
    await server.prepare()
    await server.start()
    error = "ENOSPC" if request.param == "full" else "EROFS"
    fault: Fault = disk if small else FailingCalls(server, "pwrite64", error)
    people = {key: await Person(server, key).log_in() for key in KEYS}
    parts = (await people["owner"].plan())["parts"]
    documents = [next(p["document"] for p in parts if p["kind"] == kind) for kind in ("home", "needs")]
    await let_all_edit(people["owner"], [people["coordinator"], people["mother"]], documents)
    yield Ground(server, fault, people, documents)
    await fault.end()
    for person in people.values():
        await person.close()
    await server.stop()
    disk.unmount()


class Pen:
    """Writes a word at a time and knows of each what became of it; keeps its replica as a page does."""

    def __init__(self, name: str, socket: Socket, document: Document) -> None:
        self.name, self.socket, self.document = name, socket, document
        self.saved: list[str] = []
        self.unsaved: list[str] = []

    async def write(self, more: str = "") -> bool:
        """Whether the word was acknowledged."""
        word = f"{self.name}{len(self.saved) + len(self.unsaved)}z"
        self.unsaved.append(word)
        self.document.type(f" {word}{more}")
        await self.document.flush()
        return await self._answered()

    async def _answered(self) -> bool:
        opened = self.document
        await self.socket.until(lambda: opened.acked >= opened.sent or opened.closed or self.socket.closed)
        assert self.socket.closed is None
        if opened.closed is None:
            self.saved, self.unsaved = [*self.saved, *self.unsaved], []
        return opened.closed is None

    async def again(self) -> bool:
        """Open the document anew with what was written; whether all of it is saved now."""
        self.document.detach()
        self.document = await self.socket.ask(self.document.address, doc=self.document.doc)
        await self.socket.until(lambda: self.document.sent or self.document.denied or self.socket.closed)
        assert self.document.sent, (self.document.denied, self.socket.closed)
        return await self._answered()


async def refused(pen: Pen) -> None:
    """Write until the database takes no more: said twice, once to the counter and once with a token."""
    while await pen.write(LONG):
        pass
    assert pen.document.nacked >= 1
    assert pen.document.closed == "overloaded"


@pytest.mark.timeout(1_800 if SOAK else 180)
async def test_writes_are_refused_while_reads_go_on_and_it_recovers_by_itself(ground: Ground) -> None:
    server, fault, people, (home, needs) = ground
    writing, reading = await people["owner"].connect(), await people["mother"].connect()
    pen = Pen("penn", writing, await writing.open(home))
    reader = await reading.open(home)
    assert await pen.write()
    for _ in range(ROUNDS):
        await fault.begin()
        await refused(pen)
        assert not await pen.again(), "what was not saved was tried again, and still is not"
        await still_readable(people["coordinator"], home, needs, pen)
        assert (await comment(people["coordinator"], home)).status_code == 503

        await fault.end()
        assert await pen.again()
        assert await pen.write(LONG)
        await reading.until(lambda: all(word in reader.text for word in pen.saved) or reading.closed)
        assert (reader.closed, reading.closed, reader.nacked) == (None, None, 0)
        assert (await comment(people["coordinator"], home)).status_code == 201
    await writing.close()
    await reading.close()
    await assert_sound(server, home, pen, reader)


async def comment(person: Person, document: str) -> Any:
    return await person.send("POST", f"/api/parts/{document.removeprefix('part/')}/comments", {"text": "Ja"})


async def still_readable(person: Person, home: str, needs: str, pen: Pen) -> None:
    """Somebody comes now, to a part that is open and to one that is not, and is shown what is saved."""
    assert (await person.get("/api/plans")).status_code == 200
    socket = await person.connect()
    text = (await socket.open(home)).text
    assert [word for word in pen.saved if text.count(f"{word}") != 1] == []
    assert [word for word in pen.unsaved if word in text] == [], "shown, and the database does not have it"
    assert (await socket.open(needs)).text
    await socket.close()


async def assert_sound(server: Server, home: str, pen: Pen, reader: Document) -> None:
    await server.stop()
    assert stored.integrity(server.database) == "ok"
    assert "is what was written" in await server.command("verify-log")
    for built in (stored.replayed, stored.from_snapshot):
        doc: Doc[Any] = built(server.database, home)
        assert content_of(doc) == reader.content
    assert [word for word in pen.saved if reader.text.count(f" {word} ") != 1] == []
