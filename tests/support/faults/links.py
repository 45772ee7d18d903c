"""The connections that a proxy carries, each in the task that accepted it: none is left to the collector."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

End = asyncio.StreamWriter


class Links:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()

    @asynccontextmanager
    async def link(self, accepted: End) -> AsyncIterator[list[End]]:
        """The ends of the connection that this task carries, all of which are reset with it."""
        task, ends = asyncio.current_task(), [accepted]
        assert task is not None
        self._tasks.add(task)
        try:
            yield ends
        except (OSError, asyncio.CancelledError):
            pass  # the peer sees a reset
        finally:
            self._tasks.discard(task)
            for end in ends:
                end.transport.abort()

    async def cut(self) -> None:
        """Also those whose other end is not there yet."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def both(*ways: asyncio.Task[None]) -> None:
    """Until one of the directions has ended, and with it the other."""
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
