"""What asyncio lacks: work in slices, tasks that outlive their callers, a small event."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Generator
from typing import Any, TypeVar

T = TypeVar("T")


async def in_slices(work: Generator[None, None, T]) -> T:
    """Run ``work``, yielding to the event loop at each of its ``yield``s."""
    while True:
        try:
            next(work)
        except StopIteration as finished:
            return finished.value  # type: ignore[no-any-return]
        await asyncio.sleep(0)


def may_be_left(task: asyncio.Task[T]) -> asyncio.Task[T]:
    """Marks a ``task`` that several await shielded: if all were cancelled, its exception is not reported."""
    task.add_done_callback(_look_at)
    return task


def _look_at(done: asyncio.Task[T]) -> None:
    if not done.cancelled():
        done.exception()


class Wake:
    """As ``asyncio.Event`` for one waiter, in a tenth of its memory: every open part has one."""

    __slots__ = ("_set", "_waiter")

    def __init__(self) -> None:
        self._set = False
        self._waiter: asyncio.Future[None] | None = None

    def set(self) -> None:
        self._set = True
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def clear(self) -> None:
        self._set = False

    async def wait(self) -> None:
        """Returns at once when it was set and not cleared since."""
        if self._set:
            return
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None


_under_way: set[asyncio.Task[Any]] = set()


async def carried_through(work: Coroutine[Any, Any, T]) -> T:
    """Await ``work`` so that it runs to its end even if the caller is cancelled.

    Between the commit of a withdrawal and the closing of open connections lies an await; a request
    that is cancelled there would leave the connections open.
    """
    task = asyncio.ensure_future(work)
    _under_way.add(task)
    task.add_done_callback(_under_way.discard)
    return await asyncio.shield(task)
