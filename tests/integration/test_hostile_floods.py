"""Too much, from somebody who has not said who they are, and from somebody who has; and who does not read."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import shutil
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pycrdt import Doc

from tests.support.clients import protocol
from tests.support.clients.listener import read_states
from tests.support.clients.people import Document, Person, Socket
from tests.support.clients.protocol import varstring, varuint
from tests.support.clients.replicas import content_of
from tests.support.hostile.arena import Arena, arena, settled, undisturbed
from tests.support.servers import stored
from tests.support.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.rule("P7")]
MEGABYTE = 1024 * 1024
UPGRADE = (
    b"GET /sync HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: " + base64.b64encode(bytes(16)) + b"\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> AsyncIterator[Arena]:
    async with arena(tmp_path_factory.mktemp("floods"), demo_database, crowd=200) as built:
        yield built


async def nobody(place: Arena) -> Socket:
    """A socket that never says whose it is."""
    return await Socket.connect(place.server, "")


async def sent_until_closed(socket: Socket, frames: list[bytes]) -> tuple[int, str]:
    with contextlib.suppress(Exception):
        for frame in frames:
            await socket.send(frame)
    await socket.until(lambda: socket.closed)
    assert socket.closed is not None
    await socket.close()
    return socket.closed


def memory(pid: int) -> int:
    """Bytes of the process that are in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def open_files(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


# Before anybody has said who they are.

EARLY = {
    "a thousand frames": [protocol.sync("part/x", protocol.STEP1, b"\x00")] * 1_001,
    "a thousand pings": [bytes([protocol.PING])] * 1_001,
    "a megabyte": [protocol.sync("part/x", protocol.UPDATE, bytes(100_000))] * 11,
    "a thousand documents": [protocol.auth(f"part/{number}", "x") for number in range(300)],
}


@pytest.mark.parametrize("what", EARLY)
async def test_nobody_floods_before_saying_who_they_are(place: Arena, what: str) -> None:
    async def attack() -> None:
        code, _ = await sent_until_closed(await nobody(place), EARLY[what])
        assert code in ((4401, 4529) if "documents" in what else (4529,))  # eleven wrong tokens, or too many

    await undisturbed(place, attack)


@pytest.mark.parametrize("kind", ["home", "own-notes"])
async def test_what_is_sent_before_a_document_is_open_ends_no_socket(place: Arena, kind: str) -> None:
    """In many small frames or few large ones, and to a document that is refused."""

    async def attack() -> None:
        socket = await place.somebody()
        name = place.document(kind)
        opened = await socket.ask(name)
        for _ in range(600):
            await opened.send_update(b"\0\0")
        await socket.until(lambda: opened.denied or opened.acked > 600)
        assert (opened.denied, opened.closed) == ("not-found" if kind == "own-notes" else None, None)
        large = await socket.ask(f"{name}\0large")
        for _ in range(12):
            await large.send_update(bytes(200_000))
        await socket.until(lambda: large.denied or large.closed)
        assert (await socket.open(place.document("measure"))).synced
        await socket.close()

    await undisturbed(place, attack)


async def test_more_documents_than_a_page_has_end_the_socket(place: Arena) -> None:
    async def attack() -> None:
        socket = await place.somebody()
        names = [f"{place.document('home')}\0{number}" for number in range(201)]
        frames = [protocol.auth(name, socket.token) for name in names]
        assert await sent_until_closed(socket, frames) == (4529, "overloaded")

    await undisturbed(place, attack)


async def test_traffic_does_not_put_off_the_moment_by_which_one_must_say_who_one_is(place: Arena) -> None:
    async def linger(frame: bytes) -> tuple[float, tuple[int, str]]:
        socket, began = await nobody(place), time.monotonic()
        while socket.closed is None:
            with contextlib.suppress(Exception):
                await socket.send(frame)
            with contextlib.suppress(TimeoutError):
                await socket.until(lambda: socket.closed, seconds=0.5)
        return time.monotonic() - began, socket.closed

    frames = (bytes([protocol.PING]), protocol.auth("part/x", "wrong"), protocol.close("part/x"))
    for seconds, closed in await asyncio.gather(*(linger(frame) for frame in frames)):
        assert closed[1] == "session-expired"
        assert seconds < 13


RAW = {
    "binary frames of one byte": b"\x82\x81\0\0\0\0\x09",
    "websocket pings": b"\x89\x80\0\0\0\0",
    "websocket pongs": b"\x8a\x80\0\0\0\0",
    "fragments of nothing": b"\x02\x80\0\0\0\0" + b"\x00\x80\0\0\0\0" * 1_000,
    "empty texts": b"\x81\x80\0\0\0\0",
    "pipelined requests": b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
    "headers without end": b"GET / HTTP/1.1\r\n" + b"a:b\r\n" * 100_000,
    "one header without end": b"GET / HTTP/1.1\r\na: " + b"b" * 500_000,
    "an address without end": b"GET /" + b"a" * 500_000,
    "chunks of one byte": b"POST /login/demo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    + b"1\r\nx\r\n" * 50_000,
}


@pytest.mark.parametrize("what", RAW)
async def test_megabytes_of_tiny_pieces_are_parsed_a_little_at_a_time(place: Arena, what: str) -> None:
    async def attack() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", place.server.port)
        with contextlib.suppress(OSError, TimeoutError):
            if RAW[what][:1] not in (b"G", b"P"):
                writer.write(UPGRADE)
                await reader.readuntil(b"\r\n\r\n")
            writer.write(RAW[what] * (MEGABYTE // len(RAW[what]) + 1))
            async with asyncio.timeout(1.0):  # how long it is kept up
                await writer.drain()
                await reader.read()
        writer.transport.abort()

    before = memory(place.server.pid)
    await undisturbed(place, attack)
    assert memory(place.server.pid) - before < 30 * MEGABYTE


async def test_hundreds_of_quick_connections_disturb_nobody_and_leave_nothing(place: Arena) -> None:
    before = open_files(place.server.pid)

    async def come_and_go(number: int) -> None:
        socket = await place.somebody() if number % 10 == 0 else await nobody(place)
        if number % 10 == 0:
            await socket.ask(place.document("home"))
        socket.drop() if number % 2 else await socket.close()

    async def attack() -> None:
        for start in range(0, 400, 20):
            await asyncio.gather(*(come_and_go(number) for number in range(start, start + 20)))

    await undisturbed(place, attack)
    async with asyncio.timeout(10):
        while open_files(place.server.pid) > before + 5:
            await place.pulse.go_on(1)


# Afterwards.


async def opened(place: Arena, kind: str = "home") -> Document:
    document = await (await place.somebody()).open(place.document(kind))
    await settled([document])
    return document


async def test_step1s_beyond_measure_are_refused_as_overload(place: Arena) -> None:
    async def attack() -> None:
        document = await opened(place)
        known = varuint(90) + b"".join(varuint(2**50 + n) + varuint(n) for n in range(90))
        for vector in (known, b"\x00"):
            for _ in range(20):
                await document.socket.send(protocol.sync(document.address, protocol.STEP1, vector))
        assert await document.ended() == "overloaded"
        await document.socket.close()

    await undisturbed(place, attack)


async def test_a_state_vector_of_more_clients_than_there_can_be_is_malformed(place: Arena) -> None:
    vector = varuint(20_000) + b"".join(varuint(2**50 + n) + varuint(n) for n in range(20_000))

    async def attack() -> None:
        document = await opened(place)
        for _ in range(20):
            await document.socket.send(protocol.sync(document.address, protocol.STEP1, vector))
        assert await document.ended() == "malformed"
        await document.socket.close()

    await undisturbed(place, attack)


async def test_who_stops_reading_is_cut_with_a_retry_code_and_costs_no_more_than_an_outbox(
    place: Arena,
) -> None:
    lazy, writer, other = [await opened(place) for _ in range(3)]
    caret = protocol.varuint(1) + varuint(77) + b"\x01" + varstring("{}")
    await lazy.socket.send(protocol.awareness(lazy.address, caret))
    await other.socket.until(lambda: other.awareness)
    lazy.socket.stall()
    before = memory(place.server.pid)
    sent = 0
    while sent < 400:
        sent += 1
        writer.type("lang tekst " * 9_000)
        await writer.saved()
        with writer.doc.transaction():
            text = writer.block_text(0)
            del text[0 : len(str(text).encode())]
        await writer.saved()
        if read_states(other.awareness[-1])[77] is None:
            break
    assert 5 * MEGABYTE < sent * 99_000 < 30 * MEGABYTE
    assert memory(place.server.pid) - before < 64 * MEGABYTE
    lazy.socket.resume()
    await lazy.socket.until(lambda: lazy.socket.closed)
    assert lazy.socket.closed in ((4508, "slow-consumer"), (1006, "")), "cut without a farewell, or with one"
    await other.socket.until(lambda: other.content == writer.content)
    for document in (writer, other):
        await document.socket.close()


# How large a part may be.


async def test_a_part_that_is_full_says_so_and_can_still_be_read_and_emptied(
    tmp_path: Path, demo_database: Path
) -> None:
    shutil.copy(demo_database, tmp_path / "samplan.db")
    server = Server(tmp_path, SAMPLAN_MAX_PART_BYTES="20000")
    await server.start()
    owner = await Person(server, "owner").log_in()
    try:
        document = await (await owner.connect()).open(
            next(part["document"] for part in (await owner.plan())["parts"] if part["kind"] == "home")
        )
        await settled([document])
        while document.closed is None and len(document.doc.get_update()) < 40_000:
            kept = document.doc.get_update()
            document.type("x" * 1_000)
            await document.flush()
            await document.socket.until(lambda: document.acked >= document.sent or document.closed)
        assert document.closed == "too-large"
        assert 15_000 < len(kept) <= 20_000
        again = await document.socket.open(document.address)
        await settled([again])
        assert again.doc.get_update() == kept or content_of(again.doc) == content_of(_loaded(kept))
        text = again.block_text(0)
        del text[0 : len(str(text).encode())]
        await again.saved()
        again.type("nå er det plass igjen")
        await again.saved()
        assert content_of(stored.replayed(server.database, again.address)) == again.content
        await again.socket.close()
    finally:
        await owner.close()
        await server.stop()


def _loaded(update: bytes) -> Doc[Any]:
    doc: Doc[Any] = Doc()
    doc.apply_update(update)
    return doc
