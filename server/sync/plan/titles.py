"""Keeps the titles of a plan's parts up to date: they change letter by letter, without the access version."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from server.concurrency import may_be_left

TITLE_NOTICE_SECONDS = 0.3
"""Delay of a notice, since titles change letter by letter."""


class Titles:
    """``read``: reads the plan's rights, and titles with them. ``followed``: whether a page shows the list.

    ``publish``: publishes to other processes that titles were typed here.
    """

    def __init__(
        self, read: Callable[[], Awaitable[None]], followed: Callable[[], bool], publish: Callable[[], None]
    ) -> None:
        self._read, self._followed, self._publish = read, followed, publish
        self._changes = self._seen_changes = 0
        """The number of changes, and how many of them the last read includes."""
        self._typed_here = False
        self._notice: asyncio.TimerHandle | None = None
        self._reading: asyncio.Task[None] | None = None

    def typed(self) -> None:
        """A title was typed in a part that is open here, and committed."""
        self._typed_here = True
        self.changed()

    def changed(self) -> None:
        """Titles may have changed: read them soon."""
        self._changes += 1
        self._notice_later()

    async def catch_up(self) -> None:
        """Returns when every change so far is read. Raises ``StorageUnavailable``."""
        changes = self._changes
        while self._seen_changes < changes:
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
            self._notice_later()  # the read under way may not include the change
        elif self._followed():
            self._begin_reading()  # if it fails, the watcher finds the difference

    def _begin_reading(self) -> asyncio.Task[None]:
        self._reading = may_be_left(asyncio.create_task(self._read_titles()))
        return self._reading

    async def _read_titles(self) -> None:
        changes = self._changes
        await self._read()
        self._seen_changes = changes
