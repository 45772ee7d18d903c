"""The line between a browser and a server: a TCP proxy that can be slow, for requests and sockets alike.

A browser's own emulation of a slow network leaves WebSockets as they are. Here each direction carries so many
bytes a second, whatever connection they belong to, and each byte is on its way for half a round trip; a new
connection costs one round trip before its first byte.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from tests.support.faults.links import both
from tests.support.servers.server import free_port

CHUNK = 1_460
"""Bytes sent at once: so that one connection does not hold the line for as long as its whole answer takes."""


@dataclass(frozen=True)
class Slowness:
    bytes_per_second: float
    round_trip: float


WEAK_SIGNAL = Slowness(bytes_per_second=1_600_000 / 8, round_trip=0.150)


class Direction:
    """One direction of the line, shared by all connections; ``carried`` counts its bytes."""

    def __init__(self) -> None:
        self.carried = 0
        self._free = 0.0

    async def pass_on(self, data: bytes, slow: Slowness | None) -> float:
        """Wait until the line has taken ``data``; the moment at which it arrives."""
        loop = asyncio.get_running_loop()
        self.carried += len(data)
        if slow is None:
            return loop.time()
        self._free = max(self._free, loop.time()) + len(data) / slow.bytes_per_second
        taken = self._free
        await _until(taken)
        return taken + slow.round_trip / 2


class Line:
    def __init__(self, target: int) -> None:
        self.port, self.target = free_port(), target
        self.up, self.down = Direction(), Direction()
        self._slow: Slowness | None = None
        self._server: asyncio.Server | None = None
        self._links: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        await self.hang_up()

    async def hang_up(self) -> None:
        """End every connection: the next page of the browser begins without one."""
        links = list(self._links)
        for link in links:
            link.cancel()
        await asyncio.gather(*links, return_exceptions=True)

    @contextlib.contextmanager
    def slow(self, slowness: Slowness = WEAK_SIGNAL) -> Iterator[None]:
        self._slow = slowness
        try:
            yield
        finally:
            self._slow = None

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        link = asyncio.current_task()
        assert link is not None
        self._links.add(link)
        ends = [writer]
        try:
            if self._slow is not None:
                await asyncio.sleep(self._slow.round_trip)
            there, back = await asyncio.open_connection("127.0.0.1", self.target)
            ends.append(back)
            ways = self._carry(reader, back, self.up), self._carry(there, writer, self.down)
            await both(*map(asyncio.create_task, ways))
        except (OSError, asyncio.CancelledError):
            pass  # the browser sees a reset
        finally:
            self._links.discard(link)
            for end in ends:
                end.transport.abort()

    async def _carry(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, direction: Direction
    ) -> None:
        """Reads on while bytes are on their way, as a line does that is longer than it is broad."""
        travelling: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        await both(
            asyncio.create_task(self._take(source, direction, travelling)),
            asyncio.create_task(_deliver(travelling, sink)),
        )

    async def _take(
        self,
        source: asyncio.StreamReader,
        direction: Direction,
        travelling: asyncio.Queue[tuple[float, bytes]],
    ) -> None:
        while data := await source.read(CHUNK):
            travelling.put_nowait((await direction.pass_on(data, self._slow), data))
        travelling.put_nowait((0.0, b""))
        await asyncio.Event().wait()  # whoever delivers ends both


async def _deliver(travelling: asyncio.Queue[tuple[float, bytes]], sink: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while True:
            arrives, data = await travelling.get()
            if not data:
                return
            await _until(arrives)
            sink.write(data)
            await sink.drain()


async def _until(moment: float) -> None:
    if (left := moment - asyncio.get_running_loop().time()) > 0:
        await asyncio.sleep(left)
