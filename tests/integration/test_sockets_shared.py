"""What one person, or nobody at all, can take of a process that is there for all; with real sockets."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path

import pytest

from tests.support.clients import protocol
from tests.support.clients.people import Person, Socket
from tests.support.hostile.crowd import crowd_sql, token
from tests.support.servers.demo import demo_server
from tests.support.servers.server import Server

pytestmark = pytest.mark.rule("P7")
OVERLOADED = (4529, "overloaded")
PEOPLE, SOCKETS = 20, 10
FRAME_BYTES = 256 * 1024
UPGRADE = (
    b"GET /sync HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


def memory(pid: int) -> int:
    """Bytes of the process that are in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def few_sockets(directory: Path, demo_database: Path) -> Server:
    shutil.copy(demo_database, directory / "samplan.db")
    server = Server(directory, SAMPLAN_MAX_SOCKETS="40")
    await server.start()
    return server


async def test_one_person_takes_a_share_of_the_sockets_and_no_more(
    tmp_path: Path, demo_database: Path
) -> None:
    server = await few_sockets(tmp_path, demo_database)
    stranger, owner = [await Person(server, key).log_in() for key in ("stranger", "owner")]
    home = (await owner.part("home"))["document"]
    taken = []
    for _ in range(40):
        socket = await stranger.connect()
        asked = await socket.ask(home)
        await socket.until(lambda asked=asked, socket=socket: asked.denied or socket.closed)  # type: ignore[misc]
        taken.append(socket.closed)
    assert taken == [None] * 10 + [OVERLOADED] * 30
    assert (await (await owner.connect()).open(home)).synced
    for person in (stranger, owner):
        await person.close()
    await server.stop()


async def test_who_never_says_who_they_are_cannot_keep_others_out(
    tmp_path: Path, demo_database: Path
) -> None:
    server = await few_sockets(tmp_path, demo_database)
    owner = await Person(server, "owner").log_in()
    home = (await owner.part("home"))["document"]
    nobodies = [await Socket.connect(server, "") for _ in range(40)]
    assert (await (await owner.connect()).open(home)).synced
    displaced = [socket for socket in nobodies if socket.closed]
    assert {socket.closed for socket in displaced} == {OVERLOADED}
    assert len(displaced) >= 30
    for socket in nobodies:
        await socket.abandon()
    await owner.close()
    await server.stop()


# Messages that are never finished.


class Unfinished:
    """A socket that has sent the most of a message that it may, and never the end of it."""

    def __init__(self, server: Server, token_: str) -> None:
        self._server, self._token = server, token_
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def begin(self, document: str, size: int) -> None:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._server.port)
        self._writer.write(UPGRADE)
        await self._reader.readuntil(b"\r\n\r\n")
        self._send(0x82, protocol.auth(document, self._token))
        self._send(0x82, protocol.sync(document, protocol.STEP1, b"\x00"))
        await self._reader.read(1)  # it is known whose the socket is
        self._send(0x02, protocol.sync(document, protocol.UPDATE, bytes(size)))
        self._send(0x89, b"")  # a ping, to see when all has been read

    def _send(self, head: int, content: bytes) -> None:
        size = len(content)
        length = bytes((0x80 | size,)) if size < 126 else b"\xff" + size.to_bytes(8)
        self._writer.write(bytes((head,)) + length + bytes(4) + content)

    async def settled(self) -> bool:
        """Waits until the server has read it; returns whether it keeps the socket."""
        heard = b""
        async with asyncio.timeout(20):
            while b"\x8a\x00" not in heard and b"overloaded" not in heard:
                heard += await self._reader.read(65_536)
        return b"overloaded" not in heard

    def end(self) -> None:
        self._writer.transport.abort()


async def grown(server: Server, document: str, people: int) -> tuple[float, int]:
    """How many times the memory it had before a process has, and how many sockets it keeps."""
    before = memory(server.pid)
    sockets = [Unfinished(server, token(n)) for n in range(people) for _ in range(SOCKETS)]
    for socket in sockets:
        await socket.begin(document, FRAME_BYTES)
    kept = [await socket.settled() for socket in sockets]
    times = memory(server.pid) / before
    for socket in sockets:
        socket.end()
    return times, sum(kept)


@pytest.mark.alone
@pytest.mark.parametrize(("crowd", "most"), [("in no plan", 1.2), ("with edit", 1.6)])
async def test_messages_that_are_never_finished_do_not_fill_the_memory(
    tmp_path: Path, demo_database: Path, crowd: str, most: float
) -> None:
    """Who is in no plan knows no document of one."""
    async with demo_server(tmp_path, demo_database, crowd_sql(PEOPLE)) as server:
        owner = await Person(server, "owner").log_in()
        part = (await owner.part("home"))["document"]
        document = part if crowd == "with edit" else "part/unknown"
        warm = Unfinished(server, token(0))
        await warm.begin(document, 1_000)
        await warm.settled()
        warm.end()
        times, kept = await grown(server, document, PEOPLE)
        print(f"{crowd}: {times:.2f} times the memory of before, {kept} of {PEOPLE * SOCKETS} sockets kept")
        assert kept >= PEOPLE
        assert times <= most
        home = await (await owner.connect()).open(part)
        home.type("Ingen er forstyrret. ")
        await home.saved()
        await owner.close()


async def test_four_tabs_that_come_back_with_as_much_as_may_be_written_lose_nothing(server: Server) -> None:
    """Each has 250 kB in one frame, as after a day offline; each is stored."""
    owner = await Person(server, "owner").log_in()
    kinds = ("home", "needs", "resources", "about-me")
    tabs = [await (await owner.connect()).open((await owner.part(kind))["document"]) for kind in kinds]
    for tab in tabs:
        tab.type("dagens arbeid " * 17_800)
    await asyncio.gather(*(tab.saved() for tab in tabs))
    await owner.close()
