"""Everybody converges and nobody's words vanish, whatever happens to connections and to the server.

A random walk over a real server: several people, several documents on each socket, every kind of edit;
connections drop, people write offline, frames come twice or in the wrong order, readers fall behind, the
server is stopped and killed. ``TESTS_SEED`` repeats a walk; its seed is printed when it fails.
"""

from __future__ import annotations

import os
import random
from typing import Any

import pytest
from pycrdt import Doc

from tests.support.clients import protocol
from tests.support.clients.editing import words_of
from tests.support.clients.people import Document, Person
from tests.support.clients.replicas import content_of
from tests.support.clients.writers import Writer, let_all_edit, state_of
from tests.support.servers import stored
from tests.support.servers.server import Server

SOAK = os.environ.get("TESTS_SOAK") == "1"
STEPS = 900 if SOAK else 260
SEEDS = [int(seed) for seed in os.environ.get("TESTS_SEED", "").split()] or (
    [random.randrange(10**6) for _ in range(20)] if SOAK else [random.randrange(10**6)]
)
KEYS = ("owner", "owner", "coordinator", "mother", "school")
"""The owner sits at two screens."""


class Walk:
    def __init__(self, server: Server, seed: int, *, deletes: bool) -> None:
        self.server, self.deletes = server, deletes
        self.chance = random.Random(f"{seed}-{deletes}")
        self.people: list[Person] = []
        self.writers: list[Writer] = []
        self.documents: list[str] = []

    async def begin(self) -> None:
        self.people = [await Person(self.server, key).log_in() for key in KEYS]
        parts = (await self.people[0].plan())["parts"]
        kinds = [next(p for p in parts if p["kind"] == kind) for kind in ("home", "measure", "needs")]
        self.documents = [part["document"] for part in kinds]
        await let_all_edit(self.people[0], self.people[2:], self.documents)
        self.writers = [
            Writer(person, f"{'abcde'[place]}{place}", self.documents, self.chance, deletes=self.deletes)
            for place, person in enumerate(self.people)
        ]
        for writer in self.writers:
            await writer.connect()

    async def go(self) -> None:
        """All the steps, with the server stopped at one of them and killed at another two."""
        ends = self.chance.sample(range(STEPS // 5, STEPS), 3)
        for step in range(STEPS):
            if step in ends:
                await (self.server.stop() if step == ends[0] else self.server.kill())
                for writer in self.writers:
                    writer.drop()  # also those who were not reading, and would notice later
                    writer.edit()
                await self.server.start()
            await self._step(self.chance.choice(self.writers))

    async def _step(self, writer: Writer) -> None:
        if not writer.online:
            writer.edit()
            if self.chance.random() < 0.3:
                await writer.connect()
            return
        assert writer.socket is not None
        roll = self.chance.random()
        if roll < 0.05:
            writer.drop()
        elif roll < 0.09:
            writer.socket.pause()
        elif roll < 0.20:
            writer.socket.resume()
        elif roll < 0.28:
            await writer.settle()
        else:
            for _ in range(self.chance.randint(1, 4)):
                writer.edit()
            if roll < 0.85:
                await writer.send(disturbed=roll < 0.6)

    async def settle(self) -> None:
        for writer in self.writers:
            await writer.settle()

    async def fresh(self, document: str) -> Document:
        socket = await self.people[0].connect()
        opened = await socket.open(document)
        await socket.close()
        return opened

    async def end(self) -> None:
        for writer in self.writers:
            writer.drop()
        for person in self.people:
            await person.close()


async def assert_converged(walk: Walk) -> None:
    for document in walk.documents:
        fresh = await walk.fresh(document)
        for writer in walk.writers:
            mine = writer.open[document]
            await until_equal(writer, mine, fresh)
            assert state_of(mine.doc) == state_of(fresh.doc), (writer.name, document)
        if not walk.deletes:
            assert_every_word_once(walk, document, fresh.doc)


async def until_equal(writer: Writer, mine: Document, fresh: Document) -> None:
    assert writer.socket is not None
    try:
        await writer.socket.until(lambda: mine.content == fresh.content or writer.ended)
    except TimeoutError:
        assert mine.content == fresh.content, writer.name
    assert not writer.ended, writer.ended


def assert_every_word_once(walk: Walk, document: str, doc: Doc[Any]) -> None:
    text = words_of(doc)
    words = [word for writer in walk.writers for word in writer.hands[document].words]
    assert words
    assert [word for word in words if text.count(word) != 1] == []


async def assert_nothing_pending(walk: Walk) -> None:
    """Everybody says everything they have once more, and it is news to nobody."""
    before = {document: len(stored.rows_of(walk.server.database, document)) for document in walk.documents}
    for writer in walk.writers:
        for opened in writer.open.values():
            opened.synced = False
            await opened.send_update(opened.doc.get_update())
            assert writer.socket is not None
            await writer.socket.send(protocol.sync(opened.address, protocol.STEP1, opened.doc.get_state()))
        contents = [opened.content for opened in writer.open.values()]
        await writer.settle()
        assert [opened.content for opened in writer.open.values()] == contents
    after = {document: len(stored.rows_of(walk.server.database, document)) for document in walk.documents}
    assert after == before


async def assert_stored(walk: Walk, document: str) -> None:
    """The log, snapshot and tail, and what a client is served after one more start, are the same."""
    fresh = await walk.fresh(document)
    replayed = stored.replayed(walk.server.database, document)
    cold = stored.from_snapshot(walk.server.database, document)
    assert content_of(replayed) == content_of(cold) == fresh.content
    assert state_of(replayed) == state_of(cold) == state_of(fresh.doc)


@pytest.mark.rule("P5")
@pytest.mark.parametrize("deletes", [False, True], ids=["nobody deletes", "everybody deletes"])
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.timeout(900 if SOAK else 600)
async def test_all_replicas_and_the_log_are_equal_in_the_end(
    server: Server, seed: int, deletes: bool
) -> None:
    print(f"TESTS_SEED={seed}")
    walk = Walk(server, seed, deletes=deletes)
    await walk.begin()
    await walk.go()
    await walk.settle()
    await assert_converged(walk)
    await assert_nothing_pending(walk)
    for document in walk.documents:
        await assert_stored(walk, document)
    await server.stop()
    assert all(stored.snapshot_of(server.database, document) for document in walk.documents)
    assert stored.integrity(server.database) == "ok"
    await server.start()
    for document in walk.documents:
        await assert_stored(walk, document)
    await walk.end()
    assert not [line for line in server.log if "Traceback" in line or "failed" in line], server.log
