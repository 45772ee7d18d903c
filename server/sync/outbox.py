"""What is on its way to one socket: ordered, bounded, and cut off where a right has ended.

One task writes it out. A reader that does not keep up is closed with a retry code instead of
filling our memory; what was queued for a document that has been cut is not sent any more.
"""

from __future__ import annotations

import asyncio
from collections import deque

from .closing import Token


class Channel:
    """One open document on one socket, as the outbox sees it."""

    __slots__ = ("cut",)

    def __init__(self) -> None:
        self.cut = False


class Outbox:
    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._queue: deque[tuple[Channel | None, bytes]] = deque()
        self._size = 0
        self._wake = asyncio.Event()
        self.closing: Token | None = None
        self.quiet = True
        """Whether nothing was queued since somebody last set this: a quiet socket needs a Ping."""
        self.overflowed = asyncio.Event()
        """Set when the reader has not kept up: the writing task may be stuck and is not waited for."""

    def put(self, data: bytes, channel: Channel | None = None) -> None:
        """Queue ``data``; with a ``channel`` it is dropped once that is cut."""
        if self.closing is not None:
            return
        self.quiet = False
        self._queue.append((channel, data))
        self._size += len(data)
        if self._size > self._limit:
            self.close(Token.SLOW_CONSUMER)
            return
        self._wake.set()

    def close(self, token: Token) -> None:
        """End the socket with ``token``; what was queued before is still sent, unless nobody reads it."""
        if self.closing is None:
            self.closing = token
        if token is Token.SLOW_CONSUMER:
            self._queue.clear()
            self.overflowed.set()
        self._wake.set()

    @property
    def size(self) -> int:
        """Bytes that wait to be sent."""
        return self._size

    def next(self) -> bytes | None:
        """The next frame to send, if there is one."""
        while self._queue:
            channel, data = self._queue.popleft()
            self._size -= len(data)
            if channel is None or not channel.cut:
                return data
        return None

    async def wait(self) -> None:
        """Returns when there is something to send, or the socket is to be closed."""
        if not self._queue and self.closing is None:
            self._wake.clear()
            await self._wake.wait()
