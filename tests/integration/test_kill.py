"""``kill -9`` at any moment: whatever was acknowledged, or shown to anybody, is in the log.

Several people write as fast as a window of unacknowledged frames lets them, one unique word per frame,
and keep account of what was acknowledged and of every word they were sent. The server is killed at a
random moment; the account is held against the files it left behind, before any page could send again.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import time
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Doc
from websockets.exceptions import ConnectionClosed

from tests.harness import protocol, stored
from tests.harness.editing import words_of
from tests.harness.people import Document, Person, Socket, content_of
from tests.harness.server import Server
from tests.harness.writers import let_all_edit

SOAK = os.environ.get("SAMPLAN_SOAK") == "1"
ROUNDS = 300 if SOAK else 30
KEYS = ("owner", "coordinator", "mother", "school")
WINDOW = 8
"""Frames a writer sends ahead of their acknowledgements, so that there is always a commit to interrupt."""
WORD = re.compile(rb"r\d+[a-d]\d+z")


class Scribe:
    """One writer for the time between two deaths of the server."""

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
        """The words whose SyncStatus has come: one per frame and in order; the first was for the Step2."""
        assert opened.nacked == 0
        assert opened.step1s == 1
        return self.sent[opened.address][: max(0, opened.acked - 1)]

    def shown(self, address: str) -> set[bytes]:
        """Every word this connection was sent, in a broadcast or when it joined."""
        frames = (protocol.read(data) for data in self.socket.received)
        return {
            word
            for frame in frames
            if frame.type == protocol.SYNC and frame.address == address and frame.kind != protocol.STEP1
            for word in WORD.findall(frame.data)
        }


class Account:
    """What was promised over all rounds, and the log as far as it was read."""

    def __init__(self, documents: list[str]) -> None:
        self.acknowledged: dict[str, set[str]] = {document: set() for document in documents}
        self._logged: dict[str, set[bytes]] = {document: set() for document in documents}
        self._read: dict[str, int] = dict.fromkeys(documents, 0)
        self.unconfirmed = 0

    def settle(self, scribes: list[Scribe], remains: Path) -> None:
        """Hold what the scribes were told against what is left of the database."""
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


async def a_round(
    server: Server, people: list[Person], account: Account, number: int, chance: random.Random
) -> list[Scribe]:
    scribes = []
    for person, letter in zip(people, "abcd", strict=True):
        socket = await person.connect()
        documents = [await socket.open(document) for document in account.acknowledged]
        scribes.append(Scribe(f"r{number}{letter}", socket, documents, chance))
        await scribes[-1].joined()
    writing = [asyncio.create_task(scribe.write(2_000)) for scribe in scribes]
    await a_random_moment(scribes, chance)
    await server.kill()
    await asyncio.gather(*writing)
    for scribe in scribes:
        await scribe.cut_off()
    return scribes


async def a_random_moment(scribes: list[Scribe], chance: random.Random) -> None:
    """Right after something was sent or acknowledged, and some turns of the event loop later."""
    watched = chance.choice(scribes)
    by_sending, count = chance.random() < 0.5, chance.randint(0, 60)
    await watched.socket.until(
        lambda: sum(o.sent if by_sending else o.acked for o in watched.documents) >= count
    )
    for _ in range(chance.randint(0, 30)):
        await asyncio.sleep(0)


@pytest.mark.timeout(3_000 if SOAK else 240)
async def test_no_acknowledged_and_no_broadcast_word_is_lost(server: Server, tmp_path: Path) -> None:
    seed = int(os.environ.get("SAMPLAN_SEED", random.randrange(10**6)))
    print(f"SAMPLAN_SEED={seed}")
    chance = random.Random(seed)
    people = [await Person(server, key).log_in() for key in KEYS]
    parts = (await people[0].plan())["parts"]
    documents = [next(p["document"] for p in parts if p["kind"] == kind) for kind in ("home", "needs")]
    await let_all_edit(people[0], people[1:], documents)

    account = Account(documents)
    starts = []
    for number in range(ROUNDS):
        scribes = await a_round(server, people, account, number, chance)
        account.settle(scribes, stored.remains(server.database, tmp_path / "remains"))
        began = time.monotonic()
        await server.start()
        starts.append(time.monotonic() - began)
    acknowledged = sum(map(len, account.acknowledged.values()))
    print(f"{acknowledged} acknowledged, {account.unconfirmed} not; slowest start {max(starts):.1f} s")
    assert acknowledged > ROUNDS * 10
    assert account.unconfirmed > ROUNDS, "the server was never killed while it had something to lose"
    await assert_still_whole(server, people[0], account)
    for person in people:
        await person.close()


async def assert_still_whole(server: Server, person: Person, account: Account) -> None:
    """After the last start a fresh page is served every acknowledged word once, and the files are sound."""
    socket = await person.connect()
    for document, acknowledged in account.acknowledged.items():
        opened = await socket.open(document)
        text = words_of(opened.doc)
        assert [word for word in acknowledged if text.count(word) != 1] == []
        for built in (stored.replayed, stored.from_snapshot):
            doc: Doc[Any] = built(server.database, document)
            assert content_of(doc) == opened.content
    await socket.close()
    assert stored.integrity(server.database) == "ok"
    await server.stop()
    assert "is what was written" in await server.command("verify-log")
