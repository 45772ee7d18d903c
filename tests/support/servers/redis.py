"""A real Redis as a process of its own, on a free port, without persistence; and an intruder in it."""

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
from redis.asyncio.client import PubSub

from tests.support.faults.links import Links, both
from tests.support.servers.server import free_port

START_SECONDS = 30.0


class RedisServer:
    """Starts, stops and disturbs it; the port stays the same over restarts."""

    def __init__(self, directory: Path, *options: str) -> None:
        """``options``: more of its own, as ``--aclfile`` and its file."""
        self._options = options
        self.port = free_port()
        self._directory = directory
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self.log: list[str] = []

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def running(self) -> bool:
        return self._process is not None

    async def start(self) -> None:
        """Returns when it accepts connections."""
        program = shutil.which("redis-server")
        assert program is not None, "redis-server is not installed: sudo apt-get install redis-server"
        self._process = await asyncio.create_subprocess_exec(
            program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
            "--dir", str(self._directory), *self._options,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
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
        """SIGTERM; nothing if it does not run."""
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
        if self._process.returncode is None:
            self._signal(signal.SIGCONT)  # one that is paused cannot end
            self._signal(number)
        await self._process.wait()
        assert self._reading is not None
        await self._reading
        self._process = None

    @asynccontextmanager
    async def intruder(self) -> AsyncIterator[Intruder]:
        """Has access to Redis alone, and is subscribed to every channel from when this returns."""
        async with Redis(port=self.port) as client, client.pubsub() as listening:
            await listening.psubscribe("*")
            confirmed = await listening.get_message(timeout=START_SECONDS)
            assert confirmed is not None
            assert confirmed["type"] == "psubscribe"
            yield Intruder(client, listening, self._overheard(listening.listen()))

    @staticmethod
    async def _overheard(messages: AsyncIterator[dict[str, object]]) -> AsyncIterator[Overheard]:
        async for message in messages:
            channel, envelope = message["channel"], message["data"]
            assert isinstance(channel, bytes)
            assert isinstance(envelope, bytes)
            yield Overheard(channel, envelope)


class Relay:
    """A proxy between processes and a Redis: while ``deaf``, commands are answered but nothing delivered."""

    def __init__(self, redis: RedisServer) -> None:
        self._redis = redis
        self._server: asyncio.Server | None = None
        self._links = Links()
        self.port = free_port()
        self.deaf = False
        self.kept = 0

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        await self._links.cut()

    async def _carry(self, near: asyncio.StreamReader, to_near: asyncio.StreamWriter) -> None:
        async with self._links.link(to_near) as ends:
            far, to_far = await asyncio.open_connection("127.0.0.1", self._redis.port)
            ends.append(to_far)
            await both(
                asyncio.create_task(self._ask(near, to_far)), asyncio.create_task(self._answer(far, to_near))
            )

    @staticmethod
    async def _ask(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(65_536):
            sink.write(data)
            await sink.drain()

    async def _answer(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while answer := await self._one_answer(source):
            if self.deaf and answer.startswith(b"*3\r\n$7\r\nmessage\r\n"):
                self.kept += 1
                continue
            sink.write(answer)
            await sink.drain()

    async def _one_answer(self, source: asyncio.StreamReader) -> bytes:
        line = await source.readline()
        if line[:1] == b"$" and int(line[1:]) >= 0:
            return line + await source.readexactly(int(line[1:]) + 2)
        if line[:1] == b"*":
            return line + b"".join([await self._one_answer(source) for _ in range(int(line[1:]))])
        return line


@dataclass(frozen=True, slots=True)
class Overheard:
    channel: bytes
    envelope: bytes


class Intruder:
    def __init__(self, client: Redis, listening: PubSub, overheard: AsyncIterator[Overheard]) -> None:
        self.client = client
        self._listening = listening
        self._overheard = overheard

    async def overhears(self, channel: bytes | None = None) -> Overheard:
        """The next message on ``channel``; heartbeats on other channels are skipped."""
        async for heard in self._overheard:
            if channel in (None, heard.channel):
                return heard
        raise AssertionError("Redis ended the subscription")

    async def says(self, channel: bytes, envelope: bytes) -> None:
        await self.client.publish(channel, envelope)

    async def listeners(self, *channels: bytes) -> list[int]:
        """How many are subscribed to each."""
        return [count for _, count in await self.client.pubsub_numsub(*channels)]

    async def stops_listening(self) -> None:
        await self._listening.aclose()  # type: ignore[no-untyped-call]

    async def cuts(self, kind: str) -> int:
        """Ends connections of a kind (``normal``, ``pubsub``) other than its own; returns their number."""
        return int(await self.client.client_kill_filter(_type=kind, skipme=True))
