"""The protocol state of one socket, without I/O: frames and the time go in, effects come out.

A document on a socket is pending (its Auth is not answered yet), open, or closed. Frames for a pending
document are queued; frames for a closed one are dropped, because the real provider keeps sending after CLOSE
and the end of one document must not end the socket.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import Enum

from server.sync.protocol import frames
from server.sync.protocol.closings import Token
from server.telemetry.counts import counts
from server.token_bucket import Bucket

from .limits import FRAME_WEIGHT, Backlog, SocketLimits


class State(Enum):
    PENDING = "pending"
    OPEN = "open"
    CLOSED = "closed"


PENDING, CLOSED = State.PENDING, State.CLOSED
"""As module names: a look-up in the enumeration takes 0.15 us (measured)."""
SOCKET_FRAMES = (frames.Ping, frames.Pong, frames.Auth)
CONTROL_FRAMES = (frames.Close, frames.Unknown)


@dataclass(frozen=True, slots=True)
class Open:
    """Authenticate and check the right to read; then call ``opened`` or ``refused`` with this."""

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
    weight: int = 0
    """Of the frames that wait."""


MESSAGE_REFUSED = json.dumps({"type": "refused", "token": Token.REFUSED})
"""The answer to every stateless message of a client, as cheap as a Pong. No SyncStatus, since the provider
counts those against its updates, and no CLOSE, since the message does no harm."""


class SocketDocuments:
    """``opened_at`` and every ``now`` are seconds of one monotonic clock.

    1. Every ``Open`` is answered once, by ``opened`` or ``refused``, also after its client has closed the
       document; only the newest ``Open`` of an address has an effect.
    2. ``Deliver`` names only open documents; frames queued for one come first, in order.
    3. The end of a document ends nothing else; frames that still arrive for it are dropped.
    4. Everything is bounded by ``SocketLimits``: frames before authentication, documents open, being opened
       and remembered, openings a second. Beyond them the whole socket is closed.
    5. Frames queued for a pending document are part of the ``backlog``, at which reading pauses: whoever was
       offline brings many at once, and a socket cut for them would bring them again.

    All are kept here and tested in ``tests/unit/sync/socket/test_documents.py``.
    """

    def __init__(self, limits: SocketLimits, opened_at: float, backlog: Backlog | None = None) -> None:
        self._limits, self._now, self._backlog = limits, opened_at, backlog or Backlog()
        self._documents: dict[str, _Document] = {}
        self._authenticated = False
        self._deadline = opened_at + limits.authenticate_within
        self._openings = Bucket(limits.openings, limits.openings_per_second, lambda: self._now)
        self._unknown = self._tickets = self._unanswered = 0
        self._early_frames = self._early_bytes = 0
        self._failed_logins = 0

    def overdue(self, now: float) -> bool:
        """Whether authentication is overdue; traffic does not move the deadline."""
        return not self._authenticated and now >= self._deadline

    @property
    def deadline(self) -> float:
        return self._deadline

    def identified(self) -> None:
        """The client is authenticated: the limits before authentication no longer apply."""
        self._authenticated = True

    def receive(self, data: bytes, now: float) -> list[Effect]:
        if not self._authenticated and self._exceeds_early_limits(len(data)):
            return [CloseSocket(Token.OVERLOADED)]
        try:
            frame = frames.decode(data)
        except frames.Malformed as error:
            return self._malformed(error.address)
        if isinstance(frame, SOCKET_FRAMES):
            return self._on_socket_frame(frame, now)
        document = self._documents.get(frame.address)
        if document is None or document.state is CLOSED:
            return []
        if isinstance(frame, CONTROL_FRAMES):
            return self._left(frame.address) if isinstance(frame, frames.Close) else self._count_unknown()
        if len(data) > self._limits.frame_bytes + len(frame.address) + 16:
            is_step2 = isinstance(frame, frames.Step2)
            large = frames.LargeStep2(frame.address) if is_step2 else frames.LargeFrame(frame.address)
            return self._receive_large(document, large)
        if isinstance(frame, frames.Stateless):
            counts.stateless_refused += 1
            return [Reply(frames.stateless(frame.address, MESSAGE_REFUSED))]
        return self._deliver(document, frame, len(data))

    def _deliver(self, document: _Document, frame: frames.DocumentFrame, size: int) -> list[Effect]:
        if document.state is PENDING:
            document.waiting.append(frame)
            document.weight += FRAME_WEIGHT + size
            self._backlog.add(FRAME_WEIGHT + size)
            return []
        return [Deliver(frame.address, frame)]

    def receive_large(self, start: bytes) -> list[Effect]:
        """A frame that is too large, of which only the first bytes are known."""
        if not self._authenticated:
            return [CloseSocket(Token.OVERLOADED)]
        try:
            large = frames.decode_start(start)
        except frames.Malformed as error:
            return self._malformed(error.address)
        document = self._documents.get(large.address)
        if document is None or document.state is CLOSED:
            return []
        return self._receive_large(document, large)

    def _receive_large(
        self, document: _Document, large: frames.LargeFrame | frames.LargeStep2
    ) -> list[Effect]:
        if isinstance(large, frames.LargeFrame):
            return self._end(large.address, Token.TOO_LARGE)
        return self._deliver(document, large, 0)

    @property
    def something_open(self) -> bool:
        return any(document.state is State.OPEN for document in self._documents.values())

    def _on_socket_frame(self, frame: frames.Ping | frames.Pong | frames.Auth, now: float) -> list[Effect]:
        if isinstance(frame, frames.Auth):
            self._now = now
            return self._open(frame)
        return [Reply(frames.PONG)] if isinstance(frame, frames.Ping) else []

    def _exceeds_early_limits(self, size: int) -> bool:
        self._early_frames += 1
        self._early_bytes += size
        return self._early_frames > self._limits.early_frames or self._early_bytes > self._limits.early_bytes

    def _open(self, frame: frames.Auth) -> list[Effect]:
        held = self._documents.get(frame.address)
        if held is not None and held.state is not State.CLOSED:
            return []
        if self._too_many_openings:
            return [CloseSocket(Token.OVERLOADED)]
        self._tickets += 1
        self._unanswered += 1
        self._documents[frame.address] = _Document(self._tickets)
        return [Open(self._tickets, frame.address, frames.split_address(frame.address)[0], frame.token)]

    @property
    def _too_many_openings(self) -> bool:
        """A document closed while it is being opened counts: it costs as much, and its opening is logged."""
        if self._unanswered >= self._limits.documents or self._openings.empty:
            return True
        alive = sum(1 for document in self._documents.values() if document.state is not State.CLOSED)
        return alive >= self._limits.documents or len(self._documents) >= self._limits.remembered

    def _take_waiting(self, document: _Document) -> list[frames.DocumentFrame]:
        """The frames that waited, which are no longer part of the backlog."""
        self._backlog.done(document.weight)
        waiting, document.waiting, document.weight = document.waiting, [], 0
        return waiting

    def _left(self, address: str) -> list[Effect]:
        self._take_waiting(self._documents.pop(address))
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
        """Close one document because of a frame of its client."""
        counts.documents_ended[token] += 1
        self.closed(address)
        return [Leave(address), *(Reply(data) for data in frames.refused(address, token))]

    def opened(self, asked: Open, now: float) -> list[Effect] | None:
        """The document of ``asked`` is open; returns the delivery of its queued frames, in order.

        ``None``: the caller leaves it again; the client has closed the document meanwhile, and perhaps sent
        another Auth.
        """
        self._unanswered -= 1
        self._now = now
        self._openings.take()
        document = self._awaiting(asked)
        if document is None:
            return None
        document.state = State.OPEN
        return [Deliver(asked.address, frame) for frame in self._take_waiting(document)]

    def refused(self, asked: Open, token: Token) -> list[Effect]:
        """The document of ``asked`` was not opened; that does not count as an opening."""
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
        """The document, if it still waits for the answer to this ``Open``."""
        document = self._documents.get(asked.address)
        if document is None or document.state is not State.PENDING or document.ticket != asked.ticket:
            return None
        return document

    def closed(self, address: str) -> None:
        """The document is closed by the server; an Auth may open it again."""
        document = self._documents.get(address)
        if document is not None:
            document.state = State.CLOSED
            self._take_waiting(document)

    def end(self) -> None:
        """The socket is gone, and with it what waits."""
        for document in self._documents.values():
            self._take_waiting(document)
