"""What is on its way to one socket: ordered, bounded, and cut off where a right has ended.

While the socket takes it, everything is written at once; only what it does not take waits here. A reader
that does not keep up is closed with a retry code instead of filling our memory; what waits for a document
that has been cut is not sent any more.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from server.sync.protocol.closings import Token


class Recipient:
    """One open document on one socket, as the outbox sees it."""

    __slots__ = ("cut",)

    def __init__(self) -> None:
        self.cut = False


class Outbox:
    """``write`` takes a frame for the wire, or answers ``False`` while the wire is full."""

    def __init__(self, limit_bytes: int, write: Callable[[bytes], bool]) -> None:
        self._limit, self.write = limit_bytes, write
        self.clear = True
        """Whether nothing waits and nothing is closing: what ``write`` takes now is in its place."""
        self._queue: deque[tuple[Recipient | None, bytes]] = deque()
        self.size = 0
        """Bytes that wait."""
        self.closing: Token | None = None
        self.quiet = True
        """Whether nothing was sent since somebody last set this: a quiet socket needs a Ping."""
        self.settled = asyncio.Event()
        """Set when the socket is gone, or is to be closed and all that it shall still get is on the wire."""

    def put(self, data: bytes, recipient: Recipient | None = None) -> None:
        """Send ``data``; where it has to wait it is dropped once ``recipient`` is cut."""
        if self.closing is not None or (recipient is not None and recipient.cut):
            return
        self.quiet = False
        if self.clear and self.write(data):
            return
        self.clear = False
        self._queue.append((recipient, data))
        self.size += len(data)
        if self.size > self._limit:
            self.close(Token.SLOW_CONSUMER)

    def close(self, token: Token) -> None:
        """End the socket with ``token``.

        Only where we go down is what waits still sent: for whom else the socket ends, it ends now, however
        slowly the other end reads.
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
        """The wire takes more again."""
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
