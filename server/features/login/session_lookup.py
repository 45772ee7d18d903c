"""Look-ups that come in crowds, as when everybody joins again after a restart, coalesced.

While one query runs, further keys gather and are sent as one. Every answer comes from a query that began
after it was asked for, never from one under way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Gathered(Generic[K, V]):
    """``ask`` answers many at once; what it does not know is left out. What it raises, all of those raise."""

    def __init__(self, ask: Callable[[Collection[K]], Awaitable[Mapping[K, V]]]) -> None:
        self._ask = ask
        self._waiting: list[tuple[K, asyncio.Future[V | None]]] = []
        self._asking: asyncio.Task[None] | None = None

    async def find(self, key: K) -> V | None:
        waiter: asyncio.Future[V | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((key, waiter))
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._run())
        return await waiter

    async def _run(self) -> None:
        while self._waiting:
            asked, self._waiting = self._waiting, []
            try:
                found = await self._ask({key for key, _ in asked})
            except Exception as error:  # noqa: BLE001 - raised in everybody who asked
                for _, waiter in asked:
                    if not waiter.done():
                        waiter.set_exception(error)
                continue
            for key, waiter in asked:
                if not waiter.done():
                    waiter.set_result(found.get(key))
