"""What asyncio lacks: work in slices, tasks that outlive their callers, one task for many callers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Coroutine, Generator, Hashable, Mapping
from typing import Any, Generic, TypeVar

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


async def in_slices(work: Generator[None, None, T]) -> T:
    """Run ``work``, yielding to the event loop at each of its ``yield``s."""
    while True:
        try:
            next(work)
        except StopIteration as finished:
            return finished.value  # type: ignore[no-any-return]
        await asyncio.sleep(0)


async def until_next(multiple: float, began: float) -> None:
    """Wait until a ``multiple`` of seconds has passed since ``began``, a moment of ``time.monotonic``."""
    now = time.monotonic()
    end = now + (began - now) % multiple
    while now < end:  # the loop's timers count whole milliseconds
        await asyncio.sleep(end - now)
        now = time.monotonic()


def may_be_left(task: asyncio.Task[T]) -> asyncio.Task[T]:
    """Marks a ``task`` that several await shielded: if all were cancelled, its exception is not reported."""
    task.add_done_callback(_look_at)
    return task


def _look_at(done: asyncio.Task[T]) -> None:
    if not done.cancelled():
        done.exception()


class SingleFlight(Generic[K, T]):
    """Work under way, one task for each key: done once however many wait, to its end though they stop."""

    def __init__(self) -> None:
        self._tasks: dict[K, asyncio.Task[T]] = {}

    def __contains__(self, key: K) -> bool:
        return key in self._tasks

    @property
    def tasks(self) -> Collection[asyncio.Task[T]]:
        return self._tasks.values()

    def begin(self, key: K, work: Callable[[], Coroutine[Any, Any, T]]) -> asyncio.Task[T]:
        """The task under way for ``key``; where there is none, ``work`` begins."""
        task = self._tasks.get(key)
        if task is None:
            task = self._tasks[key] = may_be_left(asyncio.create_task(self._run(key, work)))
        return task

    async def result(self, key: K, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """What that task returns or raises; a caller that is cancelled does not stop it."""
        return await asyncio.shield(self.begin(key, work))

    async def _run(self, key: K, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        try:
            return await work()
        finally:
            # Not by a callback of the task, which comes a turn of the loop later: a caller in between
            # would be given an answer that is over.
            del self._tasks[key]


_under_way: set[asyncio.Task[Any]] = set()


async def carried_through(work: Coroutine[Any, Any, T]) -> T:
    """Await ``work`` so that it runs to its end even if the caller is cancelled.

    Between the commit of a withdrawal and the closing of open connections there is an await; a request
    that is cancelled there would leave the connections open.
    """
    task = asyncio.ensure_future(work)
    _under_way.add(task)
    task.add_done_callback(_under_way.discard)
    return await asyncio.shield(task)


class BatchedLookups(Generic[K, V]):
    """Concurrent look-ups batched into one query: while one runs, further keys wait for the next.

    Every answer comes from a query that began after the call of ``find``. ``ask`` looks up many keys, and
    leaves out those that do not exist; what it raises, every waiting caller raises.
    """

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
