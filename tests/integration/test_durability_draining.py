"""SIGTERM while people write as fast as they can: everything acknowledged is kept, and it takes seconds.

And what somebody was shown while nothing could be written is in the access log when the process has ended.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.clients.people import Person
from tests.support.clients.writers import let_all_edit
from tests.support.models.promises import Account, Scribe, assert_still_whole, scribes_of, write_until_killed
from tests.support.servers import stored
from tests.support.servers.server import Server

SOAK = os.environ.get("TESTS_SOAK") == "1"
ROUNDS = 60 if SOAK else 2
KEYS = ("owner", "coordinator", "mother", "school")
DRAINED_SECONDS = 10.0


async def stopped_at_random(server: Server, scribes: list[Scribe], chance: random.Random) -> float:
    """How long the server took to end, once it was told to."""
    watched, count = chance.choice(scribes), chance.randint(5, 80)
    await watched.socket.until(lambda: sum(opened.acked for opened in watched.documents) >= count)
    began = time.monotonic()
    await server.stop()
    return time.monotonic() - began


@pytest.mark.timeout(1_800 if SOAK else 600)
async def test_a_server_that_is_told_to_end_settles_what_it_took(server: Server, tmp_path: Path) -> None:
    chance = random.Random(7)
    people = [await Person(server, key).log_in() for key in KEYS]
    parts = (await people[0].plan())["parts"]
    documents = [next(p["document"] for p in parts if p["kind"] == kind) for kind in ("home", "needs")]
    await let_all_edit(people[0], people[1:], documents)
    account = Account(documents)
    for number in range(ROUNDS):
        scribes = await scribes_of(people, number, documents, chance)
        onlooker = await people[0].connect()
        await onlooker.open(documents[0])
        seconds: list[float] = []

        async def ended(scribes: list[Scribe] = scribes, seconds: list[float] = seconds) -> None:
            seconds.append(await stopped_at_random(server, scribes, chance))

        await write_until_killed(scribes, ended())
        assert seconds[0] < DRAINED_SECONDS
        assert server.process is not None
        assert server.process.returncode in (0, -signal.SIGTERM), "uvicorn dies of the signal once it is done"
        await onlooker.until(lambda: onlooker.closed)  # noqa: B023
        assert onlooker.closed == (1012, "going-down")
        assert {scribe.socket.closed for scribe in scribes} == {(1012, "going-down")}
        for socket in (onlooker, *(scribe.socket for scribe in scribes)):
            await socket.close()
        account.settle(scribes, stored.remains(server.database, tmp_path / "remains"))
        await server.start()
    assert sum(map(len, account.acknowledged.values())) > ROUNDS * 10
    await assert_still_whole(server, people[0], account)
    for person in people:
        await person.close()


async def test_a_server_whose_database_hangs_says_goodbye_all_the_same(server: Server) -> None:
    """What the database has not taken was not acknowledged: the page keeps it."""
    owner = await Person(server, "owner").log_in()
    document = next(part["document"] for part in (await owner.plan())["parts"] if part["kind"] == "home")
    writer = await owner.connect()
    opened = await writer.open(document)
    await opened.saved()
    with closing(sqlite3.connect(server.database, isolation_level=None)) as locking:
        locking.execute("BEGIN IMMEDIATE")
        opened.type("Dette rekker ikke fram.")
        await opened.flush()
        began = time.monotonic()
        await server.stop()
        assert time.monotonic() - began < DRAINED_SECONDS
    await writer.until(lambda: writer.closed)
    assert writer.closed == (1012, "going-down")
    assert opened.acked == opened.sent - 1
    await writer.close()
    await owner.close()


@pytest.mark.rule(14, "P8")
async def test_what_was_read_while_nothing_could_be_written_is_logged_before_it_ends(server: Server) -> None:
    """SIGTERM ends the process as soon as it has drained: nothing that comes after that can write it."""
    owner = await Person(server, "owner").log_in()
    parts = [part["document"] for part in (await owner.plan())["parts"]]
    socket = await owner.connect()
    with closing(sqlite3.connect(server.database, isolation_level=None)) as somebody:
        somebody.execute("BEGIN IMMEDIATE")  # and nobody else writes
        for document in parts[:2]:
            await socket.open(document)
    await server.stop()
    assert stored.readings_of(server.database) == parts[:2]
    await server.verified()
    await socket.close()
    await owner.close()
