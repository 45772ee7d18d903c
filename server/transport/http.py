"""HTTP requests, parsed in slices (see ``arriving``), and ended where their client keeps them waiting.

The size of a request's head is limited here: uvicorn's faster parser would keep any length in memory.
"""

from __future__ import annotations

import asyncio
from typing import Any

import httptools
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .arriving import MUCH, SLICE, WAIT_SECONDS, Arrived
from .patience import BODY_SECONDS, DISPLACED, HEAD_SECONDS, MALFORMED, READ_SECONDS, SLOW, UNREAD, Patience

HEAD_BYTES = 64 * 1024
HEADERS = 200


class SlicedHttp(HttpToolsProtocol):
    """While it *waits* for its client it is in the waiting room, and has a deadline.

    It waits from the beginning until a request has arrived whole; again when that is answered; and meanwhile
    whenever the client does not read what it is sent.
    """

    def __init__(self, *arguments: Any, patience: Patience | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._arrived = Arrived(self.loop, self._parse)
        self._in_head, self._head_bytes = True, 0
        self._patience = patience or Patience()
        self._deadline: asyncio.TimerHandle | None = None
        self._in_body = self._extended = False
        self._unsent = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        self._go_on()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if not self._arrived.bytes and len(data) <= SLICE:
            self._parse(data)
            return
        self._arrived.add(data)
        if len(data) < MUCH:
            self._take()
        else:
            self.transport.pause_reading()
            self.loop.call_soon(self._take)

    def _take(self) -> None:
        if not self.transport.is_closing():
            self._arrived.parse(self._behind)
        if self.transport.is_closing():
            self._arrived.rest()
        elif self.transport.get_protocol() is not self:
            self._hand_over()
        elif self._arrived.bytes:
            self.transport.pause_reading()
            self.flow.read_paused = False  # uvicorn must not resume reading
            self.loop.call_later(WAIT_SECONDS if self._behind() else 0, self._take)
        elif self._behind():
            self.flow.read_paused = True  # uvicorn resumes when it has responded
        else:
            self.flow.read_paused = False
            self.transport.resume_reading()

    def _behind(self) -> bool:
        """Whether a request waits for its response, or a body to be read, or this is a websocket now."""
        if self.transport.is_closing() or self.transport.get_protocol() is not self:
            return True
        cycle = self.cycle
        unread = cycle is not None and not cycle.response_complete and len(cycle.body) > HIGH_WATER_LIMIT
        return bool(self.pipeline) or unread

    def _hand_over(self) -> None:
        """Pass the bytes after the upgrade request to the websocket."""
        rest = self._arrived.rest()
        websocket = self.transport.get_protocol()
        self.transport.resume_reading()  # the websocket does not know that it was paused here
        if rest and isinstance(websocket, asyncio.Protocol):
            websocket.data_received(rest)

    def _parse(self, data: bytes) -> None:
        self._unset_keepalive_if_required()
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            if self._should_upgrade():
                self._go_on()
                self.handle_websocket_upgrade()
        except httptools.HttpParserError:
            self.send_400_response("")
        self._head_bytes = self._head_bytes + len(data) if self._in_head else 0
        if self._head_bytes > HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0

    def on_header(self, name: bytes, value: bytes) -> None:
        if len(self.headers) >= HEADERS:
            raise ValueError("too many headers")  # stops the parser; the response is 400
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._in_head, self._in_body = False, True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._in_body = False
        self._go_on()

    def on_response_complete(self) -> None:
        next_has_come = bool(self.pipeline)
        super().on_response_complete()
        if not next_has_come or self._in_body:
            self._wait(HEAD_SECONDS)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._wait(READ_SECONDS)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self.cycle is not None and not (self.cycle.more_body or self.cycle.response_complete):
            self._go_on()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - what is wrong with it is in the answer
        self._patience.ended(MALFORMED)
        self._patience.refuse(self.transport, 400)

    # -- waiting for the client -------------------------------------------------------------------

    def _wait(self, seconds: float) -> None:
        if self._deadline is None:
            self._patience.waiting.enter(self._send_away, self._patience.share_of(self.client))
            self._extended = False
            self._hurry(seconds)

    def _hurry(self, seconds: float) -> None:
        self._unsent = self.transport.get_write_buffer_size()
        self._deadline = self.loop.call_later(seconds, self._run_out)

    def _go_on(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
            self._patience.waiting.leave(self._send_away)

    def _run_out(self) -> None:
        """The time of a head is over, which is not that of a body, nor of an answer that is being read."""
        unsent = self.transport.get_write_buffer_size()
        if 0 < unsent < self._unsent:
            self._hurry(READ_SECONDS)
        elif unsent:
            self._end(UNREAD)
        elif self._in_body and not self._extended:
            self._extended = True
            self._hurry(BODY_SECONDS - HEAD_SECONDS)
        else:
            self._end(SLOW)

    def _end(self, why: str) -> None:
        self._patience.ended(why)
        begun = self._in_body or (self._in_head and self._head_bytes)
        answering = (
            self.cycle is not None and self.cycle.response_started and not self.cycle.response_complete
        )
        if why == SLOW and begun and not answering:
            self._patience.refuse(self.transport, 408)
        else:
            self.transport.abort()

    def _send_away(self) -> None:
        self._go_on()
        self._patience.ended(DISPLACED)
        self.transport.abort()
