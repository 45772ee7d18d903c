"""An acknowledgement leaves the process only after its commit is on the disk.

``kill -9`` leaves what the kernel holds, so it cannot show this: the system calls of the real server do.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support import trace
from tests.support.clients import protocol
from tests.support.clients.people import Document, Person
from tests.support.servers.server import Server

EDITS = 25
SYNCS = ("fdatasync", "fsync")
SENDS = ("write", "writev", "sendto", "sendmsg")


@pytest.fixture
async def traced(tmp_path: Path) -> AsyncIterator[Server]:
    """A server under ``strace``; the trace is beside its database."""
    server = Server(tmp_path, command_prefix=(*trace.STRACE, "-o", str(tmp_path / "trace")))
    await server.prepare()
    await server.start()
    yield server
    await server.stop()


async def write_one_by_one(person: Person) -> Document:
    part = next(part for part in (await person.plan())["parts"] if part["kind"] == "home")
    socket = await person.connect()
    opened = await socket.open(part["document"])
    await opened.saved()
    for number in range(EDITS):
        opened.type(f" {word(number)}")
        await opened.saved()
    await socket.close()
    return opened


def word(number: int) -> str:
    return f"varig{number:03d}ord"


@pytest.mark.rule("P2")
async def test_every_acknowledgement_leaves_after_its_words_were_written_and_synced(traced: Server) -> None:
    person = await Person(traced, "owner").log_in()
    opened = await write_one_by_one(person)
    await person.close()
    await traced.stop()

    calls = trace.calls(traced.directory / "trace")
    log = [call for call in calls if call.target.endswith("samplan.db-wal")]
    status = protocol.varstring(opened.address) + bytes((protocol.SYNC_STATUS, 1))
    acknowledgements = [c for c in calls if c.name in SENDS and "TCP" in c.target and status in c.data]
    assert len(acknowledgements) == EDITS + 1, "one for the Step2, then one for each edit"
    for number, acknowledgement in enumerate(acknowledgements[1:]):
        written = [c for c in log if c.name == "pwrite64" and word(number).encode() in c.data]
        assert written, f"{word(number)} was never written to the log"
        synced = [
            c
            for c in log
            if c.name in SYNCS
            and not c.failed
            and written[0].ended < c.began
            and c.ended < acknowledgement.began
        ]
        assert synced, f"{word(number)} was acknowledged before it was synced"
        assert acknowledgements[number].ended < written[0].began, "the edit was sent after the one before"
