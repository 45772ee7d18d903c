"""Network faults: a TCP proxy between two programs that can delay, drop, reset and refuse."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field

from tests.support.servers.server import free_port

from .links import Links, both


@dataclass(slots=True)
class Way:
    """One direction. ``swallow``: bytes are read and silently dropped."""

    swallow: bool = False
    flowing: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.flowing.set()

    def hold(self) -> None:
        """Delay bytes until ``release``."""
        self.flowing.clear()

    def release(self) -> None:
        self.flowing.set()


class Proxy:
    """Listens on a port of its own for the server at ``target``. ``up`` is towards that server."""

    def __init__(self, target: int, host: str = "127.0.0.1") -> None:
        self.port, self.host = free_port(), host
        self.target = target
        self.up, self.down = Way(), Way()
        self.carried = 0
        """Bytes, both ways: to check that a fault really affected traffic."""
        self._listening: asyncio.Server | None = None
        self._links = Links()

    async def open(self) -> None:
        self._listening = await asyncio.start_server(self._accept, self.host, self.port)

    async def close(self) -> None:
        """Refuse new connections, and reset the existing ones."""
        if self._listening is not None:
            self._listening.close()
            self._listening = None
        await self.cut()

    async def cut(self) -> None:
        """Reset every connection; new ones are accepted."""
        await self._links.cut()

    def blackhole(self) -> None:
        """Connections stay open, new ones are accepted, and all bytes are dropped."""
        self.up.swallow = self.down.swallow = True

    async def heal(self) -> None:
        """Forward again. Connections that lost bytes are reset: their streams have gaps."""
        self.up.swallow = self.down.swallow = False
        self.up.release()
        self.down.release()
        await self.cut()
        if self._listening is None:
            await self.open()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with self._links.link(writer) as ends:
            there, back = await asyncio.open_connection("127.0.0.1", self.target)
            ends.append(back)
            await both(
                asyncio.create_task(self._pipe(reader, back, self.up)),
                asyncio.create_task(self._pipe(there, writer, self.down)),
            )

    async def _pipe(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, way: Way) -> None:
        with contextlib.suppress(OSError):
            while data := await source.read(65_536):
                await way.flowing.wait()
                if not way.swallow:
                    self.carried += len(data)
                    sink.write(data)
                    await sink.drain()
