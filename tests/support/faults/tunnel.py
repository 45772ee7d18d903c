"""A TCP proxy in front of the server that can be cut, that can delay the server's answers, and that can let
browsers keep them."""

from __future__ import annotations

import asyncio
import contextlib

from tests.support.servers.server import free_port

from .links import Links, both


class Tunnel:
    def __init__(self, target: int, port: int | None = None) -> None:
        self.port = port or free_port()
        self._target = target
        self._server: asyncio.Server | None = None
        self._links = Links()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self.lets_keep = False
        """Whether ``no-store`` is taken out of the answers: some browsers keep such pages all the same."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)

    async def cut(self) -> None:
        """Refuse new connections and close the existing ones."""
        assert self._server is not None
        self._server.close()
        await self._links.cut()

    def hold(self) -> None:
        """Delay the server's answers, without closing anything."""
        self._flowing.clear()

    def release(self) -> None:
        self._flowing.set()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with self._links.link(writer) as ends:
            there, back = await asyncio.open_connection("127.0.0.1", self._target)
            ends.append(back)
            await both(
                asyncio.create_task(self._pipe(reader, back, held=False)),
                asyncio.create_task(self._pipe(there, writer, held=True)),
            )

    async def _pipe(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, held: bool) -> None:
        with contextlib.suppress(OSError):
            while data := await source.read(65_536):
                if held:
                    await self._flowing.wait()
                    if self.lets_keep:
                        data = data.replace(b"cache-control: no-store", b"cache-control: no-cache")
                sink.write(data)
                await sink.drain()
