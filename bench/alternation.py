"""Two measurements that alternate slice by slice, so that both meet the same state of the machine."""

from __future__ import annotations

import asyncio


class Alternation:
    """One of two sides that share a lock, and measure only while they hold it.

    Waiters of an ``asyncio.Lock`` are served in order, so with two sides slices alternate strictly.
    """

    def __init__(self, lock: asyncio.Lock) -> None:
        self._lock, self._held = lock, False

    async def __aenter__(self) -> Alternation:
        await self._lock.acquire()
        self._held = True
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._held:  # not if it was cancelled while the other side held it
            self._release()

    async def yield_slice(self) -> None:
        """Let the other side measure a slice, if it has any left."""
        self._release()
        await self.__aenter__()

    def _release(self) -> None:
        self._held = False
        self._lock.release()
