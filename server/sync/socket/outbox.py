"""The send queue of one socket: ordered and bounded; frames for a cut member are dropped.

While the socket accepts writes, frames are written at once; only the others are queued. A slow consumer is
closed with a retry code instead of filling the memory.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from server.sync.protocol.closings import Token

MOST_FRAMES = 100_000
"""Frames queued at most: a flood of pings is answered with a byte each, which takes 64 in the queue."""


class Recipient:
    """One open document on one socket. Once it is ``cut`` nothing is sent for it, not even queued frames."""

    __slots__ = ("cut",)

    def __init__(self) -> None:
        self.cut = False


class Outbox:
    """``write`` writes a frame to the socket, or returns ``False`` while the socket's buffer is full."""

    def __init__(self, limit_bytes: int, write: Callable[[bytes], bool]) -> None:
        self._limit, self.write = limit_bytes, write
        self.clear = True
        """Whether nothing is queued and the socket is not closing: ``write`` may be called directly."""
        self._queue: deque[tuple[Recipient | None, bytes]] = deque()
        self.size = 0
        """Bytes queued."""
        self.closing: Token | None = None
        self.quiet = True
        """Whether nothing was sent since this was last set: a quiet socket needs a Ping."""
        self.settled = asyncio.Event()
        """Set when the socket is gone, or is closing and everything that is still to be sent is written."""

    def put(self, data: bytes, recipient: Recipient | None = None) -> None:
        """Send or queue ``data``; it is dropped if ``recipient`` is cut before it was written."""
        if self.closing is not None or (recipient is not None and recipient.cut):
            return
        self.quiet = False
        if self.clear and self.write(data):
            return
        self.clear = False
        self._queue.append((recipient, data))
        self.size += len(data)
        if self.size > self._limit or len(self._queue) > MOST_FRAMES:
            self.close(Token.SLOW_CONSUMER)

    def close(self, token: Token) -> None:
        """Close the socket with ``token``.

        Only with ``GOING_DOWN`` are queued frames still sent; otherwise it closes at once, however slowly the
        other end reads.
        """
        if self.closing is None:
            self.closing = token
        self.clear = False
        if token is not Token.GOING_DOWN:
            self._queue.clear()
            self.size = 0
        if not self._queue:
            self.settled.set()

    def flush(self) -> None:
        """Write queued frames; called when the socket accepts writes again."""
        while self._queue:
            recipient, data = self._queue[0]
            if (recipient is None or not recipient.cut) and not self.write(data):
                return
            self._queue.popleft()
            self.size -= len(data)
        if self.closing is not None:
            self.settled.set()
        else:
            self.clear = True
