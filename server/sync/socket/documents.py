"""The state of one socket, without I/O: frames and the time go in, effects come out.

A document on a socket is pending (asked for, not yet answered), open, or closed. What arrives for a
pending document waits, within limits; what arrives for a closed one is dropped, because the real
provider keeps sending after CLOSE and one document's end must not end the socket.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import Enum

from server.sync.protocol import frames
from server.sync.protocol.closings import Token
from server.telemetry.counts import counts
from server.token_bucket import Bucket

from .limits import SocketLimits


class State(Enum):
    PENDING = "pending"
    OPEN = "open"
    CLOSED = "closed"


PENDING, CLOSED = State.PENDING, State.CLOSED
"""As names: to look one up in the enumeration takes 0.15 us (measured)."""
OF_THE_SOCKET = (frames.Ping, frames.Pong, frames.Auth)
OF_NO_CONTENT = (frames.Close, frames.Unknown)


@dataclass(frozen=True, slots=True)
class Open:
    """Find out who asks and whether they may; then answer ``opened`` or ``refused``."""

    ticket: int
    address: str
    document: str
    token: str


@dataclass(frozen=True, slots=True)
class Deliver:
    address: str
    frame: frames.DocumentFrame


@dataclass(frozen=True, slots=True)
class Leave:
    address: str


@dataclass(frozen=True, slots=True)
class Reply:
    data: bytes


@dataclass(frozen=True, slots=True)
class CloseSocket:
    token: Token


Effect = Open | Deliver | Leave | Reply | CloseSocket


@dataclass(slots=True)
class _Document:
    ticket: int
    state: State = State.PENDING
    waiting: list[frames.DocumentFrame] = field(default_factory=list)
    waiting_bytes: int = 0


MESSAGE_REFUSED = json.dumps({"type": "refused", "token": Token.REFUSED})
"""What every stateless message of a client is answered with: it costs what a Ping does. No SyncStatus, since
the provider counts those against its updates, and no CLOSE, since the message harms nobody."""


class SocketDocuments:
    """``opened_at`` and every ``now`` are seconds of one monotonic clock.

    1. Every ``Open`` is answered once, by ``opened`` or ``refused``, also after its client has closed the
       document; only the newest ``Open`` of an address has an effect.
    2. ``Deliver`` names only open documents, and what waited for one comes first, in order.
    3. A closed document ends nothing but itself; what still arrives for it is dropped.
    4. What is asked of us is bounded: frames before somebody is known, documents open, being opened and
       remembered, openings a second, what waits (``SocketLimits``). Beyond that the whole socket is closed.

    All are kept here and tested in ``tests/unit/sync/socket/test_documents.py``.
    """

    def __init__(self, limits: SocketLimits, opened_at: float) -> None:
        self._limits, self._now = limits, opened_at
        self._documents: dict[str, _Document] = {}
        self._authenticated = False
        self._deadline = opened_at + limits.authenticate_within
        self._openings = Bucket(limits.openings, limits.openings_per_second, lambda: self._now)
        self._unknown = self._tickets = self._unanswered = 0
        self._early_frames = self._early_bytes = 0
        self._failed_logins = 0

    def overdue(self, now: float) -> bool:
        """Whether nobody authenticated in time; traffic does not move the deadline."""
        return not self._authenticated and now >= self._deadline

    @property
    def deadline(self) -> float:
        return self._deadline

    def identified(self) -> None:
        """Somebody real is at the other end: what is allowed before that is over."""
        self._authenticated = True

    def receive(self, data: bytes, now: float) -> list[Effect]:
        if not self._authenticated and self._floods(len(data)):
            return [CloseSocket(Token.OVERLOADED)]
        try:
            frame = frames.decode(data)
        except frames.Malformed as error:
            return self._malformed(error.address)
        if isinstance(frame, OF_THE_SOCKET):
            return self._answer(frame, now)
        document = self._documents.get(frame.address)
        if document is None or document.state is CLOSED:
            return []
        if isinstance(frame, OF_NO_CONTENT):
            return self._forget(frame.address) if isinstance(frame, frames.Close) else self._count_unknown()
        if len(data) > self._limits.frame_bytes + len(frame.address) + 16:
            return self._end(frame.address, Token.TOO_LARGE)
        if isinstance(frame, frames.Stateless):
            counts.stateless_refused += 1
            return [Reply(frames.stateless(frame.address, MESSAGE_REFUSED))]
        if document.state is PENDING:
            return self._wait(document, frame, len(data))
        return [Deliver(frame.address, frame)]

    def _answer(self, frame: frames.Ping | frames.Pong | frames.Auth, now: float) -> list[Effect]:
        if isinstance(frame, frames.Auth):
            self._now = now
            return self._ask(frame)
        return [Reply(frames.PONG)] if isinstance(frame, frames.Ping) else []

    def _floods(self, size: int) -> bool:
        self._early_frames += 1
        self._early_bytes += size
        return self._early_frames > self._limits.early_frames or self._early_bytes > self._limits.early_bytes

    def _ask(self, frame: frames.Auth) -> list[Effect]:
        held = self._documents.get(frame.address)
        if held is not None and held.state is not State.CLOSED:
            return []
        if self._asks_too_much:
            return [CloseSocket(Token.OVERLOADED)]
        self._tickets += 1
        self._unanswered += 1
        self._documents[frame.address] = _Document(self._tickets)
        return [Open(self._tickets, frame.address, frames.split_address(frame.address)[0], frame.token)]

    @property
    def _asks_too_much(self) -> bool:
        """A document closed while it is being opened costs as much, and if it was opened that is logged."""
        if self._unanswered >= self._limits.documents or self._openings.empty:
            return True
        alive = sum(1 for document in self._documents.values() if document.state is not State.CLOSED)
        return alive >= self._limits.documents or len(self._documents) >= self._limits.remembered

    def _wait(self, document: _Document, frame: frames.DocumentFrame, size: int) -> list[Effect]:
        document.waiting.append(frame)
        document.waiting_bytes += size
        full = len(document.waiting) > self._limits.pending_frames
        if full or sum(d.waiting_bytes for d in self._documents.values()) > self._limits.pending_bytes:
            return [CloseSocket(Token.OVERLOADED)]
        return []

    def _forget(self, address: str) -> list[Effect]:
        del self._documents[address]
        return [Leave(address)]

    def _count_unknown(self) -> list[Effect]:
        self._unknown += 1
        return [CloseSocket(Token.MALFORMED)] if self._unknown > self._limits.unknown_frames else []

    def _malformed(self, address: str | None) -> list[Effect]:
        document = self._documents.get(address) if address is not None else None
        if address is None or document is None:
            return [CloseSocket(Token.MALFORMED)]
        return [] if document.state is State.CLOSED else self._end(address, Token.MALFORMED)

    def _end(self, address: str, token: Token) -> list[Effect]:
        """Close one document for what its client sent."""
        counts.documents_ended[token] += 1
        self.closed(address)
        return [Leave(address), *(Reply(data) for data in frames.refused(address, token))]

    def opened(self, asked: Open, now: float) -> list[Effect] | None:
        """What ``asked`` for is open; what waited for it is delivered in order. ``None``: leave it again.

        The client may have closed the document, and even asked anew, while it was being opened.
        """
        self._unanswered -= 1
        self._now = now
        self._openings.take()
        document = self._awaiting(asked)
        if document is None:
            return None
        document.state = State.OPEN
        waiting, document.waiting, document.waiting_bytes = document.waiting, [], 0
        return [Deliver(asked.address, frame) for frame in waiting]

    def refused(self, asked: Open, token: Token) -> list[Effect]:
        """What ``asked`` for was not opened for this person; that is no opening."""
        self._unanswered -= 1
        if self._awaiting(asked) is None:
            return []
        counts.documents_ended[token] += 1
        self.closed(asked.address)
        if token is Token.SESSION_EXPIRED:
            self._failed_logins += 1
        if self._failed_logins > self._limits.failed_logins:
            return [CloseSocket(Token.SESSION_EXPIRED)]
        return [Reply(frames.permission_denied(asked.address, token))]

    def _awaiting(self, asked: Open) -> _Document | None:
        """The document, if the answer to this very ``Open`` is still wanted."""
        document = self._documents.get(asked.address)
        if document is None or document.state is not State.PENDING or document.ticket != asked.ticket:
            return None
        return document

    def closed(self, address: str) -> None:
        """Remember that the document is closed here; an Auth may open it again."""
        document = self._documents.get(address)
        if document is not None:
            document.state = State.CLOSED
            document.waiting.clear()
            document.waiting_bytes = 0
