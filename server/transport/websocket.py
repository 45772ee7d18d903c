"""A websocket's frames, parsed in slices (see ``arriving``) and delivered to one listener.

Once a websocket is accepted, its frames bypass ASGI: there each would cost a dictionary, two queues and two
task wake-ups, which is more than the whole of its processing here (measured; docs/decisions/0008).
"""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Mapping
from typing import Any, Protocol

from uvicorn._types import ASGIReceiveEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import apply_mask  # type: ignore[attr-defined]  # the fastest there is here

from server.telemetry.counts import counts

from .arriving import MUCH, SLICE, WAIT_SECONDS, Arrived
from .handshake import Handshake
from .messages import MessageReader, ProtocolBroken
from .patience import DISPLACED, MALFORMED, Patience

UNFINISHED_SECONDS = 60.0
"""How long the rest of a message may take; 256 kB do at 35 kbit/s."""
LINGER_SECONDS = 10.0
"""How long a closed connection waits for the peer to read the rest, or for its close frame."""
UNSENT_BYTES = 64 * 1024
"""Bytes the peer has not read; while there are more, its websocket pings are not answered."""
SWITCHING = 101
WHOLE_BINARY, WHOLE_PING, MASKED = 0x82, 0x89, 0x80
SHORT_FRAME = 126
"""Bytes from which the length of a websocket frame takes more than its second byte."""
BEFORE_SHORT = 6
"""Bytes of a masked short frame before its content: two of head, four of mask (RFC 6455, 5.2)."""
SHORT_HEADS = [bytes((WHOLE_BINARY, size)) for size in range(SHORT_FRAME)]


class FrameListener(Protocol):
    """The receiver of one websocket's messages.

    ``full``: it accepts no more for now. A text message calls ``refuse_text`` instead of ``receive``, one
    that is too large ``receive_large`` with its first bytes, one that is not whole in time
    ``refuse_unfinished``. ``may_keep``: whether so many bytes of a message may be kept before it is whole;
    with 0 none are kept any more. ``flush`` is called when ``write`` accepts something again, ``gone`` (maybe
    more than once) when the client has disconnected.
    """

    @property
    def full(self) -> bool: ...
    def receive(self, data: bytes) -> None: ...
    def refuse_text(self) -> None: ...
    def receive_large(self, start: bytes) -> None: ...
    def refuse_unfinished(self) -> None: ...
    def may_keep(self, size: int) -> bool: ...
    def flush(self) -> None: ...
    def gone(self) -> None: ...


class _ListenerQueue:
    """Replaces uvicorn's event queue: what it still gets is the end, which nobody awaits."""

    def __init__(self, listener: FrameListener) -> None:
        self._listener = listener

    def put_nowait(self, event: ASGIReceiveEvent) -> None:
        if event["type"] == "websocket.disconnect":
            self._listener.gone()

    def empty(self) -> bool:
        return True


class SlicedWebSocket(WebSocketsSansIOProtocol):
    """Is ``connection.Frames``, which an application finds as the extension ``samplan.frames``.

    Messages are put together here (see ``messages``); websockets' own parser gets the handshake and control
    frames.
    """

    def __init__(
        self,
        *arguments: Any,
        patience: Patience | None = None,
        refusal_headers: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.conn = Handshake.of(self.conn, refusal_headers or {})
        self._patience = patience or Patience()
        self._arrived = Arrived(self.loop, self._parse)
        self._reader = MessageReader(self, self.config.ws_max_size)
        self._listener: FrameListener | None = None
        self._takes_more = True
        self._next: asyncio.Handle | None = None
        self._lingering: asyncio.TimerHandle | None = None
        self._unfinished: asyncio.TimerHandle | None = None
        self._holds = False  # bytes that the listener was asked for

    def handle_connect(self, event: Any) -> None:
        super().handle_connect(event)
        if self.response.status_code == SWITCHING:
            self.scope["extensions"]["samplan.frames"] = self  # type: ignore[assignment]

    def listen(self, listener: FrameListener) -> None:
        """From now on ``listener`` gets everything, and nothing is received through ASGI."""
        before, direct = self.queue, _ListenerQueue(listener)
        self._listener, self.queue = listener, direct  # type: ignore[assignment]
        while not before.empty():  # the client has disconnected already
            direct.put_nowait(before.get_nowait())
        self.go_on()

    def write(self, data: bytes) -> bool:
        """Send one binary message; ``False``: the peer is slow, retry at ``FrameListener.flush``."""
        if not self._takes_more:
            return False
        if not (self.disconnected or self.close_sent or self.transport.is_closing()):
            size = len(data)
            if size < SHORT_FRAME:
                self.transport.write(SHORT_HEADS[size] + data)
            else:  # the transport joins them in the system call; here a whole part would be copied once more
                self.transport.writelines((_long_head(size), data))
            counts.frames_sent += 1
            counts.bytes_sent += size
        return True

    def pause_writing(self) -> None:
        super().pause_writing()
        self._takes_more = False

    def resume_writing(self) -> None:
        super().resume_writing()
        self._takes_more = True
        if self._listener is not None:
            self._listener.flush()

    def go_on(self) -> None:
        """The listener has space again: parse on."""
        if self._arrived.bytes:
            self._take()

    def data_received(self, data: bytes) -> None:
        if not self.handshake_initiated:
            super().data_received(data)
            if not self.handshake_initiated:  # of a whole head: websockets takes fewer and shorter headers
                self._patience.ended(MALFORMED)
                self._patience.refuse(self.transport, 400)
            return
        listener = self._listener
        if not self._arrived.bytes and len(data) <= SLICE and listener is not None and not listener.full:
            if not self._received_at_once(data, listener):
                self._parse(data)
                self._await_the_rest()
            return
        self._arrived.add(data)
        if len(data) < MUCH:
            self._take()
        elif self._next is None:
            self.transport.pause_reading()
            self._next = self.loop.call_soon(self._take)

    def _received_at_once(self, data: bytes, listener: FrameListener) -> bool:
        """Whether this was one short binary message, as nearly always: that needs no parser.

        ``False``: the parser must read it; it may be the middle of another message.
        """
        size = len(data) - BEFORE_SHORT
        if (
            not 0 < size < SHORT_FRAME
            or data[0] != WHOLE_BINARY
            or data[1] != MASKED + size
            or not self._reader.between
            or self.close_sent
        ):
            return False
        listener.receive(apply_mask(data[BEFORE_SHORT:], data[2:BEFORE_SHORT]))
        return True

    def _take(self) -> None:
        if self._next is not None:
            self._next.cancel()  # otherwise each ``go_on`` would add one more repeating timer
            self._next = None
        if not self.transport.is_closing():
            self._arrived.parse(self._behind)
        if self.transport.is_closing():
            self._arrived.rest()
            return
        if self._arrived.bytes:
            self.transport.pause_reading()
            self._next = self.loop.call_later(WAIT_SECONDS if self._behind() else 0, self._take)
        else:
            self.transport.resume_reading()
            self._await_the_rest()

    def _parse(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        try:
            self._reader.read(data)
        except ProtocolBroken as broken:
            self.conn.fail(broken.code, broken.reason)
            self.handle_parser_exception()

    # -- messages.MessageOwner --------------------------------------------------------------------

    def take_message(self, data: bytes) -> None:
        self._settle()
        if self._listener is not None and not self.close_sent:
            self._listener.receive(data)

    def take_control(self, frame: bytes) -> None:
        if frame[0] != WHOLE_PING or self.transport.get_write_buffer_size() <= UNSENT_BYTES:
            super().data_received(frame)

    def take_text(self) -> None:
        if self._listener is not None and not self.close_sent:
            self._listener.refuse_text()

    def take_large(self, start: bytes) -> None:
        self._release()
        if self._listener is not None and not self.close_sent:
            self._listener.receive_large(start)

    def may_keep(self, size: int) -> bool:
        if self._listener is None or self.close_sent:
            return False
        self._holds = self._listener.may_keep(size)
        return self._holds

    # -- deadlines --------------------------------------------------------------------------------

    def _await_the_rest(self) -> None:
        """A message of which the rest is to come has a deadline, whatever else comes meanwhile."""
        if self._reader.between:
            self._settle()
        elif self._unfinished is None:
            self._unfinished = self.loop.call_later(UNFINISHED_SECONDS, self._end_unfinished)

    def _settle(self) -> None:
        """Nothing is unfinished."""
        if self._unfinished is not None:
            self._unfinished.cancel()
            self._unfinished = None
        self._release()

    def _release(self) -> None:
        if self._holds and self._listener is not None:
            self._holds = False
            self._listener.may_keep(0)

    def _end_unfinished(self) -> None:
        self._unfinished = None
        if self._arrived.bytes:
            self._await_the_rest()  # it is here that nothing goes on
        elif not self._reader.between and self._listener is not None:
            self._listener.refuse_unfinished()

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        super().on_task_complete(task)
        self._linger()

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self._linger()

    def _linger(self) -> None:
        """Abort a closed connection that the peer keeps, or that is in the way of others."""
        if not self.disconnected and self._lingering is None:
            self._lingering = self.loop.call_later(LINGER_SECONDS, self.transport.abort)
            self._patience.waiting.enter(self._send_away, self._patience.share_of(self.client))

    def _send_away(self) -> None:
        self._patience.ended(DISPLACED)
        self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._lingering is not None:
            self._lingering.cancel()
            self._patience.waiting.leave(self._send_away)
        self._settle()
        self._arrived.rest()
        self._reader.forget()  # both are in circles with this, and would wait for the garbage collector
        super().connection_lost(exc)

    def _behind(self) -> bool:
        """Whether the application or the peer has not kept up; after a close all is read, and discarded."""
        if self.transport.is_closing():
            return True
        if self.close_sent:
            return False
        return self._listener is None or self._listener.full


def _long_head(size: int) -> bytes:
    """The head of an unmasked, whole binary message (RFC 6455, 5.2)."""
    if size < 65_536:
        return struct.pack("!BBH", WHOLE_BINARY, 126, size)
    return struct.pack("!BBQ", WHOLE_BINARY, 127, size)
