"""A real Redis as a process of its own, on a free port, that keeps nothing, and somebody who holds it."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from redis.asyncio import Redis

from tests.harness.server import free_port

START_SECONDS = 30.0


class RedisServer:
    """Start, stop and hurt it; the port stays the same over restarts."""

    def __init__(self, directory: Path) -> None:
        self.port = free_port()
        self._directory = directory
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self.log: list[str] = []

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    async def start(self) -> None:
        """Returns when it accepts connections."""
        program = shutil.which("redis-server")
        assert program is not None, "redis-server is not installed: sudo apt-get install redis-server"
        self._process = await asyncio.create_subprocess_exec(
            program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
            "--dir", str(self._directory), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        ready = asyncio.Event()
        self._reading = asyncio.create_task(self._read(self._process, ready))
        waiting = asyncio.create_task(ready.wait())
        await asyncio.wait(
            {waiting, self._reading}, timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
        waiting.cancel()
        assert ready.is_set(), "\n".join(self.log)

    async def _read(self, process: asyncio.subprocess.Process, ready: asyncio.Event) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            self.log.append(line.decode().rstrip())
            if "Ready to accept connections" in self.log[-1]:
                ready.set()

    async def stop(self) -> None:
        """As an operator would; nothing if it does not run."""
        await self._end(signal.SIGTERM)

    async def kill(self) -> None:
        await self._end(signal.SIGKILL)

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    def pause(self) -> None:
        """It holds its connections and answers nothing."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        os.kill(self._process.pid, number)

    async def _end(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        self._signal(number)
        self._signal(signal.SIGCONT)  # one that is paused cannot end
        await self._process.wait()
        assert self._reading is not None
        await self._reading
        self._process = None

    @asynccontextmanager
    async def intruder(self) -> AsyncIterator[Intruder]:
        """Somebody with Redis alone, who listens to everything from when this returns."""
        async with Redis(port=self.port) as client, client.pubsub() as listening:
            await listening.psubscribe("*")
            confirmed = await listening.get_message(timeout=START_SECONDS)
            assert confirmed is not None
            assert confirmed["type"] == "psubscribe"
            yield Intruder(client, self._overheard(listening.listen()))

    @staticmethod
    async def _overheard(messages: AsyncIterator[dict[str, object]]) -> AsyncIterator[Overheard]:
        async for message in messages:
            channel, envelope = message["channel"], message["data"]
            assert isinstance(channel, bytes)
            assert isinstance(envelope, bytes)
            yield Overheard(channel, envelope)


@dataclass(frozen=True, slots=True)
class Overheard:
    channel: bytes
    envelope: bytes


class Intruder:
    def __init__(self, client: Redis, overheard: AsyncIterator[Overheard]) -> None:
        self.client = client
        self._overheard = overheard

    async def overhears(self, channel: bytes) -> Overheard:
        """What is published next on ``channel``, however long the process speaks to itself meanwhile."""
        async for heard in self._overheard:
            if heard.channel == channel:
                return heard
        raise AssertionError("Redis ended the subscription")

    async def says(self, channel: bytes, envelope: bytes) -> None:
        await self.client.publish(channel, envelope)

    async def cuts(self, kind: str) -> int:
        """Ends connections of a kind (``normal``, ``pubsub``) other than its own; how many."""
        return int(await self.client.client_kill_filter(_type=kind, skipme=True))
