"""Coalesces concurrent look-ups, of which there are many when all clients rejoin after a restart.

While one query runs, further keys are collected and sent as one query. Every answer comes from a query that
began after ``find`` was called, never from one already under way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Gathered(Generic[K, V]):
    """``ask`` looks up many keys at once and omits unknown ones; its exception is raised in each ``find``."""

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
            except Exception as error:  # noqa: BLE001 - raised in every caller
                for _, waiter in asked:
                    if not waiter.done():
                        waiter.set_exception(error)
                continue
            for key, waiter in asked:
                if not waiter.done():
                    waiter.set_result(found.get(key))
