"""Fast writers that record acknowledgements, to be compared with the log later."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

from pycrdt import Doc
from websockets.exceptions import ConnectionClosed

from tests.support.clients import protocol
from tests.support.clients.editing import words_of
from tests.support.clients.people import Document, Person, Socket
from tests.support.clients.replicas import content_of
from tests.support.servers import stored
from tests.support.servers.server import Server

WINDOW = 8
"""Unacknowledged frames of a writer, so that there is always a commit to interrupt."""
WORD = re.compile(rb"r\d+[a-d]\d+z")


class Scribe:
    """One writer for the time between two crashes of the server."""

    def __init__(self, name: str, socket: Socket, documents: list[Document], chance: random.Random) -> None:
        self.name, self.socket, self.documents = name, socket, documents
        self.sent: dict[str, list[str]] = {opened.address: [] for opened in documents}
        self._chance = chance

    async def write(self, limit: int) -> None:
        """Until the connection is lost, or ``limit`` words are sent."""
        try:
            for number in range(limit):
                opened = self._chance.choice(self.documents)
                word = f"{self.name}{number}z"
                opened.type(f" {word}", self._chance.randrange(len(opened.body.children)))
                self.sent[opened.address].append(word)
                await opened.flush()
                await self._window(opened)
        except ConnectionClosed:
            return

    async def _window(self, opened: Document) -> None:
        await self.socket.until(lambda: opened.acked > opened.sent - WINDOW or self.socket.closed)

    async def joined(self) -> None:
        await self.socket.until(lambda: all(opened.acked == 1 for opened in self.documents))

    async def cut_off(self) -> None:
        await self.socket.until(lambda: self.socket.closed)

    def acknowledged(self, opened: Document) -> list[str]:
        """The acknowledged words: one SyncStatus per frame, in order; the first was for the Step2.

        Where the machine stood still for so long that nobody's rights were known any more, what was sent
        then is refused, and the document ends.
        """
        assert opened.nacked == 0 or opened.closed == "overloaded"
        assert opened.step1s == 1
        return self.sent[opened.address][: max(0, opened.acked - 1)]

    def shown(self, address: str) -> set[bytes]:
        """Every word this connection received, in a broadcast or by its join."""
        frames = (protocol.read(data) for data in self.socket.received)
        return {
            word
            for frame in frames
            if frame.type == protocol.SYNC and frame.address == address and frame.kind != protocol.STEP1
            for word in WORD.findall(frame.data)
        }


class Account:
    """The acknowledged words of all rounds, and the log as far as it was read."""

    def __init__(self, documents: list[str]) -> None:
        self.acknowledged: dict[str, set[str]] = {document: set() for document in documents}
        self._logged: dict[str, set[bytes]] = {document: set() for document in documents}
        self._read: dict[str, int] = dict.fromkeys(documents, 0)
        self.unconfirmed = 0

    def settle(self, scribes: list[Scribe], remains: Path) -> None:
        """Compare the scribes' acknowledgements with what is left of the database."""
        for document, logged in self._logged.items():
            rows = stored.rows_of(remains, document, self._read[document])
            self._read[document] += len(rows)
            for row in rows:
                logged.update(WORD.findall(row.payload))
            for scribe in scribes:
                opened = next(o for o in scribe.documents if o.address == document)
                acknowledged = set(scribe.acknowledged(opened))
                assert {word.encode() for word in acknowledged} <= logged, "acknowledged and lost"
                assert scribe.shown(document) <= logged, "shown and lost"
                self.acknowledged[document] |= acknowledged
                self.unconfirmed += len(scribe.sent[document]) - len(acknowledged)


async def scribes_of(
    people: list[Person], number: int, documents: list[str], chance: random.Random
) -> list[Scribe]:
    """A scribe for each of up to four people, joined and ready, with words of round ``number``."""
    scribes = []
    for person, letter in zip(people, "abcd", strict=False):
        socket = await person.connect()
        opened = [await socket.open(document) for document in documents]
        scribes.append(Scribe(f"r{number}{letter}", socket, opened, chance))
        await scribes[-1].joined()
    return scribes


async def write_until_killed(scribes: list[Scribe], death: Awaitable[None]) -> None:
    """All write until ``death`` has killed the server and every writer has been disconnected."""
    writing = [asyncio.create_task(scribe.write(5_000)) for scribe in scribes]
    await death
    await asyncio.gather(*writing)
    for scribe in scribes:
        await scribe.cut_off()


async def assert_still_whole(server: Server, person: Person, account: Account) -> None:
    """After the last start a new client receives every acknowledged word once, and the files are intact."""
    socket = await person.connect()
    for document, acknowledged in account.acknowledged.items():
        opened = await socket.open(document)
        text = words_of(opened.doc)
        assert [word for word in acknowledged if text.count(word) != 1] == []
        for built in (stored.replayed, stored.from_snapshot):
            doc: Doc[Any] = built(server.database, document)
            assert content_of(doc) == opened.content
    await socket.close()
    await server.stop()
    assert stored.integrity(server.database) == "ok"
    await server.verified()
