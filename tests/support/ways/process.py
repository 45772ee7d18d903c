"""A traced server in a process of its own, of this checkout or another."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.support.servers.server import START_SECONDS, Server

from .traced import ANSWER, Recording

SCRIPT = Path(__file__).with_name("traced.py")
LINE_BYTES = 4 * 1024 * 1024
POLL_SECONDS = "1"
"""The server polls rights that often between recordings, so that they are fresh when one begins."""


class TracedServer(Server):
    """``checkout``: the directory that holds the package ``server``; ``directory``: for its database."""

    def __init__(self, directory: Path, checkout: Path) -> None:
        super().__init__(directory, PYTHONPATH=str(checkout), SAMPLAN_POLL_SECONDS=POLL_SECONDS)
        self._checkout = checkout
        self._answers: asyncio.Queue[Recording] = asyncio.Queue()

    async def command(self, *arguments: str) -> str:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "server", *arguments, cwd=self._checkout, env=self._environment,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        output, _ = await process.communicate()
        assert process.returncode == 0, output.decode()
        return output.decode()

    async def prepare(self, *, cases: bool = False) -> None:
        """A database created by the checkout itself: its schema may differ."""
        await self.command("migrate")
        await self.command("demo", *([] if cases else ["--plan-only"]))

    async def start(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", str(SCRIPT), str(self._checkout), "serve",
            cwd=self._checkout, env=self._environment, limit=LINE_BYTES,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        ready = asyncio.Event()
        self._reading = asyncio.create_task(self._read(ready))
        async with asyncio.timeout(START_SECONDS):
            await ready.wait()
        assert self.process.returncode is None, "\n".join(self.log)

    async def _read(self, ready: asyncio.Event) -> None:
        assert self.process is not None
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            text = line.decode().rstrip()
            if text.startswith(ANSWER):
                self._answers.put_nowait(json.loads(text.removeprefix(ANSWER)))
                continue
            self.log.append(text)
            if "is ready on" in text:
                ready.set()
        ready.set()  # it has ended

    async def tell(self, command: str) -> Recording:
        """Send one of the commands of ``traced``; returns its answer."""
        assert isinstance(self.process, asyncio.subprocess.Process)
        assert self.process.stdin is not None
        self.process.stdin.write(command.encode() + b"\n")
        async with asyncio.timeout(START_SECONDS):
            return await self._answers.get()


@asynccontextmanager
async def traced_server(directory: Path, checkout: Path) -> AsyncIterator[TracedServer]:
    os.makedirs(directory, exist_ok=True)
    server = TracedServer(directory, checkout)
    await server.prepare()
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
