"""HTTP requests, parsed in slices (see ``arriving``).

The size of a request's head is limited here: uvicorn's faster parser would keep any length in memory.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .arriving import MUCH, SLICE, WAIT_SECONDS, Arrived

HEAD_BYTES = 64 * 1024
HEADERS = 200


class SlicedHttp(HttpToolsProtocol):
    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._arrived = Arrived(self.loop, self._parse)
        self._in_head, self._head_bytes = True, 0

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
        super().data_received(data)
        self._head_bytes = self._head_bytes + len(data) if self._in_head else 0
        if self._head_bytes > HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("Too long a request.")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0

    def on_header(self, name: bytes, value: bytes) -> None:
        if len(self.headers) >= HEADERS:
            raise ValueError("too many headers")  # stops the parser; the response is 400
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._in_head = False
        super().on_headers_complete()
