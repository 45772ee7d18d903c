"""The sockets of this process, by login session."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from server.sync.protocol.closings import Token

from .limits import QueueShares
from .outbox import Outbox


class SocketRegistry:
    """``session_key`` identifies a session but does not authenticate; ``token_hash`` is its database key."""

    def __init__(self) -> None:
        self.queues = QueueShares()
        """Of what all of them have queued here."""
        self._sockets: dict[str, set[Outbox]] = {}
        self._hashes: dict[str, bytes] = {}
        self._empty = asyncio.Event()
        self._empty.set()

    def __iter__(self) -> Iterator[Outbox]:
        return (outbox for outboxes in list(self._sockets.values()) for outbox in list(outboxes))

    def opened(self, session_key: str, outbox: Outbox) -> None:
        """A socket shows this session, which need not exist; if it ends from now on, so does the socket."""
        self._sockets.setdefault(session_key, set()).add(outbox)
        self._empty.clear()

    def exists(self, session_key: str, token_hash: bytes) -> None:
        """The session that an open socket shows does: it is asked for again and again whether it is over."""
        if session_key in self._sockets:
            self._hashes[session_key] = token_hash

    def closed(self, session_key: str, outbox: Outbox) -> None:
        sockets = self._sockets.get(session_key, set())
        sockets.discard(outbox)
        if not sockets:
            self._sockets.pop(session_key, None)
            self._hashes.pop(session_key, None)
        if not self._sockets:
            self._empty.set()

    def sessions(self) -> dict[bytes, str]:
        """The session keys of all sessions with a socket here, by token hash.

        Without those that are still looked up: one that is none is refused, and its socket left open.
        """
        return {token_hash: key for key, token_hash in self._hashes.items()}

    def end_session(self, session_key: str) -> None:
        for outbox in list(self._sockets.get(session_key, ())):
            outbox.close(Token.SESSION_EXPIRED)

    def close(self, token: Token) -> None:
        for outbox in self:
            outbox.close(token)

    async def wait_until_empty(self) -> None:
        """Returns once no socket is open."""
        await self._empty.wait()
