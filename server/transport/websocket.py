"""A websocket's frames, parsed in slices (see ``arriving``) and delivered to one listener.

Once a websocket is accepted, its frames bypass ASGI: there each would cost a dictionary, two queues and two
task wake-ups, which is more than the whole of its processing here (measured; docs/decisions/0008).
"""

from __future__ import annotations

import asyncio
import struct
from typing import Any, Protocol

from uvicorn._types import ASGIReceiveEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import apply_mask  # type: ignore[attr-defined]  # the fastest there is here

from server.telemetry.counts import counts

from .arriving import MUCH, SLICE, WAIT_SECONDS, Arrived
from .boundary import between_messages

UNREAD = 200
"""Websocket messages the application has not taken yet; beyond so many no more are parsed."""
LINGER_SECONDS = 10.0
"""How long a closed connection waits for the peer to read the rest, or for its close frame."""
UNSENT_BYTES = 1024 * 1024
"""Answers to websocket pings that the peer does not read; beyond so much no more is parsed."""
SWITCHING = 101
WHOLE_BINARY, MASKED = 0x82, 0x80
SHORT_FRAME = 126
"""Bytes from which the length of a websocket frame takes more than its second byte."""
BEFORE_SHORT = 6
"""Bytes of a masked short frame before its content: two of head, four of mask (RFC 6455, 5.2)."""
SHORT_HEADS = [bytes((WHOLE_BINARY, size)) for size in range(SHORT_FRAME)]


class FrameListener(Protocol):
    """The receiver of one websocket's messages.

    ``full``: it accepts no more for now. A text message calls ``refuse_text`` instead of ``receive``;
    ``flush`` is called when ``write`` accepts something again, ``gone`` (maybe more than once) when the
    client has disconnected.
    """

    @property
    def full(self) -> bool: ...
    def receive(self, data: bytes) -> None: ...
    def refuse_text(self) -> None: ...
    def flush(self) -> None: ...
    def gone(self) -> None: ...


class _ListenerQueue:
    """Replaces uvicorn's event queue, which an application would have to await in a task of its own."""

    def __init__(self, listener: FrameListener) -> None:
        self._listener = listener

    def put_nowait(self, event: ASGIReceiveEvent) -> None:
        if event["type"] == "websocket.disconnect":
            self._listener.gone()
        else:
            self._listener.refuse_text()

    def empty(self) -> bool:
        return True

    def qsize(self) -> int:
        return 0


class SlicedWebSocket(WebSocketsSansIOProtocol):
    """Is ``connection.Frames``, which an application finds as the extension ``samplan.frames``."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._arrived = Arrived(self.loop, super().data_received)
        self._listener: FrameListener | None = None
        self._takes_more = True
        self._between = False  # two messages, as far as the parser has read
        self._next: asyncio.Handle | None = None
        self._lingering: asyncio.TimerHandle | None = None

    def handle_connect(self, event: Any) -> None:
        super().handle_connect(event)
        if self.response.status_code == SWITCHING:
            self.scope["extensions"]["samplan.frames"] = self  # type: ignore[assignment]

    def listen(self, listener: FrameListener) -> None:
        """From now on ``listener`` gets everything, and nothing is received through ASGI."""
        before, direct = self.queue, _ListenerQueue(listener)
        self._listener, self.queue = listener, direct  # type: ignore[assignment]
        while not before.empty():  # the client did not wait for the handshake, or has disconnected already
            direct.put_nowait(before.get_nowait())

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

    def send_receive_event_to_app(self) -> None:
        if self._listener is None or self.curr_msg_data_type == "text":
            super().send_receive_event_to_app()
            return
        data = self.frames[0] if len(self.frames) == 1 else b"".join(self.frames)
        self.frames = []
        if not self.close_sent:
            self._listener.receive(bytes(data))

    def data_received(self, data: bytes) -> None:
        listener = self._listener
        if not self._arrived.bytes and len(data) <= SLICE and not (listener is not None and listener.full):
            if listener is None or not self._received_at_once(data, listener):
                super().data_received(data)
            return
        self._arrived.add(data)
        if len(data) < MUCH:
            self._take()
        elif self._next is None:
            self.transport.pause_reading()
            self._next = self.loop.call_soon(self._take)

    def handle_events(self) -> None:
        self._between = between_messages(self.conn)  # here: this is called each time bytes were parsed
        super().handle_events()

    def _received_at_once(self, data: bytes, listener: FrameListener) -> bool:
        """Whether this was one short binary message, as nearly always: that needs no parser.

        ``False``: the parser must read it; it may be the middle of another message.
        """
        size = len(data) - BEFORE_SHORT
        if (
            not 0 < size < SHORT_FRAME
            or data[0] != WHOLE_BINARY
            or data[1] != MASKED + size
            or not self._between
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
        elif self._arrived.bytes:
            self.transport.pause_reading()
            self.read_paused = False  # uvicorn must not resume reading
            self._next = self.loop.call_later(WAIT_SECONDS if self._behind() else 0, self._take)
        elif self.queue.empty() or self.close_sent:
            self.read_paused = False
            self.transport.resume_reading()
        else:
            self.read_paused = True  # the application resumes when it has taken everything

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        super().on_task_complete(task)
        self._linger()

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self._linger()

    def _linger(self) -> None:
        """Abort a closed connection whose peer does not read the rest in ``LINGER_SECONDS``."""
        if not self.disconnected and self._lingering is None:
            self._lingering = self.loop.call_later(LINGER_SECONDS, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._lingering is not None:
            self._lingering.cancel()
        super().connection_lost(exc)

    def _behind(self) -> bool:
        """Whether the application or the peer has not kept up."""
        if self._listener is not None and self._listener.full:
            return True
        unread = self.queue.qsize() >= UNREAD and not self.close_sent  # after a close they are discarded
        if self.transport.is_closing() or unread:
            return True
        return self.transport.get_write_buffer_size() > UNSENT_BYTES


def _long_head(size: int) -> bytes:
    """The head of an unmasked, whole binary message (RFC 6455, 5.2)."""
    if size < 65_536:
        return struct.pack("!BBH", WHOLE_BINARY, 126, size)
    return struct.pack("!BBQ", WHOLE_BINARY, 127, size)
