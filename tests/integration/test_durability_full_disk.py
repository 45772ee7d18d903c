"""A database that takes nothing more: writes are refused where people see it, and everything else goes on.

The disk is a file system of a few megabytes, filled to the last byte. Where none can be mounted, and for a
file system that has turned read-only, the server's own system calls fail as they would then.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Doc

from tests.support.clients.people import Person
from tests.support.clients.replicas import content_of
from tests.support.faults.disk import FailingCalls, Fault, SmallDisk
from tests.support.faults.refusing import KEYS, Ground, ground_of, refused_and_recovered
from tests.support.servers import stored
from tests.support.servers.server import Server

SOAK = os.environ.get("TESTS_SOAK") == "1"
ROUNDS = 20 if SOAK else 1


@pytest.fixture(params=["full", "read-only"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[Server, Ground]]:
    disk = SmallDisk(tmp_path / "disk")
    small = request.param == "full" and disk.mount()
    server = Server(disk.directory)
    await server.prepare()
    await server.start()
    error = "ENOSPC" if request.param == "full" else "EROFS"
    fault: Fault = disk if small else FailingCalls(server, "pwrite64", error)
    people = {key: await Person(server, key).log_in() for key in KEYS}
    yield server, await ground_of(people, fault)
    await fault.end()
    for person in people.values():
        await person.close()
    await server.stop()
    disk.unmount()


@pytest.mark.timeout(1_800 if SOAK else 600)
async def test_writes_are_refused_while_reads_go_on_and_it_recovers_by_itself(
    place: tuple[Server, Ground],
) -> None:
    server, ground = place
    pen, reader = await refused_and_recovered(ground, ROUNDS)
    print(f"{ROUNDS} times, {len(pen.saved)} words saved")
    await server.stop()
    assert stored.integrity(server.database) == "ok"
    await server.verified()
    for built in (stored.replayed, stored.from_snapshot):
        doc: Doc[Any] = built(server.database, ground.home)
        assert content_of(doc) == reader.content
