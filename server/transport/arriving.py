"""Bytes that arrive on one connection are parsed in slices.

A read brings up to 256 kB. In websocket frames of six bytes that is two seconds of parsing, in pipelined
requests or short headers half a second, in which no other connection is served; and any client may send it
before it authenticates (measured on uvicorn 0.54, whose protocols ``http`` and ``websocket`` extend).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

SLICE = 1024
"""Bytes parsed at a time; typing arrives in less."""
MUCH = 64 * 1024
"""Bytes of one read after which the connection is not read again in this turn of the loop: libuv reads on as
long as its buffer of 256 kB is filled, up to 32 times, which was 60 ms (measured)."""
SECONDS = 0.002
"""How long one connection's bytes may be parsed in one turn of the loop."""
WAIT_SECONDS = 0.005
"""Until a connection whose peer or application is behind is tried again."""


class Arrived:
    """Bytes received and not parsed yet; meanwhile no more are read from the connection."""

    def __init__(self, loop: asyncio.AbstractEventLoop, parse: Callable[[bytes], None]) -> None:
        self._loop, self._parse = loop, parse
        self.bytes = bytearray()

    def add(self, data: bytes) -> None:
        self.bytes += data

    def parse(self, behind: Callable[[], bool]) -> None:
        """Parse for up to ``SECONDS``, or until ``behind`` is true."""
        end = self._loop.time() + SECONDS
        while self.bytes and not behind() and self._loop.time() < end:
            data = bytes(self.bytes[:SLICE])
            del self.bytes[:SLICE]
            self._parse(data)

    def rest(self) -> bytes:
        rest = bytes(self.bytes)
        self.bytes.clear()
        return rest
