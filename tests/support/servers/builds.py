"""Another build of the program, as an upgrade brings it, and a balancer before processes of both."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import re
import shutil
from itertools import cycle
from pathlib import Path

from .server import ROOT, free_port

HASHED_NAME = re.compile(r"^(?P<name>.+)-(?P<hash>[\w-]{8})\.(?P<kind>js|css)$")


def another_build(directory: Path, mark: str) -> Path:
    """A copy of the program whose scripts and styles all have other names, with ``mark``; its folder.

    As after a change of a module that all others import; building once more takes ten seconds.
    """
    shutil.copytree(ROOT / "server", directory / "server", ignore=shutil.ignore_patterns("__pycache__"))
    dist = directory / "server" / "web" / "dist"
    shutil.copytree(ROOT / "frontend" / "dist", dist, ignore=shutil.ignore_patterns("*.br", "*.gz"))
    names = {
        file.name: f"{found['name']}-{mark}{found['hash'][len(mark) :]}.{found['kind']}"
        for file in (dist / "assets").iterdir()
        if (found := HASHED_NAME.match(file.name))
    }
    for file in [*(dist / "assets").iterdir(), dist / "index.html"]:
        if file.suffix not in (".js", ".css", ".html"):
            continue
        text = file.read_text()
        for old, new in names.items():
            text = text.replace(old, new)
        renamed = file.with_name(names.get(file.name, file.name))
        file.unlink()
        renamed.write_text(text)
        renamed.with_name(f"{renamed.name}.gz").write_bytes(gzip.compress(text.encode(), 1))
    return directory


class RoundRobin:
    """Hands each request, also of one browser, to the next process. ``to``: the ports of the processes."""

    def __init__(self, to: list[int], port: int | None = None) -> None:
        self.port = port or free_port()
        self.to = to
        self._turns = cycle(range(1_000_000))
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        for each in self._open:
            each.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._carry(reader, writer))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await self._hand_over(await reader.readuntil(b"\r\n\r\n"), reader, writer)
                await writer.drain()
                writer.close()
                await writer.wait_closed()
        finally:
            writer.transport.abort()

    async def _hand_over(
        self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        there, back = await self._connected()
        if b"upgrade: websocket" not in head.lower():
            # The connection ends with its answer, so that the next request goes to the next process.
            kept = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
            head = b"\r\n".join([kept[0], b"Connection: close", *kept[1:]])
        back.write(head)
        up = asyncio.create_task(_pipe(reader, back))
        try:
            await _pipe(there, writer)
        finally:
            up.cancel()
            back.transport.abort()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """To the next process, or to the one after it while that is restarted, as balancers do."""
        ports = [*self.to]
        first = next(self._turns)
        for turn in range(len(ports)):
            with contextlib.suppress(ConnectionError):
                return await asyncio.open_connection("127.0.0.1", ports[(first + turn) % len(ports)])
        raise ConnectionError("no process is there")


async def _pipe(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(65_536):
            sink.write(data)
            await sink.drain()
