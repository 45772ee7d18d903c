"""One socket with one document open: raw frames over an asyncio protocol, and cheap counting.

Frames are made and masked before they are needed; of what arrives, acknowledgements are counted by
comparing bytes and updates by the clocks they hold. No CRDT is at work here, unlike in the tests' clients:
thousands of these share a machine with the server they measure.
"""

from __future__ import annotations

import asyncio
import base64
import os
import re
import time
from collections.abc import Callable, Iterable, Sequence
from typing import cast

from . import scripts
from .dialects import Dialect, What

BINARY, CONTINUATION, CLOSE, PING, PONG = 2, 0, 8, 9, 10
MASK = bytes.fromhex("37fa213d")
REMEMBERED = 4096
OPEN_SECONDS = 60.0

_spans: dict[bytes, tuple[scripts.Span, ...]] = {}
"""Of updates seen lately: what one server sends to many is read once."""


class Seat(asyncio.Protocol):
    """``received`` counts scripted letters of others, ``acked`` acknowledgements, from the beginning."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.received = self.acked = self.frames = 0
        self.on_news: Callable[[], None] | None = None
        """Called after something was counted."""
        self.on_spans: Callable[[Seat, tuple[scripts.Span, ...], float], None] | None = None
        self.document: list[bytes] = []
        """The server's answer to our Step1, and every update after it if ``keeps``."""
        self.keeps = False
        self.own_clients: frozenset[int] = frozenset()
        self.ended: str | None = None
        self.entered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._prefix = dialect.prefix
        self._acks = re.compile(b"(?:" + re.escape(_unmasked(dialect.acknowledgement)) + b")+")
        self._ack_size = len(_unmasked(dialect.acknowledgement)) if dialect.acknowledgement else 0
        self._rest = b""
        self._parts: list[bytes] = []
        self._upgraded = False
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def enter(cls, port: int, dialect: Dialect) -> Seat:
        """Connect and open the document; returns when the server has sent its state."""
        seat = await cls.connect(port, dialect)
        async with asyncio.timeout(OPEN_SECONDS):
            await seat.entered
        return seat

    @classmethod
    async def connect(cls, port: int, dialect: Dialect) -> Seat:
        """Connect and ask for the document, without waiting for it."""
        _, seat = await asyncio.get_running_loop().create_connection(
            lambda: cls(dialect), host="127.0.0.1", port=port
        )
        return seat

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport = cast(asyncio.Transport, transport)
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET {self.dialect.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(f"connection lost: {exc}")

    def _end(self, why: str) -> None:
        if self.ended is None:
            self.ended = why
        if not self.entered.done():
            self.entered.set_exception(ConnectionError(self.ended))
            self.entered.exception()
        if self.on_news is not None:
            self.on_news()

    def send(self, frames: Iterable[bytes]) -> None:
        """Frames as ``masked`` makes them, in one write."""
        assert self._transport is not None
        self._transport.write(b"".join(frames))

    def masked(self, updates: Sequence[bytes]) -> list[bytes]:
        return [masked(self.dialect.update(update)) for update in updates]

    async def leave(self) -> None:
        assert self._transport is not None
        self.on_news = self.on_spans = None
        self.ended = "left"
        self._transport.abort()
        await asyncio.sleep(0)

    # -- what arrives -----------------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        if self._rest:
            data = self._rest + data
        at = 0 if self._upgraded else self._read_upgrade(data)
        if at < 0:
            self._rest = data
            return
        end, size = len(data), self._ack_size
        while end - at >= 2:
            if size and (run := self._acks.match(data, at)):
                self.acked += (run.end() - at) // size
                at = run.end()
                continue
            start, length = at + 2, data[at + 1]
            if length == 126:
                start += 2
                length = int.from_bytes(data[at + 2 : start], "big")
            elif length == 127:
                start += 8
                length = int.from_bytes(data[at + 2 : start], "big")
            if start + length > end or start > end:
                break
            self._read_frame(data[at], data[start : start + length], now)
            at = start + length
        self._rest = data[at:]
        if self.on_news is not None:
            self.on_news()

    def _read_upgrade(self, data: bytes) -> int:
        """Where the first frame starts, or -1 if the answer is not complete yet."""
        end = data.find(b"\r\n\r\n")
        if end < 0:
            return -1
        if not data.startswith(b"HTTP/1.1 101"):
            self._end(data[:end].decode(errors="replace"))
            return len(data)
        self._upgraded = True
        self.send(masked(message) for message in self.dialect.greetings)
        return end + 4

    def _read_frame(self, first: int, payload: bytes, now: float) -> None:
        opcode = first & 0x0F
        if first == 0x82 and payload.startswith(self._prefix):
            self._count(payload, now)
        elif opcode == PING:
            self.send([masked(payload, PONG)])
        elif opcode == CLOSE:
            self._end(f"closed {int.from_bytes(payload[:2], 'big')} {payload[2:].decode()}")
        else:
            self._parts.append(payload)
            if first & 0x80:
                message, self._parts = b"".join(self._parts), []
                if message.startswith(self._prefix):
                    self._count(message, now)
                else:
                    self._hear(message)

    def _hear(self, message: bytes) -> None:
        what, content = self.dialect.hear(message)
        if what is What.STATE:
            self.document.append(content)
            self._count_letters(_remembered_state(content))
            if not self.entered.done():
                self.entered.set_result(None)
        elif what is What.PING:
            self.send([masked(content)])
        elif what is What.REFUSAL:
            self._end(f"refused: {content.decode()}")

    def _count(self, message: bytes, now: float) -> None:
        self.frames += 1
        if self.keeps:
            self.document.append(_update_in(message, len(self._prefix)))
        spans = _spans.get(message) or _remembered(message, _update_in(message, len(self._prefix)))
        self._count_letters(spans)
        if self.on_spans is not None:
            self.on_spans(self, spans, now)

    def _count_letters(self, spans: Sequence[scripts.Span]) -> None:
        for client, first, end in spans:
            if client not in self.own_clients:
                self.received += end - first


def _update_in(message: bytes, at: int) -> bytes:
    while message[at] >= 0x80:
        at += 1
    return message[at + 1 :]


def _remembered(key: bytes, update: bytes) -> tuple[scripts.Span, ...]:
    spans = _spans.get(key)
    if spans is None:
        if len(_spans) >= REMEMBERED:
            _spans.clear()
        spans = _spans[key] = _by_people(scripts.spans_of(update))
    return spans


def _remembered_state(state: bytes) -> tuple[scripts.Span, ...]:
    spans = _spans.get(state)
    if spans is None:
        spans = _spans[state] = _by_people(scripts.spans_of_state(state))
    return spans


def _by_people(spans: Iterable[scripts.Span]) -> tuple[scripts.Span, ...]:
    return tuple(span for span in spans if span[0] != scripts.SEED_CLIENT)


def masked(payload: bytes, opcode: int = BINARY) -> bytes:
    """One whole client frame."""
    size = len(payload)
    if size < 126:
        head = bytes([0x80 | opcode, 0x80 | size])
    else:
        head = bytes([0x80 | opcode, 0x80 | 126]) + size.to_bytes(2, "big")
        assert size < 65_536
    key = int.from_bytes((MASK * (size // 4 + 1))[:size], "big")
    return head + MASK + (int.from_bytes(payload, "big") ^ key).to_bytes(size, "big")


def _unmasked(payload: bytes) -> bytes:
    """One short server frame."""
    assert len(payload) < 126
    return bytes([0x80 | BINARY, len(payload)]) + payload
