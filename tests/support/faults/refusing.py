"""Writing while the database accepts no writes: writers are refused at once, and everybody can still read.

The part common to every database; the tests supply the database and the fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.support.clients.people import Document, Person, Socket
from tests.support.clients.writers import let_all_edit

from .disk import Fault

KEYS = ("owner", "coordinator", "mother")
LONG = " og mer" * 300
"""Longer than the space that may be left in the log's current page."""


class Ground(NamedTuple):
    """A server with people connected, and the fault of its database."""

    fault: Fault
    people: Mapping[str, Person]
    home: str
    needs: str


async def ground_of(people: Mapping[str, Person], fault: Fault) -> Ground:
    """Everybody in ``people`` (``KEYS``) may edit two parts."""
    parts = (await people["owner"].plan())["parts"]
    home, needs = (next(p["document"] for p in parts if p["kind"] == kind) for kind in ("home", "needs"))
    await let_all_edit(people["owner"], [people["coordinator"], people["mother"]], [home, needs])
    return Ground(fault, people, home, needs)


class Pen:
    """Writes a word at a time and records whether it was acknowledged; keeps its replica as a page does."""

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
        """Reopen the document with the replica; whether all of it is saved now."""
        self.document.detach()
        self.document = await self.socket.ask(self.document.address, doc=self.document.doc)
        await self.socket.until(lambda: self.document.sent or self.document.denied or self.socket.closed)
        assert self.document.sent, (self.document.denied, self.socket.closed)
        return await self._answered()


async def refused(pen: Pen) -> None:
    """Write until the database refuses: reported twice, by a negative SyncStatus and by a closing token."""
    while await pen.write(LONG):
        pass
    assert pen.document.nacked >= 1
    assert pen.document.closed == "overloaded"


async def refused_and_recovered(ground: Ground, rounds: int) -> tuple[Pen, Document]:
    """Write before, during and after each fault; returns the writer, and a reader's document."""
    people, home = ground.people, ground.home
    writing, reading = await people["owner"].connect(), await people["mother"].connect()
    pen = Pen("penn", writing, await writing.open(home))
    reader = await reading.open(home)
    assert await pen.write()
    for _ in range(rounds):
        await ground.fault.begin()
        await refused(pen)
        assert not await pen.again(), "what was not saved was tried again, and still is not"
        await still_readable(ground, pen)
        await comments_refused(people["coordinator"], home)

        await ground.fault.end()
        assert await pen.again()
        assert await pen.write(LONG)
        await reading.until(lambda: all(word in reader.text for word in pen.saved) or reading.closed)
        assert (reader.closed, reading.closed, reader.nacked) == (None, None, 0)
        assert (await comment(people["coordinator"], home)).status_code == 201
    await writing.close()
    await reading.close()
    assert [word for word in pen.saved if reader.text.count(f" {word} ") != 1] == []
    return pen, reader


async def comment(person: Person, document: str) -> Any:
    return await person.send("POST", f"/api/parts/{document.removeprefix('part/')}/comments", {"text": "Ja"})


async def comments_refused(person: Person, document: str) -> None:
    """After those few that still fit into pages of a full disk."""
    while (answer := await comment(person, document)).status_code == 201:
        pass
    assert answer.status_code == 503, answer.text


async def still_readable(ground: Ground, pen: Pen) -> None:
    """A new client joins a part that is open and one that is not, and receives everything saved."""
    person = ground.people["coordinator"]
    assert (await person.get("/api/plans")).status_code == 200
    socket = await person.connect()
    text = (await socket.open(ground.home)).text
    assert [word for word in pen.saved if text.count(f"{word}") != 1] == []
    assert [word for word in pen.unsaved if word in text] == [], "shown, and the database does not have it"
    assert (await socket.open(ground.needs)).text
    await socket.close()
