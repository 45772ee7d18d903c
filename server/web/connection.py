"""One socket: bytes in, effects out.

``SocketDocuments`` decides, the hub opens, and what a document's room sends leaves through the outbox.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from starlette.types import Send

from server.concurrency import may_be_left, until_next
from server.domain.identity.principal import Principal
from server.domain.plan import PersonId
from server.ports.log import StorageUnavailable
from server.ports.sessions import Sessions, SignedIn
from server.sync.hub import Hub
from server.sync.plan.entering import Entrant, Seat
from server.sync.protocol import frames
from server.sync.protocol.closings import CLOSINGS, NotOpened, Token
from server.sync.socket.documents import CloseSocket, Deliver, Effect, Leave, Open, Reply, SocketDocuments
from server.sync.socket.limits import Backlog, SocketLimits
from server.sync.socket.outbox import Outbox
from server.sync.socket.session_end import SessionEnd
from server.sync.socket.shares import SocketShare
from server.telemetry.counts import counts
from server.transport.websocket import FrameListener

logger = logging.getLogger(__name__)

PING_SECONDS = 10.0
CLOSE_SECONDS = 2.0
NOT_FOUND_SECONDS = 0.005
"""Of which it takes a multiple not to find: what is hidden took 2 ms longer than what does not exist."""
WHILE_ASKING = 1024 * 1024
"""Weight of the question whose the socket is: nothing more is read until it is answered."""


class Frames(Protocol):
    """Binary messages both ways, without ASGI between (transport/websocket.py)."""

    def listen(self, listener: FrameListener) -> None: ...
    def write(self, data: bytes) -> bool: ...
    def go_on(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """What a socket was opened with: its cookie, and whom its page was made for, if it says so."""

    cookie: str | None = None
    person: PersonId | None = None


class Connection:
    def __init__(
        self,
        hub: Hub,
        sessions: Sessions,
        limits: SocketLimits,
        share: SocketShare,
        outbox_bytes: int,
        shown: Shown,
        frames: Frames,
        send: Send,
    ) -> None:
        self._hub, self._sessions, self._shown, self._share = hub, sessions, shown, share
        self._frames, self._send = frames, send
        self._outbox = Outbox(outbox_bytes, frames.write)
        # In the loop's next turn: a room calls it as its turn ends, and must not get the errors of this.
        go_on = partial(asyncio.get_running_loop().call_soon, frames.go_on)
        self._backlog = Backlog(go_on, shares=hub.sockets.queues)
        self._documents = SocketDocuments(limits, time.monotonic(), self._backlog)
        self._seats: dict[str, Seat] = {}
        self._opening: set[asyncio.Task[None]] = set()
        self._lookups: dict[str, asyncio.Task[SignedIn | None]] = {}
        self._session_keys: set[str] = set()
        self._session: SessionEnd | None = None
        self._timers: dict[Callable[[], None], asyncio.TimerHandle] = {}

    async def serve(self) -> None:
        """Until the client disconnects or the socket is closed here."""
        self._share.enter(self._overload)
        if self._shown.cookie:
            self._begin(self._recognize(self._shown.cookie))
        self._frames.listen(self)
        self._at(self._documents.deadline - time.monotonic(), self._check_deadline)
        self._at(PING_SECONDS, self._keep_alive)
        try:
            await self._outbox.settled.wait()
        finally:
            await self._end()
            if self._outbox.closing is not None:
                await close(self._send, self._outbox.closing)
            for session_key in list(self._session_keys):
                self._deregister(session_key)
            self._share.leave()

    async def _end(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        if self._session is not None:
            self._session.stop()
        for task in self._opening:
            task.cancel()
        for seat in self._seats.values():
            seat.leave()
        self._documents.end()
        await asyncio.gather(*self._opening, return_exceptions=True)

    def _at(self, seconds: float, do: Callable[[], None]) -> None:
        self._timers[do] = asyncio.get_running_loop().call_later(max(0.0, seconds), do)

    def _check_deadline(self) -> None:
        now = time.monotonic()
        if self._documents.overdue(now):
            self._expire()
        elif now < self._documents.deadline:  # a loop's timers may come a moment early
            self._at(self._documents.deadline - now, self._check_deadline)

    def _expire(self) -> None:
        self._outbox.close(Token.SESSION_EXPIRED)

    def _overload(self) -> None:
        self._outbox.close(Token.OVERLOADED)

    # -- reading (transport.websocket.FrameListener) ------------------------------------------

    @property
    def full(self) -> bool:
        return self._backlog.full

    def receive(self, data: bytes) -> None:
        if self._outbox.closing is None:
            counts.frames_received += 1
            counts.bytes_received += len(data)
            self._carry_out(self._documents.receive(data, time.monotonic()))

    def refuse_text(self) -> None:
        self._outbox.close(Token.MALFORMED)

    def receive_large(self, start: bytes) -> None:
        if self._outbox.closing is None:
            self._carry_out(self._documents.receive_large(start))

    def refuse_unfinished(self) -> None:
        self._overload()

    def may_keep(self, size: int) -> bool:
        may = self._share.may_keep(size, something_open=self._documents.something_open)
        if not may:
            self._overload()
        return may

    def flush(self) -> None:
        self._outbox.flush()

    def gone(self) -> None:
        self._outbox.settled.set()

    def _carry_out(self, effects: list[Effect]) -> None:
        for effect in effects:
            match effect:
                case Deliver():
                    if isinstance(effect.frame, frames.Update) and self._session is not None:
                        self._session.seen()
                    self._seats[effect.address].deliver(effect.frame)
                case Reply():
                    self._outbox.put(effect.data)
                case Leave():
                    self._leave(effect.address)
                case Open():
                    self._begin(self._open(effect))
                case CloseSocket():
                    self._outbox.close(effect.token)

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)

    def _leave(self, address: str) -> None:
        seat = self._seats.pop(address, None)
        if seat is not None:
            seat.leave()

    async def _open(self, asked: Open) -> None:
        began = time.monotonic()
        try:
            principal = await self._identify(asked.token)
            entrant = Entrant(asked.address, principal, self._outbox, self._backlog, self._documents.closed)
            seat = await self._hub.enter(asked.document, entrant)
        except NotOpened as refusal:
            if refusal.token is Token.NOT_FOUND:
                await until_next(NOT_FOUND_SECONDS, began)
            self._refuse(asked, refusal.token)
        except StorageUnavailable:
            self._refuse(asked, Token.OVERLOADED)
        except Exception:
            # The outermost handler of this document's opening: it fails alone, and the client may retry.
            logger.exception("a document was not opened")
            self._refuse(asked, Token.OVERLOADED)
        else:
            self._take_seat(asked, seat)

    def _refuse(self, asked: Open, token: Token) -> None:
        self._carry_out(self._documents.refused(asked, token))

    def _take_seat(self, asked: Open, seat: Seat) -> None:
        effects = self._documents.opened(asked, time.monotonic())
        if effects is None:
            seat.leave()
            return
        self._leave(asked.address)
        self._seats[asked.address] = seat
        self._carry_out(effects)

    async def _recognize(self, cookie: str) -> None:
        """A browser's cookie says whose the socket is before its page says anything."""
        with suppress(StorageUnavailable):
            await self._looked_up(cookie)

    async def _identify(self, token: str) -> Principal:
        """Whose this socket is: one and the same for as long as it lives."""
        shown = self._shown.cookie if self._shown.cookie is not None else token
        if self._session is not None and shown == self._session.token:
            return self._session.principal  # were that session over, so would be the socket
        found = await self._looked_up(shown)
        if found is None or self._shown.person not in (None, found.person):
            raise NotOpened(Token.SESSION_EXPIRED)
        if self._session is None:
            self._session = SessionEnd(self._sessions, shown, found, self._expire)
            self._documents.identified()
            self._backlog.belongs_to(found.person)
        elif self._session.key != found.session_key:
            self._deregister(found.session_key)
            raise NotOpened(Token.NOT_FOUND)
        return found.principal

    async def _looked_up(self, shown: str) -> SignedIn | None:
        """A page asks for many documents at once, with the same token: the session is looked up once.

        A session that was found is kept: if a second look-up failed, the socket would be removed from the
        registry of the session it was admitted with, and outlive it.
        """
        lookup = self._lookups.get(shown)
        if lookup is None:
            lookup = self._lookups[shown] = may_be_left(asyncio.create_task(self._look_up(shown)))
        return await asyncio.shield(lookup)

    async def _look_up(self, shown: str) -> SignedIn | None:
        """Register before the look-up: a logout in between ends the session, a later one the socket."""
        session_key, token_hash = self._sessions.known_as(shown)
        self._hub.sockets.opened(session_key, self._outbox)
        self._session_keys.add(session_key)
        self._backlog.add(WHILE_ASKING)
        found = None
        try:
            found = await self._sessions.session(shown)
            if found is not None:
                self._hub.sockets.exists(session_key, token_hash)
            if found is not None and not self._share.belongs_to(found.person):
                self._overload()
            return found
        finally:
            self._backlog.done(WHILE_ASKING)
            if found is None:
                del self._lookups[shown]
                self._deregister(session_key)

    def _deregister(self, session_key: str) -> None:
        self._session_keys.discard(session_key)
        self._hub.sockets.closed(session_key, self._outbox)

    # -- writing ----------------------------------------------------------------------------------

    def _keep_alive(self) -> None:
        """The provider closes a socket after 30 s without a message."""
        if self._outbox.quiet:
            self._outbox.put(frames.PING)
        self._outbox.quiet = True
        self._at(PING_SECONDS, self._keep_alive)


async def close(send: Send, token: Token) -> None:
    """Close with code and reason; waits at most ``CLOSE_SECONDS`` for a client that does not read."""
    closing = CLOSINGS[token]
    counts.sockets_closed[token] += 1
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await send({"type": "websocket.close", "code": closing.code, "reason": token.value})
    except OSError:  # it timed out, or the client has disconnected
        logger.info("a socket was cut without a farewell")
