"""The titles of a plan's parts: they change letter by letter, and without the access version."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from server.concurrency import may_be_left

TITLE_NOTICE_SECONDS = 0.3
"""Titles change letter by letter; the plan's lists follow a little later."""


class Titles:
    """``read``: read the plan's rights, and titles with them; ``followed``: somebody sees the plan's list.

    ``publish``: tell other processes that titles were typed here.
    """

    def __init__(
        self, read: Callable[[], Awaitable[None]], followed: Callable[[], bool], publish: Callable[[], None]
    ) -> None:
        self._read, self._followed, self._publish = read, followed, publish
        self._moved = self._known = 0
        """How often they have moved, and how many of those times are older than what was last read."""
        self._typed_here = False
        self._notice: asyncio.TimerHandle | None = None
        self._reading: asyncio.Task[None] | None = None

    def typed(self) -> None:
        """In a part that is open here, and committed."""
        self._typed_here = True
        self.moved()

    def moved(self) -> None:
        """They may be others than those known here: soon they are read."""
        self._moved += 1
        self._notice_later()

    async def now(self) -> None:
        """Returns when they are known as they are now, or later. Raises ``StorageUnavailable``."""
        moved = self._moved
        while self._known < moved:
            reading = self._reading
            if reading is None or reading.done():
                reading = self._begin_reading()
            await asyncio.shield(reading)

    def _notice_later(self) -> None:
        if self._notice is None:
            loop = asyncio.get_running_loop()
            self._notice = loop.call_later(TITLE_NOTICE_SECONDS, self._start_notice)

    def _start_notice(self) -> None:
        self._notice = None
        if self._typed_here:
            self._typed_here = False
            self._publish()
        if self._reading is not None and not self._reading.done():
            self._notice_later()  # what is being read may be older
        elif self._followed():
            self._begin_reading()  # where it fails, the next look at the titles finds them other

    def _begin_reading(self) -> asyncio.Task[None]:
        self._reading = may_be_left(asyncio.create_task(self._read_them()))
        return self._reading

    async def _read_them(self) -> None:
        moved = self._moved
        await self._read()
        self._known = moved
