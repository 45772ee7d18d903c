"""The publishing connection: one bounded queue, drained by one task, many messages at a time."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence

from redis.asyncio.connection import Connection
from redis.exceptions import ResponseError

from server.fanout.redis.codec import MAX_MESSAGE_BYTES
from server.fanout.redis.connection import SILENCE_SECONDS, Lost
from server.fanout.redis.traffic import Traffic

MAX_QUEUED = 10_000
MAX_QUEUED_BYTES = 16 * 1024 * 1024
TURN_MESSAGES = 256
TURN_BYTES = 512 * 1024
"""At most so much is sealed and sent in one turn: about a millisecond of work."""

log = logging.getLogger(__name__)

Seal = Callable[[bytes, bytes], bytes]
"""A channel and a body to an envelope."""


class Publisher:
    """Publishes in the order of ``put``; the messages of a turn for one channel share an envelope."""

    def __init__(self, seal: Seal, traffic: Traffic, connected: Callable[[], None]) -> None:
        self._seal = seal
        self._traffic = traffic
        self._connected = connected
        self._queue: deque[tuple[bytes, bytes]] = deque()
        self._queued_bytes = 0
        self._waiting = asyncio.Event()
        self._dropped = False
        self.up = False

    def put(self, channel: bytes, body: bytes) -> bool:
        """Whether it was queued: not without a connection, nor when the queue is full."""
        full = len(self._queue) >= MAX_QUEUED or self._queued_bytes + len(body) > MAX_QUEUED_BYTES
        if full or not self.up:
            return False
        self._queue.append((channel, body))
        self._queued_bytes += len(body)
        self._waiting.set()
        return True

    def drop(self) -> None:
        """Force a reconnect."""
        self._dropped = self.up
        self._waiting.set()

    async def talk(self, connection: Connection) -> None:
        """Send what is queued until the connection fails, then discard the queue."""
        self.up = True
        self._connected()
        try:
            while True:
                await self._waiting.wait()
                self._waiting.clear()
                while self._queue or self._dropped:
                    if self._dropped:
                        raise Lost("nothing came back")
                    await self._send(connection, self._next())
        finally:
            self._reset()

    def _reset(self) -> None:
        self.up = self._dropped = False
        self._traffic.dropped += len(self._queue)
        self._queue.clear()
        self._queued_bytes = 0
        self._waiting.clear()

    def _next(self) -> list[tuple[bytes, list[bytes]]]:
        """The oldest messages, by channel, as many as fit into one turn and one envelope."""
        batches: dict[bytes, list[bytes]] = {}
        messages = size = 0
        while self._queue and messages < TURN_MESSAGES and size < TURN_BYTES:
            channel, body = self._queue.popleft()
            batches.setdefault(channel, []).append(body)
            messages, size = messages + 1, size + len(body)
        self._queued_bytes -= size
        return list(batches.items())

    async def _send(self, connection: Connection, batches: Sequence[tuple[bytes, list[bytes]]]) -> None:
        unanswered = [len(bodies) for _, bodies in batches]
        commands = [
            ("PUBLISH", channel, self._seal(channel, b"".join(bodies))) for channel, bodies in batches
        ]
        try:
            async with asyncio.timeout(SILENCE_SECONDS):
                await connection.send_packed_command(connection.pack_commands(commands), check_health=False)
                while unanswered:
                    await self._answer(connection, unanswered[0])
                    unanswered.pop(0)
        finally:
            self._traffic.dropped += sum(unanswered)

    async def _answer(self, connection: Connection, messages: int) -> None:
        try:
            await connection.read_response()
        except ResponseError as refused:
            self._traffic.dropped += messages
            log.warning("Redis refuses to publish: %s", refused)


assert TURN_BYTES + MAX_MESSAGE_BYTES < 1024 * 1024, "an envelope that others would refuse"
