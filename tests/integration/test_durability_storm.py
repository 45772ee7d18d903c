"""Everybody comes back at the same moment, to a server that has just started and has nothing open."""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import time
from pathlib import Path

import pytest

from tests.support.clients import protocol
from tests.support.clients.people import Document, Person, Socket
from tests.support.servers.server import Server

SOAK = os.environ.get("TESTS_SOAK") == "1"
SOCKETS = 1_000 if SOAK else 200
DOCUMENTS = 3
"""Parts that each of them has open."""
P99_SECONDS = 10.0 if SOAK else 60.0
"""The short form also runs where other tests have the machine."""
KEYS = ("owner", "coordinator")


async def measured(server: Server, name: str) -> float:
    """One value of ``/metrics``."""
    person = Person(server, "owner")
    lines = (await person.get("/metrics")).text.splitlines()
    await person.close()
    return float(next(line.rsplit(" ", 1)[1] for line in lines if line.startswith(f"{name} ")))


class Returning:
    """Somebody whose page was open and who has what was there, as pages do after a restart."""

    def __init__(self, server: Server, token: str, documents: list[str], known: dict[str, Document]) -> None:
        self.documents, self.known = documents, known
        self.seconds = 0.0
        self._server, self._token = server, token
        self.socket: Socket

    async def come_back(self, began: float) -> None:
        self.socket = await Socket.connect(self._server, self._token, open_timeout=60)
        for address in self.documents:
            opened = Document(self.socket, address)
            self.socket.documents[address] = opened
            await self.socket.send(protocol.auth(address, self._token))
            await self.socket.send(
                protocol.sync(address, protocol.STEP1, self.known[address].doc.get_state())
            )
        opened_ones = list(self.socket.documents.values())
        await self.socket.until(
            lambda: self.socket.closed or all((o.synced and o.acked) or o.denied for o in opened_ones), 60
        )
        assert self.socket.closed is None
        assert [(o.denied, o.closed) for o in opened_ones if not o.synced] == []
        self.seconds = time.monotonic() - began


@pytest.mark.alone
@pytest.mark.timeout(300)
async def test_all_come_back_at_once_and_each_part_is_loaded_once(tmp_path: Path) -> None:
    server = Server(tmp_path, SAMPLAN_MAX_SOCKETS=str(20 * SOCKETS))  # two people have them all
    await server.prepare()
    await server.start()
    chance = random.Random(3)
    people = [await Person(server, key).log_in() for key in KEYS]
    parts = [{p["document"] for p in (await person.plan())["parts"]} for person in people]
    shared = sorted(set.intersection(*parts))
    before = await people[0].connect()
    known = {address: await before.open(address) for address in shared}
    await server.stop()
    await before.close()
    await server.start()
    rehearsed = await measured(server, "samplan_load_seconds_count")

    crowd = [
        Returning(server, chance.choice(people).token, chance.sample(shared, DOCUMENTS), known)
        for _ in range(SOCKETS)
    ]
    began = time.monotonic()
    await asyncio.gather(*(each.come_back(began) for each in crowd))
    asked_for = {address for each in crowd for address in each.documents}
    loaded = await measured(server, "samplan_load_seconds_count") - rehearsed
    assert loaded == len(asked_for)
    p99 = statistics.quantiles((each.seconds for each in crowd), n=100)[98]
    print(f"{SOCKETS} sockets with {DOCUMENTS} parts each are back: p99 {p99:.1f} s")
    assert p99 < P99_SECONDS
    for each in crowd:
        await each.socket.close()
    for person in people:
        await person.close()
    await server.stop()
