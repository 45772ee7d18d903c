"""People come and go for a long time: memory stays what it was, and parts nobody is in are put away."""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pycrdt import Doc

from tests.support.clients.people import Person, Socket
from tests.support.cluster.processes import eventually
from tests.support.servers.server import Server

SOAK = os.environ.get("TESTS_SOAK") == "1"
SECONDS = 20 * 60.0 if SOAK else 5.0
WARM_SECONDS = 300.0 if SOAK else 2.0
"""Until every part was open and caches are full."""
AT_ONCE = 4
OPEN_AT_MOST = 6
"""Parts the server may have open; each further one puts one away that nobody is in."""
AWAY_SECONDS = 5.0
"""Until those on their way out are gone; a part that merely has nobody in it stays for thirty."""
MEGABYTE = 1024 * 1024
GROWTH = 5 * MEGABYTE if SOAK else 40 * MEGABYTE
"""Over the whole time after the warm-up; a short time shows only a leak that is gross."""


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    server = Server(tmp_path, SAMPLAN_MAX_PARTS=str(OPEN_AT_MOST))
    await server.prepare()
    await server.start()
    yield server
    await server.stop()


def memory(server: Server) -> int:
    """Bytes of the process that are in memory."""
    return int(Path(f"/proc/{server.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def measures(person: Person) -> dict[str, float]:
    lines = (await person.get("/metrics")).text.splitlines()
    person.received.clear()
    return {n: float(v) for n, v in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}


async def settled(person: Person) -> dict[str, float]:
    """The measures once no more is open than may be: a part on its way out is counted until it is stored."""

    async def no_more() -> bool:
        return (await measures(person))["samplan_open_parts"] <= OPEN_AT_MOST

    await eventually(no_more, AWAY_SECONDS)
    return await measures(person)


async def come_and_go(
    server: Server, token: str, documents: list[str], own: list[str], client: int, chance: random.Random
) -> None:
    """Open a part, write or only look, and leave: with a farewell or without a word.

    Written is always under the same client id and only in one's ``own`` parts, so that these stay as they
    are: a part remembers every id, and what several delete by turns cannot be joined (6 bytes stored
    and 130 in memory for each visit, measured).
    """
    while True:
        socket = await Socket.connect(server, token)
        try:
            writing = chance.random() < 0.5
            document = chance.choice(own if writing else documents)
            opened = await socket.open(document, doc=Doc(client_id=client))
            if writing:
                opened.type("x", at=0)
                await opened.saved()
                del opened.block_text(0)[0:1]
                await opened.saved()
            opened.detach()
            if chance.random() < 0.7:
                await socket.close()
        finally:
            socket.drop()


def slope(samples: list[tuple[float, int]]) -> float:
    """Bytes a second, by least squares."""
    times, sizes = zip(*samples, strict=True)
    return statistics.linear_regression(times, sizes).slope


@pytest.mark.timeout(SECONDS + WARM_SECONDS + 240)
async def test_memory_stays_flat_and_parts_are_put_away(server: Server) -> None:
    chance = random.Random(5)
    owner = await Person(server, "owner").log_in()
    parts = (await owner.plan())["parts"]
    documents = [p["document"] for p in parts if p["level"] == "edit"]
    assert len(documents) > 2 * OPEN_AT_MOST
    people = [
        asyncio.create_task(
            come_and_go(server, owner.token, documents, documents[number::AT_ONCE], 1_000 + number, chance)
        )
        for number in range(AT_ONCE)
    ]
    try:
        await asyncio.wait(people, timeout=WARM_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        samples, began = [], time.monotonic()
        while (now := time.monotonic()) < began + SECONDS:
            samples.append((now - began, memory(server)))
            await asyncio.wait(people, timeout=SECONDS / 40, return_when=asyncio.FIRST_COMPLETED)
            assert not any(task.done() for task in people), [task for task in people if task.done()]
    finally:
        for task in people:
            task.cancel()
        ended = await asyncio.gather(*people, return_exceptions=True)
    assert {type(each) for each in ended} == {asyncio.CancelledError}
    found = await settled(owner)
    await owner.close()
    growth = slope(samples) * SECONDS
    print(
        f"{found['samplan_sockets_opened_total']:.0f} came and went in {SECONDS:.0f} s,"
        f" {found['samplan_evictions_total']:.0f} parts put away;"
        f" growth {growth / MEGABYTE:.2f} MB, memory"
        f" {' '.join(f'{size / MEGABYTE:.1f}' for _, size in samples[::8])} MB"
    )
    assert growth < GROWTH
    assert found["samplan_evictions_total"] > 2 * OPEN_AT_MOST
    assert found["samplan_room_failures_total"] == 0
